package app

import (
	"fmt"
	"io"
	"log/slog"
	"os"
)

// maxLog is the size at which a log is put aside when the window starts.
const maxLog = 4 << 20

// openLog appends to the log of a profile. A long one is kept as .old first, so
// that two files are the most there is.
func openLog(path string) (*slog.Logger, io.Closer, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, nil, fmt.Errorf("put the log aside: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	return slog.New(slog.NewTextHandler(f, nil)), f, nil
}

// wailsLog hands what Wails has to say to the program's log.
type wailsLog struct{ log *slog.Logger }

// Print logs text without a level of its own.
func (l wailsLog) Print(text string) { l.log.Info(text) }

// Trace logs text at the lowest level.
func (l wailsLog) Trace(text string) { l.log.Debug(text) }

// Debug logs text for the developer.
func (l wailsLog) Debug(text string) { l.log.Debug(text) }

// Info logs what is normal.
func (l wailsLog) Info(text string) { l.log.Info(text) }

// Warning logs what is not yet an error.
func (l wailsLog) Warning(text string) { l.log.Warn(text) }

// Error logs what failed.
func (l wailsLog) Error(text string) { l.log.Error(text) }

// Fatal logs why the program ends, and ends it as Wails' own logger does.
func (l wailsLog) Fatal(text string) {
	l.log.Error(text)
	os.Exit(1)
}
