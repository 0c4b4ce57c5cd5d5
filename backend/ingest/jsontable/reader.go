package jsontable

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// place is where in a document a reader stands.
type place uint8

const (
	outside  place = iota // before, between or behind the values of the top
	inList                // in the array that holds the rows
	inAround              // in the object around that array, behind it
)

// lists are the names under which envelopes keep their rows, and inner those of
// an object that may hold such a list itself.
var (
	lists = map[string]bool{"items": true, "value": true, "results": true, "data": true, "records": true, "rows": true}
	inner = map[string]bool{"data": true, "result": true, "response": true}
)

// reader gives the objects of a document one after the other. encoding/json
// frames and validates them; a flattener cuts them.
type reader struct {
	src   *meter
	dec   *json.Decoder
	build rowBuilder
	flat  flattener

	at      place
	levels  int             // objects open around the list, 0 for a bare array
	plain   bool            // the values of the top are rows
	values  int             // values of the top begun
	last    int             // the line of the row before
	list    string          // name of the list
	first   json.RawMessage // the first object of the list, already read
	raw     json.RawMessage
	members []member // of the object of the top that is being read
	facts   []string // what stands around the rows, a line each
}

// member is a value beside or around the rows, as JSON.
type member struct {
	path string
	raw  json.RawMessage
}

func newReader(src io.Reader, c *columns) *reader {
	r := &reader{src: &meter{src: src, line: 1}, build: rowBuilder{columns: c}}
	r.dec = json.NewDecoder(r.src)
	r.dec.UseNumber()
	r.src.offset = r.dec.InputOffset
	return r
}

// next returns the next row, or io.EOF. Its errors name the line. Rows that
// share a line count on, so that a rejected one can be told from the others.
func (r *reader) next() (ingest.Row, error) {
	row, err := r.step()
	if err != nil && err != io.EOF {
		return ingest.Row{}, r.fault(err)
	}
	row.Line = max(row.Line, r.last+1)
	r.last = row.Line
	return row, err
}

func (r *reader) step() (ingest.Row, error) {
	for {
		var row *ingest.Row
		var err error
		switch r.at {
		case inList:
			row, err = r.item()
		case inAround:
			err = r.around()
		default:
			row, err = r.top()
		}
		if err != nil {
			return ingest.Row{}, err
		}
		if row != nil {
			return *row, nil
		}
	}
}

// top begins the next value of the top.
func (r *reader) top() (*ingest.Row, error) {
	if r.plain {
		if err := r.dec.Decode(&r.raw); err != nil {
			return nil, err // io.EOF behind the last
		}
		r.values++
		return r.object(r.raw)
	}
	token, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	r.values++
	switch token {
	case json.Delim('['):
		r.at, r.levels = inList, 0
		return nil, nil
	case json.Delim('{'):
		return r.topObject()
	}
	return nil, notAnObject()
}

// topObject reads an object of the top: a row, or what stands around a list.
func (r *reader) topObject() (*ingest.Row, error) {
	line := r.src.lineAt(r.dec.InputOffset())
	r.members, r.levels = r.members[:0], 0
	found, err := r.inside("")
	if err != nil {
		return nil, err
	}
	if found {
		r.at = inList
		return nil, r.remember()
	}
	if r.list != "" {
		return nil, r.remember() // an envelope whose list is empty
	}
	r.plain = true
	r.build.begin()
	r.flat.visit = r.build.put
	for _, m := range r.members {
		r.flat.path = append(r.flat.path[:0], m.path...)
		if _, err := r.flat.value(m.raw, 1); err != nil {
			return nil, err
		}
	}
	row := r.build.row(line)
	return &row, nil
}

// inside reads the members of an object until it ends or a list of rows begins
// in it; found says which.
func (r *reader) inside(prefix string) (found bool, err error) {
	r.levels++
	for r.dec.More() {
		key, err := r.dec.Token()
		if err != nil {
			return false, err
		}
		name, ok := key.(string)
		if !ok {
			return false, errors.New("a member has no name")
		}
		path := prefix + name
		if !lists[name] && !inner[name] || r.levels > 3 {
			if err := r.keep(path); err != nil {
				return false, err
			}
			continue
		}
		if found, err := r.perhapsList(path); found || err != nil {
			return found, err
		}
	}
	r.levels--
	_, err = r.dec.Token()
	return false, err
}

