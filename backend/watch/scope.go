package watch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// members are accounts, entitlements and products by key (a product by its
// name). uses are accounts with a product, by use, of watched entitlements.
type members struct {
	accounts, entitlements, products, uses map[string]bool
}

func (m members) has(s subject) bool {
	return s.accountKey != "" && m.accounts[s.accountKey] || s.entitlement != "" && m.entitlements[s.entitlement] || s.product != "" && m.products[s.product] ||
		len(m.uses) > 0 && s.entitlement == "" && m.uses[use(s.accountKey, s.product)]
}

// use names an account with a product.
func use(accountKey, product string) string { return accountKey + "\x00" + product }

// scope is what a rule watches, by key.
type scope struct {
	within  []members // of which an instance must be in each
	limits  []members // to which the question itself is limited
	exclude struct{ accounts, products, skus map[string]bool }
	free    map[string]bool // products that are excluded because they cost nothing
	err     error
}

// covers reports whether the rule watches s.
func (s *scope) covers(x subject) bool {
	for _, m := range s.within {
		if !m.has(x) {
			return false
		}
	}
	return !s.exclude.accounts[x.accountKey] && !s.exclude.products[Fold(x.product)] && !s.exclude.skus[Fold(x.sku)] && !s.free[x.product]
}

// size counts what is in m.
func (m members) size() int {
	return len(m.accounts) + len(m.entitlements) + len(m.products) + len(m.uses)
}

// filter limits a question to what is in m.
func (m members) filter() *metric.Filter {
	var either []metric.Filter
	for _, of := range []struct {
		dimension string
		keys      map[string]bool
	}{{perAccount, accountsOf(m)}, {perEntitlement, m.entitlements}, {perProduct, m.products}} {
		if len(of.keys) > 0 {
			either = append(either, *among(of.dimension, slices.Sorted(maps.Keys(of.keys))))
		}
	}
	if len(either) == 0 {
		return among(perAccount, []string{""}) // nothing is watched
	}
	return anyOf(either)
}

// limit limits the question itself where an instance, told apart by per, does not
// tell whether it is watched: of accounts whose products are watched, the figures
// of these products are.
func (s *scope) limit(per []string) {
	has := func(d string) bool { return slices.Contains(per, d) }
	s.within = slices.DeleteFunc(s.within, func(m members) bool {
		tells := has(perEntitlement) || has(perAccount) && len(m.accounts)+len(m.uses) > 0 || has(perAccount) && has(perProduct) && len(m.products) > 0 || m.size() == 0 && has(perAccount)
		if !tells {
			s.limits = append(s.limits, m)
		}
		return !tells
	})
}

// filter limits a question to what an instance cannot tell of itself; nil is
// everything.
func (s *scope) filter(identified bool) *metric.Filter {
	var all []*metric.Filter
	for _, m := range s.limits {
		all = append(all, m.filter())
	}
	if len(s.exclude.accounts) > 0 && !identified {
		f := among(perAccount, slices.Sorted(maps.Keys(s.exclude.accounts)))
		f.Op = "not_in"
		all = append(all, f)
	}
	return allOf(all...)
}

// least returns the smallest set that everything the rule watches is in; nil
// where it watches everything.
func (s *scope) least() *members {
	var out *members
	for i, m := range s.within {
		if out == nil || m.size() < out.size() {
			out = &s.within[i]
		}
	}
	return out
}

// accountsOf are the accounts of m, with those of the uses.
func accountsOf(m members) map[string]bool {
	if len(m.uses) == 0 {
		return m.accounts
	}
	out := maps.Clone(m.accounts)
	if out == nil {
		out = map[string]bool{}
	}
	for u := range m.uses {
		account, _, _ := strings.Cut(u, "\x00")
		out[account] = true
	}
	return out
}

