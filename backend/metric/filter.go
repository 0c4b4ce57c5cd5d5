package metric

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Bounds of a filter, so that a question cannot be made to exhaust the machine.
const (
	maxFilterDepth  = 16
	maxFilterLeaves = 500
	maxFilterValues = 20000
	maxSpan         = 100000 // of next and last
	maxPart         = 1000   // letters of a text to look for in others
)

// What each kind of dimension can be compared with. All takes any value and
// those to come: the choice "all" of a list.
var (
	likeness  = []string{"all", "eq", "ne", "in", "not_in", "is_null", "not_null"}
	size      = []string{"gt", "ge", "lt", "le", "between", "not_between"}
	spelling  = []string{"contains", "not_contains", "starts_with", "not_starts_with", "ends_with", "not_ends_with", "is_empty", "not_empty"}
	nearness  = []string{"this", "next", "last"}
	operators = map[Kind][]string{
		Text:   slices.Concat(likeness, spelling),
		Flag:   likeness,
		Scope:  likeness,
		Number: slices.Concat(likeness, size),
		Days:   slices.Concat(likeness, size),
		Date:   slices.Concat(likeness, size, nearness),
		Time:   slices.Concat(likeness, size, nearness),
	}
)

// Relative reports whether f is a relative date: this, next or last.
func (f Filter) Relative() bool { return slices.Contains(nearness, f.Op) }

// IsLeaf reports whether f is one comparison rather than a list of filters.
func (f Filter) IsLeaf() bool { return f.All == nil && f.Any == nil }

// Conjuncts takes f apart into what must all hold.
func (f Filter) Conjuncts() []Filter {
	if f.All == nil {
		return []Filter{f}
	}
	var out []Filter
	for _, x := range f.All {
		out = append(out, x.Conjuncts()...)
	}
	return out
}

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
// in the form they are stored: text, YYYY-MM-DD, YYYY-MM-DD HH:MM:SS.mmm, yes or
// no, or a number; nil is a missing value. The error is a fault at path.
func (f Filter) Operands(path string, k Kind) ([]any, error) {
	if f.NToken != "" {
		return nil, fault.At(path+".n", "There is no token %s.", f.NToken).WithHint("Write a number, or define the token.")
	}
	if !slices.Contains(operators[k], f.Op) {
		return nil, fault.At(path+".op", "%s cannot be compared with %q.", f.Dimension+f.Metric, f.Op).
			WithHint("Use one of " + strings.Join(operators[k], ", ") + ".")
	}
	if err := f.checkWords(path, k); err != nil {
		return nil, err
	}
	given, field := f.Values, "values"
	if given == nil && f.Value != nil {
		given, field = []any{f.Value}, "value"
	}
	if len(given) > maxFilterValues {
		return nil, fault.At(path+".values", "A comparison can have %d values.", maxFilterValues)
	}
	cycle, cyclic := CycleOf(f.Grain)
	out := make([]any, len(given))
	for i, v := range given {
		if err := boundText(path+"."+field, v); err != nil {
			return nil, err
		}
		var x any
		var err error
		if cyclic {
			x, err = cycle.operand(v)
		} else {
			x, err = operand(v, k)
		}
		if err != nil {
			return nil, fault.At(path+"."+field, "%v", err)
		}
		out[i] = x
	}
	if slices.Contains(spelling, f.Op) && len(out) > 0 && len(fmt.Sprint(out[0])) > maxPart {
		return nil, fault.At(path+".value", "A part of a text can have %d letters.", maxPart)
	}
	return out, f.arity(path, out)
}

// operand reads which of the periods of c a value means.
func (c Cycle) operand(v any) (any, error) {
	x, err := operand(v, Number)
	n, whole := x.(int64)
	if err != nil || x != nil && (!whole || n < int64(c.First) || n > int64(c.Last)) {
		return nil, fmt.Errorf("%s is a number from %d to %d, not %v.", c.Name, c.First, c.Last, v)
	}
	return x, nil
}

