package program

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"headroom/backend/export"
	"headroom/backend/metric"
	"headroom/backend/report"
)

// Export writes the whole answer to a report as it is looked at, in the figures
// of a region such as de-AT, and returns how many rows it has.
func (p *Program) Export(ctx context.Context, w io.Writer, f export.Format, v report.View, asking report.Asking, region string) (int, error) {
	if err := f.Check(); err != nil {
		return 0, err
	}
	asking.Limit = 0 // a page of a table asks for less than there is
	t := export.Table{
		Words: asking.Report.Words, Visual: asking.Report.Visual, Lang: v.Lang, Region: export.RegionOf(region),
		Zone: p.zone, Today: p.Today().String(), Version: Version,
	}
	shared, err := p.CatalogIn(ctx, v.Lang)
	if err != nil {
		return 0, err
	}
	t.Query, t.NotApplied = asking.Compose(shared, v)
	if t.Title, err = p.title(ctx, asking.Report.Title, t.Query); err != nil {
		return 0, err
	}
	if t.Catalog, err = p.catalogOf(ctx, v.Lang, t.Query, shared); err != nil {
		return 0, err
	}
	env := p.env()
	env.Deadline = -1 // who exports waits
	answer, err := p.Engine.AskJSON(ctx, t.Query, env)
	if err != nil {
		return 0, err
	}
	if t.Files, err = p.filesBehind(ctx, t.Query); err != nil {
		return 0, err
	}
	return export.Write(ctx, w, f, t, answer)
}

// catalogOf is the catalog with what a question itself defines.
func (p *Program) catalogOf(ctx context.Context, lang string, q metric.Query, shared metric.Catalog) (metric.Catalog, error) {
	if q.Define == nil {
		return shared, nil
	}
	state, err := p.state(ctx)
	if err != nil {
		return shared, err
	}
	return p.extended(state, lang, *q.Define, p.figure(ctx))
}

// filesBehind are the imports a question can have its figures from: those that
// hold, and that were known and spoke of the day by then.
func (p *Program) filesBehind(ctx context.Context, q metric.Query) ([]export.File, error) {
	imports, err := p.Store.Imports(ctx)
	if err != nil {
		return nil, err
	}
	var out []export.File
	for _, i := range imports {
		late := q.KnownAt > 0 && i.ID > q.KnownAt || q.AsOf != "" && i.AsOf > q.AsOf
		if i.State == "committed" && !late {
			out = append(out, export.File{Name: i.File, SHA256: i.SHA256, AsOf: i.AsOf, ImportedAt: i.ImportedAt, Dataset: i.Dataset})
		}
	}
	slices.SortStableFunc(out, func(a, b export.File) int { return strings.Compare(a.ImportedAt, b.ImportedAt) })
	return out, nil
}

// Report returns a kept or shipped report by its name.
func (p *Program) Report(ctx context.Context, name, lang string) (r report.Report, err error) {
	text, err := p.Document(ctx, report.KindReport, name, lang)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(text, &r)
}
