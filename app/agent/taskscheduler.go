package agent

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// windows registers with the Task Scheduler, and in the Run key of the registry.
type windows struct{ host Host }

const tasksHint = "Try again as the person who uses Headroom; an administrator may have forbidden tasks."

// files are none: the Task Scheduler keeps the task itself.
func (w windows) files(Job) []string { return []string{} }

func (w windows) install(ctx context.Context, j Job) error {
	folder, err := os.MkdirTemp("", "headroom")
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "check.xml")
	if err := write(file, utf16File(scheduledTask(j))); err != nil {
		return err
	}
	if _, err := w.schtasks(ctx, "/Create", "/TN", taskName(j), "/XML", file, "/F"); err != nil {
		return refused(err, "The Task Scheduler did not take the task.", tasksHint)
	}
	return nil
}

func (w windows) remove(ctx context.Context, j Job) error {
	if known, err := w.registered(ctx, j); err != nil || !known {
		return err
	}
	if _, err := w.schtasks(ctx, "/Delete", "/TN", taskName(j), "/F"); err != nil {
		return refused(err, "The Task Scheduler did not remove the task.", tasksHint)
	}
	return nil
}

func (w windows) registered(ctx context.Context, j Job) (bool, error) {
	_, known, err := w.query(ctx, j)
	return known, err
}

func (w windows) every(ctx context.Context, j Job) (int, error) {
	told, known, err := w.query(ctx, j, "/XML")
	if err != nil || !known {
		return 0, err
	}
	every, _ := taskEvery(told, j)
	return every, nil
}

// query asks for the task; a task that is not there is the one refusal.
func (w windows) query(ctx context.Context, j Job, how ...string) (told string, known bool, err error) {
	told, known, err = w.host.asks(ctx, "schtasks.exe", append([]string{"/Query", "/TN", taskName(j)}, how...)...)
	if err != nil {
		return "", false, unasked(err, "the Task Scheduler")
	}
	return told, known, nil
}

// taskEvery reads the interval out of a task as the Task Scheduler tells it, which
// it does in its own order. What is no task, is disabled, or runs another program
// or other data is not this job.
func taskEvery(told string, j Job) (every int, is bool) {
	var task struct {
		Triggers struct {
			CalendarTrigger struct {
				Repetition struct{ Interval string }
			}
		}
		Settings struct{ Enabled string }
		Actions  struct {
			Exec struct{ Command, Arguments string }
		}
	}
	reader := xml.NewDecoder(strings.NewReader(strings.ToValidUTF8(told, "")))
	// What comes through a pipe has the encoding of the console, whatever it says.
	reader.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	if reader.Decode(&task) != nil {
		return 0, false
	}
	run := task.Actions.Exec
	if task.Settings.Enabled == "false" || ascii(run.Command) != ascii(j.Program) || ascii(run.Arguments) != ascii(windowsCommand(j.check())) {
		return 0, false
	}
	for _, every := range Intervals {
		interval := task.Triggers.CalendarTrigger.Repetition.Interval
		if interval == fmt.Sprintf("PT%dM", every) || every == 60 && interval == "PT1H" {
			return every, true
		}
	}
	return 0, false
}

// ascii leaves out what a console may have made something else of: letters that
// its code page lacks are question marks there, which no path has.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 || r == '?' {
			return -1
		}
		return r
	}, text)
}

func (w windows) schtasks(ctx context.Context, args ...string) (string, error) {
	return w.host.Run(ctx, "schtasks.exe", args...)
}

func (w windows) atLogin(j Job, on bool) error {
	if !on {
		return w.host.Keys.Remove(runName(j))
	}
	return w.host.Keys.Set(runName(j), runValue(j))
}

func (w windows) startsAtLogin(j Job) (bool, error) {
	value, found, err := w.host.Keys.Get(runName(j))
	if err != nil || !found || value != runValue(j) {
		return false, err
	}
	off, err := w.host.Keys.Off(runName(j))
	return err == nil && !off, err
}
