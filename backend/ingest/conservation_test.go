package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// kind of a generated row, and the code it must be rejected with ("" kept,
// "skip" left out by a rule).
var kinds = []struct {
	code, column string
	cells        func(r *rand.Rand, i int) []string
}{
	{"", "", func(r *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Contoso", "Suite", fmt.Sprint(r.IntN(5000)), fmt.Sprintf("%02d/0%d/2026", 13+r.IntN(15), 1+r.IntN(9))}
	}},
	{"", "", func(_ *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Fabrikam; \"the\" firm", "Viewer, basic", "", "permanent"}
	}},
	{"not_whole", "Quantity", func(_ *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Contoso", "Suite", "12.5x", "31/01/2026"}
	}},
	{"negative", "Quantity", func(r *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Contoso", "Suite", fmt.Sprint(-1 - r.IntN(9)), "31/01/2026"}
	}},
	{"not_a_date", "End", func(r *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Contoso", "Suite", "1", []string{"31/02/2026", "soon", "13/13/2026"}[r.IntN(3)]}
	}},
	{"missing_key", "Product", func(_ *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "Contoso", "", "1", "31/01/2026"}
	}},
	{"missing_key", "Customer", func(_ *rand.Rand, i int) []string {
		return []string{fmt.Sprintf("S-%d", i), "N/A", "Suite", "1", "31/01/2026"}
	}},
	{"skip", "", func(_ *rand.Rand, _ int) []string { return []string{"Total", "", "", "1.234", ""} }},
}

func quoted(cells []string, comma string) string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c
		if strings.ContainsAny(c, `",;`) {
			out[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
	}
	return strings.Join(out, comma)
}

// TestT16EveryRowIsAccountedFor generates files of rows whose fate is known:
// what is read is stored, skipped or rejected, each for its own reason.
func TestT16EveryRowIsAccountedFor(t *testing.T) {
	files := 10_000
	if testing.Short() {
		files = 500
	}
	m := &ingest.Mapping{
		Dataset: portfolio.Entitlements, DateOrder: "dmy", Source: "List",
		Columns: map[string]string{"Id": "entitlement", "Customer": "account", "Product": "product", "Quantity": "quantity", "End": "end_date"},
	}
	d := newDesk(map[string]string{})
	for n := range files {
		r := rand.New(rand.NewPCG(uint64(n), 16))
		comma := []string{",", ";", "\t"}[r.IntN(3)]
		end := []string{"\n", "\r\n"}[r.IntN(2)]
		lines := []string{strings.Join([]string{"Id", "Customer", "Product", "Quantity", "End"}, comma)}
		var want []string
		var stored, skipped int64
		rows := 1 + r.IntN(12)
		for i := range rows {
			k := kinds[r.IntN(len(kinds))]
			if i == rows-1 && k.code == "skip" {
				k = kinds[0] // the last row of totals is a footer and is not read as a row at all
			}
			lines = append(lines, quoted(k.cells(r, i), comma))
			switch k.code {
			case "":
				stored++
			case "skip":
				skipped++
			default:
				want = append(want, fmt.Sprintf("%d %s %s", i+2, k.column, k.code))
			}
		}
		d.files["list.csv"] = strings.Join(lines, end) + end
		d.kept = map[string]ingest.Result{}
		got, facts := d.bring(t, ingest.Request{Paths: []string{"list.csv"}, Mapping: m, Reading: ingest.Reading{KeepEnd: true}})
		var why []string
		for _, p := range got.Problems {
			if !p.Note {
				why = append(why, fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Code))
			}
		}
		if got.State != "committed" || got.Rows != int64(rows) || got.Added != stored || got.Skipped != skipped || got.Rejected != int64(len(want)) ||
			int64(len(facts)) != stored || !slices.Equal(why, want) {
			t.Fatalf("file %d: %+v %v\nwant %d stored, %d skipped, %v\n%s", n, got, got.Error, stored, skipped, want, d.files["list.csv"])
		}
	}
}
