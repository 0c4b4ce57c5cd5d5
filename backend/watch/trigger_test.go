package watch

import (
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func TestATriggerIsAnEventOrASchedule(t *testing.T) {
	for _, fine := range []Trigger{
		{},
		{On: "import"},
		{On: "import", Dataset: metric.Usage},
		{On: "added", Dataset: metric.Entitlements},
		{On: "updated", Dataset: metric.Support},
		{Every: "minute", N: 15},
		{Every: "hour", N: 6},
		{Every: "day"},
		{Every: "day", At: "07:30", Zone: "Asia/Kathmandu", From: "2026-12-01", Until: "2027-03-31"},
		{Every: "week", N: 2, Weekdays: []string{"monday", "friday"}},
		{Every: "month", Days: []int{1, 15, -1}},
		{Cron: "*/20 8-18 * * mon-fri", Zone: "Europe/Rome"},
	} {
		if err := fine.Validate(); err != nil {
			t.Errorf("%+v: %v", fine, err)
		}
	}
	for _, c := range []struct {
		field   string
		trigger Trigger
	}{
		{"trigger.on", Trigger{On: "removed"}},
		{"trigger.on", Trigger{On: "import", Every: "day"}},
		{"trigger.dataset", Trigger{On: "added"}},
		{"trigger.dataset", Trigger{On: "updated", Dataset: metric.Health}},
		{"trigger.dataset", Trigger{On: "import", Dataset: "nowhere"}},
		{"trigger.dataset", Trigger{Every: "day", Dataset: metric.Usage}},
		{"trigger.at", Trigger{At: "08:00"}},
		{"trigger.n", Trigger{On: "import", N: 3}},
		{"trigger.zone", Trigger{On: "import", Zone: "Europe/Rome"}},
		{"trigger.until", Trigger{Until: "2026-12-31"}},
		{"trigger.zone", Trigger{Every: "day", Zone: "Europe/Roma"}},
		{"trigger.zone", Trigger{Every: "day", Zone: "Local"}},
		{"trigger.every", Trigger{Every: "day", Cron: "0 8 * * *"}},
		{"trigger.cron", Trigger{Cron: "@daily"}},
		{"trigger.weekdays", Trigger{Every: "week", Weekdays: []string{"Montag"}}},
	} {
		f := fault.Of(c.trigger.Validate())
		if f == nil || f.Code != fault.Invalid || f.Field != c.field || f.Hint == "" {
			t.Errorf("%+v: %+v, want a fault of %s with a hint", c.trigger, f, c.field)
		}
	}
}

func TestARuleIsDueByItsTrigger(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	today := portfolio.DayIn(now)
	judged := func(day portfolio.Day, generation int64) Stored {
		return Stored{EvaluatedDay: day, EvaluatedGeneration: generation}
	}
	scheduled := func(mark, zone string) Stored {
		return Stored{Rule: Rule{Trigger: Trigger{Every: "day", At: "09:00", Zone: zone}}, Mark: mark, Since: now.AddDate(0, 0, -7), EvaluatedDay: today, EvaluatedGeneration: 3}
	}
	for name, c := range map[string]struct {
		rule Stored
		due  bool
		mark string
		next time.Time
	}{
		"never judged":                      {judged(portfolio.NoDay, 0), true, "", time.Time{}},
		"judged today, by the same facts":   {judged(today, 7), false, "", time.Time{}},
		"judged yesterday":                  {judged(today-1, 7), true, "", time.Time{}},
		"judged by other facts":             {judged(today, 6), true, "", time.Time{}},
		"scheduled, overdue":                {scheduled("2026-11-19T09:00", ""), true, "2026-11-20T09:00", now},
		"scheduled, done; new facts":        {scheduled("2026-11-20T09:00", ""), false, "", now.Add(23*time.Hour + 30*time.Minute)},
		"scheduled, in a zone of its own":   {scheduled("2026-11-20T09:00", "America/New_York"), false, "", time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)},
		"a schedule that can't be read":     {Stored{Rule: Rule{Trigger: Trigger{Cron: "x"}}}, false, "", time.Time{}},
		"scheduled, its zone is far ahead":  {scheduled("2026-11-20T09:00", "Asia/Tokyo"), false, "", time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)},
		"scheduled, missed for three times": {scheduled("2026-11-16T09:00", ""), true, "2026-11-20T09:00", now},
	} {
		due, is := c.rule.Due(now, nil, 7)
		if is != c.due || (due != nil) != (c.mark != "") || due != nil && due.Mark != c.mark {
			t.Errorf("%s: %v, %+v", name, is, due)
		}
		if next := c.rule.NextAt(now, nil); !next.Equal(c.next) {
			t.Errorf("%s: next at %s, want %s", name, next, c.next)
		}
	}
}
