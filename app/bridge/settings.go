package bridge

import (
	"context"
	"fmt"

	"headroom/backend/fault"
)

// Settings reads and changes the settings, and writes backups.
type Settings struct{ base }

// All returns every setting.
func (s *Settings) All() (all map[string]string, err error) {
	defer s.guard("Settings.All", &err)
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	return desk.Settings(ctx)
}

// Set changes one setting.
func (s *Settings) Set(name, value string) (all map[string]string, err error) {
	defer s.guard("Settings.Set", &err)
	if err := s.writable(); err != nil {
		return all, err
	}
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	if name == startAtLogin && (value == "yes" || value == "no") {
		if err := s.host.StartAtLogin(value == "yes"); err != nil {
			return nil, fault.Of(err)
		}
	}
	if err := desk.SetSetting(ctx, name, value); err != nil {
		return nil, err
	}
	return desk.Settings(ctx)
}

// startAtLogin is the setting that the system has to know of, too.
const startAtLogin = "start_at_login"

// StartsAtLogin reports whether the system starts the program with the person's
// session, whatever the setting wishes.
func (s *Settings) StartsAtLogin() (starts bool, err error) {
	defer s.guard("Settings.StartsAtLogin", &err)
	return s.host.StartsAtLogin()
}

// AgentStatus says how the program stands with the system's scheduler:
// installed, absent, outdated, or why that cannot be said.
func (s *Settings) AgentStatus() (state string, err error) {
	defer s.guard("Settings.AgentStatus", &err)
	state, err = s.host.AgentStatus()
	return s.words().Say(state), err
}

// SetAgent has the system's scheduler check the rules while no window is open,
// or no longer, and returns the state after.
func (s *Settings) SetAgent(on bool) (state string, err error) {
	defer s.guard("Settings.SetAgent", &err)
	if err := s.writable(); err != nil {
		return "", err
	}
	if state, err = s.host.SetAgent(on); err != nil {
		return "", fault.Of(err)
	}
	return s.words().Say(state), nil
}

// Backup asks where to and writes a consistent copy; "" when cancelled.
func (s *Settings) Backup() (file string, err error) {
	defer s.guard("Settings.Backup", &err)
	desk, err := s.host.Desk()
	if err != nil {
		return "", err
	}
	file, err = s.host.SaveFile(s.words().Say("Back up"), fmt.Sprintf("headroom-%s.headroom", desk.Today()))
	if err != nil || file == "" {
		return "", err
	}
	if err := desk.Backup(context.Background(), file); err != nil {
		return "", fault.Of(err)
	}
	return file, nil
}

// Channels says of every way to the person whether it could deliver now.
func (s *Settings) Channels() (text string, err error) {
	defer s.guard("Settings.Channels", &err)
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	all, err := desk.Channels(ctx)
	for i := range all {
		all[i].Detail = s.words().Say(all[i].Detail)
	}
	return written(all, err)
}

// AskPermission asks the system whether notifications may be shown, and returns
// the state after: ready, denied or absent.
func (s *Settings) AskPermission() (state string, err error) {
	defer s.guard("Settings.AskPermission", &err)
	return s.host.AskPermission()
}

// SetSecret keeps a secret in the keyring of the system: smtp_password or
// webhook:NAME. An empty one is removed.
func (s *Settings) SetSecret(name, value string) (kept bool, err error) {
	defer s.guard("Settings.SetSecret", &err)
	if err := s.writable(); err != nil {
		return false, err
	}
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	if len(name) > mostSecret || len(value) > mostSecret {
		return false, fault.At("value", "A secret has at most %d characters.", mostSecret)
	}
	err = desk.SetSecret(ctx, name, value)
	return err == nil && value != "", err
}

// mostSecret bounds a secret and its name, in bytes.
const mostSecret = 4096

// HasSecret reports whether a secret is in the keyring. It is never read back.
func (s *Settings) HasSecret(name string) (has bool, err error) {
	defer s.guard("Settings.HasSecret", &err)
	desk, ctx, cancel, err := s.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	return desk.HasSecret(ctx, name)
}
