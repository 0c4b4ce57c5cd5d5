package flexlm

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// mostFeatures bounds the rows of an answer of lmstat, which are held in
// memory; the largest servers have some thousand features.
const mostFeatures = 200_000

// statusColumns are the columns of the table of lmstat -a.
var statusColumns = []string{"Server", "Daemon", "Feature", "Version", "Issued", "In use", "Users", "Reserved", "Listed", "Expires", "State", "As of"}

// The words in the column State.
const (
	stateCounted   = "counted"
	stateUncounted = "uncounted"
	stateDown      = "down" // of a server or daemon; Listed has what it says
)

// lmstatAll is the format of the answer of lmstat -a.
type lmstatAll struct{}

// Detect recognises the line with the time of the answer, and the answer of an
// lmstat that had nothing to say.
func (lmstatAll) Detect(head []byte) float64 {
	switch {
	case licenseListing(head):
		return 0
	case bytes.Contains(head, []byte("Flexible License Manager status on ")):
		return 0.95
	case bytes.HasPrefix(head, []byte("lmutil - Copyright")) && bytes.Contains(head, []byte("\nlmstat")):
		return 0.9
	}
	return 0
}

// licenseListing reports the answer of lmstat -i.
func licenseListing(head []byte) bool {
	for _, line := range wholeLines(head) {
		if _, ok := licenseHeader(line); ok {
			return true
		}
	}
	return false
}

// Tables returns the one table of the answer: a row for every feature and for
// every server or daemon that is down.
func (lmstatAll) Tables(f ingest.File) ([]ingest.Table, error) {
	r := statusReader{asOf: portfolio.NoDay}
	if err := eachLine(f, r.line); err != nil {
		return nil, err
	}
	r.close()
	return textTable(f, statusColumns, r.rows, r.preamble, "FlexNet lmstat -a")
}

// textTable returns a table that is in memory as a whole.
func textTable(f ingest.File, columns []string, rows []ingest.Row, preamble []string, what string) ([]ingest.Table, error) {
	if len(rows) > mostFeatures {
		return nil, fault.New(fault.Invalid, "The file lists more than %d features.", mostFeatures).InFile(f.Name()).
			WithHint("Ask each server by itself.")
	}
	h := ingest.Header{
		File: f.Name(), Columns: columns, Preamble: preamble, Sample: rows[:min(sampleRows, len(rows))], Encoding: "utf-8",
		Guesses: []ingest.Guess{{Name: "container", Value: what, Reason: "Its first lines say so.", Confidence: ingest.Certain, Choices: []string{}}},
	}
	return []ingest.Table{&heldTable{header: h, rows: rows}}, nil
}

// heldTable is a table in memory.
type heldTable struct {
	header ingest.Header
	rows   []ingest.Row
}

// Header returns what is known before the rows are read.
func (t *heldTable) Header() ingest.Header { return t.header }

// Next returns the next row.
func (t *heldTable) Next() (ingest.Row, error) {
	if len(t.rows) == 0 {
		return ingest.Row{}, io.EOF
	}
	row := t.rows[0]
	t.rows = t.rows[1:]
	return row, nil
}

// Close does nothing.
func (t *heldTable) Close() error { return nil }

// eachLine calls take with every line of f and its number.
func eachLine(f ingest.File, take func(line []byte, number int) (more bool)) error {
	in, err := openLines(f)
	if err != nil {
		return err
	}
	defer in.closer.Close()
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !take(line, in.number) {
			return nil
		}
	}
}

// statusReader takes the lines of lmstat -a one after another.
type statusReader struct {
	rows     []ingest.Row
	preamble []string // the lines before the first feature
	asOf     portfolio.Day
	server   string
	daemon   string
	daemons  bool // the lines are about daemons, no longer about servers
	feature  *featureStatus
}

// featureStatus is what lmstat says of a feature.
type featureStatus struct {
	line             int
	name             string
	version, expires string
	daemon           string
	issued, inUse    string
	state            string
	reserved, listed int64
	users            map[string]bool
}

func (r *statusReader) line(line []byte, number int) bool {
	text := bytes.TrimSpace(line)
	if rest, ok := bytes.CutPrefix(text, []byte("Users of ")); ok {
		r.close()
		r.feature = newFeature(rest, number, r.daemon)
		return len(r.rows) <= mostFeatures
	}
	if len(r.rows) == 0 && r.feature == nil && len(text) > 0 && len(r.preamble) < 100 {
		r.preamble = append(r.preamble, string(text))
	}
	switch {
	case r.head(text):
	case r.feature != nil && r.feature.take(text):
	default:
		r.status(text, number)
	}
	return true
}

// head reads the lines that begin an answer.
func (r *statusReader) head(text []byte) bool {
	if rest, ok := bytes.CutPrefix(text, []byte("Flexible License Manager status on ")); ok {
		if day, ok := answered(rest); ok && r.asOf.IsZero() {
			r.asOf = day
		}
		return true
	}
	if rest, ok := bytes.CutPrefix(text, []byte("License server status: ")); ok {
		r.close()
		r.server, r.daemon, r.daemons = string(rest), "", false
		return true
	}
	if bytes.HasPrefix(text, []byte("Vendor daemon status (on ")) {
		r.close()
		r.daemons = true
		return true
	}
	return bytes.HasPrefix(text, []byte("License file(s) on "))
}

// answered reads "Fri 10/20/2017 17:02".
func answered(b []byte) (portfolio.Day, bool) {
	f := bytes.Fields(b)
	if len(f) < 2 {
		return portfolio.NoDay, false
	}
	t, err := time.Parse("1/2/2006", string(f[1]))
	return portfolio.DayIn(t), err == nil
}

