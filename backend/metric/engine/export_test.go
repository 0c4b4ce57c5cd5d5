package engine

import (
	"context"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// Retold is a figure, and what its rows give: all of them, and all but one of
// those it is made of.
type Retold struct {
	Was, Again, Without float64
	Rows                int
	Dropped             bool
	Parts               []metric.ExplainedPart
}

// Retell drills into a figure and computes it from its rows, as an explanation
// does. The parts are those of Drill.
func (e *Engine) Retell(ctx context.Context, q metric.Query, at metric.Cell, env Env) (Retold, error) {
	var out Retold
	err := e.source.Read(ctx, func(s Snapshot) error {
		c, err := e.locate(ctx, s, q, at, env)
		if err != nil {
			return err
		}
		x := &explaining{located: c, parts: c.parts()}
		if err := x.retell(); err != nil {
			return err
		}
		out = Retold{Was: number(c.value), Again: x.figure(), Parts: x.out.Parts}
		for _, t := range x.told {
			out.Rows += len(t.used)
		}
		out.Without, out.Dropped = x.without()
		return nil
	})
	return out, err
}

// without computes the figure again, without the last of the rows its first
// part is made of.
func (x *explaining) without() (float64, bool) {
	used := x.told[0].used
	if len(used) == 0 {
		return 0, false
	}
	last := used[len(used)-1]
	p := x.parts[0]
	p.lists = slices.Clone(p.lists)
	l := &p.lists[last.list]
	l.rows = slices.Delete(slices.Clone(l.rows), last.row, last.row+1)
	was := x.told[0]
	x.told[0] = retell(p.behind, p.lists, p.measure.Zero)
	again := x.figure()
	x.told[0] = was
	return again, true
}

// NoAccountsAreFew lets even small portfolios be added up in memory.
func (e *Engine) NoAccountsAreFew() { e.few = 0 }

// ByNumber reports whether the pages of a list are read by the numbers of their
// rows.
func ByNumber(ctx context.Context, e *Engine, q metric.Query, env Env) bool {
	if len(q.Columns) == 0 || q.Compare != nil {
		return false
	}
	found := false
	_ = e.source.Read(ctx, func(s Snapshot) error {
		a, err := e.prepared(ctx, s, q, env)
		if err == nil {
			_, found = compile.Numbers(a.question(a.query.Listed()))
		}
		return err
	})
	return found
}

// TermBytes is how many bytes the terms that are kept take with the texts that
// name them, and TermBound how many they may.
func (e *Engine) TermBytes() (bytes int) {
	for key, item := range e.terms.items {
		bytes += len(key) + valueBytes*len(item.Value.(*lruItem[termValues]).value.values)
	}
	return bytes
}

const TermBound = termBytes

// Catalogs is how many catalogs are kept, and CatalogBound how many bytes they may
// take together.
func (e *Engine) Catalogs() int { return len(e.catalogs.items) }

const CatalogBound = catalogBytes
