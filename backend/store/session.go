package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

var _ ingest.Store = (*Store)(nil)

// session is one import on its way into the store. The importer's goroutine
// fills buffers and dictionaries; everything that speaks SQL is a job run by
// one writer goroutine inside the import's transaction.
type session struct {
	store  *Store
	meta   ingest.Meta
	asked  context.Context // of whoever imports
	ctx    context.Context // ends with asked, when the store closes and when a job fails
	cancel context.CancelFunc
	tx     *sql.Tx
	id     int64
	rank   int64 // see rankOf

	jobs   chan func(*sql.Tx) error
	ended  chan struct{} // the writer has seen jobs closed
	failed atomic.Pointer[error]
	closed bool

	line    int
	handed  handed
	dict    *dictionary
	usage   *usageWriter
	rows    *rowWriter
	events  *eventWriter
	rejects *quarantine
	slices  map[sliceKey]bool // what the import speaks of
	past    func() ([]Figure, error)
	archive chan error
	sum     string // of the content, known once archive has sent
}

// waitingJobs is how far the importer may run ahead of the writer; a job holds
// a day of usage or a part of the archive, a few megabytes.
const waitingJobs = 8

type sliceKey struct {
	stream int64
	day    portfolio.Day
}

// Begin starts an import. The transaction holds the store's write lock until
// Finish or Abort.
func (s *Store) Begin(ctx context.Context, m ingest.Meta) (ingest.Session, error) {
	if s.readOnly != "" {
		return nil, fault.New(fault.Store, "%s", s.readOnly)
	}
	asked := ctx
	ctx, cancel := s.whileOpen(ctx)
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		cancel()
		return nil, storeError(err, "begin import")
	}
	im := &session{
		store: s, meta: m, asked: asked, ctx: ctx, cancel: cancel, tx: tx,
		jobs: make(chan func(*sql.Tx) error, waitingJobs), ended: make(chan struct{}), archive: make(chan error, 1),
		slices: map[sliceKey]bool{},
	}
	if err := im.begin(); err != nil {
		tx.Rollback()
		cancel()
		return nil, err
	}
	go im.write()
	go im.archiveFile()
	return im, nil
}

// begin writes the import's row, so that everything after can refer to it, and
// loads the dictionaries.
func (im *session) begin() error {
	m := im.meta
	header, err := json.Marshal(append([]string{}, m.Header...))
	if err != nil {
		return fmt.Errorf("encode header: %w", err)
	}
	r, err := im.tx.ExecContext(im.ctx, `
		INSERT INTO import (file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state,
			rows, added, changed, unchanged, skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'committed', 0, 0, 0, 0, 0, 0, '[]', '[]', ?, ?, '', 0, 0)`,
		m.File, m.SHA256, m.Bytes, m.Info.ID, m.Info.Version, m.Info.Source, m.Info.Dataset, m.Info.Class, m.AsOf.String(), m.Partial, m.Context, string(header))
	if err != nil {
		return im.recorded(err)
	}
	if im.id, err = r.LastInsertId(); err != nil {
		return storeError(err, "record import")
	}
	im.rank = rankOf(m.AsOf, im.id)
	im.dict, err = loadDictionary(im.ctx, im.tx, m, im.id)
	if err != nil {
		return err
	}
	im.usage = newUsageWriter(im)
	im.rows = &rowWriter{im: im}
	im.events = newEventWriter(im)
	im.rejects = &quarantine{im: im}
	return nil
}

// write runs the jobs; after the first failure it only empties the channel.
func (im *session) write() {
	defer close(im.ended)
	for job := range im.jobs {
		if im.failed.Load() != nil {
			continue
		}
		if err := job(im.tx); err != nil {
			im.failed.Store(&err)
			im.cancel()
		}
	}
}

func (im *session) do(job func(*sql.Tx) error) error {
	if err := im.err(); err != nil {
		return err
	}
	im.jobs <- job
	return nil
}

// doFacts is do for facts, which need the dictionary's new entries first. Only
// the importer's goroutine may call it.
func (im *session) doFacts(job func(*sql.Tx) error) error {
	fresh := im.dict.take()
	return im.do(func(tx *sql.Tx) error {
		if err := fresh.put(im.ctx, tx); err != nil {
			return err
		}
		return job(tx)
	})
}

func (im *session) err() error {
	if im.failed.Load() == nil {
		return nil
	}
	return im.refusal(nil)
}

