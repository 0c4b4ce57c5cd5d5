package report

import "headroom/backend/metric"

// Table reads a Result by the names of its columns.
type Table struct {
	metric.Result
	at map[string]int
}

// Read returns r as a Table.
func Read(r metric.Result) Table {
	t := Table{r, map[string]int{}}
	for i, c := range r.Columns {
		t.at[c.Name] = i
	}
	return t
}

// Has reports whether the answer has a column.
func (t Table) Has(column string) bool { _, ok := t.at[column]; return ok }

func (t Table) cell(row int, column string) any {
	i, ok := t.at[column]
	if !ok || row < 0 || row >= len(t.Rows) {
		return nil
	}
	return t.Rows[row][i]
}

// Text returns a cell as text, "" where it is missing.
func (t Table) Text(row int, column string) string {
	s, _ := t.cell(row, column).(string)
	return s
}

// Number returns a cell as a number, nil where it is missing.
func (t Table) Number(row int, column string) *float64 {
	switch v := t.cell(row, column).(type) {
	case float64:
		return &v
	case int64:
		f := float64(v)
		return &f
	case int:
		f := float64(v)
		return &f
	}
	return nil
}

// Int returns a cell as a whole number, nil where it is missing.
func (t Table) Int(row int, column string) *int {
	n := t.Number(row, column)
	if n == nil {
		return nil
	}
	i := int(*n)
	return &i
}

// Flag returns a yes or no, nil where it is missing.
func (t Table) Flag(row int, column string) *bool {
	var yes bool
	switch v := t.cell(row, column).(type) {
	case bool:
		yes = v
	case string:
		yes = v == "yes" || v == "true" || v == "1"
	case int64:
		yes = v != 0
	case float64:
		yes = v != 0
	default:
		return nil
	}
	return &yes
}

// Part returns numerator and denominator of a ratio cell, nil where missing.
func (t Table) Part(row int, name string) (numerator, denominator *float64, detail map[string]any) {
	for _, p := range t.Parts {
		if p.Row == row && p.Metric == name {
			return p.Numerator, p.Denominator, p.Detail
		}
	}
	return nil, nil, nil
}
