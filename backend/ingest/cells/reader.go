package cells

import (
	"unicode/utf8"

	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Codes of problems and notes, common to all profiles.
const (
	NotADate      = "not_a_date"
	NotWhole      = "not_whole"
	NotANumber    = "not_a_number"
	Negative      = "negative"
	TooLarge      = "too_large"
	MissingKey    = "missing_key"
	UnknownStatus = "unknown_status"
	UnknownWord   = "unknown_word"
	EndFirst      = "end_before_start"
	OverAssigned  = "assigned_above_quantity"
	Above100      = "above_100"
	// SecondsAsMillis: a time of 1970 was read a thousand times later.
	SecondsAsMillis = "seconds_as_milliseconds"
	// LostDigits: an identifier was turned into a number by a spreadsheet.
	LostDigits = "lost_digits"
)

// NoFigures is the rule for a usage row whose figures are all empty: it says
// nothing, and nothing is not zero.
const NoFigures = ingest.Skip("no_figures")

// Reader reads the typed cells of one row after another. The first cell that
// cannot be read is the row's problem; reading goes on with absent values.
type Reader struct {
	Columns []string
	Order   value.Order
	Decimal byte // '.' or ',', or 0 where the file does not say
	// Habits is that of ingest.Context: how the columns write, before Order and
	// Decimal. A column that is in it without an order has only dates that can
	// be read in one way.
	Habits map[string]ingest.Habit

	habits  []habit // of each column, resolved at the first look
	row     ingest.Row
	problem *ingest.Problem
}

// habit is how one column writes dates and decimals.
type habit struct {
	order   value.Order
	decimal byte // 0 where the column does not say
}

// For returns a reader for a table whose columns are read as c says they are
// written; order and decimal are how this format writes, for where nobody
// looked at the columns and for decimals of a column that does not tell.
func For(h ingest.Header, c ingest.Context, order value.Order, decimal byte) Reader {
	return Reader{Columns: h.Columns, Order: order, Decimal: decimal, Habits: c.Habits}
}

// habitOf returns the habit of column i, which the importer found out, or what
// the format does where nobody looked.
func (r *Reader) habitOf(i int) habit {
	if r.habits == nil {
		r.resolve()
	}
	if i < 0 || i >= len(r.habits) {
		return habit{r.Order, r.Decimal}
	}
	return r.habits[i]
}

// resolve looks the habits up once, since every cell asks for one.
func (r *Reader) resolve() {
	r.habits = make([]habit, len(r.Columns))
	for i, name := range r.Columns {
		known, ok := r.Habits[name]
		if !ok {
			r.habits[i] = habit{r.Order, r.Decimal}
			continue
		}
		r.habits[i].order, _ = value.OrderOf(known.DateOrder)
		if known.Decimal != "" {
			r.habits[i].decimal = known.Decimal[0]
		}
	}
}

// OrderOf returns the order in which column i writes dates.
func (r *Reader) OrderOf(i int) value.Order { return r.habitOf(i).order }

// SignOf returns the decimal sign of column i, 0 where it is not known.
func (r *Reader) SignOf(i int) byte {
	if sign := r.habitOf(i).decimal; sign != 0 {
		return sign
	}
	return r.Decimal
}

// Start turns to the next row.
func (r *Reader) Start(row ingest.Row) {
	r.row, r.problem = row, nil
}

// Problem returns why the row must be rejected, or nil.
func (r *Reader) Problem() error {
	if r.problem == nil {
		return nil
	}
	return r.problem
}

// Reject makes column i the row's problem, unless it has one already.
func (r *Reader) Reject(i int, code, message string) {
	if r.problem == nil {
		r.problem = &ingest.Problem{Row: r.row.Line, Column: r.Name(i), Code: code, Message: message, Value: shown(r.row.Cell(i))}
	}
}

// Name returns the name of column i, or "".
func (r *Reader) Name(i int) string {
	if i < 0 || i >= len(r.Columns) {
		return ""
	}
	return r.Columns[i]
}

// shown is a cell as a person may see it in a list of problems.
func shown(cell []byte) string {
	const most = 80
	cell = value.Trim(cell)
	if len(cell) <= most {
		return string(cell)
	}
	n := most
	for n > 0 && !utf8.RuneStart(cell[n]) {
		n--
	}
	return string(cell[:n]) + "…"
}

// Text returns the trimmed text of column i; a word for nothing is "".
func (r *Reader) Text(i int) string {
	cell := value.Trim(r.row.Cell(i))
	if value.IsNull(cell) {
		return ""
	}
	return string(cell)
}

// Need is Text for a cell without which the row has no meaning.
func (r *Reader) Need(i int) string {
	s := r.Text(i)
	if s == "" {
		r.Reject(i, MissingKey, "The row cannot be told apart without this.")
	}
	return s
}

// Day reads a day; a month by name gives its first day. Absent and "never"
// give NoDay.
func (r *Reader) Day(i int) portfolio.Day {
	day, _ := r.When(i)
	return day
}

// When reads a day and says how exactly the cell names it.
func (r *Reader) When(i int) (portfolio.Day, value.When) {
	if i == None {
		return portfolio.NoDay, value.NoDate
	}
	order := r.OrderOf(i)
	day, when := value.Date(r.row.Cell(i), r.row.Kind(i), order)
	if when == value.NotADate {
		r.Reject(i, NotADate, notADate[order])
	}
	return day, when
}

// notADate says what is wrong, by the order in which dates are read.
var notADate = [...]string{
	value.AnyOrder: "Not a date, or one that can be read in two ways.",
	value.DMY:      "Not a date (day, month, year).",
	value.MDY:      "Not a date (month, day, year).",
	value.YMD:      "Not a date (year, month, day).",
}

// LastDay is Day for an end: a month by name gives its last day.
func (r *Reader) LastDay(i int) portfolio.Day {
	day, when := r.When(i)
	if when == value.InMonth {
		return day.MonthEnd()
	}
	return day
}

// DayBeside is Day for a column in which one vendor writes seconds as
// milliseconds: a day of 1970 in a row whose other days are modern is read a
// thousand times later, with a note.
func (r *Reader) DayBeside(i int, out ingest.Sink, others ...portfolio.Day) portfolio.Day {
	day := r.Day(i)
	if day.IsZero() || day.Time().Year() != 1970 {
		return day
	}
	later, ok := value.Thousandfold(r.row.Cell(i))
	for _, other := range others {
		if ok && other.Known() && other.Time().Year() >= 1990 {
			out.Note(r.Name(i), SecondsAsMillis, "A time of 1970 beside modern ones: its seconds were written as milliseconds. It is read as "+later.String()+".")
			return later
		}
	}
	return day
}

// ID reads an identifier as text: a GUID in its one form, anything else as it
// is. One that a spreadsheet turned into a number has lost digits and is noted.
func (r *Reader) ID(i int, out ingest.Sink) string {
	if cell := r.row.Cell(i); value.Scientific(cell) {
		out.Note(r.Name(i), LostDigits, "A spreadsheet turned this identifier into a number and its last digits are lost; the original download imports better.")
	}
	return value.ID(r.Text(i))
}

// NeedDay is Day for a cell that must name a day.
func (r *Reader) NeedDay(i int) portfolio.Day {
	day, when := r.When(i)
	if when == value.NoDate || when == value.Never {
		r.Reject(i, MissingKey, "The row has no date.")
	}
	return day
}

// Whole reads a whole number that may be absent. Where the column does not say
// which sign decimals have, one sign with three digits behind it groups
// thousands, since the column counts things.
func (r *Reader) Whole(i int) portfolio.Int {
	if i == None {
		return portfolio.Int{}
	}
	n, res := value.Whole(r.row.Cell(i), r.row.Kind(i), r.habitOf(i).decimal)
	if res == value.Bad {
		r.Reject(i, NotWhole, "Not a whole number.")
	}
	return portfolio.Int{N: n, OK: res == value.OK}
}

// mostCounted is far beyond what anybody has licenses for, and so little that
// the sum over millions of rows is still a number.
const mostCounted = 1_000_000_000_000

// Count is Whole for licenses and users, of which there cannot be less than
// none.
func (r *Reader) Count(i int) portfolio.Int {
	n := r.Whole(i)
	switch {
	case n.N < 0:
		r.Reject(i, Negative, "The number is negative.")
	case n.N > mostCounted:
		r.Reject(i, TooLarge, "The number is too large to be a count.")
	}
	return n
}

// Number reads an exact decimal that may be absent.
func (r *Reader) Number(i int) portfolio.Decimal {
	if i == None {
		return portfolio.Decimal{}
	}
	d, res := value.Decimal(r.row.Cell(i), r.row.Kind(i), r.SignOf(i))
	if res == value.Bad {
		r.Reject(i, NotANumber, "Not a number.")
	}
	return d
}

// Money reads an amount in minor units of currency, or of the currency that is
// written with it where that is "". It returns the currency.
func (r *Reader) Money(i int, currency string) (portfolio.Int, string) {
	if i == None {
		return portfolio.Int{}, currency
	}
	n, code, res := value.Money(r.row.Cell(i), r.row.Kind(i), r.SignOf(i), currency)
	if res == value.Bad {
		r.Reject(i, NotANumber, "Not an amount of money.")
	}
	return portfolio.Int{N: n, OK: res == value.OK}, code
}

// Bool reads a yes or no; another word is noted and absent.
func (r *Reader) Bool(i int, out ingest.Sink) portfolio.Bool {
	b, res := value.Bool(r.row.Cell(i))
	if res == value.Bad {
		out.Note(r.Name(i), UnknownWord, "Neither yes nor no: "+shown(r.row.Cell(i)))
	}
	return b
}

// Status reads a state and the source's word for it; a word that is not known
// is noted.
func (r *Reader) Status(i int, out ingest.Sink) (portfolio.Status, string) {
	cell := value.Trim(r.row.Cell(i))
	status, res := value.Status(cell)
	if res != value.OK {
		out.Note(r.Name(i), UnknownStatus, "Not a known status: "+shown(cell))
	}
	return status, string(cell)
}

// MonthLevel is the day a monthly row speaks of: the last day of its month, but
// not later than the file's own Data As Of, and never outside the month.
func MonthLevel(day, asOf portfolio.Day) portfolio.Day {
	return max(day.MonthStart(), min(day.MonthEnd(), asOf))
}

// NoteOdd notes what is strange about an entitlement that is kept as it is.
func NoteOdd(e *portfolio.Entitlement, end, assigned string, out ingest.Sink) {
	if !e.End.IsZero() && !e.Start.IsZero() && e.End < e.Start {
		out.Note(end, EndFirst, "The end is before the start.")
	}
	if e.Assigned.OK && e.Quantity.OK && e.Assigned.N > e.Quantity.N {
		out.Note(assigned, OverAssigned, "More licenses are assigned than sold.")
	}
}