// refusal says why the import ends with err: a failed job is the reason of
// whatever failed after it, and a cancellation of everything.
func (im *session) refusal(err error) error {
	if p := im.failed.Load(); p != nil {
		err = *p
	}
	if err == nil {
		return nil
	}
	if im.asked.Err() != nil || im.store.closing.Err() != nil {
		return fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
	}
	var p *ingest.Problem
	if errors.As(err, &p) {
		return fault.Wrap(err, fault.Invalid, "%s", p.Message).InFile(im.meta.File)
	}
	return storeError(err, "store import")
}

// Row announces the line of the facts that follow, 0 for what was summed up.
func (im *session) Row(line int) {
	im.handed.next()
	im.handed.over = line == 0
	im.line = line
}

// Note is kept by the importer, not by the store.
func (im *session) Note(string, string, string) {}

// speaks notes that the import tells of a dataset on a day, and returns the
// stream of the reporting partner.
func (im *session) speaks(dataset portfolio.Dataset, at ingest.At) int64 {
	id := im.dict.stream(dataset, at.Reporter)
	im.slices[sliceKey{id, at.Day}] = true
	return id
}

// Account takes a row about the account itself.
func (im *session) Account(at ingest.At, a portfolio.Account) error {
	im.speaks(portfolio.Accounts, at)
	im.handed.entity = true
	im.dict.mention(a, at.Day, im.line, true)
	return im.err()
}

// Entitlement takes an entitlement.
func (im *session) Entitlement(at ingest.At, e portfolio.Entitlement) error {
	return im.rows.entitlement(at, e)
}

// Deployed takes a deployment fact, keyed by source, account and product.
func (im *session) Deployed(at ingest.At, d portfolio.Deployed) error {
	return im.rows.deployed(at, d)
}

// Series interns a series of usage or events.
func (im *session) Series(reporter string, s portfolio.Series) (portfolio.SeriesID, error) {
	return im.dict.series(reporter, s, im.meta.AsOf, im.line), im.err()
}

// Observe takes the level of a series on a day.
func (im *session) Observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error {
	im.handed.other()
	return im.usage.observe(id, day, o)
}

// Event takes one act of using.
func (im *session) Event(id portfolio.SeriesID, e portfolio.Event) error {
	im.handed.event()
	return im.events.event(id, e)
}

// Support takes a support request.
func (im *session) Support(at ingest.At, r portfolio.SupportRequest) error {
	return im.rows.support(at, r)
}

// Charge takes a line of the ledger.
func (im *session) Charge(at ingest.At, c portfolio.Charge) error {
	return im.rows.charge(at, c)
}

// Product takes a product of a catalogue.
func (im *session) Product(at ingest.At, p portfolio.Product, aliases []string) error {
	if foldName(p.Name) == "" {
		return &ingest.Problem{Code: "missing_key", Message: "The row names no product."}
	}
	im.speaks(portfolio.Products, at)
	im.handed.entity = true
	im.dict.list(p, aliases, at.Day, im.line)
	return im.err()
}

// Reject keeps a rejected row.
func (im *session) Reject(p ingest.Problem, cells [][]byte) error {
	im.handed.reject(p.Row)
	return im.rejects.add(p, cells)
}

// Abort gives the import up; the store is as before.
func (im *session) Abort() {
	if im.closed {
		return
	}
	im.closed = true
	im.cancel()
	<-im.archive
	close(im.jobs)
	<-im.ended
	im.tx.Rollback()
}

// Finish stores what is buffered, resolves the facts, writes the counts, and
// commits unless dry.
func (im *session) Finish(ctx context.Context, t ingest.Tally, dry bool) (ingest.Result, error) {
	defer im.Abort()
	if dry || im.meta.Hold {
		im.askPast(ctx)
	}
	if err := im.flush(); err != nil {
		return ingest.Result{}, im.refusal(err)
	}
	im.closed = true
	defer im.cancel()
	defer im.tx.Rollback()
	r, err := im.conclude(ctx, t, dry)
	if err != nil || r.State != "committed" {
		return r, im.refusal(err)
	}
	if err := im.tx.Commit(); err != nil {
		return ingest.Result{}, im.refusal(err)
	}
	im.store.changes.Publish(change.Set{change.Facts})
	return r, nil
}

// flush empties the buffers and ends the writer.
func (im *session) flush() error {
	for _, f := range []func() error{im.usage.flush, im.events.flush, im.rows.flush, im.rejects.flush} {
		if err := f(); err != nil {
			return err
		}
	}
	if err := <-im.archive; err != nil {
		im.archive <- nil
		return err
	}
	im.archive <- nil
	im.closed = true
	close(im.jobs)
	<-im.ended
	if err := im.err(); err != nil {
		im.tx.Rollback()
		im.cancel()
		return err
	}
	return nil
}

