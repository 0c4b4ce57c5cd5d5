package report

import (
	"slices"

	"headroom/backend/metric"
)

// shippedDashboards are the documents in the order they are listed. They are
// data without texts: worded gives them those of a language.
func shippedDashboards() []Dashboard {
	return []Dashboard{
		portfolioDashboard(), renewalsDashboard(), adoptionDashboard(), growthDashboard(), atRiskDashboard(),
		licenseServerDashboard(), lineItemsDashboard(), partnerLicensesDashboard(), accountDashboard(),
	}
}

// Dashboards returns the shipped dashboards in a language. They are the
// caller's own.
func Dashboards(lang string) []Dashboard {
	all := shippedDashboards()
	for i := range all {
		worded{WordsIn(lang)}.dashboard(&all[i])
	}
	return all
}

// Reports returns the shipped reports in a language: the gallery of templates.
// They are the caller's own.
func Reports(lang string) []Report {
	all := shippedReports()
	for i := range all {
		worded{WordsIn(lang)}.report("reports."+all[i].Name, &all[i])
	}
	return all
}

// ShippedDashboard returns the shipped dashboard called name.
func ShippedDashboard(name, lang string) (Dashboard, bool) {
	return named(Dashboards(lang), func(d Dashboard) bool { return d.Name == name })
}

// ShippedReport returns the shipped report called name.
func ShippedReport(name, lang string) (Report, bool) {
	return named(Reports(lang), func(r Report) bool { return r.Name == name })
}

func named[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}

// worded gives documents the texts of a language. The keys follow from the
// names: dashboards.DASHBOARD.TILE.title.
type worded struct{ Words }

func (w worded) dashboard(d *Dashboard) {
	key := "dashboards." + d.Name
	d.Title, d.Words = w.Say(key+".title"), w.Say(key+".words")
	for i := range d.Controls {
		if c := &d.Controls[i]; c.Title != "" {
			c.Title = w.Say("controls." + c.Title)
		}
	}
	for i := range d.Tokens {
		d.Tokens[i].Title = w.Say("tokens." + d.Tokens[i].Name)
	}
	for i := range d.Tabs {
		tab := &d.Tabs[i]
		if len(d.Tabs) > 1 {
			tab.Title = w.Say(key + ".tab." + tab.ID)
		}
		for j := range tab.Tiles {
			w.tile(key+"."+tab.Tiles[j].ID, &tab.Tiles[j])
		}
	}
}

func (w worded) tile(key string, t *Tile) {
	t.Title, t.Sub = w.Say(key+".title"), w.Say(key+".sub")
	if t.Report != nil {
		w.report(key, t.Report)
		t.Report.Words = t.Sub
	}
}

func (w worded) report(key string, r *Report) {
	r.Title, r.Words = w.Say(key+".title"), w.Say(key+".words")
	for _, name := range made(r.Query) {
		if style := r.Visual.style(name); style.Title == "" {
			style.Title = name
		}
	}
	r.Visual.Columns = inOrder(r.Query, r.Visual.Columns)
	for i := range r.Visual.Columns {
		if c := &r.Visual.Columns[i]; c.Title != "" {
			c.Title = w.Say("columns." + c.Title)
		}
	}
	if r.Visual.Goal != nil && r.Visual.Goal.Title != "" {
		r.Visual.Goal.Title = w.Say("columns." + r.Visual.Goal.Title)
	}
	for i := range r.Visual.Bands {
		if b := &r.Visual.Bands[i]; b.Title != "" {
			b.Title = w.Say("columns." + b.Title)
		}
	}
	if define := r.Query.Define; define != nil {
		for i := range define.Columns {
			define.Columns[i].Words = w.Say("columns." + define.Columns[i].Name)
		}
		for i := range define.Metrics {
			define.Metrics[i].Words = w.Say("columns." + define.Metrics[i].Name)
		}
	}
}

// inOrder returns styles in the order of the answer, with plain ones for the
// columns that have none: those that have one would go before them otherwise.
func inOrder(q metric.Query, styles []ColumnStyle) []ColumnStyle {
	if len(styles) == 0 {
		return nil
	}
	var names []string
	for _, by := range q.By {
		names = append(names, by.Dimension)
	}
	names = append(names, q.Columns...)
	names = append(names, q.Figures()...)
	for _, x := range q.Calculations {
		names = append(names, x.Name)
	}
	var out []ColumnStyle
	for _, name := range append(names, metric.Change) {
		if i := slices.IndexFunc(styles, func(c ColumnStyle) bool { return c.Column == name }); i >= 0 {
			out = append(out, styles[i])
		} else if name != metric.Change {
			out = append(out, ColumnStyle{Column: name})
		}
	}
	return out
}

// made returns the names of the columns of an answer that the catalog has no
// label for: those the question defines itself and shows.
func made(q metric.Query) []string {
	var out []string
	shown := slices.Concat(q.Metrics, q.Columns)
	for _, by := range q.By {
		shown = append(shown, by.Dimension)
	}
	if q.Define != nil {
		for _, x := range q.Define.All() {
			if slices.Contains(shown, x.Name) {
				out = append(out, x.Name)
			}
		}
	}
	for _, x := range q.Calculations {
		out = append(out, x.Name)
	}
	return out
}
