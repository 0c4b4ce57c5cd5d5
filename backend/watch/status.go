package watch

import (
	"slices"
	"time"

	"headroom/backend/portfolio"
)

// State is how an instance of a rule stands.
type State string

// The states. Pending is met, but not yet as often in a row as the rule asks.
// NoData and Failed are those of an instance that cannot be judged now; its
// episode goes on.
const (
	Normal  State = "normal"
	Pending State = "pending"
	Firing  State = "firing"
	NoData  State = "no_data"
	Failed  State = "failed"
)

// Resolution says why an episode ended.
type Resolution string

// The resolutions.
const (
	Renewed     Resolution = "renewed"      // the line has a later end, or none
	Ended       Resolution = "ended"        // the day is over
	BelowClear  Resolution = "below_clear"  // the value fell to the clear level
	Gone        Resolution = "gone"         // the facts that made it fire are no longer there
	Unwatched   Resolution = "unwatched"    // the person does not watch it any more
	RuleRemoved Resolution = "rule_removed" // nobody asks any more
)

// Status is what is remembered of an instance. It outlives the episode, so that
// facts which were told, went (an undo) and came back are not told again. It is
// kept as its JSON form.
type Status struct {
	State      State         `json:"state"`
	Since      time.Time     `json:"since"`
	Episode    int           `json:"episode"`              // how many were told; 0 for none
	Open       bool          `json:"open"`                 // the episode goes on
	Told       portfolio.Day `json:"told"`                 // when the person was last told
	Resolution Resolution    `json:"resolution,omitempty"` // of the last episode, "" while it goes on
	Value      *float64      `json:"value"`
	// Lines are the lines the episode is about, as line@end. Memory holds all that
	// were ever told. Both are empty where an instance is not about lines.
	Lines  []string `json:"lines,omitempty"`
	Memory []string `json:"memory,omitempty"`
	// DataDay is the latest Data As Of at which the instance fired.
	DataDay portfolio.Day `json:"data_day"`
	// Held is at how many evaluations in a row it was met before it fired, Mark
	// the facts or the occurrence at which it was counted last.
	Held int   `json:"held,omitempty"`
	Mark int64 `json:"mark,omitempty"`
	// Snoozed holds repeats back. It follows the inbox item.
	Snoozed bool `json:"-"`
}

// Finding is what an evaluation found about an instance.
type Finding int

// The findings. Held means neither met nor clear: what fires goes on firing.
const (
	NotMet Finding = iota
	Held
	Met
	Empty
	Errored
)

// Outcome is a finding with what was seen. Resolution belongs to NotMet.
type Outcome struct {
	Finding    Finding
	Resolution Resolution
	Value      *float64
	Lines      []string
	DataDay    portfolio.Day
}

// Step is what an outcome asks for beside the new status.
type Step string

// The steps. Resume puts an ended episode back without telling anybody again.
const (
	Stay    Step = ""
	Fire    Step = "fire"
	Repeat  Step = "repeat"
	Resume  Step = "resume"
	Resolve Step = "resolve"
)

// Next returns the status after an outcome and the step to take. It is a pure
// function: the caller stores the status and acts on the step.
func (s Status) Next(o Outcome, repeatDays int, today portfolio.Day, at time.Time) (Status, Step) {
	switch o.Finding {
	case Empty:
		return s.enter(NoData, at), Stay
	case Errored:
		return s.enter(Failed, at), Stay
	case NotMet:
		return s.notMet(o, at)
	case Held:
		if s.Open {
			return s.enter(Firing, at), Stay
		}
		return s.enter(Normal, at), Stay
	default:
		return s.met(o, repeatDays, today, at)
	}
}

func (s Status) enter(state State, at time.Time) Status {
	if s.State != state {
		s.State, s.Since = state, at
	}
	return s
}

func (s Status) notMet(o Outcome, at time.Time) (Status, Step) {
	wasOpen := s.Open
	s = s.enter(Normal, at)
	if !wasOpen {
		return s, Stay
	}
	s.Open, s.Resolution = false, o.Resolution
	return s, Resolve
}

func (s Status) met(o Outcome, repeatDays int, today portfolio.Day, at time.Time) (Status, Step) {
	step := Stay
	switch {
	case s.Open:
		// A day of telling that lies ahead comes from a clock that was wrong; it
		// must not silence the instance until then.
		s.Told = min(s.Told, today)
		if repeatDays > 0 && !s.Snoozed && today-s.Told >= portfolio.Day(repeatDays) {
			step = Repeat
		}
	case s.told(o):
		step = Resume
	default:
		step = Fire
	}
	if step == Fire || step == Repeat {
		s.Episode++
		s.Told = today
	}
	s.Open, s.Resolution, s.Value = true, "", o.Value
	s.DataDay = max(s.DataDay, o.DataDay)
	s.Lines = o.Lines
	s.Memory = union(s.Memory, o.Lines)
	return s.enter(Firing, at), step
}

// told reports whether o is news the person already had. A line with its end
// date is told once, whatever happened to it in between. What is not about
// lines is known when it went without having ended, and comes back with facts
// that are no newer.
func (s Status) told(o Outcome) bool {
	if s.Episode == 0 {
		return false
	}
	if len(o.Lines) > 0 {
		return !slices.ContainsFunc(o.Lines, func(l string) bool { return !slices.Contains(s.Memory, l) })
	}
	return (s.Resolution == Gone || s.Resolution == Unwatched) && o.DataDay <= s.DataDay
}

func union(have, more []string) []string {
	for _, x := range more {
		if !slices.Contains(have, x) {
			have = append(slices.Clone(have), x)
		}
	}
	return have
}

// equal reports whether nothing that is stored differs.
func (s Status) equal(t Status) bool {
	return s.State == t.State && s.Since.Equal(t.Since) && s.Episode == t.Episode && s.Open == t.Open && s.Told == t.Told &&
		s.Resolution == t.Resolution && sameValue(s.Value, t.Value) && s.DataDay == t.DataDay &&
		slices.Equal(s.Lines, t.Lines) && slices.Equal(s.Memory, t.Memory)
}

func sameValue(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
