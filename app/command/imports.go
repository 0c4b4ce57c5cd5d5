package command

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/demo"
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// asked holds the flags that say how files are to be understood.
type asked struct {
	mapping, asOf, delimiter string
	orders, decimals         []string
	ingest.Request
}

// flags adds the flags to a command.
func (a *asked) flags(c *cobra.Command) {
	c.Flags().StringVar(&a.Profile, "profile", "", "the `profile` to read the files with; default: recognised")
	c.Flags().StringVar(&a.mapping, "mapping", "", "a `file` that says what the columns of a sheet mean")
	c.Flags().StringVar(&a.Account, "account", "", "the account of rows that `name` none")
	c.Flags().StringVar(&a.asOf, "as-of", "", "the `day` the files speak of, YYYY-MM-DD")
	c.Flags().StringVar(&a.Currency, "currency", "", "the ISO 4217 `code` of amounts without a currency")
	c.Flags().StringVar(&a.Partner, "partner", "", "the partner `id` of rows that name none")
	c.Flags().StringArrayVar(&a.orders, "date-order", nil, "how a column writes dates: `COLUMN=dmy`, mdy or ymd; may be given several times")
	c.Flags().StringArrayVar(&a.decimals, "decimal", nil, "the decimal sign of a column: `COLUMN=,` or COLUMN=.; may be given several times")
	c.Flags().StringVar(&a.Reading.Encoding, "encoding", "", "the `encoding` of text files: utf-8 utf-16le utf-16be windows-1252 shift_jis gb18030; default: recognised")
	c.Flags().StringVar(&a.delimiter, "delimiter", "", "the `character` between cells, or tab; default: recognised")
	c.Flags().StringVar(&a.Reading.Sheet, "sheet", "", "the `name` of the sheet of a workbook; default: the one that fits best")
	c.Flags().IntVar(&a.Reading.Header, "header-row", 0, "the `line` of the header; default: recognised")
	c.Flags().BoolVar(&a.Reading.KeepEnd, "keep-end", false, "read what looks like a footer as rows")
	c.Flags().BoolVar(&a.Partial, "partial", false, "what is missing from the files stays as it was")
}

// request puts together what the flags say.
func (a *asked) request(paths []string) (q ingest.Request, err error) {
	q = a.Request
	q.Paths = paths
	if q.AsOf, err = dayFlag("as-of", a.asOf); err != nil {
		return q, err
	}
	if a.mapping != "" {
		if q.Mapping, err = readMapping(a.mapping); err != nil {
			return q, err
		}
	}
	if q.Reading.Delimiter = a.delimiter; a.delimiter == "tab" {
		q.Reading.Delimiter = "\t"
	}
	q.Habits, err = habitFlags(a.orders, a.decimals)
	return q, err
}

// habitFlags reads COLUMN=dmy and COLUMN=, into what is known of the columns.
func habitFlags(orders, decimals []string) (map[string]ingest.Habit, error) {
	if len(orders)+len(decimals) == 0 {
		return nil, nil
	}
	habits := map[string]ingest.Habit{}
	for _, said := range orders {
		i := strings.LastIndexByte(said, '=')
		if i < 1 || !slices.Contains([]string{"dmy", "mdy", "ymd"}, said[i+1:]) {
			return nil, errUsage{fmt.Errorf("--date-order %q: it is COLUMN=dmy, COLUMN=mdy or COLUMN=ymd", said)}
		}
		habit := habits[said[:i]]
		habit.DateOrder = said[i+1:]
		habits[said[:i]] = habit
	}
	for _, said := range decimals {
		i := strings.LastIndexByte(said, '=')
		if i < 1 || said[i+1:] != "." && said[i+1:] != "," {
			return nil, errUsage{fmt.Errorf("--decimal %q: it is COLUMN=. or COLUMN=,", said)}
		}
		habit := habits[said[:i]]
		habit.Decimal = said[i+1:]
		habits[said[:i]] = habit
	}
	return habits, nil
}

func (f *face) importCommand() *cobra.Command {
	var a asked
	c := &cobra.Command{Use: "import PATH…", Short: "Import files, folders and archives", Args: cobra.MinimumNArgs(1)}
	a.flags(c)
	c.Flags().BoolVar(&a.DryRun, "dry-run", false, "count and change nothing")
	c.RunE = func(c *cobra.Command, paths []string) error {
		q, err := a.request(paths)
		if err != nil {
			return err
		}
		q.Progress = func(p ingest.Progress) {
			fmt.Fprintf(f.stderr, "\r%s: %d rows, %s ", p.File, p.Rows, p.Stage)
		}
		return f.with(c.Context(), true, func(p *program.Program) error {
			results, err := p.Import(c.Context(), q)
			fmt.Fprintln(f.stderr)
			if err != nil {
				return err
			}
			return f.imported(results)
		})
	}
	return c
}

