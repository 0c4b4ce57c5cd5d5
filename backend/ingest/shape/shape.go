// Package shape says what the values of a column look like: what they are
// (identifiers, days, numbers …), in which order they write dates, and which
// sign they write decimals with. It is pure. The rule not to break: where the
// values leave two readings, shape says so and decides nothing.
package shape

import (
	"bytes"
	"fmt"

	"headroom/backend/ingest/value"
)

// Name is what the values of a column are.
type Name string

// The shapes. Hex32 are the 32 hexadecimal digits that reports write in the
// place of concealed users. ID is a token that counts nothing.
const (
	GUID    Name = "guid"
	Email   Name = "email"
	Date    Name = "date"
	Number  Name = "number"
	Percent Name = "percent"
	Money   Name = "money"
	YesNo   Name = "yes_no"
	Hex32   Name = "hex32"
	ID      Name = "id"
	Text    Name = "text"
	Empty   Name = "empty"
)

// most is the share of the values that must agree on a shape.
const most = 0.95

// keptSamples and keptDistinct bound what a column remembers of its values.
const (
	keptSamples  = 5
	keptDistinct = 256
	keptBytes    = 80
)

// Column collects what is known of the values of one column. The zero Column
// is ready.
type Column struct {
	Rows   int // values added, empty ones too
	Filled int // values that hold something

	guid, hex, email, date, number, percent, money, yesNo, token, zeros, scientific int

	day     orders
	sign    signs
	samples []string
	seen    map[string]bool
}

// orders counts the dates whose order their spelling leaves open.
type orders struct {
	open, both      int    // of one or more readings; of readings that differ
	fits, firsts    [4]int // by order: how many fit, and are the first day of a month
	example, second string // a date that can be read in two ways; one that decides
}

// signs counts the numbers that decide the decimal sign, or leave it open.
type signs struct {
	point, comma, both int
	example            string
}

// Add takes one value. kind is what a workbook knows of it.
func (c *Column) Add(cell []byte, kind value.Kind) {
	c.Rows++
	cell = value.Trim(cell)
	if value.IsNull(cell) {
		return
	}
	c.Filled++
	c.sample(cell)
	switch kind {
	case value.DateCell:
		c.date++
		return
	case value.NumberCell:
		c.number++
		return
	}
	c.classify(cell)
	c.AddOpen(cell)
}

// AddOpen takes a value only for what it says of the order of dates and the
// sign of decimals, which is all that a pass over a whole file is for.
func (c *Column) AddOpen(cell []byte) {
	cell = value.Trim(cell)
	if set, one := value.OrdersOf(cell); set != 0 {
		c.day.add(cell, set, one)
		return
	}
	if bytes.IndexByte(cell, '.') < 0 && bytes.IndexByte(cell, ',') < 0 {
		return
	}
	point, comma, differ := value.DecimalsOf(cell)
	switch {
	case point && !comma:
		c.sign.point++
	case comma && !point:
		c.sign.comma++
	case differ:
		c.sign.both++
		if c.sign.example == "" {
			c.sign.example = short(cell)
		}
	}
}

func (o *orders) add(cell []byte, set value.Orders, one bool) {
	o.open++
	for _, order := range [...]value.Order{value.DMY, value.MDY, value.YMD} {
		if set.Has(order) {
			o.fits[order]++
			if day, _ := value.Date(cell, value.TextCell, order); day == day.MonthStart() {
				o.firsts[order]++
			}
		}
	}
	switch {
	case !one && o.example == "":
		o.both++
		o.example = short(cell)
	case !one:
		o.both++
	case o.second == "":
		o.second = short(cell)
	}
}

func (c *Column) sample(cell []byte) {
	if len(c.seen) >= keptDistinct || c.seen[string(cell)] {
		return
	}
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	c.seen[string(cell)] = true
	if len(c.samples) < keptSamples {
		c.samples = append(c.samples, short(cell))
	}
}

