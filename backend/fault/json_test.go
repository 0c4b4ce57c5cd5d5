package fault_test

import (
	"errors"
	"strings"
	"testing"

	"headroom/backend/fault"
)

type refusing struct{}

func (*refusing) UnmarshalJSON([]byte) error {
	return fault.At("inner", "It is refused.")
}

// TestWhatIsWrongWithAJSONDocument: each mistake is told in words of the
// document, with its place, and without those of the decoder.
func TestWhatIsWrongWithAJSONDocument(t *testing.T) {
	type document struct {
		Names []string            `json:"names"`
		Limit int                 `json:"limit"`
		Share float64             `json:"share"`
		Any   any                 `json:"any"`
		On    bool                `json:"on"`
		Deep  *struct{ X string } `json:"deep"`
		No    *refusing           `json:"no"`
	}
	for _, c := range []struct {
		in, field, message string
		row                int
	}{
		{in: ``, message: "nothing to read"},
		{in: ` `, message: "nothing to read"},
		{in: `{"names":`, message: "ends before"},
		{in: "{\n \"limit\": 1,\n}", message: "line 3, character 1", row: 3},
		{in: "{\"names\": [\"ü\" x]}", message: "line 1, character 16", row: 1},
		{in: strings.Repeat("[", 20_000), message: "line 1", row: 1},
		{in: `[]`, message: "a list, where an object"},
		{in: `5`, message: "where an object"},
		{in: `{"names":"a"}`, field: "names", message: "a text, where a list"},
		{in: `{"names":[1]}`, field: "names", message: "a number, where a text"},
		{in: `{"names":[{}]}`, field: "names", message: "an object, where a text"},
		{in: `{"limit":1.5}`, field: "limit", message: "the number 1.5, where a whole number"},
		{in: `{"limit":99999999999999999999}`, field: "limit", message: "the number 99999999999999999999, where a whole number"},
		{in: `{"limit":true}`, field: "limit", message: "true or false, where a whole number"},
		{in: `{"share":1e400}`, field: "share", message: "the number 1e400, where a number below"},
		{in: `{"any":1e400}`, field: "any", message: "the number 1e400, where a number below"},
		{in: `{"on":"yes"}`, field: "on", message: "a text, where true or false"},
		{in: `{"deep":{"X":[]}}`, field: "deep.X", message: "a list, where a text"},
		{in: `{"deep":[]}`, field: "deep", message: "where an object"},
		{in: `{"nmaes":[]}`, field: "nmaes", message: `no key "nmaes"`},
		{in: `{"no":1}`, field: "inner", message: "It is refused."},
		{in: `{} {}`, message: "more than one"},
		{in: `{}]`, message: "more than one"},
	} {
		err := fault.ReadJSON([]byte(c.in), new(document))
		var told *fault.Error
		if !errors.As(err, &told) || told.Code != fault.Invalid || told.Field != c.field || told.Row != c.row || !strings.Contains(told.Message, c.message) {
			t.Errorf("%.40s: %#v", c.in, err)
			continue
		}
		for _, word := range []string{"json:", "unmarshal", "invalid character", "array", "bool", "EOF", "struct"} {
			if strings.Contains(told.Error(), word) {
				t.Errorf("%.40s: %q speaks of %q", c.in, told.Error(), word)
			}
		}
	}
	if err := fault.ReadJSON([]byte(`{"names":["a"],"limit":3,"any":null} `), new(document)); err != nil {
		t.Error(err)
	}
}

// TestASentenceQuotesNoMoreThanCanBeRead: what is quoted of an input is cut.
func TestASentenceQuotesNoMoreThanCanBeRead(t *testing.T) {
	long := strings.Repeat("ü", 10_000)
	for _, err := range []*fault.Error{
		fault.New(fault.Invalid, "There is no %q.", long), fault.At("by", "There is no %s.", long),
		fault.Wrap(errors.New("cause"), fault.Invalid, "There is no %s.", long),
	} {
		if n := len([]rune(err.Message)); n > 600 || !strings.Contains(err.Message, "üü…") {
			t.Errorf("%d characters", n)
		}
	}
	if err := fault.New(fault.Invalid, "%s %d", strings.Repeat("x", 500), 5); err.Message != strings.Repeat("x", 500)+" 5" {
		t.Errorf("got %q", err.Message)
	}
}
