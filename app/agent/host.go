package agent

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"headroom/app/profile"
	"headroom/backend/fault"
)

// Host is the machine that a Registrar works on.
type Host struct {
	System string // as runtime.GOOS
	Home   string // the person's folder
	Config string // where Linux has the person's settings
	User   string // the number of the person
	Run    Runner
	Keys   Keys // the registry of Windows, nil elsewhere
}

// Keys is the Run key of the registry. Off reports whether somebody turned a value
// off, as the Task Manager does; Set turns it on again.
type Keys interface {
	Get(name string) (value string, found bool, err error)
	Off(name string) (bool, error)
	Set(name, value string) error
	Remove(name string) error
}

// On returns the Registrar of a job on a host.
func On(h Host, j Job) (*Registrar, error) {
	switch h.System {
	case "linux":
		return &Registrar{j, linux{h}}, nil
	case "darwin":
		return &Registrar{j, mac{h}}, nil
	case "windows":
		return &Registrar{j, windows{h}}, nil
	}
	return nil, fault.New(fault.Invalid, "Headroom does not know the scheduler of %s.", h.System).WithHint("Have your own scheduler run: headroom check --background")
}

// Here returns the Registrar of a profile on this machine, for the program that runs.
func Here(p profile.Profile) (*Registrar, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program: %w", err)
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return nil, fmt.Errorf("find the program: %w", err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, homeless(err)
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return nil, homeless(err)
	}
	h := Host{System: runtime.GOOS, Home: home, Config: config, User: strconv.Itoa(os.Getuid()), Run: run, Keys: runKeys()}
	return On(h, Job{Program: windowed(program, exists), Store: p.Store, ID: p.ID()})
}

// homeless is what a person reads whose system says no folder of theirs.
func homeless(err error) error {
	return refused(err, "Your system does not say which folder is yours.", "Log in as the person who uses Headroom, or set HOME.")
}

// windowed is the program without a console, where the one that runs has one: a
// console would flash with every check.
func windowed(program string, exists func(string) bool) string {
	folder, file := filepath.Split(program)
	if strings.EqualFold(file, "headroom-cli.exe") {
		if sibling := filepath.Join(folder, "headroom.exe"); exists(sibling) {
			return sibling
		}
	}
	return program
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// patience bounds a program of the system.
const patience = 20 * time.Second

func run(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	command := exec.CommandContext(ctx, name, args...)
	unseen(command)
	out, err := command.CombinedOutput()
	text := strings.TrimSpace(string(out))
	var ended *exec.ExitError
	switch {
	case err == nil:
		return text, nil
	case ctx.Err() != nil: // it was ended, whatever that looks like
		err = ctx.Err()
	case errors.As(err, &ended):
		err = fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return text, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, text)
}

// asks runs a program that answers a question by how it ends. That it could not be
// run is no answer, and an error.
func (h Host) asks(ctx context.Context, name string, args ...string) (told string, yes bool, err error) {
	told, err = h.Run(ctx, name, args...)
	if errors.Is(err, ErrRefused) {
		return told, false, nil
	}
	return told, err == nil, err
}

// unasked is what a person reads when a program of the system did not answer.
func unasked(err error, name string) error {
	return refused(err, "What is registered could not be asked of "+name+".", "Try again. Without "+name+" the rules are checked while a window is open.")
}

// refused is what a person reads when a program of the system said no.
func refused(err error, what, hint string) error {
	return fault.Wrap(err, fault.Conflict, "%s", what).WithHint(hint)
}

// write puts a file whole into its place.
func write(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return unwritable(file, err)
	}
	beside := file + ".new"
	if err := os.WriteFile(beside, data, 0o644); err != nil {
		return unwritable(file, errors.Join(err, os.RemoveAll(beside)))
	}
	if err := os.Rename(beside, file); err != nil {
		return unwritable(file, errors.Join(err, os.Remove(beside)))
	}
	return nil
}

// unwritable is what a person reads when a file cannot be put where the system
// looks for it.
func unwritable(file string, err error) error {
	return refused(err, fmt.Sprintf("%q cannot be written.", file), "Check the permissions of its folder and the space on the disk.")
}

// holdsText reports whether a file has exactly this text.
func holdsText(file, text string) (bool, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return string(data) == text, err
}

// interval returns the interval of a job whose texts are what its files hold, 0
// if they are those of none.
func interval(j Job, texts func(Job) map[string]string) (int, error) {
	for _, j.Every = range Intervals {
		all := true
		for file, text := range texts(j) {
			same, err := holdsText(file, text)
			if err != nil {
				return 0, fmt.Errorf("read what is registered: %w", err)
			}
			all = all && same
		}
		if all {
			return j.Every, nil
		}
	}
	return 0, nil
}

// running returns the interval of a job whose texts are what its files hold, if
// the system also runs it, which somebody may have turned off; else 0.
func running(ctx context.Context, j Job, texts func(Job) map[string]string, on func(context.Context, Job) (bool, error)) (int, error) {
	every, err := interval(j, texts)
	if err != nil || every == 0 {
		return 0, err
	}
	yes, err := on(ctx, j)
	if err != nil || !yes {
		return 0, err
	}
	return every, nil
}

// drop removes files, those that are there.
func drop(files ...string) error {
	for _, file := range files {
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove: %w", err)
		}
	}
	return nil
}
