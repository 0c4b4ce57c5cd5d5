package agent

import (
	"context"
	"path/filepath"
)

// linux registers with the person's systemd, and with the autostart folder of desktops.
type linux struct{ host Host }

const noSystemd = "Your systemd did not take the timer."

const systemdHint = "Log in to a session with systemd and try again, or have cron run: headroom check --background"

func (l linux) unit(j Job, kind string) string {
	return filepath.Join(l.host.Config, "systemd", "user", j.name(unitBase)+kind)
}

func (l linux) files(j Job) []string { return []string{l.unit(j, ".service"), l.unit(j, ".timer")} }

func (l linux) install(ctx context.Context, j Job) error {
	if err := write(l.unit(j, ".service"), []byte(systemdService(j))); err != nil {
		return err
	}
	if err := write(l.unit(j, ".timer"), []byte(systemdTimer(j))); err != nil {
		return err
	}
	timer := j.name(unitBase) + ".timer"
	for _, args := range [][]string{{"daemon-reload"}, {"enable", timer}, {"restart", timer}} {
		if _, err := l.systemctl(ctx, args...); err != nil {
			// What systemd does not run is not left behind as if it did.
			_ = drop(l.files(j)...)
			return refused(err, noSystemd, systemdHint)
		}
	}
	return nil
}

func (l linux) remove(ctx context.Context, j Job) error {
	if known, err := l.registered(ctx, j); err != nil || !known {
		return err
	}
	_, stopped := l.systemctl(ctx, "disable", "--now", j.name(unitBase)+".timer")
	if err := drop(l.files(j)...); err != nil {
		return err
	}
	if stopped != nil {
		return refused(stopped, "The files are removed, but systemd did not stop the timer.", "It stops when you log out.")
	}
	_, err := l.systemctl(ctx, "daemon-reload")
	if err != nil {
		return refused(err, "The files are removed, but systemd did not read them again.", "It does when you log out.")
	}
	return nil
}

// registered goes by the files: systemd reads them at every login.
func (l linux) registered(_ context.Context, j Job) (bool, error) {
	return exists(l.unit(j, ".timer")) || exists(l.unit(j, ".service")), nil
}

func (l linux) every(ctx context.Context, j Job) (int, error) {
	return running(ctx, j, func(j Job) map[string]string {
		return map[string]string{l.unit(j, ".service"): systemdService(j), l.unit(j, ".timer"): systemdTimer(j)}
	}, l.enabled)
}

// enabled reports whether systemd starts the timer.
func (l linux) enabled(ctx context.Context, j Job) (bool, error) {
	_, yes, err := l.host.asks(ctx, "systemctl", "--user", "is-enabled", j.name(unitBase)+".timer")
	if err != nil {
		return false, unasked(err, "systemd")
	}
	return yes, nil
}

func (l linux) systemctl(ctx context.Context, args ...string) (string, error) {
	return l.host.Run(ctx, "systemctl", append([]string{"--user"}, args...)...)
}

func (l linux) entry(j Job) string {
	return filepath.Join(l.host.Config, "autostart", j.name("headroom")+".desktop")
}

func (l linux) atLogin(j Job, on bool) error {
	if !on {
		return drop(l.entry(j))
	}
	return write(l.entry(j), []byte(desktopEntry(j)))
}

func (l linux) startsAtLogin(j Job) (bool, error) { return holdsText(l.entry(j), desktopEntry(j)) }
