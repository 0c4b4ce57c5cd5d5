package systest

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
)

// worldSeed lets one world be looked at: go test -run Numbers -world 17.
var worldSeed = flag.Int("world", -1, "the seed of the one portfolio to look at")

var (
	licenseMetrics = []string{"entitlements", "licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate", "entitlements_ending", "licenses_ending"}
	levelMetrics   = []string{"active_users", "usage_total", "usage_rate", "usage_quantity", "usage_entitled", "consumption_rate", "overage", "checkouts", "denials", "distinct_users"}
	// zeroes are the metrics that are 0 where their count is.
	zeroes = map[string]string{
		"entitlements": "entitlements", "licenses_sold": "entitlements", "entitlements_ending": "entitlements_ending", "licenses_ending": "entitlements_ending",
	}
)

// TestNumbersAgreeWithTheOracle asks the program, after it imported the files of
// an invented portfolio, and the oracle, and compares every number.
func TestNumbersAgreeWithTheOracle(t *testing.T) {
	first, n := 1, 24
	if testing.Short() {
		n = 4
	}
	if *worldSeed >= 0 {
		first, n = *worldSeed, 1
	}
	for seed := first; seed < first+n; seed++ {
		t.Run(fmt.Sprintf("world %d", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, uint64(seed))
			h := newHeadroom(t)
			h.day = w.today.String()
			for _, f := range w.files {
				if got := h.imports1(f.args...); got.Rejected > 0 || got.State != "committed" {
					t.Fatalf("%s: %s %+v", f.name, got.State, got.Problems)
				}
			}
			h.must(nil, "set", "own_partner_ids", ownPartners)
			c := comparison{t: t, h: h, w: w}
			leap := w.months[4] - 1
			for _, at := range []day{w.today, leap, leap - 1, w.months[4], w.months[1] + day(seed%50), w.months[0] - 40, w.last(62) + 62, w.last(62) + 63, w.last(28) + 28} {
				for _, own := range []bool{false, true} {
					c.at(at, own)
				}
			}
			c.months(false)
			c.months(true)
			c.byDefault()
			t.Logf("%d numbers compared", c.compared)
		})
	}
}

// last is the latest day of levels that hold for so many days.
func (w *world) last(window day) day {
	latest := noDay
	for _, l := range w.levels {
		if l.window == window {
			latest = max(latest, l.asOf)
		}
	}
	return latest
}

// comparison compares the answers about one world.
type comparison struct {
	t        *testing.T
	h        *headroom
	w        *world
	compared int
}

func (c *comparison) at(at day, own bool) {
	q := question{world: c.w, at: at, from: noDay, own: own}
	for _, q.by = range []string{"", "account", "product"} {
		c.compare(q, slices.Concat(licenseMetrics, levelMetrics), nil, joined(q.licenses(0), q.usage()))
		next := map[string]any{"dimension": "end_date", "op": "next", "n": 90, "unit": "day"}
		c.compare(q, []string{"entitlements_ending", "licenses_ending", "licenses_sold"}, next, q.licenses(90))
	}
	q.by = "workload"
	c.compare(q, levelMetrics, nil, q.usage())
	c.rows(q)
}

func joined(a, b groups) groups {
	out := groups{}
	for _, g := range []groups{a, b} {
		for key, numbers := range g {
			for metric, n := range numbers {
				out.set(key, metric, &n)
			}
		}
	}
	return out
}

func (c *comparison) query(q question, metrics []string) map[string]any {
	ask := map[string]any{"metrics": metrics, "scope": "all", "as_of": q.at.String()}
	if q.own {
		ask["scope"] = "own"
	}
	return ask
}

// compare asks for metrics at a day by one dimension.
func (c *comparison) compare(q question, metrics []string, filter any, want groups) {
	c.t.Helper()
	ask := c.query(q, metrics)
	if q.by != "" {
		ask["by"] = []string{q.by}
	}
	if filter != nil {
		ask["filter"] = filter
	}
	a := c.h.ask(ask)
	got := map[string][]any{}
	for i, row := range a.Rows {
		key := ""
		if q.by != "" {
			key, _ = row[0].(string)
			row = row[1:]
		}
		if _, twice := got[key]; twice {
			c.t.Errorf("%s: %q is there twice", title(ask), key)
		}
		got[key] = row
		c.parts(a, i, metrics, row, title(ask))
	}
	c.same(title(ask), metrics, got, want, q.by == "")
}

