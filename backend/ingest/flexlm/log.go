package flexlm

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// Beside the actions of the daemons these are rows of a debug log.
const (
	serverStarted = "STARTED" // a daemon started: nothing is out at it
	suiteListed   = "SUITE"   // a package and, as the reason, what it consists of
)

const (
	sampleRows   = 200
	searchedDay  = 16 << 20 // bytes in which the first day is looked for
	mostWrapped  = 3        // lines that an action may be continued on
	detectedRows = 2        // stamped lines that make a log
)

// logColumns are the columns of the table of a debug log.
var logColumns = []string{"Date", "Time", "Daemon", "Action", "Feature", "User", "Host", "Count", "Reason", "Handle"}

// debugLog is the format of the debug log of lmgrd.
type debugLog struct{}

// Detect recognises the clock and daemon that begin every line, and a word that
// only license daemons write.
func (debugLog) Detect(head []byte) float64 {
	stamped, others, ours := 0, 0, false
	for _, line := range wholeLines(head) {
		s, text, ok := cutStamp(line)
		switch {
		case ok:
			stamped++
			action, _ := cutAction(text)
			ours = ours || action != "" || string(s.daemon) == "lmgrd" || bytes.HasPrefix(text, []byte("TIMESTAMP "))
		case len(bytes.TrimSpace(line)) > 0:
			others++
		}
	}
	if ours && stamped >= detectedRows && stamped >= 4*others {
		return 0.95
	}
	return 0
}

// Tables returns the one table of the log: a row for every act on a license,
// every start of a daemon and every package.
func (debugLog) Tables(f ingest.File) ([]ingest.Table, error) {
	first, known, err := firstDay(f)
	if err != nil {
		return nil, err
	}
	t := &logTable{file: f, first: first, known: known, header: ingest.Header{
		File: f.Name(), Columns: logColumns, Encoding: "utf-8",
		Guesses: []ingest.Guess{{
			Name: "container", Value: "FlexNet debug log", Reason: "Its lines begin with a time and a daemon.",
			Confidence: ingest.Certain, Choices: []string{},
		}},
	}}
	var sample ingest.Table = &logTable{file: f, first: first, known: known}
	defer sample.Close()
	for len(t.header.Sample) < sampleRows {
		row, err := sample.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for i, c := range row.Cells {
			row.Cells[i] = bytes.Clone(c)
		}
		row.Cells = append([][]byte(nil), row.Cells...)
		t.header.Sample = append(t.header.Sample, row)
	}
	return []ingest.Table{t}, nil
}

// firstDay finds the day of the first line: the first day that the log names,
// less the days that the clock shows to have passed before it does.
func firstDay(f ingest.File) (portfolio.Day, bool, error) {
	in, err := openLines(f)
	if err != nil {
		return portfolio.NoDay, false, err
	}
	defer in.closer.Close()
	var c calendar
	for in.read < searchedDay {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return portfolio.NoDay, false, err
		}
		s, text, ok := cutStamp(line)
		if !ok {
			continue
		}
		c.tick(s.seconds)
		passed := c.day
		if c.read(text); c.known {
			return c.day - passed, true, nil
		}
	}
	return portfolio.NoDay, false, nil
}

// logTable reads a debug log as a table.
type logTable struct {
	file    ingest.File
	header  ingest.Header
	first   portfolio.Day
	known   bool
	in      *lines
	days    calendar
	suites  suites
	waiting []suite
	stopped error

	wrapped []byte // an action that goes on on further lines
	daemon  []byte
	date    []byte
	dated   portfolio.Day
	time    [8]byte
	cells   [10][]byte
	number  []byte
}

// Header returns what is known before the rows are read.
func (t *logTable) Header() ingest.Header { return t.header }

// Close closes the file.
func (t *logTable) Close() error {
	if t.in == nil {
		return nil
	}
	return t.in.closer.Close()
}

// BytesRead returns how much of the file has been read.
func (t *logTable) BytesRead() int64 {
	if t.in == nil {
		return 0
	}
	return t.in.read
}

// Next returns the next row.
func (t *logTable) Next() (ingest.Row, error) {
	if t.stopped != nil {
		return ingest.Row{}, t.stopped
	}
	row, err := t.read()
	if err != nil {
		t.stopped = err
	}
	return row, err
}

