package store

import (
	"database/sql"
	"errors"
	"slices"

	"headroom/backend/chunk"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

const (
	// heldObservations bounds the observations kept in memory while a file is
	// read: about 60 MB with two figures each. A file not sorted by day has its
	// days written in pieces.
	heldObservations = 1_500_000
	// fullDay is how many observations make a day that nobody adds to any more
	// worth writing: so a file sorted by day is stored while it is read.
	fullDay = 20_000
)

// usageWriter gathers observations by day and hands full days to the writer.
type usageWriter struct {
	im      *session
	open    map[sliceKey]*dayBuffer
	current *dayBuffer
	held    int
	opened  int                       // days opened so far
	counts  map[sliceKey]chunk.Counts // written so far; a day written again replaces its counts
	spare   chan *dayBuffer           // emptied buffers, to be filled again
}

// dayBuffer holds the observations of one stream on one day in file order.
type dayBuffer struct {
	key     sliceKey
	series  []int32
	columns [5]growing // in the order of chunk.Day.Columns
	sorted  bool
	touched int // days opened when this one was last turned to
}

func newUsageWriter(im *session) *usageWriter {
	return &usageWriter{im: im, open: map[sliceKey]*dayBuffer{}, counts: map[sliceKey]chunk.Counts{}, spare: make(chan *dayBuffer, 4)}
}

func (u *usageWriter) observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error {
	h := u.im.dict.levels(id)
	b := u.current
	if b == nil || b.key.day != day || b.key.stream != h.stream {
		var err error
		if b, err = u.turnTo(sliceKey{h.stream, day}); err != nil {
			return err
		}
	}
	n := len(b.series)
	if !b.columns[0].add(n, o.Active.N, 0, o.Active.OK) || !b.columns[1].add(n, o.Total.N, 0, o.Total.OK) ||
		!b.columns[2].add(n, o.Peak.N, 0, o.Peak.OK) ||
		!b.columns[3].add(n, o.Used.Mantissa, o.Used.Scale, o.Used.OK) || !b.columns[4].add(n, o.Entitled.Mantissa, o.Entitled.Scale, o.Entitled.OK) {
		b.cut(n)
		return &ingest.Problem{Code: "too_large", Message: "The figure has too many digits to be stored exactly."}
	}
	if n > 0 && b.series[n-1] >= h.series {
		b.sorted = false
	}
	b.series = append(b.series, h.series)
	u.held++
	return nil
}

// turnTo makes the day of k current. A day that opens sends those away that
// are full and were left alone since the last one opened; when too much is
// held, every other day goes.
func (u *usageWriter) turnTo(k sliceKey) (*dayBuffer, error) {
	if err := u.im.err(); err != nil {
		return nil, err
	}
	b, ok := u.open[k]
	if !ok {
		u.im.slices[k] = true
		b = u.take(k)
		u.open[k] = b
		u.opened++
	}
	b.touched = u.opened
	u.current = b
	crowded := u.held > heldObservations
	if ok && !crowded {
		return b, nil
	}
	for other, ob := range u.open {
		idle := len(ob.series) >= fullDay && ob.touched < u.opened-1
		if other != k && (crowded || idle) {
			if err := u.write(ob); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

func (u *usageWriter) take(k sliceKey) *dayBuffer {
	select {
	case b := <-u.spare:
		b.key, b.sorted = k, true
		b.cut(0)
		return b
	default:
		return &dayBuffer{key: k, sorted: true}
	}
}

func (u *usageWriter) write(b *dayBuffer) error {
	delete(u.open, b.key)
	u.held -= len(b.series)
	return u.im.doFacts(func(tx *sql.Tx) error {
		err := u.store(tx, b)
		select {
		case u.spare <- b:
		default:
		}
		return err
	})
}

func (u *usageWriter) flush() error {
	for _, b := range u.open {
		if err := u.write(b); err != nil {
			return err
		}
	}
	return nil
}

// store writes one day of the import as a chunk and counts how it stands to
// what was known before. It runs on the writer.
func (u *usageWriter) store(tx *sql.Tx, b *dayBuffer) error {
	im := u.im
	var own []byte
	var crc int64
	err := tx.QueryRowContext(im.ctx, `SELECT data, crc FROM usage_chunk WHERE stream_id = ? AND day = ? AND rank = ?`,
		b.key.stream, b.key.day.String(), im.rank).Scan(&own, &crc)
	again := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if again {
		earlier, err := chunk.Decode(own, uint32(crc))
		if err != nil {
			return err
		}
		if !b.prepend(earlier) {
			return &ingest.Problem{Code: "too_large", Message: "A figure has too many digits to be stored exactly."}
		}
	}
	day := b.day()
	if u.counts[b.key], err = im.compared(tx, b.key, day); err != nil {
		return err
	}
	data := chunk.Encode(day)
	if again {
		_, err = tx.ExecContext(im.ctx, `UPDATE usage_chunk SET n = ?, peaks = ?, crc = ?, data = ? WHERE stream_id = ? AND day = ? AND rank = ?`,
			day.Len(), peaks(day), chunk.Checksum(data), data, b.key.stream, b.key.day.String(), im.rank)
		return err
	}
	_, err = tx.ExecContext(im.ctx, `INSERT INTO usage_chunk (stream_id, day, import_id, rank, n, peaks, crc, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		b.key.stream, b.key.day.String(), im.id, im.rank, day.Len(), peaks(day), chunk.Checksum(data), data)
	return err
}

// compared counts how a day of the import stands to what was known before.
// What files of a later Data As Of tell of the day goes before it, so that
// nothing of it that they tell, or leave out of the whole, changes anything.
func (im *session) compared(tx *sql.Tx, k sliceKey, day *chunk.Day) (chunk.Counts, error) {
	var below, above *chunk.Day
	covered := false
	err := eachChunk(im.ctx, tx, k.stream, k.day, im.id-1, func(by teller, d *chunk.Day, whole bool) {
		if by.rank > im.rank {
			above, covered = chunk.Merge(above, d, whole), covered || whole
			return
		}
		below = chunk.Merge(below, d, whole)
	})
	if err != nil || covered {
		return chunk.Counts{Unchanged: int64(day.Len())}, err
	}
	holds := day.Without(above)
	c := chunk.Compare(below, holds)
	c.Unchanged += int64(day.Len() - holds.Len())
	return c, nil
}

// peaks reports whether anything of the day has a peak, so that a question for
// peaks need not unpack days without.
func peaks(d *chunk.Day) bool { return d.Peak.Values != nil }

func (b *dayBuffer) cut(n int) {
	b.series = b.series[:min(n, len(b.series))]
	for i := range b.columns {
		b.columns[i].cut(n)
	}
}

// prepend lays an earlier piece of the same day before b's rows. It reports
// false when the scales cannot meet. The pieces of a file that is not sorted by
// day, but by what it is about, follow one another in order of series too.
func (b *dayBuffer) prepend(d *chunk.Day) bool {
	n := len(b.series)
	inOrder := b.sorted && (n == 0 || d.Len() == 0 || d.Series[d.Len()-1] < b.series[0])
	for k, c := range d.Columns() {
		for i := range d.Series {
			v := c.At(i)
			if !b.columns[k].add(n+i, v, c.Scale, v != chunk.Null) {
				return false
			}
		}
	}
	b.series = append(b.series, d.Series...)
	b.sorted = inOrder
	if inOrder {
		rotate(b.series, n)
		for k := range b.columns {
			if g := &b.columns[k]; g.used {
				rotate(g.values, n)
			}
		}
	}
	return true
}

// rotate puts the first n items behind the others.
func rotate[T any](list []T, n int) {
	first := slices.Clone(list[:n])
	copy(list, list[n:])
	copy(list[len(list)-n:], first)
}

// day returns the buffer as a Day: ascending, and of several rows of one
// series the greatest, so that the order of the file's rows does not matter.
func (b *dayBuffer) day() *chunk.Day {
	n := len(b.series)
	if b.sorted {
		d := &chunk.Day{Series: b.series}
		for k, c := range d.Columns() {
			*c = b.columns[k].column(n)
		}
		return d
	}
	order := make([]uint64, n)
	for i, s := range b.series {
		order[i] = uint64(s)<<32 | uint64(i)
	}
	slices.Sort(order)
	pick := make([]int, 0, n)
	for _, o := range order {
		i := int(uint32(o))
		if last := len(pick) - 1; last >= 0 && b.series[pick[last]] == b.series[i] {
			if b.greater(i, pick[last]) {
				pick[last] = i
			}
			continue
		}
		pick = append(pick, i)
	}
	d := &chunk.Day{Series: make([]int32, len(pick))}
	for at, i := range pick {
		d.Series[at] = b.series[i]
	}
	for k, c := range d.Columns() {
		*c = b.columns[k].picked(pick)
	}
	return d
}

func (b *dayBuffer) greater(i, j int) bool {
	for k := range b.columns {
		if x, y := b.columns[k].at(i), b.columns[k].at(j); x != y {
			return x > y
		}
	}
	return false
}

// growing is a column being filled; values is nil until the first figure.
type growing struct {
	values []int64
	scale  uint8
	used   bool
}

// add sets the value of row n, which is the row after the last. It reports
// false when the value does not fit the column exactly.
func (g *growing) add(n int, v int64, scale uint8, ok bool) bool {
	if !ok {
		if g.used {
			g.values = append(g.values[:n], chunk.Null)
		}
		return true
	}
	if v == chunk.Null {
		return false
	}
	if !g.used {
		g.used, g.scale = true, scale
		g.values = g.values[:0]
		for range n {
			g.values = append(g.values, chunk.Null)
		}
	}
	if scale != g.scale {
		c := chunk.Column{Values: g.values[:n], Scale: g.scale}
		one := chunk.Column{Values: []int64{v}, Scale: scale}
		if !c.Rescale(max(scale, g.scale)) || !one.Rescale(max(scale, g.scale)) {
			return false
		}
		g.scale, v = c.Scale, one.Values[0]
	}
	g.values = append(g.values[:n], v)
	return true
}

func (g *growing) cut(n int) {
	if n == 0 {
		g.used, g.scale = false, 0
	}
	g.values = g.values[:min(n, len(g.values))]
}

func (g *growing) at(i int) int64 {
	if !g.used || i >= len(g.values) {
		return chunk.Null
	}
	return g.values[i]
}

func (g *growing) column(n int) chunk.Column {
	if !g.used {
		return chunk.Column{}
	}
	return chunk.Column{Values: g.values[:n], Scale: g.scale}
}

func (g *growing) picked(pick []int) chunk.Column {
	if !g.used {
		return chunk.Column{}
	}
	out := make([]int64, len(pick))
	for at, i := range pick {
		out[at] = g.at(i)
	}
	return chunk.Column{Values: out, Scale: g.scale}
}
