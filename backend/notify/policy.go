package notify

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// Settings are those of the person, by name.
type Settings map[string]string

// yes reports whether a setting is on.
func (s Settings) yes(name string) bool { return s[name] == "yes" }

// List returns the parts of a setting that are separated by commas.
func (s Settings) List(name string) []string {
	return strings.FieldsFunc(s[name], func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
}

// Webhook is an address that is told of notifications.
type Webhook struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Webhooks returns those the person set up.
func (s Settings) Webhooks() ([]Webhook, error) {
	var all []Webhook
	if s["webhooks"] == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(s["webhooks"]), &all); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The list of webhooks cannot be read.").WithHint("Set them up again in the settings.")
	}
	return all, nil
}

func (s Settings) webhook(destination string) (Webhook, error) {
	name, ok := strings.CutPrefix(destination, WebhookSecret)
	if !ok {
		return Webhook{}, fault.New(fault.NotFound, "There is no destination %q.", destination)
	}
	all, err := s.Webhooks()
	if err != nil {
		return Webhook{}, err
	}
	for _, w := range all {
		if w.Name == name {
			return w, nil
		}
	}
	return Webhook{}, fault.New(fault.NotFound, "There is no webhook named %s.", name).WithHint("Set it up in the settings.")
}

// Webhook returns the one that a destination names: "webhook:ops".
func (s Settings) Webhook(d watch.Destination) (Webhook, error) { return s.webhook(string(d)) }

// Clock is a time of the day in minutes after midnight.
type Clock int

// ParseClock reads "08:30".
func ParseClock(s string) (Clock, bool) {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) != 2 || len(m) != 2 {
		return 0, false
	}
	hours, err := strconv.ParseUint(h, 10, 8)
	if err != nil || hours > 23 {
		return 0, false
	}
	minutes, err := strconv.ParseUint(m, 10, 8)
	if err != nil || minutes > 59 {
		return 0, false
	}
	return Clock(hours*60 + minutes), true
}

// Policy says when the person may be told, and how.
type Policy struct {
	Zone           *time.Location
	Desktop        bool // may show anything
	Names          bool // may stand on the screen
	QuietFrom      Clock
	QuietUntil     Clock // both equal: no quiet hours
	Weekends       bool  // are quiet
	Holiday        func(portfolio.Day) bool
	CriticalPasses bool
	Budget         int // messages the desktop shows in a week, 0 for no bound
	WeekStart      time.Weekday
	DigestAt       Clock
	DigestOn       func(time.Weekday) bool
	DigestBy       watch.Destination // desktop or mail
}

// Place is where the person is, for whom a policy is made.
type Place struct {
	Zone *time.Location
	// Holiday reports whether a day is one in a country, "IT". Nil knows none.
	Holiday func(country string, day portfolio.Day) bool
}

// PolicyOf returns the policy that the settings describe. A value that no
// setting can have is taken for the quietest default.
func PolicyOf(s Settings, at Place) Policy {
	p := Policy{
		Zone: at.Zone, Desktop: s["notify_desktop"] != "no", Names: s["notify_names"] != "no",
		Weekends: s.yes("quiet_weekends"), CriticalPasses: s.yes("quiet_critical"),
		WeekStart: weekday(s["week_start"]), DigestOn: digestDays(s["digest_days"]), DigestBy: watch.ToDesktop,
		Holiday: holidays(s.List("quiet_holidays"), at.Holiday),
	}
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	if s["digest_by"] == string(watch.ToMail) {
		p.DigestBy = watch.ToMail
	}
	from, starts := ParseClock(s["quiet_from"])
	until, ends := ParseClock(s["quiet_until"])
	if starts && ends {
		p.QuietFrom, p.QuietUntil = from, until
	}
	p.DigestAt = 8 * 60
	if c, ok := ParseClock(s["digest_time"]); ok {
		p.DigestAt = c
	}
	if n, err := strconv.Atoi(s["weekly_budget"]); err == nil {
		p.Budget = max(n, 0)
	}
	return p
}

func holidays(countries []string, is func(string, portfolio.Day) bool) func(portfolio.Day) bool {
	return func(day portfolio.Day) bool {
		for _, c := range countries {
			if is != nil && is(c, day) {
				return true
			}
		}
		return false
	}
}

func weekday(name string) time.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), name) {
			return d
		}
	}
	return time.Monday
}

func digestDays(kind string) func(time.Weekday) bool {
	switch kind {
	case "weekdays":
		return func(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday }
	case "monday":
		return func(d time.Weekday) bool { return d == time.Monday }
	default:
		return func(time.Weekday) bool { return true }
	}
}

// farthest bounds how far ahead the end of a quiet time is looked for, in steps
// of a day or less: who has made every day quiet is told nothing.
const farthest = 800

// Quiet returns when the quiet time around t ends, and why it is quiet; zero
// where it is not.
func (p Policy) Quiet(t time.Time) (until time.Time, reason Reason) {
	t = t.In(p.Zone)
	for range farthest {
		next, why := p.quietStep(t)
		if why == "" {
			break
		}
		if reason == "" {
			reason = why
		}
		t = next
	}
	if reason == "" {
		return time.Time{}, ""
	}
	return t, reason
}

// quietStep returns the first moment at which what makes t quiet is over.
func (p Policy) quietStep(t time.Time) (time.Time, Reason) {
	day := p.at(t, 1, 0)
	switch {
	case p.Weekends && (t.Weekday() == time.Saturday || t.Weekday() == time.Sunday):
		return day, Weekend
	case p.Holiday != nil && p.Holiday(portfolio.DayIn(t)):
		return day, Holiday
	case p.QuietFrom == p.QuietUntil:
		return t, ""
	}
	from, until := p.at(t, 0, p.QuietFrom), p.at(t, 0, p.QuietUntil)
	overnight := p.QuietFrom > p.QuietUntil
	switch {
	case !overnight && !t.Before(from) && t.Before(until), overnight && t.Before(until):
		return until, QuietHours
	case overnight && !t.Before(from):
		return p.at(t, 1, p.QuietUntil), QuietHours
	default:
		return t, ""
	}
}

// at returns a time of the day so many days after that of t. It is later than
// t's day by the calendar, whatever clocks do meanwhile.
func (p Policy) at(t time.Time, days int, c Clock) time.Time {
	t = t.In(p.Zone)
	return time.Date(t.Year(), t.Month(), t.Day()+days, int(c)/60, int(c)%60, 0, 0, p.Zone)
}

// NextDigest returns when the first digest after t is due.
func (p Policy) NextDigest(t time.Time) time.Time {
	for days := range farthest {
		next := p.at(t, days, p.DigestAt)
		if !next.After(t) || p.DigestOn != nil && !p.DigestOn(next.Weekday()) {
			continue
		}
		return p.outOfQuiet(next)
	}
	return t
}

// outOfQuiet is a digest's time, or where that is quiet, the next one of a day
// that is not, at the end of the quiet time where that is later.
func (p Policy) outOfQuiet(digest time.Time) time.Time {
	until, _ := p.Quiet(digest)
	if until.IsZero() {
		return digest
	}
	if next := p.at(until, 0, p.DigestAt); next.After(until) {
		if again, _ := p.Quiet(next); again.IsZero() {
			return next
		}
	}
	return until
}

// WeekOf returns when the person's week around t began.
func (p Policy) WeekOf(t time.Time) time.Time {
	t = t.In(p.Zone)
	return p.at(t, -int((t.Weekday()-p.WeekStart+7)%7), 0)
}
