package metric

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// filterJSON is the JSON form of a Filter, where n is a number or a token.
type filterJSON struct {
	filterFields
	N any `json:"n,omitempty"`
}

// filterFields are the parts of a Filter that JSON writes as they are; its N,
// being deeper, is hidden by that of filterJSON.
type filterFields Filter

// MarshalJSON writes f; n is the token where NToken is set.
func (f Filter) MarshalJSON() ([]byte, error) {
	out := filterJSON{filterFields: filterFields(f)}
	switch {
	case f.NToken != "":
		out.N = f.NToken
	case f.N != 0:
		out.N = f.N
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads f. A key that it does not know is an error, as it is in
// the rest of a question.
func (f *Filter) UnmarshalJSON(data []byte) error {
	in := filterJSON{filterFields: filterFields(*f)}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) { // the place as it is written, without the part that only Go has
			kind.Field = strings.TrimPrefix(strings.TrimPrefix(kind.Field, "filterFields"), ".")
		}
		return err
	}
	*f = Filter(in.filterFields)
	f.N, f.NToken = 0, ""
	switch n := in.N.(type) {
	case nil:
	case string:
		f.NToken = n
	case float64:
		if f.N = int(n); float64(f.N) != n {
			return &json.UnmarshalTypeError{Value: fmt.Sprintf("number %v", n), Type: reflect.TypeFor[int](), Field: "n"}
		}
	case bool:
		return &json.UnmarshalTypeError{Value: "bool", Type: reflect.TypeFor[int](), Field: "n"}
	case []any:
		return &json.UnmarshalTypeError{Value: "array", Type: reflect.TypeFor[int](), Field: "n"}
	default:
		return &json.UnmarshalTypeError{Value: "object", Type: reflect.TypeFor[int](), Field: "n"}
	}
	return nil
}
