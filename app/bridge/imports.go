package bridge

import (
	"context"
	"sync"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// Imports brings files in and takes them back.
type Imports struct {
	base
	mu     sync.Mutex
	cancel context.CancelFunc // of the running import, nil when none runs
}

// progressEvery is how often the window hears of a running import.
const progressEvery = 100 * time.Millisecond

// Choose asks for files by the native dialog.
func (i *Imports) Choose() (paths []string, err error) {
	defer i.guard("Imports.Choose", &err)
	paths, err = i.host.OpenFiles()
	if paths == nil {
		paths = []string{}
	}
	return paths, err
}

// Run imports files and returns what became of each.
func (i *Imports) Run(paths []string) (rows []ImportRow, err error) {
	defer i.guard("Imports.Run", &err)
	if err := i.writable(); err != nil {
		return rows, err
	}
	return i.run(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) ([]ingest.Result, error) {
		results, err := desk.Import(ctx, ingest.Request{Paths: paths, AsOf: portfolio.NoDay, Hold: true, Progress: tell})
		if err != nil {
			return results, err
		}
		return results, i.settle(ctx, desk, results)
	})
}

// Demo writes and imports the demo portfolio.
func (i *Imports) Demo() (rows []ImportRow, err error) {
	defer i.guard("Imports.Demo", &err)
	if err := i.writable(); err != nil {
		return rows, err
	}
	return i.run(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) ([]ingest.Result, error) {
		return desk.ImportDemo(ctx, tell)
	})
}

// run does one import at a time, so that a cancellation means that one.
func (i *Imports) run(do func(context.Context, Desk, func(ingest.Progress)) ([]ingest.Result, error)) ([]ImportRow, error) {
	desk, err := i.host.Desk()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	i.mu.Lock()
	if i.cancel != nil {
		i.mu.Unlock()
		return nil, fault.New(fault.Conflict, "An import is running.").WithHint("Wait for its end or cancel it.")
	}
	i.cancel = cancel
	i.mu.Unlock()
	defer func() {
		i.mu.Lock()
		i.cancel = nil
		i.mu.Unlock()
	}()
	results, err := do(ctx, desk, i.teller())
	rows := i.importRows(desk, results)
	if fault.Of(err) != nil && fault.Of(err).Code == fault.Cancelled {
		return append(rows, ImportRow{State: "cancelled", Notes: []string{}, Problems: []Problem{}}), nil
	}
	return rows, err
}

// teller passes progress to the window, not more often than it can be read.
func (i *Imports) teller() func(ingest.Progress) {
	started := time.Now()
	var last time.Time
	return func(p ingest.Progress) {
		now := time.Now()
		if p.Stage == "reading" && now.Sub(last) < progressEvery {
			return
		}
		last = now
		i.host.Emit("import:progress", Progress{
			File: p.File, Index: p.Index, Count: p.Count, Rows: p.Rows, Bytes: p.Bytes, Size: p.Size, Seconds: now.Sub(started).Seconds(), Stage: p.Stage,
		})
	}
}

// Cancel stops the running import; the store is as before it.
func (i *Imports) Cancel() (cancelled bool, err error) {
	defer i.guard("Imports.Cancel", &err)
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.cancel != nil {
		i.cancel()
		return true, nil
	}
	return false, nil
}

// History returns every import, newest first.
func (i *Imports) History() (rows []ImportRow, err error) {
	defer i.guard("Imports.History", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	return i.history(ctx, desk)
}

func (b base) history(ctx context.Context, desk Desk) ([]ImportRow, error) {
	all, err := desk.Imports(ctx)
	if err != nil {
		return nil, err
	}
	return b.importRows(desk, all), nil
}

// Undo takes one import back.
func (i *Imports) Undo(id int64) (rows []ImportRow, err error) {
	defer i.guard("Imports.Undo", &err)
	if err := i.writable(); err != nil {
		return rows, err
	}
	desk, err := i.host.Desk()
	if err != nil {
		return nil, err
	}
	if err := desk.Undo(context.Background(), id); err != nil {
		return nil, err
	}
	return i.history(context.Background(), desk)
}

// RemoveDemo takes every import of the demo portfolio back.
func (i *Imports) RemoveDemo() (rows []ImportRow, err error) {
	defer i.guard("Imports.RemoveDemo", &err)
	if err := i.writable(); err != nil {
		return rows, err
	}
	desk, err := i.host.Desk()
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	all, err := desk.Imports(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.State == "committed" && desk.IsDemo(r) {
			if err := desk.Undo(ctx, r.ID); err != nil {
				return nil, err
			}
		}
	}
	return i.history(ctx, desk)
}

// Restore asks for a backup and puts it in the place of the store.
func (i *Imports) Restore() (restored bool, err error) {
	defer i.guard("Imports.Restore", &err)
	file, err := i.host.OpenFile(i.words().Say("Restore a backup"), "*.headroom;*.db")
	if err != nil || file == "" {
		return false, err
	}
	return true, i.host.Restore(context.Background(), file)
}

func (b base) importRows(desk Desk, results []ingest.Result) []ImportRow {
	words := b.words()
	rows := make([]ImportRow, 0, len(results))
	for _, r := range results {
		row := ImportRow{
			ID: r.ID, File: r.File, SHA256: r.SHA256, Profile: r.Profile, Title: words.Say(desk.Title(r.Profile)), Dataset: r.Dataset, Class: r.Class, AsOf: r.AsOf, State: r.State,
			Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Skipped: r.Skipped, Rejected: r.Rejected,
			Notes: r.Notes, Problems: toldProblems(r.Problems, words), ImportedAt: r.ImportedAt, Seconds: r.Seconds,
			Path: r.Path, Member: r.Member, Version: r.Version, Error: faultOf(r.Error, words),
		}
		if row.Notes == nil {
			row.Notes = []string{}
		}
		rows = append(rows, row)
	}
	return rows
}
