package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// Figure is one figure of the engine; Value is nil where nothing is known.
type Figure struct {
	Metric string
	Unit   string // currency of an amount
	Value  *float64
}

// Level is how many users of an account were active in a unit (the workload,
// feature or product), and of how many.
type Level struct {
	AccountKey, Account, Unit string
	Active, Total             *float64
}

// Figures lets the engine answer what a review tells in figures, so that they
// are those of the pages.
type Figures interface {
	// Of returns the answers about the one state of src.
	Of(src engine.Source) Answers
}

// Answers are the figures of one state. Known is the last import that is
// known, 0 for all; then the totals have how many accounts there are, too.
type Answers interface {
	Totals(ctx context.Context, known int64) ([]Figure, error)
	Levels(ctx context.Context, day portfolio.Day, known int64) ([]Level, error)
}

// A level swings when it moves by more than swingShare of what it was and by at
// least swingUsers; less is noise of people on holiday.
const (
	swingShare = 0.2
	swingUsers = 5
)

// reading says where the figures of a review come from: now are the answers
// about the state that has both states of knowledge, nil where nobody gives
// figures; past waits for the totals before an import that is not committed,
// nil where now knows them.
type reading struct {
	now  Answers
	past func() ([]Figure, error)
}

// answers returns what is answered about src, nil where nobody does.
func (s *Store) answers(src engine.Source) Answers {
	if s.figures == nil {
		return nil
	}
	return s.figures.Of(src)
}

// inside is the state inside one transaction, be it a read or an import that
// is not committed yet. Days that the import speaks of are read afresh.
type inside struct {
	s     *Store
	tx    *sql.Tx
	fresh func(stream int64, day portfolio.Day) bool
}

// Read calls fn with the state inside the transaction.
func (w *inside) Read(ctx context.Context, fn func(engine.Snapshot) error) error {
	snap := &snapshot{s: w.s, tx: w.tx, fresh: w.fresh}
	if err := snap.load(ctx); err != nil {
		return storeError(err, "read state")
	}
	return fn(snap)
}

// Generation is no number of the store's: what is not committed has none.
func (w *inside) Generation() int64 { return -1 }

// reviewOf compares two states of knowledge.
func reviewOf(ctx context.Context, tx *sql.Tx, r reading, sp span) (ingest.Review, error) {
	m := moves{counts: map[string]int{}}
	if err := m.entitlements(ctx, tx, sp); err != nil {
		return ingest.Review{}, storeError(err, "compare entitlements")
	}
	if err := m.missing(ctx, tx, sp); err != nil {
		return ingest.Review{}, storeError(err, "compare entitlements")
	}
	if err := swings(ctx, tx, r.now, sp, &m); err != nil {
		return ingest.Review{}, err
	}
	out := ingest.Review{Totals: []ingest.Total{}, Warn: []string{}, Moves: m.list(), Counts: m.counts, Missing: m.counts["gone"] + m.counts["missing"]}
	var err error
	if out.Totals, err = totals(ctx, r, sp); err != nil {
		return out, err
	}
	share, err := warnShare(ctx, tx)
	if err != nil {
		return out, err
	}
	first, err := firstOfDataset(ctx, tx, sp)
	if err == nil && !first {
		out.Warn = beyond(out.Totals, share)
	}
	return out, storeError(err, "compare totals")
}

// totals asks for the figures before and after.
func totals(ctx context.Context, r reading, sp span) ([]ingest.Total, error) {
	if r.now == nil {
		return []ingest.Total{}, nil
	}
	var before []Figure
	var err error
	known := sp.to
	switch {
	case r.past != nil:
		before, err = r.past()
		known = 0
	case sp.from > 0:
		before, err = r.now.Totals(ctx, sp.from)
	}
	if err != nil {
		return nil, err
	}
	after, err := r.now.Totals(ctx, known)
	return paired(before, after), err
}

// paired puts figures side by side in the order they were asked in.
func paired(before, after []Figure) []ingest.Total {
	out := []ingest.Total{}
	at := map[[2]string]int{}
	row := func(f Figure) *ingest.Total {
		k := [2]string{f.Metric, f.Unit}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, ingest.Total{Metric: f.Metric, Unit: f.Unit})
		}
		return &out[i]
	}
	for _, f := range after {
		row(f).After = f.Value
	}
	for _, f := range before {
		row(f).Before = f.Value
	}
	return slices.DeleteFunc(out, func(t ingest.Total) bool { return t.Before == nil && t.After == nil })
}

// addsUp are the totals that every further file adds to, as every invoice does
// to what was billed: only that they shrink is a move.
var addsUp = map[string]bool{"billed_amount": true}

// beyond names the totals that move by more than share of what they were; 0
// names none. What was not known, or zero, has no share to move by.
func beyond(totals []ingest.Total, share float64) []string {
	out := []string{}
	if share <= 0 {
		return out
	}
	for _, t := range totals {
		if t.Before == nil || *t.Before == 0 {
			continue
		}
		after := 0.0
		if t.After != nil {
			after = *t.After
		}
		if addsUp[t.Metric] && after > *t.Before {
			continue
		}
		if math.Abs(after-*t.Before) > share*math.Abs(*t.Before) {
			out = append(out, nameOf(t))
		}
	}
	return out
}

// nameOf is the metric of a total, and its currency where it has one.
func nameOf(t ingest.Total) string { return strings.TrimSpace(t.Metric + " " + t.Unit) }

