package agent

import (
	"context"
	"path/filepath"
)

// mac registers with launchd.
type mac struct{ host Host }

const launchdHint = "Log in to the desktop of this Mac and try again."

func (m mac) list(label string) string {
	return filepath.Join(m.host.Home, "Library", "LaunchAgents", label+".plist")
}

func (m mac) files(j Job) []string { return []string{m.list(checkLabelOf(j))} }

// domain is the session of the person, which has the desktop.
func (m mac) domain() string { return "gui/" + m.host.User }

func (m mac) install(ctx context.Context, j Job) error {
	file := m.list(checkLabelOf(j))
	if err := write(file, []byte(launchCheck(j))); err != nil {
		return err
	}
	// What is loaded is loaded again; not loaded is no error.
	_, _ = m.host.Run(ctx, "launchctl", "bootout", m.domain()+"/"+checkLabelOf(j))
	if _, err := m.host.Run(ctx, "launchctl", "bootstrap", m.domain(), file); err != nil {
		_ = drop(file)
		return refused(err, "launchd did not take the agent.", launchdHint)
	}
	return nil
}

func (m mac) remove(ctx context.Context, j Job) error {
	if known, err := m.registered(ctx, j); err != nil || !known {
		return err
	}
	_, _ = m.host.Run(ctx, "launchctl", "bootout", m.domain()+"/"+checkLabelOf(j))
	return drop(m.files(j)...)
}

// registered goes by the file: launchd reads it at every login.
func (m mac) registered(_ context.Context, j Job) (bool, error) {
	return exists(m.list(checkLabelOf(j))), nil
}

func (m mac) every(ctx context.Context, j Job) (int, error) {
	return running(ctx, j, func(j Job) map[string]string {
		return map[string]string{m.list(checkLabelOf(j)): launchCheck(j)}
	}, m.loaded)
}

// loaded reports whether launchd runs the agent.
func (m mac) loaded(ctx context.Context, j Job) (bool, error) {
	_, yes, err := m.host.asks(ctx, "launchctl", "print", m.domain()+"/"+checkLabelOf(j))
	if err != nil {
		return false, unasked(err, "launchd")
	}
	return yes, nil
}

// atLogin only writes or removes the file: to load it would start the window a
// second time, to unload it would end the one that launchd started.
func (m mac) atLogin(j Job, on bool) error {
	if !on {
		return drop(m.list(j.name(loginLabel)))
	}
	return write(m.list(j.name(loginLabel)), []byte(launchLogin(j)))
}

func (m mac) startsAtLogin(j Job) (bool, error) {
	return holdsText(m.list(j.name(loginLabel)), launchLogin(j))
}
