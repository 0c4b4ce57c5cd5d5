package program

import (
	"context"
	"strings"

	"headroom/app/bridge"
	"headroom/backend/demo"
	"headroom/backend/ingest"
	"headroom/backend/watch"
)

var _ bridge.Desk = (*Program)(nil)

// Path is the store's file.
func (p *Program) Path() string { return p.Store.Path() }

// ReadOnly says why nothing can be changed, "" when it can.
func (p *Program) ReadOnly() string { return p.Store.ReadOnly() }

// ImportDemo writes and imports the demo portfolio.
func (p *Program) ImportDemo(ctx context.Context, progress func(ingest.Progress)) ([]ingest.Result, error) {
	return p.Demo(ctx, demo.Options{}, "", progress)
}

// Imports returns the history, newest first.
func (p *Program) Imports(ctx context.Context) ([]ingest.Result, error) { return p.Store.Imports(ctx) }

// IsDemo reports whether an import is part of the demo portfolio.
func (p *Program) IsDemo(r ingest.Result) bool { return strings.HasPrefix(r.File, demo.Mark) }

// Title names a profile in plain words.
func (p *Program) Title(profile string) string {
	for _, known := range append(Profiles(), p.importer.Generic) {
		if i := known.Info(); i.ID == profile {
			return i.Title
		}
	}
	return profile
}

// Watch marks an account or entitlement as watched, or no longer.
func (p *Program) Watch(ctx context.Context, kind, key string, on bool) error {
	if err := p.Store.Watch(ctx, kind, key, on); err != nil {
		return err
	}
	_, err := p.evaluate(ctx, false)
	return err
}

// Watched returns the watch list.
func (p *Program) Watched(ctx context.Context) (watch.Watchlist, error) { return p.Store.Watched(ctx) }

// InboxOf returns the items about one account.
func (p *Program) InboxOf(ctx context.Context, accountKey string) ([]watch.Item, error) {
	return p.Store.InboxOf(ctx, accountKey)
}

// OpenCount counts the items nobody dealt with.
func (p *Program) OpenCount(ctx context.Context) (int, error) { return p.Store.OpenCount(ctx) }

// Rules returns every rule that was not removed.
func (p *Program) Rules(ctx context.Context) ([]watch.Listed, error) { return p.Store.Rules(ctx) }

// Reopen brings items back.
func (p *Program) Reopen(ctx context.Context, ids ...int64) error {
	return p.Store.Reopen(ctx, ids...)
}

// Settings returns every setting.
func (p *Program) Settings(ctx context.Context) (map[string]string, error) {
	return p.Store.Settings(ctx)
}

// SetSetting changes one setting. What could not be delivered as things were is
// tried again at once.
func (p *Program) SetSetting(ctx context.Context, name, value string) error {
	if err := p.Store.SetSetting(ctx, name, value); err != nil || !deliveryDepends(name) {
		return err
	}
	return p.Store.TryAgain(ctx)
}

// Backup writes a consistent copy.
func (p *Program) Backup(ctx context.Context, file string) error { return p.Store.Backup(ctx, file) }
