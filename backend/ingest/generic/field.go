package generic

import (
	"sort"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
)

// field is what a column can mean.
type field int

// The fields of a mapping.
const (
	account field = iota
	accountID
	product
	sku
	vendor
	family
	entitlement
	quantity
	assigned
	startDate
	endDate
	status
	autoRenew
	trial
	amount
	currency
	partnerID
	country
	region
	segment
	owner
	date
	workload
	feature
	meter
	active
	total
	used
	entitled
	category
	domain
	parent
	request
	title
	severity
	closedDate
	firstResponse
	resolution
	resolutionHours
	satisfaction
	term
	billing
	cancelUntil
	person
	fieldCount
)

var fieldNames = [fieldCount]string{
	"account", "account_id", "product", "sku", "vendor", "family", "entitlement", "quantity", "assigned", "start_date", "end_date", "status",
	"auto_renew", "trial", "value", "currency", "partner_id", "country", "region", "segment", "owner", "date", "workload", "feature", "meter",
	"active", "total", "used", "entitled", "category", "domain", "parent", "request", "title", "severity", "closed_date", "first_response", "resolution",
	"resolution_hours", "satisfaction", "term", "billing", "cancel_until", "person",
}

// Fields returns the names of all fields that a column can mean.
func Fields() []string { return append([]string{}, fieldNames[:]...) }

func fieldOf(name string) (field, bool) {
	for f, n := range fieldNames {
		if n == name {
			return field(f), true
		}
	}
	return 0, false
}

// period is the one constant that is no field: "month" or "day" says whether
// the figures are levels of a month.
const period = "period"

// bind finds the column of every field of the mapping.
func bind(h ingest.Header, m *ingest.Mapping) ([fieldCount]int, error) {
	var columns [fieldCount]int
	for f := range columns {
		columns[f] = cells.None
	}
	for _, name := range sortedNames(m.Columns) {
		word := m.Columns[name]
		if word == "" {
			continue
		}
		f, ok := fieldOf(word)
		if !ok {
			return columns, unknownField("columns."+name, word)
		}
		i, err := columnOf(h, name)
		if err != nil {
			return columns, err
		}
		if columns[f] != cells.None {
			return columns, fault.At("columns."+name, "The columns %q and %q both mean %s.", h.Columns[columns[f]], name, word)
		}
		columns[f] = i
		h.Uses.Use(i, word)
	}
	return columns, nil
}

func sortedNames(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// columnOf finds a header by its exact text, else by its folded text.
func columnOf(h ingest.Header, name string) (int, error) {
	for i, c := range h.Columns {
		if c == name {
			return i, nil
		}
	}
	found := cells.None
	for i, c := range h.Columns {
		if value.Key(c) != value.Key(name) {
			continue
		}
		if found != cells.None {
			found = cells.None
			break
		}
		found = i
	}
	if found != cells.None {
		return found, nil
	}
	f := fault.New(fault.Invalid, "The mapping names the column %s, which the file does not have.", quoted(name)).InFile(h.File)
	f.Row, f.Column = h.Line, name
	if near := closest(name, h.Columns); near != "" {
		return 0, f.WithHint("Did you mean " + quoted(near) + "?")
	}
	return 0, f.WithHint("Its columns are " + strings.Join(h.Columns, ", ") + ".")
}

func unknownField(place, word string) error {
	f := fault.At(place, "There is no field %q.", word)
	if near := closest(word, fieldNames[:]); near != "" {
		return f.WithHint("Did you mean " + quoted(near) + "?")
	}
	return f.WithHint("The fields are " + strings.Join(fieldNames[:], ", ") + ".")
}

// closest returns the name most like word, or "" when none is.
func closest(word string, names []string) string {
	best, near := 1+len([]rune(word))/2, ""
	for _, name := range names {
		if d := distance([]rune(value.Key(word)), []rune(value.Key(name))); d < best {
			best, near = d, name
		}
	}
	return near
}

// distance is the number of letters to change, add or drop between a and b.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
