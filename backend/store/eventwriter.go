package store

import (
	"database/sql"
	"errors"
	"slices"

	"headroom/backend/chunk"
	"headroom/backend/portfolio"
)

// heldEvents bounds the events kept in memory while a file is read.
const heldEvents = 1_000_000

// eventWriter gathers events by day.
type eventWriter struct {
	im      *session
	open    map[sliceKey]*chunk.EventDay
	held    int
	persons map[string]int32
	fresh   []string
	next    int32
	loaded  bool
	counts  map[sliceKey]chunk.Counts
}

func newEventWriter(im *session) *eventWriter {
	return &eventWriter{im: im, open: map[sliceKey]*chunk.EventDay{}, persons: map[string]int32{}, counts: map[sliceKey]chunk.Counts{}}
}

func (w *eventWriter) event(id portfolio.SeriesID, e portfolio.Event) error {
	if err := w.load(); err != nil {
		return err
	}
	h := w.im.dict.events(id)
	k := sliceKey{h.stream, e.Day}
	d, ok := w.open[k]
	if !ok {
		d = &chunk.EventDay{}
		w.open[k] = d
		w.im.slices[k] = true
	}
	d.Hash = append(d.Hash, e.Hash)
	d.Series = append(d.Series, h.series)
	d.Person = append(d.Person, w.person(e.Person))
	d.Count = append(d.Count, int32(min(max(e.Count, 0), 1<<30)))
	d.Denied = append(d.Denied, e.Denied)
	if w.held++; w.held > heldEvents {
		return w.flush()
	}
	return w.im.err()
}

// load reads the known persons at the first event. The writer does the
// reading, because the transaction is its own.
func (w *eventWriter) load() error {
	if w.loaded {
		return nil
	}
	w.loaded = true
	done := make(chan error, 1)
	err := w.im.do(func(tx *sql.Tx) error {
		err := each(w.im.ctx, tx, func(rows *sql.Rows) error {
			var id int32
			var key string
			if err := rows.Scan(&id, &key); err != nil {
				return err
			}
			w.persons[key] = id
			w.next = max(w.next, id)
			return nil
		}, `SELECT id, key FROM person`)
		done <- err
		return err
	})
	if err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-w.im.ctx.Done(): // after a failure the writer runs no job any more
		return w.im.refusal(w.im.ctx.Err())
	}
}

func (w *eventWriter) person(key string) int32 {
	if key == "" {
		return 0
	}
	id, ok := w.persons[key]
	if !ok {
		w.next++
		id = w.next
		w.persons[key] = id
		w.fresh = append(w.fresh, key)
	}
	return id
}

func (w *eventWriter) flush() error {
	fresh, open := w.fresh, w.open
	ids := make([]int32, len(fresh))
	for i, key := range fresh {
		ids[i] = w.persons[key]
	}
	w.fresh, w.open, w.held = nil, map[sliceKey]*chunk.EventDay{}, 0
	if len(open) == 0 {
		return nil
	}
	return w.im.doFacts(func(tx *sql.Tx) error {
		for i, key := range fresh {
			if _, err := tx.ExecContext(w.im.ctx, `INSERT INTO person (id, key) VALUES (?, ?)`, ids[i], key); err != nil {
				return err
			}
		}
		for k, d := range open {
			if err := w.store(tx, k, sortEvents(d)); err != nil {
				return err
			}
		}
		return nil
	})
}

func sortEvents(d *chunk.EventDay) *chunk.EventDay {
	order := make([]int, len(d.Hash))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d.Hash[a] < d.Hash[b] {
			return -1
		}
		if d.Hash[a] > d.Hash[b] {
			return 1
		}
		return 0
	})
	out := &chunk.EventDay{}
	for at, i := range order {
		if at > 0 && d.Hash[i] == d.Hash[order[at-1]] {
			continue
		}
		out.Hash = append(out.Hash, d.Hash[i])
		out.Series = append(out.Series, d.Series[i])
		out.Person = append(out.Person, d.Person[i])
		out.Count = append(out.Count, d.Count[i])
		out.Denied = append(out.Denied, d.Denied[i])
	}
	return out
}

// store writes one day of the import and counts which of its events were not
// known. It runs on the writer.
func (w *eventWriter) store(tx *sql.Tx, k sliceKey, day *chunk.EventDay) error {
	im := w.im
	var own []byte
	var crc int64
	err := tx.QueryRowContext(im.ctx, `SELECT data, crc FROM event_chunk WHERE stream_id = ? AND day = ? AND rank = ?`,
		k.stream, k.day.String(), im.rank).Scan(&own, &crc)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil {
		earlier, err := chunk.DecodeEvents(own, uint32(crc))
		if err != nil {
			return err
		}
		day = chunk.MergeEvents(earlier, day)
	}
	known, err := mergedEvents(im.ctx, tx, k.stream, k.day, im.id-1)
	if err != nil {
		return err
	}
	c := chunk.Counts{}
	for _, h := range day.Hash {
		if known != nil {
			if _, found := slices.BinarySearch(known.Hash, h); found {
				c.Unchanged++
				continue
			}
		}
		c.Added++
	}
	w.counts[k] = c
	data := chunk.EncodeEvents(day)
	_, err = tx.ExecContext(im.ctx, `INSERT INTO event_chunk (stream_id, day, import_id, rank, n, crc, data) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (stream_id, day, rank) DO UPDATE SET n = excluded.n, crc = excluded.crc, data = excluded.data`,
		k.stream, k.day.String(), im.id, im.rank, len(day.Hash), chunk.Checksum(data), data)
	return err
}
