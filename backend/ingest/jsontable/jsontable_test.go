package jsontable

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

func opened(text string) (*Table, error) {
	return Open(ingest.Header{File: "f.json"}, func() (io.ReadCloser, error) {
		return io.NopCloser(iotest.HalfReader(strings.NewReader(text))), nil
	})
}

// rowsOf reads a table to its end; a row is "line: cell|cell", a number "=1".
func rowsOf(t *Table) ([]string, error) {
	var rows []string
	for {
		r, err := t.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = string(c)
			if r.Kind(i) == ingest.Number {
				cells[i] = "=" + cells[i]
			}
		}
		rows = append(rows, fmt.Sprintf("%d: %s", r.Line, strings.Join(cells, "|")))
	}
}

func TestDocuments(t *testing.T) {
	cases := []struct {
		name, text string
		container  string
		columns    []string
		rows       []string
		preamble   []string
	}{
		{name: "array", text: "[\n {\"a\":1,\"b\":\"x\"},\n {\"a\":2}\n]", columns: []string{"a", "b"}, rows: []string{"2: =1|x", "3: =2|"}},
		{name: "one object", text: `{"a":1,"b":{"c":true}}`, columns: []string{"a", "b.c"}, rows: []string{"1: =1|true"}},
		{name: "escapes", text: `[{"a\u0000b":"x\u0000y\u0000","c":"\u0000","d":"\\u0000 \ud800"}]`, columns: []string{"ab", "c", "d"}, rows: []string{"1: xy||\\u0000 \ufffd"}},
		{name: "lines", container: "json lines", text: "{\"a\":1}\n\n{\"b\":null,\"a\":\"2\"}\r\n", columns: []string{"a", "b"}, rows: []string{"1: =1", "3: 2|"}},
		{
			name: "partner center", text: `{"totalCount":2,"items":[{"productSku":{"id":"s"},"attributes":{"objectType":"SubscribedSku"}}],"links":{"self":{"uri":"/customers/c1/x","headers":[]}},"attributes":{"objectType":"Collection"}}`,
			columns: []string{"productSku.id", "attributes.objectType"}, rows: []string{"1: s|SubscribedSku"},
			preamble: []string{"totalCount: 2", "links.self.uri: /customers/c1/x", "attributes.objectType: Collection"},
		},
		{
			name: "graph", text: `{"@odata.context":"https://x/$metadata#a","value":[{"id":"1","ids":["p","q"],"units":{"enabled":25}},{"id":"2"}]}`,
			columns: []string{"id", "ids", "units.enabled"}, rows: []string{"1: 1|p|q|=25", "2: 2||"}, preamble: []string{"@odata.context: https://x/$metadata#a"},
		},
		{name: "nested envelope", text: `{"data":{"page":1,"results":[{"a":1}],"next":2},"ok":true}`, columns: []string{"a"}, rows: []string{"1: =1"}, preamble: []string{"data.page: 1", "next: 2", "ok: true"}},
		{name: "a value that is no list", text: `{"value":5,"items":["p","q"],"data":{"x":1}}`, columns: []string{"value", "items", "data.x"}, rows: []string{"1: =5|p|q|=1"}},
		{name: "arrays", text: `[{"a":["x",1,null,true],"b":[{"c": 1}],"c":[],"d":[["x"]],"e":["a|b"]}]`, columns: []string{"a", "b", "c", "d", "e"}, rows: []string{`1: x|1||true|[{"c":1}]||[["x"]]|["a|b"]`}},
		{name: "numbers", text: `[{"a":0.0,"b":12345678901234567890,"c":1.5E+3,"d":-1e-2,"e":1e999}]`, columns: []string{"a", "b", "c", "d", "e"}, rows: []string{"1: =0.0|=12345678901234567890|=1500|=-0.01|1e999"}},
		{name: "texts", text: `[{"a\u00e9 b":"x\n\"\ud83d\ude00","":"y"}]`, columns: []string{"aé b", ""}, rows: []string{"1: x\n\"😀|y"}},
		{name: "duplicate keys", text: `[{"a":1,"a":2,"a":3},{"a":4}]`, columns: []string{"a", "a#2", "a#3"}, rows: []string{"1: =1|=2|=3", "2: =4||"}},
		{name: "dotted keys", text: `[{"a.b":1,"a":{"b":2}}]`, columns: []string{"a.b", "a.b#2"}, rows: []string{"1: =1|=2"}},
		{name: "empty objects", text: `[{},{"a":{}},{"a":{"b":1}}]`, columns: []string{"a", "a.b"}, rows: []string{"3: |=1"}},
		{name: "several arrays", text: "[{\"a\":1}]\n[{\"a\":2}]", columns: []string{"a"}, rows: []string{"1: =1", "2: =2"}},
		{name: "objects that share lines", text: "[{\"a\":1},{\"a\":2},\n{\"a\":3},{\"a\":4},\n\n\n{\"a\":5}]", columns: []string{"a"}, rows: []string{"1: =1", "2: =2", "3: =3", "4: =4", "5: =5"}},
		{name: "pages", text: "{\"value\":[{\"a\":1}]}\n{\"value\":[{\"a\":2}]}", columns: []string{"a"}, rows: []string{"1: =1", "2: =2"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := opened(c.text)
			if err != nil {
				t.Fatal(err)
			}
			h := table.Header()
			if !slices.Equal(h.Columns, c.columns) || !slices.Equal(h.Preamble, c.preamble) {
				t.Errorf("got columns %q, preamble %q", h.Columns, h.Preamble)
			}
			if c.container == "" {
				c.container = "json"
			}
			if g := h.Guesses[0]; g.Name != "container" || g.Value != c.container || g.Reason == "" {
				t.Errorf("got %+v", g)
			}
			rows, err := rowsOf(table)
			if err != nil || !slices.Equal(rows, c.rows) {
				t.Errorf("got %q, %v, want %q", rows, err, c.rows)
			}
			if len(h.Sample) != len(c.rows) {
				t.Errorf("got a sample of %d", len(h.Sample))
			}
		})
	}
}

