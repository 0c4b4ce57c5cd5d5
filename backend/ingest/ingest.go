// Package ingest brings vendor files in: detect → parse → adapt → check → put,
// in one transaction, then publish. Parsing (ingest/tabular) knows a format as
// it is; adapting (a profile's folder) turns it into the words of portfolio.
// The rule not to break: every row read is added, changed, unchanged, skipped
// by a documented rule, or rejected with row, column and reason, and the
// counts add up to the rows read.
package ingest

import (
	"slices"

	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// CellKind says how much a parser knows about a cell.
type CellKind = value.Kind

// The kinds of cells; see value.Kind.
const (
	Text   = value.TextCell
	Number = value.NumberCell
	Date   = value.DateCell
)

// Row is one data row. Cells are valid until the next call of Next. Kinds is
// nil for a text table. Line is the 1-based line of the text file where the
// row begins, or the row number of the sheet.
type Row struct {
	Line  int
	Cells [][]byte
	Kinds []CellKind
}

// Cell returns cell i, or nil beyond the end of a short row.
func (r Row) Cell(i int) []byte {
	if i < 0 || i >= len(r.Cells) {
		return nil
	}
	return r.Cells[i]
}

// Copy returns the row with cells of its own, which stay valid.
func (r Row) Copy() Row {
	total := 0
	for _, c := range r.Cells {
		total += len(c)
	}
	data := make([]byte, 0, total)
	cells := make([][]byte, len(r.Cells))
	for i, c := range r.Cells {
		from := len(data)
		data = append(data, c...)
		cells[i] = data[from:len(data):len(data)]
	}
	r.Cells, r.Kinds = cells, slices.Clone(r.Kinds)
	return r
}

// Kind returns the kind of cell i.
func (r Row) Kind(i int) CellKind {
	if i < 0 || i >= len(r.Kinds) {
		return Text
	}
	return r.Kinds[i]
}

// Table is one rectangular part of a file, read once from top to bottom. Next
// returns io.EOF after the last row, and a *fault.Error that names file and
// row when the file is damaged or beyond a bound. Rows with nothing in any
// cell are not returned.
type Table interface {
	Header() Header
	Next() (Row, error)
	Close() error
}

// Header is what is known of a table before its rows are read.
type Header struct {
	File     string   // name shown to the person, e.g. "extract.zip/usage.csv"
	Sheet    string   // sheet of a workbook
	Columns  []string // trimmed, BOM removed, repeated names numbered "Labels#2"
	Line     int      // line of the header row
	Preamble []string // the lines above the header row
	Sample   []Row    // up to 200 first rows, copied
	Encoding string   // "utf-8", "utf-16le", "windows-1252", ...
	Comma    byte     // delimiter, 0 for a workbook
	Guesses  []Guess  // how the file was read, with reasons
	Uses     *Uses    // collects what a profile looks for; nil where nobody asks
}

// Uses collects which columns a profile looks at, and as what.
type Uses struct{ As map[int]string }

// Use notes that column i is read as what is known as name.
func (u *Uses) Use(i int, name string) {
	if u == nil || i < 0 {
		return
	}
	if u.As == nil {
		u.As = map[int]string{}
	}
	if _, taken := u.As[i]; !taken {
		u.As[i] = name
	}
}

// Info describes a profile: a kind of export that can be imported.
type Info struct {
	ID      string // stable, e.g. "ms.insights.subscription_details"
	Version int    // raised when the meaning of stored rows changes
	Title   string // in plain words, e.g. "Partner Center subscription details"
	Source  string // the dimension "source" and the name of its slices
	Dataset portfolio.Dataset
	Class   portfolio.Class
	Row     string   // what a row is, in one sentence: "One row is one subscription in one month."
	Needs   []string // what such a file does not say and the person must: "account", "as_of", "currency", "scope"
	Cadence int      // days between two exports in normal use; 0: no expectation
}

// Context is what the file itself may lack.
type Context struct {
	AsOf     portfolio.Day // the file's own Data As Of; never NoDay
	Account  string        // account for rows that name none
	Currency string        // ISO 4217, for amounts without one
	Partner  string        // partner of record for rows that name none: decides the scope
	// Habits says how the columns of this file write dates and numbers. nil:
	// nobody looked, and a profile goes by what it knows of its format; a column
	// without an order in a map that is not nil has only dates that can be read
	// in one way, and others are not read.
	Habits  map[string]Habit
	Mapping *Mapping // only the generic profile reads it
}

// Habit is how one column writes dates and numbers, decided over all its
// values or by the person. Empty fields say nothing.
type Habit struct {
	DateOrder string `json:"date_order,omitempty"` // "dmy", "mdy", "ymd"
	Decimal   string `json:"decimal,omitempty"`    // "." or ","
}

// Profile recognises one kind of export and adapts its rows.
type Profile interface {
	Info() Info
	// Detect scores how surely h is this kind of export: 0 not at all, 1
	// certainly. The highest score of at least 0.8 wins.
	Detect(h Header) float64
	// Open returns an adapter for a table with header h. A missing column is a
	// *fault.Error that names file and column.
	Open(h Header, c Context) (Adapter, error)
}

// Adapter turns the rows of one table into facts.
type Adapter interface {
	// Info may refine the profile's Info, as the generic profile does from its
	// mapping.
	Info() Info
	// Monthly reports whether the observations are levels of a month rather
	// than of a day.
	Monthly() bool
	// Adapt hands the one fact of row r to out. It returns a *Problem when the
	// row is rejected, Skip when a documented rule leaves it out, and any other
	// error to stop the import.
	Adapt(r Row, out Sink) error
}

// Concluding is an Adapter whose facts are sums over rows (users, sessions):
// after the last row it hands them over.
type Concluding interface {
	Conclude(out Sink) error
}

// Format knows files that are no table, such as logs, and reads them as one.
type Format interface {
	// Detect scores how surely a file that begins with head is of this format.
	Detect(head []byte) float64
	Tables(f File) ([]Table, error)
}

// Problem is why a row was rejected, or what is odd about a row that was not.
type Problem struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Value   string `json:"value,omitempty"`
	Note    bool   `json:"note,omitempty"` // the row was kept
}