// conclude runs after the last fact, on the caller's goroutine.
func (im *session) conclude(ctx context.Context, t ingest.Tally, dry bool) (ingest.Result, error) {
	if err := im.dict.flush(ctx, im.tx); err != nil {
		return ingest.Result{}, err
	}
	if err := im.keepArchive(ctx); err != nil {
		return ingest.Result{}, err
	}
	if err := im.rows.books.settle(ctx, im.tx, im.id); err != nil {
		return ingest.Result{}, err
	}
	if err := im.putSlices(ctx); err != nil {
		return ingest.Result{}, err
	}
	im.handed.next()
	c, repeated, err := im.counts(ctx, t.Accepted)
	if err != nil {
		return ingest.Result{}, err
	}
	if repeated > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("duplicate_key: %d skipped", repeated))
		t.Skipped += repeated
	}
	gone, err := resolveAfter(ctx, im.tx, im.id, im.rows.entitlements > 0, im.rows.supports > 0)
	if err != nil {
		return ingest.Result{}, err
	}
	if gone > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("no_longer_there: %d", gone))
	}
	digest, err := importDigest(ctx, im.tx, im.id)
	if err != nil {
		return ingest.Result{}, err
	}
	now := im.store.now()
	r := ingest.Result{
		ID: im.id, File: im.meta.File, SHA256: im.sum, Profile: im.meta.Info.ID, Source: im.meta.Info.Source,
		Dataset: string(im.meta.Info.Dataset), Class: string(im.meta.Info.Class), AsOf: im.meta.AsOf.String(), State: "committed",
		Rows: t.Rows, Added: c.Added, Changed: c.Changed, Unchanged: c.Unchanged, Skipped: t.Skipped, Rejected: t.Rejected,
		Notes: t.Notes, Problems: t.Problems, ImportedAt: instant(now), Seconds: now.Sub(t.Started).Seconds(), Version: im.meta.Info.Version,
	}
	if dry || im.meta.Hold {
		r.Review, err = im.review(ctx, t.Rows)
		if err != nil {
			return ingest.Result{}, err
		}
		if dry || falls(r.Review) {
			r.State, r.ID, r.ImportedAt = "held", 0, ""
			if dry {
				r.State = "dry_run"
			}
			return r, nil
		}
	}
	if err := im.record(ctx, r, digest, now, now.Sub(t.Started)); err != nil {
		return ingest.Result{}, err
	}
	return r, bump(ctx, im.tx, now, true)
}

func (im *session) record(ctx context.Context, r ingest.Result, digest string, now time.Time, took time.Duration) error {
	notes, err := json.Marshal(r.Notes)
	if err != nil {
		return fmt.Errorf("encode notes: %w", err)
	}
	problems, err := json.Marshal(r.Problems)
	if err != nil {
		return fmt.Errorf("encode problems: %w", err)
	}
	_, err = im.tx.ExecContext(ctx, `
		UPDATE import SET sha256 = ?, rows = ?, added = ?, changed = ?, unchanged = ?, skipped = ?, rejected = ?, notes = ?, problems = ?,
			digest = ?, imported_at = ?, duration = ? WHERE id = ?`,
		im.sum, r.Rows, r.Added, r.Changed, r.Unchanged, r.Skipped, r.Rejected, string(notes), string(problems),
		digest, now.UnixMicro(), took.Microseconds(), im.id)
	return im.recorded(err)
}

// recorded is what the writing of the import's row comes to: another program
// may have brought the same file since it was looked for.
func (im *session) recorded(err error) error {
	var se sqlite3.Error
	if errors.As(err, &se) && se.ExtendedCode == sqlite3.ErrConstraintUnique {
		return fault.Wrap(err, fault.Conflict, "Another import of the same file has just ended.").InFile(im.meta.File)
	}
	return storeError(err, "record import")
}

func (im *session) putSlices(ctx context.Context) error {
	whole := im.meta.Info.Class.Slices() && !im.meta.Partial
	put, err := im.tx.PrepareContext(ctx, `INSERT INTO import_slice (import_id, stream_id, as_of, rank, whole) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return storeError(err, "record slices")
	}
	defer put.Close()
	for k := range im.slices {
		if _, err := put.ExecContext(ctx, im.id, k.stream, k.day.String(), im.rank, whole); err != nil {
			return storeError(err, "record slices")
		}
	}
	return nil
}

// instant writes t as the contract wants it.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func fromMicros(us int64) string {
	if us == 0 {
		return ""
	}
	return instant(time.UnixMicro(us))
}
