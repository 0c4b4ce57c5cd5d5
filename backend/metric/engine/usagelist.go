package engine

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// usageList is a list of rows of packed usage on its way. It is made a day at a
// time, of what is left after the filter.
type usageList struct {
	plan    *rowPlan
	loader  *loader
	scratch *scratch
	rows    []usageRow
}

// usageRow is a row of the list and what tells it from all others.
type usageRow struct {
	cells  []any
	stream int64
	day    portfolio.Day
	at     int // its place within the day
}

// listUsage answers a query for columns of usage or feature_usage.
func (a *ask) listUsage(r metric.Relation, out *metric.Result) error {
	l, err := a.usageList(r)
	if err != nil {
		return err
	}
	if r == metric.Usage && a.query.Counting {
		err = l.levels()
	} else {
		err = l.everyDay()
	}
	if err != nil {
		return err
	}
	l.order()
	out.RowCount = len(l.rows)
	from, to := pageOf(a.query, len(l.rows))
	for _, row := range l.rows[from:to] {
		out.Rows = append(out.Rows, row.cells)
	}
	return nil
}

func (a *ask) usageList(r metric.Relation) (*usageList, error) {
	plan, err := a.rowPlan(r)
	if err != nil {
		return nil, err
	}
	plan.values[metric.DateName] = dateValue
	for _, name := range a.query.Columns {
		if err := plan.keyed(metric.By{Dimension: name}); err != nil {
			return nil, err
		}
	}
	for i := range plan.keys {
		plan.keys[i].period = false // of a row the date is its own
	}
	if plan.files != nil {
		if err := plan.readFiles(); err != nil {
			return nil, err
		}
	}
	f := &folding{ask: a, rows: plan, metered: r == metric.Usage, events: r == metric.FeatureUsage}
	loader, err := f.newLoader()
	if err != nil {
		return nil, err
	}
	return &usageList{plan: plan, loader: loader, scratch: &scratch{folding: f}}, nil
}

// levels lists the observations that speak on the day asked for.
func (l *usageList) levels() error {
	for _, c := range l.plan.ask.periods[metric.Usage] {
		p := &period{day: c.Day}
		for _, s := range l.loader.usage {
			if err := l.loader.levels(p, s, c); err != nil {
				return err
			}
		}
		var seen []bool
		for _, d := range p.levels {
			if d.shared && seen == nil {
				seen = make([]bool, l.plan.table.size)
			}
			speaks := seen
			if !d.shared {
				speaks = nil
			}
			whole := func() *frame {
				all := &frame{plan: l.plan, day: p.day}
				(&scratch{folding: l.scratch.folding}).speaking(all, p, nil)
				return all
			}
			if err := l.observed(p, d, speaks, whole); err != nil {
				return err
			}
		}
	}
	return l.scratch.err
}

