package systest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// day is a calendar day as a number; noDay is none.
type day int

const noDay day = -1 << 30

func dayOf(y int, m time.Month, d int) day {
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (d day) String() string {
	if d == noDay {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly)
}

func (d day) month() string { return d.String()[:7] }

func (d day) monthStart() day {
	y, m, _ := time.Unix(int64(d)*86400, 0).UTC().Date()
	return dayOf(y, m, 1)
}

func (d day) monthEnd() day {
	y, m, _ := time.Unix(int64(d)*86400, 0).UTC().Date()
	return dayOf(y, m+1, 0)
}

// stated is what every record has: who stated it, when, and in which import.
type stated struct {
	source, reporter string
	asOf             day
	imp              int
	whole            bool // the import speaks of the whole of the slice
}

// line is a stated entitlement, or a stated deployment. nil is not known.
type line struct {
	stated
	key, account, product, partner string
	quantity, assigned             *int
	start, end                     day
	status                         string
	trial, deployment              bool
}

// level is a stated level of use. Quantities are hundredths.
type level struct {
	stated
	account, product, workload, raw, feature, meter, partner string
	active, total, used, entitled                            *int
	window                                                   day // how old it may be
}

// act is a recorded act of use by a person, "" for somebody unknown.
type act struct {
	at                                day
	account, product, feature, person string
	count                             int
}

// world is a portfolio: what is true of it, and the files that say so.
type world struct {
	rnd      *rand.Rand
	today    day
	months   []day // first days
	tenants  []string
	accounts []string
	lines    []line
	levels   []level
	acts     []act
	files    []doing
	told     []day // the Data As Of of each file
}

// The partner ids of the world; the first are the person's own.
var partners = []string{"6000000", "6000001", "7000000", ""}

const ownPartners = "6000000,6000001"

var (
	products  = []string{"Suite Pro", "Suite Basic", "CAD", "Wolke"}
	workloads = map[string]string{
		"Exchange Online": "Exchange Online", "SharePoint Online": "SharePoint and OneDrive", "OneDrive for Business": "SharePoint and OneDrive", "Microsoft Teams": "Microsoft Teams",
	}
	rawWorkloads = []string{"Exchange Online", "SharePoint Online", "OneDrive for Business", "Microsoft Teams"}
	reporters    = []string{"9000001", "9000002"}
)

// newWorld invents a portfolio over a leap year's February.
func newWorld(t testing.TB, seed uint64) *world {
	w := &world{rnd: rand.New(rand.NewPCG(seed, 7))}
	year := []int{2024, 2028}[seed%2]
	for m := range 5 {
		w.months = append(w.months, dayOf(year-1, time.November+time.Month(m), 1))
	}
	w.today = dayOf(year, time.April, 3+w.rnd.IntN(20))
	for i := range 4 + w.rnd.IntN(6) {
		w.tenants = append(w.tenants, fmt.Sprintf("Kunde %d GmbH", i))
	}
	w.accounts = append(append(w.accounts, w.tenants...), "Allein & Söhne", "Solo Srl", "Ñandú")
	w.seats(t)
	w.officeUsage(t)
	w.handList(t)
	w.deployed(t)
	w.metered(t)
	w.tools(t)
	w.recorded(t)
	return w
}

// add adds a file that was imported as of a day and returns the number of the import.
func (w *world) add(t testing.TB, name string, asOf day, rows table, more ...string) {
	w.told = append(w.told, asOf)
	w.files = append(w.files, doing{name, append([]string{"--as-of", asOf.String(), forms[w.rnd.IntN(len(forms))].file(t, name, rows)}, more...)})
}

func (w *world) mapped(t testing.TB, name string, asOf day, mapping map[string]any, rows table) {
	w.add(t, name, asOf, rows, "--mapping", jsonFile(t, "mapping.json", mapping))
}

func (w *world) chance(p float64) bool { return w.rnd.Float64() < p }

func pick[T any](w *world, all []T) T { return all[w.rnd.IntN(len(all))] }

// maybe is a number below n, or unknown.
func (w *world) maybe(known float64, n int) *int {
	if !w.chance(known) {
		return nil
	}
	v := w.rnd.IntN(n)
	return &v
}

func text(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

// someDay is a day around the world's time: often the last of a month, a leap
// day, or within days of today.
func (w *world) someDay() day {
	leap := w.months[4] - 1
	switch w.rnd.IntN(6) {
	case 0:
		return leap
	case 1:
		return pick(w, w.months) - 1
	case 2:
		return w.today + day(w.rnd.IntN(7)-3)
	case 3:
		return w.today + 89 + day(w.rnd.IntN(3)-1)
	}
	return w.months[0] + day(w.rnd.IntN(400)-100)
}

func (w *world) term() (start, end day) {
	start, end = w.someDay()-day(w.rnd.IntN(500)), w.someDay()+day(w.rnd.IntN(120))
	if w.chance(0.15) {
		start = noDay
	}
	if w.chance(0.15) {
		end = noDay
	}
	return start, end
}

// reports are two files of months that overlap: the first up to the middle of
// the fourth month, the second from the third month on; either may be partial or
// come before the other.
func (w *world) reports(t testing.TB, name string, header []string, month func(file int, month, asOf day, whole bool) table) {
	order := []int{0, 1}
	if w.chance(0.3) {
		order = []int{1, 0}
	}
	for _, file := range order {
		months, asOf := w.months[:4], w.months[3]+day(5+w.rnd.IntN(20))
		if file == 1 {
			months, asOf = w.months[2:], w.months[4]+day(w.rnd.IntN(40))
		}
		asOf = min(asOf, w.today)
		partial := w.chance(0.25)
		rows := table{header}
		for _, m := range months {
			rows = append(rows, month(file, m, max(m, min(m.monthEnd(), asOf)), !partial)...)
		}
		more := []string{}
		if partial {
			more = append(more, "--partial")
		}
		w.add(t, fmt.Sprintf("%s %d.csv", name, file), asOf, rows.shuffled(w.rnd).reordered(w.rnd), more...)
	}
}

var stateWords = [][2]string{
	{"Active", "active"},
	{"Suspended", "suspended"},
	{"Expired", "grace"},
	{"InGracePeriod", "grace"},
	{"Trial", "trial"},
	{"Deprovisioned", "deprovisioned"},
	{"Churned", "cancelled"},
	{"Disabled", "disabled"},
}

func (w *world) state(words [][2]string) (raw, status string) {
	word := words[0]
	if w.chance(0.25) {
		word = pick(w, words)
	}
	return word[0], word[1]
}

func (w *world) seats(t testing.TB) {
	type subscription struct{ id, tenant, product, partner, reporter string }
	var all []subscription
	for i := range 10 + w.rnd.IntN(15) {
		all = append(all, subscription{guid(3, i), pick(w, w.tenants), pick(w, products), pick(w, partners), pick(w, reporters)})
	}
	w.reports(t, "seats", seatColumns, func(_ int, month, asOf day, whole bool) table {
		var rows table
		for _, s := range all {
			if w.chance(0.12) {
				continue
			}
			start, end := w.term()
			raw, status := w.state(stateWords)
			quantity, assigned := w.maybe(0.95, 200), w.maybe(0.85, 220)
			row := seatRow{
				pga: s.reporter, partner: s.partner, id: s.id, tenant: w.tenantID(s.tenant), customer: s.tenant, month: month.month(), product: s.product,
				state: raw, start: start.String(), end: end.String(), sold: text(quantity), assigned: text(assigned),
			}
			rows = append(rows, row.cells())
			// A source without a partner location names its global account.
			partner := s.partner
			if partner == "" {
				partner = s.reporter
			}
			w.lines = append(w.lines, line{
				stated: stated{"Partner Center subscriptions", s.reporter, asOf, len(w.files), whole}, key: "ms:" + s.id, account: s.tenant, product: s.product,
				partner: partner, quantity: quantity, assigned: assigned, start: start, end: end, status: status, trial: status == "trial",
			})
			if w.chance(0.2) {
				row.duplicate, row.partner, row.sold = true, pick(w, partners), "1000"
				rows = append(rows, row.cells())
			}
		}
		return rows
	})
}

func (w *world) tenantID(name string) string {
	for i, tenant := range w.tenants {
		if tenant == name {
			return guid(1, i)
		}
	}
	panic("no tenant " + name)
}

func (w *world) officeUsage(t testing.TB) {
	type series struct{ tenant, raw, partner, reporter string }
	var all []series
	for _, tenant := range w.tenants {
		for _, raw := range rawWorkloads {
			if w.chance(0.8) {
				all = append(all, series{tenant, raw, partners[0], reporters[0]})
			}
			if w.chance(0.2) {
				all = append(all, series{tenant, raw, pick(w, partners[1:3]), pick(w, reporters)})
			}
		}
	}
	w.reports(t, "usage", usageColumns, func(_ int, month, asOf day, whole bool) table {
		var rows table
		for _, s := range all {
			active, total := w.maybe(0.9, 120), w.maybe(0.9, 100)
			if w.chance(0.1) || active == nil && total == nil {
				continue
			}
			row := usageRow{
				pga: s.reporter, partner: s.partner, tenant: w.tenantID(s.tenant), customer: s.tenant, month: month.month(), workload: s.raw, active: text(active), total: text(total),
			}
			rows = append(rows, row.cells())
			w.levels = append(w.levels, level{
				stated: stated{"Partner Center usage", s.reporter, asOf, len(w.files), whole}, account: s.tenant, workload: workloads[s.raw], raw: s.raw, partner: s.partner,
				active: active, total: total, window: 62,
			})
			if w.chance(0.2) {
				row.duplicate, row.active = true, "5000"
				rows = append(rows, row.cells())
			}
		}
		return rows
	})
}
