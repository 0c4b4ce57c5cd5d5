package metric

// Behind says how a measure follows from rows that anyone can list, so that a
// figure can be computed again from its rows alone: which lists, and the steps
// from their rows to the figure. It is what the number passport shows and
// checks, and what drill-through asks for.
type Behind struct {
	// Lists are the rows. What the steps of each list leave is put together.
	Lists []RowList `json:"lists"`
	// Steps go on over what the lists leave. The last one leaves one row, whose
	// first figure is the measure's.
	Steps []Step `json:"steps"`
	// ZeroBeside is true where the figure is 0 rather than missing when rows are
	// there that only Where of the lists leaves out: no denial among checkouts.
	ZeroBeside bool `json:"zero_beside,omitempty"`
}

// RowList is one list of the rows behind a measure, before the question's own
// filters and the keys of the figure limit it.
type RowList struct {
	Dataset  Relation `json:"dataset"`
	Counting bool     `json:"counting,omitempty"` // as of a Query
	// Columns are the figures the steps use and a person reads beside.
	Columns []string `json:"columns"`
	Where   []Filter `json:"where,omitempty"` // all of these hold
	// Window limits the rows to the last days up to the day asked for; 0: none.
	Window int    `json:"window,omitempty"`
	Steps  []Step `json:"steps,omitempty"`
	// Minus is true for rows whose figures are taken off those of the others.
	Minus bool `json:"minus,omitempty"`
	// Beside is set for rows that stand in for figures no other list has: they
	// are found by the keys of those, whatever the question's filters and scope.
	Beside *Beside `json:"beside,omitempty"`
}

// Beside says for which rows of the first list another one stands in: where
// Known is known and Lacking is not, the rows of the same Keys tell it.
type Beside struct {
	Keys    []string `json:"keys"`
	Known   string   `json:"known"`
	Lacking string   `json:"lacking"`
}

// Step makes one row of all rows that have the same values of Per; without Per
// one row of all.
type Step struct {
	Per []string `json:"per,omitempty"`
	// Need are figures that a row must know to take part; Short says in words
	// what the rows left out so lack.
	Need  []string `json:"need,omitempty"`
	Short string   `json:"short,omitempty"`
	// Figures are what the rows after the step know.
	Figures []Figure `json:"figures"`
	// Lower says in words what rows are that a max or min passes over; "" where
	// they are not told of.
	Lower string `json:"lower,omitempty"`
}

// Figure is a number made of those of several rows. What is missing takes no
// part; of nothing known nothing comes, except that a count is 0 then.
type Figure struct {
	Name string `json:"name"`
	// How is sum, average, median, count, distinct, min or max of Of; count goes
	// without Of, too. holding is how many rows that know Of hold When, and missing
	// where none knows it.
	How string `json:"how"`
	Of  string `json:"of,omitempty"`
	// When are the conditions of holding.
	When []When `json:"when,omitempty"`
	// Over is taken off Of row by row; what is then below 0 is 0, and missing
	// where either is.
	Over string `json:"over,omitempty"`
	// Times is a column that Of is multiplied by, row by row; missing where either is.
	Times string `json:"times,omitempty"`
	// Factor multiplies the figure; 0 is 1.
	Factor float64 `json:"factor,omitempty"`
	// Alike is a column that must have one value in all rows with a known Of,
	// else the figure is missing: amounts of two currencies are not added.
	Alike string `json:"alike,omitempty"`
}

// When is a condition of a row: a figure that is above 0, or 0.
type When struct {
	Figure string `json:"figure"`
	Zero   bool   `json:"zero,omitempty"` // it is 0; else above
}

// of returns the Behind of a measure that adds up one column of the rows of a
// list in one step.
func of(list RowList, f Figure) *Behind {
	return &Behind{Lists: []RowList{list}, Steps: []Step{{Figures: []Figure{f}}}}
}

// RowsOf returns how m follows from its rows: as its definition says, or, for
// the measure of a derived metric, from its aggregate.
func (c Catalog) RowsOf(m Measure) (Behind, bool) {
	switch {
	case m.Aggregate != "":
		list := RowList{Dataset: m.Relation, Counting: m.Relation == Entitlements || m.Relation == Usage}
		if m.Column != "" {
			list.Columns = []string{m.Column}
		}
		return *of(list, Figure{Name: m.Name, How: m.Aggregate, Of: m.Column}), true
	case m.Behind != nil:
		return *m.Behind, true
	case m.Of != "" && m.Of != m.Name:
		shipped, ok := c.Measure(m.Of)
		if !ok {
			return Behind{}, false
		}
		return c.RowsOf(shipped)
	default:
		return Behind{}, false
	}
}

// Leaving is a rule by which rows of a dataset do not count, for saying how
// many it left out. Of several rules that hold the first is told.
type Leaving struct {
	Words string `json:"words"`
	// When holds of the rows left out; the value AskedDay stands for the day the
	// figure is asked for.
	When Filter `json:"when"`
}

// AskedDay stands in a Leaving for the day a figure is asked for.
const AskedDay = "{day}"
