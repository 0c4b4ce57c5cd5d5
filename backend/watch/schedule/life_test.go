package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"headroom/backend/watch/schedule"
)

// poll is how often a running program looks at the clock on the wall.
const poll = 30 * time.Second

// polled is the first look after now that is not before next.
func polled(now, next time.Time) time.Time {
	wait := next.Sub(now)
	if rest := wait % poll; rest > 0 {
		wait += poll - rest
	}
	return now.Add(max(wait, poll))
}

// lived is how long each simulated life lasts.
const lived = 400 * 24 * time.Hour

// place is a zone in a year in which its clocks do something.
type place struct {
	zone  string
	begin string
}

// places are the zones of the simulation: clocks that move by an hour, by half of
// one and by two; at night, at midnight and over it; dates that are left out.
var places = []place{
	{"Europe/Rome", "2025-10-01"},
	{"America/New_York", "2025-10-01"},
	{"Pacific/Auckland", "2025-09-01"},
	{"Australia/Lord_Howe", "2025-09-01"},
	{"Asia/Kathmandu", "2025-10-01"},
	{"Africa/Casablanca", "2025-01-15"},
	{"Africa/Cairo", "2025-04-01"},
	{"America/Havana", "2025-10-01"},
	{"America/Nuuk", "2025-03-01"},
	{"America/St_Johns", "2005-10-01"},
	{"Pacific/Apia", "2011-06-01"},
	{"Antarctica/Troll", "2025-03-01"},
}

// planned is a schedule with what it means, written down a second time: which
// dates and which minutes of them, and how cron says it.
type planned struct {
	spec   schedule.Spec
	on     func(date time.Time) bool
	minute func(m int) bool
	again  bool
	cron   string
}

func daily(time.Time) bool { return true }

func minuteIs(want int) func(int) bool { return func(m int) bool { return m == want } }

var plans = []planned{
	{schedule.Spec{Every: "day", At: "02:30"}, daily, minuteIs(150), false, "30 2 * * *"},
	{schedule.Spec{Every: "day", At: "00:00"}, daily, minuteIs(0), false, "0 0 * * *"},
	{schedule.Spec{Every: "day", At: "23:30"}, daily, minuteIs(1410), false, "30 23 * * *"},
	{schedule.Spec{Every: "day"}, daily, minuteIs(480), false, "0 8 * * *"},
	{
		schedule.Spec{Every: "week", Weekdays: []string{"friday", "sunday"}, At: "02:15"},
		func(d time.Time) bool { return d.Weekday() == time.Friday || d.Weekday() == time.Sunday }, minuteIs(135), false, "15 2 * * fri,sun",
	},
	{
		schedule.Spec{Every: "month", Days: []int{-1, 15}, At: "01:30"},
		func(d time.Time) bool { return d.Day() == 15 || d.AddDate(0, 0, 1).Day() == 1 }, minuteIs(90), false, "30 1 15 * *",
	},
	{schedule.Spec{Every: "month", Days: []int{30}}, func(d time.Time) bool {
		return d.Day() == 30 || d.Month() == time.February && d.AddDate(0, 0, 1).Day() == 1
	}, minuteIs(480), false, "0 8 30 * *"},
	{schedule.Spec{Every: "hour", N: 6}, daily, func(m int) bool { return m%360 == 0 }, false, "0 */6 * * *"},
	{schedule.Spec{Cron: "*/20 1-3 * * *"}, daily, func(m int) bool { return m%20 == 0 && m >= 60 && m < 240 }, false, "*/20 1-3 * * *"},
	{schedule.Spec{Cron: "5 2 * * mon-fri"}, func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }, minuteIs(125), false, "5 2 * * mon-fri"},
	{schedule.Spec{Every: "hour"}, daily, func(m int) bool { return m%60 == 0 }, true, "0 * * * *"},
	{schedule.Spec{Every: "minute", N: 45}, daily, func(m int) bool { return m%45 == 0 }, true, "*/45 * * * *"},
}

// wall is what the clock of a place shows in every minute of a life, in minutes
// of the calendar, and the dates it has.
type wall struct {
	begin time.Time
	shown []int64
	dates map[int64]bool
}

