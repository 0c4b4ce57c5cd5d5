package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// ReadJSON reads one JSON document strictly into what into points to: a key
// that has no place there is refused, because a question with a misspelt key
// would be another question. What is wrong is told as a fault, with the field
// or the line it is in.
func ReadJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return badJSON(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return New(Invalid, "There is more than one JSON document.").WithHint("Keep the first one, or give each in a file of its own.")
	}
	return nil
}

// badJSON says what the decoder found, whose own words speak of Go.
func badJSON(data []byte, err error) *Error {
	var told *Error
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	key, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case errors.As(err, &told):
		return told
	case errors.Is(err, io.EOF):
		return New(Invalid, "There is nothing to read.").WithHint("Write a JSON document.")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return New(Invalid, "The JSON ends before it is complete.").WithHint("Look for a quote or a bracket that is not closed.")
	case errors.As(err, &syntax):
		before := data[:min(max(int(syntax.Offset)-1, 0), len(data))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
		e := New(Invalid, "This is not JSON: it cannot be read from line %d, character %d.", line, column)
		e.Row = line
		return e.WithHint("Look there for a comma, a quote or a bracket that is missing or one too many.")
	case errors.As(err, &kind):
		return At(kind.Field, "Here stands %s, where %s belongs.", found(kind.Value), wanted(kind.Type))
	case unknown:
		if plain, err := strconv.Unquote(key); err == nil {
			key = plain
		}
		return At(cut(key), "There is no key %q.", key).WithHint("Correct its name, or take it out: what is not understood would be another question.")
	}
	return Wrap(err, Invalid, "This is not the JSON that was expected.").WithHint("Correct the file: its form is in the description of the commands.")
}

// found names what the decoder met: "string", "number 1.5", "array".
func found(value string) string {
	if number, ok := strings.CutPrefix(value, "number "); ok {
		return "the number " + number
	}
	switch value {
	case "array":
		return "a list"
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	case "object":
		return "an object"
	}
	return "a " + value
}

// wanted names what a Go type holds.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number of at most 18 digits"
	case reflect.Float32, reflect.Float64, reflect.Interface:
		return "a number below 1e308"
	case reflect.Pointer:
		return wanted(t.Elem())
	}
	return "an object"
}
