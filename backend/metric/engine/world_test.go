package engine_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// world is a small portfolio as imports told it: what the tests put into
// SQLite for the engine, and what the oracle reads in plain loops.
type world struct {
	today    portfolio.Day
	own      []string
	accounts []account
	products []product
	streams  []stream
	imports  []imported
	rows     []entRow
	series   []serie
	levels   []level
	acts     []act
	requests []request
	charges  []charge
	items    []item
	grace    int

	weekStart, fiscalStart int // 0: Monday, January
	scoring                metric.Scoring
	now                    time.Time // on the person's clocks
	agreed                 []agreement
	undone                 int64 // an import that was undone, 0 for none
}

// item is a notification of the inbox.
type item struct {
	rule, template, title, state, account, product, entitlement string
	end                                                         portfolio.Day
	at                                                          int64 // microseconds
}

type account struct {
	id                                               int64
	key, external, name, country, region, seg, owner string
	custom                                           string // value of customField, "" for none; likewise below
	dead                                             bool
}

type product struct {
	id                             int64
	key, name, sku, family, vendor string
}

type stream struct {
	id      int64
	source  string
	dataset portfolio.Dataset
	class   portfolio.Class
	monthly bool
}

// imported is one import of one stream: the days it speaks of.
type imported struct {
	id     int64
	stream int64
	whole  bool
	asOf   portfolio.Day // the file's own
	days   []portfolio.Day

	rows, added, changed, unchanged, skipped, rejected int
	at                                                 int64 // microseconds
}

// rowCount is how many rows the file has, which is never none.
func (i imported) rowCount() int { return max(i.rows, 1) }

func (i imported) profile() string { return map[bool]string{true: "p", false: "q"}[i.rows%2 == 0] }

type entRow struct {
	importID, stream       int64
	key                    string
	asOf                   portfolio.Day
	deployment             bool
	account, product       int64
	quantity, assigned     portfolio.Int
	start, end             portfolio.Day
	status                 string
	trial                  bool
	auto                   portfolio.Bool
	value                  portfolio.Int
	partner, sku, currency string
	term, billing, custom  string
	cancel                 portfolio.Day // NoDay for none
}

type serie struct {
	id                               int64
	stream, account, product         int64
	workload, raw, feat, meter, part string
	clock, reason                    string
}

type level struct {
	importID, series int64
	day              portfolio.Day
	active, total    portfolio.Int
	peak             portfolio.Int
	used, entitled   portfolio.Decimal
}

type act struct {
	importID, series int64
	day              portfolio.Day
	hash             uint64
	person           int32
	count            int32
	denied           bool
}

type request struct {
	importID, stream int64
	key              string
	asOf, opened     portfolio.Day
	account, product int64
	category         string

	title, severity, status, custom string
	closed                          portfolio.Day // NoDay for none
	response, resolution            portfolio.Int
	satisfaction                    string // decimal, "" for none
}

type charge struct {
	importID, stream           int64
	book, key                  string
	asOf, day                  portfolio.Day // day is NoDay where nobody says
	account, product           int64
	kind, term, billing, meter string
	amount                     portfolio.Int
	currency, partner          string
}

func (w *world) importOf(id int64) imported {
	return w.imports[slices.IndexFunc(w.imports, func(i imported) bool { return i.id == id })]
}

func (w *world) streamOf(id int64) stream {
	return w.streams[slices.IndexFunc(w.streams, func(s stream) bool { return s.id == id })]
}

func (w *world) accountOf(id int64) account {
	return w.accounts[slices.IndexFunc(w.accounts, func(a account) bool { return a.id == id })]
}

func (w *world) productOf(id int64) (product, bool) {
	i := slices.IndexFunc(w.products, func(p product) bool { return p.id == id })
	if i < 0 {
		return product{}, false
	}
	return w.products[i], true
}

