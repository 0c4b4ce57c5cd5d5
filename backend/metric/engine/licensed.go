package engine

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// licensed is the licenses that count on each day by metered cell; missing
// where none do.
type licensed map[portfolio.Day][]float64

// licensed finds the licenses of the account and product of each metered cell,
// whatever the scope and filters, once for each state of the store.
func (a *ask) licensed(set *seriesSet, days []compile.Period) (licensed, error) {
	q := a.question(metric.Entitlements)
	q.Periods, q.Query = days, metric.Query{}
	q.Current = a.query.KnownAt == 0 && len(days) == 1 && days[0].Day >= a.state.MaxAsOf
	q.Day = days[len(days)-1].Day
	accounts := fewOf(set.meters, a.engine.few)
	s := compile.Licenses(q, accounts)
	key := set.key + " " + s.Key()
	if kept, ok := a.engine.licenses.get(key); ok && set.key != "" {
		return kept, nil
	}
	pairs := newPairs(set.meters)
	sums := map[portfolio.Day][]float64{}
	of := func(d portfolio.Day) []float64 {
		if sums[d] == nil {
			sums[d] = unknown(len(pairs.numbers.keys))
		}
		return sums[d]
	}
	passes, err := a.licensePasses(q, accounts)
	if err != nil {
		return nil, fmt.Errorf("licenses of metered products: %w", err)
	}
	for _, p := range passes {
		if err = p.licenses(pairs, of(p.day)); err != nil {
			break
		}
	}
	if passes == nil {
		err = a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
			if i := pairs.find(integer(v[1]), integer(v[2])); i >= 0 {
				of(dayOf(v[0]))[i] = number(v[3])
			}
			return nil
		})
	}
	if err != nil {
		return nil, fmt.Errorf("licenses of metered products: %w", err)
	}
	out := licensed{}
	for _, p := range days {
		out[p.Day] = pairs.spread(of(p.Day))
	}
	if set.key == "" {
		return out, nil
	}
	a.engine.licenses.put(key, out, 8*len(days)*len(set.meters))
	return out, nil
}

// fewOf returns the accounts of metered cells where there are few, which SQLite
// finds by their index; nil where they are many.
func fewOf(cells []meterCell, few int) []int64 {
	accounts := []int64{}
	for _, c := range cells {
		if slices.Contains(accounts, c.account) {
			continue
		}
		if len(accounts) == few {
			return nil
		}
		accounts = append(accounts, c.account)
	}
	return accounts
}

// licensePasses are the lines that tell the licenses of each day in memory;
// there are none where SQL has to.
func (a *ask) licensePasses(q compile.Question, accounts []int64) ([]*pass, error) {
	switch {
	case a.engine.facts == nil || q.Current && accounts != nil:
		return nil, nil
	case compile.OfLines(q, metric.Entitlements):
		told, err := a.toldDays()
		if err != nil {
			return nil, err
		}
		// Usage may be told before any license is.
		q.Periods = slices.DeleteFunc(slices.Clone(q.Periods), func(p compile.Period) bool { return upTo(told, p.Day).IsZero() })
		return a.passes(q, metric.Entitlements, nil)
	}
	p, ok := a.pass(q, metric.Entitlements, nil)
	if !ok || !q.Current {
		return nil, nil
	}
	return []*pass{p}, nil
}

// licenses adds up what is sold of the pairs on the day of the pass.
func (p *pass) licenses(pairs *pairs, sums []float64) (err error) {
	name := p.of.Column("sold")
	if p.facts, err = p.ask.facts(p.of, append(p.columns(), "account_id", "product_id", name)); err != nil {
		return err
	}
	var counts []bool
	if len(p.of.Counted) > 0 {
		if counts, err = p.counted(); err != nil {
			return err
		}
	}
	accounts, products, solds := p.facts.number("account_id"), p.facts.number("product_id"), p.facts.number(name)
	for i := range p.facts.rows {
		sold := solds.at(i)
		if sold == noNumber || counts != nil && !counts[i] {
			continue
		}
		if p := pairs.find(accounts.at(i), products.at(i)); p >= 0 {
			plus(&sums[p], float64(sold))
		}
	}
	return nil
}

// pairs numbers the accounts and products of metered cells.
type pairs struct {
	numbers *numbers
	cells   []int32 // by cell
}

func newPairs(cells []meterCell) *pairs {
	p := &pairs{numbers: newNumbers(len(cells)), cells: make([]int32, len(cells))}
	for i, c := range cells {
		p.cells[i] = p.numbers.of(pairOf(c.account, c.product))
	}
	return p
}

func pairOf(account, product int64) uint64 { return uint64(account)<<32 ^ uint64(product) }

// find returns the number of a pair, negative where no cell is about it.
func (p *pairs) find(account, product int64) int32 {
	return p.numbers.find(pairOf(account, product))
}

// spread gives each cell the figure of its pair.
func (p *pairs) spread(figures []float64) []float64 {
	out := make([]float64, len(p.cells))
	for i, pair := range p.cells {
		out[i] = figures[pair]
	}
	return out
}