// leftOut limits a question of figures to the products that the rule does not
// exclude; nil leaves nothing out.
func (s *scope) leftOut() *metric.Filter {
	var all []*metric.Filter
	for dimension, set := range map[string]map[string]bool{perProduct: s.exclude.products, "sku": s.exclude.skus} {
		if len(set) > 0 {
			f := among(dimension, slices.Sorted(maps.Keys(set)))
			f.Op = "not_in"
			all = append(all, f)
		}
	}
	if len(s.free) > 0 {
		f := among(perProduct, slices.Sorted(maps.Keys(s.free)))
		f.Op = "not_in"
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *metric.Filter) int { return strings.Compare(a.Dimension, b.Dimension) })
	return allOf(all...)
}

// scoping finds out what the rules of an evaluation watch.
type scoping struct {
	watched  Watchlist
	former   map[string][]string // as in Agenda
	segments map[string]Segment
	members  map[string]*part // of segments, by name
	accounts *part            // all, where a rule names some
	lines    []*part          // of watched entitlements
	products *part            // with what they cost
}

// plan wants what the scopes of the rules follow from.
func (s *scoping) plan(qs *questions, rules []Rule, today portfolio.Day) {
	s.members = map[string]*part{}
	var watched, named, free bool
	for _, r := range rules {
		w := r.Watch
		watched = watched || w.Watched
		named = named || len(w.Accounts)+len(w.Exclude.Accounts) > 0
		free = free || w.Exclude.Free
		s.want(qs, w.Segment, today)
	}
	if watched {
		for name := range s.watched.Segments {
			s.want(qs, name, today)
		}
		for keys := range slices.Chunk(slices.Sorted(maps.Keys(s.watched.Entitlements)), chunked) {
			s.lines = append(s.lines, qs.want(metric.Query{Filter: among(perEntitlement, keys)}, today, &part{columns: []string{perEntitlement, perAccount, perProduct}}))
		}
	}
	if named {
		s.accounts = qs.want(metric.Query{Dataset: metric.Accounts}, today, &part{columns: []string{perAccount, "account_id", "account"}})
	}
	if free {
		s.products = qs.want(metric.Query{By: []metric.By{{Dimension: perProduct}, {Dimension: "currency"}}}, today, &part{metrics: []string{"annual_value"}})
	}
}

// chunked bounds how many keys one question names.
const chunked = 5000

func (s *scoping) want(qs *questions, name string, day portfolio.Day) {
	segment, ok := s.segments[name]
	if !ok || s.members[name] != nil {
		return
	}
	s.members[name] = membership(qs, segment, day, 0)
}

// membership wants what a segment held on a day, as it was known at an import.
func membership(qs *questions, segment Segment, day portfolio.Day, known int64) *part {
	q := segment.Members()
	p := &part{metrics: q.Metrics, columns: q.Columns}
	q.Metrics, q.Columns, q.KnownAt = nil, nil, known
	return qs.want(q, day, p)
}

// keysOf reads the first column of an answer.
func keysOf(p *part) map[string]bool {
	return once(p, "keys", func() map[string]bool {
		out := make(map[string]bool, len(p.rows))
		for _, row := range p.rows {
			if key := text(cell(row, 0)); key != "" {
				out[key] = true
			}
		}
		return out
	})
}

// of returns the scope of a rule, once what plan wants is answered.
func (s *scoping) of(r Rule) *scope {
	out := &scope{}
	w := r.Watch
	if w.Watched {
		m, err := s.marked()
		out.within, out.err = append(out.within, m), err
	}
	if len(w.Accounts) > 0 {
		m, err := s.named(w.Accounts)
		out.within = append(out.within, members{accounts: m})
		out.fail(err)
	}
	if w.Segment != "" {
		m, err := s.segment(w.Segment)
		out.within = append(out.within, m)
		out.fail(err)
	}
	if len(w.Exclude.Accounts) > 0 {
		m, err := s.named(w.Exclude.Accounts)
		out.exclude.accounts = m
		out.fail(err)
	}
	out.exclude.products, out.exclude.skus = folded(w.Exclude.Products), folded(w.Exclude.SKUs)
	if w.Exclude.Free {
		out.free = s.freeProducts()
		out.fail(s.products.err)
	}
	return out
}