// keep reads a member that holds no list.
func (r *reader) keep(path string) error {
	var raw json.RawMessage
	if err := r.dec.Decode(&raw); err != nil {
		return unexpected(err)
	}
	return r.add(path, raw)
}

func (r *reader) add(path string, raw json.RawMessage) error {
	r.members = append(r.members, member{path, raw})
	if len(r.members) > maxColumns {
		return fault.New(fault.Invalid, "The object has more than %d members.", maxColumns).
			WithHint("Check that this is an export of rows.")
	}
	return nil
}

// perhapsList reads a member whose name is that of a list.
func (r *reader) perhapsList(path string) (found bool, err error) {
	token, err := r.dec.Token()
	if err != nil {
		return false, unexpected(err)
	}
	switch token {
	case json.Delim('{'):
		return r.inside(path + ".")
	case json.Delim('['):
		return r.beginList(path)
	}
	raw, err := json.Marshal(token)
	if err != nil {
		return false, err
	}
	return false, r.add(path, raw)
}

// beginList reads an array whose name is that of a list of rows: one, if it is
// empty or begins with an object; else a value like any other.
func (r *reader) beginList(path string) (found bool, err error) {
	values := json.RawMessage{'['}
	for r.dec.More() {
		var raw json.RawMessage
		if err := r.dec.Decode(&raw); err != nil {
			return false, unexpected(err)
		}
		if len(values) == 1 && raw[0] == '{' {
			r.list, r.first = path, raw
			return true, nil
		}
		if len(values) > 1 {
			values = append(values, ',')
		}
		if values = append(values, raw...); len(values) > maxRow {
			return false, errTooLong
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return false, unexpected(err)
	}
	if len(values) == 1 {
		r.list = path
	}
	return false, r.add(path, append(values, ']'))
}

// item gives the next object of the list.
func (r *reader) item() (*ingest.Row, error) {
	if r.first != nil {
		raw := r.first
		r.first = nil
		return r.object(raw)
	}
	if r.dec.More() {
		if err := r.dec.Decode(&r.raw); err != nil {
			return nil, unexpected(err)
		}
		return r.object(r.raw)
	}
	if _, err := r.dec.Token(); err != nil {
		return nil, unexpected(err)
	}
	r.at = outside
	if r.levels > 0 {
		r.at = inAround
	}
	return nil, nil
}

// around reads what follows the list, to the end of its envelope.
func (r *reader) around() error {
	r.members = r.members[:0]
	for ; r.levels > 0; r.levels-- {
		for r.dec.More() {
			key, err := r.dec.Token()
			if err != nil {
				return unexpected(err)
			}
			name, _ := key.(string)
			if err := r.keep(name); err != nil {
				return err
			}
			if name == r.list[strings.LastIndexByte(r.list, '.')+1:] {
				return fault.New(fault.Invalid, "The rows in %q begin a second time.", name).
					WithHint("Export it again: JSON gives each member once.")
			}
		}
		if _, err := r.dec.Token(); err != nil {
			return unexpected(err)
		}
	}
	r.at = outside
	return r.remember()
}

// remember keeps members as lines: "links.self.uri: /v1/customers/…".
func (r *reader) remember() error {
	f := flattener{visit: func(path, text []byte, _ ingest.CellKind) error {
		line := strings.Join(strings.Fields(string(path)+": "+string(text)), " ")
		if len(text) > 0 && len(r.facts) < maxFacts {
			r.facts = append(r.facts, strings.ToValidUTF8(line[:min(len(line), maxFact)], ""))
		}
		return nil
	}}
	for _, m := range r.members {
		f.path = append(f.path[:0], m.path...)
		if _, err := f.value(m.raw, 1); err != nil {
			return err
		}
	}
	r.members = r.members[:0]
	return nil
}

// object makes a row of an object just read.
func (r *reader) object(raw json.RawMessage) (*ingest.Row, error) {
	if raw[0] != '{' {
		return nil, notAnObject()
	}
	line := r.src.lineAt(r.dec.InputOffset() - int64(len(raw)) + 1)
	r.build.begin()
	r.flat.visit = r.build.put
	r.flat.path = r.flat.path[:0]
	if len(skipSpace(raw[1:])) > 1 {
		if _, err := r.flat.value(raw, 0); err != nil {
			return nil, err
		}
	}
	row := r.build.row(line)
	return &row, nil
}

// guess says what kind of JSON this is.
func (r *reader) guess() ingest.Guess {
	g := ingest.Guess{Name: "container", Value: "json", Confidence: ingest.Certain}
	switch {
	case r.list != "":
		g.Reason = "It is a JSON document whose rows are the objects in " + strings.ToValidUTF8(r.list, "_") + "."
	case r.plain && r.values > 1:
		g.Value, g.Reason = "json lines", "It holds one JSON object after the other, each a row."
	case r.plain:
		g.Reason = "It is a single JSON object, read as one row."
	default:
		g.Reason = "It is a JSON array whose objects are the rows."
	}
	return g
}

// aboutFacts says what stands around the rows. A page is easily taken for all.
func (r *reader) aboutFacts() []ingest.Guess {
	if len(r.facts) == 0 {
		return nil
	}
	g := ingest.Guess{
		Name: "preamble", Value: strings.Join(r.facts, "\n"), Confidence: ingest.Certain,
		Reason: "The document says this beside its rows.",
	}
	for _, fact := range r.facts {
		key, _, _ := strings.Cut(fact, ":")
		if strings.HasSuffix(key, "nextLink") || strings.HasSuffix(key, "links.next.uri") {
			g.Reason = "The document is one page of several: it says where the next one is. Import the other pages too."
			g.Confidence = ingest.Likely
		}
	}
	return []ingest.Guess{g}
}

func notAnObject() *fault.Error {
	return fault.New(fault.Invalid, "A value stands where a row should: rows are JSON objects.").
		WithHint("Export a list of objects, or CSV.")
}

var errTooLong = fault.New(fault.Invalid, "A value or object is longer than %d MiB.", maxRow>>20).
	WithHint("Check that this is an export of rows, or export it again.")

// unexpected turns an end where a value should be into what it is.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// fault places an error at the line where the reading stopped.
func (r *reader) fault(err error) error {
	at := r.dec.InputOffset()
	var syntax *json.SyntaxError
	var f *fault.Error
	switch {
	case errors.As(err, &f):
	case errors.Is(err, io.ErrUnexpectedEOF):
		at = r.src.read
		f = fault.New(fault.Invalid, "The file is cut off: the JSON ends in the middle.").
			WithHint("Download or export it again.")
	case errors.As(err, &syntax):
		at += r.blanks() + 1
		f = fault.Wrap(err, fault.Invalid, "This is not valid JSON: %s.", syntax.Error()).
			WithHint("Export it again; a program that edits JSON shows where it is wrong.")
	default:
		f = fault.Wrap(err, fault.Invalid, "The JSON cannot be read: %s.", err).
			WithHint("Check that it is complete, or export it again.")
	}
	placed := *f
	placed.Row = r.src.lineAt(at)
	return &placed
}

// blanks returns how much white space precedes the value that was read in vain.
func (r *reader) blanks() int64 {
	rest, err := io.ReadAll(io.LimitReader(r.dec.Buffered(), maxCell))
	if err != nil {
		return 0
	}
	return int64(len(rest) - len(skipSpace(rest)))
}

// meter bounds how far a decoder reads ahead, and so how long a value can be,
// and knows the line of a place not yet behind it.
type meter struct {
	src      io.Reader
	offset   func() int64 // how much the decoder has used
	read     int64
	newlines []int64 // offsets of ends of lines not yet counted in line
	line     int
}

// Read reads on unless the value being read is too long already.
func (m *meter) Read(p []byte) (int, error) {
	if m.read-m.offset() > maxRow {
		return 0, errTooLong
	}
	m.lineAt(m.offset())
	n, err := m.src.Read(p[:min(len(p), maxRow)])
	for i, c := range p[:n] {
		if c == '\n' {
			m.newlines = append(m.newlines, m.read+int64(i))
		}
	}
	m.read += int64(n)
	return n, err
}

// lineAt returns the 1-based line of an offset, which never goes back further
// than the last value.
func (m *meter) lineAt(offset int64) int {
	passed := 0
	for passed < len(m.newlines) && m.newlines[passed] < offset {
		passed++
	}
	m.line += passed
	m.newlines = m.newlines[passed:]
	return m.line
}
