package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
	"headroom/backend/watch"
)

func (f *face) rulesCommand() *cobra.Command {
	return &cobra.Command{Use: "rules", Short: "List the rules", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printRules(c, p, nil) })
	}}
}

// printRules lists the rules, with what was done to one of them.
func (f *face) printRules(c *cobra.Command, p *program.Program, done map[string]any) error {
	rules, err := p.Store.Rules(c.Context())
	if err != nil {
		return err
	}
	out := map[string]any{"rules": rules}
	for k, v := range done {
		out[k] = v
	}
	return f.print(out, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, r := range rules {
			fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%d firing\n", r.ID, r.State, r.Rule.Template, r.Rule.Name, r.Firing)
		}
		t.Flush()
	})
}

func (f *face) ruleCommand() *cobra.Command {
	c := &cobra.Command{Use: "rule", Short: "Add, activate, pause or remove a rule", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(&cobra.Command{Use: "add FILE|-", Short: "Add the rule of a rule file", Args: cobra.ExactArgs(1), RunE: f.addRule})
	for name, state := range map[string]watch.RuleState{"activate": watch.Active, "pause": watch.Paused} {
		c.AddCommand(f.changeRule(name, "Make a rule "+string(state), func(c *cobra.Command, p *program.Program, id int64) error {
			return p.SetRuleState(c.Context(), id, state)
		}))
	}
	c.AddCommand(f.changeRule("remove", "Remove a rule; its inbox items stay", func(c *cobra.Command, p *program.Program, id int64) error { return p.Store.RemoveRule(c.Context(), id) }))
	return c
}

func (f *face) addRule(c *cobra.Command, args []string) error {
	data, err := readInput(args[0])
	if err != nil {
		return err
	}
	rule, err := watch.ParseRule(data)
	if err != nil {
		return err
	}
	return f.with(c.Context(), false, func(p *program.Program) error {
		id, err := p.AddRule(c.Context(), rule)
		if err != nil {
			return err
		}
		return f.printRules(c, p, map[string]any{"id": id})
	})
}

func (f *face) changeRule(name, short string, change func(*cobra.Command, *program.Program, int64) error) *cobra.Command {
	return &cobra.Command{Use: name + " ID", Short: short, Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := change(c, p, id); err != nil {
				return err
			}
			return f.printRules(c, p, map[string]any{"id": id})
		})
	}}
}

func (f *face) checkCommand() *cobra.Command {
	var deliver string
	c := &cobra.Command{Use: "check", Short: "Evaluate the rules, write the inbox, deliver", Args: cobra.NoArgs}
	c.Flags().StringVar(&deliver, "deliver", "desktop", "where to: `inbox` or desktop")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if deliver != "inbox" && deliver != "desktop" {
			return errUsage{fmt.Errorf("--deliver is inbox or desktop, not %q", deliver)}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			done, err := p.Check(c.Context(), deliver == "inbox")
			if err != nil {
				return err
			}
			return f.print(done, func(w io.Writer) {
				fmt.Fprintf(w, "%d rules evaluated, %d changes, %d notifications shown.\n", done.Evaluated, len(done.Transitions), len(done.Delivered))
				for _, t := range done.Transitions {
					fmt.Fprintf(w, "rule %d, %s: %s to %s, %s\n", t.Rule, t.Instance, t.From, t.To, t.Reason)
				}
				for _, problem := range done.Problems {
					fmt.Fprintf(w, "rule %d: %s\n", problem.Rule, problem.Message)
				}
			})
		})
	}
	return c
}

func (f *face) inboxCommand() *cobra.Command {
	return &cobra.Command{Use: "inbox", Short: "List the inbox, newest first", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printInbox(c, p) })
	}}
}

func (f *face) printInbox(c *cobra.Command, p *program.Program) error {
	items, err := p.Store.Inbox(c.Context())
	if err != nil {
		return err
	}
	return f.print(map[string]any{"items": items}, func(w io.Writer) {
		for _, i := range items {
			fmt.Fprintf(w, "%d %s %s: %s\n", i.ID, i.State, i.Title, i.Body)
		}
	})
}

func (f *face) doneCommand() *cobra.Command {
	return &cobra.Command{Use: "done ID", Short: "Mark an inbox item as done", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Store.MarkDone(c.Context(), id); err != nil {
				return err
			}
			return f.printInbox(c, p)
		})
	}}
}

func (f *face) snoozeCommand() *cobra.Command {
	var until string
	c := &cobra.Command{Use: "snooze ID", Short: "Put an inbox item off until a day", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&until, "until", "", "the `day` it returns, YYYY-MM-DD")
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		day, err := dayFlag("until", until)
		if err != nil {
			return err
		}
		if day == portfolio.NoDay {
			return errUsage{fmt.Errorf("snooze needs --until DATE")}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Store.Snooze(c.Context(), []int64{id}, day, p.Today()); err != nil {
				return err
			}
			return f.printInbox(c, p)
		})
	}
	return c
}

func (f *face) watchCommand() *cobra.Command {
	var off bool
	c := &cobra.Command{Use: "watch account|entitlement KEY|NAME", Short: "Watch an account or an entitlement", Args: cobra.ExactArgs(2)}
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
			return f.print(map[string]any{"accounts": keysOf(list.Accounts), "entitlements": keysOf(list.Entitlements)}, func(w io.Writer) {
				for _, k := range append(keysOf(list.Accounts), keysOf(list.Entitlements)...) {
					fmt.Fprintln(w, k)
				}
			})
		})
	}
	return c
}

// keyOf finds the key of an account that is named by its key, its id or its
// name. An entitlement is named by its key.
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
