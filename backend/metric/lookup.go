package metric

import (
	"slices"
	"strings"
)

// Dataset returns the dataset called name.
func (c Catalog) Dataset(name Relation) (Dataset, bool) {
	return find(c.Datasets, func(d Dataset) bool { return d.Name == name })
}

// CustomPrefix begins the names of the dimensions that are custom fields.
const CustomPrefix = "custom."

// Dimension returns the dimension called name. A custom field is one by its
// header, whether any file has such a column or not.
func (c Catalog) Dimension(name string) (Dimension, bool) {
	if field, ok := strings.CutPrefix(name, CustomPrefix); ok && field != "" && !strings.ContainsRune(field, 0) {
		return c.custom(name, field), true
	}
	return find(c.Dimensions, func(d Dimension) bool { return d.Name == name })
}

// custom returns the dimension of a custom field, which every relation has
// whose rows or whose accounts have such fields.
func (c Catalog) custom(name, field string) Dimension {
	d := Dimension{Name: name, Label: field, Words: field, Kind: Text, In: map[Relation]Place{}}
	for r, p := range c.Custom {
		p.Field = field
		d.In[r] = p
	}
	return d
}

// Measure returns the measure called name.
func (c Catalog) Measure(name string) (Measure, bool) {
	return find(c.Measures, func(m Measure) bool { return m.Name == name })
}

// Metric returns the metric called name.
func (c Catalog) Metric(name string) (Metric, bool) {
	return find(c.Metrics, func(m Metric) bool { return m.Name == name })
}

// Relations returns the relations that m's measures are taken over, in order
// of their use.
func (c Catalog) Relations(m Metric) []Relation {
	var out []Relation
	for _, name := range m.measures() {
		if x, ok := c.Measure(name); ok && !slices.Contains(out, x.Relation) {
			out = append(out, x.Relation)
		}
	}
	return out
}

// Stored reports whether the rows of a relation have a dimension as a value of
// their own: other than the day of a level, which the question chooses, and
// figures that are only known once days are unpacked.
func (c Catalog) Stored(name string, r Relation) bool {
	d, ok := c.Dimension(name)
	place, has := d.In[r]
	switch {
	case !ok || !has:
		return false
	case d.Expression == nil:
		return place.SQL != ""
	default:
		return !slices.ContainsFunc(d.Expression.Columns(), func(n string) bool { return !c.Stored(n, r) })
	}
}

// Complete returns c with what follows from it: which dimensions each dataset
// has and each metric can be split by, and labels where none are given.
func (c Catalog) Complete() Catalog {
	c = c.own()
	for i, set := range c.Datasets {
		c.Datasets[i].Dimensions = []string{}
		for _, d := range c.Dimensions {
			if _, ok := d.In[set.Name]; ok {
				c.Datasets[i].Dimensions = append(c.Datasets[i].Dimensions, d.Name)
			}
		}
	}
	for i, m := range c.Metrics {
		c.Metrics[i].SplitBy = c.splits(m)
	}
	c.label()
	return c
}

// label gives what has no label that of its name.
func (c Catalog) label() {
	of := func(label *string, name string) {
		if *label == "" {
			*label = Label(name)
		}
	}
	for i := range c.Datasets {
		of(&c.Datasets[i].Label, string(c.Datasets[i].Name))
	}
	for i := range c.Dimensions {
		of(&c.Dimensions[i].Label, c.Dimensions[i].Name)
	}
	for i := range c.Metrics {
		of(&c.Metrics[i].Label, c.Metrics[i].Name)
	}
}

// splits returns the dimensions that every relation of m has.
func (c Catalog) splits(m Metric) []string {
	out := []string{}
	relations := c.Relations(m)
	for _, d := range c.Dimensions {
		lacks := slices.ContainsFunc(relations, func(r Relation) bool {
			_, ok := d.In[r]
			return !ok
		})
		if !lacks && !d.Listed && !d.Counting {
			out = append(out, d.Name)
		}
	}
	return out
}

// measures returns the names of all measures m needs; the details in order of
// their names.
func (m Metric) measures() []string {
	out := []string{m.Measure}
	if m.Per != "" {
		out = append(out, m.Per)
	}
	var detail []string
	for _, name := range m.Detail {
		detail = append(detail, name)
	}
	slices.Sort(detail)
	return append(out, detail...)
}

// MeasuresOf returns the measures m needs.
func (c Catalog) MeasuresOf(m Metric) []Measure {
	var out []Measure
	for _, name := range m.measures() {
		if x, ok := c.Measure(name); ok {
			out = append(out, x)
		}
	}
	return out
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var zero T
	return zero, false
}

// Suggest returns a sentence that offers the name of known most like name, or
// "" when none is near.
func Suggest(name string, known []string) string {
	best := Nearest(name, known)
	if best == "" {
		return ""
	}
	return "Did you mean " + best + "?"
}

// Nearest returns the name of known most like name, whatever the case; "" where
// none is near.
func Nearest(name string, known []string) string {
	best, least := "", len(name)/3+2
	wanted := strings.ToLower(name)
	var letters [256]int32
	for _, c := range []byte(wanted) {
		letters[c]++
	}
	for _, k := range known {
		folded := strings.ToLower(k)
		if max(len(wanted), len(folded))-common(letters, folded) >= least {
			continue // as far apart as that whatever the order of the letters
		}
		if d := distance(wanted, folded); d < least {
			best, least = k, d
		}
	}
	return best
}

// common counts the letters of b that are among some, each as often as it is.
func common(letters [256]int32, b string) int {
	n := 0
	for _, c := range []byte(b) {
		if letters[c] > 0 {
			n++
		}
		letters[c]--
	}
	return n
}

// distance counts the letters to insert, delete, replace or swap to get from a
// to b.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last = last, next
	}
	return last[len(b)]
}
