package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

// ruleTrials are the commands that try, explain and follow a rule.
func (f *face) ruleTrials() []*cobra.Command {
	return []*cobra.Command{f.rehearseCommand(), f.inspectRuleCommand(), f.whyCommand(), f.logCommand(), f.versionsCommand(), f.testCommand(), f.templatesCommand()}
}

// ruleOf is the rule of a rule file, or the one kept under an id.
func ruleOf(c *cobra.Command, p *program.Program, named string) (int64, watch.Rule, error) {
	if id, err := idOf(named); err == nil {
		l, err := p.Store.Rule(c.Context(), id)
		return id, l.Rule, err
	}
	data, err := readInput(named)
	if err != nil {
		return 0, watch.Rule{}, err
	}
	r, err := watch.ParseRule(data)
	return 0, r, err
}

func (f *face) rehearseCommand() *cobra.Command {
	var from, to string
	c := &cobra.Command{Use: "rehearse FILE|ID|-", Short: "Replay a rule on the stored history: what it would have told, when and how often", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&from, "from", "", "first `day`, YYYY-MM-DD; default: 26 weeks before the last")
	c.Flags().StringVar(&to, "to", "", "last `day`, YYYY-MM-DD; default: today")
	c.RunE = func(c *cobra.Command, args []string) error {
		first, err := dayFlag("from", from)
		if err != nil {
			return err
		}
		last, err := dayFlag("to", to)
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			_, r, err := ruleOf(c, p, args[0])
			if err != nil {
				return err
			}
			done, err := p.RehearseRule(c.Context(), r, first, last, f.lang)
			if err != nil {
				return err
			}
			return f.print(done, func(w io.Writer) { printRehearsal(w, done) })
		})
	}
	return c
}

func printRehearsal(w io.Writer, r watch.Rehearsal) {
	told := 0
	for _, x := range r.Firings {
		if x.Filtered {
			continue
		}
		told++
		fmt.Fprintf(w, "%s %s: %s\n", x.Day, x.Title, x.Body)
		if x.Resolved != "" {
			fmt.Fprintf(w, "  %s on %s\n", strings.ReplaceAll(string(x.Resolution), "_", " "), x.Resolved)
		}
	}
	fmt.Fprintf(w, "%d notifications from %s to %s, %d without the filters; %d evaluations, %d of them on new facts.\n", told, r.From, r.To, r.Before, r.Evaluations, r.Imports)
	for _, fix := range r.Fixes {
		fmt.Fprintf(w, "%s %v: %d instead of %d\n", strings.ReplaceAll(fix.Kind, "_", " "), fix.Value, fix.After, told)
	}
}

func (f *face) inspectRuleCommand() *cobra.Command {
	return &cobra.Command{Use: "inspect FILE|ID|-", Short: "What a rule finds now", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			id, r, err := ruleOf(c, p, args[0])
			if err != nil {
				return err
			}
			found, err := p.InspectRule(c.Context(), id, r, f.lang)
			if err != nil {
				return err
			}
			return f.print(found, func(w io.Writer) {
				fmt.Fprintf(w, "%s\n%d instances, %d hold, %d without data.\n", found.Sentence, found.Instances, found.Holding, found.NoData)
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				for _, i := range found.Seen {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", i.State, i.Instance, i.Title, i.Reason)
				}
				t.Flush()
				printUnknown(w, "", found.Unknown)
			})
		})
	}}
}

func (f *face) whyCommand() *cobra.Command {
	return &cobra.Command{Use: "why ID INSTANCE", Short: "Why an instance of a rule fired, or did not", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			told, err := p.WhyRule(c.Context(), id, args[1])
			if err != nil {
				return err
			}
			return f.print(told, func(w io.Writer) {
				for _, s := range told.Steps {
					mark := "yes"
					if !s.OK {
						mark = "no"
					}
					fmt.Fprintf(w, "%-12s %-3s %s\n", s.Kind, mark, details(s.Detail))
				}
			})
		})
	}}
}

// details writes what a step or a line of the log says, by name.
func details(d map[string]any) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(d)) {
		parts = append(parts, fmt.Sprintf("%s %v", k, d[k]))
	}
	return strings.Join(parts, ", ")
}

func joined(kinds []watch.ActivityKind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, " ")
}

