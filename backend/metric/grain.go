package metric

import (
	"slices"
	"strings"

	"headroom/backend/fault"
)

// Units lists the units of relative dates, which are the periods of the
// calendar.
var Units = []string{"day", "week", "month", "quarter", "year"}

// Grains lists the periods that go along the calendar; those shorter than a
// day split times only.
var Grains = append(slices.Clone(Units), "hour", "minute", "second")

// Cycle is a grain whose periods come again: every year has a March. Its values
// are the numbers from First to Last.
type Cycle struct {
	Name        string
	First, Last int
	OfTime      bool // goes on within a day: of times only
}

// Cycles lists them. Quarters are those of the fiscal year; the first week of a
// year is the first that has four of its days (with weeks from Monday the one
// of ISO 8601); days of the week count from Monday, 1, to Sunday, 7, whatever
// day the person's weeks begin on.
var Cycles = []Cycle{
	{Name: "quarter_of_year", First: 1, Last: 4},
	{Name: "month_of_year", First: 1, Last: 12},
	{Name: "week_of_year", First: 1, Last: 53},
	{Name: "day_of_year", First: 1, Last: 366},
	{Name: "day_of_month", First: 1, Last: 31},
	{Name: "day_of_week", First: 1, Last: 7},
	{Name: "hour_of_day", First: 0, Last: 23, OfTime: true},
	{Name: "minute_of_hour", First: 0, Last: 59, OfTime: true},
	{Name: "second_of_minute", First: 0, Last: 59, OfTime: true},
}

// CycleOf returns the cycle called name.
func CycleOf(name string) (Cycle, bool) {
	return find(Cycles, func(c Cycle) bool { return c.Name == name })
}

// GrainsOf returns the grains of a dimension of kind k, none for what is
// neither a date nor a time.
func GrainsOf(k Kind) []string {
	if k != Date && k != Time {
		return nil
	}
	out := slices.Clone(Grains)
	if k == Date {
		out = slices.Clone(Units)
	}
	for _, c := range Cycles {
		if !c.OfTime || k == Time {
			out = append(out, c.Name)
		}
	}
	return out
}

// checkGrain checks that a dimension has a grain.
func checkGrain(path, grain string, d Dimension) error {
	if grain == "" {
		return nil
	}
	grains := GrainsOf(d.Kind)
	if grains == nil {
		return fault.At(path, "%s is not a date and has no grain.", d.Name)
	}
	if !slices.Contains(grains, grain) {
		return fault.At(path, "%s has no grain %q.", d.Name, grain).WithHint("Use one of " + strings.Join(grains, ", ") + ".")
	}
	return nil
}
