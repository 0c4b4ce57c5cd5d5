// Package token knows the named values that a question, an expression, a group
// or a message can use as {{NAME}}: those that follow from the day and the time
// (system tokens), those a person keeps (metric.Token), and those a question
// brings. It knows neither a database nor a clock. The rule not to break: a
// token that has no value is refused and never shown as it was written.
package token

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// Moment is what system tokens follow from.
type Moment struct {
	Today    portfolio.Day // the person's day
	Now      time.Time     // in the person's zone
	Calendar compile.Calendar
}

// Type is the type of a value.
type Type string

// The types of value.
const (
	Text   Type = "text"
	Number Type = "number"
	Date   Type = "date" // YYYY-MM-DD
	Time   Type = "time" // YYYY-MM-DD HH:MM:SS
)

// Value is what a token stands for: the values of a list, or one. They are
// string, or float64 for numbers; days are YYYY-MM-DD.
type Value struct {
	Type   Type
	Values []any
	List   bool
}

// one returns the value of a token that is no list.
func one(t Type, v any) Value { return Value{Type: t, Values: []any{v}} }

// Ask answers the question of a token that is the figure of one; its tokens are
// resolved already.
type Ask func(metric.Query) (metric.Result, error)

// Set knows the tokens of one question. It is not safe for concurrent use.
type Set struct {
	moment  Moment
	kept    map[string]metric.Token
	given   map[string]any
	ask     Ask
	basis   metric.Query // whose day, state and scope the questions of tokens take
	figures map[string]Value
	passing bool
	path    []string // the tokens being resolved, each for the one before
}

// New returns the tokens for the question q: those of moment, those kept and
// those q brings itself, which go before the kept ones. ask may be nil where no
// token that is a figure can be used.
func New(moment Moment, kept []metric.Token, q metric.Query, ask Ask) *Set {
	s := &Set{moment: moment, kept: map[string]metric.Token{}, given: q.Tokens, ask: ask, basis: q, figures: map[string]Value{}}
	for _, t := range kept {
		s.kept[t.Name] = t
	}
	if q.Define != nil {
		for _, t := range q.Define.Tokens {
			s.kept[t.Name] = t
		}
	}
	return s
}

// Passing reports whether a value that was put in is another one in the next
// second. What figures are made of is not looked at.
func (s *Set) Passing() bool { return s.passing }

// pattern finds tokens.
var pattern = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Value returns what the token called name stands for. A name that there is not
// is a fault at path with the nearest one.
func (s *Set) Value(path, name string) (Value, error) {
	if v, ok := s.given[name]; ok {
		return s.said(path, name, v)
	}
	if t, ok := s.kept[name]; ok {
		return s.keptValue(path, t)
	}
	if v, ok := s.moment.value(name); ok {
		s.passing = s.passing || name == now || name == currentTime
		return v, nil
	}
	return Value{}, fault.At(path, "There is no token %s.", name).WithHint(s.suggest(name))
}

func (s *Set) suggest(name string) string {
	known := SystemNames()
	for n := range s.kept {
		known = append(known, n)
	}
	for n := range s.given {
		known = append(known, n)
	}
	slices.Sort(known)
	return suggest(name, known)
}

// suggest offers the known name most like name, whatever its case.
func suggest(name string, known []string) string {
	if nearest := metric.Nearest(name, known); nearest != "" {
		return "Did you mean {{" + nearest + "}}?"
	}
	return "Define it, or take it out."
}

// said returns the value a question brings for a token. A text that is a day is
// a day, unless the token that is kept under this name says otherwise.
func (s *Set) said(path, name string, v any) (Value, error) {
	t := metric.Token{Name: name, Kind: "value", Value: v}
	if list, ok := v.([]any); ok {
		t.Kind, t.Values, t.Value = "list", list, nil
	}
	if k, ok := s.kept[name]; ok && (k.Kind == "value" || k.Kind == "list") {
		t.Type = k.Type
	}
	if t.Type == "" {
		t.Type = string(typeOf(append(slices.Clone(t.Values), t.Value)))
	}
	return s.keptValue(path, t)
}

// typeOf is the type of values that nobody named: a day where all are.
func typeOf(values []any) Type {
	var found Type
	for _, v := range values {
		this := Text
		switch x := v.(type) {
		case nil:
			continue
		case string:
			if _, err := portfolio.ParseDay(x); err == nil {
				this = Date
			}
		case bool:
		default:
			this = Number
		}
		if found != "" && found != this {
			return Text
		}
		found = this
	}
	return found
}