func (s *scope) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func folded(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[Fold(n)] = true
	}
	return out
}

// marked is what the person marked as watched.
func (s *scoping) marked() (members, error) {
	m := members{
		accounts: maps.Clone(s.watched.Accounts), entitlements: maps.Clone(s.watched.Entitlements), products: maps.Clone(s.watched.Products),
		uses: map[string]bool{},
	}
	for _, p := range s.lines {
		if p.err != nil {
			return m, fmt.Errorf("ask for watched entitlements: %w", p.err)
		}
		for _, row := range p.rows {
			if s.watched.Entitlements[text(cell(row, p.column(perEntitlement)))] {
				m.uses[use(text(cell(row, p.column(perAccount))), text(cell(row, p.column(perProduct))))] = true
			}
		}
	}
	for name := range s.watched.Segments {
		more, err := s.segment(name)
		if err != nil {
			return m, err
		}
		m = m.with(more)
	}
	return m, nil
}

// with returns what is in m or in more.
func (m members) with(more members) members {
	join := func(a, b map[string]bool) map[string]bool {
		if a == nil {
			return b
		}
		maps.Copy(a, b)
		return a
	}
	return members{join(m.accounts, more.accounts), join(m.entitlements, more.entitlements), join(m.products, more.products), join(m.uses, more.uses)}
}

// segment is what a segment holds.
func (s *scoping) segment(name string) (members, error) {
	p := s.members[name]
	if p == nil {
		return members{}, fault.New(fault.NotFound, "There is no segment %q.", name)
	}
	if p.err != nil {
		return members{}, fmt.Errorf("ask for segment %s: %w", name, p.err)
	}
	switch s.segments[name].Kind {
	case WatchEntitlement:
		return members{entitlements: keysOf(p)}, nil
	case WatchProduct:
		return members{products: keysOf(p)}, nil
	default:
		return members{accounts: keysOf(p)}, nil
	}
}

// named returns the keys of the accounts called so, now or before: by name, id or
// key.
func (s *scoping) named(names []string) (map[string]bool, error) {
	p := s.accounts
	if p.err != nil {
		return nil, fmt.Errorf("ask for accounts: %w", p.err)
	}
	byName := once(p, "names", func() map[string][]string {
		out := make(map[string][]string, 2*len(p.rows))
		for _, row := range p.rows {
			key := text(cell(row, 0))
			for _, name := range []string{key, text(cell(row, 1)), text(cell(row, 2))} {
				if f := Fold(name); f != "" && !slices.Contains(out[f], key) {
					out[f] = append(out[f], key)
				}
			}
		}
		return out
	})
	keys := map[string]bool{}
	for _, n := range names {
		keys[n] = true // a key of an account that no import speaks of yet
		called := byName[Fold(n)]
		if len(called) == 0 {
			called = s.former[Fold(n)] // nobody else goes by it now
		}
		for _, key := range called {
			keys[key] = true
		}
	}
	return keys, nil
}

// freeProducts are those all of whose known prices are 0.
func (s *scoping) freeProducts() map[string]bool {
	p := s.products
	if p.err != nil {
		return nil
	}
	return once(p, "free", func() map[string]bool {
		free, priced := map[string]bool{}, map[string]bool{}
		for _, row := range p.rows {
			product, v := text(cell(row, p.column(perProduct))), number(cell(row, p.column("annual_value")))
			switch {
			case product == "" || v == nil:
			case *v == 0:
				free[product] = true
			default:
				priced[product] = true
			}
		}
		maps.DeleteFunc(free, func(product string, _ bool) bool { return priced[product] })
		return free
	})
}
