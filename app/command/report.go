package command

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/export"
	"headroom/backend/fault"
	"headroom/backend/report"
)

func (f *face) reportsCommand() *cobra.Command {
	return &cobra.Command{Use: "reports", Short: "List the reports and dashboards", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			reports, err := p.Library(c.Context(), report.KindReport, f.lang)
			if err != nil {
				return err
			}
			dashboards, err := p.Library(c.Context(), report.KindDashboard, f.lang)
			if err != nil {
				return err
			}
			return f.print(map[string]any{"reports": reports, "dashboards": dashboards}, func(w io.Writer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, e := range slices.Concat(reports, dashboards) {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", e.Kind, e.Name, e.Origin, e.Title)
				}
				t.Flush()
			})
		})
	}}
}

// drawn are the formats of pictures and pages, which no command writes.
var drawn = []string{"html", "pdf", "png"}

// reporting are the flags of the command report.
type reporting struct {
	format, account, out, region string
}

func (f *face) reportCommand() *cobra.Command {
	var o reporting
	c := &cobra.Command{Use: "report NAME", Short: "Answer a report, or write its answer into a file", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		if slices.Contains(drawn, o.format) {
			return fault.At("format", "A command writes a report as a table, not as %s.", o.format).WithHint("Take xlsx, csv or csv_local, or print it in the window.")
		}
		return f.with(c.Context(), false, func(p *program.Program) error { return f.report(c, p, args[0], o) })
	}}
	flags := c.Flags()
	flags.StringVar(&o.format, "format", "", "`format` of the file: xlsx, csv or csv_local (as a spreadsheet of --region reads it)")
	flags.StringVar(&o.account, "account", "", "only the rows of the account with this `key`")
	flags.StringVar(&o.out, "out", "", "the new `file` to write; without it CSV is printed")
	flags.StringVar(&o.region, "region", "", "region of csv_local, such as de-AT; default: that of --lang")
	return c
}

// report answers a report, or writes its answer.
func (f *face) report(c *cobra.Command, p *program.Program, name string, o reporting) error {
	r, err := p.Report(c.Context(), name, f.lang)
	if err != nil {
		return err
	}
	view, asking := report.View{Lang: f.lang, Scope: "all"}, report.Asking{Report: r, Account: o.account}
	if o.format == "" && o.out == "" {
		answer, err := p.Answer(c.Context(), view, asking)
		if err != nil {
			return err
		}
		return f.print(answer.Result, func(w io.Writer) { printResult(w, answer.Result) })
	}
	format := export.Format(o.format)
	if err := format.Check(); err != nil {
		return err
	}
	if o.region == "" {
		o.region = f.lang
	}
	if o.out == "" {
		return f.pipe(c, p, format, view, asking, o.region)
	}
	rows := 0
	err = export.Save(o.out, false, func(w io.Writer) error {
		rows, err = p.Export(c.Context(), w, format, view, asking, o.region)
		return err
	})
	if err != nil {
		return err
	}
	return f.print(map[string]any{"file": o.out, "rows": rows}, func(w io.Writer) { fmt.Fprintln(w, "Wrote", rows, "rows to", o.out) })
}

// pipe prints the file, where it is text and no JSON is expected.
func (f *face) pipe(c *cobra.Command, p *program.Program, format export.Format, view report.View, asking report.Asking, region string) error {
	if format == export.XLSX || f.json {
		return fault.At("out", "There is no file to write to.").WithHint("Name one with --out.")
	}
	var b bytes.Buffer // nothing is printed of an answer that fails
	if _, err := p.Export(c.Context(), &b, format, view, asking, region); err != nil {
		return err
	}
	_, err := f.stdout.Write(b.Bytes())
	return err
}
