package engine

import (
	"fmt"
	"slices"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// loader fetches the days that speak for a period.
type loader struct {
	folding   *folding
	usage     []Stream
	events    []Stream
	usageDays compile.Days
	eventDays compile.Days
	monthly   bool // what was loaded
	daily     bool
	persons   bool
	peaks     map[streamDay]bool            // days with peaks
	kept      map[streamDay]*chunk.EventDay // events of the last window
}

// streamDay is a day of a stream.
type streamDay struct {
	stream int64
	day    portfolio.Day
}

func (f *folding) newLoader() (*loader, error) {
	l := &loader{folding: f, kept: map[streamDay]*chunk.EventDay{}}
	a := f.ask
	takesPart := func(s Stream) bool { return f.set != nil && !f.set.streams[s.ID] }
	if f.observations() || f.peaks {
		l.usage = slices.DeleteFunc(a.streams(metric.Usage), takesPart)
	}
	if f.persons || f.events {
		l.events = slices.DeleteFunc(a.streams(metric.FeatureUsage), takesPart)
	}
	var err error
	if l.usageDays, err = compile.DaysOf(a.setting.Calendar, a.query, a.dayFor(metric.Usage)); err != nil {
		return nil, err
	}
	if l.eventDays, err = compile.DaysOf(a.setting.Calendar, a.query, a.dayFor(metric.FeatureUsage)); err != nil {
		return nil, err
	}
	if f.peaks {
		l.peaks, err = a.peakDays()
	}
	return l, err
}

// load fetches the days of p.
func (l *loader) load(p *period) error {
	a := l.folding.ask
	if c, ok := a.compilePeriod(metric.Usage, p.label); ok {
		for _, s := range l.usage {
			if err := l.usageOf(p, s, c); err != nil {
				return err
			}
		}
	}
	if c, ok := a.happening(p); ok {
		for _, s := range l.events {
			if err := l.eventsOf(p, s, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// happening finds the days of events of a period: of a cycle every day counts.
func (a *ask) happening(p *period) (compile.Period, bool) {
	if p.cycle > 0 {
		return compile.Period{From: portfolio.NoDay, Day: a.dayFor(metric.FeatureUsage)}, true
	}
	return a.compilePeriod(metric.FeatureUsage, p.label)
}

// recurs reports whether a day is one of the period's, where it is of a cycle.
func (a *ask) recurs(p *period, d portfolio.Day) bool {
	_, c, ok := a.cycle()
	return !ok || a.setting.Calendar.Recurring(d, c.Name) == p.cycle
}

// usageOf fetches what is asked of the days of a stream.
func (l *loader) usageOf(p *period, s Stream, c compile.Period) error {
	if l.folding.observations() {
		if err := l.levels(p, s, c); err != nil {
			return err
		}
	}
	if l.folding.peaks {
		return l.peaksOf(p, s, c)
	}
	return nil
}

// peaksOf fetches the days of a stream within a period that have peaks. A peak
// is of its own day, so that no later day speaks for it.
func (l *loader) peaksOf(p *period, s Stream, c compile.Period) error {
	a := l.folding.ask
	for i := len(s.Days) - 1; i >= 0 && s.Days[i] >= c.From; i-- {
		d := s.Days[i]
		if d > c.Day || !l.peaks[streamDay{s.ID, d}] || s.Imports[i] > a.known() || !l.usageDays.Allows(d) {
			continue
		}
		day, err := a.snap.Usage(a.ctx, s.ID, d, a.query.KnownAt)
		if err != nil {
			return fmt.Errorf("peaks of stream %d on %s: %w", s.ID, d, err)
		}
		p.peaks = append(p.peaks, levelDay{day: day, date: d, stream: s.ID})
	}
	return nil
}

// peakDays returns the days of each stream of which some import told peaks, so
// that the others need not be unpacked.
func (a *ask) peakDays() (map[streamDay]bool, error) {
	days := map[streamDay]bool{}
	err := a.snap.Query(a.ctx, "SELECT stream_id, day FROM usage_chunk WHERE peaks = 1 AND import_id <= ?", []any{a.known()}, func(v []any) error {
		days[streamDay{integer(v[0]), dayOf(v[1])}] = true
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("days with peaks: %w", err)
	}
	return days, nil
}

// levels fetches the days of a stream that speak for a level: those from its
// latest whole slice on, within the window and the period, latest first.
func (l *loader) levels(p *period, s Stream, c compile.Period) error {
	window := portfolio.Day(dailyWindow)
	if s.Monthly {
		window = monthlyWindow
	}
	from := max(c.Day-window, c.From, l.lastWhole(s, c.Day))
	var days []portfolio.Day
	for i := len(s.Days) - 1; i >= 0 && s.Days[i] >= from; i-- {
		if s.Days[i] <= c.Day && s.Imports[i] <= l.folding.ask.known() && l.usageDays.Allows(s.Days[i]) {
			days = append(days, s.Days[i])
		}
	}
	for _, d := range days {
		day, err := l.folding.ask.snap.Usage(l.folding.ask.ctx, s.ID, d, l.folding.ask.query.KnownAt)
		if err != nil {
			return fmt.Errorf("usage of stream %d on %s: %w", s.ID, d, err)
		}
		p.levels = append(p.levels, levelDay{day: day, date: d, stream: s.ID, shared: len(days) > 1})
		l.monthly = l.monthly || s.Monthly
		l.daily = l.daily || !s.Monthly
	}
	return nil
}

// lastWhole returns the latest day up to day of which the whole is known,
// NoDay without one.
func (l *loader) lastWhole(s Stream, day portfolio.Day) portfolio.Day {
	for i := len(s.Days) - 1; i >= 0; i-- {
		if s.Days[i] <= day && s.Whole[i] != 0 && s.Whole[i] <= l.folding.ask.known() {
			return s.Days[i]
		}
	}
	return portfolio.NoDay
}

// eventsOf fetches the days of a stream of events that fall into a period or
// into the activity window of its level.
func (l *loader) eventsOf(p *period, s Stream, c compile.Period) error {
	active := max(c.Day-activityWindow+1, c.From)
	from := c.From
	if !l.folding.events {
		from = active
	}
	for key := range l.kept {
		if key.stream == s.ID && (key.day < from || p.cycle > 0) {
			delete(l.kept, key)
		}
	}
	for i := len(s.Days) - 1; i >= 0 && s.Days[i] >= from; i-- {
		d := s.Days[i]
		if d > c.Day || s.Imports[i] > l.folding.ask.known() || !l.eventDays.Allows(d) || !l.folding.ask.recurs(p, d) {
			continue
		}
		day, err := l.event(s.ID, d)
		if err != nil {
			return err
		}
		if day == nil || len(day.Hash) == 0 {
			continue
		}
		p.events = append(p.events, eventDay{day: day, date: d, active: d >= active})
		l.persons = true
	}
	return nil
}

func (l *loader) event(stream int64, d portfolio.Day) (*chunk.EventDay, error) {
	key := streamDay{stream, d}
	if day, ok := l.kept[key]; ok {
		return day, nil
	}
	a := l.folding.ask
	day, err := a.snap.Events(a.ctx, stream, d, a.query.KnownAt)
	if err != nil {
		return nil, fmt.Errorf("events of stream %d on %s: %w", stream, d, err)
	}
	l.kept[key] = day
	return day, nil
}

// windows names the activity windows of what was loaded.
func (l *loader) windows() []string {
	out := []string{}
	if l.daily {
		out = append(out, "day")
	}
	if l.monthly {
		out = append(out, "month")
	}
	if l.persons {
		out = append(out, "28 days")
	}
	return out
}
