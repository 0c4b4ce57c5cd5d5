package agent

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"headroom/app/profile"
	"headroom/backend/fault"
)

var errNotThere = errors.New("executable file not found")

// desk is a system that remembers what it was told, and the tasks it was given.
type desk struct {
	said  []string
	no    string // the command that it refuses
	gone  string // the command that it cannot run
	tasks map[string]string
	keys  map[string]string
	off   map[string]bool // those that the Task Manager turned off
}

func (d *desk) run(_ context.Context, name string, args ...string) (string, error) {
	call := name + " " + strings.Join(args, " ")
	d.said = append(d.said, call)
	if d.no != "" && strings.Contains(call, d.no) {
		return "", ErrRefused
	}
	if d.gone != "" && strings.Contains(call, d.gone) {
		return "", errNotThere
	}
	if name != "schtasks.exe" {
		return "", nil
	}
	task := args[2]
	switch {
	case args[0] == "/Create":
		data, err := os.ReadFile(args[4])
		if err != nil {
			return "", err
		}
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
		}
		d.tasks[task] = string(utf16.Decode(units))
	case args[0] == "/Delete":
		delete(d.tasks, task)
	case d.tasks[task] == "":
		return "", fmt.Errorf("the system cannot find the file: %w", ErrRefused)
	default:
		// What a console makes of letters its code page lacks.
		return strings.ReplaceAll(d.tasks[task], "ö", "?"), nil
	}
	return "", nil
}

func (d *desk) Get(name string) (string, bool, error) {
	v, ok := d.keys[name]
	return v, ok, nil
}
func (d *desk) Off(name string) (bool, error) { return d.off[name], nil }
func (d *desk) Set(name, value string) error  { d.keys[name], d.off[name] = value, false; return nil }
func (d *desk) Remove(name string) error      { delete(d.keys, name); return nil }

// on returns a Registrar on a system that is made up.
func on(t *testing.T, system string, j Job) (*Registrar, *desk, Host) {
	t.Helper()
	home := t.TempDir()
	d := &desk{tasks: map[string]string{}, keys: map[string]string{}, off: map[string]bool{}}
	h := Host{System: system, Home: home, Config: filepath.Join(home, ".config"), User: "501", Run: d.run, Keys: d}
	r, err := On(h, j)
	if err != nil {
		t.Fatal(err)
	}
	return r, d, h
}

// installed returns a Registrar whose checks are registered.
func installed(t *testing.T, system string) (*Registrar, *desk) {
	t.Helper()
	r, d, _ := on(t, system, jobs["own"])
	if err := r.Install(t.Context(), 15); err != nil {
		t.Fatal(err)
	}
	return r, d
}

