package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/expr"
	"headroom/backend/metric/token"
)

// catalogued is the catalog with what expressions and texts can use beside it.
type catalogued struct {
	metric.Catalog
	Functions []expr.Function `json:"functions"`
	Tokens    []token.System  `json:"tokens"`
}

func (f *face) catalogCommand() *cobra.Command {
	return &cobra.Command{Use: "catalog", Short: "List datasets, dimensions, measures, metrics, functions and system tokens", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		if _, _, err := f.clock(); err != nil {
			return err
		}
		if _, err := os.Stat(f.store); err != nil { // no store is named, or it is still to be made
			return f.printCatalog(builtin.In(f.lang))
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			catalog, err := p.Catalog(c.Context())
			if err != nil {
				return err
			}
			return f.printCatalog(catalog)
		})
	}}
}

func (f *face) printCatalog(c metric.Catalog) error {
	return f.print(catalogued{c, builtin.Functions(f.lang), builtin.Tokens(f.lang)}, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, m := range c.Metrics {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", m.Name, m.Label, m.Words, m.Formula)
		}
		t.Flush()
	})
}

func (f *face) definitionsCommand() *cobra.Command {
	var kind string
	c := &cobra.Command{Use: "definitions", Short: "List the calculated columns, groups, metrics and tokens of the store", Args: cobra.NoArgs}
	c.Flags().StringVar(&kind, "kind", "", "only those of this `kind`: column, group, metric or token")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if kind != "" {
			if _, err := kindOf(kind); err != nil {
				return err
			}
		}
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printDefinitions(c, p, metric.DefinitionKind(kind)) })
	}
	return c
}

func kindOf(word string) (metric.DefinitionKind, error) {
	if kind := metric.DefinitionKind(word); slices.Contains(metric.DefinitionKinds, kind) {
		return kind, nil
	}
	return "", errUsage{fmt.Errorf("a kind is column, group, metric or token, not %q", word)}
}

// printDefinitions lists definitions of one kind, or all, with what uses each
// and what is wrong with it.
func (f *face) printDefinitions(c *cobra.Command, p *program.Program, kind metric.DefinitionKind) error {
	all, err := p.Definitions(c.Context())
	if err != nil {
		return err
	}
	catalog, err := p.Catalog(c.Context())
	if err != nil {
		return err
	}
	var shown metric.Definitions
	uses, problems := map[string][]metric.Use{}, map[string]*fault.Error{}
	for _, x := range all.All() {
		if kind != "" && x.Kind != kind {
			continue
		}
		shown.Put(x)
		users, err := p.Uses(c.Context(), x.Kind, x.Name)
		if err != nil {
			return err
		}
		if len(users) > 0 {
			uses[x.Name] = users
		}
		if err := catalog.Broken()[x.Name]; err != nil && x.Kind != metric.TokenKind {
			problems[x.Name] = fault.Of(err)
		}
	}
	return f.print(map[string]any{"definitions": shown, "uses": uses, "problems": problems}, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, x := range shown.All() {
			document, err := json.Marshal(x.Value)
			if err != nil {
				document = nil
			}
			fmt.Fprintf(t, "%s\t%s\t%s\n", x.Kind, x.Name, document)
		}
		t.Flush()
		for _, name := range slices.Sorted(maps.Keys(problems)) {
			fmt.Fprintf(w, "%s: %s\n", name, problems[name].Message)
		}
	})
}

func (f *face) defineCommand() *cobra.Command {
	var dryRun bool
	c := &cobra.Command{Use: "define FILE|-", Short: "Add or replace calculated columns, groups, metrics and tokens", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "check and change nothing")
	c.RunE = func(c *cobra.Command, args []string) error {
		var d metric.Definitions
		if err := readJSON(args[0], &d); err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Define(c.Context(), d, dryRun); err != nil {
				return err
			}
			return f.printDefinitions(c, p, "")
		})
	}
	return c
}

func (f *face) undefineCommand() *cobra.Command {
	return &cobra.Command{Use: "undefine column|group|metric|token NAME", Short: "Remove a definition that nothing uses", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		kind, err := kindOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Undefine(c.Context(), kind, args[1]); err != nil {
				return err
			}
			return f.printDefinitions(c, p, "")
		})
	}}
}

