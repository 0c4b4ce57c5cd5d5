package engine

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// The windows of docs/semantics.md, in days.
const (
	activityWindow = 28
	monthlyWindow  = 62
	dailyWindow    = 28
)

// folding is one fold on its way: the days of each period are fetched in order,
// unpacked and folded by workers, and put into the table in order.
type folding struct {
	ask      *ask
	set      *seriesSet // nil where rows are folded
	rows     *rowPlan   // nil where series are folded
	measures []metric.Measure
	levels   bool // something is folded from the levels of one day:
	actives  bool // from what is active,
	totals   bool // from what is the whole
	peaks    bool // the peaks of all days are folded
	adoption bool // accounts and units are counted by whether anybody used them
	metered  bool
	compared bool // what was used is compared with what is entitled
	persons  bool // the persons of events are active users
	events   bool // something is folded from events themselves
}

// period is one period's days and what came of them.
type period struct {
	label   string
	cycle   int           // which period of a cycle, where the answer is split by one
	day     portfolio.Day // of the levels
	levels  []levelDay
	peaks   []levelDay // every day of the period that has peaks
	events  []eventDay
	set     *seriesSet
	rows    []float64            // how many rows each group has, where rows are folded
	figures map[string][]float64 // by measure, by group
	meter   *meterSums           // kept until licenses fill what is not entitled
}

// levelDay is a day of one stream. Older days of the same stream come later
// and speak only for series not seen before.
type levelDay struct {
	day    *chunk.Packed
	date   portfolio.Day
	stream int64
	shared bool // other days of the stream speak too
}

// eventDay is a day of one stream of events within the period.
type eventDay struct {
	day    *chunk.EventDay
	date   portfolio.Day
	active bool // within the activity window of the level
}

// fold computes the folded measures into t: those that the series decide in one
// go, and what needs the rows of a relation in another.
func (a *ask) fold(t *table, measures []metric.Measure) error {
	var ofSeries []metric.Measure
	ofRows := map[metric.Relation][]metric.Measure{}
	for _, m := range measures {
		if m.Aggregate != "" || a.needsRows(m.Relation) {
			ofRows[m.Relation] = append(ofRows[m.Relation], m)
		} else {
			ofSeries = append(ofSeries, m)
		}
	}
	if len(ofRows) > 1 || (len(ofRows) > 0 && len(ofSeries) > 0) {
		t.index()
	}
	for _, r := range []metric.Relation{metric.Usage, metric.FeatureUsage} {
		if len(ofRows[r]) == 0 {
			continue
		}
		rows, err := a.keyedRows(r, ofRows[r])
		if err != nil {
			return err
		}
		if err := (&folding{ask: a, rows: rows, measures: ofRows[r]}).into(t); err != nil {
			return err
		}
	}
	if len(ofSeries) == 0 {
		return nil
	}
	set, err := a.seriesSet()
	if err != nil {
		return err
	}
	return (&folding{ask: a, set: set, measures: ofSeries}).into(t)
}

// needsRows reports whether a key or the filter is about what is observed.
func (a *ask) needsRows(r metric.Relation) bool {
	found := false
	look := func(name string) {
		d, _ := a.catalog.Dimension(name)
		found = found || observed(d, observedValues[r])
	}
	for _, by := range a.query.By {
		look(by.Dimension)
	}
	_ = a.query.RowFilter().Walk("filter", func(_ string, leaf metric.Filter) error {
		look(leaf.Dimension)
		return nil
	})
	return found
}

// keyedRows is the plan of the rows that measures are folded from.
func (a *ask) keyedRows(r metric.Relation, measures []metric.Measure) (*rowPlan, error) {
	p, err := a.rowPlan(r)
	if err != nil {
		return nil, err
	}
	for _, by := range a.query.By {
		if err := p.keyed(by); err != nil {
			return nil, err
		}
	}
	for _, m := range measures {
		if m.Aggregate == "" || m.Column == "" {
			continue
		}
		if err := p.aggregated(m); err != nil {
			return nil, err
		}
	}
	for _, m := range measures {
		p.wanted |= wantedOf(m)
	}
	p.byKeys()
	return p, nil
}

// wantedOf returns what a shipped measure takes of observations.
func wantedOf(m metric.Measure) chunk.Columns {
	switch {
	case m.Aggregate != "" || m.Relation != metric.Usage:
		return 0
	case m.Name == "peak_concurrent":
		return chunk.Peak
	case m.Name == "active_users":
		return chunk.Active
	case m.Name == "usage_quantity":
		return chunk.Used
	case slices.Contains([]string{"usage_total", "active_with_total", "total_with_active", "accounts_active", "units_used", "units_unused", "units_with_active"}, m.Name):
		return chunk.Active | chunk.Total
	default:
		return chunk.Used | chunk.Entitled
	}
}

