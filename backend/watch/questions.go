package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Asker answers a question as of the person's day. It is asked from several
// goroutines at once.
type Asker interface {
	Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error)
}

// questions gathers what the rules of one evaluation ask, so that the same thing
// is asked once: rules that ask about the same rows share one question, whose
// figures, columns and bounds are those of all of them.
type questions struct {
	asker   Asker
	shared  map[string]*question
	waiting []*question
}

func newQuestions(a Asker) *questions { return &questions{asker: a, shared: map[string]*question{}} }

// question is asked for one or several parts.
type question struct {
	q     metric.Query // without figures, columns and what limits the answer
	day   portfolio.Day
	parts []*part
}

// part is what one rule wants of a question, and its answer. A part without
// having wants every row.
type part struct {
	metrics, columns []string
	having           *metric.Filter
	rows             [][]any
	ratios           []metric.Part // numerators and denominators of the rows
	dataAsOf         string
	asOf             map[string]string
	at               map[string]int // the place of a column
	err              error
	keys             []string  // of lines that are asked for
	derived          *sync.Map // what was made of the rows, shared by all parts of a question
}

// want adds a part to the question q as of a day, which is not asked before run.
func (qs *questions) want(q metric.Query, day portfolio.Day, p *part) *part {
	text, err := json.Marshal(q)
	if err != nil {
		p.err = fault.Wrap(err, fault.Invalid, "The question holds a value that is neither text nor number.")
		return p
	}
	key := fmt.Sprintf("%d %t %s", day, len(p.columns) > 0, text)
	shared := qs.shared[key]
	if shared == nil {
		shared = &question{q: q, day: day}
		qs.shared[key] = shared
		qs.waiting = append(qs.waiting, shared)
	}
	shared.parts = append(shared.parts, p)
	return p
}

// run asks what was wanted since the last run. Its only error is that it was
// cancelled; what went wrong with a question is in its parts.
func (qs *questions) run(ctx context.Context) error {
	waiting := qs.waiting
	qs.waiting, qs.shared = nil, map[string]*question{}
	next := make(chan *question)
	var group sync.WaitGroup
	for range min(len(waiting), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for q := range next {
				q.ask(ctx, qs.asker)
			}
		})
	}
	for _, q := range waiting {
		next <- q
	}
	close(next)
	group.Wait()
	if err := ctx.Err(); err != nil {
		return fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
	}
	return nil
}

// ask asks for all parts at once. Where that cannot be answered each is asked by
// itself, so that one rule does not stop the others.
func (q *question) ask(ctx context.Context, a Asker) {
	whole := &part{derived: &sync.Map{}}
	var bounds []metric.Filter
	everything := false
	for _, p := range q.parts {
		whole.metrics, whole.columns = union(whole.metrics, p.metrics), union(whole.columns, p.columns)
		if p.having == nil {
			everything = true
		} else {
			bounds = widened(bounds, *p.having)
		}
	}
	if !everything {
		whole.having = anyOf(bounds)
	}
	q.answer(ctx, a, whole)
	if whole.err != nil && len(q.parts) > 1 && ctx.Err() == nil {
		for _, p := range q.parts {
			p.derived = &sync.Map{}
			q.answer(ctx, a, p)
		}
		return
	}
	for _, p := range q.parts {
		p.rows, p.ratios, p.dataAsOf, p.asOf, p.at, p.err, p.derived = whole.rows, whole.ratios, whole.dataAsOf, whole.asOf, whole.at, whole.err, whole.derived
	}
}

func (q *question) answer(ctx context.Context, a Asker, p *part) {
	asked := q.q
	asked.Metrics, asked.Columns, asked.Having = p.metrics, p.columns, p.having
	res, err := a.Ask(ctx, asked, q.day)
	if err != nil {
		p.err = err
		return
	}
	p.rows, p.ratios, p.dataAsOf, p.asOf = res.Rows, res.Parts, res.DataAsOf, res.AsOfByDataset
	p.at = make(map[string]int, len(res.Columns))
	for i, c := range res.Columns {
		p.at[c.Name] = i
	}
	for _, name := range slices.Concat(p.metrics, p.columns) {
		if _, ok := p.at[name]; !ok {
			p.err = fault.New(fault.Internal, "The answer has no column %s.", name)
			return
		}
	}
}

