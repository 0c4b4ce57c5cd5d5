package engine

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// A page is part of an answer. So that scrolling through a long list costs the
// rows that are seen, the order of the lists asked last is kept for the state of
// the store: the numbers of their rows, where each row can be read by itself,
// else the rows packed.

// pageOf returns which of rows q asks for.
func pageOf(q metric.Query, rows int) (from, to int) {
	from, to = min(q.Offset, rows), rows
	if q.Limit > 0 {
		to = min(from+q.Limit, rows)
	}
	return from, to
}

// partsBetween returns the parts of the rows from and up to to, counted from the
// first of them, and those of the totals.
func partsBetween(parts []metric.Part, from, to int) []metric.Part {
	out := make([]metric.Part, 0, len(parts))
	for _, p := range parts {
		if p.Row >= from && p.Row < to {
			p.Row -= from
			out = append(out, p)
		} else if p.Row < 0 {
			out = append(out, p)
		}
	}
	return out
}

// page returns the part of r, the answer to q without its page, that q asks for.
func page(q metric.Query, r metric.Result) metric.Result {
	from, to := pageOf(q, len(r.Rows))
	var others []int
	for _, row := range r.Others {
		if row >= from && row < to {
			others = append(others, row-from)
		}
	}
	r.Rows, r.Others, r.Parts = r.Rows[from:to], others, partsBetween(r.Parts, from, to)
	return r
}

// paged reports whether q asks for a later page of figures. They are asked as a
// whole, which the caches keep.
func paged(q metric.Query) bool { return q.Offset > 0 && len(q.Metrics) > 0 }

// askPage answers a query for a later page of figures.
func (e *Engine) askPage(ctx context.Context, q metric.Query, env Env) (metric.Result, error) {
	whole := q
	whole.Limit, whole.Offset = 0, 0
	r, err := e.Ask(ctx, whole, env)
	if err != nil {
		return r, err
	}
	return page(q, r), nil
}

// pageBytes bounds what is kept of the order of lists.
const pageBytes = 24 << 20

// ordered is a list in its order: the numbers of its rows, or the rows.
type ordered struct {
	numbers []int64
	data    []byte   // rows packed
	ends    []uint64 // where each ends
}

func (o *ordered) len() int { return max(len(o.numbers), len(o.ends)) }

func (o *ordered) bytes() int { return 8*len(o.numbers) + len(o.data) + 8*len(o.ends) }

// orderKey names the order of the list that a asks for.
func (a *ask) orderKey() (string, error) {
	q := a.query
	q.Limit, q.Offset = 0, 0
	text, err := json.Marshal(q)
	if err != nil {
		return "", fmt.Errorf("name an order: %w", err)
	}
	definitions, err := json.Marshal(a.state.Definitions)
	return fmt.Sprint(a.state.Generation, " ", a.day, " ", a.env.Today, " ", a.env.Now.Location(), " ", string(text), " ", string(definitions)), err
}

// listPage answers a query for columns from the order of its list. ok is false
// where that is not kept and the page is the first one, which costs less alone.
func (a *ask) listPage(out *metric.Result) (ok bool, err error) {
	if a.passing || a.engine.pages == nil {
		return false, nil
	}
	key, err := a.orderKey()
	if err != nil {
		return false, err
	}
	o, kept := a.engine.pages.get(key)
	if !kept {
		if a.query.Offset == 0 {
			return false, nil
		}
		if o, err = a.order(key, out); err != nil {
			return false, err
		}
	}
	out.RowCount = o.len()
	from, to := pageOf(a.query, o.len())
	if o.numbers == nil {
		for i := from; i < to; i++ {
			out.Rows = append(out.Rows, o.row(i))
		}
		return true, nil
	}
	out.Rows, err = a.numbered(o.numbers[from:to])
	return true, err
}

// order puts a list in order and keeps that.
func (a *ask) order(key string, out *metric.Result) (*ordered, error) {
	select { // one question does, others wait
	case a.engine.ordering <- struct{}{}:
		defer func() { <-a.engine.ordering }()
	case <-a.ctx.Done():
		return nil, a.ctx.Err()
	}
	if o, ok := a.engine.pages.get(key); ok {
		return o, nil
	}
	o := &ordered{}
	if s, ok := compile.Numbers(a.question(a.query.Listed())); ok && a.query.Compare == nil {
		o.numbers = []int64{}
		err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
			if len(o.numbers) >= maxRows {
				return tooManyRows("Filter it.")
			}
			o.numbers = append(o.numbers, v[0].(int64))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("order %s: %w", a.query.Listed(), err)
		}
	} else if err := a.pack(o, out); err != nil {
		return nil, err
	}
	a.engine.pages.put(key, o, o.bytes())
	return o, nil
}

// pack packs all rows of a list.
func (a *ask) pack(o *ordered, out *metric.Result) error {
	w := *a
	w.query.Limit, w.query.Offset = 0, 0
	var all metric.Result
	if err := w.listWhole(&all); err != nil {
		return err
	}
	a.past = w.past
	for _, row := range all.Rows {
		for _, v := range row {
			o.data = packCell(o.data, v)
		}
		o.ends = append(o.ends, uint64(len(o.data)))
	}
	return nil
}

// numbered reads the rows with these numbers, in their order.
func (a *ask) numbered(numbers []int64) ([][]any, error) {
	rows := make([][]any, len(numbers))
	at := make(map[int64]int, len(numbers))
	for i, n := range numbers {
		at[n] = i
	}
	s := compile.Numbered(a.question(a.query.Listed()), numbers)
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		last := len(v) - 1
		rows[at[v[last].(int64)]] = append([]any(nil), v[:last]...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", a.query.Listed(), err)
	}
	return rows, nil
}

// The first bytes of packed cells.
const (
	packedNothing = iota
	packedText
	packedWhole
	packedNumber
	packedNo
	packedYes
)

// packCell appends a cell of an answer.
func packCell(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, packedNothing)
	case string:
		return append(binary.AppendUvarint(append(b, packedText), uint64(len(x))), x...)
	case int64:
		return binary.AppendVarint(append(b, packedWhole), x)
	case float64:
		return binary.LittleEndian.AppendUint64(append(b, packedNumber), math.Float64bits(x))
	case bool:
		if x {
			return append(b, packedYes)
		}
		return append(b, packedNo)
	}
	panic(fmt.Sprintf("a cell is a %T", v))
}

// row unpacks a row.
func (o *ordered) row(i int) []any {
	start := uint64(0)
	if i > 0 {
		start = o.ends[i-1]
	}
	var row []any
	for b := o.data[start:o.ends[i]]; len(b) > 0; {
		kind := b[0]
		b = b[1:]
		switch kind {
		case packedText:
			length, n := binary.Uvarint(b)
			row = append(row, string(b[n:n+int(length)]))
			b = b[n+int(length):]
		case packedWhole:
			x, n := binary.Varint(b)
			row, b = append(row, x), b[n:]
		case packedNumber:
			row, b = append(row, math.Float64frombits(binary.LittleEndian.Uint64(b))), b[8:]
		case packedNo, packedYes:
			row = append(row, kind == packedYes)
		default:
			row = append(row, nil)
		}
	}
	return row
}
