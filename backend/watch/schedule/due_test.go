package schedule_test

import (
	"testing"
	"time"

	"headroom/backend/watch/schedule"
)

// day is the schedule most people have.
func day(t *testing.T, zoneName string) schedule.Schedule {
	return made(t, schedule.Spec{Every: "day", Zone: zone(t, zoneName)})
}

func TestDueIsTheLatestThatWasNotCarriedOut(t *testing.T) {
	rome := zone(t, "Europe/Rome")
	quarter := made(t, schedule.Spec{Every: "minute", N: 15, Zone: rome})
	week := made(t, schedule.Spec{Every: "week", Zone: rome})
	for _, c := range []struct {
		name        string
		plan        schedule.Schedule
		mark, since string
		now         string
		want        schedule.Due // Mark "" where nothing is due
	}{
		{"nothing before it became active", day(t, "Europe/Rome"), "", "2026-11-20 09:00", "2026-11-20 12:00", schedule.Due{}},
		{"in time", day(t, "Europe/Rome"), "2026-11-19T08:00", "2026-11-01 09:00", "2026-11-20 08:00", schedule.Due{Mark: "2026-11-20T08:00"}},
		{"the first", day(t, "Europe/Rome"), "", "2026-11-19 09:00", "2026-11-20 08:01", schedule.Due{Mark: "2026-11-20T08:00"}},
		{"done", day(t, "Europe/Rome"), "2026-11-20T08:00", "2026-11-01 09:00", "2026-11-20 23:59", schedule.Due{}},
		{"closed over it", day(t, "Europe/Rome"), "2026-11-19T08:00", "2026-11-01 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true}},
		{"closed for days: once, not for each", day(t, "Europe/Rome"), "2026-11-15T08:00", "2026-11-01 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true, Missed: 4}},
		{"paused over it: not made up for", day(t, "Europe/Rome"), "2026-11-15T08:00", "2026-11-20 09:00", "2026-11-20 10:30", schedule.Due{}},
		{"its first, missed since it became active", day(t, "Europe/Rome"), "", "2026-11-17 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true, Missed: 2}},
		{"the clock was set back by 26 hours", day(t, "Europe/Rome"), "2026-11-20T08:00", "2026-11-01 09:00", "2026-11-19 06:05", schedule.Due{}},
		{"and has come back to where it was", day(t, "Europe/Rome"), "2026-11-20T08:00", "2026-11-01 09:00", "2026-11-20 08:05", schedule.Due{}},
		{"the clock had been far ahead", day(t, "Europe/Rome"), "2027-12-24T08:00", "2026-11-01 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true, Corrected: true}},
		{"it became active by a clock far ahead", day(t, "Europe/Rome"), "", "2027-12-24 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true, Corrected: true}},
		{"the same, once that was noticed", day(t, "Europe/Rome"), "2026-11-20T08:00", "2027-12-24 09:00", "2026-11-20 10:31", schedule.Due{}},
		{"a week ahead is no wrong clock for what is weekly", week, "2026-11-23T08:00", "2026-11-01 09:00", "2026-11-20 10:30", schedule.Due{}},
		{"three weeks are", week, "2026-12-07T08:00", "2026-11-01 09:00", "2026-11-20 10:30", schedule.Due{Mark: "2026-11-16T08:00", Late: true, Corrected: true}},
		{"travelled west, the date was done", day(t, "America/New_York"), "2026-11-20T08:00", "2026-11-01 09:00", "2026-11-20 19:30", schedule.Due{}},
		{"travelled east", day(t, "Asia/Tokyo"), "2026-11-19T08:00", "2026-11-01 09:00", "2026-11-20 00:30", schedule.Due{Mark: "2026-11-20T08:00", Late: true}},
		{"within the hour marks go by the time of the world", quarter, "2026-11-20T09:15Z", "2026-11-01 09:00", "2026-11-20 10:31", schedule.Due{Mark: "2026-11-20T09:30Z"}},
		{"and one ahead of the clock was that of a wrong one", quarter, "2026-11-20T10:15Z", "2026-11-01 09:00", "2026-11-20 10:31", schedule.Due{Mark: "2026-11-20T09:30Z", Corrected: true}},
		{"a mark of another kind of schedule counts for nothing", quarter, "2026-11-20T10:30", "2026-11-20 10:20", "2026-11-20 10:31", schedule.Due{Mark: "2026-11-20T09:30Z"}},
		{"nor does what is no mark", day(t, "Europe/Rome"), "yesterday", "2026-11-19 09:00", "2026-11-20 08:01", schedule.Due{Mark: "2026-11-20T08:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			since, now := at(t, c.since, rome), at(t, c.now, rome)
			got, due := c.plan.Due(c.mark, since, now)
			if due != (c.want.Mark != "") {
				t.Fatalf("due is %v: %+v", due, got)
			}
			if due {
				c.want.Before, c.want.At = c.mark, got.At
				if got.At.After(now) {
					t.Errorf("due at %s, which is to come", got.At)
				}
			}
			if got != c.want {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestNextAtIsNowForWhatIsOverdue(t *testing.T) {
	rome := zone(t, "Europe/Rome")
	plan := day(t, "Europe/Rome")
	over := made(t, schedule.Spec{Every: "day", Until: "2026-11-20", Zone: rome})
	now := at(t, "2026-11-20 10:30", rome)
	for _, c := range []struct {
		name, mark, want string
		plan             schedule.Schedule
	}{
		{"overdue", "2026-11-19T08:00", "2026-11-20 10:30", plan},
		{"done", "2026-11-20T08:00", "2026-11-21 08:00", plan},
		{"done already, the clock was set back", "2026-11-21T08:00", "2026-11-22 08:00", plan},
		{"over", "2026-11-20T08:00", "", over},
	} {
		got := c.plan.NextAt(c.mark, at(t, "2026-11-01", rome), now)
		want := time.Time{}
		if c.want != "" {
			want = at(t, c.want, rome)
		}
		if !got.Equal(want) {
			t.Errorf("%s: %s, want %s", c.name, got, want)
		}
	}
}
