// Package metric is the semantic layer: it says what can be measured and how,
// in the words of the people who ask, and what a question looks like. It knows
// neither a database nor a window. The rule not to break: a name means the
// same number wherever it is asked.
package metric

import (
	"strings"

	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// Relation names the rows a measure is taken over. Several relations may tell
// of one dataset of facts; two relations never meet before both were
// aggregated.
type Relation string

// The relations.
const (
	Accounts     Relation = "accounts"
	Entitlements Relation = "entitlements" // with deployment facts, as they are on a day
	Renewals     Relation = "renewals"     // one row for every term of an entitlement that came to its end
	Usage        Relation = "usage"        // levels of series
	FeatureUsage Relation = "feature_usage"
	Support      Relation = "support_requests"
	Charges      Relation = "charges" // lines of invoices

	EveryEntitlement   Relation = "every_entitlement"   // whatever its state, as it is on a day
	EntitlementHistory Relation = "entitlement_history" // every version that was told of one
	EntitlementChanges Relation = "entitlement_changes" // those that began or ceased to count within a span of days
	Deployment         Relation = "deployment"          // deployment facts, as they are on a day
	Health             Relation = "health"              // entitlements that count, with what weighs on their renewal
	Imports            Relation = "imports"             // files
	Inbox              Relation = "inbox"               // notifications
)

// Dataset describes a relation that can be asked.
type Dataset struct {
	Name  Relation `json:"name"`
	Label string   `json:"label"` // a short name for people
	Words string   `json:"words"`
	// Levels is true where a row says what was true on a day. The dimension
	// date then chooses the days asked for; elsewhere it is a day of each row.
	Levels     bool                `json:"levels"`
	Facts      []portfolio.Dataset `json:"facts"` // whose freshness its answers carry
	Dimensions []string            `json:"dimensions"`
	// Leaves are the rules by which rows do not count, in the order they are
	// tested; a list without Counting has these rows, too.
	Leaves []Leaving `json:"leaves,omitempty"`
}

// Kind says what a dimension's values are and how they are written.
type Kind string

// The kinds of dimension.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Date   Kind = "date"
	Time   Kind = "time"  // a day and time of day
	Flag   Kind = "flag"  // yes or no
	Scope  Kind = "scope" // own or other, from a partner id and the setting
	Days   Kind = "days"  // days from the day asked for to a date
)

// Type returns the type of a Result's column.
func (k Kind) Type() string {
	switch k {
	case Number, Days:
		return "number"
	case Date:
		return "date"
	case Time:
		return "time"
	default:
		return "text"
	}
}

// Place says where a dimension's values are in a relation. Table is the table
// joined for it: "" the relation itself (alias f), "account" (a), "product"
// (p), "stream" (t), "entitlement_key" (k), "import" (i).
type Place struct {
	Table string
	SQL   string
	Mixed bool // SQL reads the relation's own columns beside the table's
	// Field is set for a custom field, which SQL holds as a list of columns of
	// JSON objects: the value is that of the first which has the field.
	Field string
}

// Follows reports whether the value at p follows from the row of its table
// alone.
func (p Place) Follows() bool { return p.Table != "" && !p.Mixed }

// Dimension is a column to split or filter by, or to list.
type Dimension struct {
	Name  string `json:"name"`
	Label string `json:"label"` // a short name for people
	Words string `json:"words"`
	Kind  Kind   `json:"kind"`
	Unit  string `json:"unit,omitempty"`
	// UnitColumn names the column that says the unit row by row: the currency of
	// an amount.
	UnitColumn string `json:"unit_column,omitempty"`
	// Whole is true for numbers that are whole and below 2^63 in every row.
	Whole bool `json:"-"`
	// Listed is true for what only lists of rows have: it neither splits nor
	// filters figures.
	Listed bool `json:"listed,omitempty"`
	// Counting is true for what only rows that count have: a list has it with
	// Query.Counting.
	Counting bool `json:"counting,omitempty"`
	// Unique is true where every row of the joined table has a value of its
	// own, which therefore stands for everything else of that row.
	Unique bool               `json:"-"`
	In     map[Relation]Place `json:"-"`
	// Format says how to show it, "" by its kind.
	Format string `json:"format,omitempty"`
	// Expression is set for calculated columns and groups, Formula is its text.
	// In then only says in which relations they are.
	Expression *expr.Expression `json:"-"`
	Formula    string           `json:"expression,omitempty"`
	// Items are the items of a group in their order, which is how they sort.
	Items []string `json:"items,omitempty"`
	Group *Group   `json:"-"`
}

