package bridge

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

// Portfolio answers single questions, and keeps what the person watches.
type Portfolio struct {
	base
	first sync.Mutex // while the usual rules are looked for and added
}

// Ask answers a query of the contract as JSON text.
func (p *Portfolio) Ask(query string) (text string, err error) {
	defer p.guard("Portfolio.Ask", &err)
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var q metric.Query
	if err := fault.ReadJSON([]byte(query), &q); err != nil {
		return "", err
	}
	r, err := desk.Ask(ctx, q)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(r)
	return string(b), err
}

// Watch marks an account or entitlement as watched, or no longer. Where no rule
// looks at what is watched, the two usual ones are added with names in the
// language of the window, so that watching something means being told.
func (p *Portfolio) Watch(kind, key string, on bool) (watched bool, err error) {
	defer p.guard("Portfolio.Watch", &err)
	if err := p.writable(); err != nil {
		return watched, err
	}
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	if err := desk.Watch(ctx, kind, key, on); err != nil {
		return false, err
	}
	if on {
		err = p.addUsualRules(ctx, desk)
	}
	return on, err
}

// Watched returns what the person watches.
func (p *Portfolio) Watched() (out Watched, err error) {
	out = Watched{Accounts: []string{}, Entitlements: []string{}, Products: []string{}, Segments: []string{}}
	defer p.guard("Portfolio.Watched", &err)
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return out, err
	}
	list, err := desk.Watched(ctx)
	for _, x := range []struct {
		keys *[]string
		set  map[string]bool
	}{{&out.Accounts, list.Accounts}, {&out.Entitlements, list.Entitlements}, {&out.Products, list.Products}, {&out.Segments, list.Segments}} {
		*x.keys = slices.AppendSeq(*x.keys, maps.Keys(x.set))
		slices.Sort(*x.keys)
	}
	return out, err
}

func (p *Portfolio) addUsualRules(ctx context.Context, desk Desk) error {
	p.first.Lock()
	defer p.first.Unlock()
	rules, err := desk.Rules(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(rules, func(r watch.Listed) bool { return r.Rule.Watch.String() != "accounts" }) {
		return nil
	}
	for _, r := range template.Usual(p.host.Language()) {
		if _, err := desk.AddRule(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