func TestDocumentsAreRefused(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) }
	lines := strings.Repeat("{\"a\":1}\n", 1000)
	cases := []struct {
		name, text, message string
		row                 int
	}{
		{"no items", `{"totalCount":0,"items":[]}`, "no items", 0},
		{"empty array", `[]`, "no items", 0},
		{"empty object", `{}`, "no items", 0},
		{"cut in a list", "[\n{\"a\":1},\n{\"a\":", "cut off", 3},
		{"cut behind a list", "{\"items\":[{\"a\":1}],\"x\":", "cut off", 1},
		{"cut after an item", "{\"items\":[{\"a\":1}", "cut off", 1},
		{"cut in lines", lines + "{\"a\":", "cut off", 1001},
		{"not JSON late", lines + "oops\n", "not valid JSON", 1001},
		{"comma missing", "[{\"a\":1}\n{\"a\":2}]", "", 2},
		{"text among rows", `[{"a":1},"x"]`, "rows are JSON objects", 1},
		{"number among lines", "{\"a\":1}\n5", "rows are JSON objects", 2},
		{"deep objects", deep(maxDepth + 1), "levels deep", 1},
		{"very deep arrays", strings.Repeat("[", 100_000), "", 1},
		{"very deep objects", "[" + deep(20_000) + "]", "", 1},
		{"long value", `[{"a":"` + strings.Repeat("x", 3*maxRow) + `"}]`, "longer than 1 MiB", 1},
		{"long cell", `[{"a":"` + strings.Repeat("x", maxCell+1) + `"}]`, "longer than 64 KiB", 1},
		{"many columns", "[{" + manyMembers(maxColumns+1) + "}]", "more than 1000 different", 1},
		{"many members", "{" + manyMembers(maxColumns+1) + "}", "more than 1000 members", 1},
		{"second list", `{"items":[{"a":1}],"items":[{"a":2}]}`, "second time", 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := opened(c.text)
			if err == nil {
				_, err = rowsOf(table)
			}
			var f *fault.Error
			if !errors.As(err, &f) {
				t.Fatalf("got %v, want a fault", err)
			}
			if f.Code != fault.Invalid || f.File != "f.json" || !strings.Contains(f.Message, c.message) || f.Row != c.row || f.Hint == "" {
				t.Errorf("got %+v, want row %d: …%s…", *f, c.row, c.message)
			}
		})
	}
}

