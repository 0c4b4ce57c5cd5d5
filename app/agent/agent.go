// Package agent registers the program with the system: with its scheduler, so
// that the rules are evaluated while no window is open, and with what it starts
// at login. What is registered is text, made without touching the system; a
// Registrar writes it and tells the system of it.
package agent

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"headroom/backend/fault"
)

// Intervals are the minutes between two checks that every scheduler can keep to
// along the clock.
var Intervals = []int{5, 10, 15, 20, 30, 60}

// DefaultEvery is how many minutes pass between two checks if nobody says.
const DefaultEvery = 15

// Job is what the system is to run.
type Job struct {
	Program string // absolute path
	Store   string // absolute path
	ID      string // of the profile, "" for the person's own
	Every   int    // minutes between two checks
}

// check are the arguments of a check without a window.
func (j Job) check() []string { return []string{"--store", j.Store, "check", "--background"} }

// login are the arguments of the window that waits unseen.
func (j Job) login() []string { return []string{"--store", j.Store, "--hidden"} }

// State is how the program stands with the system.
type State string

// The states. Outdated is registered, but for a program or a store that is now
// elsewhere; installing again mends it.
const (
	Installed State = "installed"
	Absent    State = "absent"
	Outdated  State = "outdated"
)

// Status is what is registered. Every is 0 unless it is installed; Files are
// those that are there, or would be written.
type Status struct {
	State State    `json:"state"`
	Every int      `json:"every,omitempty"`
	Files []string `json:"files"`
}

// Runner runs a program of the system and returns what it printed. Of a program
// that ran and said no the error is ErrRefused; any other error means that nobody
// knows what it would have said.
type Runner func(ctx context.Context, name string, args ...string) (string, error)

// ErrRefused is that a program of the system ran and ended with a failure.
var ErrRefused = errors.New("the system refused")

// Registrar registers a Job with one kind of system.
type Registrar struct {
	job    Job
	system system
}

// system is what differs between the kinds of system.
type system interface {
	// install registers the checks of a job.
	install(ctx context.Context, j Job) error
	remove(ctx context.Context, j Job) error
	// registered reports whether the system knows of the checks.
	registered(ctx context.Context, j Job) (bool, error)
	// every returns the minutes between two checks, if what is registered is
	// exactly this job and the system runs it, else 0.
	every(ctx context.Context, j Job) (int, error)
	files(j Job) []string
	// atLogin starts the window with the person's session, or no longer does.
	atLogin(j Job, on bool) error
	startsAtLogin(j Job) (bool, error)
}

// Status says what is registered.
func (r *Registrar) Status(ctx context.Context) (Status, error) {
	s := Status{State: Absent, Files: r.system.files(r.job)}
	known, err := r.system.registered(ctx, r.job)
	if err != nil || !known {
		return s, err
	}
	s.State = Outdated
	if s.Every, err = r.system.every(ctx, r.job); s.Every > 0 {
		s.State = Installed
	}
	return s, err
}

// Install has the system check the rules every so many minutes. What was
// registered before is replaced.
func (r *Registrar) Install(ctx context.Context, every int) error {
	j := r.job
	j.Every = every
	if err := j.valid(); err != nil {
		return err
	}
	return r.system.install(ctx, j)
}

// Remove takes the checks back. Nothing registered is no error.
func (r *Registrar) Remove(ctx context.Context) error { return r.system.remove(ctx, r.job) }

// StartAtLogin has the system start the window unseen with the person's session,
// or no longer does.
func (r *Registrar) StartAtLogin(on bool) error {
	if on {
		if err := r.job.movable(); err != nil {
			return err
		}
	}
	return r.system.atLogin(r.job, on)
}

// StartsAtLogin reports whether the system starts the window at login.
func (r *Registrar) StartsAtLogin() (bool, error) { return r.system.startsAtLogin(r.job) }

func (j Job) valid() error {
	known := make([]string, len(Intervals))
	fits := false
	for i, every := range Intervals {
		known[i] = strconv.Itoa(every)
		fits = fits || every == j.Every
	}
	if !fits {
		return fault.At("every", "The rules cannot be checked every %d minutes.", j.Every).WithHint("Choose " + strings.Join(known, ", ") + ".")
	}
	return j.movable()
}

// movable refuses a program that will not be where it is now.
func (j Job) movable() error {
	if strings.Contains(filepath.ToSlash(j.Program), "/AppTranslocation/") {
		return fault.New(fault.Conflict, "macOS runs Headroom from a place that changes with every start.").WithHint("Move Headroom into Applications, open it there, and try again.")
	}
	for _, text := range []string{j.Program, j.Store} {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fault.New(fault.Invalid, "%q cannot be registered: its name has characters that are not printed.", text).WithHint("Rename the folder.")
		}
	}
	return nil
}

// name is what the registered things are called: one for each profile.
func (j Job) name(base string) string {
	if j.ID == "" {
		return base
	}
	return base + "-" + j.ID
}
