package program

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"headroom/backend/fault"
	"headroom/backend/watch"
)

// Segments returns the live segments with how many they hold today.
func (p *Program) Segments(ctx context.Context) ([]watch.Segment, error) {
	segments, err := p.Store.Segments(ctx)
	if err != nil {
		return nil, err
	}
	for i, s := range segments {
		if segments[i].Size, err = p.sizeOf(ctx, s); err != nil {
			return nil, err
		}
	}
	return segments, nil
}

// sizeOf counts what a segment holds; one whose filter no longer works holds nothing.
func (p *Program) sizeOf(ctx context.Context, s watch.Segment) (int, error) {
	q := s.Members()
	q.Limit = 1
	r, err := p.Ask(ctx, q)
	if fault.Of(err) != nil && fault.Of(err).Code == fault.Invalid {
		return 0, nil
	}
	return r.RowCount, err
}

// SaveSegment keeps a segment, given as JSON, without a name as a new one, and
// returns its name.
func (p *Program) SaveSegment(ctx context.Context, data []byte) (string, error) {
	var s watch.Segment
	if err := fault.ReadJSON(data, &s); err != nil {
		return "", err
	}
	s.Title, s.Size = strings.TrimSpace(s.Title), 0
	if s.Name == "" {
		kept, err := p.Store.Segments(ctx)
		if err != nil {
			return "", err
		}
		s.Name = nameOf(s.Title, kept)
	}
	q, c, err := p.Engine.Understand(ctx, s.Members(), p.env())
	if err == nil {
		err = q.Validate(c)
	}
	if err == nil {
		err = s.Validate(c)
	}
	if err != nil {
		return "", err
	}
	err = p.stillWork(ctx, func(r watch.Rule, k watch.Known) (watch.Rule, watch.Known) {
		k.Segments = append(slices.DeleteFunc(slices.Clone(k.Segments), func(x watch.Segment) bool { return x.Name == s.Name }), s)
		return r, k
	})
	if err != nil {
		return "", err
	}
	if err := p.Store.SaveSegment(ctx, s); err != nil {
		return "", err
	}
	_, err = p.evaluate(ctx, false)
	return s.Name, err
}

// nameOf makes a name of a title that no segment has: "my_accounts_2".
func nameOf(title string, kept []watch.Segment) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	base := strings.Join(words, "_")
	if base == "" {
		base = "segment"
	}
	taken := map[string]bool{}
	for _, s := range kept {
		taken[s.Name] = true
	}
	name := base
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	return name
}

// RemoveSegment throws a segment away; refused while a rule names it.
func (p *Program) RemoveSegment(ctx context.Context, name string) error {
	if err := p.Store.RemoveSegment(ctx, name); err != nil {
		return err
	}
	_, err := p.evaluate(ctx, false)
	return err
}
