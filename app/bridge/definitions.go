package bridge

import (
	"context"
	"errors"
	"unicode/utf16"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/expr"
)

// Definitions are what the person adds to the catalog, as JSON text.
type Definitions struct{ base }

// All returns what the person added to the catalog.
func (d *Definitions) All() (text string, err error) {
	defer d.guard("Definitions.All", &err)
	desk, ctx, cancel, err := d.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.Definitions(ctx))
}

// Define adds definitions to the catalog, all or none; one whose name is taken
// by another takes its place.
func (d *Definitions) Define(document string) (defined bool, err error) {
	defer d.guard("Definitions.Define", &err)
	if err := d.writable(); err != nil {
		return defined, err
	}
	return d.done(func(ctx context.Context, desk Desk) error {
		var x metric.Definitions
		if err := readText("document", document, &x); err != nil {
			return err
		}
		return desk.Define(ctx, x, false)
	})
}

// Undefine removes a definition that nothing uses.
func (d *Definitions) Undefine(kind, name string) (removed bool, err error) {
	defer d.guard("Definitions.Undefine", &err)
	if err := d.writable(); err != nil {
		return removed, err
	}
	return d.done(func(ctx context.Context, desk Desk) error {
		return desk.Undefine(ctx, metric.DefinitionKind(kind), name)
	})
}

// Uses returns what names a definition.
func (d *Definitions) Uses(kind, name string) (text string, err error) {
	defer d.guard("Definitions.Uses", &err)
	desk, ctx, cancel, err := d.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	users, err := desk.Uses(ctx, metric.DefinitionKind(kind), name)
	if users == nil {
		users = []metric.Use{}
	}
	return written(users, err)
}

// ExpressionReading is an expression as it was understood, or why it cannot be.
type ExpressionReading struct {
	metric.ExpressionReading
	Problem *ExpressionProblem `json:"problem,omitempty"`
}

// ExpressionProblem says what is wrong with a text and where: offsets in UTF-16
// units, as editors of the window count.
type ExpressionProblem struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// mostExpression bounds the text of an expression, in bytes.
const mostExpression = 100_000

// Expression reads an expression. A text that cannot be read is an answer too:
// the person is still writing.
func (d *Definitions) Expression(text, dataset string, decimalComma bool) (reading string, err error) {
	defer d.guard("Definitions.Expression", &err)
	desk, ctx, cancel, err := d.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	if len(text) > mostExpression {
		return "", fault.At("expression", "This is longer than %d characters.", mostExpression)
	}
	read, spoken, err := desk.Expression(ctx, text, metric.Relation(dataset), decimalComma)
	var misread *expr.Problem
	if errors.As(err, &misread) {
		return written(ExpressionReading{unread(), d.told(problem(text, spoken, misread))}, nil)
	}
	if f := fault.Of(err); f != nil && (f.Code == fault.Invalid || f.Code == fault.TooSlow) {
		whole := &ExpressionProblem{End: units([]rune(text), len([]rune(text))), Message: f.Message, Hint: f.Hint}
		return written(ExpressionReading{unread(), d.told(whole)}, nil)
	}
	return written(ExpressionReading{ExpressionReading: read}, err)
}

// told is a problem in the language of the window.
func (b base) told(p *ExpressionProblem) *ExpressionProblem {
	p.Message, p.Hint = b.words().Say(p.Message), b.words().Say(p.Hint)
	return p
}

// unread is a reading of nothing.
func unread() metric.ExpressionReading {
	return metric.ExpressionReading{
		Columns: []string{}, Datasets: []metric.Relation{},
		Sample: metric.Result{Columns: []metric.Column{}, Rows: [][]any{}, Parts: []metric.Part{}, AsOfByDataset: map[string]string{}},
	}
}

// problem tells where a text is wrong. spoken is what was read, with the values
// of tokens in their places: a mistake before the first or behind the last of
// them is where it is written, any other may be anywhere between.
func problem(text, spoken string, p *expr.Problem) *ExpressionProblem {
	was, read := []rune(text), []rune(spoken)
	start, end := p.Start, p.End
	head, tail := 0, 0
	for head < min(len(was), len(read)) && was[head] == read[head] {
		head++
	}
	for tail < min(len(was), len(read))-head && was[len(was)-1-tail] == read[len(read)-1-tail] {
		tail++
	}
	longer := len(was) - len(read)
	switch {
	case text == spoken || end <= head:
	case start >= len(read)-tail:
		start, end = start+longer, end+longer
	default:
		start, end = min(start, head), max(end+longer, len(was)-tail)
	}
	return &ExpressionProblem{Start: units(was, start), End: units(was, end), Message: p.Message, Hint: p.Hint}
}

// units counts the UTF-16 units of the first n characters.
func units(text []rune, n int) int {
	return len(utf16.Encode(text[:max(0, min(n, len(text)))]))
}

// Functions describes the functions of expressions in a language.
func (d *Definitions) Functions(lang string) (text string, err error) {
	defer d.guard("Definitions.Functions", &err)
	return written(builtin.Functions(lang), nil)
}
