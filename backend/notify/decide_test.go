package notify

import (
	"testing"
	"time"

	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

func rome(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// the settings of a person who wants quiet evenings, weekends and holidays.
var quietPerson = Settings{
	"quiet_from": "18:00", "quiet_until": "08:00", "quiet_weekends": "yes", "quiet_holidays": "IT",
	"weekly_budget": "5", "digest_time": "08:30", "digest_days": "daily",
}

// immacolata is a Tuesday in 2026 on which Italy is at home; MON is at home on a Monday.
func immacolata(country string, day portfolio.Day) bool {
	return country == "IT" && day == portfolio.DayOf(2026, 12, 8) || country == "MON" && day == portfolio.DayOf(2026, 11, 23)
}

func TestDecide(t *testing.T) {
	zone := rome(t)
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	const desk, digest, mail, hook = watch.ToDesktop, watch.ToDigest, watch.ToMail, watch.Destination("webhook:ops")
	tests := []struct {
		name     string
		change   Settings
		to       watch.Destination
		severity watch.Severity
		shown    int
		now      string
		want     Reason
		until    string
		into     watch.Destination
	}{
		{"in working hours", nil, desk, watch.Warning, 0, "2026-11-19 10:00", Plain, "", desk},
		{"the last minute before quiet hours", nil, desk, watch.Warning, 0, "2026-11-19 17:59", Plain, "", desk},
		{"their first", nil, desk, watch.Warning, 0, "2026-11-19 18:00", QuietHours, "2026-11-20 08:30", digest},
		{"past midnight", nil, desk, watch.Warning, 0, "2026-11-20 00:30", QuietHours, "2026-11-20 08:30", digest},
		{"they are over", nil, desk, watch.Warning, 0, "2026-11-20 08:00", Plain, "", desk},
		{"Friday evening waits for Monday", nil, desk, watch.Warning, 0, "2026-11-20 19:00", QuietHours, "2026-11-23 08:30", digest},
		{"Saturday waits for Monday", nil, desk, watch.Notable, 0, "2026-11-21 11:00", Weekend, "2026-11-23 08:30", digest},
		{"a holiday waits for the day after", nil, desk, watch.Notable, 0, "2026-12-08 11:00", Holiday, "2026-12-09 08:30", digest},
		{"what is critical comes when it is quiet no more", nil, desk, watch.Critical, 0, "2026-11-21 11:00", Weekend, "2026-11-23 08:00", desk},
		{"or passes where it may", Settings{"quiet_critical": "yes"}, desk, watch.Critical, 0, "2026-11-21 11:00", Urgent, "", desk},
		{"quiet hours inside a day", Settings{"quiet_from": "12:00", "quiet_until": "14:00"}, desk, watch.Critical, 0, "2026-11-19 13:00", QuietHours, "2026-11-19 14:00", desk},
		{"no quiet hours", Settings{"quiet_from": "", "quiet_until": ""}, desk, watch.Warning, 0, "2026-11-19 23:00", Plain, "", desk},
		{"four of five were shown", nil, desk, watch.Warning, 4, "2026-11-19 10:00", Plain, "", desk},
		{"all five", nil, desk, watch.Warning, 5, "2026-11-19 10:00", OverBudget, "2026-11-20 08:30", digest},
		{"what is critical has no budget", nil, desk, watch.Critical, 9, "2026-11-19 10:00", Plain, "", desk},
		{"the last of Friday", nil, desk, watch.Warning, 5, "2026-11-20 10:00", OverBudget, "2026-11-23 08:30", digest},
		{"a digest on Mondays only", Settings{"digest_days": "monday"}, desk, watch.Warning, 5, "2026-11-24 10:00", OverBudget, "2026-11-30 08:30", digest},
		{"a Monday at home moves the digest of Mondays", Settings{"digest_days": "monday", "quiet_holidays": "MON"}, desk, watch.Warning, 5, "2026-11-20 10:00", OverBudget, "2026-11-24 08:30", digest},
		{"a digest before the quiet hours end", Settings{"digest_time": "07:00"}, desk, watch.Warning, 5, "2026-11-18 10:00", OverBudget, "2026-11-19 08:00", digest},
		{"a digest waits for its time", nil, digest, watch.Warning, 0, "2026-11-19 08:15", DigestTime, "2026-11-19 08:30", digest},
		{"and comes then", nil, digest, watch.Warning, 0, "2026-11-19 08:30", Plain, "", digest},
		{"late where nobody was there", nil, digest, watch.Warning, 0, "2026-11-19 15:00", Plain, "", digest},
		{"but not at night", nil, digest, watch.Warning, 0, "2026-11-19 22:00", QuietHours, "2026-11-20 08:00", digest},
		{"mail waits as mail", nil, mail, watch.Warning, 9, "2026-11-21 11:00", Weekend, "2026-11-23 08:00", mail},
		{"mail has no budget", nil, mail, watch.Warning, 9, "2026-11-19 11:00", Plain, "", mail},
		{"a program is told at night", nil, hook, watch.Warning, 9, "2026-11-21 03:00", Plain, "", hook},
		{"so is a folder", nil, watch.ToDraft, watch.Warning, 9, "2026-11-21 03:00", Plain, "", watch.ToDraft},
		{"nothing on the screen", Settings{"notify_desktop": "no"}, desk, watch.Critical, 0, "2026-11-19 10:00", Off, "", desk},
		{"nor a digest there", Settings{"notify_desktop": "no"}, digest, watch.Warning, 0, "2026-11-19 10:00", Off, "", digest},
		{"a digest by mail is no screen", Settings{"notify_desktop": "no", "digest_by": "mail"}, digest, watch.Warning, 0, "2026-11-19 10:00", Plain, "", digest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Settings{}
			for k, v := range quietPerson {
				s[k] = v
			}
			for k, v := range tt.change {
				s[k] = v
			}
			p := PolicyOf(s, Place{zone, immacolata})
			got := p.Decide(Pending{Note: Note{Severity: tt.severity}, Destination: tt.to, Queued: at("2026-11-18 12:00")}, tt.shown, at(tt.now))
			want := Decision{Reason: tt.want, Into: tt.into}
			if tt.until != "" {
				want.Until = at(tt.until)
			}
			if got.Reason != want.Reason || !got.Until.Equal(want.Until) || got.Into != want.Into {
				t.Errorf("got %s until %s into %s, want %s until %s into %s", got.Reason, got.Until, got.Into, want.Reason, want.Until, want.Into)
			}
		})
	}
}

// Whatever is held back is told once it is due: a chain of decisions ends.
func TestWhatIsHeldBackIsToldInTheEnd(t *testing.T) {
	zone := rome(t)
	p := PolicyOf(quietPerson, Place{zone, immacolata})
	begin := time.Date(2026, 10, 20, 0, 0, 0, 0, zone) // over the change of clocks
	for hour := range 24 * 60 {
		queued := begin.Add(time.Duration(hour) * time.Hour)
		for _, severity := range []watch.Severity{watch.Critical, watch.Warning} {
			w, now := Pending{Note: Note{Severity: severity}, Destination: watch.ToDesktop, Queued: queued}, queued
			for step := 0; ; step++ {
				d := p.Decide(w, 5, now)
				if d.Now() {
					break
				}
				if step == 3 || !d.Until.After(now) || d.Until.Sub(now) > 5*24*time.Hour {
					t.Fatalf("queued %s, at %s: %+v", queued, now, d)
				}
				w.Destination, w.NotBefore, now = d.Into, d.Until, d.Until
			}
			if until, why := p.Quiet(now); !until.IsZero() {
				t.Fatalf("queued %s, told at %s, which is quiet: %s", queued, now, why)
			}
		}
	}
}

func TestEveryDayQuietIsNoEndlessLoop(t *testing.T) {
	p := PolicyOf(Settings{"quiet_holidays": "XX"}, Place{time.UTC, func(string, portfolio.Day) bool { return true }})
	if d := p.Decide(Pending{Destination: watch.ToDesktop}, 0, now); d.Reason != Holiday || !d.Until.After(now) {
		t.Errorf("decision %+v", d)
	}
}

func TestTheWeekBeginsWhereThePersonSaysSo(t *testing.T) {
	for start, want := range map[string]string{"monday": "2026-11-16", "sunday": "2026-11-15", "friday": "2026-11-20", "saturday": "2026-11-14", "": "2026-11-16"} {
		p := PolicyOf(Settings{"week_start": start}, Place{Zone: rome(t)})
		if got := p.WeekOf(now).Format(time.DateOnly); got != want {
			t.Errorf("%s: the week of Friday 20 Nov began on %s, want %s", start, got, want)
		}
	}
}

func TestBackOff(t *testing.T) {
	for attempts, want := range map[int]time.Duration{1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 6: 32 * time.Minute, 7: time.Hour, 1000: time.Hour} {
		if got := BackOff(attempts); got != want {
			t.Errorf("after %d attempts: %s, want %s", attempts, got, want)
		}
	}
}
