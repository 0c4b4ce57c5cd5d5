package command

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/metric"
)

func (f *face) explainCommand() *cobra.Command {
	at := metric.Cell{Row: -1}
	var pivot string
	var plan bool
	c := &cobra.Command{Use: "explain FILE|-", Short: "Say how a figure came about: definition, values, rows and lines", Args: cobra.ExactArgs(1)}
	c.Flags().IntVar(&at.Row, "row", -1, "which `row` of the answer, from 0; default: the only row, else the totals")
	c.Flags().StringVar(&at.Metric, "metric", "", "which `name` of the query's metrics; default: the first")
	c.Flags().StringVar(&at.Role, "role", "", "before: the `figure` it is compared with")
	c.Flags().StringVar(&pivot, "pivot", "", "the values of the pivoted column, as a JSON `list`")
	c.Flags().BoolVar(&plan, "plan", false, "show the statements and the fold of the query instead")
	c.RunE = func(c *cobra.Command, args []string) error {
		var q metric.Query
		if err := readJSON(args[0], &q); err != nil {
			return err
		}
		if pivot != "" {
			if err := json.Unmarshal([]byte(pivot), &at.Pivot); err != nil {
				return errUsage{fmt.Errorf("--pivot: %q is no JSON list", pivot)}
			}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if plan {
				s, err := p.Show(c.Context(), q)
				if err != nil {
					return err
				}
				return f.print(s, func(w io.Writer) { printPlan(w, s) })
			}
			if at.Metric == "" && len(q.Metrics) > 0 {
				at.Metric = q.Metrics[0]
			}
			if !c.Flags().Changed("row") && len(q.By) > 0 {
				r, err := p.Ask(c.Context(), q)
				if err != nil {
					return err
				}
				if len(r.Rows) == 1 {
					at.Row = 0
				}
			}
			e, err := p.Explain(c.Context(), q, at)
			if err != nil {
				return err
			}
			return f.print(e, func(w io.Writer) { printExplanation(w, e) })
		})
	}
	return c
}

// printPlan writes how a query is answered, to be read.
func printPlan(w io.Writer, p metric.Plan) {
	for i, s := range p.Steps {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "-- %s\n", strings.ReplaceAll(s.Words, "\n", "\n-- "))
		if s.SQL != "" {
			fmt.Fprintf(w, "%s;\n", s.SQL)
		}
		for n, a := range s.Args {
			fmt.Fprintf(w, "-- ?%d = %v\n", n+1, a)
		}
	}
}

// printExplanation writes a number passport, to be read.
func printExplanation(w io.Writer, e metric.Explanation) {
	fmt.Fprintf(w, "%s  %s\n%s\n\n", asShown(e.Value, e.Format), strings.ReplaceAll(e.Metric, "_", " "), e.Words)
	fmt.Fprintf(w, "How it is computed\n  %s\n", e.Substituted)
	for _, line := range [][2]string{{"Divides by", e.Denominator}, {"Window", e.Window}, {"Data as of", e.DataAsOf}, {"Last updated", e.LastUpdated}} {
		if line[1] != "" {
			fmt.Fprintf(w, "  %s: %s\n", line[0], line[1])
		}
	}
	for _, c := range e.Conditions {
		fmt.Fprintf(w, "  %s\n", c)
	}
	fmt.Fprintf(w, "\nRows behind it: %d\n", e.Count)
	printBehind(w, e)
	mark := "✓"
	if !e.Check.Holds {
		mark = "✗"
	}
	fmt.Fprintf(w, "  %s %s\n", mark, e.Check.Words)
	if len(e.Causes) > 0 {
		fmt.Fprintln(w, "\nWhy it is above 100 %")
		for _, c := range e.Causes {
			points := ""
			if c.Points != nil {
				points = fmt.Sprintf(", up to %.1f points", 100**c.Points)
			}
			fmt.Fprintf(w, "  %s (%s%s): %s\n", c.Name, c.Confidence, points, c.Words)
		}
	}
	if len(e.Excluded) > 0 {
		fmt.Fprintln(w, "\nLeft out")
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		for _, x := range e.Excluded {
			fmt.Fprintf(t, "  %d\t  %s\n", x.Rows, x.Words)
		}
		t.Flush()
	}
	for _, n := range e.Notes {
		fmt.Fprintln(w, n)
	}
}

// mostPrinted is how many rows a passport prints; the JSON has more.
const mostPrinted = 40

// printBehind writes the columns that say anything.
func printBehind(w io.Writer, e metric.Explanation) {
	rows := e.Rows[:min(len(e.Rows), mostPrinted)]
	var names []string
	for _, c := range append(slices.Clone(e.Columns), metric.Column{Name: "left_out"}) {
		if strings.HasSuffix(c.Name, "_key") || c.Name == "import_id" {
			continue
		}
		if slices.ContainsFunc(rows, func(r map[string]any) bool { return r[c.Name] != nil }) {
			names = append(names, c.Name)
		}
	}
	if len(rows) == 0 {
		return
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "  %s\n", strings.Join(names, "\t"))
	for _, r := range rows {
		cells := make([]string, len(names))
		for i, name := range names {
			if v := r[name]; v != nil {
				cells[i] = fmt.Sprint(v)
			} else {
				cells[i] = "–"
			}
		}
		fmt.Fprintf(t, "  %s\n", strings.Join(cells, "\t"))
	}
	t.Flush()
	if len(e.Rows) > len(rows) {
		fmt.Fprintf(w, "  … and %d more\n", e.Count-len(rows))
	}
}

// asShown writes a value by its format.
func asShown(v any, format string) string {
	x, ok := v.(float64)
	switch {
	case v == nil:
		return "–"
	case ok && format == "percent":
		return fmt.Sprintf("%.1f %%", 100*x)
	case ok && x == float64(int64(x)):
		return fmt.Sprint(int64(x))
	default:
		return fmt.Sprint(v)
	}
}