// Error returns the message.
func (p *Problem) Error() string { return p.Message }

// Skip is returned by an adapter for a row that a documented rule leaves out.
// Its text is the rule's code, e.g. "duplicate_attribution", "totals_row".
type Skip string

// Error returns the code of the rule.
func (s Skip) Error() string { return string(s) }

// At is what a fact is true for: the day its source speaks of, and whose report
// it is: a partner's, or a customer's where each has reports of its own (empty
// where a source has one line of reports). Slices of one never replace another's.
type At struct {
	Day      portfolio.Day
	Reporter string
}

// Sink takes the facts of the row being adapted. A row that is neither skipped
// nor rejected gives one fact or several (a wide row), or is summed up until
// Conclude; however many, it is counted once. Series only interns
// and may be called at any time; its handle stays valid for the whole import,
// so an adapter keeps handles by the raw cells they came from.
type Sink interface {
	Account(at At, a portfolio.Account) error
	Entitlement(at At, e portfolio.Entitlement) error
	Deployed(at At, d portfolio.Deployed) error
	Series(reporter string, s portfolio.Series) (portfolio.SeriesID, error)
	Observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error
	Event(id portfolio.SeriesID, e portfolio.Event) error
	Support(at At, r portfolio.SupportRequest) error
	// Charge takes a line of the ledger. A book is replaced as a whole.
	Charge(at At, c portfolio.Charge) error
	// Product takes a product of a catalogue and the other names (SKU part
	// numbers, GUIDs) under which facts speak of it.
	Product(at At, p portfolio.Product, aliases []string) error
	// Note records something odd about the current row, which is kept. Notes
	// are counted by code; the first ones keep their row.
	Note(column, code, message string)
}

// Mapping tells the generic profile what the columns of a sheet mean. It is
// the mapping file of docs/cli.md.
type Mapping struct {
	Dataset   portfolio.Dataset `json:"dataset"`
	Class     portfolio.Class   `json:"class"`
	Columns   map[string]string `json:"columns"` // header in the file -> field
	Key       []string          `json:"key"`     // fields; default by dataset
	DateOrder string            `json:"date_order"`
	Decimal   string            `json:"decimal"`
	End       string            `json:"end"` // "inclusive" (default) or "exclusive"
	Source    string            `json:"source"`
	Constants map[string]string `json:"constants"`
	Habits    map[string]Habit  `json:"habits,omitempty"` // by header, before date_order and decimal
	Custom    []string          `json:"custom,omitempty"` // headers kept as custom fields
}
