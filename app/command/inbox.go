package command

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"headroom/app/program"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

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

// answerCommand is a command that answers the items of its arguments.
func (f *face) answerCommand(name, short string, answer func(*cobra.Command, *program.Program, []int64) error) *cobra.Command {
	return &cobra.Command{Use: name + " ID…", Short: short, Args: cobra.MinimumNArgs(1), RunE: func(c *cobra.Command, args []string) error {
		ids := make([]int64, len(args))
		for i, a := range args {
			var err error
			if ids[i], err = idOf(a); err != nil {
				return err
			}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := answer(c, p, ids); err != nil {
				return err
			}
			return f.printInbox(c, p)
		})
	}}
}

func (f *face) doneCommand() *cobra.Command {
	var reason string
	c := f.answerCommand("done", "Mark inbox items as done", func(c *cobra.Command, p *program.Program, ids []int64) error {
		return p.DoneWith(c.Context(), ids, reason)
	})
	c.Flags().StringVar(&reason, "reason", "", "your own `words`, kept with it")
	return c
}

func (f *face) reopenCommand() *cobra.Command {
	return f.answerCommand("reopen", "Take back that inbox items were done or put off", func(c *cobra.Command, p *program.Program, ids []int64) error {
		return p.Reopen(c.Context(), ids...)
	})
}

func (f *face) snoozeCommand() *cobra.Command {
	var until, reason string
	var back watch.Return
	var moved float64
	c := f.answerCommand("snooze", "Put inbox items off", func(c *cobra.Command, p *program.Program, ids []int64) error {
		return p.SnoozeUntil(c.Context(), ids, back, reason)
	})
	c.Flags().StringVar(&until, "until", "", "they return on this `day`, YYYY-MM-DD")
	c.Flags().BoolVar(&back.Import, "import", false, "they return with the next import")
	c.Flags().Float64Var(&moved, "moved", 0, "they return when the value has moved by so `much`")
	c.Flags().BoolVar(&back.Notice, "notice", false, "they return on the last day to act")
	c.Flags().StringVar(&reason, "reason", "", "your own `words`, kept with it")
	c.PreRunE = func(c *cobra.Command, _ []string) error {
		said := 0
		for _, name := range []string{"until", "import", "moved", "notice"} {
			if c.Flags().Changed(name) {
				said++
			}
		}
		if said != 1 {
			return errUsage{fmt.Errorf("snooze needs one of --until DATE, --import, --moved X and --notice")}
		}
		day, err := dayFlag("until", until)
		if err != nil {
			return err
		}
		if day != portfolio.NoDay {
			back.Day = day.String()
		}
		if c.Flags().Changed("moved") {
			back.Moved = &moved
		}
		return nil
	}
	return c
}
