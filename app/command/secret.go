package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"headroom/app/program"
)

// secretCommand keeps a secret that comes from a file or standard input, never
// from an argument: arguments stand in lists of processes and in histories.
func (f *face) secretCommand() *cobra.Command {
	var forget bool
	c := &cobra.Command{Use: "secret NAME [FILE|-]", Short: "Keep a password or key in the system's keyring, or say whether there is one", Args: cobra.RangeArgs(1, 2)}
	c.Flags().BoolVar(&forget, "forget", false, "take it out of the keyring")
	c.RunE = func(c *cobra.Command, args []string) error {
		if forget && len(args) == 2 {
			return errUsage{errors.New("--forget takes no file")}
		}
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := f.keep(c, p, args, forget); err != nil {
				return err
			}
			has, err := p.HasSecret(c.Context(), args[0])
			if err != nil {
				return err
			}
			return f.print(map[string]any{"name": args[0], "kept": has}, func(w io.Writer) {
				if has {
					fmt.Fprintln(w, "There is a secret "+args[0]+".")
					return
				}
				fmt.Fprintln(w, "There is no secret "+args[0]+".")
			})
		})
	}
	return c
}

// keep does what was asked for with a secret.
func (f *face) keep(c *cobra.Command, p *program.Program, args []string, forget bool) error {
	switch {
	case forget:
		return p.SetSecret(c.Context(), args[0], "")
	case len(args) == 1:
		return nil
	}
	text, err := readInput(args[1])
	if err != nil {
		return err
	}
	secret := strings.TrimRight(string(text), "\r\n")
	if secret == "" {
		return errUsage{errors.New("the secret is empty; --forget takes it out of the keyring")}
	}
	return p.SetSecret(c.Context(), args[0], secret)
}
