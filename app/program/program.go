// Package program puts the backend together on one store: importer, engine,
// rules and delivery. The window and the commands are two faces of it.
package program

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"headroom/backend/change"
	"headroom/backend/ingest"
	"headroom/backend/ingest/flexlm"
	"headroom/backend/ingest/flexnet"
	"headroom/backend/ingest/generic"
	"headroom/backend/ingest/mapping"
	"headroom/backend/ingest/microsoft365"
	"headroom/backend/ingest/partnercenter"
	"headroom/backend/ingest/support"
	"headroom/backend/ingest/tabular"
	"headroom/backend/ingest/userlist"
	"headroom/backend/metric"
	"headroom/backend/metric/engine"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// Version is the version of the program.
const Version = "0.1.0"

// Options of Open. Path is the store's file; Create allows a new one; Changes
// may be nil; Channels show notifications outside the inbox, the first that can.
// Language is that of the catalog's words; "" is English. Spoken is that of the
// person where the setting leaves it to the system; "" is Language.
type Options struct {
	Path     string
	Create   bool
	Now      func() time.Time
	Zone     *time.Location
	Changes  *change.Bus
	Channels []notify.Channel
	Language string
	Spoken   string
	// Secrets keeps passwords and keys; nil keeps none. Roots are the authorities
	// that servers are trusted by, nil for the system's.
	Secrets notify.Secrets
	Roots   *x509.CertPool
}

// Program is the backend on one store.
type Program struct {
	Store    *store.Store
	Engine   *engine.Engine
	importer *ingest.Importer
	rules    *watch.Evaluator
	outbox   *notify.Dispatcher
	path     string
	channels []notify.Channel
	secrets  notify.Secrets
	roots    *x509.CertPool
	now      func() time.Time
	zone     *time.Location
	language string
	spoken   string
	search   searching

	clockWasWrong atomic.Bool
}

// Profiles returns every profile that recognises files by themselves. A new
// export format is one folder and one line here.
func Profiles() []ingest.Profile {
	return slices.Concat(
		partnercenter.Profiles(),
		flexnet.Profiles(),
		flexlm.Profiles(),
		microsoft365.Profiles(),
		support.Profiles(),
		userlist.Profiles(),
	)
}

// Open opens the store and puts the program together.
func Open(ctx context.Context, o Options) (*Program, error) {
	s, err := store.Open(ctx, o.Path, store.Options{Now: o.Now, Create: o.Create, Changes: o.Changes, Figures: figures{o.Now, o.Zone}})
	if err != nil {
		return nil, err
	}
	p := &Program{
		Store: s, Engine: engine.New(s, shipped(o.Language), engine.WithLanguages(shipped)), now: o.Now, zone: o.Zone, language: o.Language, spoken: spokenIn(o),
		importer: &ingest.Importer{Profiles: Profiles(), Generic: generic.Profile(), Guesser: mapping.Guesser{}, Memories: s, Quarantines: s, Formats: flexlm.Formats(), Expand: expand, Store: s, Now: o.Now, Zone: o.Zone},
		path:     o.Path, channels: o.Channels, secrets: o.Secrets, roots: o.Roots,
	}
	if p.secrets == nil {
		p.secrets = noKeyring{}
	}
	p.outbox = p.dispatcher(o)
	p.rules = watch.NewEvaluator(asker{p}, s)
	return p, nil
}

// Close closes the store.
func (p *Program) Close() error { return p.Store.Close() }

// Today is the person's day.
func (p *Program) Today() portfolio.Day { return portfolio.DayIn(p.now().In(p.zone)) }

// Zone is the person's time zone.
func (p *Program) Zone() *time.Location { return p.zone }

// env is what answers depend on beside the store: the person's day and time.
func (p *Program) env() engine.Env {
	now := p.now().In(p.zone)
	return engine.Env{Today: portfolio.DayIn(now), Now: now}
}

