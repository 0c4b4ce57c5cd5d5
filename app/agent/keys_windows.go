package agent

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows/registry"
)

const (
	// runPath is the key whose values Windows starts at login.
	runPath = `Software\Microsoft\Windows\CurrentVersion\Run`
	// approvedPath is the key whose values of the same names say which of them the
	// person has turned off in the Task Manager.
	approvedPath = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

func runKeys() Keys { return personKeys{} }

// personKeys is the Run key of the person.
type personKeys struct{}

// Get returns a value.
func (personKeys) Get(name string) (string, bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runPath, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read the registry: %w", err)
	}
	defer key.Close()
	value, _, err := key.GetStringValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read the registry: %w", err)
	}
	return value, true, nil
}

// Off reports whether a value was turned off: its first byte is then odd.
func (personKeys) Off(name string) (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedPath, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the registry: %w", err)
	}
	defer key.Close()
	value, _, err := key.GetBinaryValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the registry: %w", err)
	}
	return len(value) > 0 && value[0]%2 == 1, nil
}

// Set writes a value, and forgets that it was turned off.
func (personKeys) Set(name, value string) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runPath, registry.SET_VALUE)
	if err != nil {
		return fmt.Errorf("write the registry: %w", err)
	}
	defer key.Close()
	if err := key.SetStringValue(name, value); err != nil {
		return fmt.Errorf("write the registry: %w", err)
	}
	return forget(approvedPath, name)
}

// Remove removes a value, if it is there.
func (personKeys) Remove(name string) error {
	return errors.Join(forget(runPath, name), forget(approvedPath, name))
}

func forget(path, name string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write the registry: %w", err)
	}
	defer key.Close()
	if err := key.DeleteValue(name); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return fmt.Errorf("write the registry: %w", err)
	}
	return nil
}

// unseen keeps a program of the system from showing a console.
func unseen(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