func (f *face) inspectCommand() *cobra.Command {
	var a asked
	var member string
	c := &cobra.Command{Use: "inspect PATH", Short: "Say how a file would be understood, and change nothing", Args: cobra.ExactArgs(1)}
	a.flags(c)
	c.Flags().StringVar(&member, "member", "", "the `name` of one file of an archive or folder; default: the first")
	c.RunE = func(c *cobra.Command, paths []string) error {
		q, err := a.request(paths)
		if err != nil {
			return err
		}
		return f.with(c.Context(), true, func(p *program.Program) error {
			in, err := p.Inspect(c.Context(), paths[0], member, q)
			if err != nil {
				return err
			}
			return f.print(in, func(w io.Writer) { printIndented(w, in) })
		})
	}
	return c
}

// printIndented prints v as JSON that a person can read.
func printIndented(w io.Writer, v any) {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(v)
}

func dayFlag(name, text string) (portfolio.Day, error) {
	if text == "" {
		return portfolio.NoDay, nil
	}
	d, err := portfolio.ParseDay(text)
	if err != nil {
		return d, errUsage{fmt.Errorf("--%s: %w", name, err)}
	}
	return d, nil
}

func readMapping(file string) (*ingest.Mapping, error) {
	var m ingest.Mapping
	return &m, readJSON(file, &m)
}

// imported prints what became of the files. One refused file alone is a
// refusal; some of several are a run done in part.
func (f *face) imported(results []ingest.Result) error {
	refused := 0
	for _, r := range results {
		if r.State == "refused" {
			refused++
		}
	}
	switch {
	case len(results) == 0:
		return fault.New(fault.Invalid, "There is nothing to import.").WithHint("Name files, folders or archives with exports in them.")
	case refused == len(results) && refused == 1:
		return results[0].Error
	case refused == len(results):
		f.status = statusRefused
	case refused > 0:
		f.status = statusPartly
	}
	return f.printResults(results)
}

// printResults prints imports with the problems of rejected rows; what was
// only noted is counted in the notes.
func (f *face) printResults(results []ingest.Result) error {
	shown := make([]ingest.Result, len(results))
	for i, r := range results {
		r.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(p ingest.Problem) bool { return p.Note })
		if r.Problems == nil {
			r.Problems = []ingest.Problem{}
		}
		shown[i] = r
	}
	return f.print(map[string]any{"imports": shown}, func(w io.Writer) { printImports(w, shown) })
}

func printImports(w io.Writer, results []ingest.Result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "import\trows\tadded\tchanged\tunchanged\tskipped\trejected\tas of\tstate\tfile\t")
	for _, r := range results {
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t\n", r.ID, r.Rows, r.Added, r.Changed, r.Unchanged, r.Skipped, r.Rejected, r.AsOf, r.State, r.File)
	}
	t.Flush()
	for _, r := range results {
		if r.Error != nil {
			fmt.Fprintln(w, r.Error.Error())
		}
		for _, p := range r.Problems {
			fmt.Fprintf(w, "%s, row %d, %s: %s\n", r.File, p.Row, p.Column, p.Message)
		}
	}
}

func (f *face) importsCommand() *cobra.Command {
	return &cobra.Command{Use: "imports", Short: "List the imports, newest first", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			all, err := p.Store.Imports(c.Context())
			if err != nil {
				return err
			}
			return f.printResults(all)
		})
	}}
}

func (f *face) undoCommand() *cobra.Command {
	return &cobra.Command{Use: "undo ID", Short: "Take one import back", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Undo(c.Context(), id); err != nil {
				return err
			}
			digest, err := p.Store.Digest(c.Context())
			if err != nil {
				return err
			}
			return f.print(map[string]any{"undone": id, "digest": digest}, func(w io.Writer) { fmt.Fprintf(w, "Import %d is undone.\n", id) })
		})
	}}
}

func idOf(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, errUsage{fmt.Errorf("%q is not a number", text)}
	}
	return id, nil
}

func (f *face) digestCommand() *cobra.Command {
	return &cobra.Command{Use: "digest", Short: "A digest of all current facts", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			digest, err := p.Store.Digest(c.Context())
			if err != nil {
				return err
			}
			return f.print(map[string]string{"digest": digest}, func(w io.Writer) { fmt.Fprintln(w, digest) })
		})
	}}
}

func (f *face) demoCommand() *cobra.Command {
	var o demo.Options
	var dir string
	c := &cobra.Command{Use: "demo", Short: "Write a demo portfolio as vendor exports and import it", Args: cobra.NoArgs}
	c.Flags().IntVar(&o.Accounts, "accounts", 0, "how many accounts")
	c.Flags().IntVar(&o.Months, "months", 0, "how many months of history")
	c.Flags().Int64Var(&o.Seed, "seed", 0, "another seed is another portfolio")
	c.Flags().StringVar(&dir, "files", "", "keep the files in this `folder`")
	c.RunE = func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), true, func(p *program.Program) error {
			results, err := p.Demo(c.Context(), o, dir, nil)
			if err != nil {
				return err
			}
			return f.imported(results)
		})
	}
	return c
}
