package metric

import (
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// The roles of columns that are neither a key nor a metric's own figure. Those
// of a comparison are written behind the metric's name: licenses_sold.delta.
const (
	Before      = "before"     // the metric in the state compared with
	Delta       = "delta"      // now less before
	DeltaRate   = "delta_rate" // delta ÷ |before|; missing where before is 0 or missing
	Calculated  = "calculation"
	Change      = "change" // the column, and its role
	RoleDivider = "."
)

// The values of the column change.
const (
	Added   = "added"   // the row is not in the state compared with
	Removed = "removed" // the row is only in the state compared with
	Changed = "changed" // a figure of the row differs
	Same    = "same"
)

// ComparedRoles are the columns a comparison adds for every metric, in order.
var ComparedRoles = []string{Before, Delta, DeltaRate}

// maxBack bounds how many units a comparison goes back.
const maxBack = 1000

// SplitFigure returns the metric and the role that the name of a figure of an
// answer says: "licenses_sold.delta" is delta of licenses_sold, "licenses_sold"
// has no role.
func SplitFigure(name string) (metric, role string) {
	metric, role, _ = strings.Cut(name, RoleDivider)
	return metric, role
}

// Figures returns the names of the answer's figures: its metrics, each with
// the columns that a comparison adds.
func (q Query) Figures() []string {
	var out []string
	for _, m := range q.Metrics {
		out = append(out, m)
		if q.Compare != nil {
			for _, role := range ComparedRoles {
				out = append(out, m+RoleDivider+role)
			}
		}
	}
	return out
}

// knowsFigure reports a figure that neither c nor a comparison of q has.
func (q Query) knowsFigure(c Catalog, path, name string) error {
	m, role := SplitFigure(name)
	if err := c.knowsMetric(path, m); err != nil || role == "" {
		return err
	}
	switch {
	case !slices.Contains(ComparedRoles, role):
		return fault.At(path, "%s has no %q.", m, role).WithHint("Use one of " + strings.Join(ComparedRoles, ", ") + ".")
	case q.Compare == nil:
		return fault.At(path, "%s is of a comparison, and the question compares nothing.", name).WithHint("Say in compare what to compare with.")
	}
	return nil
}

// ListKey returns the dimension that tells the rows of a dataset apart in every
// state, "" where none does.
func ListKey(r Relation) string {
	switch r {
	case Entitlements, EveryEntitlement:
		return "entitlement_key"
	case Accounts:
		return "account_key"
	default:
		return ""
	}
}

// compared returns the columns of a list that a comparison adds.
func (q Query) compared() []string {
	if q.Compare == nil {
		return nil
	}
	out := []string{Change}
	for _, name := range q.Columns {
		out = append(out, name+RoleDivider+Before)
	}
	return out
}

// checkCompare reports what is wrong with the state compared with.
func (q Query) checkCompare(c Catalog) error {
	if q.Compare == nil {
		return nil
	}
	if len(q.Columns) > 0 && ListKey(q.Listed()) == "" {
		return fault.At("compare", "Rows of %s have no key by which two states could be compared.", q.Listed()).
			WithHint("Compare a list of entitlements or accounts, or metrics.")
	}
	x := *q.Compare
	ways := 0
	for _, set := range []bool{x.AsOf != "", x.KnownAt != 0, x.Back != 0} {
		if set {
			ways++
		}
	}
	switch {
	case ways != 1:
		return fault.At("compare", "A comparison is with exactly one of as_of, known_at and back.")
	case x.KnownAt < 0:
		return fault.At("compare.known_at", "known_at is the number of an import.")
	case x.AsOf != "":
		if _, err := portfolio.ParseDay(x.AsOf); err != nil {
			return fault.At("compare.as_of", "A day is written YYYY-MM-DD, not %q.", x.AsOf)
		}
	}
	if x.Back == 0 {
		if x.Unit != "" {
			return fault.At("compare.unit", "unit belongs to back.").WithHint("Leave it out.")
		}
		return nil
	}
	if x.Back < 0 || x.Back > maxBack {
		return fault.At("compare.back", "back is a number from 1 to %d.", maxBack)
	}
	if !slices.Contains(Units, x.Unit) {
		return fault.At("compare.unit", "back needs a unit: %s.", strings.Join(Units, ", "))
	}
	return q.checkMeets(x)
}

// unitMonths and unitDays say how long the units are that have whole months or
// days.
var (
	unitMonths = map[string]int{"month": 1, "quarter": 3, "year": 12}
	unitDays   = map[string]int{"day": 1, "week": 7}
)

// checkMeets reports periods of date that do not meet one when moved back: a
// month moved by days lies across two.
func (q Query) checkMeets(x Compare) error {
	for _, by := range q.By {
		if by.Dimension != DateName || meets(by.Grain, x) {
			continue
		}
		hint := "Go back by weeks."
		if unitMonths[by.Grain] > 0 {
			hint = "Go back by whole " + by.Grain + "s."
		}
		return fault.At("compare.back", "A %s moved back by %d of the unit %s meets no other %s.", by.Grain, x.Back, x.Unit, by.Grain).WithHint(hint)
	}
	return nil
}

// meets reports whether periods of a grain are periods again when moved back.
// Those that come again every week or year are not moved.
func meets(grain string, x Compare) bool {
	switch {
	case unitMonths[grain] > 0:
		return x.Back*unitMonths[x.Unit]%unitMonths[grain] == 0 && unitMonths[x.Unit] > 0
	case grain == "week":
		return x.Back*unitDays[x.Unit]%7 == 0 && unitDays[x.Unit] > 0
	default:
		return true
	}
}
