package watch

import (
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"headroom/backend/portfolio"
)

const day0 = portfolio.Day(20_000)

var at0 = time.Date(2024, 10, 4, 8, 0, 0, 0, time.UTC)

// letters of the scripts: what an evaluation finds, one a day.
var seenAs = map[rune]Outcome{
	'+': {Finding: Met},
	'-': {Finding: NotMet, Resolution: BelowClear},
	'g': {Finding: NotMet, Resolution: Gone},
	'~': {Finding: Held},
	'0': {Finding: Empty},
	'!': {Finding: Errored},
	'a': {Finding: Met, Lines: []string{"a@2024-11-01"}},
	'b': {Finding: Met, Lines: []string{"b@2024-11-02"}},
	'c': {Finding: Met, Lines: []string{"a@2024-11-01", "b@2024-11-02"}},
	'e': {Finding: NotMet, Resolution: Ended},
}

var stateLetters = map[State]rune{Normal: 'n', Firing: 'f', NoData: '0', Failed: '!'}

var stepLetters = map[Step]rune{Stay: '.', Fire: 'F', Repeat: 'R', Resume: 'u', Resolve: 'x'}

func TestNext(t *testing.T) {
	tests := []struct {
		name   string
		repeat int
		script string
		states string // n normal, f firing, 0 no data, ! failed
		steps  string // F fire, R repeat, u resume, x resolve
	}{
		{"fires at once and is told once", 0, "-+++", "nfff", ".F.."},
		{"each crossing is an episode", 0, "+-+-", "fnfn", "FxFx"},
		{"between the levels nothing changes", 0, "~+~~-~", "nfffnn", ".F..x."},
		{"no data and failure are states and resolve nothing", 0, "+0!+", "f0!f", "F..."},
		{"data that comes back lower resolves", 0, "+0-", "f0n", "F.x"},
		{"data that comes back between the levels goes on", 0, "+!~", "f!f", "F.."},
		{"no data before the first crossing", 0, "0+", "0f", ".F"},
		{"repeats after its interval", 2, "+++++", "fffff", "F.R.R"},
		{"an episode that ended starts its interval anew", 3, "++-+++", "ffnfff", "F.xF.."},
		{"without an interval it never repeats", 0, "++++++++", "ffffffff", "F......."},
		{"what is gone and comes back is not told again", 0, "+g+", "fnf", "Fxu"},
		{"what fell and rises again is told again", 0, "+g+-+", "fnfnf", "FxuxF"},
		{"a line is told once, however its episode ended", 0, "aea", "fnf", "Fxu"},
		{"another line is news", 0, "aebea", "fnfnf", "FxFxu"},
		{"a line more is news once the episode is over", 0, "aec", "fnf", "FxF"},
		{"a line more during the episode is part of it", 0, "aceb", "ffnf", "F.xu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
			var states, steps []rune
			for i, letter := range tt.script {
				var step Step
				s, step = s.Next(seenAs[letter], tt.repeat, day0+portfolio.Day(i), at0.AddDate(0, 0, i))
				states, steps = append(states, stateLetters[s.State]), append(steps, stepLetters[step])
			}
			if string(states) != tt.states || string(steps) != tt.steps {
				t.Errorf("%s gives states %s and steps %s, want %s and %s", tt.script, string(states), string(steps), tt.states, tt.steps)
			}
		})
	}
}

func TestNextKeepsWhenTheStateBegan(t *testing.T) {
	s := Status{State: Normal}
	s, _ = s.Next(seenAs['+'], 0, day0, at0)
	s, _ = s.Next(seenAs['+'], 0, day0+1, at0.AddDate(0, 0, 1))
	if !s.Since.Equal(at0) {
		t.Errorf("firing since %v, want %v", s.Since, at0)
	}
}

func TestNewerFactsAreToldAfterTheOldOnesWent(t *testing.T) {
	tests := []struct {
		name    string
		dataDay portfolio.Day
		want    Step
	}{
		{"the same facts again", day0, Resume},
		{"older facts", day0 - 1, Resume},
		{"newer facts", day0 + 1, Fire},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Status{State: Normal, DataDay: portfolio.NoDay}
			s, _ = s.Next(Outcome{Finding: Met, DataDay: day0}, 0, day0, at0)
			s, _ = s.Next(seenAs['g'], 0, day0, at0)
			if _, got := s.Next(Outcome{Finding: Met, DataDay: tt.dataDay}, 0, day0, at0); got != tt.want {
				t.Errorf("step %q, want %q", got, tt.want)
			}
		})
	}
}