// The calculated columns whose expressions follow from what a person says was
// agreed about ends: that itself, the last day to act, and what happens without.
const (
	NoticeTerms = "notice_terms"
	ActBy       = "act_by"
	IfNothing   = "if_nothing_is_done"
)

// DateName is the dimension of time itself: the day a level is true for, or the
// day something happened.
const DateName = "date"

// Measure aggregates one relation. SQL is an aggregate over the relation's
// rows; where it is empty, the engine folds the measure from packed usage.
type Measure struct {
	Name     string   `json:"name"`
	Words    string   `json:"words"`
	Relation Relation `json:"dataset"`
	SQL      string   `json:"-"`
	// Zero is true for a count, or a sum over what counts, that is 0 and not
	// missing where nothing counts.
	Zero bool `json:"zero,omitempty"`
	// With is another relation whose rows take part in the measure.
	With Relation `json:"with,omitempty"`
	// Aggregate of Column over the relation's rows is set instead of SQL for the
	// measures of a DerivedMetric; Filter limits the rows of this measure alone.
	Aggregate string  `json:"aggregate,omitempty"`
	Column    string  `json:"column,omitempty"`
	Filter    *Filter `json:"filter,omitempty"`
	// Of is the measure of the shipped catalog that a measure with a Filter is,
	// by whose name the engine folds it; "" is Name.
	Of string `json:"-"`
	// Quiet measures do not bring a group into the answer by themselves.
	Quiet bool `json:"-"`
	// Behind says how the measure follows from its rows; nil where Aggregate does.
	Behind *Behind `json:"behind,omitempty"`
}

// Metric is a named number: a measure, or one measure divided by another. A
// ratio whose denominator is zero or missing has no value, and is never capped.
type Metric struct {
	Name        string            `json:"name"`
	Label       string            `json:"label"` // a short name for people
	Words       string            `json:"words"`
	Formula     string            `json:"formula"`
	Measure     string            `json:"measure"`
	Per         string            `json:"per,omitempty"`
	Factor      float64           `json:"factor,omitempty"` // of a ratio; 0 is 1
	Detail      map[string]string `json:"detail,omitempty"` // more parts: name to measure
	Unit        string            `json:"unit"`
	Format      string            `json:"format"`
	Denominator string            `json:"denominator,omitempty"` // what a ratio divides by
	Window      string            `json:"window,omitempty"`      // of activity
	SplitBy     []string          `json:"split_by"`
	Origin      string            `json:"origin,omitempty"`  // who defines it so
	Derived     *DerivedMetric    `json:"derived,omitempty"` // the definition of a person's own
}

// IsRatio reports whether m divides.
func (m Metric) IsRatio() bool { return m.Per != "" }

// Forms are the word for one of a thing and for any other number of it.
type Forms struct {
	One   string `json:"one"`
	Other string `json:"other"`
}

// Label returns the short name for people that follows from a name: "Licenses
// sold" from licenses_sold.
func Label(name string) string {
	words := strings.ReplaceAll(name, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// Catalog holds the definitions a query may name.
type Catalog struct {
	Datasets   []Dataset   `json:"datasets"`
	Dimensions []Dimension `json:"dimensions"`
	Measures   []Measure   `json:"measures"`
	Metrics    []Metric    `json:"metrics"`
	// Units are the words for the units, Values those for values that are ours and
	// not a source's: by dimension, or by kind ("flag", "scope") for all of one
	// kind, beside "kind", "format" and "class" of functions.
	Units  map[string]Forms             `json:"units,omitempty"`
	Values map[string]map[string]string `json:"values,omitempty"`
	// Custom says where custom fields are in each relation.
	Custom map[Relation]Place `json:"-"`
	broken map[string]error   // kept definitions that are none any more
}