func short(cell []byte) string {
	r := []rune(string(cell))
	if len(r) > keptBytes {
		return string(r[:keptBytes]) + "…"
	}
	return string(r)
}

// classify counts what one text value may be.
func (c *Column) classify(cell []byte) {
	switch {
	case value.IsGUID(cell):
		c.guid++
		return
	case isHex32(cell):
		c.hex++
		return
	case isEmail(cell):
		c.email++
		return
	}
	if _, res := value.Bool(cell); res == value.OK {
		c.yesNo++
	}
	if isDate(cell) {
		c.date++
	}
	c.classifyNumber(cell)
	if isToken(cell) {
		c.token++
	}
}

// isDate reports whether a value reads as a date. Of digits only, days have
// eight and months six; any other number is one, until a header says otherwise.
func isDate(cell []byte) bool {
	if allDigits(cell) && len(cell) != 8 && len(cell) != 6 {
		return false
	}
	_, when := value.Date(cell, value.TextCell, value.AnyOrder)
	set, _ := value.OrdersOf(cell)
	return when == value.OnDay || when == value.InMonth || when == value.Never || set != 0
}

func (c *Column) classifyNumber(cell []byte) {
	if value.Scientific(cell) {
		c.scientific++
	}
	if len(cell) > 1 && cell[0] == '0' && allDigits(cell) {
		c.zeros++
	}
	point, comma, _ := value.DecimalsOf(cell)
	if !point && !comma {
		return
	}
	switch {
	case cell[len(cell)-1] == '%':
		c.percent++
	case value.HasCurrency(cell):
		c.money++
	default:
		c.number++
	}
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

func isHex32(b []byte) bool {
	if len(b) != 32 {
		return false
	}
	for _, c := range b {
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

func isEmail(b []byte) bool {
	at := bytes.IndexByte(b, '@')
	return at > 0 && at < len(b)-3 && bytes.IndexByte(b[at:], '.') > 1 && bytes.IndexByte(b, ' ') < 0
}

// isToken reports whether a value is one word with a digit in it, or a number
// too long or too padded to be one.
func isToken(b []byte) bool {
	letters, digits := false, false
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits = true
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters = true
		case c == '-' || c == '_' || c == '.' || c == ':' || c == '/' || c == '{' || c == '}':
		default:
			return false
		}
	}
	return digits && (letters || len(b) > 15 || b[0] == '0' && len(b) > 1)
}

// Shape returns what most of the values are, and the evidence in plain words.
func (c *Column) Shape() (name Name, evidence string) {
	if c.Filled == 0 {
		return Empty, "no value in the rows looked at"
	}
	is := func(n int) bool { return float64(n) >= most*float64(c.Filled) }
	name = Text
	switch {
	case is(c.guid):
		name = GUID
	case is(c.hex):
		name = Hex32
	case is(c.email):
		name = Email
	case is(c.yesNo) && !(is(c.number) && len(c.seen) != 2):
		name = YesNo
	case is(c.percent):
		name = Percent
	case is(c.money+c.number) && c.money > 0:
		name = Money
	case is(c.date) && !c.counts():
		name = Date
	case is(c.number) && c.zeros == 0 && c.scientific == 0 && !c.long():
		name = Number
	case is(c.token + c.scientific), is(c.number):
		name = ID
	}
	return name, fmt.Sprintf("%d of %d values", c.votes(name), c.Filled)
}

// Mixed returns what more than half of the values are where the rest keeps
// Shape from saying so: numbers or dates with misspelled ones among them. Text
// where there is nothing of the kind.
func (c *Column) Mixed() (name Name, evidence string) {
	name = Text
	switch {
	case c.date > c.Filled/2 && !c.counts():
		name = Date
	case c.number > c.Filled/2 && c.zeros == 0 && c.scientific == 0 && !c.long():
		name = Number
	}
	return name, fmt.Sprintf("%d of %d values", c.votes(name), c.Filled)
}

// counts reports whether dates of digits only are more likely numbers: days are
// written with eight digits, months with six, and all of them near our time.
func (c *Column) counts() bool {
	if c.date > c.number {
		return false
	}
	for v := range c.seen {
		day, when := value.Date([]byte(v), value.TextCell, value.AnyOrder)
		if y := day.Time().Year(); allDigits([]byte(v)) && (when != value.OnDay && when != value.InMonth || y < 1980 || y > 2098) {
			return true
		}
	}
	return false
}

// long reports whether numbers are too long to be amounts of anything.
func (c *Column) long() bool {
	for v := range c.seen {
		if allDigits([]byte(v)) && len(v) > 15 {
			return true
		}
	}
	return false
}

func (c *Column) votes(n Name) int {
	return map[Name]int{
		GUID: c.guid, Hex32: c.hex, Email: c.email, YesNo: c.yesNo, Percent: c.percent, Money: c.money + c.number, Date: c.date,
		Number: c.number, ID: max(c.token+c.scientific, c.number), Text: c.Filled,
	}[n]
}

// Samples returns the first different values.
func (c *Column) Samples() []string { return append([]string{}, c.samples...) }

// Distinct returns how many different values were seen, up to a bound.
func (c *Column) Distinct() int { return len(c.seen) }

// Values returns different values, to compare the column with another.
func (c *Column) Values() []string {
	out := make([]string, 0, len(c.seen))
	for v := range c.seen {
		out = append(out, v)
	}
	return out
}

// Scientific reports whether long identifiers were turned into numbers such
// as 1.23E+18 by a spreadsheet.
func (c *Column) Scientific() bool { return c.scientific > 0 && c.scientific+c.token >= c.Filled/2 }

// State says what the values of a column decide.
type State uint8

// The states. Settled: nothing is open, the values say it themselves (or there
// is nothing to say); Decided: they have one order or sign in common; Open: two
// readings are left; Torn: values contradict each other.
const (
	Settled State = iota
	Decided
	Open
	Torn
)

// Verdict is what the values of a column say about one habit. Example is a
// value that shows it.
type Verdict struct {
	State   State
	Value   string
	Example string
}

// DateOrder says in which order the dates of the column are written.
func (c *Column) DateOrder() Verdict {
	o := c.day
	if o.open == 0 {
		return Verdict{}
	}
	fitting := []value.Order{}
	for _, order := range [...]value.Order{value.DMY, value.MDY, value.YMD} {
		if o.fits[order] == o.open {
			fitting = append(fitting, order)
		}
	}
	switch {
	case len(fitting) == 0:
		return Verdict{Torn, "", o.example}
	case len(fitting) == 1:
		return Verdict{Decided, fitting[0].String(), o.second}
	case o.both == 0:
		return Verdict{}
	}
	return Verdict{Open, "", o.example}
}

// MonthOrder is DateOrder for a column that is known to hold months, each given
// by its first day: the order in which all dates are first days decides.
func (c *Column) MonthOrder() Verdict {
	v := c.DateOrder()
	if v.State != Open {
		return v
	}
	for _, order := range [...]value.Order{value.DMY, value.MDY} {
		other := value.DMY + value.MDY - order
		if c.day.firsts[order] == c.day.open && c.day.firsts[other] < c.day.open {
			return Verdict{Decided, order.String(), c.day.example}
		}
	}
	return v
}

// Decimal says which sign the numbers of the column write decimals with.
func (c *Column) Decimal() Verdict {
	s := c.sign
	switch {
	case s.point > 0 && s.comma > 0:
		return Verdict{Torn, "", s.example}
	case s.point > 0:
		return Verdict{Decided, ".", ""}
	case s.comma > 0:
		return Verdict{Decided, ",", ""}
	case s.both > 0:
		return Verdict{Open, "", s.example}
	}
	return Verdict{}
}