func warnShare(ctx context.Context, tx *sql.Tx) (float64, error) {
	settings := map[string]string{}
	if err := readSettings(ctx, tx, settings); err != nil {
		return 0, err
	}
	return strconv.ParseFloat(settings["import_warn_share"], 64)
}

// firstOfDataset reports whether the imports in between bring the first facts
// of their datasets, so that there is nothing to move.
func firstOfDataset(ctx context.Context, tx *sql.Tx, sp span) (first bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM import a JOIN import b ON b.dataset = a.dataset
		WHERE a.id > ? AND a.id <= ? AND b.id <= ? AND a.state = 'committed' AND b.state = 'committed')`, sp.from, sp.to, sp.from).Scan(&first)
	return first, err
}

// swings adds the levels of usage that move beyond noise: what is known of the
// latest day that the imports in between speak of, before and with them. A
// level that nobody tells any more has moved, too.
func swings(ctx context.Context, tx *sql.Tx, now Answers, sp span, m *moves) error {
	if now == nil || sp.from == 0 {
		return nil
	}
	var last, file string
	var any bool
	err := tx.QueryRowContext(ctx, `SELECT coalesce(max(s.as_of) FILTER (WHERE s.import_id > ?1), ''), count(*) FILTER (WHERE s.import_id <= ?1) > 0,
			coalesce((SELECT file FROM "import" WHERE id = ?2), '')
		FROM import_slice s JOIN stream t ON t.id = s.stream_id
		WHERE t.dataset IN ('usage', 'feature_usage') AND s.import_id <= ?2`, sp.from, sp.to).Scan(&last, &any, &file)
	if err != nil || last == "" || !any {
		return storeError(err, "compare usage")
	}
	before, err := now.Levels(ctx, storedDay(last), sp.from)
	if err != nil || len(before) == 0 {
		return err
	}
	after, err := now.Levels(ctx, storedDay(last), sp.to)
	if err != nil {
		return err
	}
	for _, p := range sideBySide(before, after) {
		of := p.after
		if of.AccountKey == "" {
			of = p.before
		}
		one := ingest.Move{Kind: "usage", Key: of.Unit, AccountKey: of.AccountKey, Account: of.Account, File: file}
		for _, f := range []struct {
			field         string
			before, after *float64
		}{{"active_users", p.before.Active, p.after.Active}, {"usage_total", p.before.Total, p.after.Total}} {
			if size, swung := swing(f.before, f.after); swung {
				one.Field, one.Before, one.After = f.field, figure(f.before), figure(f.after)
				m.add(ranked{Move: one, size: size})
			}
		}
	}
	return nil
}

type levelPair struct{ before, after Level }

func sideBySide(before, after []Level) []levelPair {
	pairs := map[[2]string]levelPair{}
	for _, l := range before {
		pairs[[2]string{l.AccountKey, l.Unit}] = levelPair{before: l}
	}
	for _, l := range after {
		k := [2]string{l.AccountKey, l.Unit}
		p := pairs[k]
		p.after = l
		pairs[k] = p
	}
	out := make([]levelPair, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b levelPair) int {
		return cmp.Or(cmp.Compare(a.before.AccountKey+a.after.AccountKey, b.before.AccountKey+b.after.AccountKey), cmp.Compare(a.before.Unit, b.before.Unit))
	})
	return out
}

// swing says how far a level moved and whether that is more than noise.
func swing(before, after *float64) (size float64, swung bool) {
	var x, y float64
	if before != nil {
		x = *before
	}
	if after != nil {
		y = *after
	}
	size = math.Abs(y - x)
	return size, size >= swingUsers && size > swingShare*x
}

func figure(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// askPast asks for the totals before the import while it is being stored: the
// import holds the write lock, so that nothing else can change them.
func (im *session) askPast(ctx context.Context) {
	a := im.store.answers(im.store)
	if a == nil {
		return
	}
	type answer struct {
		figures []Figure
		err     error
	}
	got := make(chan answer, 1)
	go func() {
		f, err := a.Totals(ctx, 0)
		got <- answer{f, err}
	}()
	im.past = func() ([]Figure, error) {
		x := <-got
		return x.figures, x.err
	}
}

// review tells what the import would change, before it is committed.
func (im *session) review(ctx context.Context, rows int64) (*ingest.Review, error) {
	// A file that has rows says nothing of a day by itself (see snapshot.loadAsOf).
	if _, err := im.tx.ExecContext(ctx, `UPDATE import SET rows = ? WHERE id = ?`, rows, im.id); err != nil {
		return nil, storeError(err, "review import")
	}
	now := im.store.answers(&inside{s: im.store, tx: im.tx, fresh: func(stream int64, day portfolio.Day) bool { return im.slices[sliceKey{stream, day}] }})
	r, err := reviewOf(ctx, im.tx, reading{now: now, past: im.past}, span{im.id - 1, im.id, im.meta.AsOf})
	return &r, err
}

// falls reports whether a review warns of a total that becomes smaller, which a
// person wants to see first. Growth is what files are imported for.
func falls(r *ingest.Review) bool {
	return slices.ContainsFunc(r.Totals, func(t ingest.Total) bool {
		return slices.Contains(r.Warn, nameOf(t)) && (t.After == nil || *t.After < *t.Before)
	})
}
