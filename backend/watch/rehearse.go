package watch

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"headroom/backend/portfolio"
)

// Trial tries rules that need not be kept: on the stored history, and on what is
// there now. It keeps nothing and tells nobody.
type Trial struct {
	Asker Asker
	Words Words
	// Agenda is what an evaluation is given: the watch list, the segments and the
	// last import.
	Agenda Agenda
	// Check reports why a rule cannot be evaluated.
	Check func(Rule) error
}

// History is what a rehearsal goes through.
type History struct {
	From, To portfolio.Day
	// Facts are the days on which something was told, in order; some may lie
	// before From.
	Facts []portfolio.Day
	// Occurs says how often a rule is due on a day by its schedule; nil for one
	// that is evaluated by events, which every day is.
	Occurs func(portfolio.Day) int
	// Budget is how many notifications a week the person wants at most, 0 for no bound.
	Budget int
}

// rehearsing is one rehearsal with what its forms of the rule share.
type rehearsing struct {
	Trial
	history History
	asker   *remembering // shared by all forms of the rule
	whole   bool         // every instance is asked for, so that the forms share their questions
}

// mostWhole is how many instances a rule may have for all of them to be asked for
// on every day.
const mostWhole = 2000

// Rehearse runs a rule through the history as if it had been activated on the
// first day: the evaluation is that of the real one, as of each day, with what is
// known of that day now. Changes that would have made it quieter are tried, too.
func (t Trial) Rehearse(ctx context.Context, r Rule, h History) (Rehearsal, error) {
	r = r.Full()
	run := &rehearsing{Trial: t, history: h, asker: &remembering{asker: t.Asker}}
	if err := run.measure(ctx, r); err != nil {
		return Rehearsal{}, err
	}
	was, err := run.play(ctx, r)
	if err != nil {
		return Rehearsal{}, err
	}
	firings := was.firings
	out := Rehearsal{From: h.From.String(), To: h.To.String(), Before: len(firings), Budget: h.Budget}
	if bare, left := unfiltered(r); left {
		all, err := run.play(ctx, bare)
		if err != nil {
			return Rehearsal{}, err
		}
		firings, out.Before = was.without(all), len(all.firings)
	}
	for _, m := range h.moments(r.Condition.For) {
		out.Evaluations++
		if _, told := slices.BinarySearch(h.Facts, m.day); told && m.fresh {
			out.Imports++
		}
	}
	out.Weeks = h.weeks(firings)
	out.Firings = append([]Rehearsed{}, firings...)
	out.Fixes, err = run.fixes(ctx, r, was)
	return out, err
}

// unfiltered returns a rule without its filter and what it excludes, and whether
// there was anything to leave out.
func unfiltered(r Rule) (Rule, bool) {
	left := r.Query.Filter != nil && !emptyFilter(*r.Query.Filter) || !r.Watch.Exclude.IsZero()
	r.Query.Filter, r.Watch.Exclude = nil, Exclude{}
	return r, left
}

// measure finds out how many instances the rule has on the last day, and with
// them how it is rehearsed.
func (t *rehearsing) measure(ctx context.Context, r Rule) error {
	bare, _ := unfiltered(r)
	if few, _, err := t.small(ctx, bare, t.history.To); err != nil || !few {
		return err
	}
	in, stored := t.inquiry(r, []moment{{day: t.history.To}}, 0, nil)
	in.whole = true
	judges, err := in.judges(ctx, []Stored{stored})
	if err != nil {
		return err
	}
	t.whole = len(judges[rehearsed].findings.all) <= mostWhole
	t.asker.whole, t.asker.also = t.whole, t.baseOf(r.Condition.Metric)
	return judges[rehearsed].err()
}

// moment is one evaluation of a rehearsal. At one that is fresh the facts are
// others than before, or the schedule of the rule has come to an occurrence: its
// mark is another one.
type moment struct {
	day   portfolio.Day
	fresh bool
	mark  int64
}

// at is the time of a moment: that of the person's clock does not matter to it.
func (m moment) at() time.Time { return m.day.Time().Add(8 * time.Hour) }

// moments lists the evaluations there would have been. Occurrences beyond those
// that a condition must hold for see the same facts on the same day, and change
// nothing.
func (h History) moments(held int) []moment {
	var out []moment
	mark := int64(0)
	add := func(day portfolio.Day, fresh bool) {
		if fresh {
			mark++
		}
		out = append(out, moment{day, fresh, mark})
	}
	for day := h.From; day <= h.To; day++ {
		if h.Occurs == nil {
			_, told := slices.BinarySearch(h.Facts, day)
			add(day, told || day == h.From)
			continue
		}
		for range min(h.Occurs(day), max(1, held)) {
			add(day, true)
		}
	}
	return out
}

// replayed is a rehearsal of one form of a rule.
type replayed struct {
	firings []Rehearsed
	told    []telling // beside each of the firings
}

// telling is what a firing is about.
type telling struct {
	step   Step
	notice Notice
	day    portfolio.Day
	closed portfolio.Day // NoDay while it goes on
}

// rehearsed is the id that a rule has while it is tried.
const rehearsed int64 = 1