// state describes w as a store would.
func (w *world) state() engine.State {
	s := engine.State{
		OwnPartners: w.own, WeekStart: max(w.weekStart, 1), FiscalStart: max(w.fiscalStart, 1), GraceDays: w.grace, NoticeTerms: w.noticeTerms(), Scoring: w.scoring, LastUpdated: "2026-11-01T10:00:00Z",
		AsOf: map[portfolio.Dataset]portfolio.Day{}, MaxAsOf: portfolio.NoDay,
	}
	for _, i := range w.imports {
		s.LastImport = max(s.LastImport, i.id)
		d := w.streamOf(i.stream).dataset
		for _, day := range i.days {
			if old, ok := s.AsOf[d]; !ok || day > old {
				s.AsOf[d] = day
			}
			if d == portfolio.Entitlements || d == portfolio.Deployment {
				s.MaxAsOf = max(s.MaxAsOf, day)
			}
		}
	}
	for _, r := range w.rows {
		s.HasDeployment = s.HasDeployment || r.deployment
	}
	for _, st := range w.streams {
		out := engine.Stream{ID: st.id, Source: st.source, Dataset: st.dataset, Class: st.class, Monthly: st.monthly}
		first, whole := map[portfolio.Day]int64{}, map[portfolio.Day]int64{}
		for _, i := range w.imports {
			if i.stream != st.id {
				continue
			}
			for _, d := range i.days {
				if old, ok := first[d]; !ok || i.id < old {
					first[d] = i.id
				}
				if old, ok := whole[d]; i.whole && (!ok || i.id < old) {
					whole[d] = i.id
				}
			}
		}
		for d := range first {
			out.Days = append(out.Days, d)
		}
		slices.Sort(out.Days)
		for _, d := range out.Days {
			out.Imports = append(out.Imports, first[d])
			out.Whole = append(out.Whole, whole[d])
		}
		s.Streams = append(s.Streams, out)
	}
	return s
}

// told are the imports in the order in which what they tell of one day holds:
// a file of a later Data As Of, then a later import, goes over those before it.
func (w *world) told() []imported {
	return slices.SortedFunc(slices.Values(w.imports), func(a, b imported) int { return cmp.Or(cmp.Compare(a.asOf, b.asOf), cmp.Compare(a.id, b.id)) })
}

// rank is the place of an import among those that tell of one day.
func (w *world) rank(importID int64) int {
	return 1 + slices.IndexFunc(w.told(), func(i imported) bool { return i.id == importID })
}

// tellers are the imports that tell of a stream on a day, in the order in which
// what they tell holds.
func (w *world) tellers(stream int64, day portfolio.Day, known int64) []imported {
	return slices.DeleteFunc(w.told(), func(i imported) bool {
		return i.stream != stream || (known > 0 && i.id > known) || !slices.Contains(i.days, day)
	})
}

// usageParts is what the imports say of a stream on a day.
func (w *world) usageParts(stream int64, day portfolio.Day, known int64) []chunk.Part {
	var out []chunk.Part
	for _, i := range w.tellers(stream, day, known) {
		out = append(out, chunk.Part{Data: chunk.Encode(w.chunkOf(i.id, day)), Whole: i.whole})
	}
	return out
}

// peaks reports whether an import tells a peak of a day.
func (w *world) peaks(importID int64, day portfolio.Day) bool {
	return slices.ContainsFunc(w.levels, func(l level) bool { return l.importID == importID && l.day == day && l.peak.OK })
}

func (w *world) chunkOf(importID int64, day portfolio.Day) *chunk.Day {
	var told []level
	for _, l := range w.levels {
		if l.importID == importID && l.day == day {
			told = append(told, l)
		}
	}
	slices.SortFunc(told, func(a, b level) int { return int(a.series - b.series) })
	d := &chunk.Day{}
	scale := uint8(0)
	for _, l := range told {
		scale = max(scale, l.used.Scale, l.entitled.Scale)
	}
	ints := func(v portfolio.Int) int64 {
		if !v.OK {
			return chunk.Null
		}
		return v.N
	}
	decimals := func(v portfolio.Decimal) int64 {
		if !v.OK {
			return chunk.Null
		}
		m := v.Mantissa
		for range scale - v.Scale {
			m *= 10
		}
		return m
	}
	d.Used.Scale, d.Entitled.Scale = scale, scale
	for _, l := range told {
		d.Series = append(d.Series, int32(l.series))
		d.Active.Values = append(d.Active.Values, ints(l.active))
		d.Total.Values = append(d.Total.Values, ints(l.total))
		d.Peak.Values = append(d.Peak.Values, ints(l.peak))
		d.Used.Values = append(d.Used.Values, decimals(l.used))
		d.Entitled.Values = append(d.Entitled.Values, decimals(l.entitled))
	}
	return d
}

// events unites what the imports say happened on a day.
func (w *world) events(stream int64, day portfolio.Day, known int64) *chunk.EventDay {
	var out *chunk.EventDay
	for _, i := range w.tellers(stream, day, known) {
		out = chunk.MergeEvents(out, w.eventsOf(i.id, day))
	}
	return out
}

