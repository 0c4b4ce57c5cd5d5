package builtin_test

import (
	"slices"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// TestEveryMeasureSaysHowItFollowsFromItsRows: a figure whose rows nobody can
// name cannot be explained. The lists must be of datasets and columns there are,
// and the steps of what the lists and the steps before leave.
func TestEveryMeasureSaysHowItFollowsFromItsRows(t *testing.T) {
	c := builtin.Catalog()
	for _, m := range c.Measures {
		b, ok := c.RowsOf(m)
		if !ok {
			t.Errorf("%s does not say which rows are behind it", m.Name)
			continue
		}
		if len(b.Lists) == 0 || len(b.Steps) == 0 || len(b.Steps[len(b.Steps)-1].Per) > 0 {
			t.Errorf("%s does not end in one row: %+v", m.Name, b)
			continue
		}
		known := []string{}
		for _, l := range b.Lists {
			columns := listColumns(t, c, m.Name, l)
			known = append(known, steps(t, m.Name, columns, l.Steps)...)
		}
		steps(t, m.Name, known, b.Steps)
	}
}

// listColumns checks what a list names and returns the columns it may have.
func listColumns(t *testing.T, c metric.Catalog, measure string, l metric.RowList) []string {
	t.Helper()
	set, ok := c.Dataset(l.Dataset)
	if !ok {
		t.Errorf("%s: there is no dataset %q", measure, l.Dataset)
	}
	for _, name := range l.Columns {
		if d, ok := c.Dimension(name); !ok || d.In[l.Dataset] == (metric.Place{}) && !slices.Contains(set.Dimensions, name) {
			t.Errorf("%s: %s have no column %s", measure, l.Dataset, name)
		}
	}
	for _, f := range l.Where {
		_ = f.Walk("where", func(_ string, leaf metric.Filter) error {
			if !slices.Contains(set.Dimensions, leaf.Dimension) {
				t.Errorf("%s: %s have no %s to compare", measure, l.Dataset, leaf.Dimension)
			}
			return nil
		})
	}
	return set.Dimensions
}

// steps checks that steps use what is known and returns what they leave.
func steps(t *testing.T, measure string, known []string, all []metric.Step) []string {
	t.Helper()
	for _, s := range all {
		next := slices.Clone(s.Per)
		used := append(slices.Clone(s.Per), s.Need...)
		for _, f := range s.Figures {
			used = append(used, f.Of, f.Over, f.Alike)
			next = append(next, f.Name)
		}
		for _, name := range used {
			if name != "" && !slices.Contains(known, name) {
				t.Errorf("%s: a step uses %s, which is not known then", measure, name)
			}
		}
		known = next
	}
	return known
}
