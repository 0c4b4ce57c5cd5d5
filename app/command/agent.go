package command

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"headroom/app/agent"
	"headroom/app/profile"
	"headroom/app/program"
)

func (f *face) agentCommand() *cobra.Command {
	c := &cobra.Command{Use: "agent", Short: "Have the system's scheduler check the rules while no window is open", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var every int
	install := &cobra.Command{Use: "install", Short: "Register the checks with the system", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.registered(c, func(r *agent.Registrar) error { return r.Install(c.Context(), every) })
	}}
	install.Flags().IntVar(&every, "every", agent.DefaultEvery, "`minutes` between two checks: 5, 10, 15, 20, 30 or 60")
	c.AddCommand(install,
		&cobra.Command{Use: "remove", Short: "Take the checks back", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			return f.registered(c, func(r *agent.Registrar) error { return r.Remove(c.Context()) })
		}},
		&cobra.Command{Use: "status", Short: "Say whether the checks are registered", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			return f.registered(c, func(*agent.Registrar) error { return nil })
		}})
	return c
}

// registrar registers the store of the command with this machine.
func (f *face) registrar() (*agent.Registrar, error) {
	where, err := profile.At(f.store)
	if err != nil {
		return nil, err
	}
	return agent.Here(where)
}

// registered does something with what is registered and prints how it then is.
func (f *face) registered(c *cobra.Command, do func(*agent.Registrar) error) error {
	r, err := f.registrar()
	if err != nil {
		return err
	}
	if err := do(r); err != nil {
		return err
	}
	status, err := r.Status(c.Context())
	if err != nil {
		return err
	}
	starts, err := r.StartsAtLogin()
	if err != nil {
		return err
	}
	known := struct {
		agent.Status
		StartsAtLogin bool `json:"starts_at_login"`
	}{status, starts}
	return f.print(known, func(w io.Writer) {
		switch status.State {
		case agent.Installed:
			fmt.Fprintf(w, "The rules are checked every %d minutes.\n", status.Every)
		case agent.Outdated:
			fmt.Fprintln(w, "The checks are registered for another program or store, or are turned off. To mend that: headroom agent install")
		default:
			fmt.Fprintln(w, "The rules are checked while a window is open, and by: headroom check")
		}
		for _, file := range status.Files {
			fmt.Fprintln(w, file)
		}
		if starts {
			fmt.Fprintln(w, "The window starts, hidden, when you log in.")
		}
	})
}

// checkPassing looks once at what is due, as the system's scheduler has it done:
// if no window is at it already.
func (f *face) checkPassing(c *cobra.Command) error {
	return f.with(c.Context(), false, func(p *program.Program) error {
		who := program.Looker{Name: fmt.Sprintf("check %d at %d", os.Getpid(), time.Now().UnixNano()), Passing: true}
		looked, err := p.Look(c.Context(), who)
		if err != nil {
			return err
		}
		if looked.Leased {
			if err := p.Release(c.Context(), who); err != nil {
				return err
			}
		}
		return f.print(looked, func(w io.Writer) {
			if !looked.Leased {
				fmt.Fprintln(w, "Another program checks the rules.")
				return
			}
			printChecked(w, looked.Checked)
		})
	})
}

// setStartAtLogin tells the system what a setting says of it.
func (f *face) setStartAtLogin(value string) error {
	if value != "yes" && value != "no" {
		return nil
	}
	r, err := f.registrar()
	if err != nil {
		return err
	}
	return r.StartAtLogin(value == "yes")
}