// column returns the place of a column, -1 where the answer has none.
func (p *part) column(name string) int {
	if i, ok := p.at[name]; ok && name != "" {
		return i
	}
	return -1
}

// cell returns a cell of a row, nil where the answer has no such column.
func cell(row []any, at int) any {
	if at < 0 || at >= len(row) {
		return nil
	}
	return row[at]
}

// dataDay returns how far the facts of the answer go: those of usage where it
// is about usage.
func (p *part) dataDay() portfolio.Day {
	text := p.dataAsOf
	if usage, ok := p.asOf[string(portfolio.Usage)]; ok {
		text = usage
	}
	if day, err := portfolio.ParseDay(text); err == nil {
		return day
	}
	return portfolio.NoDay
}

// ratio names the ratio of a metric in a row.
type ratio struct {
	row    int
	metric string
}

// partsOf returns numerator and denominator of a metric in a row; nil where it is
// no ratio.
func (p *part) partsOf(row int, name string) []*float64 {
	known := once(p, "ratios", func() map[ratio][]*float64 {
		out := make(map[ratio][]*float64, len(p.ratios))
		for _, x := range p.ratios {
			out[ratio{x.Row, x.Metric}] = []*float64{x.Numerator, x.Denominator}
		}
		return out
	})
	return known[ratio{row, name}]
}

// once returns what make makes of the rows of an answer, made once for all rules
// that share it.
func once[T any](p *part, name string, make func() T) T {
	if p.derived == nil {
		return make()
	}
	f, _ := p.derived.LoadOrStore(name, sync.OnceValue(func() any { return make() }))
	return f.(func() any)().(T)
}

func sameFilter(a, b metric.Filter) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(x) == string(y)
}

// widened adds a bound to others of which one must hold. Of two that compare the
// same figure in the same way the wider one is enough.
func widened(bounds []metric.Filter, f metric.Filter) []metric.Filter {
	if f.Any != nil {
		for _, x := range f.Any {
			bounds = widened(bounds, x)
		}
		return bounds
	}
	level, plain := f.Value.(float64)
	for i, b := range bounds {
		other, alike := b.Value.(float64)
		switch {
		case sameFilter(b, f):
			return bounds
		case !plain || !alike || !f.IsLeaf() || b.Metric != f.Metric || b.Op != f.Op:
			continue
		case f.Op == "ge":
			bounds[i].Value = min(level, other)
			return bounds
		case f.Op == "le":
			bounds[i].Value = max(level, other)
			return bounds
		}
	}
	return append(bounds, f)
}

// anyOf joins filters of which one must hold; of none it is nil.
func anyOf(filters []metric.Filter) *metric.Filter {
	switch len(filters) {
	case 0:
		return nil
	case 1:
		return &filters[0]
	default:
		return &metric.Filter{Any: filters}
	}
}

// allOf joins filters that must all hold, leaving out those that keep everything.
func allOf(filters ...*metric.Filter) *metric.Filter {
	return metric.AllOf(slices.DeleteFunc(slices.Clone(filters), func(f *metric.Filter) bool { return f != nil && emptyFilter(*f) })...)
}

// among limits a dimension to values.
func among(dimension string, values []string) *metric.Filter {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	f := metric.Exactly(dimension, "in", list...)
	return &f
}

func text(cell any) string {
	s, _ := cell.(string)
	return s
}

// day reads a day; a missing one is NoDay.
func day(cell any) (portfolio.Day, error) {
	s := text(cell)
	if s == "" {
		return portfolio.NoDay, nil
	}
	return portfolio.ParseDay(s)
}

func number(cell any) *float64 {
	switch v := cell.(type) {
	case int64:
		f := float64(v)
		return &f
	case float64:
		return &v
	default:
		return nil
	}
}
