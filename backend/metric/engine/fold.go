package engine

import (
	"context"
	"slices"
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

// workers is how many periods are folded at once.
const workers = 2

// folding is one fold on its way: the work of each period is loaded in order,
// folded by workers, and put into the table in order.
type folding struct {
	ask      *ask
	set      *seriesSet
	measures []metric.Measure
	levels   bool // something is folded from the levels of one day
	peaks    bool // the peaks of all days are folded
	adoption bool // accounts and units are counted by whether anybody used them
	metered  bool
	persons  bool // the persons of events are active users
	events   bool // something is folded from events themselves
}

// period is one period's days and what came of them.
type period struct {
	label   string
	day     portfolio.Day // of the levels
	levels  []levelDay
	peaks   []levelDay // every day of the period that has peaks
	events  []eventDay
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
	active bool // within the activity window of the level
}

// fold computes the folded measures into t.
func (a *ask) fold(t *table, measures []metric.Measure) error {
	set, err := a.seriesSet()
	if err != nil {
		return err
	}
	f := &folding{ask: a, set: set, measures: measures}
	for _, m := range measures {
		switch m.Name {
		case "active_users":
			f.levels, f.persons = true, true
		case "accounts_active", "units_used", "units_unused", "units_with_active":
			f.levels, f.persons, f.adoption = true, true, true
		case "peak_concurrent":
			f.peaks = true
		case "usage_total", "active_with_total", "total_with_active":
			f.levels = true
		case "usage_quantity", "usage_entitled", "quantity_with_entitled", "entitled_with_quantity", "overage":
			f.metered = true
		default:
			f.events = true
		}
	}
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

// plan lists the periods that levels or events are asked for.
func (f *folding) plan() ([]*period, error) {
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
		at(c.Label)
	}
	slices.SortFunc(out, func(x, y *period) int {
		if x.label < y.label {
			return -1
		}
		return 1
	})
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
	scratches := make([]*scratch, min(workers, len(periods)))
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
		for g, keys := range f.set.groups {
			if !p.speaks(g, f.measures) {
				continue
			}
			if date >= 0 {
				keys = slices.Clone(keys)
				keys[date] = p.label
			}
			row := t.row(keys)
			for i, m := range f.measures {
				if c := p.figures[m.Name]; c != nil {
					columns[i] = set(columns[i], row, c[g])
				}
			}
		}
	}
	for i, m := range f.measures {
		t.measures[m.Name] = columns[i]
	}
}

// speaks reports whether anything is known of group g.
func (p *period) speaks(g int, measures []metric.Measure) bool {
	for _, m := range measures {
		if c := p.figures[m.Name]; c != nil && c[g] == c[g] {
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
