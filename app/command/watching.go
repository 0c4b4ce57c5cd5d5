package command

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/report"
)

func (f *face) watchCommand() *cobra.Command {
	var off bool
	c := &cobra.Command{Use: "watch account|entitlement|product|segment KEY|NAME", Short: "Watch an account, an entitlement, a product or a segment", Args: cobra.ExactArgs(2)}
	c.Flags().BoolVar(&off, "off", false, "stop watching")
	c.RunE = func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			key, err := keyOf(c, p, args[0], args[1])
			if err != nil {
				return err
			}
			if err := p.Store.Watch(c.Context(), args[0], key, !off); err != nil {
				return err
			}
			list, err := p.Store.Watched(c.Context())
			if err != nil {
				return err
			}
			out := map[string][]string{
				"accounts": keysOf(list.Accounts), "entitlements": keysOf(list.Entitlements),
				"products": keysOf(list.Products), "segments": keysOf(list.Segments),
			}
			return f.print(out, func(w io.Writer) {
				for _, kind := range []string{"accounts", "entitlements", "products", "segments"} {
					for _, k := range out[kind] {
						fmt.Fprintln(w, k)
					}
				}
			})
		})
	}
	return c
}

// keyOf finds the key of an account that is named by its key, its id or its
// name. An entitlement is named by its key, products and segments by their names.
func keyOf(c *cobra.Command, p *program.Program, kind, name string) (string, error) {
	if kind != "account" {
		return name, nil
	}
	named := metric.Filter{}
	for _, dimension := range []string{"account_key", "account_id", "account"} {
		named.Any = append(named.Any, metric.Filter{Dimension: dimension, Op: "eq", Value: name})
	}
	r, err := p.Ask(c.Context(), metric.Query{Metrics: []string{"accounts"}, By: []metric.By{{Dimension: "account_key"}}, Filter: &named})
	if err != nil {
		return "", err
	}
	switch found := report.Read(r); len(found.Rows) {
	case 0:
		return "", fault.New(fault.NotFound, "There is no account %q.", name)
	case 1:
		return found.Text(0, "account_key"), nil
	default:
		return "", fault.New(fault.Conflict, "Several accounts are called %q.", name).WithHint("Name one by its key: " + found.Text(0, "account_key") + ", …")
	}
}

func keysOf(set map[string]bool) []string {
	keys := slices.AppendSeq([]string{}, maps.Keys(set))
	slices.Sort(keys)
	return keys
}

func (f *face) segmentsCommand() *cobra.Command {
	c := &cobra.Command{Use: "segments", Short: "List the live segments with how many they hold, or change them", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printSegments(c, p, "") })
	}}
	c.AddCommand(&cobra.Command{Use: "save FILE|-", Short: "Keep a segment: {\"title\", \"kind\", \"filter\"}, with a name in the place of that one", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		data, err := readInput(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			name, err := p.SaveSegment(c.Context(), data)
			if err != nil {
				return err
			}
			return f.printSegments(c, p, name)
		})
	}})
	c.AddCommand(&cobra.Command{Use: "remove NAME", Short: "Remove a segment that no rule names", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.RemoveSegment(c.Context(), args[0]); err != nil {
				return err
			}
			return f.printSegments(c, p, "")
		})
	}})
	return c
}

// printSegments lists the segments, with the name of the one that was kept.
func (f *face) printSegments(c *cobra.Command, p *program.Program, kept string) error {
	segments, err := p.Segments(c.Context())
	if err != nil {
		return err
	}
	out := map[string]any{"segments": segments}
	if kept != "" {
		out["name"] = kept
	}
	return f.print(out, func(w io.Writer) {
		for _, s := range segments {
			fmt.Fprintf(w, "%s %s: %s, %d\n", s.Kind, s.Name, s.Title, s.Size)
		}
	})
}
