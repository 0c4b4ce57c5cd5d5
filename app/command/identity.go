package command

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/identity"
)

func (f *face) identityCommand() *cobra.Command {
	return &cobra.Command{Use: "identity", Short: "List which accounts and products may be one, and what was decided", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printIdentity(c, p) })
	}}
}

func (f *face) mergeCommand() *cobra.Command {
	return &cobra.Command{Use: "merge account|product FROM INTO", Short: "Make two one, by their keys, until unmerge", Args: cobra.ExactArgs(3), RunE: func(c *cobra.Command, args []string) error {
		return f.decided(c, func(p *program.Program) error {
			return p.Merge(c.Context(), identity.Kind(args[0]), args[1], args[2])
		})
	}}
}

func (f *face) apartCommand() *cobra.Command {
	return &cobra.Command{Use: "apart account|product KEY KEY", Short: "Remember that two that look alike are not one", Args: cobra.ExactArgs(3), RunE: func(c *cobra.Command, args []string) error {
		return f.decided(c, func(p *program.Program) error {
			return p.KeepApart(c.Context(), identity.Kind(args[0]), args[1], args[2])
		})
	}}
}

func (f *face) unmergeCommand() *cobra.Command {
	return &cobra.Command{Use: "unmerge ID", Short: "Take a decision about two back", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		id, err := idOf(args[0])
		if err != nil {
			return err
		}
		return f.decided(c, func(p *program.Program) error { return p.Unmerge(c.Context(), id) })
	}}
}

func (f *face) decided(c *cobra.Command, do func(*program.Program) error) error {
	return f.with(c.Context(), false, func(p *program.Program) error {
		if err := do(p); err != nil {
			return err
		}
		return f.printIdentity(c, p)
	})
}

func (f *face) printIdentity(c *cobra.Command, p *program.Program) error {
	suggestions, err := p.Suggestions(c.Context())
	if err != nil {
		return err
	}
	decisions, err := p.Decisions(c.Context())
	if err != nil {
		return err
	}
	if suggestions == nil {
		suggestions = []identity.Suggestion{}
	}
	if decisions == nil {
		decisions = []identity.Decision{}
	}
	return f.print(map[string]any{"suggestions": suggestions, "decisions": decisions}, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, s := range suggestions {
			fmt.Fprintf(t, "maybe one\t%s\t%s\t%s\t%s\n", s.Kind, s.From, s.Into, s.Reason)
		}
		for _, d := range decisions {
			fmt.Fprintf(t, "%d %s\t%s\t%s\t%s\t%s\n", d.ID, d.State, d.Kind, d.From, d.Into, d.DecidedAt)
		}
		t.Flush()
	})
}