// eventsOf is what one import says happened on a day.
func (w *world) eventsOf(importID int64, day portfolio.Day) *chunk.EventDay {
	var told []act
	for _, a := range w.acts {
		if a.importID == importID && a.day == day {
			told = append(told, a)
		}
	}
	slices.SortFunc(told, func(a, b act) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	d := &chunk.EventDay{}
	for _, a := range told {
		d.Hash, d.Series = append(d.Hash, a.hash), append(d.Series, int32(a.series))
		d.Person, d.Count, d.Denied = append(d.Person, a.person), append(d.Count, a.count), append(d.Denied, a.denied)
	}
	return d
}

// script is w as SQL.
func (w *world) script() string {
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+";\n", args...) }
	for _, s := range w.streams {
		put("INSERT INTO stream VALUES (%d, %s, %s, %s, '', %d)", s.id, text(s.source), text(string(s.dataset)), text(string(s.class)), flag(s.monthly))
	}
	for _, i := range w.imports {
		s := w.streamOf(i.stream)
		put(`INSERT INTO import VALUES (%d, 'file%d.csv', 'x%d', 0, '%s', 1, %s, %s, %s, %s, 0, 'committed', %d, %d, %d, %d, %d, %d, '[]', '[]', '{}', '[]', '', %d, 0)`,
			i.id, i.id, i.id, i.profile(), text(s.source), text(string(s.dataset)), text(string(s.class)), text(i.asOf.String()),
			i.rowCount(), i.added, i.changed, i.unchanged, i.skipped, i.rejected, i.at)
		for _, d := range i.days {
			put("INSERT INTO import_slice VALUES (%d, %d, %s, %d, %d)", i.id, i.stream, text(d.String()), w.rank(i.id), flag(i.whole))
			if s.dataset == portfolio.Usage { // the engine asks the table for nothing but which days have peaks
				put("INSERT INTO usage_chunk VALUES (%d, %s, %d, %d, 0, %d, 0, x'')", i.stream, text(d.String()), i.id, w.rank(i.id), flag(w.peaks(i.id, d)))
			}
		}
	}
	if w.undone > 0 {
		put(`INSERT INTO import VALUES (%d, 'undone.csv', 'y', 0, 'p', 1, 'alpha', 'usage', 'P', '2024-01-31', 0, 'undone', 9, 9, 9, 9, 9, 9, '[]', '[]', '{}', '[]', '', 0, 0)`, w.undone)
	}
	rules := map[string]int{}
	for n, i := range w.items {
		if rules[i.rule] == 0 {
			rules[i.rule] = len(rules) + 1
			put("INSERT INTO rule (id, name, template, state, version, document, undone, outcome, evaluated_at, created_at) VALUES (%d, %s, %s, 'active', 1, '{}', 0, '', 0, 0)", rules[i.rule], text(i.rule), text(i.template))
		}
		put("INSERT INTO inbox (id, rule_id, instance, episode, title, body, reason, value, state, snoozed_day, returns, resolution, account_key, account, product, entitlement, end_day, created_at) "+
			"VALUES (%d, %d, '%d', 1, %s, '', '', NULL, %s, '', 0, '', %s, '', %s, %s, %s, %d)", n+1, rules[i.rule], n, text(i.title), text(i.state),
			text(i.account), text(i.product), text(i.entitlement), text(i.end.String()), i.at)
	}
	for _, a := range w.accounts {
		put("INSERT INTO account VALUES (%d, %s, %s, %s, %s, %s, %s, %s, NULL, NULL, NULL, %s, %d)", a.id, text(a.key), text(a.external), text(a.name),
			null(a.country), null(a.region), null(a.seg), null(a.owner), object(a.custom), flag(!a.dead))
		put("INSERT INTO account_ref VALUES (%d, 'k', %s, %s, %s)", a.id+1000, text(a.external), text(a.name), text(a.name))
		put("INSERT INTO ref_account (ref_id, account_id) VALUES (%d, %d)", a.id+1000, a.id)
	}
	for _, p := range w.products {
		put("INSERT INTO product VALUES (%d, %s, %s, %s, %s, %s, 1)", p.id, text(p.key), text(p.name), null(p.sku), null(p.family), null(p.vendor))
	}
	for _, p := range w.products { // under another name, which is the same product
		put("INSERT INTO product (id, key, name, live) VALUES (%d, %s, %s, 1)", p.id+100, text("also "+p.key), text("also "+p.name))
		put("INSERT INTO product_canonical VALUES (%d, %d)", p.id+100, p.id)
	}
	keys := map[string]int{}
	for n, r := range w.rows {
		if _, ok := keys[r.key]; !ok {
			keys[r.key] = len(keys) + 1
			put("INSERT INTO entitlement_key VALUES (%d, %s)", keys[r.key], text(r.key))
		}
		put("INSERT INTO entitlement_row VALUES (%d, %d, %s, %d, %d, %d, %s, %d, %d, %s)", r.importID, keys[r.key], text(r.asOf.String()), w.rank(r.importID), r.stream,
			7, text(r.kind()), r.account+1000, eitherName(r.product, n), r.values()+", 0")
	}
	for _, r := range w.stateAt(portfolio.DayOf(9000, 1, 1), 0) {
		put("INSERT INTO entitlement VALUES (%d, %d, %s, %d, %d, %s, %d, %d, %s)", keys[r.key], r.importID, text(r.asOf.String()), r.stream,
			7, text(r.kind()), r.account, r.product, r.values())
	}
	for n, s := range w.series {
		put("INSERT INTO series (id, stream_id, ref_id, product_id, workload, workload_raw, feature, meter, partner_id, vhash, clock, reason) VALUES (%d, %d, %d, %d, %s, %s, %s, %s, %s, %d, %s, %s)", s.id, s.stream, s.account+1000, eitherName(s.product, n),
			text(s.workload), text(s.raw), text(s.feat), text(s.meter), text(s.part), s.id, text(s.clock), text(s.reason))
	}
	for n, r := range w.requests {
		put("INSERT INTO support_row VALUES (%d, %s, %s, %d, %d, 7, %d, %s, %s, 0)", r.importID, text(r.key), text(r.asOf.String()), w.rank(r.importID), r.stream,
			r.account+1000, id(eitherName(r.product, n)), r.values())
	}
	for n, r := range w.requestsAt(portfolio.DayOf(9000, 1, 1), 0) {
		put("INSERT INTO support_request VALUES (%d, %s, %d, %s, %d, 7, %d, %s, %s)", n+1, text(r.key), r.importID, text(r.asOf.String()), r.stream,
			r.account, id(r.product), r.values())
	}
	for n, c := range w.charges {
		put("INSERT INTO charge_row VALUES (%d, %s, %s, %s, %d, %d, 7, %d, %s, %s, 0)", c.importID, text(c.book), text(c.key), text(c.asOf.String()), w.rank(c.importID), c.stream,
			c.account+1000, id(eitherName(c.product, n)), c.values())
	}
	for n, c := range w.chargesAt(portfolio.DayOf(9000, 1, 1), 0) {
		put("INSERT INTO charge VALUES (%d, %s, %s, %d, %s, %d, 7, %d, %s, %s)", n+1, text(c.book), text(c.key), c.importID, text(c.asOf.String()), c.stream,
			c.account, id(c.product), c.values())
	}
	return b.String()
}