// into folds and puts what came of it into t.
func (f *folding) into(t *table) error {
	for _, m := range f.measures {
		switch m.Name {
		case "active_users":
			f.levels, f.actives, f.persons = true, true, f.rows == nil // who acted has no level
		case "accounts_active", "units_used", "units_unused", "units_with_active":
			f.levels, f.actives, f.totals, f.persons, f.adoption = true, true, true, f.rows == nil, true
		case "peak_concurrent":
			f.peaks = true
		case "usage_total", "active_with_total", "total_with_active":
			f.levels, f.actives, f.totals = true, true, true
		case "usage_quantity", "usage_entitled", "quantity_with_entitled", "entitled_with_quantity", "overage":
			f.metered = true
		default:
			f.events = f.events || m.Aggregate == "" || m.Relation == metric.FeatureUsage
		}
	}
	f.compared = f.metered && f.comparesMeters()
	periods, err := f.plan()
	if err != nil {
		return err
	}
	if err := f.run(periods); err != nil {
		return err
	}
	if err := f.entitle(periods); err != nil {
		return err
	}
	f.put(t, periods)
	return nil
}

// observations reports whether observations of levels are looked at.
func (f *folding) observations() bool {
	return f.levels || f.metered || (f.rows != nil && f.rows.relation == metric.Usage && slices.ContainsFunc(f.measures, func(m metric.Measure) bool { return m.Aggregate != "" }))
}

// cycle returns the cycle that the answer is split by, if it is.
func (a *ask) cycle() (by int, c metric.Cycle, ok bool) {
	for i, x := range a.query.By {
		if x.Dimension == metric.DateName {
			c, ok = metric.CycleOf(x.Grain)
			return i, c, ok
		}
	}
	return 0, metric.Cycle{}, false
}

// plan lists the periods that levels or events are asked for.
func (f *folding) plan() ([]*period, error) {
	if _, c, ok := f.ask.cycle(); ok {
		var out []*period
		for n := c.First; n <= c.Last; n++ {
			out = append(out, &period{cycle: n, figures: map[string][]float64{}})
		}
		return out, nil
	}
	byLabel := map[string]*period{}
	var out []*period
	at := func(label string) *period {
		p, ok := byLabel[label]
		if !ok {
			p = &period{label: label, figures: map[string][]float64{}}
			byLabel[label] = p
			out = append(out, p)
		}
		return p
	}
	for _, c := range f.ask.periods[metric.Usage] {
		at(c.Label).day = c.Day
	}
	for _, c := range f.ask.periods[metric.FeatureUsage] {
		if p := at(c.Label); p.day == 0 || (f.rows != nil && f.rows.relation == metric.FeatureUsage) {
			p.day = c.Day
		}
	}
	slices.SortFunc(out, func(x, y *period) int { return strings.Compare(x.label, y.label) })
	return out, nil
}

// run loads every period on this goroutine, because a snapshot serves one, and
// folds them on others.
func (f *folding) run(periods []*period) error {
	loader, err := f.newLoader()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(f.ask.ctx)
	defer cancel()
	work := make(chan *period)
	var wg sync.WaitGroup
	scratches := make([]*scratch, min(runtime.GOMAXPROCS(0), len(periods)))
	for i := range scratches {
		s := newScratch(f)
		scratches[i] = s
		wg.Go(func() {
			for p := range work {
				if ctx.Err() == nil {
					s.fold(p)
				}
			}
		})
	}
	for _, p := range periods {
		if err = loader.load(p); err != nil {
			break
		}
		if err = ctx.Err(); err != nil {
			break
		}
		work <- p
	}
	close(work)
	wg.Wait()
	f.ask.windows = loader.windows()
	for _, s := range scratches {
		if err == nil {
			err = s.err
		}
	}
	return err
}

// put writes the figures of every group that has one into the table.
func (f *folding) put(t *table, periods []*period) {
	columns := make([][]float64, len(f.measures))
	for i, m := range f.measures {
		columns[i] = t.measures[m.Name]
	}
	date := slices.IndexFunc(f.ask.query.By, func(b metric.By) bool { return b.Dimension == metric.DateName })
	for _, p := range periods {
		if p.set == nil {
			continue
		}
		for g, keys := range p.set.groups {
			if !p.speaks(g, f.measures) {
				continue
			}
			if date >= 0 {
				keys = slices.Clone(keys)
				keys[date] = p.key()
			}
			row := t.row(keys)
			for i, m := range f.measures {
				if c := p.figures[m.Name]; c != nil {
					columns[i] = set(columns[i], row, c[g])
				}
			}
			if f.rows != nil {
				t.tell(f.rows.relation, row)
			}
		}
	}
	for i, m := range f.measures {
		t.measures[m.Name] = columns[i]
	}
}

// key is the period's value of date.
func (p *period) key() any {
	if p.cycle > 0 {
		return int64(p.cycle)
	}
	return p.label
}

// tell notes that a relation told of a row, so that what it counts is not 0 for
// want of rows.
func (t *table) tell(r metric.Relation, row int) {
	for len(t.told[r]) <= row {
		t.told[r] = append(t.told[r], false)
	}
	t.told[r][row] = true
}

// speaks reports whether anything is known of group g.
func (p *period) speaks(g int, measures []metric.Measure) bool {
	if p.rows != nil && g < len(p.rows) && p.rows[g] > 0 {
		return true
	}
	for _, m := range measures {
		if c := p.figures[m.Name]; c != nil && c[g] == c[g] && m.Aggregate == "" {
			return true
		}
	}
	return false
}

// compilePeriod finds the period of a relation by label.
func (a *ask) compilePeriod(r metric.Relation, label string) (compile.Period, bool) {
	for _, p := range a.periods[r] {
		if p.Label == label {
			return p, true
		}
	}
	return compile.Period{}, false
}
