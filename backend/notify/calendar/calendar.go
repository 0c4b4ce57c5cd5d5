// Package calendar writes the days that notifications are about as a file for
// any calendar (RFC 5545): ends, and the last days to act. The same day has the
// same name in each file, so that opening a newer one moves it.
package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"headroom/backend/notify"
	"headroom/backend/portfolio"
)

// Extension is that of the files.
const Extension = ".ics"

// maxOctets bounds a line of the format.
const maxOctets = 75

// Write writes the days of a message's notifications. One that is about no day
// is on that of the message.
func Write(m notify.Message, out io.Writer) error {
	w := writer{out: out, written: map[string]bool{}}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Headroom//Headroom//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	for _, n := range m.Notes {
		w.note(n, m)
	}
	w.line("END", "VCALENDAR")
	return w.err
}

type writer struct {
	out     io.Writer
	written map[string]bool // by UID: several rules may be about one day
	err     error
}

func (w *writer) note(n notify.Note, m notify.Message) {
	words := notify.Words(m.Lang)
	end, ends := day(n.End)
	act, acts := day(n.ActBy)
	if acts && act != end {
		w.event(n, m, "act", act, words.Say("calendar.act", "title", headline(n)))
	}
	if ends {
		w.event(n, m, "end", end, words.Say("calendar.end", "title", headline(n)))
	}
	if !acts && !ends {
		w.event(n, m, "day", portfolio.DayIn(m.At), headline(n))
	}
}

// headline names what a day is about.
func headline(n notify.Note) string {
	if n.Product == "" || strings.Contains(n.Title, n.Product) {
		return n.Title
	}
	return n.Title + ": " + n.Product
}

func day(s string) (portfolio.Day, bool) {
	d, err := portfolio.ParseDay(s)
	return d, err == nil && d.Known()
}

// uid names a day of a line whatever rule is about it, else one of what the rule
// is about.
func uid(n notify.Note, kind string) string {
	about := "entitlement\x00" + n.Entitlement
	if n.Entitlement == "" {
		about = strconv.FormatInt(n.RuleID, 10) + "\x00" + n.Instance
	}
	sum := sha256.Sum256([]byte(about + "\x00" + kind))
	return hex.EncodeToString(sum[:16]) + "@headroom"
}

func (w *writer) event(n notify.Note, m notify.Message, kind string, d portfolio.Day, summary string) {
	id := uid(n, kind)
	if w.written[id] {
		return
	}
	w.written[id] = true
	w.line("BEGIN", "VEVENT")
	w.line("UID", id)
	w.line("DTSTAMP", m.At.UTC().Format("20060102T150405Z"))
	w.line("SEQUENCE", strconv.FormatInt(m.At.Unix()/int64(time.Minute/time.Second), 10))
	w.line("DTSTART;VALUE=DATE", basic(d))
	w.line("DTEND;VALUE=DATE", basic(d+1))
	w.line("SUMMARY", text(summary))
	w.line("DESCRIPTION", text(n.Body))
	w.line("TRANSP", "TRANSPARENT") // the day stays free
	w.line("END", "VEVENT")
}

func basic(d portfolio.Day) string { return d.Time().Format("20060102") }

var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text escapes a text, in which nothing that cannot be seen is left.
func text(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = notify.Visible(line)
	}
	return escaper.Replace(strings.Join(lines, "\n"))
}

// line writes one, folded to the length the format allows.
func (w *writer) line(name, value string) {
	if w.err != nil {
		return
	}
	rest := name + ":" + value
	var b strings.Builder
	for room := maxOctets; len(rest) > room; room = maxOctets - 1 {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		b.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	b.WriteString(rest + "\r\n")
	if _, err := io.WriteString(w.out, b.String()); err != nil {
		w.err = fmt.Errorf("write calendar: %w", err)
	}
}
