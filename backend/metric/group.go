package metric

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Bounds of a group.
const (
	maxItems      = 200
	maxListValues = 2000 // of all lists together
)

// GroupFacts is what a group can only be cut with once the question is asked.
// The zero GroupFacts knows nothing: dynamic bins are then missing and relative
// dates hold no day, which is enough to check a group and to name its items.
type GroupFacts struct {
	// Bounds are those of the group's column over the rows asked about. Bins of
	// the kind dynamic need them.
	Bounds Bounds
	// Calendar places the dates of conditions. It is needed for this, next and
	// last and for grains.
	Calendar GroupCalendar
}

// Bounds are the least and the greatest value of a column. Known is false where
// no row has a value.
type Bounds struct {
	Least, Greatest float64
	Known           bool
}

// GroupCalendar knows the days of periods on the day that is asked for.
type GroupCalendar interface {
	// Span returns the first and the last day that this, next or last mean.
	Span(f Filter) (from, to portfolio.Day, err error)
	// Period returns the first and the last day of the period of d.
	Period(d portfolio.Day, grain string) (from, to portfolio.Day)
}

// Dynamic reports whether the bins of g follow from the data: Cut needs Bounds.
func (g Group) Dynamic() bool { return g.Numbers != nil && g.Numbers.Kind == "dynamic" }

// Relative reports whether what the items of g hold depends on the day that is
// asked for: Cut needs a Calendar.
func (g Group) Relative() bool {
	return slices.ContainsFunc(g.Conditions, func(c GroupCondition) bool {
		relative := false
		_ = c.Filter.Walk("", func(_ string, leaf Filter) error {
			relative = relative || leaf.Grain != "" || leaf.Relative()
			return nil
		})
		return relative
	})
}

// Cut returns the expression of package expr whose value is the item a row is
// in, and the items in their order. column is the dimension g.Column names. The
// first item that matches holds a row. A missing value is in no bin and in no
// list; a condition holds it where a filter would find it. What no item holds
// is in Other or, without one, has no item: the expression is null. The error
// is a fault below path.
func (g Group) Cut(path string, column Dimension, facts GroupFacts) (expression string, items []string, err error) {
	ways := 0
	for _, has := range []bool{g.Numbers != nil, g.Lists != nil, g.Conditions != nil} {
		if has {
			ways++
		}
	}
	if ways != 1 {
		return "", nil, fault.At(path, "A group has numbers, lists or conditions, one of them.")
	}
	var cuts []cut
	switch {
	case g.Numbers != nil:
		cuts, err = g.bins(path+".numbers", column, facts.Bounds)
	case g.Lists != nil:
		cuts, err = g.lists(path+".lists", column)
	default:
		cuts, err = g.conditions(path+".conditions", column, facts.Calendar)
	}
	if err != nil {
		return "", nil, err
	}
	return g.join(path, cuts, column)
}

// cut is one item: its name, the condition that a row is in it, and where it is
// defined.
type cut struct {
	name, condition, path string
}

// join makes one expression of the items. It uses the column even where nothing
// is known to cut it by.
func (g Group) join(path string, cuts []cut, column Dimension) (string, []string, error) {
	if len(cuts) > maxItems {
		return "", nil, fault.At(path, "A group can have %d items.", maxItems)
	}
	var items, arguments []string
	for _, c := range cuts {
		switch {
		case strings.TrimSpace(c.name) == "":
			return "", nil, fault.At(c.path+".name", "An item needs a name.")
		case slices.Contains(items, c.name):
			return "", nil, fault.At(c.path+".name", "Two items are called %q.", c.name).WithHint("Join them, or give one another name.")
		}
		items = append(items, c.name)
		arguments = append(arguments, c.condition, textLiteral(c.name))
	}
	if len(arguments) == 0 {
		arguments = append(arguments, never(columnName(column.Name)), textLiteral(g.Other))
	}
	if g.Other != "" {
		if slices.Contains(items, g.Other) {
			return "", nil, fault.At(path+".other", "An item is called %q, too.", g.Other)
		}
		items = append(items, g.Other)
		arguments = append(arguments, "TRUE", textLiteral(g.Other))
	}
	return "IFS(" + strings.Join(arguments, ", ") + ")", items, nil
}

// lists cuts texts by their exact values.
func (g Group) lists(path string, column Dimension) ([]cut, error) {
	if column.Kind.Type() != "text" {
		return nil, fault.At(path, "%s is no text.", column.Name).WithHint("Use numbers or conditions.")
	}
	count := 0
	seen := map[string]string{}
	var out []cut
	for i, list := range g.Lists {
		at := fmt.Sprintf("%s[%d]", path, i)
		if len(list.Values) == 0 {
			return nil, fault.At(at+".values", "The item %q needs values.", list.Name)
		}
		if count += len(list.Values); count > maxListValues {
			return nil, fault.At(at+".values", "The lists of a group can have %d values.", maxListValues)
		}
		values := make([]any, len(list.Values))
		for j, v := range list.Values {
			if other, ok := seen[v]; ok {
				return nil, fault.At(fmt.Sprintf("%s.values[%d]", at, j), "%q is in %q already.", v, other)
			}
			seen[v], values[j] = list.Name, v
		}
		w := conditionWriter{column: column}
		condition, err := w.comparison(at, Filter{Dimension: column.Name, Op: "in", Values: values})
		if err != nil {
			return nil, err
		}
		out = append(out, cut{list.Name, condition, at})
	}
	return out, nil
}

// conditions cuts by filters of the column.
func (g Group) conditions(path string, column Dimension, calendar GroupCalendar) ([]cut, error) {
	var out []cut
	for i, c := range g.Conditions {
		at := fmt.Sprintf("%s[%d]", path, i)
		if err := c.Filter.shape(at + ".filter"); err != nil {
			return nil, err
		}
		w := conditionWriter{column: column, calendar: calendar}
		condition, err := w.filter(at+".filter", c.Filter)
		if err != nil {
			return nil, err
		}
		out = append(out, cut{c.Name, condition, at})
	}
	return out, nil
}