// everyDay lists what was observed or happened on every day that the question
// speaks of, up to the day asked for.
func (l *usageList) everyDay() error {
	a, r := l.plan.ask, l.plan.relation
	p := &period{day: a.dayFor(r)}
	streams, days := l.loader.usage, l.loader.usageDays
	if r == metric.FeatureUsage {
		streams, days = l.loader.events, l.loader.eventDays
	}
	each := func(fn func(s Stream, d portfolio.Day) error) error {
		for _, s := range streams {
			for i, d := range s.Days {
				if d > p.day || s.Imports[i] > a.known() || !days.Allows(d) {
					continue
				}
				if err := fn(s, d); err != nil {
					return err
				}
			}
		}
		return l.scratch.err
	}
	if r == metric.FeatureUsage {
		return l.events(p, each)
	}
	observations := func(s Stream, d portfolio.Day) (levelDay, error) {
		day, err := a.snap.Usage(a.ctx, s.ID, d, a.query.KnownAt)
		return levelDay{day: day, date: d, stream: s.ID}, err
	}
	whole := func() *frame {
		x := &frame{plan: l.plan, day: p.day}
		other := &scratch{folding: l.scratch.folding}
		_ = each(func(s Stream, d portfolio.Day) error {
			o, err := observations(s, d)
			if err == nil && other.unpack(o, l.plan.wanted) {
				x.observe(o, &other.day, nil, nil)
			}
			l.scratch.err = firstOf(l.scratch.err, err, other.err)
			return nil
		})
		return x
	}
	return each(func(s Stream, d portfolio.Day) error {
		o, err := observations(s, d)
		if err != nil {
			return fmt.Errorf("usage of stream %d on %s: %w", s.ID, d, err)
		}
		return l.observed(p, o, nil, whole)
	})
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// events lists what happened.
func (l *usageList) events(p *period, each func(func(s Stream, d portfolio.Day) error) error) error {
	streams := map[portfolio.Day][]int64{}
	err := each(func(s Stream, d portfolio.Day) error {
		day, err := l.loader.event(s.ID, d)
		if err == nil && day != nil && len(day.Hash) > 0 {
			p.events = append(p.events, eventDay{day: day, date: d})
			streams[d] = append(streams[d], s.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	told := map[portfolio.Day]int{}
	for _, e := range p.events {
		stream := streams[e.date][told[e.date]]
		told[e.date]++
		x := l.plan.eventsOf(p, e, l.plan.takes)
		if l.plan.imports {
			if err := l.tellEvents(x, stream, e); err != nil {
				return err
			}
		}
		if err := l.take(x, stream, e.date); err != nil {
			return err
		}
	}
	return nil
}

// observed lists the observations of a day that hold the filter.
func (l *usageList) observed(p *period, d levelDay, seen []bool, whole func() *frame) error {
	if !l.scratch.unpack(d, l.plan.wanted) {
		return l.scratch.err
	}
	x := &frame{plan: l.plan, day: p.day, whole: whole}
	x.observe(d, &l.scratch.day, l.plan.takes, seen)
	if l.plan.imports && x.Len() > 0 {
		if err := l.tell(x, d); err != nil {
			return err
		}
	}
	return l.take(x, d.stream, d.date)
}

// tell finds which import told each observation.
func (l *usageList) tell(x *frame, d levelDay) error {
	a := l.plan.ask
	teller := make([]float64, l.plan.table.size)
	err := a.snap.UsageBy(a.ctx, d.stream, d.date, a.query.KnownAt, func(importID int64, told *chunk.Day, _ bool) {
		for _, series := range told.Series { // what a whole slice leaves out is no row of x
			if int(series) < len(teller) {
				teller[series] = float64(importID)
			}
		}
	})
	if err != nil {
		return fmt.Errorf("imports of stream %d on %s: %w", d.stream, d.date, err)
	}
	for _, series := range x.series {
		x.values[importValue] = append(x.values[importValue], teller[series])
	}
	return nil
}

// tellEvents finds which import told each event.
func (l *usageList) tellEvents(x *frame, stream int64, e eventDay) error {
	a := l.plan.ask
	teller := map[uint64]int64{}
	err := a.snap.EventsBy(a.ctx, stream, e.date, a.query.KnownAt, func(importID int64, told *chunk.EventDay) {
		for _, hash := range told.Hash {
			teller[hash] = importID
		}
	})
	if err != nil {
		return fmt.Errorf("imports of stream %d on %s: %w", stream, e.date, err)
	}
	for i, series := range e.day.Series {
		if int(series) < len(l.plan.takes) && l.plan.takes[series] {
			x.values[importValue] = append(x.values[importValue], float64(teller[e.day.Hash[i]]))
		}
	}
	return nil
}

// take lists the rows of x that hold the filter.
func (l *usageList) take(x *frame, stream int64, day portfolio.Day) error {
	shown := make([]func(row int) any, len(l.plan.keys))
	for i, k := range l.plan.keys {
		if k.series != nil {
			shown[i] = func(row int) any {
				if code := k.series.of[x.series[row]]; code != noCode {
					return k.series.values[code]
				}
				return nil
			}
			continue
		}
		column, show := x.column(k.column), l.plan.shower(k)
		shown[i] = func(row int) any { return show(column, row) }
	}
	for row, takes := range l.plan.rows(x, nil) {
		if !takes {
			continue
		}
		if len(l.rows) >= maxRows {
			return tooManyRows("Filter it, by date for instance.")
		}
		cells := make([]any, len(shown))
		for i, show := range shown {
			cells[i] = show(row)
		}
		l.rows = append(l.rows, usageRow{cells, stream, day, row})
	}
	return nil
}

// order sorts as the query asks, then by the columns, then by what tells rows
// apart.
func (l *usageList) order() {
	a := l.plan.ask
	type term struct {
		at      int
		desc    bool
		compare func(x, y any, desc bool) int
	}
	var terms []term
	for _, s := range a.query.Sort {
		terms = append(terms, term{slices.Index(a.query.Columns, s.By), s.Desc, a.keyOrder(metric.By{Dimension: s.By})})
	}
	for i, name := range a.query.Columns {
		terms = append(terms, term{i, false, a.keyOrder(metric.By{Dimension: name})})
	}
	slices.SortFunc(l.rows, func(x, y usageRow) int {
		for _, t := range terms {
			if d := t.compare(x.cells[t.at], y.cells[t.at], t.desc); d != 0 {
				return d
			}
		}
		switch {
		case x.stream != y.stream:
			return int(x.stream - y.stream)
		case x.day != y.day:
			return int(x.day - y.day)
		default:
			return x.at - y.at
		}
	})
}

// readFiles reads the names of the files of imports.
func (p *rowPlan) readFiles() error {
	err := p.ask.snap.Query(p.ask.ctx, `SELECT id, file FROM "import"`, nil, func(v []any) error {
		name, _ := v[1].(string)
		p.files[integer(v[0])] = strings.Clone(name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}
