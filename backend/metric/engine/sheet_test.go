package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"headroom/backend/metric"
)

// table50 is a table of the window: 50,000 rows of four keys and four figures.
func table50() *sheet {
	const n = 50_000
	s := &sheet{columns: make([]metric.Column, 8), data: make([]sheetColumn, 4)}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		s.keys = append(s.keys, []any{fmt.Sprintf("tenant:%d", i), fmt.Sprintf("Account %d", i), "IT", any(nil)})
		s.rows = append(s.rows, i)
		for j := range s.data {
			v := float64(r.IntN(5000))
			if j == 3 {
				v = r.Float64()
			}
			s.data[j].figures = append(s.data[j].figures, v)
		}
	}
	return s
}

// BenchmarkRows measures what a table of 50,000 × 8 takes to become JSON text.
func BenchmarkRows(b *testing.B) {
	s := table50()
	b.Run("cells and encoding/json", func(b *testing.B) {
		for b.Loop() {
			if _, err := json.Marshal(s.cells(b.Context())); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ready text", func(b *testing.B) {
		for b.Loop() {
			s.appendRows(b.Context(), nil)
		}
	})
}

func TestNumbersAreWrittenAsEncodingJSONWritesThem(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	numbers := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e-6, 9.9e-7, 1e-7, 1.5e-9, 1e-10, 1e20, 1e21, 1.5e300, 1 << 53, 1<<53 + 2, -12345.678, math.MaxFloat64, math.SmallestNonzeroFloat64}
	for range 20_000 {
		numbers = append(numbers, r.NormFloat64()*math.Pow(10, float64(r.IntN(60)-30)), float64(r.IntN(1e9))/100)
	}
	for _, x := range numbers {
		want, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendNumber(nil, x); string(got) != string(want) {
			t.Errorf("%s, not %s", got, want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := appendNumber(nil, x); string(got) != "null" {
			t.Errorf("%v is %s", x, got)
		}
	}
}
