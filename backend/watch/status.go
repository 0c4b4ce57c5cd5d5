package watch

import (
	"slices"
	"strconv"
	"strings"
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
	Recovered   Resolution = "recovered"    // a rule that could not be evaluated is evaluated again
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
	// Snoozed holds repeats back. It follows the inbox item, and that of an episode
	// that ended while it was snoozed.
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
	Lines      []string // key@end
	// Stages are the stages that Lines have reached, as key@end#days.
	Stages  []string
	DataDay portfolio.Day
	// Happened says that what is met is an event: it is told whenever it happens,
	// and is not there any more at the next evaluation.
	Happened bool
	// For is at how many evaluations in a row it must be met, Mark the facts or the
	// occurrence of this one.
	For  int
	Mark int64
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
		return s.held(o, at), Stay
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

func (s Status) held(o Outcome, at time.Time) Status {
	s.Held, s.Mark = 0, 0
	if !s.Open {
		return s.enter(Normal, at)
	}
	if o.Value != nil {
		s.Value = o.Value
	}
	return s.enter(Firing, at)
}

func (s Status) notMet(o Outcome, at time.Time) (Status, Step) {
	wasOpen := s.Open
	s = s.enter(Normal, at)
	s.Held, s.Mark = 0, 0
	if !wasOpen {
		return s, Stay
	}
	s.Open, s.Resolution = false, o.Resolution
	return s, Resolve
}

func (s Status) met(o Outcome, repeatDays int, today portfolio.Day, at time.Time) (Status, Step) {
	if !s.Open && o.For > 1 && !s.ripe(o) {
		return s.counted(o).enter(Pending, at), Stay
	}
	step := s.step(o, repeatDays, today)
	// A day of telling that lies ahead comes from a clock that was wrong; it must
	// not silence the instance until then.
	s.Told = min(s.Told, today)
	if step == Fire || step == Repeat {
		s.Episode++
		s.Told = today
	}
	s.Open, s.Resolution, s.Value = true, "", o.Value
	s.Held, s.Mark = 0, 0
	s.DataDay = max(s.DataDay, o.DataDay)
	s.Lines = o.Lines
	s.Memory = withStages(union(s.Memory, o.Lines), o.Stages)
	return s.enter(Firing, at), step
}

// counted counts an evaluation at which o was met, once for each mark.
func (s Status) counted(o Outcome) Status {
	if s.Held == 0 || s.Mark != o.Mark {
		s.Held, s.Mark = s.Held+1, o.Mark
	}
	return s
}

// ripe reports whether with this evaluation o was met often enough.
func (s Status) ripe(o Outcome) bool { return s.counted(o).Held >= o.For }

// step says what telling o asks for.
func (s Status) step(o Outcome, repeatDays int, today portfolio.Day) Step {
	staged := slices.ContainsFunc(o.Stages, func(stage string) bool { return !toldStage(s.Memory, stage) })
	repeats := repeatDays > 0 && !s.Snoozed && today-min(s.Told, today) >= portfolio.Day(repeatDays)
	switch {
	case s.Open && s.Snoozed:
		return Stay
	case s.Open && (o.Happened || staged):
		return Repeat
	case s.Open && repeats:
		return Repeat
	case s.Open:
		return Stay
	case s.told(o) && !staged && !repeats:
		return Resume
	default:
		return Fire
	}
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

// stageMark stands between a line that was told and the stage at which it was.
const stageMark = "#"

// splitStage is the inverse of line + stageMark + stage.
func splitStage(s string) (line string, stage int, ok bool) {
	i := strings.LastIndex(s, stageMark)
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil && !splitEnd(s[:i]).IsZero()
}

// splitEnd returns the end of a told line.
func splitEnd(s string) portfolio.Day {
	_, end := splitTold(s)
	return end
}

// toldStage reports whether a stage was told: itself, or one that comes later.
func toldStage(memory []string, stage string) bool {
	line, days, _ := splitStage(stage)
	return slices.ContainsFunc(memory, func(m string) bool {
		l, n, ok := splitStage(m)
		return ok && l == line && n <= days
	})
}

// withStages remembers the latest stage of each line.
func withStages(memory, stages []string) []string {
	for _, stage := range stages {
		if toldStage(memory, stage) {
			continue
		}
		line, _, _ := splitStage(stage)
		memory = slices.DeleteFunc(slices.Clone(memory), func(m string) bool {
			l, _, ok := splitStage(m)
			return ok && l == line
		})
		memory = append(memory, stage)
	}
	return memory
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
		s.Held == t.Held && s.Mark == t.Mark && slices.Equal(s.Lines, t.Lines) && slices.Equal(s.Memory, t.Memory)
}

func sameValue(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
