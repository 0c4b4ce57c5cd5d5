package engine

import (
	"math"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// Lines are entitlements as they were told on a day, whether they count or not.
// Between two days on which something is told of them they stay the same, so
// that one set of lines answers for many days: which of them count on a day is
// a mark of each, and a question about many periods goes over the lines of each
// of its days.

// changeSum is what a measure of changes adds up, and on which side of the span.
type changeSum struct {
	sum   factSum
	after int
	known bool
}

// changeSums says what each SQL of a measure of changes adds up.
var changeSums = map[string]changeSum{
	ofSpan("coalesce(sum(f.after), 0)"):     {factSum{kind: countRows}, 1, true},
	ofSpan("coalesce(sum(1 - f.after), 0)"): {factSum{kind: countRows}, 0, true},
	ofSpan(licensesOf("f.after = 1")):       {factSum{kind: soldSum, column: "quantity"}, 1, true},
	ofSpan(licensesOf("f.after = 0")):       {factSum{kind: soldSum, column: "quantity"}, 0, true},
}

func ofSpan(sql string) string { return "CASE WHEN EXISTS (SELECT 1 FROM span) THEN " + sql + " END" }

// markBytes bounds the marks that are kept, of a byte for each line.
const markBytes = 12 << 20

// pass is what the lines of one day answer of a question.
type pass struct {
	ask   *ask
	of    *compile.Facts
	sums  []factSum
	facts *facts
	day   portfolio.Day
	// before is the other side of a change, nil where there is none: a line that
	// counts there is no change.
	before *pass
}

// addUpLines answers the measures of a relation of lines from memory, one
// period after the other.
func (a *ask) addUpLines(t *table, r metric.Relation, measures []metric.Measure) (done bool, err error) {
	q := a.question(r)
	if len(q.Periods) == 0 || q.Current && a.engine.namesAccounts(q) {
		return false, nil
	}
	passes, err := a.passes(q, r, measures)
	if err != nil || passes == nil {
		return false, err
	}
	if r != metric.EntitlementChanges {
		for _, p := range passes {
			if err := p.addUp(t, r); err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return true, a.addUpChanges(t, measures, passes)
}

// addUpChanges adds both sides of changes up. A key that one side tells of has
// nothing of the other.
func (a *ask) addUpChanges(t *table, measures []metric.Measure, passes []*pass) error {
	t.index() // both sides tell of the same keys
	var told [2][]bool
	for i, p := range passes {
		side := i % 2
		t.told[metric.EntitlementChanges] = told[side]
		if err := p.addUp(t, metric.EntitlementChanges); err != nil {
			return err
		}
		told[side] = t.told[metric.EntitlementChanges]
	}
	either := make([]bool, len(t.keys))
	for _, side := range told {
		for row, x := range side {
			either[row] = either[row] || x
		}
	}
	t.told[metric.EntitlementChanges] = either
	for _, m := range measures {
		own, c := told[changeSums[m.SQL].after], grown(t.measures[m.Name], len(t.keys), missing)
		for row := range either {
			if either[row] && (row >= len(own) || !own[row]) {
				c[row] = 0
			}
		}
		t.measures[m.Name] = c
	}
	return nil
}

// passes takes a question about lines apart. There are none where SQL has to
// answer it, be it that the lines of its days are too many to be kept.
func (a *ask) passes(q compile.Question, r metric.Relation, measures []metric.Measure) ([]*pass, error) {
	told, err := a.toldDays()
	if err != nil {
		return nil, err
	}
	var out []*pass
	sides := func(p compile.Period) []portfolio.Day { return []portfolio.Day{p.Day} }
	if r == metric.EntitlementChanges {
		sides = func(p compile.Period) []portfolio.Day { return []portfolio.Day{p.From - 1, p.Day} }
	}
	for _, period := range q.Periods {
		var both []*pass
		for side, day := range sides(period) {
			part := q
			part.Periods = []compile.Period{{Label: period.Label, From: period.From, Day: day}}
			part.After = side
			if part.Told = upTo(told, day); part.Told.IsZero() {
				return nil, nil
			}
			part.Latest = part.Told >= a.state.MaxAsOf && a.query.KnownAt == 0
			p, ok := a.pass(part, r, measures)
			if !ok {
				return nil, nil
			}
			both = append(both, p)
		}
		if len(both) == 2 {
			both[0].before, both[1].before = both[1], both[0]
		}
		out = append(out, both...)
	}
	if fits, err := a.fit(out); err != nil || !fits {
		return nil, err
	}
	return out, nil
}

// pass returns what the lines of one day answer; it is not ok where they cannot.
func (a *ask) pass(q compile.Question, r metric.Relation, measures []metric.Measure) (*pass, bool) {
	f, ok := compile.FactsOf(q, r)
	if !ok {
		return nil, false
	}
	sums, ok := sumsOf(f, measures)
	if !ok || r == metric.EntitlementChanges && slices.ContainsFunc(measures, func(m metric.Measure) bool { return !changeSums[m.SQL].known }) {
		return nil, false
	}
	if r == metric.EntitlementChanges {
		side := sums[:0]
		for i, m := range measures {
			if changeSums[m.SQL].after == q.After {
				side = append(side, sums[i])
			}
		}
		sums = side
	}
	return &pass{ask: a, of: f, sums: sums, day: q.Periods[0].Day}, true
}

// toldDays are the days on which something is told of entitlements, ascending.
func (a *ask) toldDays() ([]portfolio.Day, error) {
	var out []portfolio.Day
	err := a.snap.Query(a.ctx, `SELECT DISTINCT s.as_of FROM import_slice s JOIN stream t ON t.id = s.stream_id
WHERE s.import_id <= ? AND t.dataset IN ('entitlements', 'deployment') ORDER BY 1`, []any{a.known()}, func(v []any) error {
		out = append(out, dayOf(v[0]))
		return nil
	})
	return out, err
}

// upTo returns the last of some days up to one, NoDay for none.
func upTo(days []portfolio.Day, day portfolio.Day) portfolio.Day {
	i, found := slices.BinarySearch(days, day)
	if found {
		return day
	}
	if i == 0 {
		return portfolio.NoDay
	}
	return days[i-1]
}

// fit reports whether the lines of all passes have room beside what else is kept.
func (a *ask) fit(passes []*pass) (bool, error) {
	var keys []string
	columns := map[string]bool{compile.LineID: true}
	for _, p := range passes {
		if !slices.Contains(keys, p.of.Key()) {
			keys = append(keys, p.of.Key())
		}
		for _, name := range p.columns() {
			columns[name] = true
		}
	}
	if len(keys) == 1 {
		return true, nil
	}
	var lines int64
	err := a.snap.Query(a.ctx, `SELECT count(*) FROM entitlement`, nil, func(v []any) error {
		lines = integer(v[0])
		return nil
	})
	return lines*int64(4*len(columns)*len(keys)) <= factBytes*3/4, err
}

// columns are those that a pass reads.
func (p *pass) columns() []string { return neededColumns(p.of, p.sums) }

// read reads the lines of the pass.
func (p *pass) read() (err error) {
	if p.facts == nil {
		p.facts, err = p.ask.facts(p.of, p.columns())
	}
	return err
}

// addUp adds the lines of the pass that are asked about up.
func (p *pass) addUp(t *table, r metric.Relation) error {
	if err := p.read(); err != nil {
		return err
	}
	g, err := p.ask.group(p.of, p.facts)
	if err != nil {
		return err
	}
	if len(p.of.Counted) > 0 {
		marks, err := p.marks()
		if err != nil {
			return err
		}
		g.chosen = append(g.chosen, marks)
	}
	return g.sum(t, r, p.sums)
}

// marks tells the lines that take part: those that count on the day, and of a
// change do not count on its other side.
func (p *pass) marks() ([]bool, error) {
	own, err := p.counted()
	if err != nil || p.before == nil {
		return own, err
	}
	if err := p.before.read(); err != nil {
		return nil, err
	}
	other, err := p.before.counted()
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(own))
	if len(other) == 0 {
		return own, nil
	}
	if p.of.Key() == p.before.of.Key() { // the same lines in the same order
		for i := range out {
			out[i] = own[i] && !other[i]
		}
		return out, nil
	}
	ids, err := p.ids()
	if err != nil {
		return nil, err
	}
	others, err := p.before.ids()
	if err != nil {
		return nil, err
	}
	there := make([]bool, slices.Max(others)+1)
	for i, id := range others {
		there[id] = other[i]
	}
	for i, id := range ids {
		out[i] = own[i] && (int(id) >= len(there) || !there[id])
	}
	return out, nil
}

// counted tells the lines that count on the day of the pass.
func (p *pass) counted() ([]bool, error) { return p.ask.counted(p.of, p.facts) }

// counted tells the lines that count on their day.
func (a *ask) counted(f *compile.Facts, fs *facts) ([]bool, error) {
	key := a.factKey(f, "")
	for _, t := range f.Counted {
		key += t.Key()
	}
	if kept, ok := a.engine.marks.get(key); ok {
		return kept, nil
	}
	g := &grouping{ask: a, facts: fs, of: f}
	all := compile.Condition{}
	for _, t := range f.Counted {
		all.All = append(all.All, compile.Condition{Term: t})
	}
	marks, err := g.holding(all)
	if err != nil {
		return nil, err
	}
	a.engine.marks.put(key, marks, len(marks))
	return marks, nil
}

// ids are the numbers of the lines.
func (p *pass) ids() ([]int32, error) { return p.ask.lineIDs(p.of, p.facts) }

// lineIDs returns the numbers of lines.
func (a *ask) lineIDs(f *compile.Facts, fs *facts) ([]int32, error) {
	key := a.factKey(f, compile.LineID)
	if kept, ok := a.engine.facts.get(key); ok {
		return kept.of.wide(), nil
	}
	out := make([]int32, 0, fs.rows)
	s := f.Rows([]string{compile.LineID})
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		id := integer(v[0])
		if id > math.MaxInt32 {
			return tooManyRows("Filter it.")
		}
		out = append(out, int32(id))
		return nil
	})
	if err == nil {
		c := &factColumn{of: pack(out)}
		a.engine.facts.put(key, c, c.bytes())
	}
	return out, err
}
