package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"headroom/backend/chunk"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

var _ engine.Source = (*Store)(nil)

// snapshot is one consistent state, in one read transaction.
type snapshot struct {
	s     *Store
	mu    sync.Mutex // the transaction is one connection
	tx    *sql.Tx
	conn  *sql.Conn // of the transaction, where it is one of questions
	state engine.State
	fresh func(stream int64, day portfolio.Day) bool // days that must not be remembered; nil: none
}

// Read calls fn with a consistent snapshot.
func (s *Store) Read(ctx context.Context, fn func(engine.Snapshot) error) error {
	conn, err := s.asking.Conn(ctx)
	if err != nil {
		return storeError(err, "begin read")
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return storeError(err, "begin read")
	}
	defer tx.Rollback()
	snap := &snapshot{s: s, tx: tx, conn: conn}
	if err := snap.load(ctx); err != nil {
		return storeError(err, "read state")
	}
	return fn(snap)
}

// State describes what is stored.
func (n *snapshot) State() engine.State { return n.state }

// Query runs one SELECT.
func (n *snapshot) Query(ctx context.Context, query string, args []any, row func([]any) error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	texts := func(values []any) error {
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = string(b)
			}
		}
		return row(values)
	}
	if n.conn == nil {
		return storeError(eachValues(ctx, n.tx, texts, query, args...), "ask")
	}
	return storeError(n.conn.Raw(func(c any) error { return eachRow(ctx, c, query, args, texts) }), "ask")
}

// eachRow runs one SELECT as the driver does. Scanning by database/sql would
// take longer than SQLite does, where a question reads every row there is.
func eachRow(ctx context.Context, c any, query string, args []any, row func([]any) error) (err error) {
	asker, ok := c.(driver.QueryerContext)
	if !ok {
		return fmt.Errorf("the driver %T asks no questions", c)
	}
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			return fmt.Errorf("argument %d: %w", i+1, err)
		}
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	rows, err := asker.QueryContext(ctx, query, named)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells := make([]driver.Value, len(rows.Columns()))
	values := make([]any, len(cells))
	for {
		switch err := rows.Next(cells); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		for i, v := range cells {
			values[i] = v
		}
		if err := row(values); err != nil {
			return err
		}
	}
}

// Usage returns the observations of a stream on a day as they are stored.
func (n *snapshot) Usage(ctx context.Context, stream int64, day portfolio.Day, known int64) (*chunk.Packed, error) {
	k := dayKey{generation: n.state.Generation, stream: stream, known: known, day: int32(day)}
	fresh := n.fresh != nil && n.fresh(stream, day)
	if d, ok := n.s.days.get(k); ok && !fresh {
		return d.(*chunk.Packed), nil
	}
	n.mu.Lock()
	d, err := packedDay(ctx, n.tx, stream, day, knownOrLatest(known))
	n.mu.Unlock()
	if err != nil {
		return nil, storeError(err, "read usage")
	}
	if !fresh {
		n.s.days.put(k, d, d.Size())
	}
	return d, nil
}

// Events returns the merged events of a stream on a day.
func (n *snapshot) Events(ctx context.Context, stream int64, day portfolio.Day, known int64) (*chunk.EventDay, error) {
	k := dayKey{generation: n.state.Generation, stream: stream, known: known, day: int32(day), events: true}
	fresh := n.fresh != nil && n.fresh(stream, day)
	if d, ok := n.s.days.get(k); ok && !fresh {
		return d.(*chunk.EventDay), nil
	}
	n.mu.Lock()
	d, err := mergedEvents(ctx, n.tx, stream, day, knownOrLatest(known))
	n.mu.Unlock()
	if err != nil {
		return nil, storeError(err, "read events")
	}
	size := 64
	if d != nil {
		size += 21 * len(d.Hash)
	}
	if !fresh {
		n.s.days.put(k, d, size)
	}
	return d, nil
}

// UsageBy hands over what each import tells of a stream's day.
func (n *snapshot) UsageBy(ctx context.Context, stream int64, day portfolio.Day, known int64, take func(importID int64, d *chunk.Day, whole bool)) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return storeError(eachChunk(ctx, n.tx, stream, day, knownOrLatest(known), func(by teller, d *chunk.Day, whole bool) {
		take(by.importID, d, whole)
	}), "read usage")
}

// EventsBy is UsageBy for streams of events.
func (n *snapshot) EventsBy(ctx context.Context, stream int64, day portfolio.Day, known int64, take func(importID int64, d *chunk.EventDay)) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return storeError(eachEvents(ctx, n.tx, stream, day, knownOrLatest(known), take), "read events")
}

func knownOrLatest(known int64) int64 {
	if known == 0 {
		return latestImport
	}
	return known
}