func status(t *testing.T, r *Registrar) Status {
	t.Helper()
	s, err := r.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsInstalledIsFoundChangedAndRemoved(t *testing.T) {
	for system, job := range map[string]Job{"linux": jobs["hostile"], "darwin": jobs["hostile"], "windows": jobs["windows"]} {
		t.Run(system, func(t *testing.T) {
			r, d, h := on(t, system, job)
			if s := status(t, r); s.State != Absent || s.Every != 0 {
				t.Fatalf("before: %+v", s)
			}
			if err := r.Remove(t.Context()); err != nil {
				t.Fatalf("to remove nothing: %v", err)
			}
			for _, every := range []int{15, 60, 5} {
				if err := r.Install(t.Context(), every); err != nil {
					t.Fatal(err)
				}
				if s := status(t, r); s.State != Installed || s.Every != every {
					t.Errorf("every %d: %+v, after %q", every, s, d.said)
				}
			}
			moved := job
			moved.Program += "2"
			other, err := On(h, moved)
			if err != nil {
				t.Fatal(err)
			}
			if s := status(t, other); s.State != Outdated {
				t.Errorf("the program has moved: %+v", s)
			}
			if err := r.Remove(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s := status(t, r); s.State != Absent {
				t.Errorf("after: %+v", s)
			}
			if left, _ := filepath.Glob(filepath.Join(h.Home, "*", "*", "*", "*")); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestTheSystemIsToldInItsOwnWords(t *testing.T) {
	for system, want := range map[string][]string{
		"linux":   {"systemctl --user daemon-reload", "systemctl --user enable headroom-check.timer", "systemctl --user restart headroom-check.timer"},
		"darwin":  {"launchctl bootout gui/501/app.headroom.check", "launchctl bootstrap gui/501 "},
		"windows": {`schtasks.exe /Create /TN \Headroom\Check /XML `},
	} {
		_, d := installed(t, system)
		if len(d.said) != len(want) {
			t.Fatalf("%s: %q", system, d.said)
		}
		for i, start := range want {
			if !strings.HasPrefix(d.said[i], start) {
				t.Errorf("%s: %q, want %q", system, d.said[i], start)
			}
		}
	}
}

func TestWhatTheSystemRefusesIsNotLeftBehind(t *testing.T) {
	for system, no := range map[string]string{"linux": "enable", "darwin": "bootstrap", "windows": "/Create"} {
		r, d, _ := on(t, system, jobs["own"])
		d.no = no
		err := r.Install(t.Context(), 15)
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || f.Hint == "" {
			t.Errorf("%s: %v", system, err)
		}
		if s := status(t, r); s.State != Absent {
			t.Errorf("%s: %+v", system, s)
		}
	}
}

// What answers a question on each system, after the checks were installed.
var answers = map[string]string{"linux": "is-enabled", "darwin": "launchctl print", "windows": "/XML"}

func TestWhatSomebodyDisabledIsOutdated(t *testing.T) {
	for system, question := range answers {
		r, d := installed(t, system)
		d.no = question
		if s := status(t, r); s.State != Outdated {
			t.Errorf("%s: %+v", system, s)
		}
	}
}

// A system that cannot be asked has not said that nothing is registered.
func TestASystemThatCannotBeAsked(t *testing.T) {
	for system, question := range answers {
		r, d := installed(t, system)
		d.gone = question
		_, err := r.Status(t.Context())
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || f.Hint == "" || !errors.Is(err, errNotThere) {
			t.Errorf("%s: %v", system, err)
		}
	}
}

// A program that says no is told from one that cannot be run and one that takes
// too long.
func TestOnlyAProgramThatRanHasRefused(t *testing.T) {
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx     context.Context
		program string
		arg     string
		ran, no bool
	}{
		"it says yes":     {t.Context(), itself, "-test.run=^$", true, false},
		"it says no":      {t.Context(), itself, "-no-such-flag", true, true},
		"it is not there": {t.Context(), filepath.Join(t.TempDir(), "nothing"), "", false, false},
		"nobody waits":    {ended, itself, "-test.run=^$", false, false},
	} {
		_, err := run(c.ctx, c.program, c.arg)
		if errors.Is(err, ErrRefused) != c.no || (err == nil) != (c.ran && !c.no) {
			t.Errorf("%s: %v", name, err)
		}
		_, yes, err := Host{Run: run}.asks(c.ctx, c.program, c.arg)
		if yes != (c.ran && !c.no) || (err == nil) != c.ran {
			t.Errorf("%s: asked, %v, %v", name, yes, err)
		}
	}
}

func TestATaskIsReadOnlyWhereItIsThisJob(t *testing.T) {
	j := jobs["windows"]
	j.Every = 30
	task := scheduledTask(j)
	for name, c := range map[string]struct {
		told  string
		every int
	}{
		"as it was written":  {task, 30},
		"every hour":         {strings.Replace(task, "PT30M", "PT1H", 1), 60},
		"disabled":           {strings.Replace(task, "<Enabled>true</Enabled>\n    <ExecutionTimeLimit>", "<Enabled>false</Enabled>\n    <ExecutionTimeLimit>", 1), 0},
		"an unknown pace":    {strings.Replace(task, "PT30M", "PT7M", 1), 0},
		"another program":    {strings.Replace(task, "<Command>", "<Command>D:", 1), 0},
		"cut off":            {task[:len(task)/2], 0},
		"nothing":            {"", 0},
		"another kind of it": {"ERROR: Access is denied.", 0},
	} {
		if every, is := taskEvery(c.told, j); every != c.every || is != (c.every > 0) {
			t.Errorf("%s: %d, %v", name, every, is)
		}
	}
}

func TestTheWindowStartsAtLoginOrNot(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		r, d, _ := on(t, system, jobs["hostile"])
		for _, want := range []bool{false, true, true, false, false} {
			if err := r.StartAtLogin(want); err != nil {
				t.Fatal(err)
			}
			if got, err := r.StartsAtLogin(); got != want || err != nil {
				t.Errorf("%s: %v, %v, want %v", system, got, err, want)
			}
		}
		if len(d.said) > 0 {
			t.Errorf("%s: to be started at the next login nothing is run now, but %q", system, d.said)
		}
	}
}

// What somebody turned off in the system is off, until it is turned on here.
func TestWhatWasTurnedOffElsewhereDoesNotStart(t *testing.T) {
	r, d, h := on(t, "windows", jobs["windows"])
	starts := func(want bool) {
		t.Helper()
		if got, err := r.StartsAtLogin(); got != want || err != nil {
			t.Errorf("%v, %v, want %v", got, err, want)
		}
	}
	on := func() {
		t.Helper()
		if err := r.StartAtLogin(true); err != nil {
			t.Fatal(err)
		}
	}
	on()
	starts(true)
	d.off[runName(jobs["windows"])] = true
	starts(false)
	on()
	starts(true)

	moved := jobs["windows"]
	moved.Program += "2"
	other, err := On(h, moved)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := other.StartsAtLogin(); got || err != nil {
		t.Errorf("of a program that is elsewhere: %v, %v", got, err)
	}
}

func TestWhatCannotBeRegisteredIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		job   Job
		every int
	}{
		"an interval no clock has":         {jobs["own"], 7},
		"no interval":                      {jobs["own"], 0},
		"a program that macOS moves":       {Job{Program: "/private/var/folders/x/AppTranslocation/1/d/Headroom.app/Contents/MacOS/headroom", Store: "/s"}, 15},
		"a line break in the path":         {Job{Program: "/opt/head\nroom", Store: "/s"}, 15},
		"a line break in that of the data": {Job{Program: "/opt/headroom", Store: "/s\nExecStart=/bin/rm"}, 15},
	} {
		r, d, _ := on(t, "linux", c.job)
		err := r.Install(t.Context(), c.every)
		if f := fault.Of(err); f == nil || f.Code == fault.Internal || f.Hint == "" || len(d.said) > 0 {
			t.Errorf("%s: %v, after %q", name, err, d.said)
		}
	}
	if _, err := On(Host{System: "plan9"}, jobs["own"]); fault.Of(err) == nil || fault.Of(err).Hint == "" {
		t.Errorf("an unknown system: %v", err)
	}
}

func TestOnWindowsTheProgramWithoutAConsoleIsRegistered(t *testing.T) {
	here := func(names ...string) func(string) bool {
		return func(file string) bool {
			for _, n := range names {
				if filepath.Base(file) == n {
					return true
				}
			}
			return false
		}
	}
	for program, want := range map[string]string{"/p/headroom-cli.exe": "/p/headroom.exe", "/p/Headroom-CLI.EXE": "/p/headroom.exe", "/p/headroom.exe": "/p/headroom.exe", "/p/headroom": "/p/headroom"} {
		if got := filepath.ToSlash(windowed(program, here("headroom.exe"))); got != want {
			t.Errorf("%s: %s", program, got)
		}
	}
	if got := windowed("/p/headroom-cli.exe", here()); got != "/p/headroom-cli.exe" {
		t.Errorf("without the other: %s", got)
	}
}

// A folder in which nothing can be written is said to the person.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	home := filepath.Join(t.TempDir(), "no folder")
	if err := os.WriteFile(home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{tasks: map[string]string{}, keys: map[string]string{}}
	r, err := On(Host{System: "linux", Home: home, Config: home, User: "7", Run: d.run, Keys: d}, Job{Program: "/opt/headroom", Store: "/tmp/a.db", ID: "x"})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"checks": r.Install(t.Context(), 15), "at login": r.StartAtLogin(true)} {
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || f.Hint == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A system that says no folder of the person's is told of in words.
func TestNoFolderOfThePerson(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "USERPROFILE", "AppData"} {
		t.Setenv(name, "")
	}
	if _, err := Here(profile.Profile{Store: "/tmp/a.db"}); fault.Of(err).Code != fault.Conflict {
		t.Errorf("%v", err)
	}
}