func TestASnoozedItemIsNotRepeated(t *testing.T) {
	s := Status{State: Normal}
	s, _ = s.Next(seenAs['+'], 2, day0, at0)
	s.Snoozed = true
	if _, step := s.Next(seenAs['+'], 2, day0+5, at0); step != Stay {
		t.Errorf("snoozed: step %q", step)
	}
	s.Snoozed = false
	if _, step := s.Next(seenAs['+'], 2, day0+5, at0); step != Repeat {
		t.Errorf("control, not snoozed: step %q", step)
	}
}

// A clock that ran a year ahead and was put right must not silence a rule for
// that year.
func TestAWrongClockSilencesNoLongerThanTheInterval(t *testing.T) {
	s := Status{State: Normal}
	s, _ = s.Next(seenAs['+'], 30, day0+400, at0)
	var told []int
	for i := range 65 {
		var step Step
		s, step = s.Next(seenAs['+'], 30, day0+portfolio.Day(i), at0)
		if step == Repeat {
			told = append(told, i)
		}
	}
	if !slices.Equal(told, []int{30, 60}) {
		t.Errorf("repeated on days %v, want 30 and 60", told)
	}
}

// Pending counts evaluations in a row, each mark once; what is not known neither
// counts nor begins anew.
func TestForCountsEvaluationsInARow(t *testing.T) {
	tests := []struct {
		name, script string // + met, - not, ~ between, 0 no data, ! failed; = met with the mark of before
		states       string // n normal, p pending, f firing
		steps        string
	}{
		{"three in a row", "+++-", "ppfn", "..Fx"},
		{"not in a row", "++-+++", "ppnppf", ".....F"},
		{"between the levels is not met", "++~+++", "ppnppf", ".....F"},
		{"the same facts count once", "+==+=+", "pppppf", ".....F"},
		{"no data keeps the count", "+0+!+", "p0p!f", "....F"},
		{"what fires goes on at once", "+++~+-+", "ppfffnp", "..F..x."},
	}
	letters := maps.Clone(stateLetters)
	letters[Pending] = 'p'
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
			var states, steps []rune
			mark := int64(0)
			for i, letter := range tt.script {
				if letter != '=' {
					mark++
				} else {
					letter = '+'
				}
				o := seenAs[letter]
				o.For, o.Mark = 3, mark
				var step Step
				s, step = s.Next(o, 0, day0+portfolio.Day(i), at0)
				states, steps = append(states, letters[s.State]), append(steps, stepLetters[step])
			}
			if string(states) != tt.states || string(steps) != tt.steps {
				t.Errorf("%s gives states %s and steps %s, want %s and %s", tt.script, string(states), string(steps), tt.states, tt.steps)
			}
		})
	}
}

// A stage is told once, also after the clock was set back, and one that was slept
// through is not made up for.
func TestStagesAreToldOnce(t *testing.T) {
	const l = "a@2024-11-01"
	at := func(stage int) Outcome {
		return Outcome{Finding: Met, Lines: []string{l}, Stages: []string{l + stageMark + strconv.Itoa(stage)}}
	}
	s := Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	var steps []Step
	for _, stage := range []int{90, 90, 7, 30, 7, 0, -7, -7} {
		var step Step
		s, step = s.Next(at(stage), 0, day0, at0)
		steps = append(steps, step)
	}
	if want := []Step{Fire, Stay, Repeat, Stay, Stay, Repeat, Repeat, Stay}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
	if want := []string{l, l + "#-7"}; !slices.Equal(s.Memory, want) {
		t.Errorf("it remembers %v, want %v", s.Memory, want)
	}
	s, _ = s.Next(Outcome{Finding: NotMet, Resolution: Gone}, 0, day0, at0)
	if _, step := s.Next(at(-7), 0, day0, at0); step != Resume {
		t.Errorf("what went and came back is told again: %s", step)
	}
}

// An event is told whenever it happens, and not while the person put it off.
func TestEventsAreToldEachTime(t *testing.T) {
	happened := Outcome{Finding: Met, Happened: true}
	s := Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	var steps []Step
	for _, o := range []Outcome{happened, {Finding: Held}, happened, {Finding: NotMet, Resolution: BelowClear}, happened} {
		var step Step
		s, step = s.Next(o, 0, day0, at0)
		steps = append(steps, step)
	}
	if want := []Step{Fire, Stay, Repeat, Resolve, Fire}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
	s.Snoozed = true
	if _, step := s.Next(happened, 0, day0, at0); step != Stay {
		t.Errorf("snoozed: %s", step)
	}
}