func (f *face) valuesCommand() *cobra.Command {
	var l metric.ValueList
	var dataset, filter string
	c := &cobra.Command{Use: "values DIMENSION", Short: "List the values a dimension has, with how many rows have each", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&dataset, "dataset", "", "the `name` of the dataset; default: the first that has the dimension")
	c.Flags().StringVar(&filter, "filter", "", "the `file` of a filter that the rows hold")
	c.Flags().StringVar(&l.Search, "search", "", "only values that contain this `text`")
	c.Flags().StringVar(&l.AsOf, "as-of", "", "of the state on this `day`")
	c.Flags().IntVar(&l.Limit, "limit", 0, "the first `N`; default: 200")
	c.RunE = func(c *cobra.Command, args []string) error {
		l.Dimension, l.Dataset = args[0], metric.Relation(dataset)
		if filter != "" {
			l.Filter = &metric.Filter{}
			if err := readJSON(filter, l.Filter); err != nil {
				return err
			}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			values, err := p.Values(c.Context(), l)
			if err != nil {
				return err
			}
			return f.print(map[string]any{"values": values}, func(w io.Writer) {
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, v := range values {
					if v.Value == nil {
						v.Value = "–"
					}
					fmt.Fprintf(t, "%v\t%d\n", v.Value, v.Rows)
				}
				t.Flush()
			})
		})
	}
	return c
}

func (f *face) expressionCommand() *cobra.Command {
	var dataset, decimal string
	c := &cobra.Command{Use: "expression TEXT|-", Short: "Read an expression and compute it for some rows", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&dataset, "dataset", "", "the `name` of the dataset whose rows are shown")
	c.Flags().StringVar(&decimal, "decimal", "", "how decimals are written, `.` or ,; default: as in --lang")
	c.RunE = func(c *cobra.Command, args []string) error {
		comma := slices.Contains([]string{"it", "de", "fr", "es"}, f.lang)
		if decimal != "" {
			if comma = decimal == ","; !comma && decimal != "." {
				return errUsage{fmt.Errorf("--decimal is . or a comma, not %q", decimal)}
			}
		}
		text, err := textInput(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			read, text, err := p.Expression(c.Context(), text, metric.Relation(dataset), comma)
			var problem *expr.Problem
			if errors.As(err, &problem) {
				return f.refuseExpression(err, text, problem)
			}
			if err != nil {
				return err
			}
			return f.print(read, func(w io.Writer) {
				fmt.Fprintln(w, strings.TrimSpace(read.Type+" "+read.Unit), "=", read.Canonical)
				printResult(w, read.Sample)
			})
		})
	}
	return c
}

// textInput is an argument, or standard input for "-".
func textInput(argument string) (string, error) {
	if argument != "-" {
		return argument, nil
	}
	data, err := readInput("-")
	return strings.TrimRight(string(data), "\r\n"), err
}

// refuseExpression shows where an expression is wrong.
func (f *face) refuseExpression(err error, text string, problem *expr.Problem) error {
	f.status = statusRefused
	if f.json {
		return json.NewEncoder(f.stdout).Encode(map[string]any{"error": fault.Of(err), "text": text, "start": problem.Start, "end": problem.End})
	}
	line, at := lineAt([]rune(text), problem.Start)
	marked := max(1, min(problem.End-problem.Start, len([]rune(line))-at))
	fmt.Fprintf(f.stderr, "headroom: %s %s\n%s\n%s%s\n", problem.Message, problem.Hint, line, strings.Repeat(" ", at), strings.Repeat("^", marked))
	return nil
}

// lineAt returns the line of a text that position i is in, and where in it.
func lineAt(text []rune, i int) (line string, at int) {
	i = min(i, len(text))
	start, end := i, i
	for start > 0 && text[start-1] != '\n' {
		start--
	}
	for end < len(text) && text[end] != '\n' {
		end++
	}
	return strings.ReplaceAll(string(text[start:end]), "\t", " "), i - start
}

func (f *face) textCommand() *cobra.Command {
	var ask string
	var row int
	c := &cobra.Command{Use: "text TEXT|-", Short: "Write a message with its tokens in the place of their values", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&ask, "ask", "", "the `file` of a query whose answer gives data tokens their values")
	c.Flags().IntVar(&row, "row", 1, "which row of the answer, `N`")
	c.RunE = func(c *cobra.Command, args []string) error {
		template, err := textInput(args[0])
		if err != nil {
			return err
		}
		var q *metric.Query
		if ask != "" {
			q = &metric.Query{}
			if err := readJSON(ask, q); err != nil {
				return err
			}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			text, err := p.Text(c.Context(), template, q, row)
			if err != nil {
				return err
			}
			return f.print(map[string]any{"text": text}, func(w io.Writer) { fmt.Fprintln(w, text) })
		})
	}
	return c
}
