package command

import (
	"context"
	"fmt"
	"io"
	"sort"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"headroom/app/profile"
	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/store"
)

func (f *face) settingsCommand() *cobra.Command {
	return &cobra.Command{Use: "settings", Short: "List the settings", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error { return f.printSettings(c.Context(), p) })
	}}
}

func (f *face) printSettings(ctx context.Context, p *program.Program) error {
	all, err := p.Store.Settings(ctx)
	if err != nil {
		return err
	}
	return f.print(map[string]any{"settings": all}, func(w io.Writer) {
		names := make([]string, 0, len(all))
		for name := range all {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Fprintf(w, "%s %s\n", name, all[name])
		}
	})
}

func (f *face) setCommand() *cobra.Command {
	return &cobra.Command{Use: "set NAME VALUE", Short: "Change a setting", Args: cobra.ExactArgs(2), RunE: func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			if args[0] == "start_at_login" {
				if err := f.setStartAtLogin(args[1]); err != nil {
					return err
				}
			}
			if err := p.SetSetting(c.Context(), args[0], args[1]); err != nil {
				return err
			}
			return f.printSettings(c.Context(), p)
		})
	}}
}

func (f *face) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "Write a consistent copy of the store", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			if err := p.Store.Backup(c.Context(), args[0]); err != nil {
				return err
			}
			return f.print(map[string]any{"ok": true, "problems": []string{}, "file": args[0]}, func(w io.Writer) { fmt.Fprintln(w, "Backed up to", args[0]) })
		})
	}}
}

func (f *face) restoreCommand() *cobra.Command {
	return &cobra.Command{Use: "restore FILE", Short: "Put a backup in the place of the store", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		now, _, err := f.clock()
		if err != nil {
			return err
		}
		where, err := profile.At(f.store)
		if err != nil {
			return err
		}
		if err := where.Create(); err != nil {
			return err
		}
		lock := flock.New(where.Lock())
		if free, err := lock.TryLock(); err != nil || !free {
			return fault.New(fault.Store, "A window has this store open.").WithHint("Close it, or restore in its settings.")
		}
		defer lock.Close()
		if err := store.Restore(c.Context(), args[0], where.Store, now); err != nil {
			return err
		}
		return f.print(map[string]any{"ok": true, "problems": []string{}, "restored": args[0]}, func(w io.Writer) { fmt.Fprintln(w, "Restored", args[0]) })
	}}
}

func (f *face) verifyCommand() *cobra.Command {
	return &cobra.Command{Use: "verify", Short: "Check structure and digests of the store", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return f.with(c.Context(), false, func(p *program.Program) error {
			problems, err := p.Store.Verify(c.Context())
			if err != nil {
				return err
			}
			if len(problems) > 0 {
				f.status = statusStore
			}
			return f.print(map[string]any{"ok": len(problems) == 0, "problems": problems}, func(w io.Writer) {
				for _, problem := range problems {
					fmt.Fprintln(w, problem)
				}
				if len(problems) == 0 {
					fmt.Fprintln(w, "The store is whole.")
				}
			})
		})
	}}
}

func (f *face) versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Versions of program, SQLite and schema", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		v := map[string]any{"program": Version, "sqlite": store.SQLiteVersion(), "schema": store.SchemaVersion()}
		return f.print(v, func(w io.Writer) {
			fmt.Fprintf(w, "headroom %s, SQLite %s, schema %d\n", v["program"], v["sqlite"], v["schema"])
		})
	}}
}
