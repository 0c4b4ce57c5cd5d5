package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/watch"
)

func (f *face) rulesCommand() *cobra.Command {
	return &cobra.Command{Use: "rules", Short: "List the rules", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printRules(c, p, nil) })
	}}
}

// printRules lists the rules, with what was done to one of them.
func (f *face) printRules(c *cobra.Command, p *program.Program, done map[string]any) error {
	rules, err := p.KeptRules(c.Context())
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
		for _, r := range rules {
			printUnknown(w, fmt.Sprintf("rule %d: ", r.ID), r.Unknown)
		}
	})
}

// printUnknown points at the accounts that a rule names and that nobody goes by.
func printUnknown(w io.Writer, about string, unknown []watch.Unknown) {
	for _, u := range unknown {
		fmt.Fprintf(w, "%sno account is called %q", about, u.Name)
		if u.Nearest != "" {
			fmt.Fprintf(w, "; did you mean %q?", u.Nearest)
		}
		fmt.Fprintln(w)
	}
}

func (f *face) ruleCommand() *cobra.Command {
	c := &cobra.Command{Use: "rule", Short: "Add, try, activate, explain, pause or remove a rule", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(&cobra.Command{Use: "add FILE|-", Short: "Add the rule of a rule file", Args: cobra.ExactArgs(1), RunE: f.addRule})
	for name, state := range map[string]watch.RuleState{"activate": watch.Active, "pause": watch.Paused} {
		c.AddCommand(f.changeRule(name, "Make a rule "+string(state), func(c *cobra.Command, p *program.Program, id int64) error {
			return p.SwitchRule(c.Context(), id, state)
		}))
	}
	c.AddCommand(f.changeRule("remove", "Remove a rule; its inbox items stay", func(c *cobra.Command, p *program.Program, id int64) error { return p.RemoveRule(c.Context(), id) }))
	c.AddCommand(f.ruleTrials()...)
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
		id, err := p.KeepRule(c.Context(), rule)
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
	var background bool
	c := &cobra.Command{Use: "check", Short: "Evaluate the rules, write the inbox, deliver", Args: cobra.NoArgs}
	c.Flags().StringVar(&deliver, "deliver", "desktop", "where to: `inbox` or desktop")
	c.Flags().BoolVar(&background, "background", false, "only what is due, and only if no window is open")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if deliver != "inbox" && deliver != "desktop" {
			return errUsage{fmt.Errorf("--deliver is inbox or desktop, not %q", deliver)}
		}
		if background {
			return f.checkPassing(c)
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			done, err := p.Check(c.Context(), deliver == "inbox")
			if err != nil {
				return err
			}
			return f.print(done, func(w io.Writer) { printChecked(w, done) })
		})
	}
	return c
}

func printChecked(w io.Writer, done program.Checked) {
	delivered := 0
	for _, d := range done.Delivered {
		if d.Error == "" {
			delivered++
		}
	}
	fmt.Fprintf(w, "%d rules evaluated, %d changes, %d messages delivered.\n", done.Evaluated, len(done.Transitions), delivered)
	for _, t := range done.Transitions {
		fmt.Fprintf(w, "rule %d, %s: %s to %s, %s\n", t.Rule, t.Instance, t.From, t.To, t.Reason)
	}
	for _, problem := range done.Problems {
		fmt.Fprintf(w, "rule %d: %s\n", problem.Rule, problem.Message)
	}
	for _, d := range done.Delivered {
		if d.Error != "" {
			fmt.Fprintf(w, "%s: %s\n", d.Destination, d.Error)
		}
	}
}