// same compares rows by their key. A row that the oracle does not know, or that
// the program does not know, is a difference.
func (c *comparison) same(what string, metrics []string, got map[string][]any, want groups, always bool) {
	c.t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[key]; !ok {
			c.t.Errorf("%s: %q is missing; want %v", what, key, want[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if want[key] == nil && !always {
			c.t.Errorf("%s: nothing speaks of %q, but there is %v", what, key, got[key])
		}
		for i, metric := range metrics {
			n, known := want[key][metric]
			if count, ok := zeroes[metric]; ok && want[key][count] == 0 {
				known = true
			}
			c.compared++
			if g := number(got[key][i]); (g != nil) != known || known && math.Abs(*g-n) > 1e-9*max(1, math.Abs(n)) {
				c.t.Errorf("%s, %q: %s is %v, want %v (known: %v)", what, key, metric, got[key][i], n, known)
			}
		}
	}
}

// parts checks that every ratio is what its parts say.
func (c *comparison) parts(a answer, row int, metrics []string, cells []any, what string) {
	c.t.Helper()
	for i, metric := range metrics {
		if metric != "deployment_rate" && metric != "usage_rate" && metric != "consumption_rate" {
			continue
		}
		found := false
		for _, p := range a.Parts {
			if p.Row != row || p.Metric != metric {
				continue
			}
			found = true
			if g := number(cells[i]); g != nil && (p.Numerator == nil || p.Denominator == nil || math.Abs(*p.Numerator / *p.Denominator - *g) > 1e-9) {
				c.t.Errorf("%s: %s is %v, but its parts are %v ÷ %v", what, metric, *g, p.Numerator, p.Denominator)
			}
		}
		if !found {
			c.t.Errorf("%s: %s has no parts", what, metric)
		}
	}
}

// rows compares the listed entitlements.
func (c *comparison) rows(q question) {
	c.t.Helper()
	ask := c.query(q, nil)
	delete(ask, "metrics")
	ask["columns"] = []string{"entitlement", "account", "product", "status", "trial", "start_date", "end_date", "days_to_end", "quantity", "assigned"}
	want := map[string][]string{}
	for _, l := range q.state() {
		if l.deployment || !q.inScope(l.partner) {
			continue
		}
		left := ""
		if l.end != noDay {
			left = fmt.Sprint(int(l.end - q.at))
		}
		trial := map[bool]string{true: "yes", false: "no"}[l.trial]
		want[l.key] = []string{l.account, l.product, l.status, trial, l.start.String(), l.end.String(), left, text(l.quantity), text(l.assigned)}
	}
	a := c.h.ask(ask)
	if len(a.Rows) != len(want) {
		c.t.Errorf("%s: %d rows, want %d", title(ask), len(a.Rows), len(want))
	}
	for _, row := range a.Rows {
		key, _ := row[0].(string)
		cells := []string{}
		for _, cell := range row[1:] {
			text := ""
			if cell != nil {
				text = fmt.Sprint(cell)
			}
			cells = append(cells, text)
		}
		c.compared += len(cells)
		if !slices.Equal(cells, want[key]) {
			c.t.Errorf("%s: %s is %q, want %q", title(ask), key, cells, want[key])
		}
	}
}

// months compares the levels at the end of every month.
func (c *comparison) months(own bool) {
	c.t.Helper()
	at := c.w.months[4] + 13
	want, used := groups{}, groups{}
	first := c.w.lines[0].asOf
	for _, l := range c.w.lines {
		first = min(first, l.asOf)
	}
	for month := first.monthStart(); month <= at; month = month.monthEnd() + 1 {
		q := question{world: c.w, at: min(at, month.monthEnd()), from: noDay, own: own}
		want[month.String()] = group{}
		for metric, n := range q.licenses(0)[""] {
			want.set(month.String(), metric, &n)
		}
	}
	for month := c.w.months[0]; month <= at; month = month.monthEnd() + 1 {
		q := question{world: c.w, at: min(at, month.monthEnd()), from: month, own: own}
		for metric, n := range q.usage()[""] {
			used.set(month.String(), metric, &n)
		}
	}
	for _, v := range []struct {
		metrics []string
		want    groups
	}{{licenseMetrics, want}, {levelMetrics, used}} {
		ask := c.query(question{at: at, own: own}, v.metrics)
		ask["by"] = []any{map[string]string{"dimension": "date", "grain": "month"}}
		got := map[string][]any{}
		for _, row := range c.h.ask(ask).Rows {
			key, _ := row[0].(string)
			got[key] = row[1:]
		}
		c.same(title(ask), v.metrics, got, v.want, false)
	}
}

// byDefault compares the numbers of a question that names no day: entitlements
// today, use and acts each at the latest day that any of them speaks of.
func (c *comparison) byDefault() {
	latest := max(c.w.last(62), c.w.last(28))
	today := question{world: c.w, at: c.w.today, from: noDay}
	acted := noDay
	for _, a := range c.w.acts {
		acted = max(acted, a.at)
	}
	then := question{world: c.w, at: min(c.w.today, latest), from: noDay, acted: &acted}
	for metrics, want := range map[*[]string]groups{&licenseMetrics: today.licenses(0), &levelMetrics: then.usage()} {
		got := map[string][]any{}
		for _, row := range c.h.ask(map[string]any{"metrics": *metrics}).Rows {
			got[""] = row
		}
		c.same("without a day", *metrics, got, want, true)
	}
}

func title(ask map[string]any) string {
	text, err := json.Marshal(ask)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
