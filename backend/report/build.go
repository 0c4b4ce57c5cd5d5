package report

import (
	"strings"

	"headroom/backend/metric"
)

// ask is a question as the shipped documents write it down; each method
// returns a copy with one thing more.
type ask struct{ metric.Query }

func figures(metrics ...string) ask { return ask{metric.Query{Metrics: metrics}} }

func rows(dataset metric.Relation, columns ...string) ask {
	return ask{metric.Query{Dataset: dataset, Columns: columns}}
}

// by splits by dimensions; "end_date:month" has a grain.
func (a ask) by(dimensions ...string) ask {
	for _, d := range dimensions {
		name, grain, _ := strings.Cut(d, ":")
		a.By = append(a.By, metric.By{Dimension: name, Grain: grain})
	}
	return a
}

func (a ask) where(all ...metric.Filter) ask {
	a.Filter = together(all)
	return a
}

func (a ask) having(all ...metric.Filter) ask {
	a.Having = together(all)
	return a
}

func together(all []metric.Filter) *metric.Filter {
	if len(all) == 1 {
		return &all[0]
	}
	return &metric.Filter{All: all}
}

// sort orders by columns; "-licenses_sold" the greatest first.
func (a ask) sort(columns ...string) ask {
	for _, c := range columns {
		name, desc := strings.CutPrefix(c, "-")
		a.Sort = append(a.Sort, metric.Sort{By: name, Desc: desc})
	}
	return a
}

func (a ask) limit(n int) ask { a.Limit = n; return a }

func (a ask) totals() ask { a.Totals = true; return a }

func (a ask) counting() ask { a.Counting = true; return a }

func (a ask) scoped(scope string) ask { a.Scope = scope; return a }

func (a ask) pivot(dimensions ...string) ask { a.Pivot = dimensions; return a }

// top keeps the n values of a dimension with the most of a metric, and the rest
// as one.
func (a ask) top(dimension string, n int, by string) ask {
	a.Top = &metric.Top{Dimension: dimension, N: n, Metric: by, Other: true}
	return a
}

func (a ask) back(n int, unit string) ask {
	a.Compare = &metric.Compare{Back: n, Unit: unit}
	return a
}

func (a ask) calculated(name, of, kind string) ask {
	a.Calculations = append(a.Calculations, metric.Calculation{Name: name, Metric: of, Kind: kind})
	return a
}

func (a ask) define() *metric.Definitions {
	if a.Define == nil {
		return &metric.Definitions{}
	}
	d := *a.Define
	return &d
}

// only adds a metric of the question's own: another one of the rows that hold
// filters.
func (a ask) only(name, of string, all ...metric.Filter) ask {
	d := a.define()
	d.Metrics = append(d.Metrics, metric.DerivedMetric{Name: name, Metric: of, Filter: together(all)})
	a.Define = d
	return a
}

// of adds a metric of the question's own: an aggregate of a column.
func (a ask) of(name, aggregate, column string, dataset metric.Relation, unit, format string, all ...metric.Filter) ask {
	d := a.define()
	m := metric.DerivedMetric{Name: name, Aggregate: aggregate, Column: column, Dataset: dataset, Unit: unit, Format: format}
	if len(all) > 0 {
		m.Filter = together(all)
	}
	d.Metrics = append(d.Metrics, m)
	a.Define = d
	return a
}

// column adds a calculated column of the question's own.
func (a ask) column(name, expression, unit, format string) ask {
	d := a.define()
	d.Columns = append(d.Columns, metric.CalculatedColumn{Name: name, Expression: expression, Unit: unit, Format: format})
	a.Define = d
	return a
}

// The comparisons of the shipped documents.

func is(dimension string, value any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "eq", Value: value}
}

func in(dimension string, values ...any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "in", Values: values}
}

func known(dimension string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "not_null"}
}

func unknown(dimension string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "is_null"}
}

func atLeast(dimension string, value any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "ge", Value: value}
}

func below(dimension string, value any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "lt", Value: value}
}

