package expr_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"headroom/backend/metric/expr"
)

// batch is how many rows are evaluated at once.
const batchRows = 8192

// many is a frame of batchRows rows.
type many map[string]expr.Values

func (many) Len() int                         { return batchRows }
func (m many) Column(name string) expr.Values { return m[name] }
func (many) Today() float64                   { return float64(today.Unix() / 86400) }
func (many) Now() float64                     { return float64(now.UnixMilli()) }
func (m many) Whole() expr.Frame              { return m }

func manyRows() many {
	r := rand.New(rand.NewPCG(1, 1))
	m := many{}
	for name, c := range kinds {
		v := expr.Values{Type: c.Type}
		for i := range batchRows {
			switch c.Type {
			case expr.Text:
				v.Texts = append(v.Texts, "Product "+strconv.Itoa(i%50))
			case expr.Boolean:
				v.Numbers = append(v.Numbers, float64(r.IntN(2)))
			default:
				v.Numbers = append(v.Numbers, float64(r.IntN(30000)))
			}
		}
		m[name] = v
	}
	return m
}

// BenchmarkEval tells the nanoseconds per node and row.
func BenchmarkEval(b *testing.B) {
	frame := manyRows()
	for _, c := range []struct {
		name, text string
		nodes      int
	}{
		{"arithmetic", "([whole] * 1.1 - [other]) / [other]", 7},
		{"condition", "IF(([whole] * 1.1 - [other]) / [other] > 3.2, [whole] * 2, 0)", 14},
		{"bins", `IFS([whole] < 10000, "low", [whole] < 20000, "medium", TRUE, "high")`, 11},
		{"list", `OR([word] = "Product 1", [word] = "Product 2", [word] = "Product 3")`, 9},
		{"days", "DAYSBETWEEN(TODAY(), [last])", 3},
		{"months", `DATEADD([last], -3, "M")`, 3},
		{"rounding", "ROUND([rate] / [other], 2)", 5},
		{"text", `LEFT([word], 4) = "Prod"`, 5},
		{"joined text", `CONCATENATE([word], "-", [phrase])`, 4},
	} {
		b.Run(c.name, func(b *testing.B) {
			e, err := expr.Parse(c.text, kinds)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				e.Eval(frame)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batchRows/float64(c.nodes), "ns/node-row")
		})
	}
}

// BenchmarkParse tells what reading an expression costs.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := expr.Parse(`IF(([whole] * 1.1 - [other]) / [other] > 3.2, CONCATENATE([word], "!"), "none")`, kinds); err != nil {
			b.Fatal(err)
		}
	}
}