// values renders subscription to partner_id.
func (c charge) values() string {
	return strings.Join([]string{
		"NULL", null(c.kind), null(c.day.String()), "NULL, NULL", null(c.term), null(c.billing), "NULL, NULL", whole(c.amount), null(c.currency), null(c.meter), text(c.partner),
	}, ", ")
}

// eitherName is a product as the n-th fact names it.
func eitherName(product int64, n int) int64 {
	if product == 0 || n%3 > 0 {
		return product
	}
	return product + 100
}

func (r entRow) kind() string {
	if r.deployment {
		return "deployment"
	}
	return "entitlement"
}

// values renders opened_day to custom.
func (r request) values() string {
	return strings.Join([]string{
		text(r.opened.String()), text(r.category), text(r.status), null(r.title), null(r.closed.String()), null(r.severity), whole(r.response), whole(r.resolution), null(r.satisfaction), object(r.custom),
	}, ", ")
}

// object renders a custom field as it is stored.
func object(value string) string {
	if value == "" {
		return "NULL"
	}
	data, err := json.Marshal(map[string]string{customField: value, "$." + customField: "another", "Other": "x"})
	if err != nil {
		panic(err)
	}
	return text(string(data))
}

// customField is the header of a custom field that is full of what JSON paths
// and SQL have a meaning for.
const customField = `$.Tier's "x"[0]\%` + "`; --"

// values renders sku to custom.
func (r entRow) values() string {
	auto := "NULL"
	if r.auto != portfolio.NoBool {
		auto = fmt.Sprint(flag(r.auto == portfolio.Yes))
	}
	return strings.Join([]string{
		null(r.sku), whole(r.quantity), whole(r.assigned), null(r.start.String()), null(r.end.String()), text(r.status), text(r.status + "!"),
		fmt.Sprint(flag(r.trial)), auto, whole(r.value), null(r.currency), text(r.partner),
		null(r.term), null(r.billing), null(r.cancel.String()), "NULL", object(r.custom),
	}, ", ")
}

func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func null(s string) string {
	if s == "" {
		return "NULL"
	}
	return text(s)
}

func id(n int64) string {
	if n == 0 {
		return "NULL"
	}
	return fmt.Sprint(n)
}

func whole(n portfolio.Int) string {
	if !n.OK {
		return "NULL"
	}
	return fmt.Sprint(n.N)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
