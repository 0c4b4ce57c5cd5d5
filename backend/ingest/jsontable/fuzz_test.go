package jsontable

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// FuzzJSON reads any text: what is accepted is valid to encoding/json, and lists
// and lines of objects give the rows and texts that it gives.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`[{"a":1,"b":"x"},{"a":2}]`, "{\"a\":1}\n{\"b\":null}\n", `{"totalCount":1,"items":[{"a":{"b":["x",1]}}],"links":{"self":{"uri":"/x"}}}`,
		`{"value":[{"a":[{"b":1}]}],"@odata.nextLink":"u"}`, `{"data":{"rows":[{"a":"\u00e9\ud800"}]}}`, `[{"a":1,"a":2}]`, `{"items":[]}`, `[[[`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := opened(text)
		var rows []ingest.Row
		for err == nil {
			var r ingest.Row
			if r, err = table.Next(); err == nil {
				rows = append(rows, r.Copy())
			}
		}
		if err != io.EOF {
			var fault *fault.Error
			if !errors.As(err, &fault) || fault.File != "f.json" || fault.Message == "" || fault.Hint == "" {
				t.Fatalf("%#v is no fault that names the file", err)
			}
			return
		}
		plain, valid := oracle(text)
		if !valid {
			t.Fatalf("accepted %q", text)
		}
		if plain == nil {
			return
		}
		var got []string
		for _, r := range rows {
			for _, c := range r.Cells {
				if len(c) > 0 {
					got = append(got, string(c))
				}
			}
		}
		slices.Sort(got)
		if slices.Sort(plain); !slices.Equal(got, plain) {
			t.Fatalf("got %q, want %q", got, plain)
		}
	})
}

// oracle reports whether a text is a sequence of JSON values. Where all of them
// are objects of one text, or lists of such, it gives these texts; else nil.
func oracle(text string) (texts []string, valid bool) {
	texts = []string{}
	members := 0
	d := json.NewDecoder(strings.NewReader(text))
	for {
		var value any
		if err := d.Decode(&value); err == io.EOF {
			break
		} else if err != nil {
			return nil, false
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, item := range list {
			object, ok := item.(map[string]any)
			if !ok {
				return nil, true
			}
			for key, v := range object {
				s, ok := v.(string)
				if !ok || lists[key] || inner[key] {
					return nil, true
				}
				members++
				if s != "" {
					texts = append(texts, s)
				}
			}
		}
	}
	if strings.Count(text, ":") != members {
		return nil, true // a key given twice, of which a map keeps one
	}
	return texts, true
}
