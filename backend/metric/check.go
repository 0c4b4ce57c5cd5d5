package metric

import (
	"fmt"
	"regexp"
	"strings"
)

// name is how everything in a catalog is called: licenses_sold.
var name = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// Validate reports the first definition of c that contradicts another. It is
// for whoever writes definitions; the errors are not faults of a query.
func (c Catalog) Validate() error {
	seen := map[string]bool{}
	unique := func(kind, n string) error {
		if !name.MatchString(n) {
			return fmt.Errorf("%s %q: a name is lower case letters, digits and _", kind, n)
		}
		if seen[kind+n] {
			return fmt.Errorf("%s %q: defined twice", kind, n)
		}
		seen[kind+n] = true
		return nil
	}
	for _, d := range c.Datasets {
		if err := unique("dataset", string(d.Name)); err != nil {
			return err
		}
	}
	for _, d := range c.Dimensions {
		if err := unique("dimension", d.Name); err != nil {
			return err
		}
		for r := range d.In {
			if _, ok := c.Dataset(r); !ok {
				return fmt.Errorf("dimension %q: there is no dataset %q", d.Name, r)
			}
		}
	}
	for _, m := range c.Measures {
		// Those of a filtered metric are called metric.measure.
		if err := unique("measure", strings.ReplaceAll(m.Name, ".", "_of_")); err != nil {
			return err
		}
		if _, ok := c.Dataset(m.Relation); !ok {
			return fmt.Errorf("measure %q: there is no dataset %q", m.Name, m.Relation)
		}
	}
	for _, m := range c.Metrics {
		// A metric and a dimension may both be columns of one answer.
		if err := unique("dimension", m.Name); err != nil {
			return err
		}
		for _, n := range m.measures() {
			if _, ok := c.Measure(n); !ok {
				return fmt.Errorf("metric %q: there is no measure %q", m.Name, n)
			}
		}
	}
	return nil
}
