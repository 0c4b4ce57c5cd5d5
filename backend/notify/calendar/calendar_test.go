package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"headroom/backend/notify"
)

var at = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

func write(t *testing.T, notes ...notify.Note) string {
	t.Helper()
	var b strings.Builder
	if err := Write(notify.Message{At: at, Lang: "de", Notes: notes}, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// events reads a file as calendars do: unfolded, by name.
func events(t *testing.T, file string) (all []map[string]string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > maxOctets || !utf8.ValidString(line) || strings.Contains(line, "\n") {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
	var open map[string]string
	for _, line := range strings.Split(strings.ReplaceAll(file, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:VEVENT":
			open = map[string]string{}
		case line == "END:VEVENT":
			all, open = append(all, open), nil
		case open != nil:
			open[name] = strings.NewReplacer(`\n`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
		}
	}
	return all
}

func TestTheDaysOfANotification(t *testing.T) {
	note := notify.Note{RuleID: 3, Instance: "entitlement:E-1@2026-12-31", Title: "Müller; Söhne, Co", Product: "Suite Pro", Body: "120 Lizenzen enden.\nBis 26. Nov. handeln.", End: "2026-12-31", ActBy: "2026-11-26"}
	got := events(t, write(t, note))
	if len(got) != 2 {
		t.Fatalf("events %v", got)
	}
	if e := got[0]; e["DTSTART;VALUE=DATE"] != "20261126" || e["DTEND;VALUE=DATE"] != "20261127" || e["SUMMARY"] != "Letzter Tag zum Handeln: Müller; Söhne, Co: Suite Pro" || e["DESCRIPTION"] != note.Body {
		t.Errorf("event %v", e)
	}
	if e := got[1]; e["DTSTART;VALUE=DATE"] != "20261231" || e["DTEND;VALUE=DATE"] != "20270101" || e["UID"] == got[0]["UID"] {
		t.Errorf("event %v", e)
	}
	// Renewed or moved, the same day is the same event.
	moved := note
	moved.End = "2027-01-31"
	if again := events(t, write(t, moved)); again[1]["UID"] != got[1]["UID"] {
		t.Errorf("event %v", again[1])
	}
}

// Two rules about one line are one day; an end that is the last day to act is one,
// too.
func TestADayIsThereOnce(t *testing.T) {
	first := notify.Note{RuleID: 1, Instance: "entitlement:E-1@2026-12-31", Title: "Contoso", Entitlement: "E-1", End: "2026-12-31", ActBy: "2026-12-31"}
	second := first
	second.RuleID, second.Instance = 2, "account:contoso"
	other := first
	other.Entitlement = "E-2"
	if got := events(t, write(t, first, second, other)); len(got) != 2 || got[0]["SUMMARY"] != "Endet: Contoso" || got[0]["UID"] == got[1]["UID"] {
		t.Errorf("events %v", got)
	}
}

func TestANotificationAboutNoDayIsOnItsOwn(t *testing.T) {
	got := events(t, write(t, notify.Note{Title: "Contoso", Body: "over"}))
	if len(got) != 1 || got[0]["DTSTART;VALUE=DATE"] != "20261120" || got[0]["SUMMARY"] != "Contoso" {
		t.Errorf("events %v", got)
	}
}

func TestHostileNamesStayInTheirPlace(t *testing.T) {
	for _, name := range []string{"a\r\nEND:VCALENDAR", "a\nBEGIN:VALARM", "\x00", "a\xffb", "\u202egnp", strings.Repeat("株", 10_000), strings.Repeat("x", 10_000), `\;,\n`, ":"} {
		file := write(t, notify.Note{Title: name, Body: name, End: "2026-12-31"})
		got := events(t, file)
		if len(got) != 1 || strings.Count(file, "\r\nEND:VCALENDAR") != 1 || strings.Contains(file, "\r\nBEGIN:VALARM") || strings.ContainsAny(file, "\x00\u202e") {
			t.Errorf("%.20q became %.300s", name, file)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAFullDiskIsSaid(t *testing.T) {
	if err := Write(notify.Message{At: at, Notes: []notify.Note{{Title: "x"}}}, full{}); err == nil {
		t.Error("no error")
	}
}