func next(dimension string, n int, unit string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "next", N: n, Unit: unit}
}

func last(dimension string, n int, unit string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "last", N: n, Unit: unit}
}

// nextWindow is the window of days that a token of the dashboard sets.
func nextWindow(dimension string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "next", NToken: "{{WINDOW}}", Unit: "day"}
}

func anyOf(some ...metric.Filter) metric.Filter { return metric.Filter{Any: some} }

// more, less and equal compare figures.
func more(figure string, value any) metric.Filter {
	return metric.Filter{Metric: figure, Op: "gt", Value: value}
}

func least(figure string, value any) metric.Filter {
	return metric.Filter{Metric: figure, Op: "ge", Value: value}
}

func less(figure string, value any) metric.Filter {
	return metric.Filter{Metric: figure, Op: "lt", Value: value}
}

func missing(figure string) metric.Filter {
	return metric.Filter{Metric: figure, Op: "is_null"}
}

// tile puts a question at a place of the grid. It is the caller's to say more.
func tile(id string, x, y, w, h int, a ask, v Visual) Tile {
	return Tile{ID: id, X: x, Y: y, W: w, H: h, Report: &Report{Query: a.Query, Visual: v}}
}

func (t Tile) opens(route string) Tile { t.Opens = route; return t }

func (t Tile) ignores(controls ...string) Tile { t.Ignores = controls; return t }

// show is a visual without more.
func show(s Show) Visual { return Visual{Show: s} }

// drawn is a visual of a category and its values; "ends/counts" has a tone.
func drawn(s Show, category string, values ...string) Visual {
	v := Visual{Show: s, Category: category}
	for _, value := range values {
		column, tone, _ := strings.Cut(value, "/")
		v.Values = append(v.Values, Series{Column: column, Tone: tone})
	}
	return v
}

func (v Visual) split(column string) Visual { v.Split = column; return v }

func (v Visual) stacked() Visual { v.Stack = "sum"; return v }

// labelled prints every figure beside its mark.
func (v Visual) labelled() Visual { v.Labels = "all"; return v }

func (v Visual) hundred() Visual { v.Hundred = true; return v }

// look says how columns of a table are drawn: "deployment_rate/rate".
func (v Visual) look(columns ...string) Visual {
	for _, c := range columns {
		column, as, _ := strings.Cut(c, "/")
		v.style(column).As = as
	}
	return v
}

// percent writes columns of shares as percentages.
func (v Visual) percent(columns ...string) Visual {
	for _, c := range columns {
		v.style(c).Format = &NumberFormat{Style: "percentage"}
	}
	return v
}

// titled gives a column the title of a key of columns.KEY.
func (v Visual) titled(column, key string) Visual {
	v.style(column).Title = key
	return v
}

// with puts other figures beside and below one in a row of figures; "" is none.
func (v Visual) with(column, base, note string) Visual {
	style := v.style(column)
	style.Base, style.Note = base, note
	return v
}

// hide leaves columns out of the table that the rows need to be told apart.
func (v Visual) hide(columns ...string) Visual {
	for _, c := range columns {
		v.style(c).Hidden = true
	}
	return v
}

func (v *Visual) style(column string) *ColumnStyle {
	for i := range v.Columns {
		if v.Columns[i].Column == column {
			return &v.Columns[i]
		}
	}
	v.Columns = append(v.Columns, ColumnStyle{Column: column})
	return &v.Columns[len(v.Columns)-1]
}

// rule gives cells a tone where their column fulfils a comparison.
func (v Visual) rule(column, op string, value any, tone string) Visual {
	v.Rules = append(v.Rules, StyleRule{Column: column, Op: op, Value: value, Tone: tone})
	return v
}

// control is a filter of a dashboard.
func control(id, show, dimension string, f *metric.Filter) Control {
	return Control{ID: id, Show: show, Dimension: dimension, Filter: f}
}

// windowToken is how many days ahead a dashboard looks.
func windowToken() []Token { return []Token{{Name: "WINDOW", Type: "number", Value: 90}} }
