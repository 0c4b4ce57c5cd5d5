package watch

import (
	"math/rand/v2"
	"slices"
	"testing"

	"headroom/backend/portfolio"
)

// TestTheNameOfAnInstanceTellsWhatItIsAbout: what is made of the values of Per is
// read back, whatever names hold.
func TestTheNameOfAnInstanceTellsWhatItIsAbout(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	signs := []rune(`ab|\-:@é# `)
	name := func() string {
		out := make([]rune, dice.IntN(8))
		for i := range out {
			out[i] = signs[dice.IntN(len(signs))]
		}
		return string(out)
	}
	for range 5000 {
		r := Rule{Per: []string{perAccount, perProduct, "country"}[:1+dice.IntN(3)], Condition: Condition{Kind: Threshold}}
		var values []any
		var want []string
		for range r.Per {
			if dice.IntN(5) == 0 {
				values, want = append(values, nil), append(want, "missing")
				continue
			}
			v := name()
			values, want = append(values, v), append(want, "="+v)
		}
		instance := naming{r}.name(values)
		read, ok := naming{r}.values(instance)
		var got []string
		for _, v := range read {
			if v == nil {
				got = append(got, "missing")
			} else {
				got = append(got, "="+*v)
			}
		}
		if !ok || !slices.Equal(got, want) {
			t.Fatalf("%q of %q is read as %q", instance, want, got)
		}
	}
	line := Rule{Per: []string{perEntitlement}, Condition: Condition{Kind: EndsIn}}
	read, ok := naming{line}.values("entitlement_key:ms:1@2026-12-31")
	if !ok || *read[0] != "ms:1" {
		t.Errorf("a line is read as %v", read)
	}
	if _, ok := (naming{line}).values("nothing"); ok {
		t.Error("any text is a name")
	}
}

// TestTheWeeksOfARehearsal: a week counts what is told in it, those of a filter
// apart, and is silent only in a hole longer than is usual.
func TestTheWeeksOfARehearsal(t *testing.T) {
	first := portfolio.DayOf(2026, 3, 4) // a Wednesday
	var facts []portfolio.Day
	for day := first - 28; day <= first+100; day += 7 {
		if day < first+30 || day > first+60 {
			facts = append(facts, day)
		}
	}
	h := History{From: first, To: first + 100, Facts: facts}
	weeks := h.weeks([]Rehearsed{{Day: first.String()}, {Day: (first + 4).String(), Filtered: true}, {Day: (first + 5).String()}})
	if weeks[0] != (Week{Start: "2026-03-02", Count: 1, Filtered: 1}) || weeks[1].Count != 1 || len(weeks) != 15 {
		t.Errorf("%d weeks: %+v", len(weeks), weeks[:2])
	}
	var silent []string
	for _, w := range weeks {
		if w.Silent {
			silent = append(silent, w.Start)
		}
	}
	if !slices.Equal(silent, []string{"2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27"}) {
		t.Errorf("silent are %v", silent)
	}
}

// TestMomentsOfASchedule: a day is gone through as often as the schedule is due,
// but no more often than a condition must hold.
func TestMomentsOfASchedule(t *testing.T) {
	hourly := History{From: 100, To: 102, Occurs: func(day portfolio.Day) int { return map[portfolio.Day]int{100: 24, 102: 1}[day] }}
	if n := len(hourly.moments(3)); n != 4 {
		t.Errorf("%d moments", n)
	}
	daily := History{From: 100, To: 104, Facts: []portfolio.Day{98, 102}}
	var marks []int64
	for _, m := range daily.moments(1) {
		marks = append(marks, m.mark)
	}
	if !slices.Equal(marks, []int64{1, 1, 2, 2, 2}) {
		t.Errorf("marks %v", marks)
	}
}
