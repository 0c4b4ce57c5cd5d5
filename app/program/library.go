package program

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/report"
	"headroom/backend/store"
)

// document is a report or a dashboard. Exactly one is set.
type document struct {
	report    *report.Report
	dashboard *report.Dashboard
}

// readDocument reads the JSON of a document with read.
func readDocument(kind report.Kind, data []byte, read func([]byte, any) error) (d document, err error) {
	switch kind {
	case report.KindReport:
		d.report = &report.Report{}
		err = read(data, d.report)
	case report.KindDashboard:
		d.dashboard = &report.Dashboard{}
		err = read(data, d.dashboard)
	default:
		err = noKind(kind)
	}
	return d, err
}

func noKind(kind report.Kind) error {
	return fault.At("kind", "There is no kind of document called %q.", string(kind)).WithHint("It is report or dashboard.")
}

// name is where the key of a document is.
func (d document) name() *string {
	if d.report != nil {
		return &d.report.Name
	}
	return &d.dashboard.Name
}

// version is where the version of a document is.
func (d document) version() *string {
	if d.report != nil {
		return &d.report.Version
	}
	return &d.dashboard.Version
}

func (d document) title() string {
	if d.report != nil {
		return d.report.Title
	}
	return d.dashboard.Title
}

// value is the document itself.
func (d document) value() any {
	if d.report != nil {
		return d.report
	}
	return d.dashboard
}

func (d document) validate(c metric.Catalog) error {
	if d.report != nil {
		return d.report.Validate(c)
	}
	return d.dashboard.Validate(c)
}

// tiles visits the tiles of a dashboard with their paths.
func (d document) tiles(visit func(path string, t report.Tile)) {
	if d.dashboard == nil {
		return
	}
	for i, tab := range d.dashboard.Tabs {
		for j, tile := range tab.Tiles {
			visit(fmt.Sprintf("tabs[%d].tiles[%d]", i, j), tile)
		}
	}
}

// shows reports whether a dashboard shows the kept report called name.
func (d document) shows(name string) bool {
	found := false
	d.tiles(func(_ string, t report.Tile) { found = found || t.Ref == name })
	return found
}

// shippedDocument returns the shipped document called name.
func shippedDocument(kind report.Kind, name, lang string) (d document, ok bool) {
	switch kind {
	case report.KindReport:
		r, found := report.ShippedReport(name, lang)
		return document{report: &r}, found
	case report.KindDashboard:
		b, found := report.ShippedDashboard(name, lang)
		return document{dashboard: &b}, found
	}
	return d, false
}

// shippedDocuments returns the shipped documents of a kind.
func shippedDocuments(kind report.Kind, lang string) []document {
	var out []document
	switch kind {
	case report.KindReport:
		for _, r := range report.Reports(lang) {
			out = append(out, document{report: &r})
		}
	case report.KindDashboard:
		for _, b := range report.Dashboards(lang) {
			out = append(out, document{dashboard: &b})
		}
	}
	return out
}

// kept reads a document of the store.
func keptDocument(d store.Document) (document, error) {
	out, err := readDocument(report.Kind(d.Kind), d.Document, json.Unmarshal)
	if err != nil {
		return out, fault.Wrap(err, fault.Store, "The %s %s cannot be read.", d.Kind, d.Title).WithHint("Restore a backup, or remove it.")
	}
	*out.name(), *out.version() = d.Name, d.Version()
	return out, nil
}

// listed is a document with what the store says of it.
type listed struct {
	document
	origin  string
	changed time.Time
	faulty  bool // it cannot be read, and only has a name and a title
}

// documents returns the documents of a kind as the person has them: shipped
// ones, each in the person's copy where there is one, then their own.
func documents(l store.Library, kind report.Kind, lang string) []listed {
	var out []listed
	for _, d := range shippedDocuments(kind, lang) {
		one := listed{document: d, origin: "shipped"}
		if k, ok := l.Find(string(kind), *d.name()); ok {
			one = kept(k)
		}
		out = append(out, one)
	}
	for _, k := range l.Documents {
		if _, is := shippedDocument(kind, k.Name, lang); k.Kind == string(kind) && !is {
			out = append(out, kept(k))
		}
	}
	return out
}