func wallOf(t *testing.T, p place) wall {
	if w, known := walls[p.zone]; known {
		return w
	}
	z := zone(t, p.zone)
	begin := at(t, p.begin, z).Add(-60 * 24 * time.Hour).Truncate(time.Minute) // early enough for what came before
	w := wall{begin: begin, dates: map[int64]bool{}}
	for i := range int64((lived + 120*24*time.Hour) / time.Minute) {
		now := begin.Add(time.Duration(i) * time.Minute)
		_, offset := now.In(z).Zone()
		minute := (now.Unix() + int64(offset)) / 60
		w.shown = append(w.shown, minute)
		w.dates[minute/1440] = true
	}
	walls[p.zone] = w
	return w
}

// walls are those that were gone through, by zone.
var walls = map[string]wall{}

// oracle lists when a plan is due in a place, by going through all its minutes.
func (w wall) oracle(p planned) []time.Time {
	falls := func(date int64) bool {
		if !w.dates[date] {
			return false
		}
		for ; ; date-- {
			if p.on(time.Unix(date*86400, 0).UTC()) {
				return true
			}
			if w.dates[date-1] || !w.dates[date-2] { // of two dates that are left out there is no case
				return false
			}
		}
	}
	target := func(minute int64) bool { return p.minute(int(minute%1440)) && falls(minute/1440) }
	var due []time.Time
	most := w.shown[0]
	for i, shown := range w.shown[1:] {
		from := most
		if p.again {
			from = min(w.shown[i], shown-1)
		}
		for minute := from + 1; minute <= shown; minute++ {
			if target(minute) {
				due = append(due, w.begin.Add(time.Duration(i+1)*time.Minute))
				break
			}
		}
		most = max(most, shown)
	}
	return due
}

// phase is a time in which the program runs and the clock is off by skew.
type phase struct {
	begin, end time.Time // in truth
	skew       time.Duration
	restarted  bool
}

// lifeOf makes a life of sleep, restarts, and of a clock that is set back and
// forth by up to 26 hours.
func lifeOf(r *rand.Rand, begin time.Time, setBack bool) []phase {
	var life []phase
	upTo := func(d time.Duration) time.Duration { return time.Duration(r.Int64N(int64(d))) }
	skew, now, end := time.Duration(0), begin, begin.Add(lived)
	for now.Before(end) {
		p := phase{begin: now, skew: skew, restarted: len(life) > 0 && r.IntN(2) == 0}
		p.end = now.Add(time.Hour + upTo(60*time.Hour))
		life = append(life, p)
		now = p.end
		switch r.IntN(4) {
		case 0: // asleep, perhaps over days
			now = now.Add(upTo(5 * 24 * time.Hour))
		case 1: // asleep over night
			now = now.Add(upTo(10 * time.Hour))
		case 2: // a moment
			now = now.Add(upTo(2 * time.Minute))
		case 3: // the clock is set
			if setBack && skew == 0 {
				skew = -upTo(26 * time.Hour)
			} else {
				skew = 0
			}
		}
	}
	return life
}

// run is one evaluation: of which occurrence, and how many it stands for.
type run struct {
	of     int64 // Unix time of the occurrence
	missed int
}

// expected says what has to happen in a life: at each look the latest of what
// the clock has passed for the first time.
func expected(life []phase, due []time.Time) []run {
	var runs []run
	passed := life[0].begin
	look := func(now time.Time) {
		if !now.After(passed) {
			return
		}
		low, _ := slices.BinarySearchFunc(due, passed, func(a, b time.Time) int { return 2*a.Compare(b) - 1 })
		high, _ := slices.BinarySearchFunc(due, now, func(a, b time.Time) int { return 2*a.Compare(b) - 1 })
		if high > low {
			runs = append(runs, run{due[high-1].Unix(), high - low - 1})
		}
		passed = now
	}
	for _, p := range life {
		now, end := p.begin.Add(p.skew), p.end.Add(p.skew)
		look(now)
		for {
			from := now
			if passed.After(from) {
				from = passed
			}
			i, _ := slices.BinarySearchFunc(due, from, func(a, b time.Time) int { return 2*a.Compare(b) - 1 })
			if i == len(due) {
				break
			}
			now = polled(now, due[i])
			if now.After(end) {
				break
			}
			look(now)
		}
		if last := now.Add(end.Sub(now).Truncate(poll)); last.Before(end) || last.Equal(end) {
			look(last)
		}
	}
	return runs
}

