package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/metric"
)

func (f *face) askCommand() *cobra.Command {
	return &cobra.Command{Use: "ask FILE|-", Short: "Answer one query", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		var q metric.Query
		if err := readJSON(args[0], &q); err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if f.json {
				text, err := p.AskJSON(c.Context(), q)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(f.stdout, "%s\n", text)
				return err
			}
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
