package bridge

import (
	"context"

	"headroom/backend/identity"
)

// Identity decides which accounts and products are the same.
type Identity struct{ base }

// Suggestion is a pair of accounts or products that may be one.
type Suggestion struct {
	Kind    string `json:"kind"` // account or product
	FromKey string `json:"fromKey"`
	From    string `json:"from"`
	IntoKey string `json:"intoKey"`
	Into    string `json:"into"`
	Reason  string `json:"reason"` // name, domain or domain_name
}

// Decision is what the person decided about a pair.
type Decision struct {
	ID        int64  `json:"id"`
	Kind      string `json:"kind"`
	FromKey   string `json:"fromKey"`
	From      string `json:"from"` // "" where nothing has the key any more
	IntoKey   string `json:"intoKey"`
	Into      string `json:"into"`
	State     string `json:"state"` // merged or apart
	DecidedAt string `json:"decidedAt"`
}

// Suggestions returns the pairs that are likely one.
func (i *Identity) Suggestions() (out []Suggestion, err error) {
	defer i.guard("Identity.Suggestions", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	pairs, err := desk.Suggestions(ctx)
	if err != nil {
		return nil, err
	}
	out = make([]Suggestion, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, Suggestion{Kind: string(p.Kind), FromKey: p.From, From: p.FromName, IntoKey: p.Into, Into: p.IntoName, Reason: p.Reason})
	}
	return out, nil
}

// Decisions returns what was decided and still holds, newest first.
func (i *Identity) Decisions() (out []Decision, err error) {
	defer i.guard("Identity.Decisions", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	return decisions(ctx, desk)
}

// Merge makes two accounts or products one, until it is taken back.
func (i *Identity) Merge(kind, from, into string) (out []Decision, err error) {
	defer i.guard("Identity.Merge", &err)
	if err := i.writable(); err != nil {
		return out, err
	}
	return i.decide(func(ctx context.Context, desk Desk) error { return desk.Merge(ctx, identity.Kind(kind), from, into) })
}

// KeepApart remembers that two that look alike are not one.
func (i *Identity) KeepApart(kind, from, into string) (out []Decision, err error) {
	defer i.guard("Identity.KeepApart", &err)
	if err := i.writable(); err != nil {
		return out, err
	}
	return i.decide(func(ctx context.Context, desk Desk) error {
		return desk.KeepApart(ctx, identity.Kind(kind), from, into)
	})
}

// TakeBack undoes a decision.
func (i *Identity) TakeBack(id int64) (out []Decision, err error) {
	defer i.guard("Identity.TakeBack", &err)
	if err := i.writable(); err != nil {
		return out, err
	}
	return i.decide(func(ctx context.Context, desk Desk) error { return desk.Unmerge(ctx, id) })
}

func (i *Identity) decide(do func(context.Context, Desk) error) ([]Decision, error) {
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	if err := do(ctx, desk); err != nil {
		return nil, err
	}
	return decisions(ctx, desk)
}

func decisions(ctx context.Context, desk Desk) ([]Decision, error) {
	known, err := desk.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Decision, 0, len(known))
	for _, d := range known {
		if d.State != identity.Withdrawn {
			out = append(out, Decision{ID: d.ID, Kind: string(d.Kind), FromKey: d.From, From: d.FromName, IntoKey: d.Into, Into: d.IntoName, State: string(d.State), DecidedAt: d.DecidedAt})
		}
	}
	return out, nil
}