// inquiry is what is asked at a moment, and the rule as it is judged then.
func (t *rehearsing) inquiry(r Rule, moments []moment, i int, open []OpenInstance) (inquiry, Stored) {
	m := moments[i]
	stored := Stored{ID: rehearsed, Rule: r}
	if i > 0 {
		stored.Before = &Basis{Day: moments[i-1].day, Import: t.Agenda.Import}
	}
	return inquiry{
		asker: t.asker, watched: t.Agenda.Watched, segments: t.Agenda.Segments, former: t.Agenda.Former, open: open, whole: t.whole,
		at: point{today: m.day, at: m.at(), mark: m.mark},
	}, stored
}

// prepare asks what the moments ask, several at once, so that going through them
// one after the other finds the answers there.
func (t *rehearsing) prepare(ctx context.Context, r Rule, moments []moment) error {
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				in, stored := t.inquiry(r, moments, i, nil)
				_, _ = in.judges(ctx, []Stored{stored}) // what went wrong is found again
			}
		})
	}
	for i := range moments {
		next <- i
	}
	close(next)
	group.Wait()
	return ctx.Err()
}

// play runs the moments one after the other, as evaluations do with what the
// journal remembers.
func (t *rehearsing) play(ctx context.Context, r Rule) (replayed, error) {
	var out replayed
	moments := t.history.moments(r.Condition.For)
	if t.whole {
		if err := t.prepare(ctx, r, moments); err != nil {
			return out, err
		}
	}
	statuses := map[string]Status{}
	told := map[string]int{}
	for i, m := range moments {
		in, stored := t.inquiry(r, moments, i, openOf(rehearsed, statuses))
		judges, err := in.judges(ctx, []Stored{stored})
		if err != nil {
			return out, err
		}
		judges[rehearsed].words = t.Words
		v := judges[rehearsed].verdict(Standing{Rule: rehearsed, Statuses: statuses})
		if v.Health == Broken {
			return out, judges[rehearsed].err()
		}
		for _, d := range v.Decisions {
			statuses[d.Instance] = d.Status
			out.take(m, d, told)
		}
	}
	return out, nil
}

// openOf lists the instances of a rule that are not settled, as Agenda does.
func openOf(rule int64, statuses map[string]Status) []OpenInstance {
	var out []OpenInstance
	for _, instance := range slices.Sorted(maps.Keys(statuses)) {
		if s := statuses[instance]; instance != RuleItself && unsettled(s) {
			out = append(out, OpenInstance{Rule: rule, Instance: instance, Lines: s.Lines})
		}
	}
	return out
}

// take keeps what a decision tells. told finds the last firing of an instance.
func (r *replayed) take(m moment, d Decision, told map[string]int) {
	switch d.Step {
	case Fire, Repeat:
		told[d.Instance] = len(r.firings)
		r.firings = append(r.firings, Rehearsed{Day: m.day.String(), Instance: d.Instance, Title: d.Notice.Title, Body: d.Notice.Body, Value: d.Status.Value})
		r.told = append(r.told, telling{d.Step, d.Notice, m.day, portfolio.NoDay})
	case Resolve, Resume:
		at, ok := told[d.Instance]
		if !ok {
			return
		}
		f := &r.firings[at]
		if f.Resolution, f.Resolved, r.told[at].closed = "", "", portfolio.NoDay; d.Step == Resolve {
			f.Resolution, f.Resolved, r.told[at].closed = d.Status.Resolution, m.day.String(), m.day
		}
	}
}

// without returns the firings of all that are not among those of r, marked as
// filtered, and those of r, oldest first.
func (r replayed) without(all replayed) []Rehearsed {
	type firing struct{ day, instance string }
	kept := map[firing]bool{}
	out := slices.Clone(r.firings)
	for _, f := range r.firings {
		kept[firing{f.Day, f.Instance}] = true
	}
	for _, f := range all.firings {
		if !kept[firing{f.Day, f.Instance}] {
			f.Filtered = true
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Rehearsed) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// weeks counts the firings by week.
func (h History) weeks(firings []Rehearsed) []Week {
	var out []Week
	index := map[string]int{}
	for day := monday(h.From); day <= h.To; day += 7 {
		index[day.String()] = len(out)
		out = append(out, Week{Start: day.String(), Silent: h.silent(day)})
	}
	for _, f := range firings {
		day, err := portfolio.ParseDay(f.Day)
		if err != nil {
			continue
		}
		w := &out[index[monday(day).String()]]
		if f.Filtered {
			w.Filtered++
		} else {
			w.Count++
		}
	}
	return out
}

func monday(day portfolio.Day) portfolio.Day {
	return day - portfolio.Day((int(day.Time().Weekday())+6)%7)
}

// silent reports whether a week lies, as a whole, in a time without facts that
// is longer than twice what is usual between them.
func (h History) silent(week portfolio.Day) bool {
	i, told := slices.BinarySearch(h.Facts, week)
	if told || i < len(h.Facts) && h.Facts[i] <= min(week+6, h.To) {
		return false
	}
	last := portfolio.NoDay
	if i > 0 {
		last = h.Facts[i-1]
	}
	next := h.To + 1
	if i < len(h.Facts) {
		next = h.Facts[i]
	}
	return last.IsZero() || next-last > 2*h.rhythm()
}

// rhythm is the usual number of days between facts: the median, a week at least.
func (h History) rhythm() portfolio.Day {
	gaps := []portfolio.Day{7}
	for i := 1; i < len(h.Facts); i++ {
		gaps = append(gaps, h.Facts[i]-h.Facts[i-1])
	}
	slices.Sort(gaps)
	return max(7, gaps[len(gaps)/2])
}