// AskJSON answers a query as of the person's day, as the JSON text of the
// Result: for large tables.
func (p *Program) AskJSON(ctx context.Context, q metric.Query) (json.RawMessage, error) {
	return p.Engine.AskJSON(ctx, q, p.env())
}

// Ask answers a query as of the person's day.
func (p *Program) Ask(ctx context.Context, q metric.Query) (metric.Result, error) {
	return p.Engine.Ask(ctx, q, p.env())
}

// Import imports files and then evaluates the rules, so that what they bring
// to light is in the inbox.
func (p *Program) Import(ctx context.Context, q ingest.Request) ([]ingest.Result, error) {
	paths := make([]string, len(q.Paths))
	for i, path := range q.Paths {
		paths[i] = whole(path)
	}
	q.Paths = paths
	results, err := p.importer.Import(ctx, q)
	if err != nil || q.DryRun {
		return results, err
	}
	for _, r := range results {
		if r.State == "committed" {
			_, err := p.evaluate(ctx, false)
			return results, err
		}
	}
	return results, nil
}

// Inspect says what is known of a file before it is imported.
func (p *Program) Inspect(ctx context.Context, path, member string, said ingest.Request) (ingest.Inspection, error) {
	return p.importer.Inspect(ctx, whole(path), member, said)
}

// whole is a path that means the same file wherever the program was started: a
// file is remembered by its folder.
func whole(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// Undo takes an import back and brings the rules up to date without telling
// anybody.
func (p *Program) Undo(ctx context.Context, id int64) error {
	if err := p.Store.Undo(ctx, id); err != nil {
		return err
	}
	_, err := p.evaluate(ctx, true)
	return err
}

// Checked is what a check did.
type Checked struct {
	watch.Report
	Delivered []notify.Delivery `json:"delivered"`
}

// Evaluate evaluates every rule; what is to be shown waits for Deliver.
func (p *Program) Evaluate(ctx context.Context) error {
	_, err := p.evaluate(ctx, false)
	return err
}

// Check evaluates every rule and shows what is waiting to be shown. With
// inboxOnly the inbox is written and nothing is shown, now or later.
func (p *Program) Check(ctx context.Context, inboxOnly bool) (Checked, error) {
	report, err := p.evaluate(ctx, inboxOnly)
	if err != nil {
		return Checked{}, err
	}
	out := Checked{Report: report, Delivered: []notify.Delivery{}}
	if inboxOnly {
		return out, nil
	}
	out.Delivered, err = p.outbox.Deliver(ctx, p.now())
	return out, err
}

// Deliver shows what is waiting to be shown.
func (p *Program) Deliver(ctx context.Context) ([]notify.Delivery, error) {
	return p.outbox.Deliver(ctx, p.now())
}

// asker gives the rules the engine's answers, which nobody waits for.
type asker struct{ program *Program }

// Ask answers q as of today.
func (a asker) Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	env := a.program.env()
	if today != env.Today { // of a day that is rehearsed it is noon
		env.Now = a.program.midnight(today).Add(12 * time.Hour)
	}
	env.Today, env.Deadline = today, -1
	return a.program.Engine.Ask(ctx, q, env)
}

// expand lists the files behind a path.
func expand(path string) ([]ingest.File, error) {
	found, err := tabular.Expand(path)
	files := make([]ingest.File, len(found))
	for i, f := range found {
		files[i] = file{f}
	}
	return files, err
}

// file is a tabular.File as the importer sees it.
type file struct{ tabular.File }

// Name is what the person is shown.
func (f file) Name() string { return f.File.Name }

// Size is the number of bytes.
func (f file) Size() int64 { return f.File.Size }

// ModTime is when the file was last changed.
func (f file) ModTime() time.Time { return f.File.ModTime }

// Tables opens the tables of the file as r says.
func (f file) Tables(r ingest.Reading) ([]ingest.Table, error) { return f.TablesAs(r) }
