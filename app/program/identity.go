package program

import (
	"context"

	"headroom/backend/identity"
)

// Suggestions returns the pairs of accounts and products that are likely one.
func (p *Program) Suggestions(ctx context.Context) ([]identity.Suggestion, error) {
	return p.Store.Suggestions(ctx)
}

// Decisions returns what the person decided about such pairs.
func (p *Program) Decisions(ctx context.Context) ([]identity.Decision, error) {
	return p.Store.Decisions(ctx)
}

// Merge makes two accounts or products one and brings the rules up to date
// without telling anybody: nothing happened to the portfolio.
func (p *Program) Merge(ctx context.Context, kind identity.Kind, from, into string) error {
	if _, err := p.Store.Merge(ctx, kind, from, into); err != nil {
		return err
	}
	_, err := p.evaluate(ctx, true)
	return err
}

// KeepApart remembers that two that look alike are not one.
func (p *Program) KeepApart(ctx context.Context, kind identity.Kind, a, b string) error {
	_, err := p.Store.KeepApart(ctx, kind, a, b)
	return err
}

// Unmerge takes a decision back.
func (p *Program) Unmerge(ctx context.Context, id int64) error {
	if err := p.Store.Unmerge(ctx, id); err != nil {
		return err
	}
	_, err := p.evaluate(ctx, true)
	return err
}
