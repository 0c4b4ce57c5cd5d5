package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestAgainstPlainLoops asks the engine and the oracle the same random
// questions about random portfolios: every metric of the catalog, and what a
// person defines. Questions about the present are asked of SQLite alone, too.
// SEED repeats one portfolio, WORLDS changes how many there are, from FIRST on:
// make fuzz asks about 5,000.
func TestAgainstPlainLoops(t *testing.T) {
	worlds, first := uint64(100), uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("WORLDS"), 10, 64); err == nil {
		worlds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		worlds, first = 1, n
	}
	if n, err := strconv.ParseUint(os.Getenv("FIRST"), 10, 64); err == nil {
		first = n
	}
	if testing.Short() {
		worlds = min(worlds, 40)
	}
	d, questions := differential{T: t, spoke: map[string]int{}}, 20
	if worlds >= 1000 {
		questions = 8
	}
	for seed := first; seed < first+worlds; seed++ {
		d.portfolio(seed, questions)
	}
	t.Logf("%d questions of %d portfolios from seed %d, %d of them of SQLite alone, too", d.asked, worlds, first, d.twice)
	if worlds < 100 {
		return
	}
	for _, m := range withHandMade.Metrics {
		if least := int(worlds) / 100; d.spoke[m.Name] < least {
			t.Errorf("%s was more than 0 only %d times, not %d", m.Name, d.spoke[m.Name], least)
		}
	}
	if d.twice < d.asked/4 {
		t.Errorf("only %d of %d questions were asked twice", d.twice, d.asked)
	}
}

// differential asks an engine and the oracle alike.
type differential struct {
	*testing.T
	asked, twice int
	spoke        map[string]int // by metric, how many figures were not 0
}

func (d *differential) portfolio(seed uint64, questions int) {
	w := newWorld(seed)
	s := open(d.T, w)
	defer s.db.Close()
	e, plain := engine.New(s, builtin.Catalog()), engine.New(s, builtin.Catalog(), engine.WithoutFacts())
	r := roller{rand.New(rand.NewPCG(seed, 11)), w, w.today - 100}
	for n := range questions + 8 {
		q := r.question()
		if n >= questions { // everything of a family, of everything
			q = metric.Query{Metrics: r.family(withHandMade), Define: &handMade}
		}
		got := d.compare(seed, w, e, q)
		d.asked++
		if q.AsOf == "" && q.KnownAt == 0 {
			d.compare(seed, w, plain, q) // by SQL
			d.twice++
		}
		for _, row := range got.Rows {
			for i, m := range q.Metrics {
				if x := row[len(q.By)+i]; x != nil && x != 0.0 {
					d.spoke[m]++
				}
			}
		}
	}
}

func (d *differential) compare(seed uint64, w *world, e *engine.Engine, q metric.Query) metric.Result {
	d.Helper()
	got, err := e.Ask(d.Context(), q, engine.Env{Today: w.today, Now: w.now, Deadline: -1})
	if err != nil {
		d.Fatalf("SEED=%d %s: %v", seed, undefined(q), err)
	}
	if diff := different(newOracle(w, q), got); diff != "" {
		d.Fatalf("SEED=%d %s\n%s", seed, undefined(q), diff)
	}
	return got
}

// undefined is a question without what the tests define.
func undefined(q metric.Query) string {
	q.Define = nil
	return jsonOf(q)
}

// TestTheOracleKnowsEveryMetric: no metric of the catalog is left out of the
// random questions.
func TestTheOracleKnowsEveryMetric(t *testing.T) {
	for _, m := range withHandMade.Metrics {
		if !slices.ContainsFunc(families, func(f []string) bool { return slices.Contains(f, m.Name) }) {
			t.Errorf("nobody asks for %s", m.Name)
		}
		newGroup().metric(m.Name)
	}
}

// different compares an answer with the oracle's, totals included.
func different(o oracle, got metric.Result) string {
	if d := differentRows(o, got.Rows, got.Parts, 0); d != "" {
		return d
	}
	if !o.q.Totals {
		return ""
	}
	n := len(o.q.By)
	o.q.By = nil
	if d := differentRows(o, [][]any{got.Totals[n:]}, got.Parts, -1); d != "" {
		return "totals: " + d
	}
	return ""
}

func differentRows(o oracle, rows [][]any, parts []metric.Part, firstRow int) string {
	want := o.answer()
	n := len(o.q.By)
	var out []string
	seen := map[string]bool{}
	for i, row := range rows {
		key := ""
		for _, k := range row[:n] {
			if k == nil {
				k = "(null)"
			}
			key += fmt.Sprint(k) + "|"
		}
		values, ok := want.values[key]
		if !ok || seen[key] {
			out = append(out, fmt.Sprintf("%q is not a row: %v", key, row))
			continue
		}
		seen[key] = true
		for j, m := range o.q.Metrics {
			if !near(row[n+j], values[m]) {
				out = append(out, fmt.Sprintf("%q %s is %v, by hand %s", key, m, row[n+j], describe(map[string]*float64{m: values[m]})))
			}
		}
		count := 0
		for _, p := range parts {
			if p.Row != i+firstRow {
				continue
			}
			count++
			w := want.parts[key][p.Metric]
			if !near(value(p.Numerator), w[0]) || !near(value(p.Denominator), w[1]) {
				out = append(out, fmt.Sprintf("%q parts of %s are %v %v, by hand %s", key, p.Metric, value(p.Numerator), value(p.Denominator),
					describe(map[string]*float64{"numerator": w[0], "denominator": w[1]})))
			}
		}
		if count != len(want.parts[key]) {
			out = append(out, fmt.Sprintf("%q has %d parts, by hand %d", key, count, len(want.parts[key])))
		}
	}
	for key, values := range want.values {
		if !seen[key] {
			out = append(out, fmt.Sprintf("%q is missing: %s", key, describe(values)))
		}
	}
	return strings.Join(out, "\n")
}

func value(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func near(got any, want *float64) bool {
	if got == nil || want == nil {
		return got == nil && want == nil
	}
	x, ok := got.(float64)
	return ok && math.Abs(x-*want) <= 1e-9*math.Max(1, math.Abs(*want))
}

func jsonOf(q metric.Query) string {
	text, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return string(text)
}
