package token

import (
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
)

// exactly returns the name of the token that text is, with nothing beside it.
func exactly(text string) (string, bool) {
	m := pattern.FindStringSubmatchIndex(strings.TrimSpace(text))
	text = strings.TrimSpace(text)
	if m == nil || m[0] != 0 || m[1] != len(text) {
		return "", false
	}
	return text[m[2]:m[3]], true
}

// value returns what a text stands for: the value of the token it is, or the
// text with the tokens in it written out.
func (s *Set) value(path, text string) (Value, error) {
	if name, ok := exactly(text); ok {
		return s.Value(path, name)
	}
	written, err := s.written(path, text, nil)
	return one(Text, written), err
}

// written writes the tokens in a text out. row gives the values of data
// tokens; nil where there is no row.
func (s *Set) written(path, text string, row func(name string) (Value, bool)) (string, error) {
	return replaced(path, text, func(name string) (string, error) {
		if row != nil {
			if v, ok := row(name); ok {
				return v.String(), nil
			}
		}
		v, err := s.Value(path, name)
		if err != nil {
			return "", err
		}
		return v.String(), nil
	})
}

// replaced replaces every token of a text. Braces that are none are refused,
// because they would be shown as they are.
func replaced(path, text string, by func(name string) (string, error)) (string, error) {
	if !strings.Contains(text, "{{") && !strings.Contains(text, "}}") {
		return text, nil
	}
	var out strings.Builder
	at := 0
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		if strings.Contains(text[at:m[0]], "{{") || strings.Contains(text[at:m[0]], "}}") {
			return "", unclosed(path)
		}
		value, err := by(text[m[2]:m[3]])
		if err != nil {
			return "", err
		}
		out.WriteString(text[at:m[0]])
		out.WriteString(value)
		at = m[1]
	}
	if strings.Contains(text[at:], "{{") || strings.Contains(text[at:], "}}") {
		return "", unclosed(path)
	}
	out.WriteString(text[at:])
	return out.String(), nil
}

func unclosed(path string) error {
	return fault.At(path, "A token is not written to its end.").WithHint("Write {{NAME}}, with two braces on each side.")
}

// String returns the value as text, those of a list with commas between them.
func (v Value) String() string {
	out := make([]string, len(v.Values))
	for i, x := range v.Values {
		if n, ok := x.(float64); ok {
			out[i] = plain(n)
		} else {
			out[i], _ = x.(string)
		}
	}
	return strings.Join(out, ", ")
}

// plain writes a number without regard to a language.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Expression returns an expression of package expr with the tokens in it
// written as literals, those within a text as they read. decimalComma says how
// it is written, as in expr.ParseLocal.
func (s *Set) Expression(path, text string, decimalComma bool) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	var out strings.Builder
	for _, part := range parts(text) {
		write := func(v Value) string { return literal(v, decimalComma) }
		switch part[0] {
		case '"':
			write = func(v Value) string { return strings.ReplaceAll(v.String(), `"`, `""`) }
		case '/', '[':
			out.WriteString(part)
			continue
		}
		written, err := replaced(path, part, func(name string) (string, error) {
			v, err := s.Value(path, name)
			if err != nil {
				return "", err
			}
			if v.List && len(v.Values) == 0 {
				return "", fault.At(path, "The token %s is an empty list.", name)
			}
			return write(v), nil
		})
		if err != nil {
			return "", err
		}
		out.WriteString(written)
	}
	return out.String(), nil
}

// parts cuts an expression into texts, columns, comments and what is between.
func parts(text string) []string {
	var out []string
	start := 0
	end := func(i int) {
		if i > start {
			out = append(out, text[start:i])
		}
		start = i
	}
	for i := 0; i < len(text); {
		closing := ""
		switch {
		case text[i] == '"':
			closing = `"`
		case text[i] == '[':
			closing = "]"
		case strings.HasPrefix(text[i:], "//"):
			closing = "\n"
		default:
			i++
			continue
		}
		end(i)
		if n := strings.Index(text[i+1:], closing); n >= 0 {
			i += n + 2
		} else {
			i = len(text)
		}
		end(i)
	}
	end(len(text))
	return out
}

// literal writes a value in the language of expressions.
func literal(v Value, decimalComma bool) string {
	out := make([]string, len(v.Values))
	for i, x := range v.Values {
		if n, ok := x.(float64); ok {
			out[i] = plain(n)
			if decimalComma {
				out[i] = strings.Replace(out[i], ".", ",", 1)
			}
			if n < 0 {
				out[i] = "(" + out[i] + ")"
			}
			continue
		}
		text, _ := x.(string)
		out[i] = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		if v.Type == Date { // which a text alone is only beside another date
			out[i] = "DATEVALUE(" + out[i] + ")"
		}
	}
	if decimalComma {
		return strings.Join(out, "; ")
	}
	return strings.Join(out, ", ")
}

// Text writes a message: tokens become their values, and row gives the value
// of a column of the row it is about, for data tokens and for the columns'
// names themselves. ok is false for a column there is not, and a value that is
// missing is written as –. The error is a fault without a path.
func (s *Set) Text(template string, row func(column string) (v any, ok bool)) (string, error) {
	return s.written("", template, func(name string) (Value, bool) {
		column := name
		if t, ok := s.kept[name]; ok && t.Kind == "data" {
			column = t.Column
		} else if ok || row == nil {
			return Value{}, false
		}
		if row == nil {
			return Value{}, false
		}
		v, ok := row(column)
		switch x := v.(type) {
		case nil:
			return one(Text, "–"), ok
		case float64:
			return one(Number, x), ok
		case int64:
			return one(Number, float64(x)), ok
		case string:
			return one(Text, x), ok
		}
		return Value{}, false
	})
}

// Names returns the names of the tokens in a text, each once, in order.
func Names(text string) []string {
	var out []string
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}
