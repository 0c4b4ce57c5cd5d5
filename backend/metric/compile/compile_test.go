package compile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// asked is the section "asked" of a case: what a question knows beside the
// query. Days are YYYY-MM-DD.
type asked struct {
	Day        string     `json:"day"`
	Known      int64      `json:"known"`
	Current    bool       `json:"current"`
	Deployment bool       `json:"deployment"`
	Shares     bool       `json:"shares"`
	Own        []string   `json:"own"`
	WeekStart  int        `json:"week_start"`
	Fiscal     int        `json:"fiscal_start"`
	Periods    [][]string `json:"periods"`
}

// TestCompile compares the SQL of every case in testdata with what was read
// and approved; UPDATE_GOLDEN=1 rewrites it.
func TestCompile(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			q := question(t, c)
			got := statements(q)
			if again := statements(q); again != got {
				t.Fatalf("not the same twice:\n%s\n%s", got, again)
			}
			check(t, file, c, "sql", got)
		})
	}
}

func section(c *txtar.Archive, name string) string {
	i := slices.IndexFunc(c.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		return ""
	}
	return string(c.Files[i].Data)
}

func question(t *testing.T, c *txtar.Archive) compile.Question {
	t.Helper()
	var a asked
	if err := json.Unmarshal([]byte(section(c, "asked")), &a); err != nil {
		t.Fatal(err)
	}
	q := compile.Question{
		Catalog: builtin.Catalog(), Day: parse(t, a.Day), Known: a.Known, Current: a.Current, Deployment: a.Deployment, Shares: a.Shares,
		Setting: compile.Setting{OwnPartners: a.Own, GraceDays: 30, Calendar: compile.Calendar{WeekStart: a.WeekStart, FiscalStart: a.Fiscal}},
	}
	for _, p := range a.Periods {
		period := compile.Period{Day: parse(t, p[0]), Label: p[1]}
		if len(p) > 2 {
			period.From = parse(t, p[2])
		}
		q.Periods = append(q.Periods, period)
	}
	if err := json.Unmarshal([]byte(section(c, "query")), &q.Query); err != nil {
		t.Fatal(err)
	}
	if q.Query.Define != nil {
		var err error
		q.Catalog, err = q.Catalog.Extend(*q.Query.Define, metric.Definitions{}, func(metric.Group) metric.GroupFacts {
			return metric.GroupFacts{Bounds: metric.Bounds{Least: 0, Greatest: 100, Known: true}, Calendar: compile.On{Calendar: q.Setting.Calendar, Day: q.Day}}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := q.Query.Validate(q.Catalog); err != nil {
		t.Fatal(err)
	}
	return q
}

func parse(t *testing.T, s string) portfolio.Day {
	t.Helper()
	d, err := portfolio.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// statements renders every statement of a question with its arguments.
func statements(q compile.Question) string {
	var b strings.Builder
	put := func(name string, s compile.Statement) {
		fmt.Fprintf(&b, "# %s\n%s\n", name, s.SQL)
		for i, a := range s.Args {
			fmt.Fprintf(&b, "# ?%d = %v\n", i+1, a)
		}
	}
	if len(q.Query.Columns) > 0 {
		put("list", compile.List(q))
		if q.Query.Limit > 0 {
			put("count", compile.Count(q))
		}
		if len(q.Query.Columns) == 1 {
			put("values", compile.Values(q, "ab"))
		}
		return b.String()
	}
	for _, r := range q.Query.Relations(q.Catalog) {
		if r == metric.Usage || r == metric.FeatureUsage {
			for _, by := range q.Query.By {
				if d, _ := q.Catalog.Dimension(by.Dimension); d.Name != metric.DateName {
					put("series by "+d.Name, compile.SeriesKey(q, d).OfAll())
				}
			}
			where, _ := compile.SeriesWhere(q, func(*metric.Filter) bool { return false })
			for _, t := range where {
				put("series where", t.OfAll())
			}
			continue
		}
		var measures []metric.Measure
		for _, m := range q.Query.Needed(q.Catalog) {
			for _, x := range q.Catalog.MeasuresOf(m) {
				if x.Relation == r && !slices.Contains(measures, x) {
					measures = append(measures, x)
				}
			}
		}
		put(string(r), compile.Aggregate(q, r, measures))
	}
	return b.String()
}

// check compares a section with what was found, or rewrites it.
func check(t *testing.T, file string, c *txtar.Archive, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		c.Files = slices.DeleteFunc(c.Files, func(f txtar.File) bool { return f.Name == name })
		c.Files = append(c.Files, txtar.File{Name: name, Data: []byte(got)})
		if err := os.WriteFile(file, txtar.Format(c), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := section(c, name); got != want {
		t.Errorf("%s is\n%s\nand was\n%s", name, got, want)
	}
}