// status reads the state of a server or daemon: "host1: license server UP",
// "vendor1: UP v11.6", "host3: Cannot connect to license server system".
func (r *statusReader) status(text []byte, number int) {
	name, said, ok := bytes.Cut(text, []byte(": "))
	if !ok || len(name) == 0 || bytes.ContainsAny(name, " \"") {
		if down(text) {
			r.close()
			r.add(number, stateDown, map[int]string{8: string(text)})
		}
		return
	}
	said = bytes.TrimSpace(said)
	up := bytes.HasPrefix(said, []byte("UP")) || bytes.HasPrefix(said, []byte("license server UP"))
	switch {
	case up && r.daemons:
		r.close()
		r.daemon = string(name)
	case up:
	case down(said):
		r.close()
		r.add(number, stateDown, map[int]string{8: string(text)})
	}
}

// down reports whether a server or daemon says that it cannot be asked.
func down(said []byte) bool {
	for _, words := range []string{"Cannot connect", "Cannot read data", "DOWN", "is down", "is not running", "Error getting status", "cannot be reached"} {
		if bytes.Contains(said, []byte(words)) {
			return true
		}
	}
	return false
}

// close ends the feature at hand.
func (r *statusReader) close() {
	f := r.feature
	if f == nil {
		return
	}
	r.feature = nil
	cells := map[int]string{2: f.name, 3: f.version, 4: f.issued, 5: f.inUse, 9: f.expires}
	if f.daemon != "" {
		cells[1] = f.daemon
	}
	if f.state == stateCounted || f.state == stateUncounted {
		cells[6], cells[7], cells[8] = strconv.Itoa(len(f.users)), strconv.FormatInt(f.reserved, 10), strconv.FormatInt(f.listed, 10)
	}
	r.add(f.line, f.state, cells)
}

func (r *statusReader) add(number int, state string, values map[int]string) {
	row := ingest.Row{Line: number, Cells: make([][]byte, len(statusColumns))}
	row.Cells[0], row.Cells[1] = []byte(r.server), []byte(r.daemon)
	for i, v := range values {
		row.Cells[i] = []byte(v)
	}
	row.Cells[10], row.Cells[11] = []byte(state), []byte(r.asOf.String())
	r.rows = append(r.rows, row)
}

// newFeature reads "F:  (Total of 28 licenses issued;  Total of 18 licenses in
// use)", "F:  (Uncounted, node-locked)" and "F:  (Error: 1 licenses,
// unsupported by licensed server)". A state of other words is kept as it is.
func newFeature(rest []byte, line int, daemon string) *featureStatus {
	f := &featureStatus{line: line, daemon: daemon, users: map[string]bool{}}
	name, said, ok := bytes.Cut(rest, []byte(":  ("))
	if !ok {
		name, said, _ = bytes.Cut(rest, []byte(":"))
	}
	f.name = string(bytes.TrimSpace(name))
	said = bytes.Trim(bytes.TrimSpace(said), "()")
	issued, inUse, counted := bytes.Cut(said, []byte(";"))
	f.issued, f.inUse = totalOf(issued), totalOf(inUse)
	switch {
	case counted && f.issued != "" && f.inUse != "":
		f.state = stateCounted
	case bytes.HasPrefix(said, []byte("Uncounted")):
		f.state, f.issued, f.inUse = stateUncounted, "", ""
	default:
		f.state, f.issued, f.inUse = string(said), "", ""
	}
	return f
}

// totalOf reads the number of "Total of 28 licenses issued".
func totalOf(b []byte) string {
	f := bytes.Fields(b)
	if len(f) < 4 || string(f[0]) != "Total" || string(f[1]) != "of" || !bytes.HasPrefix(f[3], []byte("licen")) {
		return ""
	}
	return string(f[2])
}

// take reads a line below the feature: which license it is, a reservation, or
// who uses it. It reports false for a line of another kind.
func (f *featureStatus) take(text []byte) bool {
	switch {
	case len(text) == 0:
		return true
	case text[0] == '"':
		f.license(string(text))
		return true
	case bytes.Contains(text, []byte("RESERVATION")):
		number, _, _ := bytes.Cut(text, []byte(" "))
		n, err := strconv.ParseInt(string(number), 10, 32)
		if err == nil {
			f.reserved += n
			f.listed += n
		}
		return err == nil
	case bytes.Contains(text, []byte("), start ")):
		f.use(text)
		return true
	}
	return bytes.HasPrefix(text, []byte("vendor_string:")) || bytes.HasPrefix(text, []byte("floating license"))
}

// license reads `"feature" v31.0, vendor: vendor1, expiry: 1-jan-0`.
func (f *featureStatus) license(text string) {
	for i, part := range strings.Split(text, ", ") {
		name, said, _ := strings.Cut(part, ": ")
		switch {
		case i == 0:
			if at := strings.LastIndex(part, `" v`); at > 0 && f.version == "" {
				f.version = part[at+3:]
			}
		case name == "vendor" && f.daemon == "":
			f.daemon = said
		case name == "expiry" && f.expires == "":
			f.expires = said
		}
	}
}

// use reads "user host display (v61.9) (server/port handle), start Fri 10/20
// 16:44, 16 licenses". A user may hold blanks, host and display do not.
func (f *featureStatus) use(text []byte) {
	who, rest, _ := bytes.Cut(text, []byte(" (v"))
	words := bytes.Fields(who)
	if len(words) > 3 {
		words = words[:len(words)-2]
	} else {
		words = words[:min(1, len(words))]
	}
	f.users[strings.ToLower(string(bytes.Join(words, []byte(" "))))] = true
	n := int64(1)
	for _, part := range bytes.Split(rest, []byte(", ")) {
		if counted, ok := licenses(part); ok {
			n = counted
		}
	}
	f.listed += n
}
