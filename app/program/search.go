package program

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"headroom/backend/fault"
	"headroom/backend/report"
)

// Bounds of a search.
const (
	mostWords  = 6
	mostSought = 200 // characters
	mostFound  = 200
	// staleFor is how long a search waits for an index of the facts as they are
	// before it answers by the one from before the last change.
	staleFor = 150 * time.Millisecond
)

// searching keeps the index of the facts, made again after they changed.
type searching struct {
	mu       sync.Mutex
	index    *searchIndex
	building chan struct{} // closed when the index on its way is there; nil: none
	err      error         // of the last one
}

// current returns the index, which may be from before the last change where
// making one takes long.
func (s *searching) current(ctx context.Context, p *Program) (*searchIndex, error) {
	s.mu.Lock()
	index := s.index
	if index != nil && index.generation == p.Store.Generation() {
		s.mu.Unlock()
		return index, nil
	}
	if s.building == nil {
		s.building = make(chan struct{})
		go s.build(p, s.building)
	}
	building := s.building
	s.mu.Unlock()
	var late <-chan time.Time
	if index != nil {
		timer := time.NewTimer(staleFor)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-building:
	case <-late:
		return index, nil
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.TooSlow, "The names are still being read.").WithHint("Try again in a moment.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.index, s.err
}

// build makes an index. It is nobody's call: who waits may go.
func (s *searching) build(p *Program, done chan struct{}) {
	index, err := newSearchIndex(context.Background(), p.Store)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err = err; err == nil {
		s.index = index
	}
	s.building = nil
	close(done)
}

// Find searches accounts, entitlements, reports and dashboards for all words of
// a text, whatever their case and accents. What begins with the first word comes
// first; entitlements come last. Of a text without words nothing is found, but
// the names are made ready for the next.
func (p *Program) Find(ctx context.Context, text, lang string, limit int) ([]report.Found, error) {
	limit = max(1, min(limit, mostFound))
	if runes := []rune(text); len(runes) > mostSought {
		text = string(runes[:mostSought])
	}
	words := [][]byte{}
	for _, word := range strings.Fields(folded(text)) {
		words = append(words, []byte(word))
	}
	words = words[:min(len(words), mostWords)]
	index, err := p.search.current(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return []report.Found{}, nil
	}
	named, err := p.foundDocuments(ctx, words, lang)
	if err != nil {
		return nil, err
	}
	accounts, entitlements := index.find(ctx, words, limit)
	for _, hit := range accounts {
		a := index.accounts[hit.at]
		sub := a.External
		if sub == a.Name {
			sub = a.Country
		}
		named = append(named, found{hit.score, report.Found{Kind: "account", Title: a.Name, Sub: sub, Route: "account/" + url.PathEscape(a.Key)}})
	}
	slices.SortStableFunc(named, func(a, b found) int { return cmp.Compare(a.score, b.score) })
	// Entitlements are many: they fill what is left, and a third at least.
	rest := max(limit-len(named), min(len(entitlements), limit/3))
	out := make([]report.Found, 0, limit)
	for _, hit := range named[:min(len(named), limit-min(rest, len(entitlements)))] {
		out = append(out, hit.Found)
	}
	return p.foundEntitlements(ctx, index, entitlements[:min(len(entitlements), rest)], out)
}

// found is a hit with its score.
type found struct {
	score int
	report.Found
}

// foundDocuments returns the dashboards and reports that have every word.
func (p *Program) foundDocuments(ctx context.Context, words [][]byte, lang string) ([]found, error) {
	l, err := p.Store.Library(ctx)
	if err != nil {
		return nil, err
	}
	var out []found
	for _, kind := range []report.Kind{report.KindDashboard, report.KindReport} {
		for _, d := range documents(l, kind, lang) {
			words, about := words, ""
			texts := textList{}
			if d.report != nil {
				about = d.report.Words
			} else {
				about = d.dashboard.Words
			}
			texts.add(folded(d.title()))
			texts.add(folded(about))
			total, ok := score(len(words), func(w int) uint8 {
				grades := texts.grades(words[w])
				return max(grades[0], min(grades[1], contains))
			})
			if ok && !(kind == report.KindDashboard && d.dashboard.About != "") {
				out = append(out, found{total, report.Found{Kind: string(kind), Title: d.title(), Sub: about, Route: string(kind) + "/" + url.PathEscape(*d.name())}})
			}
		}
	}
	return out, nil
}

// foundEntitlements adds entitlements to what was found.
func (p *Program) foundEntitlements(ctx context.Context, index *searchIndex, hits []scored, out []report.Found) ([]report.Found, error) {
	ids := make([]int64, len(hits))
	for i, hit := range hits {
		ids[i] = index.ids[hit.at]
	}
	keys, err := p.Store.EntitlementKeys(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, hit := range hits {
		key, ok := keys[ids[i]]
		if !ok {
			continue
		}
		number := key[strings.LastIndexByte(key, ':')+1:]
		title := number
		if product := int(index.product[hit.at]); product < len(index.products) {
			title = index.products[product]
		}
		out = append(out, report.Found{Kind: "entitlement", Title: title, Sub: index.accounts[index.account[hit.at]].Name + " · " + number, Route: "entitlement/" + url.PathEscape(key)})
	}
	return out, nil
}