func kept(k store.Document) listed {
	one := listed{origin: "own", changed: k.ChangedAt}
	if k.Copy {
		one.origin = "copy"
	}
	var err error
	if one.document, err = keptDocument(k); err != nil {
		one.faulty = true
		if k.Kind == string(report.KindReport) {
			one.document = document{report: &report.Report{Name: k.Name, Title: k.Title}}
		} else {
			one.document = document{dashboard: &report.Dashboard{Name: k.Name, Title: k.Title}}
		}
	}
	return one
}

// Library lists the documents of a kind in a language: those that are marked
// first, then the shipped ones, then the person's own.
func (p *Program) Library(ctx context.Context, kind report.Kind, lang string) ([]report.Entry, error) {
	if kind != report.KindReport && kind != report.KindDashboard {
		return nil, noKind(kind)
	}
	l, err := p.Store.Library(ctx)
	if err != nil {
		return nil, err
	}
	c, err := p.CatalogIn(ctx, lang)
	if err != nil {
		return nil, err
	}
	defined, err := p.Definitions(ctx)
	if err != nil {
		return nil, err
	}
	dashboards := documents(l, report.KindDashboard, lang)
	out := []report.Entry{}
	for _, d := range documents(l, kind, lang) {
		e := entry(d, c)
		e.Favourite = l.Favourites[[2]string{string(kind), e.Name}]
		if d.origin != "shipped" {
			e.Uses = usesOf(d.document, defined)
		}
		for _, b := range dashboards {
			if kind == report.KindReport && b.shows(e.Name) {
				e.UsedBy = append(e.UsedBy, b.title())
			}
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b report.Entry) int {
		switch {
		case a.Favourite == b.Favourite:
			return 0
		case a.Favourite:
			return -1
		}
		return 1
	})
	return out, nil
}

// entry describes a document in a list.
func entry(d listed, c metric.Catalog) report.Entry {
	e := report.Entry{Kind: report.KindReport, Name: *d.name(), Title: d.title(), Origin: d.origin, Datasets: []string{}}
	if !d.changed.IsZero() {
		e.ChangedAt = d.changed.Format(time.RFC3339)
	}
	add := func(q metric.Query) {
		if q.Define != nil {
			if with, err := c.With(*q.Define); err == nil {
				c = with
			}
		}
		for _, r := range q.Relations(c) {
			if !slices.Contains(e.Datasets, string(r)) {
				e.Datasets = append(e.Datasets, string(r))
			}
		}
	}
	if d.report != nil {
		e.Words, e.Show = d.report.Words, d.report.Visual.Show
		if !d.faulty {
			add(d.report.Query)
		}
		return e
	}
	e.Kind, e.Words, e.About = report.KindDashboard, d.dashboard.Words, d.dashboard.About
	shipped := c
	d.tiles(func(_ string, t report.Tile) {
		if t.Report != nil {
			c = shipped
			add(t.Report.Query)
		}
	})
	return e
}

// usesOf returns the names of kept definitions that a document names.
func usesOf(d document, defined metric.Definitions) []string {
	all := defined.All()
	if len(all) == 0 {
		return nil
	}
	data, err := json.Marshal(d.value())
	if err != nil {
		return nil
	}
	names, err := metric.Named(data)
	if err != nil {
		return nil
	}
	var out []string
	for _, x := range all {
		if names.Has(x.Kind, x.Name) {
			out = append(out, x.Name)
		}
	}
	return out
}

// Document returns one document as JSON: the person's copy of a shipped one
// where there is one.
func (p *Program) Document(ctx context.Context, kind report.Kind, name, lang string) (json.RawMessage, error) {
	if kind != report.KindReport && kind != report.KindDashboard {
		return nil, noKind(kind)
	}
	l, err := p.Store.Library(ctx)
	if err != nil {
		return nil, err
	}
	d, ok := shippedDocument(kind, name, lang)
	if k, is := l.Find(string(kind), name); is {
		if d, err = keptDocument(k); err != nil {
			return nil, err
		}
		ok = true
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no %s %q.", string(kind), name).WithHint("It may have been removed.")
	}
	return json.Marshal(d.value())
}

