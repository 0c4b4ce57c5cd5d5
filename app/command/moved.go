package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/ingest"
)

func (f *face) movedCommand() *cobra.Command {
	return &cobra.Command{Use: "moved ID [LATER]", Short: "What an import changed, or what changed up to a later one", Args: cobra.RangeArgs(1, 2), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			review, err := p.Moved(c.Context(), id)
			if len(args) == 2 {
				var later int64
				if later, err = idOf(args[1]); err == nil {
					review, err = p.MovedBetween(c.Context(), id, later)
				}
			}
			if err != nil {
				return err
			}
			return f.print(review, func(w io.Writer) { printReview(w, review) })
		})
	}}
}

func printReview(w io.Writer, r ingest.Review) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, total := range r.Totals {
		fmt.Fprintf(t, "%s %s\t%s\t%s\n", total.Metric, total.Unit, figure(total.Before), figure(total.After))
	}
	for _, m := range r.Moves {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s → %s\t%s:%d\n", m.Kind, m.Account, m.Product, m.Before, m.After, m.File, m.Line)
	}
	t.Flush()
}

func figure(n *float64) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprintf("%g", *n)
}

func (f *face) rejectedCommand() *cobra.Command {
	const most = 100_000
	var asCSV bool
	c := &cobra.Command{Use: "rejected ID", Short: "The rejected rows of an import, with their cells", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			rows, err := p.Rejected(c.Context(), id, most, 0)
			if err != nil {
				return err
			}
			if asCSV {
				return rows.WriteCSV(f.stdout)
			}
			return f.print(rows, func(w io.Writer) {
				for _, r := range rows.Rows {
					fmt.Fprintf(w, "%s, row %d, %s: %s %q\n", rows.File, r.Line, r.Column, r.Message, r.Cells)
				}
			})
		})
	}}
	c.Flags().BoolVar(&asCSV, "csv", false, "as a CSV file with the reasons, to be mended and imported again")
	return c
}
