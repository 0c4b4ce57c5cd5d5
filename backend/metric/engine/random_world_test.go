package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// roller makes random portfolios, small enough for loops and full of what goes
// wrong: trials, suspended and grace rows, other partners, two streams telling
// one key, partial files, older files imported later, files of one Data As Of,
// leap days, missing figures.
type roller struct {
	*rand.Rand
	w    *world
	base portfolio.Day
}

func newWorld(seed uint64) *world {
	r := roller{rand.New(rand.NewPCG(seed, 7)), &world{grace: 30}, portfolio.DayOf(2023, 12, 1)}
	r.w.today = r.base + portfolio.Day(60+r.IntN(120)) // around the leap day 2024-02-29
	if r.IntN(2) == 0 {
		r.w.own = []string{"1", "2"}
	}
	r.names()
	r.streams()
	for n := range 8 + r.IntN(14) {
		r.imports(int64(n + 1))
	}
	r.settings()
	r.inbox()
	roller{rand.New(rand.NewPCG(seed, 8)), r.w, r.base}.agreements()
	return r.w
}

// settings are of the person: where periods begin, what weighs how much, and on
// which clocks.
func (r roller) settings() {
	r.w.weekStart, r.w.fiscalStart = pick(r, 0, 0, 1, 3, 6, 7), pick(r, 0, 0, 2, 4, 7, 10, 12)
	if r.IntN(2) == 0 {
		first := 1 + r.IntN(60)
		r.w.scoring = metric.Scoring{
			Windows: [3]int{first, first + 1 + r.IntN(60), first + 70 + r.IntN(100)}, Weights: [3]float64{1, float64(r.IntN(10)) / 10, float64(r.IntN(5)) / 10},
			Healthy: float64(50 + r.IntN(45)), Warning: float64(5 + r.IntN(45)),
		}
	}
	zone, err := time.LoadLocation(pick(r, "UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Pago_Pago", "Pacific/Kiritimati"))
	if err != nil {
		zone = time.FixedZone("half past", 12600)
	}
	r.w.now = r.w.today.Time().In(zone)
	if r.IntN(2) == 0 {
		r.w.undone = 500
	}
}

// inbox is what the person was told, at times of day near midnight, too.
func (r roller) inbox() {
	for range r.IntN(12) {
		i := item{
			rule: pick(r, "Ends soon", "Over"), title: pick(r, "It ends", "It's over"), state: pick(r, "open", "open", "done", "snoozed", "resolved"),
			account: pick(r, "", "k:1", "k:2", "k:gone"), product: pick(r, "", "P1"), entitlement: pick(r, "", "e1"), end: r.maybeDay(), at: r.instant(),
		}
		if i.rule == "Over" {
			i.template = "overage"
		}
		r.w.items = append(r.w.items, i)
	}
}

func (r roller) instant() int64 {
	within := r.IntN(86_400_000)
	if r.IntN(3) == 0 {
		within = pick(r, 0, 1, 3_600_000, 43_200_000, 86_399_999)
	}
	day := r.base + portfolio.Day(r.IntN(int(r.w.today-r.base)-1)) // before now, on all clocks
	return day.Time().UnixMicro() + int64(within)*1000
}

func pick[T any](r roller, from ...T) T { return from[r.IntN(len(from))] }

func (r roller) names() {
	for i := range pick(r, 1, 1, 2, 3, 5) {
		id := int64(i + 1)
		name := pick(r, "Ätna GmbH", "ätna gmbh", "Beta*", "Contoso", "O'Neil")
		r.w.accounts = append(r.w.accounts, account{
			id: id, key: fmt.Sprintf("k:%d", id), external: fmt.Sprintf("A-%d", id), name: name,
			country: pick(r, "", "IT", "DE"), region: pick(r, "", "North"), seg: pick(r, "", "SMB", "Large"), owner: pick(r, "", "Ada"), dead: r.IntN(8) == 0, custom: pick(r, "", "gold", "tin"),
		})
	}
	for i := range pick(r, 1, 1, 2, 4) {
		id := int64(i + 1)
		r.w.products = append(r.w.products, product{id, fmt.Sprintf("p%d", id), fmt.Sprintf("P%d", id), pick(r, "", "S1"), pick(r, "", "Suite", "CAD"), pick(r, "", "Soft Co")})
	}
}