// SaveDocument keeps a document, given as JSON, and returns what it is called and
// its version: a new one without a name, a copy of the shipped one whose name it
// has, or another state of the person's own. It is refused where another version
// is kept by now than the one it says it started from.
func (p *Program) SaveDocument(ctx context.Context, kind report.Kind, data []byte) (report.Kept, error) {
	d, err := readDocument(kind, data, fault.ReadJSON)
	if err != nil {
		return report.Kept{}, err
	}
	c, err := p.Catalog(ctx)
	if err != nil {
		return report.Kept{}, err
	}
	if err := d.validate(c); err != nil {
		return report.Kept{}, err
	}
	name, base := *d.name(), *d.version()
	_, isCopy := shippedDocument(kind, name, p.language)
	text, err := d.text()
	if err != nil {
		return report.Kept{}, err
	}
	keep := store.Document{Kind: string(kind), Name: name, Copy: isCopy, Title: d.title(), Document: text}
	name, err = p.Store.SaveDocument(ctx, keep, base, func(l store.Library) error { return d.checkRefs(l, p.language) })
	return report.Kept{Name: name, Version: keep.Version()}, err
}

// text is what the store keeps of a document: what it says, and not what it is
// called or which version somebody saw.
func (d document) text() ([]byte, error) {
	*d.name(), *d.version() = "", ""
	d.tiles(func(_ string, t report.Tile) {
		if t.Report != nil {
			t.Report.Version = ""
		}
	})
	text, err := json.Marshal(d.value())
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "This document cannot be written.")
	}
	return text, nil
}

// checkRefs reports a tile of a report that there is not.
func (d document) checkRefs(l store.Library, lang string) (err error) {
	d.tiles(func(path string, t report.Tile) {
		_, ok := shippedDocument(report.KindReport, t.Ref, lang)
		if !ok {
			_, ok = l.Find(string(report.KindReport), t.Ref)
		}
		if t.Ref != "" && !ok && err == nil {
			err = fault.At(path+".ref", "There is no report %q.", t.Ref).WithHint("Choose another one, or take the tile away.")
		}
	})
	return err
}

// RemoveDocument throws one of the person's own documents away.
func (p *Program) RemoveDocument(ctx context.Context, kind report.Kind, name string) error {
	if _, is := shippedDocument(kind, name, p.language); is {
		return fault.New(fault.Conflict, "The %s %q comes with the program.", string(kind), name).WithHint("Restore it to throw your changes to it away.")
	}
	return p.Store.RemoveDocument(ctx, string(kind), name, func(l store.Library) error {
		if kind != report.KindReport {
			return nil
		}
		var shown []string
		for _, b := range documents(l, report.KindDashboard, p.language) {
			if b.shows(name) {
				shown = append(shown, b.title())
			}
		}
		if len(shown) == 0 {
			return nil
		}
		return fault.New(fault.Conflict, "This report is shown on %s.", strings.Join(shown, ", ")).WithHint("Take its tiles away there first.")
	})
}

// RestoreDocument throws the person's changes to a shipped document away.
func (p *Program) RestoreDocument(ctx context.Context, kind report.Kind, name string) error {
	if _, is := shippedDocument(kind, name, p.language); !is {
		return fault.New(fault.NotFound, "No %s %q comes with the program.", string(kind), name).WithHint("What is your own can be removed.")
	}
	return p.Store.RemoveDocument(ctx, string(kind), name, func(store.Library) error { return nil })
}

// FavouriteDocument marks a document, or no longer.
func (p *Program) FavouriteDocument(ctx context.Context, kind report.Kind, name string, on bool) error {
	if _, err := p.Document(ctx, kind, name, p.language); err != nil && on {
		return err
	}
	return p.Store.Favourite(ctx, string(kind), name, on)
}
