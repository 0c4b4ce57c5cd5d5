package program

import (
	"context"

	"headroom/backend/metric"
	"headroom/backend/metric/token"
	"headroom/backend/watch"
)

// words are what rules and notifications are told in, in a language: with the
// person's own definitions by their names, and with the values of tokens.
func (p *Program) words(ctx context.Context, lang string) (watch.Words, error) {
	state, err := p.state(ctx)
	if err != nil {
		return watch.Words{}, err
	}
	c, err := p.extended(state, lang, metric.Definitions{}, p.figure(ctx))
	if err != nil {
		return watch.Words{}, err
	}
	segments, err := p.Store.Segments(ctx)
	if err != nil {
		return watch.Words{}, err
	}
	titles := make(map[string]string, len(segments))
	for _, one := range segments {
		titles[one.Name] = one.Title
	}
	return watch.Words{
		Language: lang, Catalog: c, Segments: titles,
		Tokens: func(q metric.Query) *token.Set {
			return token.New(p.moment(state), state.Definitions.Tokens, q, p.figure(ctx))
		},
	}, nil
}