func (n *snapshot) load(ctx context.Context) error {
	settings := map[string]string{}
	if err := readSettings(ctx, n.tx, settings); err != nil {
		return err
	}
	st := &n.state
	st.OwnPartners = splitList(settings["own_partner_ids"])
	st.WeekStart = 1 + slices.Index([]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}, settings["week_start"])
	st.FiscalStart = number(settings["fiscal_year_start"], 1)
	st.GraceDays = number(settings["renewal_grace_days"], 30)
	st.NoticeTerms = settings["notice_terms"]
	st.Scoring = scoring(settings)
	st.AsOf = map[portfolio.Dataset]portfolio.Day{}
	st.MaxAsOf = portfolio.NoDay
	var updated int64
	err := n.tx.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE name = 'generation'), (SELECT value FROM meta WHERE name = 'last_updated'),
		(SELECT coalesce(max(id), 0) FROM import WHERE state = 'committed'), EXISTS (SELECT 1 FROM entitlement_key WHERE key >= 'deployment:' AND key < 'deployment;'),
		EXISTS (SELECT 1 FROM entitlement_key WHERE key >= 'deployment::' AND key < 'deployment:;')`).
		Scan(&st.Generation, &updated, &st.LastImport, &st.HasDeployment, &st.HasShares)
	if err != nil {
		return err
	}
	st.LastUpdated = fromMicros(updated)
	if st.Definitions, err = definitions(ctx, n.tx); err != nil {
		return err
	}
	if kept := n.s.spoken.Load(); kept != nil && kept.generation == st.Generation && n.fresh == nil {
		st.AsOf, st.Streams, st.MaxAsOf = kept.asOf, kept.streams, kept.maxAsOf
		return nil
	}
	if err := n.loadAsOf(ctx); err != nil {
		return err
	}
	if err := n.loadStreams(ctx); err != nil || n.fresh != nil {
		return err
	}
	n.s.spoken.Store(&spokenDays{st.Generation, st.AsOf, st.Streams, st.MaxAsOf})
	return nil
}

// spokenDays are the days that facts speak of, which are those of a generation.
// Nobody changes them.
type spokenDays struct {
	generation int64
	asOf       map[portfolio.Dataset]portfolio.Day
	streams    []engine.Stream
	maxAsOf    portfolio.Day
}

// loadAsOf finds how far each dataset is known: the latest day its facts speak
// of, or that a file without rows was true for.
func (n *snapshot) loadAsOf(ctx context.Context) error {
	return eachValues(ctx, n.tx, func(v []any) error {
		day, err := portfolio.ParseDay(v[1].(string))
		if err != nil {
			return err
		}
		n.state.AsOf[portfolio.Dataset(v[0].(string))] = day
		return nil
	}, `SELECT dataset, max(as_of) FROM (
			SELECT dataset, as_of FROM import WHERE state = 'committed' AND class NOT IN ('P', 'S') AND rows = 0
			UNION ALL SELECT t.dataset, s.as_of FROM import_slice s JOIN stream t ON t.id = s.stream_id)
		GROUP BY dataset`)
}

func (n *snapshot) loadStreams(ctx context.Context) error {
	var current *engine.Stream
	err := eachValues(ctx, n.tx, func(v []any) error {
		id := v[0].(int64)
		if current == nil || current.ID != id {
			n.state.Streams = append(n.state.Streams, engine.Stream{
				ID: id, Source: v[1].(string), Dataset: portfolio.Dataset(v[2].(string)), Class: portfolio.Class(v[3].(string)),
				Reporter: v[4].(string), Monthly: v[5].(int64) == 1,
			})
			current = &n.state.Streams[len(n.state.Streams)-1]
		}
		day, err := portfolio.ParseDay(v[6].(string))
		if err != nil {
			return fmt.Errorf("stream %d: %w", id, err)
		}
		if current.Dataset == portfolio.Usage || current.Dataset == portfolio.FeatureUsage {
			current.Days = append(current.Days, day)
			current.Imports = append(current.Imports, v[7].(int64))
			current.Whole = append(current.Whole, v[8].(int64))
		}
		if current.Dataset == portfolio.Entitlements || current.Dataset == portfolio.Deployment {
			n.state.MaxAsOf = max(n.state.MaxAsOf, day)
		}
		return nil
	}, `SELECT t.id, t.source, t.dataset, t.class, t.reporter, t.monthly, s.as_of, min(s.import_id), coalesce(min(CASE WHEN s.whole THEN s.import_id END), 0)
		FROM import_slice s JOIN stream t ON t.id = s.stream_id GROUP BY t.id, s.as_of ORDER BY t.id, s.as_of`)
	return err
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}