// live carries a schedule through a life, as the program does: the mark is all
// that is kept over a restart.
func live(s schedule.Schedule, life []phase) (runs []run, late int) {
	mark, since := "", life[0].begin
	look := func(now time.Time) {
		if d, ok := s.Due(mark, since, now); ok {
			runs = append(runs, run{d.At.Unix(), d.Missed})
			if d.Late {
				late++
			}
			mark = d.Mark
		}
	}
	for _, p := range life {
		now, end := p.begin.Add(p.skew), p.end.Add(p.skew)
		for !now.After(end) {
			look(now)
			next := s.NextAt(mark, since, now)
			if next.IsZero() {
				break
			}
			now = polled(now, next)
		}
	}
	return runs, late
}

// naive does what schedulers do that keep nothing but the next time: robfig/cron.
func naive(t *testing.T, spec string, z *time.Location, life []phase) []time.Time {
	plan, err := cron.ParseStandard(spec)
	if err != nil {
		t.Fatal(err)
	}
	var runs []time.Time
	var next time.Time
	for _, p := range life {
		now, end := p.begin.Add(p.skew), p.end.Add(p.skew)
		if next.IsZero() || p.restarted {
			next = plan.Next(now.In(z))
		}
		for !now.After(end) {
			if !next.After(now) {
				runs = append(runs, now)
				next = plan.Next(now.In(z))
			}
			now = polled(now, next)
		}
	}
	return runs
}

// T21: 84 rules live 400 days in twelve zones, with sleep, restarts and a clock
// that is set back by up to 26 hours: nothing is lost, nothing happens twice.
// The control carries the same rules through the same lives with robfig/cron.
func TestNothingIsLostAndNothingHappensTwice(t *testing.T) {
	var evaluations, caughtUp, passedOver, naiveLost, naiveTwice int
	for i, p := range places {
		z := zone(t, p.zone)
		w := wallOf(t, p)
		for j := range 7 {
			plan := plans[(5*i+j)%len(plans)]
			name := fmt.Sprintf("%s %+v", p.zone, plan.spec)
			life := lifeOf(rand.New(rand.NewPCG(uint64(i), uint64(j))), at(t, p.begin, z), !plan.again)
			due := w.oracle(plan)
			spec := plan.spec
			spec.Zone = z
			got, late := live(made(t, spec), life)
			want := expected(life, due)
			if !slices.Equal(got, want) {
				report(t, name, z, got, want)
			}
			evaluations += len(got)
			caughtUp += late
			for _, r := range got {
				passedOver += r.missed
			}
			if p.zone == "America/Nuuk" || p.zone == "Pacific/Apia" {
				continue // where a date, or the end of one, is left out robfig/cron never returns
			}
			lost, twice := against(want, naive(t, plan.cron, z, life), due)
			if plan.cron != "30 1 15 * *" && !(plan.spec.Every == "minute") { // cron has no last day, and no 45 minutes through the day
				naiveLost, naiveTwice = naiveLost+lost, naiveTwice+twice
			}
		}
	}
	t.Logf("%d rules, %d evaluations, %d of them late, for %d more occurrences passed over asleep; 0 lost, 0 twice; robfig/cron: %d lost, %d twice",
		7*len(places), evaluations, caughtUp, passedOver, naiveLost, naiveTwice)
	if evaluations < 30_000 || caughtUp < 1_000 {
		t.Errorf("the lives are too quiet: %d evaluations, %d late", evaluations, caughtUp)
	}
	if naiveLost == 0 || naiveTwice == 0 {
		t.Errorf("the control: robfig/cron lost %d and did %d twice, so these lives show nothing", naiveLost, naiveTwice)
	}
}

// against counts the expected runs that a scheduler did not do, and those that
// it did more than once.
func against(want []run, runs []time.Time, due []time.Time) (lost, twice int) {
	times := map[int64]int{}
	for _, r := range runs {
		i, _ := slices.BinarySearchFunc(due, r, func(a, b time.Time) int { return 2*a.Compare(b) - 1 })
		if i > 0 {
			times[due[i-1].Unix()]++
		}
	}
	for _, r := range want {
		switch n := times[r.of]; {
		case n == 0:
			lost++
		case n > 1:
			twice++
		}
	}
	return lost, twice
}

func report(t *testing.T, name string, z *time.Location, got, want []run) {
	t.Helper()
	for k := range max(len(got), len(want)) {
		var g, w run
		if k < len(got) {
			g = got[k]
		}
		if k < len(want) {
			w = want[k]
		}
		if g != w {
			t.Errorf("%s: evaluation %d of %d, want %d: %s for %d more, want %s for %d more", name, k, len(got), len(want),
				time.Unix(g.of, 0).In(z), g.missed, time.Unix(w.of, 0).In(z), w.missed)
			return
		}
	}
}

