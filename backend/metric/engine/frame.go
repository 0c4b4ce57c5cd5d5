package engine

import (
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// frame is rows of packed usage as columns: of usage the observations that
// speak, of feature_usage the events of a day. Columns that follow from the
// series are gathered when an expression needs them.
type frame struct {
	plan      *rowPlan
	day       portfolio.Day // the day asked for
	series    []int32
	values    [valueCount][]float64 // as observed; NaN is missing
	scale     uint8                 // the finest decimals met among metered figures
	evaluated map[string]expr.Values
	whole     func() *frame // the rows without any filter or scope
	places    []int32       // of rows in the day at hand
}

// The places of what is observed, in the order of chunk.Day.Columns for levels.
const (
	activeValue = iota
	totalValue
	peakValue
	usedValue
	entitledValue
	dateValue   // the day of the observation or event
	importValue // which import told it; for lists only
	resetValue  // this and the following are what clocked makes of used and entitled
	resetEntitledValue
	resetOverageValue
	statementOverageValue
	valueCount
)

// The places of what is known of an event.
const (
	countValue = iota
	deniedValue
	personValue
)

// observedValues are the dimensions that are observed, by relation.
var observedValues = map[metric.Relation]map[string]int{
	metric.Usage: {
		"active": activeValue, "total": totalValue, "peak": peakValue, "used": usedValue, "entitled": entitledValue, "observed_date": dateValue,
		"import_id": importValue, "file": importValue,
		"used_since_reset": resetValue, "entitled_since_reset": resetEntitledValue,
		"overage_told_reset": resetOverageValue, "overage_told_statement": statementOverageValue,
	},
	metric.FeatureUsage: {"count": countValue, "denied": deniedValue, "person": personValue, "import_id": importValue, "file": importValue},
}

var _ expr.Frame = (*frame)(nil)

// Len returns the number of rows.
func (f *frame) Len() int { return len(f.series) }

// Today returns the day the rows are asked for.
func (f *frame) Today() float64 { return float64(f.day) }

// Now returns the person's time.
func (f *frame) Now() float64 { return f.plan.now }

// Whole returns the rows without any filter or scope.
func (f *frame) Whole() expr.Frame {
	if f.whole == nil {
		return f
	}
	return f.whole()
}

// Column returns the values of a column that is not calculated.
func (f *frame) Column(name string) expr.Values {
	d, _ := f.plan.ask.catalog.Dimension(name)
	return f.column(d)
}

// column returns the values of a dimension.
func (f *frame) column(d metric.Dimension) expr.Values {
	if d.Name == fileName {
		return f.files()
	}
	if at, ok := f.plan.values[d.Name]; ok {
		return expr.Values{Type: d.Kind.Expression(), Numbers: f.values[at]}
	}
	if v, ok := f.evaluated[d.Name]; ok {
		return v
	}
	var v expr.Values
	if known, ok := f.plan.columns[d.Name]; ok {
		v = known.gather(f.series)
	} else {
		v = broadcast(d.Expression.Eval(f), f.Len())
	}
	if f.evaluated == nil {
		f.evaluated = map[string]expr.Values{}
	}
	f.evaluated[d.Name] = v
	return v
}

// codes returns the values of a dimension by number where they are texts that
// are known beforehand (expr.Expression.Codes) and nobody has evaluated it yet.
func (f *frame) codes(d metric.Dimension) (of []int32, texts []string, ok bool) {
	if _, done := f.evaluated[d.Name]; done || d.Expression == nil || !f.plan.observed(d) {
		return nil, nil, false
	}
	return d.Expression.Codes(f)
}

// fileName is the column of the file that an import read.
const fileName = "file"

// files returns the file of each row.
func (f *frame) files() expr.Values {
	out := expr.Values{Type: expr.Text, Texts: make([]string, f.Len()), Missing: make([]bool, f.Len())}
	for i, id := range f.values[importValue] {
		name, ok := f.plan.files[int64(id)]
		out.Texts[i], out.Missing[i] = name, !ok
	}
	return out
}

// broadcast gives every row the one value that an expression may have for all.
func broadcast(v expr.Values, n int) expr.Values {
	if v.Type == expr.Null {
		return expr.Values{Type: expr.Number, Numbers: filled(n, missing)}
	}
	if len(v.Numbers) == 1 && n != 1 {
		v.Numbers = filled(n, v.Numbers[0])
	}
	if len(v.Texts) == 1 && n != 1 {
		v.Texts = filled(n, v.Texts[0])
		if v.Missing != nil {
			v.Missing = filled(n, v.Missing[0])
		}
	}
	return v
}

// absent reports whether a value is missing.
func absent(v expr.Values, i int) bool {
	if v.Type == expr.Text {
		return v.Missing != nil && v.Missing[i]
	}
	return v.Numbers[i] != v.Numbers[i]
}

// dictionary is the values of a dimension that follows from the series.
type dictionary struct {
	*coded
	known expr.Values // by code
}

func newDictionary(d metric.Dimension, c *coded) *dictionary {
	out := &dictionary{c, expr.Values{Type: d.Kind.Expression()}}
	for _, v := range c.values {
		if out.known.Type == expr.Text {
			s, ok := v.(string)
			out.known.Texts, out.known.Missing = append(out.known.Texts, s), append(out.known.Missing, !ok)
			continue
		}
		out.known.Numbers = append(out.known.Numbers, asNumber(v, out.known.Type))
	}
	return out
}

// asNumber reads a cell in the form of expr.Values.
func asNumber(v any, t expr.Type) float64 {
	text, ok := v.(string)
	if !ok {
		return number(v)
	}
	switch t {
	case expr.Boolean:
		if text == "yes" {
			return 1
		}
		return 0
	case expr.Time:
		if at, err := time.Parse(metric.TimeLayout, text); err == nil {
			return float64(at.UnixMilli())
		}
	case expr.Date:
		if d, err := portfolio.ParseDay(text); err == nil {
			return float64(d)
		}
	case expr.Null, expr.Number, expr.Text:
	}
	return missing
}

// gather returns the values of rows by their series.
func (d *dictionary) gather(series []int32) expr.Values {
	out := expr.Values{Type: d.known.Type}
	if out.Type == expr.Text {
		out.Texts, out.Missing = make([]string, len(series)), make([]bool, len(series))
		for i, s := range series {
			if code := d.of[s]; code == noCode || d.known.Missing[code] {
				out.Missing[i] = true
			} else {
				out.Texts[i] = d.known.Texts[code]
			}
		}
		return out
	}
	out.Numbers = make([]float64, len(series))
	for i, s := range series {
		out.Numbers[i] = missing
		if code := d.of[s]; code != noCode {
			out.Numbers[i] = d.known.Numbers[code]
		}
	}
	return out
}