func (r roller) streams() {
	add := func(source string, d portfolio.Dataset, c portfolio.Class, monthly bool) {
		r.w.streams = append(r.w.streams, stream{int64(len(r.w.streams) + 1), source, d, c, monthly})
	}
	add("alpha", portfolio.Entitlements, portfolio.Snapshot, false)
	add("beta", portfolio.Entitlements, portfolio.EntityList, false)
	if r.IntN(2) == 0 {
		add(pick(r, "alpha", "beta"), portfolio.Deployment, portfolio.Snapshot, false)
	}
	add("alpha", portfolio.Usage, portfolio.PeriodTable, true)
	add("beta", portfolio.Usage, pick(r, portfolio.Snapshot, portfolio.EntityList, portfolio.Incremental), false)
	add("gamma", portfolio.FeatureUsage, portfolio.Incremental, false)
	add("beta", portfolio.SupportRequests, pick(r, portfolio.EntityList, portfolio.Snapshot), false)
	add("beta", portfolio.Charges, portfolio.Ledger, false)
	for range 6 + r.IntN(24) {
		r.oneSeries()
	}
}

func (r roller) oneSeries() {
	st := pick(r, r.w.streams...)
	if st.dataset != portfolio.Usage && st.dataset != portfolio.FeatureUsage {
		return
	}
	s := serie{id: int64(len(r.w.series) + 1), stream: st.id, account: r.account(), part: pick(r, "", "1", "3")}
	if r.IntN(3) > 0 {
		s.product = r.product()
	}
	switch r.IntN(4) {
	case 0:
		s.workload, s.raw = "SharePoint and OneDrive", pick(r, "OneDrive", "SharePoint", "OneDrive for Business")
	case 1:
		s.workload, s.raw = "Exchange", "Exchange"
	case 2:
		s.feat = pick(r, "draw", "render")
	}
	if r.IntN(2) == 0 {
		s.meter = pick(r, "hours", "tokens")
		if st.dataset == portfolio.Usage {
			s.clock = pick(r, "", "", "", "reset", "reset overage", "statement overage")
		}
	}
	if st.dataset == portfolio.FeatureUsage {
		s.reason = pick(r, "", "", "full", "expired")
	}
	for _, o := range r.w.series { // a series is told apart by what it is about
		o.id = s.id
		if o == s {
			return
		}
	}
	r.w.series = append(r.w.series, s)
}

func (r roller) account() int64 { return r.w.accounts[r.IntN(len(r.w.accounts))].id }
func (r roller) product() int64 { return r.w.products[r.IntN(len(r.w.products))].id }

func (r roller) day() portfolio.Day {
	if r.IntN(10) == 0 {
		return portfolio.DayOf(2024, 2, 29)
	}
	return r.base + portfolio.Day(r.IntN(170))
}

func (r roller) maybeDay() portfolio.Day {
	if r.IntN(4) == 0 {
		return portfolio.NoDay
	}
	return r.day() + portfolio.Day(r.IntN(200)-100)
}

func (r roller) count(limit int) portfolio.Int {
	if r.IntN(4) == 0 {
		return portfolio.Int{}
	}
	return portfolio.SomeInt(int64(r.IntN(limit)))
}

func (r roller) decimal() portfolio.Decimal {
	if r.IntN(3) == 0 {
		return portfolio.Decimal{}
	}
	return portfolio.Decimal{Mantissa: int64(r.IntN(40)), Scale: uint8(r.IntN(3)), OK: true}
}

// imports makes import n, of a random stream, which speaks of some days.
func (r roller) imports(n int64) {
	st := pick(r, r.w.streams...)
	im := imported{id: n, stream: st.id, whole: st.class.Slices() && r.IntN(4) > 0, asOf: r.base + portfolio.Day(r.IntN(6)*27)}
	im.added, im.changed, im.unchanged, im.skipped, im.rejected = r.IntN(20), r.IntN(9), r.IntN(9), r.IntN(3), r.IntN(3)
	im.rows, im.at = im.added+im.changed+im.unchanged+im.skipped+im.rejected, r.instant()
	seen := map[portfolio.Day]bool{}
	for range 1 + r.IntN(4) {
		d := r.day()
		if st.monthly {
			d = d.MonthEnd()
		}
		if !seen[d] {
			seen[d] = true
			im.days = append(im.days, d)
		}
	}
	r.w.imports = append(r.w.imports, im)
	for _, d := range im.days {
		switch st.dataset {
		case portfolio.Entitlements, portfolio.Deployment:
			r.entitlements(im, st, d)
		case portfolio.Usage, portfolio.FeatureUsage:
			r.use(im, st, d)
		case portfolio.SupportRequests:
			r.support(im, d)
		case portfolio.Charges:
			r.ledger(im, d)
		}
	}
}

