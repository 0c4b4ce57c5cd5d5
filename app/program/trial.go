package program

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"headroom/app/bridge"
	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

const (
	// rehearsedWeeks are replayed where nobody says since when.
	rehearsedWeeks = 26
	// mostRehearsed bounds the days of a rehearsal.
	mostRehearsed = 3 * 366
	// knownBefore is how many days before a rehearsal facts are looked for, to
	// know how often they usually come.
	knownBefore = 366
)

// trial tries rules by what is known now.
func (p *Program) trial(ctx context.Context, lang string) (watch.Trial, error) {
	agenda, err := p.Store.Agenda(ctx)
	if err != nil {
		return watch.Trial{}, err
	}
	words, err := p.words(ctx, lang)
	if err != nil {
		return watch.Trial{}, err
	}
	k, err := p.known(ctx)
	if err != nil {
		return watch.Trial{}, err
	}
	return watch.Trial{
		Asker: asker{p}, Agenda: agenda, Words: words,
		Check: func(r watch.Rule) error { return r.Validate(k) },
	}, nil
}

// InspectRule says what a rule finds now; id 0 is one that is not kept.
func (p *Program) InspectRule(ctx context.Context, id int64, r watch.Rule, lang string) (watch.Inspection, error) {
	t, err := p.trial(ctx, lang)
	if err != nil {
		return watch.Inspection{}, err
	}
	if err := t.Check(r); err != nil {
		return watch.Inspection{Sentence: t.Words.Sentence(r)}, err
	}
	var standing watch.Standing
	if id != 0 {
		if standing, err = p.Store.Standing(ctx, id); err != nil {
			return watch.Inspection{}, err
		}
	}
	return t.Inspect(ctx, r, standing.Statuses, p.Today())
}

// WhyRule says why an instance of a rule fired, or why it did not.
func (p *Program) WhyRule(ctx context.Context, id int64, instance string) (watch.Explanation, error) {
	l, err := p.Store.Rule(ctx, id)
	if err != nil {
		return watch.Explanation{}, err
	}
	t, err := p.trial(ctx, p.language)
	if err != nil {
		return watch.Explanation{}, err
	}
	standing, err := p.Store.Standing(ctx, id)
	if err != nil {
		return watch.Explanation{}, err
	}
	log, err := p.Store.Activity(ctx, watch.ActivityAsking{Rule: id, Instance: instance, Kinds: []watch.ActivityKind{watch.Sent, watch.Unsent}, Limit: 1})
	if err != nil {
		return watch.Explanation{}, err
	}
	return t.Why(ctx, l, instance, standing.Statuses, log.Entries, p.Today())
}

// TestRule delivers the message of a rule, with what it finds now, or that of
// none, by one destination, and says which channel did.
func (p *Program) TestRule(ctx context.Context, r *watch.Rule, to watch.Destination, lang string) (bridge.Tested, error) {
	var notice watch.Notice
	if r != nil {
		found, err := p.InspectRule(ctx, 0, *r, lang)
		if err != nil {
			return bridge.Tested{}, err
		}
		if found.Preview != nil {
			notice = *found.Preview
		}
	}
	tested, err := p.TestDelivery(ctx, notice, to)
	if err != nil || r == nil {
		return bridge.Tested(tested), err
	}
	return bridge.Tested(tested), p.logTest(ctx, *r, to, tested)
}

// logTest writes down that a rule was tried, where it is kept as it is.
func (p *Program) logTest(ctx context.Context, r watch.Rule, to watch.Destination, tested notify.Tested) error {
	rules, err := p.Store.Rules(ctx)
	if err != nil {
		return err
	}
	tried, err := json.Marshal(r.Full())
	if err != nil {
		return err
	}
	for _, l := range rules {
		if kept, err := json.Marshal(l.Rule.Full()); err == nil && string(kept) == string(tried) {
			detail := map[string]any{"destination": string(to), "channel": tested.Channel, "shown": tested.Shown}
			if tested.Error != "" {
				detail["error"] = tested.Error
			}
			return p.Store.LogTest(ctx, l.ID, detail)
		}
	}
	return nil
}

// RehearseRule replays a rule on the stored history between two days; NoDay are
// the last 26 weeks. Nothing is kept.
func (p *Program) RehearseRule(ctx context.Context, r watch.Rule, from, to portfolio.Day, lang string) (watch.Rehearsal, error) {
	begun := p.now()
	t, err := p.trial(ctx, lang)
	if err != nil {
		return watch.Rehearsal{}, err
	}
	if err := t.Check(r); err != nil {
		return watch.Rehearsal{}, err
	}
	h, err := p.history(ctx, r, from, to)
	if err != nil {
		return watch.Rehearsal{}, err
	}
	out, err := t.Rehearse(ctx, r, h)
	out.Seconds = p.now().Sub(begun).Seconds()
	return out, err
}

// history is what a rehearsal of a rule goes through.
func (p *Program) history(ctx context.Context, r watch.Rule, from, to portfolio.Day) (h watch.History, err error) {
	if to == portfolio.NoDay {
		to = p.Today()
	}
	if from == portfolio.NoDay {
		from = to - rehearsedWeeks*7 + 1
	}
	switch {
	case from > to:
		return h, fault.At("from", "The first day is after the last one.")
	case to > p.Today():
		return h, fault.At("to", "What is yet to come cannot be rehearsed.")
	case to-from > mostRehearsed:
		return h, fault.At("from", "At most %d days can be rehearsed at once.", mostRehearsed)
	}
	h = watch.History{From: from, To: to}
	if h.Facts, err = p.Store.FactDays(ctx, from-knownBefore, to); err != nil {
		return h, err
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return h, err
	}
	h.Budget, _ = strconv.Atoi(settings["weekly_budget"]) // the setting was checked when it was made
	if r.Trigger.Scheduled() {
		h.Occurs, err = p.occurrences(r)
	}
	return h, err
}

// occurrences counts how often the schedule of a rule is due on a day of the
// person's.
func (p *Program) occurrences(r watch.Rule) (func(portfolio.Day) int, error) {
	plan, err := r.Trigger.Schedule(p.zone)
	if err != nil {
		return nil, err
	}
	most := max(1, r.Condition.For)
	return func(day portfolio.Day) int {
		n, end := 0, p.midnight(day+1)
		for at := p.midnight(day).Add(-time.Nanosecond); n < most; n++ {
			next, ok := plan.Next(at)
			if !ok || !next.At.Before(end) {
				break
			}
			at = next.At
		}
		return n
	}, nil
}

// midnight is when a day begins for the person.
func (p *Program) midnight(day portfolio.Day) time.Time {
	y, m, d := day.Time().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, p.zone)
}
