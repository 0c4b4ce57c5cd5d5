package metric

import (
	"maps"
	"slices"
	"strings"

	"headroom/backend/fault"
)

// Aggregates lists what a DerivedMetric can make of a column.
var Aggregates = []string{"sum", "average", "median", "count", "distinct", "min", "max"}

// metric adds a metric of a person.
func (e *extension) metric(path string, x DerivedMetric) error {
	if err := x.Filter.shape(path + ".filter"); err != nil {
		return err
	}
	var m Metric
	err := showable(path, x.Words, x.Unit, x.Format)
	switch {
	case err != nil:
		return err
	case (x.Metric == "") == (x.Aggregate == ""):
		return fault.At(path+".metric", "%s is either another metric or an aggregate.", x.Name).WithHint("Set one of metric and aggregate.")
	case x.Metric != "":
		m, err = e.filtered(path, x)
	default:
		m, err = e.aggregated(path, x)
	}
	if err != nil {
		return err
	}
	m.Name, m.Label, m.Derived = x.Name, "", &x
	for into, from := range map[*string]string{&m.Words: x.Words, &m.Unit: x.Unit, &m.Format: x.Format} {
		if from != "" {
			*into = from
		}
	}
	e.catalog.Metrics = append(e.catalog.Metrics, m)
	if err = e.checkOwnFilter(path, m, x.Filter); err != nil {
		e.catalog.Metrics = e.catalog.Metrics[:len(e.catalog.Metrics)-1]
	}
	return err
}

// filtered returns another metric over the rows that hold a filter: each of
// its measures is made again with it.
func (e *extension) filtered(path string, x DerivedMetric) (Metric, error) {
	if err := e.make(x.Metric); err != nil {
		return Metric{}, cannot(path+".metric", x.Name, x.Metric, err)
	}
	if err := e.catalog.knowsMetric(path+".metric", x.Metric); err != nil {
		return Metric{}, err
	}
	m, _ := e.catalog.Metric(x.Metric)
	if x.Words == "" {
		x.Words = strings.TrimSuffix(m.Words, ".") + ", of those that hold its filter."
	}
	again := func(measure string) string {
		if measure == "" {
			return ""
		}
		name := x.Name + "." + measure
		if _, ok := e.catalog.Measure(name); ok {
			return name
		}
		y, _ := e.catalog.Measure(measure)
		if y.Of == "" {
			y.Of = measure
		}
		y.Name, y.Filter = name, both(y.Filter, x.Filter)
		e.catalog.Measures = append(e.catalog.Measures, y)
		return name
	}
	m.Words = x.Words
	m.Measure, m.Per, m.Detail = again(m.Measure), again(m.Per), maps.Clone(m.Detail)
	for _, name := range slices.Sorted(maps.Keys(m.Detail)) {
		m.Detail[name] = again(m.Detail[name])
	}
	return m, nil
}

// both joins two filters by all.
func both(a, b *Filter) *Filter {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	default:
		return &Filter{All: []Filter{*a, *b}}
	}
}

// aggregated returns the metric of an aggregate of a column.
func (e *extension) aggregated(path string, x DerivedMetric) (Metric, error) {
	dataset := x.Dataset
	if dataset == "" {
		dataset = Entitlements
	}
	set, ok := e.catalog.Dataset(dataset)
	switch {
	case !ok:
		return Metric{}, e.catalog.unknownDataset(path+".dataset", dataset)
	case !slices.Contains(Aggregates, x.Aggregate):
		return Metric{}, fault.At(path+".aggregate", "There is no aggregate %q.", x.Aggregate).WithHint("Use one of " + strings.Join(Aggregates, ", ") + ".")
	case x.Column == "" && x.Aggregate != "count":
		return Metric{}, fault.At(path+".column", "%s needs a column.", x.Aggregate)
	}
	m := Metric{
		Measure: x.Name, Format: "integer", Unit: "",
		Words: "The " + x.Aggregate + " of " + x.Column + " over " + string(dataset) + ".", Formula: x.Aggregate + "(" + x.Column + ")",
	}
	if x.Column == "" {
		m.Words, m.Formula = "How many "+string(dataset)+" there are.", "count("+string(dataset)+")"
	} else {
		if err := e.make(x.Column); err != nil {
			return Metric{}, cannot(path+".column", x.Name, x.Column, err)
		}
		d, err := e.catalog.knowsDimension(path+".column", x.Column)
		if err != nil {
			return Metric{}, err
		}
		if err := aggregable(path, set, d, x.Aggregate); err != nil {
			return Metric{}, err
		}
		if x.Aggregate != "count" && x.Aggregate != "distinct" {
			m.Unit = d.Unit
			if d.Expression != nil || x.Aggregate == "average" || x.Aggregate == "median" {
				m.Format = "decimal"
			}
			if d.Format != "" {
				m.Format = d.Format
			}
		}
	}
	counts := x.Aggregate == "count" || x.Aggregate == "distinct"
	e.catalog.Measures = append(e.catalog.Measures, Measure{
		Name: x.Name, Words: m.Words, Relation: dataset, Aggregate: x.Aggregate, Column: x.Column, Filter: x.Filter, Zero: counts,
	})
	return m, nil
}

// aggregable checks that a dataset has a column that can be aggregated.
func aggregable(path string, set Dataset, d Dimension, aggregate string) error {
	if _, ok := d.In[set.Name]; !ok || (d.Name == DateName && set.Levels) {
		return fault.At(path+".column", "%s have no column %s.", strings.ToUpper(string(set.Name[:1]))+string(set.Name[1:]), d.Name).
			WithHint("Name another dataset, or one of its columns: " + strings.Join(set.Dimensions, ", ") + ".")
	}
	if d.Counting {
		return fault.At(path+".column", "%s follows from the rule of what counts and cannot be aggregated.", d.Name).WithHint("Use a metric that has it, such as licenses_sold.")
	}
	if aggregate != "count" && aggregate != "distinct" && d.Kind != Number && d.Kind != Days {
		return fault.At(path+".column", "%s is no number and has no %s.", d.Name, aggregate).WithHint("Count it, or count its distinct values.")
	}
	return nil
}

// checkOwnFilter checks the filter of a metric of a person as one of a question
// for it.
func (e *extension) checkOwnFilter(path string, m Metric, f *Filter) error {
	var err error
	for _, n := range f.dimensions() {
		if err = e.make(n); err != nil {
			return cannot(path+".filter", m.Name, n, err)
		}
	}
	q := Query{Metrics: []string{m.Name}}
	return q.checkRowFilter(e.catalog, path+".filter", f)
}

// dimensions returns the names of the dimensions f compares.
func (f *Filter) dimensions() []string {
	var out []string
	_ = f.Walk("", func(_ string, leaf Filter) error {
		if !slices.Contains(out, leaf.Dimension) {
			out = append(out, leaf.Dimension)
		}
		return nil
	})
	return out
}
