package metric

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Bounds of a filter, so that a question cannot be made to exhaust the machine.
const (
	maxFilterDepth  = 16
	maxFilterLeaves = 500
	maxFilterValues = 20000
	maxSpan         = 100000 // of next and last
)

// operators lists what each kind of dimension can be compared with.
var operators = map[Kind][]string{
	Text:   {"eq", "ne", "in", "not_in", "contains", "is_null", "not_null"},
	Flag:   {"eq", "ne", "in", "not_in", "is_null", "not_null"},
	Scope:  {"eq", "ne", "in", "not_in", "is_null", "not_null"},
	Number: {"eq", "ne", "in", "not_in", "gt", "ge", "lt", "le", "between", "is_null", "not_null"},
	Days:   {"eq", "ne", "in", "not_in", "gt", "ge", "lt", "le", "between", "is_null", "not_null"},
	Date:   {"eq", "ne", "in", "not_in", "gt", "ge", "lt", "le", "between", "next", "last", "is_null", "not_null"},
}

// Units lists the units of next and last, and the grains of a date.
var Units = []string{"day", "week", "month", "quarter", "year"}

// IsLeaf reports whether f is one comparison rather than a list of filters.
func (f Filter) IsLeaf() bool { return f.All == nil && f.Any == nil }

// Walk calls fn for every comparison of f with its path; nil has none.
func (f *Filter) Walk(path string, fn func(path string, leaf Filter) error) error {
	if f == nil {
		return nil
	}
	if f.IsLeaf() {
		return fn(path, *f)
	}
	for i := range f.All {
		if err := f.All[i].Walk(fmt.Sprintf("%s.all[%d]", path, i), fn); err != nil {
			return err
		}
	}
	for i := range f.Any {
		if err := f.Any[i].Walk(fmt.Sprintf("%s.any[%d]", path, i), fn); err != nil {
			return err
		}
	}
	return nil
}

// shape checks the tree itself: one kind of node each, not too deep or large.
func (f *Filter) shape(path string) error {
	leaves := 0
	return f.shapeAt(path, 0, &leaves)
}

func (f *Filter) shapeAt(path string, depth int, leaves *int) error {
	if f == nil {
		return nil
	}
	if depth > maxFilterDepth {
		return fault.At(path, "A filter can be nested %d deep.", maxFilterDepth)
	}
	if f.IsLeaf() {
		if *leaves++; *leaves > maxFilterLeaves {
			return fault.At(path, "A filter can have %d comparisons.", maxFilterLeaves)
		}
		return nil
	}
	if (f.All != nil && f.Any != nil) || f.Dimension != "" || f.Metric != "" || f.Op != "" {
		return fault.At(path, "A filter is all of a list, any of a list, or one comparison.")
	}
	for i := range f.All {
		if err := f.All[i].shapeAt(fmt.Sprintf("%s.all[%d]", path, i), depth+1, leaves); err != nil {
			return err
		}
	}
	for i := range f.Any {
		if err := f.Any[i].shapeAt(fmt.Sprintf("%s.any[%d]", path, i), depth+1, leaves); err != nil {
			return err
		}
	}
	return nil
}

// Operands returns the values a comparison with a dimension of kind k needs,
// in the form they are stored: text, YYYY-MM-DD, yes or no, or a number; nil
// is a missing value. The error is a fault at path.
func (f Filter) Operands(path string, k Kind) ([]any, error) {
	if !slices.Contains(operators[k], f.Op) {
		return nil, fault.At(path+".op", "%s cannot be compared with %q.", f.Dimension+f.Metric, f.Op).
			WithHint("Use one of " + strings.Join(operators[k], ", ") + ".")
	}
	given, field := f.Values, "values"
	if given == nil && f.Value != nil {
		given, field = []any{f.Value}, "value"
	}
	if len(given) > maxFilterValues {
		return nil, fault.At(path+".values", "A comparison can have %d values.", maxFilterValues)
	}
	out := make([]any, len(given))
	for i, v := range given {
		x, err := operand(v, k)
		if err != nil {
			return nil, fault.At(path+"."+field, "%v", err)
		}
		out[i] = x
	}
	return out, f.arity(path, out)
}

// arity checks the number of operands.
func (f Filter) arity(path string, values []any) error {
	switch f.Op {
	case "is_null", "not_null":
		if len(values) > 0 {
			return fault.At(path+".value", "%s takes no value.", f.Op)
		}
	case "next", "last":
		if f.N < 1 || f.N > maxSpan {
			return fault.At(path+".n", "%s needs a number n from 1 to %d.", f.Op, maxSpan)
		}
		if !slices.Contains(Units, f.Unit) {
			return fault.At(path+".unit", "%s needs a unit: %s.", f.Op, strings.Join(Units, ", "))
		}
	case "between":
		if len(values) != 2 || values[0] == nil || values[1] == nil {
			return fault.At(path+".values", "between needs two values, the first and the last.")
		}
	case "in", "not_in":
		if f.Values == nil && f.Value == nil {
			return fault.At(path+".values", "%s needs a list of values.", f.Op)
		}
	case "eq", "ne":
		if len(values) > 1 {
			return fault.At(path+".values", "%s needs one value.", f.Op).WithHint("Use in or not_in for several.")
		}
	default:
		if len(values) != 1 || values[0] == nil {
			return fault.At(path+".value", "%s needs one value.", f.Op)
		}
	}
	return nil
}

func operand(v any, k Kind) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch k {
	case Number, Days:
		return number(v)
	case Date:
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("A day is written YYYY-MM-DD, not %v.", v)
		}
		d, err := portfolio.ParseDay(s)
		if err != nil {
			return nil, fmt.Errorf("A day is written YYYY-MM-DD, not %q.", s)
		}
		return d.String(), nil
	case Flag:
		switch strings.ToLower(fmt.Sprint(v)) {
		case "yes", "true", "1":
			return "yes", nil
		case "no", "false", "0":
			return "no", nil
		}
		return nil, fmt.Errorf("This is yes or no, not %v.", v)
	default:
		switch x := v.(type) {
		case string:
			return x, nil
		case float64:
			return strconv.FormatFloat(x, 'f', -1, 64), nil
		case int, int64, json.Number:
			return fmt.Sprint(x), nil
		}
		return nil, fmt.Errorf("This is text, not %v.", v)
	}
}

func number(v any) (any, error) {
	switch x := v.(type) {
	case int:
		return int64(x), nil
	case int64:
		return x, nil
	case float64:
		if x != x || x > 1e300 || x < -1e300 {
			return nil, fmt.Errorf("This is a number, not %v.", x)
		}
		if x == float64(int64(x)) {
			return int64(x), nil
		}
		return x, nil
	case json.Number:
		f, err := x.Float64()
		if err != nil {
			return nil, fmt.Errorf("This is a number, not %q.", x)
		}
		return number(f)
	}
	return nil, fmt.Errorf("This is a number, not %v.", v)
}
