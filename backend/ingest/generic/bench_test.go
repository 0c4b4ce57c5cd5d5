package generic

import (
	"fmt"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// counting is a sink that does nothing, so that only the adapter is measured.
type counting struct {
	ingest.Sink
	series, observed int
}

func (c *counting) Series(string, portfolio.Series) (portfolio.SeriesID, error) {
	c.series++
	return portfolio.SeriesID(c.series - 1), nil
}

func (c *counting) Observe(portfolio.SeriesID, portfolio.Day, portfolio.Observation) error {
	c.observed++
	return nil
}

var hotMapping = ingest.Mapping{
	Dataset: portfolio.Usage, Class: portfolio.PeriodTable,
	Columns: map[string]string{
		"date": "date", "account_id": "account_id", "product_id": "product", "feature": "feature", "active_users": "active", "quantity": "used",
	},
}

// hotRows are the rows of one day: every series once.
func hotRows(series int, day string) []ingest.Row {
	rows := make([]ingest.Row, series)
	for i := range rows {
		cell := func(format string, args ...any) []byte { return fmt.Appendf(nil, format, args...) }
		rows[i] = ingest.Row{Line: i + 2, Cells: [][]byte{
			[]byte(day), cell("ACC-%06d", i/20), cell("Product %02d", i%20/4), cell("feature-%d", i%4), cell("%d", i%500), cell("%d.%02d", i%9000, i%100),
		}}
	}
	return rows
}

func openHot(tb testing.TB) ingest.Adapter {
	tb.Helper()
	head := ingest.Header{File: "usage.csv", Columns: []string{"date", "account_id", "product_id", "feature", "active_users", "quantity"}, Sample: hotRows(10, "2026-10-02")}
	a, err := Profile().Open(head, ingest.Context{AsOf: asOf, Mapping: &hotMapping})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func TestKnownSeriesDoNotAllocate(t *testing.T) {
	a, out := openHot(t), &counting{}
	rows := hotRows(1000, "2026-10-02")
	adapt := func() {
		for _, row := range rows {
			if err := a.Adapt(row, out); err != nil {
				t.Fatal(err)
			}
		}
	}
	adapt()
	if n := testing.AllocsPerRun(3, adapt); n != 0 {
		t.Errorf("%v allocations for 1000 rows of known series, want none", n)
	}
	if out.series != 1000 {
		t.Errorf("%d series, want 1000", out.series)
	}
}

func BenchmarkAdaptUsage(b *testing.B) {
	a, out := openHot(b), &counting{}
	days := [][]ingest.Row{hotRows(100_000, "2026-10-02"), hotRows(100_000, "2026-10-03")}
	for _, row := range days[0] {
		if err := a.Adapt(row, out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := a.Adapt(days[i/100_000%2][i%100_000], out); err != nil {
			b.Fatal(err)
		}
	}
}