func manyMembers(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf("\"m%d\":1", i)
	}
	return strings.Join(members, ",")
}

// A field that is first met behind the sample is a column once Complete was
// called. Control: without, the value stands behind the columns.
func TestCompleteFindsLateColumns(t *testing.T) {
	text := "{\"@odata.context\":\"c\",\"value\":[" + strings.Repeat("{\"a\":1},", 3000) + "{\"a\":2,\"late\":\"x\"}],\"asOf\":\"2024-03-07\"}"
	for _, complete := range []bool{false, true} {
		table, err := opened(text)
		if err != nil {
			t.Fatal(err)
		}
		want, preamble := []string{"a"}, []string{"@odata.context: c"}
		if complete {
			want, preamble = []string{"a", "late"}, append(preamble, "asOf: 2024-03-07")
			if err := table.Complete(); err != nil {
				t.Fatal(err)
			}
		}
		if h := table.Header(); !slices.Equal(h.Columns, want) || !slices.Equal(h.Preamble, preamble) || len(h.Sample) != sampleRows {
			t.Errorf("complete %v: got %q, %q and a sample of %d", complete, h.Columns, h.Preamble, len(h.Sample))
		}
		rows, err := rowsOf(table)
		if err != nil || len(rows) != 3001 || rows[3000] != "3001: =2|x" {
			t.Errorf("got %d rows, %v", len(rows), err)
		}
	}
}

// What is too long is not even read.
func TestLongValueIsNotRead(t *testing.T) {
	read := 0
	_, err := Open(ingest.Header{File: "f.json"}, func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(`[{"a":"`), &endless{&read})), nil
	})
	var f *fault.Error
	if !errors.As(err, &f) || !strings.Contains(f.Message, "longer than 1 MiB") || read > 4*maxRow {
		t.Errorf("got %v after %d bytes", err, read)
	}
}

type endless struct{ read *int }

func (e *endless) Read(p []byte) (int, error) {
	copy(p, bytes.Repeat([]byte("x"), len(p)))
	*e.read += len(p)
	return len(p), nil
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"{\"a\":1}": true, " \n[ {": true, "[]": true, "{ }": true, "[READ ONLY] Account,b": false, "{guid},b": false,
		"[1,2]": false, "[\"a\"]": false, "a": false, "": false,
	} {
		if got := Looks([]byte(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// The examples of Microsoft's documentation are read as they are.
func TestPartnerCenterSamples(t *testing.T) {
	folder := filepath.FromSlash("../../../../shared/samples/partner-center-json")
	want := map[string]struct {
		rows     int
		column   string
		preamble string
	}{
		"customer_licenses_deployment.json": {3, "licensesDeployed", "totalCount: 3"},
		"customer_subscribedskus.json":      {2, "productSku.skuPartNumber", "totalCount: 2"},
		"customer_subscriptions_1.json":     {1, "links.self.uri", "totalCount: 37"},
		"customers.json":                    {2, "companyProfile.attributes.objectType", "links.self.uri: /v1/customers?size=40"},
		"graph_subscribedSkus.json":         {2, "prepaidUnits.enabled", "@odata.context: https://graph.microsoft.com/v1.0/$metadata#subscribedSkus"},
		"analytics_subscription.json":       {1, "trialEndDate", ""},
	}
	for name, w := range want {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Skip("the samples are not beside the repository")
		}
		table, err := opened(string(data))
		if err != nil {
			t.Fatal(err)
		}
		h := table.Header()
		rows, err := rowsOf(table)
		if err != nil || len(rows) != w.rows || !slices.Contains(h.Columns, w.column) || w.preamble != "" && !slices.Contains(h.Preamble, w.preamble) {
			t.Errorf("%s: got %d rows, columns %q, preamble %q, %v", name, len(rows), h.Columns, h.Preamble, err)
		}
	}
}
