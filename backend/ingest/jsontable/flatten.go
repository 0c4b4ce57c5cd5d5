package jsontable

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// leaf takes one value of an object with the path to it. Both slices are valid
// during the call only.
type leaf func(path, text []byte, kind ingest.CellKind) error

// flattener walks JSON that encoding/json found valid.
type flattener struct {
	path    []byte
	scratch []byte
	visit   leaf
}

// value gives the leaves of the value at the start of b and returns what
// follows it. An object without members, like null, is an empty leaf.
func (f *flattener) value(b []byte, depth int) ([]byte, error) {
	b = skipSpace(b)
	switch b[0] {
	case '{':
		return f.object(b, depth)
	case '[':
		return f.array(b)
	}
	text, rest := scalar(b)
	return rest, f.leaf(text)
}

func (f *flattener) object(b []byte, depth int) ([]byte, error) {
	if depth == maxDepth {
		return nil, fault.New(fault.Invalid, "The objects are nested more than %d levels deep.", maxDepth).
			WithHint("Check that this is an export of rows.")
	}
	b = skipSpace(b[1:])
	if b[0] == '}' {
		return b[1:], f.visit(f.path, nil, ingest.Text)
	}
	for {
		key, rest := scalar(skipSpace(b))
		name := unquote(key, f.scratch[:0])
		from := len(f.path)
		if from > 0 {
			f.path = append(f.path, '.')
		}
		f.path = append(f.path, name...)
		rest, err := f.value(skipSpace(rest)[1:], depth+1)
		if err != nil {
			return nil, err
		}
		f.path = f.path[:from]
		b = skipSpace(rest)
		if b[0] == '}' {
			return b[1:], nil
		}
		b = b[1:]
	}
}

// array joins scalars with a bar. An array that holds objects or arrays stays
// JSON, and so do texts that hold a bar themselves.
func (f *flattener) array(b []byte) ([]byte, error) {
	whole, rest := span(b)
	f.scratch = f.scratch[:0]
	plain := true
	for at := skipSpace(whole[1:]); plain && at[0] != ']'; {
		if at[0] == '{' || at[0] == '[' {
			plain = false
			break
		}
		item, next := scalar(at)
		from := len(f.scratch)
		if from > 0 {
			f.scratch = append(f.scratch, '|')
			from++
		}
		f.scratch, _ = appendText(f.scratch, item)
		plain = bytes.IndexByte(f.scratch[from:], '|') < 0
		at = skipSpace(next)
		if at[0] == ',' {
			at = skipSpace(at[1:])
		}
	}
	if plain {
		return rest, f.visit(f.path, f.scratch, ingest.Text)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, whole); err != nil {
		return nil, err
	}
	return rest, f.visit(f.path, compact.Bytes(), ingest.Text)
}

// leaf gives one scalar.
func (f *flattener) leaf(text []byte) error {
	var kind ingest.CellKind
	f.scratch, kind = appendText(f.scratch[:0], text)
	return f.visit(f.path, f.scratch, kind)
}

// appendText appends what a scalar says: the text of a string, nothing for
// null, and a number as it is written. A number with an exponent is written out,
// for cells of kind Number have none; one too large for that stays text.
func appendText(to, scalar []byte) ([]byte, ingest.CellKind) {
	switch c := scalar[0]; {
	case c == '"':
		return append(to, unquote(scalar, nil)...), ingest.Text
	case c == 'n':
		return to, ingest.Text
	case c == 't' || c == 'f':
		return append(to, scalar...), ingest.Text
	}
	if bytes.ContainsAny(scalar, "eE") {
		n, err := strconv.ParseFloat(string(scalar), 64)
		if err != nil {
			return append(to, scalar...), ingest.Text
		}
		return strconv.AppendFloat(to, n, 'f', -1, 64), ingest.Number
	}
	return append(to, scalar...), ingest.Number
}

// unquote returns the text of a string; to may be used for it. A NUL, which only
// an escape can give, is no part of a text: the store would end the text there.
func unquote(quoted, to []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var text string
	if json.Unmarshal(quoted, &text) != nil {
		return quoted[1 : len(quoted)-1]
	}
	return append(to, strings.ReplaceAll(text, "\x00", "")...)
}

func skipSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\n' || b[0] == '\r' || b[0] == '\t') {
		b = b[1:]
	}
	return b
}

// scalar cuts the scalar at the start of b.
func scalar(b []byte) (text, rest []byte) {
	if b[0] == '"' {
		return stringAt(b)
	}
	for i, c := range b {
		switch c {
		case ',', ']', '}', ' ', '\t', '\r', '\n':
			return b[:i], b[i:]
		}
	}
	return b, nil
}

func stringAt(b []byte) (text, rest []byte) {
	i := 1
	for b[i] != '"' {
		if b[i] == '\\' {
			i++
		}
		i++
	}
	return b[:i+1], b[i+1:]
}

// span cuts the array at the start of b.
func span(b []byte) (whole, rest []byte) {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			text, _ := stringAt(b[i:])
			i += len(text) - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return b[:i+1], b[i+1:]
			}
		}
	}
	return b, nil
}