func (f *face) logCommand() *cobra.Command {
	var kinds []string
	var find, instance string
	var limit, offset int
	c := &cobra.Command{Use: "log [ID]", Short: "What became of the rules, or of one: every change, evaluation, firing and delivery, newest first", Args: cobra.MaximumNArgs(1)}
	c.Flags().StringSliceVar(&kinds, "kind", nil, "only `kinds`: "+joined(watch.ActivityKinds))
	c.Flags().StringVar(&find, "find", "", "only lines with this `text`")
	c.Flags().StringVar(&instance, "instance", "", "only lines about this `instance`")
	c.Flags().IntVar(&limit, "limit", 100, "at most so many")
	c.Flags().IntVar(&offset, "offset", 0, "without the first so many")
	c.RunE = func(c *cobra.Command, args []string) error {
		q := watch.ActivityAsking{Text: find, Instance: instance, Limit: limit, Offset: offset}
		if limit < 1 || offset < 0 {
			return errUsage{fmt.Errorf("--limit is at least 1 and --offset at least 0")}
		}
		for _, k := range kinds {
			if !slices.Contains(watch.ActivityKinds, watch.ActivityKind(k)) {
				return errUsage{fmt.Errorf("--kind: %q is none of %s", k, joined(watch.ActivityKinds))}
			}
			q.Kinds = append(q.Kinds, watch.ActivityKind(k))
		}
		if len(args) > 0 {
			id, err := idOf(args[0])
			if err != nil {
				return err
			}
			q.Rule = id
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			page, err := p.Activity(c.Context(), q)
			if err != nil {
				return err
			}
			return f.print(page, func(w io.Writer) {
				for _, a := range page.Entries {
					fmt.Fprintf(w, "%s rule %d %s %s %s\n", a.At.Format(time.RFC3339), a.Rule, a.Kind, a.Instance, details(a.Detail))
				}
			})
		})
	}
	return c
}

func (f *face) versionsCommand() *cobra.Command {
	var restore int
	c := &cobra.Command{Use: "versions ID", Short: "The kept definitions of a rule, newest first", Args: cobra.ExactArgs(1)}
	c.Flags().IntVar(&restore, "restore", 0, "makes the version of this `number` the definition again")
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if restore != 0 {
				if err := p.RestoreRule(c.Context(), id, restore); err != nil {
					return err
				}
			}
			versions, err := p.RuleVersions(c.Context(), id, f.lang)
			if err != nil {
				return err
			}
			return f.print(map[string]any{"versions": versions}, func(w io.Writer) {
				for _, v := range versions {
					fmt.Fprintf(w, "%d %s %s\n  %s\n", v.Number, v.At.Format(time.RFC3339), v.Rule.Name, v.Sentence)
				}
			})
		})
	}
	return c
}

func (f *face) testCommand() *cobra.Command {
	var to string
	c := &cobra.Command{Use: "test [FILE|ID|-]", Short: "Send the message of a rule, or of none, by one destination, and say which channel delivered", Args: cobra.MaximumNArgs(1)}
	c.Flags().StringVar(&to, "to", string(watch.ToDesktop), "where to: desktop, digest, mail, draft, calendar or webhook:`NAME`")
	c.RunE = func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			var r *watch.Rule
			if len(args) > 0 {
				_, named, err := ruleOf(c, p, args[0])
				if err != nil {
					return err
				}
				r = &named
			}
			done, err := p.TestRule(c.Context(), r, watch.Destination(to), f.lang)
			if err != nil {
				return err
			}
			return f.print(done, func(w io.Writer) {
				if done.Shown {
					fmt.Fprintf(w, "Delivered by %s.\n", done.Channel)
					return
				}
				fmt.Fprintf(w, "Not delivered: %s\n", done.Error)
			})
		})
	}
	return c
}

func (f *face) templatesCommand() *cobra.Command {
	return &cobra.Command{Use: "templates", Short: "The ready-made rules", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		ready := template.Ready(f.lang)
		return f.print(map[string]any{"templates": ready}, func(w io.Writer) {
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, x := range ready {
				fmt.Fprintf(t, "%s\t%s\t%s\n", x.Name, x.Title, x.Words)
			}
			t.Flush()
		})
	}}
}
