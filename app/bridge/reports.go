package bridge

import (
	"context"
	"encoding/json"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/report"
	"headroom/backend/sentences"
)

// Reports answers questions: the tiles of dashboards, the reports, what is
// behind their figures. Questions and answers are JSON text, because their
// cells have no one type.
type Reports struct{ base }

// mostText bounds the JSON text of a question or a document, in bytes.
const mostText = 1 << 20

// readText reads the JSON text of one argument.
func readText(argument, text string, into any) error {
	if len(text) > mostText {
		return fault.At(argument, "This is longer than %d characters.", mostText).WithHint("Leave something out.")
	}
	return fault.ReadJSON([]byte(text), into)
}

// written is v as JSON text, unless there is an error.
func written(v any, err error) (string, error) {
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// asked is how a page is looked at, for its questions.
func (v View) asked() report.View {
	return report.View{AsOf: v.AsOf, KnownAt: v.KnownAt, Scope: v.Scope, Dark: v.Dark, Lang: v.Lang}
}

// Catalog returns everything a query may name, in a language.
func (r *Reports) Catalog(lang string) (text string, err error) {
	defer r.guard("Reports.Catalog", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	c, err := desk.CatalogIn(ctx, lang)
	c = toldCatalog(c, sentences.In(lang))
	return written(wordedCatalog{c, within(c, lang)}, err)
}

// Answer answers a report as it is looked at, drawn.
func (r *Reports) Answer(v View, asking string) (text string, err error) {
	defer r.guard("Reports.Answer", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var a report.Asking
	if err := readText("asking", asking, &a); err != nil {
		return "", err
	}
	return written(desk.Answer(ctx, v.asked(), a))
}

// figure asks the desk about one figure of the answer to a query.
func (r *Reports) figure(query, cell string, tell func(context.Context, Desk, metric.Query, metric.Cell) (any, error)) (string, error) {
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var q metric.Query
	if err := readText("query", query, &q); err != nil {
		return "", err
	}
	var at metric.Cell
	if err := readText("cell", cell, &at); err != nil {
		return "", err
	}
	return written(tell(ctx, desk, q, at))
}

// Explain says how a figure of the answer to a query came about.
func (r *Reports) Explain(v View, query, cell string) (text string, err error) {
	defer r.guard("Reports.Explain", &err)
	return r.figure(query, cell, func(ctx context.Context, desk Desk, q metric.Query, at metric.Cell) (any, error) {
		return desk.ExplainIn(ctx, v.Lang, q, at)
	})
}

// Drill returns the questions for the rows behind a figure.
func (r *Reports) Drill(v View, query, cell string) (text string, err error) {
	defer r.guard("Reports.Drill", &err)
	return r.figure(query, cell, func(ctx context.Context, desk Desk, q metric.Query, at metric.Cell) (any, error) {
		return desk.DrillIn(ctx, v.Lang, q, at)
	})
}

// Rows answers a query as it is: a page of a table.
func (r *Reports) Rows(query string) (text string, err error) {
	defer r.guard("Reports.Rows", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var q metric.Query
	if err := readText("query", query, &q); err != nil {
		return "", err
	}
	rows, err := desk.Rows(ctx, q)
	return string(rows), err
}

// Values lists the values of a dimension to choose from.
func (r *Reports) Values(list string) (text string, err error) {
	defer r.guard("Reports.Values", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var l metric.ValueList
	if err := readText("list", list, &l); err != nil {
		return "", err
	}
	return written(desk.Values(ctx, l))
}