func (t *logTable) read() (ingest.Row, error) {
	if t.in == nil {
		in, err := openLines(t.file)
		if err != nil {
			return ingest.Row{}, err
		}
		t.in, t.days = in, calendar{day: t.first, known: t.known}
	}
	for {
		if len(t.waiting) > 0 {
			s := t.waiting[0]
			t.waiting = t.waiting[1:]
			return t.row(suiteListed, act{feature: []byte(s.name), reason: s.parts}), nil
		}
		line, err := t.in.next()
		if err != nil {
			return ingest.Row{}, err
		}
		s, text, ok := cutStamp(line)
		if !ok {
			continue
		}
		t.stamp(s)
		t.days.read(text)
		if action, rest := cutAction(text); action != "" {
			t.suites.open = ""
			number := t.in.number
			a := t.whole(s, rest)
			row := t.row(action, a)
			row.Line = number
			return row, nil
		}
		if daemon, ok := startedDaemon(text); ok {
			t.daemon = append(t.daemon[:0], daemon...)
			return t.row(serverStarted, act{}), nil
		}
		t.waiting = t.suites.read(s.daemon, text)
	}
}

// stamp takes the clock and daemon of a line into the cells.
func (t *logTable) stamp(s stamp) {
	day := t.days.tick(s.seconds)
	if t.days.known && (t.date == nil || day != t.dated) {
		t.date, t.dated = []byte(day.String()), day
	}
	h, m, sec := s.seconds/3600, s.seconds/60%60, s.seconds%60
	t.time = [8]byte{byte('0' + h/10), byte('0' + h%10), ':', byte('0' + m/10), byte('0' + m%10), ':', byte('0' + sec/10), byte('0' + sec%10)}
	t.daemon = append(t.daemon[:0], s.daemon...)
}

// row makes the cells of an act; what it has not is empty.
func (t *logTable) row(action string, a act) ingest.Row {
	t.number = t.number[:0]
	if a.count > 0 {
		t.number = strconv.AppendInt(t.number, a.count, 10)
	}
	t.cells = [10][]byte{t.date, t.time[:], t.daemon, []byte(action), a.feature, a.user, a.host, t.number, a.reason, a.handle}
	return ingest.Row{Line: t.in.number, Cells: t.cells[:]}
}

// whole reads an act with the lines that it is continued on. What cannot be
// read as one is kept as the reason, so that the row can be rejected with it.
func (t *logTable) whole(s stamp, rest []byte) act {
	a, complete := readAct(rest)
	if complete {
		return a
	}
	t.wrapped = append(t.wrapped[:0], rest...)
	for range mostWrapped {
		line, err := t.in.next()
		if err != nil {
			break // the next call meets it again
		}
		more, ok := continuation(s, string(t.daemon), line)
		if !ok {
			t.in.unread()
			break
		}
		t.wrapped = append(append(t.wrapped, ' '), more...)
		if a, complete = readAct(t.wrapped); complete {
			return a
		}
	}
	if a, _ = readAct(t.wrapped); len(a.host) > 0 {
		return a
	}
	return act{reason: t.wrapped}
}

// continuation returns the text of a line that goes on with the action before:
// one without a stamp, or with the same stamp and no word of its own.
func continuation(of stamp, daemon string, line []byte) ([]byte, bool) {
	s, text, stamped := cutStamp(line)
	if !stamped {
		text = bytes.TrimSpace(line)
		return text, len(text) > 0
	}
	action, _ := cutAction(text)
	same := s.seconds == of.seconds && string(s.daemon) == daemon
	return text, same && action == "" && !bytes.HasPrefix(text, []byte("TIMESTAMP "))
}

// startedDaemon returns the daemon that a line of lmgrd says to have started:
// "Started adskflex (pid 4440)".
func startedDaemon(text []byte) ([]byte, bool) {
	for _, word := range []string{"Started ", "REStarted "} {
		rest, ok := bytes.CutPrefix(text, []byte(word))
		if !ok {
			continue
		}
		daemon, tail, ok := bytes.Cut(rest, []byte(" ("))
		return daemon, ok && bytes.Contains(tail, []byte("pid ")) && !bytes.Contains(daemon, []byte(" "))
	}
	return nil, false
}
