package engine_test

import (
	"headroom/backend/portfolio"
)

// The oracle: docs/semantics.md and the metrics' definitions as plain loops.
// It shares no code with the engine.

// stateAt returns every key's row at a day, as known at an import (0: all).
func (w *world) stateAt(day portfolio.Day, known int64) []entRow {
	newest := map[string]entRow{}
	var order []string
	for _, r := range w.rows {
		if r.asOf > day || (known > 0 && r.importID > known) || w.gone(r.stream, moment{r.asOf, r.importID}, day, known) {
			continue
		}
		old, ok := newest[r.key]
		if !ok {
			order = append(order, r.key)
		}
		if !ok || w.before(moment{old.asOf, old.importID}, moment{r.asOf, r.importID}) {
			newest[r.key] = r
		}
	}
	var out []entRow
	for _, k := range order {
		out = append(out, newest[k])
	}
	return out
}

// moment is when something was told: the day it is true of, and by which import.
type moment struct {
	asOf     portfolio.Day
	importID int64
}

// before reports whether b holds where both tell: it is true of a later day, or
// of the same and told by a file of a later Data As Of, or of the same and
// imported later.
func (w *world) before(a, b moment) bool {
	if a.asOf != b.asOf {
		return a.asOf < b.asOf
	}
	if x, y := w.importOf(a.importID).asOf, w.importOf(b.importID).asOf; x != y {
		return x < y
	}
	return a.importID < b.importID
}

// gone reports whether a later whole slice of the stream speaks by the day.
func (w *world) gone(stream int64, at moment, day portfolio.Day, known int64) bool {
	for _, i := range w.imports {
		if i.stream != stream || !i.whole || (known > 0 && i.id > known) {
			continue
		}
		for _, d := range i.days {
			if d <= day && w.before(at, moment{d, i.id}) {
				return true
			}
		}
	}
	return false
}

// requestsAt is stateAt of support requests.
func (w *world) requestsAt(day portfolio.Day, known int64) []request {
	newest := map[string]request{}
	var order []string
	for _, r := range w.requests {
		if r.asOf > day || (known > 0 && r.importID > known) || w.gone(r.stream, moment{r.asOf, r.importID}, day, known) {
			continue
		}
		old, ok := newest[r.key]
		if !ok {
			order = append(order, r.key)
		}
		if !ok || w.before(moment{old.asOf, old.importID}, moment{r.asOf, r.importID}) {
			newest[r.key] = r
		}
	}
	var out []request
	for _, k := range order {
		out = append(out, newest[k])
	}
	return out
}

// chargesAt are the lines of the books that hold on a day: of each book those
// of the latest telling that has it.
func (w *world) chargesAt(day portfolio.Day, known int64) []charge {
	speaks := func(c charge) bool { return c.asOf <= day && (known == 0 || c.importID <= known) }
	var out []charge
	for _, c := range w.charges {
		replaced := false
		for _, x := range w.charges {
			later := w.before(moment{c.asOf, c.importID}, moment{x.asOf, x.importID})
			replaced = replaced || (x.book == c.book && later && speaks(x))
		}
		if speaks(c) && !replaced {
			out = append(out, c)
		}
	}
	return out
}
