package export_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"headroom/backend/export"
	"headroom/backend/metric"
)

// largeAnswer is the JSON text of an answer of n rows of six cells.
func largeAnswer(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"columns":[{"name":"account","type":"text","format":"text"},{"name":"product","type":"text","format":"text"},{"name":"end_date","type":"date","format":"day"},` +
		`{"name":"licenses_sold","type":"number","format":"integer"},{"name":"deployment_rate","type":"ratio","format":"percent"},{"name":"status","type":"text","format":"text"}],"rows":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `["Account %d","Suite Pro","2026-%02d-%02d",%d,%.4f,"active"]`, i%50000, 1+i%12, 1+i%28, i, float64(i%1000)/1000)
	}
	fmt.Fprintf(&b, `],"row_count":%d,"data_as_of":"2026-10-31","as_of_by_dataset":{},"last_updated":"","parts":[]}`, n)
	return []byte(b.String())
}

// BenchmarkMillion writes a million rows; the answer itself is not counted.
func BenchmarkMillion(b *testing.B) {
	text := largeAnswer(1_000_000)
	for _, f := range export.Formats {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				before := inUse()
				peak := &peakWriter{}
				if _, err := export.Write(b.Context(), peak, f, table("x", metric.Query{}), text); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(max(peak.most, before)-before)/(1<<20), "MiB")
			}
		})
	}
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// peakWriter looks at the heap now and then while it is written to.
type peakWriter struct {
	writes int
	most   uint64
}

func (w *peakWriter) Write(p []byte) (int, error) {
	if w.writes++; w.writes%64 == 1 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.most = max(w.most, m.HeapInuse)
	}
	return io.Discard.Write(p)
}
