package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
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
	var save string
	c := &cobra.Command{Use: "rejected ID", Short: "The rejected rows of an import, with their cells", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&save, "csv", "", "also write them into a `file`, with the reasons")
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if save != "" {
				if err := p.SaveRejected(c.Context(), id, save); err != nil {
					return err
				}
			}
			rows, err := p.Rejected(c.Context(), id, 0, 0)
			if err != nil {
				return err
			}
			return f.print(rows, func(w io.Writer) {
				for _, r := range rows.Rows {
					fmt.Fprintf(w, "%s, row %d, %s: %s %q\n", rows.File, r.Line, r.Column, r.Message, r.Cells)
				}
			})
		})
	}
	return c
}

func (f *face) mendCommand() *cobra.Command {
	return &cobra.Command{Use: "mend ID FILE|-", Short: "Import rejected rows as they were mended: [{\"line\":7,\"cells\":[…]}]", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		var mended []struct {
			Line  int      `json:"line"`
			Cells []string `json:"cells"`
		}
		if err := readJSON(args[1], &mended); err != nil {
			return err
		}
		rows := make([]ingest.Rejected, len(mended))
		for i, m := range mended {
			rows[i] = ingest.Rejected{Line: m.Line, Cells: m.Cells}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			r, err := p.Retry(c.Context(), id, rows, ingest.Request{AsOf: portfolio.NoDay})
			if err != nil {
				return err
			}
			return f.imported([]ingest.Result{r})
		})
	}}
}

func (f *face) stalenessCommand() *cobra.Command {
	return &cobra.Command{Use: "staleness", Short: "How late each source is, and holes in what it told", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			all, err := p.Staleness(c.Context())
			if err != nil {
				return err
			}
			type late struct {
				ingest.Staleness
				AsOf string `json:"as_of"`
			}
			sources := make([]late, len(all))
			for i, s := range all {
				sources[i] = late{s, s.AsOf.String()}
			}
			return f.print(map[string]any{"sources": sources}, func(w io.Writer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, s := range all {
					fmt.Fprintf(t, "%s\t%s\t%s\tevery %d days\t%d days late\t%s\n", s.Source, s.Dataset, s.AsOf, s.Every, s.Late, s.Gap)
				}
				t.Flush()
			})
		})
	}}
}
