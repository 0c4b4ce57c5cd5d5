package flexlm

import (
	"bytes"
	"time"

	"headroom/backend/portfolio"
)

const (
	daySeconds = 24 * 60 * 60
	// jitter is how far two threads of a daemon may write out of order.
	jitter = 60
	// setBack is how far the end of summer time sets a clock back.
	setBack = 60*60 + jitter
)

// calendar finds the day of each line of a debug log, whose lines carry only a
// time. Days are named by TIMESTAMP lines, about every six hours, and when the
// server starts; between them a clock that falls tells that a day has passed.
// In a log that writes TIMESTAMPs a day cannot pass without one, so there a
// clock that falls by an hour was set back.
type calendar struct {
	day     portfolio.Day // days since the first line while not known
	known   bool
	started bool
	stamped bool
	last    int // seconds since midnight of the line before
}

// tick takes the time of the next line and returns its day.
func (c *calendar) tick(seconds int) portfolio.Day {
	fall := c.last - seconds
	switch {
	case !c.started:
		c.started, c.last = true, seconds
	case -fall > daySeconds-jitter: // a straggler from before midnight
		return c.day - 1
	case fall <= 0:
		c.last = seconds
	case fall <= jitter:
	case c.stamped && fall <= setBack:
		c.last = seconds
	default:
		c.day++
		c.last = seconds
	}
	return c.day
}

// read takes the day that the text of a line names, if it names one.
func (c *calendar) read(text []byte) {
	var day portfolio.Day
	var ok bool
	switch {
	case bytes.HasPrefix(text, []byte("TIMESTAMP ")):
		day, ok = american(text[len("TIMESTAMP "):])
		c.stamped = c.stamped || ok
	case bytes.Contains(text, []byte(" started on ")):
		if i := bytes.LastIndexByte(text, '('); i >= 0 {
			day, ok = american(text[i+1:])
		}
	case bytes.HasPrefix(text, []byte("Server's System Date and Time: ")):
		day, ok = spelled(text[len("Server's System Date and Time: "):])
	case !c.known && bytes.Contains(text, []byte("Start-Date: ")):
		// Later ones may repeat when the server started, which is not today.
		_, date, _ := bytes.Cut(text, []byte("Start-Date: "))
		day, ok = spelled(date)
	}
	if ok {
		c.day, c.known = day, true
	}
}

// american reads M/D/YYYY, whatever the locale of the server, up to a bracket.
func american(b []byte) (portfolio.Day, bool) {
	b, _, _ = bytes.Cut(b, []byte(")"))
	t, err := time.Parse("1/2/2006", string(bytes.TrimSpace(b)))
	return portfolio.DayIn(t), err == nil
}

// spelled reads "Thu May 05 2022 08:42:23 Hora de verano romance": the names of
// day and month are English, the name of the zone is the server's.
func spelled(b []byte) (portfolio.Day, bool) {
	f := bytes.Fields(b)
	if len(f) < 4 {
		return portfolio.NoDay, false
	}
	t, err := time.Parse("Jan 2 2006", string(bytes.Join(f[1:4], []byte(" "))))
	return portfolio.DayIn(t), err == nil
}
