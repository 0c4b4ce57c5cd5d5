package export

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"headroom/backend/metric"
)

// fact is one line of the sheet about a table.
type fact struct{ name, value string }

// about writes the sheet about the table.
func (s *sheet) about(rows int, a *answer) error {
	name := s.words.Say("about")
	if _, err := s.file.NewSheet(name); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	out, err := s.file.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if s.out = out; out.SetColWidth(1, 1, 36) != nil || out.SetColWidth(2, 4, 66) != nil {
		return fmt.Errorf("write a workbook: no widths")
	}
	bold, err := s.style(textFormat, true)
	if err != nil {
		return err
	}
	plain, err := s.style(textFormat, false)
	if err != nil {
		return err
	}
	n := 0
	line := func(first int, texts ...string) error {
		n++
		cells := make([]any, len(texts))
		for i, text := range texts {
			style := plain
			if i < first {
				style = bold
			}
			cells[i] = excelize.Cell{StyleID: style, Value: cut(text, longestCell)}
		}
		return s.set(n, cells)
	}
	for _, f := range s.facts(rows, a) {
		if err := line(1, f.name, f.value); err != nil {
			return err
		}
	}
	files := s.behind(a.rest.AsOfByDataset)
	if len(files) > 0 {
		n++
		if err := line(4, s.words.Say("about.file"), s.words.Say("about.sha256"), s.words.Say("about.file_as_of"), s.words.Say("about.imported_at")); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := line(0, f.Name, f.SHA256, f.AsOf, s.instant(f.ImportedAt)); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// behind are the files of the datasets the answer tells of.
func (s *sheet) behind(datasets map[string]string) []File {
	var out []File
	for _, f := range s.Files {
		if _, is := datasets[f.Dataset]; is {
			out = append(out, f)
		}
	}
	return out
}

// facts are what one must know to read the table, or to make it again.
func (s *sheet) facts(rows int, a *answer) []fact {
	w, q := s.words, s.Query
	out := []fact{{w.Say("about.title"), s.Title}}
	add := func(value, key string, parts ...string) {
		if value != "" {
			out = append(out, fact{w.Say(key, parts...), value})
		}
	}
	add(s.Words, "about.words")
	asOf := q.AsOf
	if asOf == "" {
		asOf = w.Say("about.today", "day", s.Today)
	}
	add(asOf, "about.as_of")
	add(a.rest.DataAsOf, "about.data_as_of")
	for _, dataset := range slices.Sorted(maps.Keys(a.rest.AsOfByDataset)) {
		add(a.rest.AsOfByDataset[dataset], "about.data_as_of_dataset", "dataset", s.dataset(dataset))
	}
	add(s.instant(a.rest.LastUpdated), "about.last_updated")
	if q.KnownAt > 0 {
		add(fmt.Sprint(q.KnownAt), "about.known_at")
	}
	scope := q.Scope
	if scope != "own" {
		scope = "all"
	}
	add(w.Say("about.scope."+scope), "about.scope")
	if c := a.rest.Compared; c != nil {
		add(c.AsOf, "about.compared")
		if c.KnownAt > 0 {
			add(fmt.Sprint(c.KnownAt), "about.compared_known")
		}
	}
	filters := append(s.filter(q.Filter), s.filter(q.Dashboard)...)
	if len(filters) == 0 {
		filters = []string{w.Say("about.filter.none")}
	}
	for _, text := range filters {
		add(text, "about.filter")
	}
	for _, text := range s.filter(q.Having) {
		add(text, "about.filter_groups")
	}
	for _, name := range s.NotApplied {
		add(s.label(name), "about.not_applied")
	}
	for _, name := range slices.Sorted(maps.Keys(q.Tokens)) {
		add(fmt.Sprint(q.Tokens[name]), "about.tokens", "name", name)
	}
	add(fmt.Sprint(rows), "about.rows")
	if a.rest.RowCount > rows {
		add(fmt.Sprint(a.rest.RowCount), "about.rows_of")
	}
	out = append(out, s.formulas()...)
	add("Headroom "+s.Version, "about.version")
	return out
}

// formulas say how the figures of the table are made.
func (s *sheet) formulas() []fact {
	var out []fact
	for _, name := range s.Query.Metrics {
		if m, ok := s.Catalog.Metric(name); ok {
			out = append(out, fact{s.words.Say("about.formula", "name", m.Label), m.Formula})
		}
	}
	for _, name := range columnsOf(s.Query) {
		if d, ok := s.Catalog.Dimension(name); ok && d.Formula != "" {
			out = append(out, fact{s.words.Say("about.expression", "name", s.label(name)), d.Formula})
		}
	}
	for _, c := range s.Query.Calculations {
		out = append(out, fact{s.words.Say("about.calculation", "name", c.Name), s.words.Say("calculation."+c.Kind, "name", s.label(c.Metric))})
	}
	return out
}

// columnsOf names every dimension a question uses, each once.
func columnsOf(q metric.Query) []string {
	names := slices.Clone(q.Columns)
	for _, by := range q.By {
		names = append(names, by.Dimension)
	}
	var walk func(f metric.Filter)
	walk = func(f metric.Filter) {
		for _, child := range slices.Concat(f.All, f.Any) {
			walk(child)
		}
		if f.Dimension != "" {
			names = append(names, f.Dimension)
		}
	}
	for _, f := range []*metric.Filter{q.Filter, q.Dashboard} {
		if f != nil {
			walk(*f)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// dataset is the short name of a dataset of facts or of questions.
func (s *sheet) dataset(name string) string {
	if d, ok := s.Catalog.Dataset(metric.Relation(name)); ok {
		return d.Label
	}
	return metric.Label(name)
}

// instant is a time of day of the person, as a file writes it.
func (s *sheet) instant(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	if s.Zone != nil {
		at = at.In(s.Zone)
	}
	return at.Format("2006-01-02 15:04 -07:00")
}
