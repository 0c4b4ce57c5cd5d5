package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

func (f *face) catalogCommand() *cobra.Command {
	return &cobra.Command{Use: "catalog", Short: "List datasets, dimensions, measures and metrics", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		c := builtin.Catalog()
		return f.print(c, func(w io.Writer) {
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, m := range c.Metrics {
				fmt.Fprintf(t, "%s\t%s\t%s\n", m.Name, m.Words, m.Formula)
			}
			t.Flush()
		})
	}}
}

func (f *face) askCommand() *cobra.Command {
	return &cobra.Command{Use: "ask FILE|-", Short: "Answer one query", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		data, err := readInput(args[0])
		if err != nil {
			return err
		}
		var q metric.Query
		if err := decode(args[0], data, &q); err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			r, err := p.Ask(c.Context(), q)
			if err != nil {
				return err
			}
			return f.print(r, func(w io.Writer) { printResult(w, r) })
		})
	}}
}

func printResult(w io.Writer, r metric.Result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range r.Columns {
		fmt.Fprintf(t, "%s\t", c.Name)
	}
	fmt.Fprintln(t)
	rows := r.Rows
	if r.Totals != nil {
		rows = append(rows[:len(rows):len(rows)], r.Totals)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell == nil {
				cell = "–"
			}
			fmt.Fprintf(t, "%v\t", cell)
		}
		fmt.Fprintln(t)
	}
	t.Flush()
	fmt.Fprintf(w, "Data as of %s. Last updated %s.\n", r.DataAsOf, r.LastUpdated)
}