// checkWords checks what a comparison of dates says beside its values, and that
// no other comparison says it.
func (f Filter) checkWords(path string, k Kind) error {
	if f.Grain != "" {
		if err := checkGrain(path+".grain", f.Grain, Dimension{Name: f.Dimension + f.Metric, Kind: k}); err != nil {
			return err
		}
		if f.Relative() {
			return fault.At(path+".grain", "%s takes a unit and no grain.", f.Op)
		}
	}
	if !f.Relative() {
		for field, said := range map[string]bool{"n": f.N != 0, "unit": f.Unit != "", "rolling": f.Rolling, "excluded": f.Excluded, "from": f.From != ""} {
			if said {
				return fault.At(path+"."+field, "%s takes no %s.", f.Op, field).WithHint("It goes with this, next and last.")
			}
		}
		return nil
	}
	if f.From != "" {
		if _, err := portfolio.ParseDay(f.From); err != nil {
			return fault.At(path+".from", "A day is written YYYY-MM-DD, not %q.", f.From)
		}
	}
	if f.Op == "this" && (f.Rolling || f.Excluded) {
		return fault.At(path+".op", "this is a whole period of the calendar, with its first day.").WithHint("Use last or next.")
	}
	return nil
}

// arity checks the number of operands.
func (f Filter) arity(path string, values []any) error {
	switch f.Op {
	case "is_null", "not_null", "is_empty", "not_empty", "all":
		if len(values) > 0 {
			return fault.At(path+".value", "%s takes no value.", f.Op)
		}
	case "this", "next", "last":
		switch {
		case f.Op == "this" && f.N != 0 && f.N != 1:
			return fault.At(path+".n", "this is one period and takes no number n.").WithHint("Ask for next or last of several.")
		case f.Op != "this" && (f.N < 1 || f.N > maxSpan):
			return fault.At(path+".n", "%s needs a number n from 1 to %d.", f.Op, maxSpan)
		}
		if !slices.Contains(Units, f.Unit) {
			return fault.At(path+".unit", "%s needs a unit: %s.", f.Op, strings.Join(Units, ", "))
		}
		if len(values) > 0 {
			return fault.At(path+".value", "%s takes no value.", f.Op).WithHint("Say how many in n, and of what in unit.")
		}
	case "between", "not_between":
		if len(values) != 2 || values[0] == nil || values[1] == nil {
			return fault.At(path+".values", "%s needs two values, the first and the last.", f.Op)
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
			return nil, fmt.Errorf("A day is written YYYY-MM-DD, not %s.", written(v))
		}
		d, err := portfolio.ParseDay(s)
		if err != nil {
			return nil, fmt.Errorf("A day is written YYYY-MM-DD, not %q.", s)
		}
		return d.String(), nil
	case Time:
		return moment(v)
	case Flag:
		switch strings.ToLower(fmt.Sprint(v)) {
		case "yes", "true", "1":
			return "yes", nil
		case "no", "false", "0":
			return "no", nil
		}
		return nil, fmt.Errorf("This is yes or no, not %s.", written(v))
	default:
		switch x := v.(type) {
		case string:
			return x, nil
		case float64:
			return strconv.FormatFloat(x, 'f', -1, 64), nil
		case int, int64, json.Number:
			return fmt.Sprint(x), nil
		}
		return nil, fmt.Errorf("This is text, not %s.", written(v))
	}
}

// moment reads a time in the form times are stored: a day is its first moment.
func moment(v any) (any, error) {
	s, _ := v.(string)
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05.999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(TimeLayout), nil
		}
	}
	return nil, fmt.Errorf("A time is written YYYY-MM-DD HH:MM:SS, not %s.", written(v))
}

// TimeLayout is how times are stored and compared.
const TimeLayout = "2006-01-02 15:04:05.000"

func number(v any) (any, error) {
	switch x := v.(type) {
	case int:
		return int64(x), nil
	case int64:
		return x, nil
	case float64:
		if x != x || x > 1e300 || x < -1e300 {
			return nil, fmt.Errorf("This is a number from -1e300 to 1e300, not %s.", written(x))
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
	return nil, fmt.Errorf("This is a number, not %s.", written(v))
}

// written is a value as a question has it.
func written(v any) string {
	text, err := json.Marshal(v)
	if err != nil { // an infinite number, which no JSON has
		return fmt.Sprint(v)
	}
	return string(text)
}

// AllOf joins filters that must all hold; nil is none.
func AllOf(filters ...*Filter) *Filter {
	var all []Filter
	for _, f := range filters {
		if f != nil {
			all = append(all, *f)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return &all[0]
	default:
		return &Filter{All: all}
	}
}

// Exactly compares a dimension with values of data: a name with braces is no
// token.
func Exactly(dimension, op string, values ...any) Filter {
	f := Filter{Dimension: dimension, Op: op}
	if op == "in" || op == "not_in" {
		f.Values = values
	} else {
		f.Value = values[0]
	}
	f.Literal = slices.ContainsFunc(values, func(v any) bool {
		text, _ := v.(string)
		return strings.Contains(text, "{{") || strings.Contains(text, "}}")
	})
	return f
}