// keptValue returns the value of a token of a person.
func (s *Set) keptValue(path string, t metric.Token) (Value, error) {
	if i := slices.Index(s.path, t.Name); i >= 0 {
		circle := append(slices.Clone(s.path[i:]), t.Name)
		return Value{}, fault.At(path, "The token %s is made of itself: %s.", t.Name, strings.Join(circle, " → ")).
			WithHint("Take one of these tokens out of another.")
	}
	s.path = append(s.path, t.Name)
	defer func() { s.path = s.path[:len(s.path)-1] }()
	switch t.Kind {
	case "value":
		v, err := s.typed(path, t, t.Value)
		return one(Type(t.Type), v), err
	case "list":
		out := Value{Type: Type(t.Type), List: true, Values: []any{}}
		for _, x := range t.Values {
			v, err := s.typed(path, t, x)
			if err != nil {
				return Value{}, err
			}
			out.Values = append(out.Values, v)
		}
		return out, nil
	case "metric":
		return s.figure(path, t)
	case "data":
		return Value{}, fault.At(path, "The token %s is the value of a row and stands in messages only.", t.Name).
			WithHint("Use the column " + t.Column + " itself.")
	}
	return Value{}, fault.At(path, "The token %s has no kind.", t.Name).WithHint("Its kind is value, list, metric or data.")
}

// typed returns a value of a token in its type. A text may hold tokens.
func (s *Set) typed(path string, t metric.Token, v any) (any, error) {
	if text, ok := v.(string); ok {
		resolved, err := s.value(path, text)
		if err != nil {
			return nil, err
		}
		if resolved.List {
			return nil, fault.At(path, "The token %s is one value, and %s is a list.", t.Name, text)
		}
		v = resolved.Values[0]
	}
	switch x := v.(type) {
	case string:
		switch Type(t.Type) {
		case Text:
			return x, nil
		case Date:
			if d, err := portfolio.ParseDay(x); err == nil {
				return d.String(), nil
			}
		}
	case float64:
		switch Type(t.Type) {
		case Number:
			return x, nil
		case Text:
			return plain(x), nil
		}
	case int, int64:
		return s.typed(path, t, toFloat(x))
	}
	return nil, fault.At(path, "The value %v of the token %s is not %s.", shown(v), t.Name, words(Type(t.Type)))
}

func toFloat(v any) float64 {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return float64(v.(int))
}

func shown(v any) any {
	if v == nil {
		return "nothing"
	}
	return v
}

func words(t Type) string {
	switch t {
	case Text:
		return "a text"
	case Number:
		return "a number"
	case Date:
		return "a day, YYYY-MM-DD"
	case Time:
		return "a time"
	}
	return fmt.Sprintf("of a type, because %q is none", string(t))
}

// figure returns the figure of a token's question, asked of the day, the state
// and the scope of the question at hand where its own names none.
func (s *Set) figure(path string, t metric.Token) (Value, error) {
	if v, ok := s.figures[t.Name]; ok {
		return v, nil
	}
	if err := checkFigure(path, t); err != nil {
		return Value{}, err
	}
	q := *t.Query
	if q.AsOf == "" && q.KnownAt == 0 {
		q.AsOf, q.KnownAt = s.basis.AsOf, s.basis.KnownAt
	}
	if q.Scope == "" {
		q.Scope = s.basis.Scope
	}
	q, err := s.query(q)
	if err != nil {
		f := *fault.Of(err) // which points into the question of the token
		f.Field = path
		return Value{}, &f
	}
	if s.ask == nil {
		return Value{}, fault.At(path, "The token %s is a figure, and no question can be asked here.", t.Name)
	}
	r, err := s.ask(q)
	if err != nil {
		return Value{}, fault.At(path, "The question of the token %s: %s", t.Name, fault.Of(err).Message).WithHint(fault.Of(err).Hint)
	}
	if len(r.Rows) != 1 || len(r.Rows[0]) != 1 || r.Rows[0][0] == nil {
		return Value{}, fault.At(path, "The token %s has no value: nothing is known of %s.", t.Name, q.Metrics[0]).
			WithHint("Import what it is about, or use another token.")
	}
	var v Value
	switch x := r.Rows[0][0].(type) {
	case int64:
		v = one(Number, float64(x))
	case float64:
		v = one(Number, x)
	default:
		v = one(Text, fmt.Sprint(x))
	}
	s.figures[t.Name] = v
	return v, nil
}

func checkFigure(path string, t metric.Token) error {
	if t.Query == nil || len(t.Query.Metrics) != 1 || len(t.Query.By) > 0 || len(t.Query.Columns) > 0 {
		return fault.At(path, "The token %s is the figure of a question with one metric and no split.", t.Name)
	}
	return nil
}