func (r roller) entitlements(im imported, st stream, d portfolio.Day) {
	seen := map[string]bool{}
	for range r.IntN(9) {
		row := entRow{
			importID: im.id, stream: st.id, asOf: d, deployment: st.dataset == portfolio.Deployment, account: r.account(), product: r.product(),
			quantity: r.count(20), assigned: r.count(25), start: portfolio.NoDay, end: portfolio.NoDay, status: "active", partner: pick(r, "", "1", "2", "3"),
			sku: pick(r, "", "S2"),
		}
		row.key = fmt.Sprintf("e%d", r.IntN(8))
		if row.deployment {
			row.key = fmt.Sprintf("deployment:%s:%d:%d", st.source, row.account, row.product)
		} else {
			row.start, row.end = r.maybeDay(), r.maybeDay()
			row.status = pick(r, "active", "active", "active", "active", "suspended", "grace", "trial", "unknown")
			row.trial, row.auto, row.value, row.currency = r.IntN(8) == 0, pick(r, portfolio.NoBool, portfolio.Yes, portfolio.No), r.count(900), pick(r, "", "EUR")
			row.term, row.billing, row.custom = pick(r, "", "P1Y", "P1M"), pick(r, "", "monthly"), pick(r, "", "", "gold", "lead")
		}
		row.cancel = pick(r, portfolio.NoDay, d, d+7)
		if !seen[row.key] {
			seen[row.key] = true
			r.w.rows = append(r.w.rows, row)
		}
	}
}

func (r roller) use(im imported, st stream, d portfolio.Day) {
	for _, s := range r.w.series {
		if s.stream != st.id || r.IntN(4) == 0 {
			continue
		}
		if st.dataset == portfolio.Usage {
			l := level{importID: im.id, series: s.id, day: d, active: r.count(30), total: r.count(25)}
			if r.IntN(3) == 0 {
				l.peak = r.count(9)
			}
			if r.IntN(5) == 0 {
				l.active = portfolio.SomeInt(0)
			}
			if s.meter != "" || r.IntN(5) == 0 {
				l.used, l.entitled = r.decimal(), r.decimal()
			}
			r.w.levels = append(r.w.levels, l)
			continue
		}
		seen := map[uint64]bool{}
		for range r.IntN(5) {
			// The hash identifies the raw row, so two tellings of it agree.
			h := uint64(r.IntN(1000))
			a := act{importID: im.id, series: s.id, day: d, hash: h*100 + uint64(s.id), person: int32(h % 4), count: int32(1 + h%3), denied: h%5 == 0}
			if !seen[a.hash] {
				seen[a.hash] = true
				r.w.acts = append(r.w.acts, a)
			}
		}
	}
}

func (r roller) support(im imported, d portfolio.Day) {
	for n := range r.IntN(5) {
		q := request{
			importID: im.id, stream: im.stream, key: fmt.Sprintf("r%d", n), asOf: d, opened: d - portfolio.Day(r.IntN(40)), account: r.account(),
			category: pick(r, "", "how-to", "outage"), title: pick(r, "", "It's slow"), severity: pick(r, "", "high"), status: pick(r, "", "open", "closed", "Resolved", "canceled"), response: r.count(300), resolution: r.count(5000), satisfaction: pick(r, "", "3", "4.5", "1.25"),
			custom: pick(r, "", "", "gold", "late"), closed: pick(r, portfolio.NoDay, d),
		}
		if r.IntN(2) == 0 {
			q.product = r.product()
		}
		r.w.requests = append(r.w.requests, q)
	}
}

// ledger makes the books of an import: each of them as of one day.
func (r roller) ledger(im imported, d portfolio.Day) {
	for _, book := range []string{"i1", "i2", "i3"} {
		told := slices.ContainsFunc(r.w.charges, func(c charge) bool { return c.importID == im.id && c.book == book })
		if told || r.IntN(3) == 0 {
			continue
		}
		for n := range 1 + r.IntN(4) {
			c := charge{
				importID: im.id, stream: im.stream, book: book, key: fmt.Sprint(n), asOf: d, day: d - portfolio.Day(r.IntN(60)-20), account: r.account(),
				kind: pick(r, "", "renew", "cycleCharge"), term: pick(r, "", "P1Y"), billing: pick(r, "", "monthly"), meter: pick(r, "", "hours"),
				amount: r.count(500), currency: pick(r, "", "EUR", "EUR", "USD"), partner: pick(r, "", "1", "3"),
			}
			if r.IntN(6) == 0 {
				c.day = portfolio.NoDay
			}
			if r.IntN(4) > 0 {
				c.product = r.product()
			}
			if r.IntN(5) == 0 && c.amount.OK {
				c.amount.N = -c.amount.N
			}
			r.w.charges = append(r.w.charges, c)
		}
	}
}
