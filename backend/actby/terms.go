package actby

import (
	"strings"
	"sync"
	"sync/atomic"

	"headroom/backend/fault"
	"headroom/backend/workday"
)

// OfAccount is the calendar of the account's country.
const OfAccount = "account"

// Terms are what was agreed about the end of entitlements. The zero Terms are
// none: the last day to act is the one a source tells, else the last day.
type Terms struct {
	Notice Period // before the end, of what renews by itself or does not say
	Order  Period // before the end, of what does not: how long a new order takes
	Window Period // after the start, within which a term can be cancelled
	// ToldWindow says that the day a source tells is the end of that window and
	// not one before the end of the term.
	ToldWindow bool
	// Calendar is an ISO code of a country, "weekdays" or "account"; "" where any
	// day will do.
	Calendar string
}

// String writes t as Parse reads it.
func (t Terms) String() string {
	var parts []string
	add := func(word, value string) {
		if value != "" {
			parts = append(parts, word+" "+value)
		}
	}
	add("notice", t.Notice.String())
	add("order", t.Order.String())
	add("window", t.Window.String())
	if t.ToldWindow {
		add("told", "window")
	}
	add("calendar", t.Calendar)
	return strings.Join(parts, ", ")
}

// Parse reads terms: parts separated by commas, each a word and its value, such
// as "notice 3 months, calendar DE".
func Parse(s string) (Terms, error) {
	var t Terms
	seen := map[string]bool{}
	for part := range strings.SplitSeq(s, ",") {
		word, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		if word == "" && value == "" {
			continue
		}
		if seen[word] {
			return Terms{}, fault.New(fault.Invalid, "The terms say %q twice.", word)
		}
		seen[word] = true
		if err := t.set(strings.ToLower(word), strings.TrimSpace(value)); err != nil {
			return Terms{}, err
		}
	}
	return t, nil
}

func (t *Terms) set(word, value string) error {
	periods := map[string]*Period{"notice": &t.Notice, "order": &t.Order, "window": &t.Window}
	if into := periods[word]; into != nil {
		p, ok := ParsePeriod(value)
		if !ok {
			return fault.New(fault.Invalid, "%q is not a length of time.", value).WithHint("Write for example 30 days, 10 working days or 3 months.")
		}
		*into = p
		return nil
	}
	switch word {
	case "told":
		if value != "window" {
			return fault.New(fault.Invalid, "%q is not what a day can be told as.", value).WithHint("Write \"told window\" where a source tells the end of the window after the start, else nothing.")
		}
		t.ToldWindow = true
	case "calendar":
		return t.setCalendar(value)
	default:
		return fault.New(fault.Invalid, "Terms have no %q.", word).WithHint("They have notice, order, window, told and calendar.")
	}
	return nil
}

func (t *Terms) setCalendar(value string) error {
	if value == OfAccount || value == workday.Weekdays {
		t.Calendar = value
		return nil
	}
	c, ok := workday.Of(value)
	if !ok {
		return fault.New(fault.Invalid, "No holidays of %q are known.", value).
			WithHint("Use account, weekdays or one of " + strings.Join(workday.Countries(), ", ") + ".")
	}
	t.Calendar = c.Country()
	return nil
}

// read are the terms that were read, by their texts; few differ, unless lines
// tell their own.
var (
	read  sync.Map
	reads atomic.Int64
)

const mostRead = 10_000

// Read reads terms of which a row tells a part in its own words. What cannot be
// read is left out, and a text is read once.
func Read(s string) Terms {
	if known, ok := read.Load(s); ok {
		t, _ := known.(Terms)
		return t
	}
	var t Terms
	for part := range strings.SplitSeq(s, ",") {
		word, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		_ = t.set(strings.ToLower(word), strings.TrimSpace(value))
	}
	if reads.Add(1) <= mostRead {
		read.Store(s, t)
	}
	return t
}
