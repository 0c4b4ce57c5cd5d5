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
	if err := desk.SetSetting(ctx, name, value); err != nil {
		return nil, err
	}
	return desk.Settings(ctx)
}

// Backup asks where to and writes a consistent copy; "" when cancelled.
func (s *Settings) Backup() (file string, err error) {
	defer s.guard("Settings.Backup", &err)
	desk, err := s.host.Desk()
	if err != nil {
		return "", err
	}
	file, err = s.host.SaveFile("Back up", fmt.Sprintf("headroom-%s.headroom", desk.Today()))
	if err != nil || file == "" {
		return "", err
	}
	if err := desk.Backup(context.Background(), file); err != nil {
		return "", fault.Of(err)
	}
	return file, nil
}