// A clock that runs far ahead for a while silences a schedule for no longer than
// it was wrong and one period, and makes it fire twice too often at most. The
// control keeps its high-water mark whatever the clock says.
func TestAWrongClockSilencesForNoLongerThanItWasWrong(t *testing.T) {
	longest, extras, worst := time.Duration(0), 0, time.Duration(0)
	for i, p := range places {
		z := zone(t, p.zone)
		w := wallOf(t, p)
		for j := range 7 {
			plan := plans[(5*i+j)%len(plans)]
			spec := plan.spec
			spec.Zone = z
			s := made(t, spec)
			r := rand.New(rand.NewPCG(uint64(i), uint64(100+j)))
			begin := at(t, p.begin, z)
			due := w.oracle(plan)
			wrongFrom := begin.Add(100*24*time.Hour + time.Duration(r.Int64N(int64(24*time.Hour))))
			wrongFor := 10*time.Minute + time.Duration(r.Int64N(int64(3*time.Hour)))
			jump := time.Duration(r.Int64N(int64(400 * 24 * time.Hour)))
			life := []phase{
				{begin, wrongFrom, 0, false}, {wrongFrom, wrongFrom.Add(wrongFor), jump, false}, {wrongFrom.Add(wrongFor), begin.Add(lived), 0, false},
			}
			period := time.Duration(0)
			for k := 1; k < len(due); k++ {
				period = max(period, due[k].Sub(due[k-1]))
			}
			silence, fired := liveWithMark(s, life, s.Due)
			if bound := min(jump, max(period, 48*time.Hour)) + wrongFor + period + time.Minute; silence > bound {
				t.Errorf("%s %+v: silent for %s after %s ahead for %s, more than %s", p.zone, plan.spec, silence, jump, wrongFor, bound)
			}
			inTruth := 0
			for _, d := range due {
				if d.After(begin) && !d.After(begin.Add(lived)) {
					inTruth++
				}
			}
			meanwhile := int(wrongFor/max(time.Minute, shortest(due))) + 1
			if fired > inTruth+2+meanwhile {
				t.Errorf("%s %+v: fired %d times, %d too often", p.zone, plan.spec, fired, fired-inTruth)
			}
			longest, extras = max(longest, silence-period), max(extras, fired-inTruth)
			stubborn, _ := liveWithMark(s, life, highWater(s))
			worst = max(worst, stubborn-period)
		}
	}
	t.Logf("longest silence beyond a period: %s, %d times too often at most; a plain high-water mark is silent for %s", longest, extras, worst)
	if worst < 200*24*time.Hour {
		t.Errorf("the control is silent for %s only", worst)
	}
}

func shortest(due []time.Time) time.Duration {
	least := 400 * 24 * time.Hour
	for k := 1; k < len(due); k++ {
		least = min(least, due[k].Sub(due[k-1]))
	}
	return least
}

// highWater is a scheduler that does nothing before the latest it has done.
func highWater(s schedule.Schedule) func(string, time.Time, time.Time) (schedule.Due, bool) {
	var done time.Time
	return func(mark string, since, now time.Time) (schedule.Due, bool) {
		last, ok := s.Last(now)
		if !ok || !last.At.After(since) || !last.At.After(done) {
			return schedule.Due{}, false
		}
		done = last.At
		return schedule.Due{At: last.At}, true
	}
}

// liveWithMark goes through a life and returns the longest time in truth between
// two evaluations, and how many there were.
func liveWithMark(s schedule.Schedule, life []phase, due func(mark string, since, now time.Time) (schedule.Due, bool)) (silence time.Duration, fired int) {
	mark, since := "", life[0].begin
	before := life[0].begin
	for _, p := range life {
		for now := p.begin; !now.After(p.end); {
			if d, ok := due(mark, since, now.Add(p.skew)); ok {
				mark = d.Mark
				fired++
				silence, before = max(silence, now.Sub(before)), now
			}
			next, ok := s.Next(now.Add(p.skew))
			if !ok {
				break
			}
			now = polled(now, next.At.Add(-p.skew))
		}
	}
	return max(silence, life[len(life)-1].end.Sub(before)), fired
}
