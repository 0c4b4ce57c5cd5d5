package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Levels and acts of use are stored packed, without the line they came from.
// Where somebody asks, the archived file is read again as it was then, into a
// sink that stores nothing and remembers the lines of the facts looked for.

// Sought is a fact of use whose lines are looked for: an observation, or an act
// of use.
type Sought struct {
	Accounts []portfolio.AccountRef // any of which is the account
	Products []string               // any of whose folded names is the product; none: the fact names none
	Workload string
	Feature  string
	Meter    string
	Partner  string
	Clock    portfolio.Clock
	Reason   string // of an act that was denied
	Day      portfolio.Day
	Event    bool   // an act of use rather than an observation
	Person   string // of an act; "" any
	// Active and Total are what was observed, where that is known: of several
	// observations of one day those that say so go before the others.
	Active, Total portfolio.Int
}

// The bounds of a search.
const (
	mostLines      = 20     // kept of one fact
	mostCandidates = 20_000 // rows adapted each by itself, of files whose facts are sums
)

// FoldName is how the names of accounts and products are compared: case and
// blanks do not matter.
func FoldName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// Locate returns the lines of f, the archived file of a committed import, that
// gave each of the facts sought, ascending and at most 20 of each; none where
// no single row gives the fact, as where it is made of many. said is what was
// kept of how the file was read. A cancellation returns what was found so far
// with its fault.
func (im *Importer) Locate(ctx context.Context, f File, was Result, said string, sought []Sought) ([][]int, error) {
	q, err := requestOf(was, said)
	if err != nil {
		return nil, err
	}
	l := newLocator(sought)
	u, adapter, err := im.open(ctx, f, q)
	if err != nil {
		return l.lines, err
	}
	defer u.close()
	if err := l.read(ctx, u.tables[u.at], adapter); err != nil {
		return l.lines, err
	}
	if !l.summed() {
		return l.lines, nil
	}
	return l.lines, im.locateSums(ctx, f, q, l)
}

// requestOf is the request of an import, as it was understood then.
func requestOf(was Result, text string) (Request, error) {
	var said saidOnce
	if err := json.Unmarshal([]byte(text), &said); err != nil {
		return Request{}, fmt.Errorf("decode what was said: %w", err)
	}
	q := Request{
		Profile: said.Profile, Mapping: said.Mapping, Account: said.Account, Currency: said.Currency, Partner: said.Partner,
		Habits: said.Habits, Reading: said.Reading, Partial: said.Partial,
	}
	if q.Mapping == nil {
		q.Profile = was.Profile
	}
	var err error
	q.AsOf, err = portfolio.ParseDay(was.AsOf)
	return q, err
}

// locator is a Sink that remembers the lines of facts.
type locator struct {
	sought []Sought
	byRef  map[portfolio.AccountRef][]int
	series [][]int                       // by handle, the facts that may be of it; none for the first
	handle map[string]portfolio.SeriesID // by these facts
	line   int
	lines  [][]int
	exact  []bool // the lines are of the very figures
	sums   []bool // facts that came after the last row
	alone  bool   // rows are adapted each by itself, for the sums
	left   int    // facts that may have more lines
}

var _ Sink = (*locator)(nil)

func newLocator(sought []Sought) *locator {
	l := &locator{
		sought: sought, byRef: map[portfolio.AccountRef][]int{}, series: [][]int{nil}, handle: map[string]portfolio.SeriesID{},
		lines: make([][]int, len(sought)), exact: make([]bool, len(sought)), sums: make([]bool, len(sought)), left: len(sought),
	}
	for i, s := range sought {
		for _, ref := range s.Accounts {
			l.byRef[ref] = append(l.byRef[ref], i)
		}
	}
	return l
}

// read takes all rows of a table through an adapter, until every fact has as
// many lines as are kept.
func (l *locator) read(ctx context.Context, t Table, a Adapter) error {
	for n := 1; l.left > 0; n++ {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return withFile(err, t.Header().File)
		}
		l.line = row.Line
		if err := kept(a.Adapt(row, l)); err != nil {
			return withFile(err, t.Header().File)
		}
		if n%progressRows == 0 && ctx.Err() != nil {
			return stopped(ctx)
		}
	}
	l.line = 0
	if sums, ok := a.(Concluding); ok && l.left > 0 {
		return withFile(sums.Conclude(l), t.Header().File)
	}
	return nil
}

func stopped(ctx context.Context) error {
	return fault.Wrap(ctx.Err(), fault.Cancelled, "The search for lines was stopped before its end.")
}

// kept is an error that stops the reading: rows that were skipped or rejected
// then are so again.
func kept(err error) error {
	var skip Skip
	var p *Problem
	if errors.As(err, &skip) || errors.As(err, &p) {
		return nil
	}
	return err
}

// summed reports whether facts came after the last row, as sums over rows.
func (l *locator) summed() bool {
	for i, s := range l.sums {
		if s && len(l.lines[i]) == 0 {
			return true
		}
	}
	return false
}

// locateSums finds the rows of facts that are sums: those that give such a fact
// when they are adapted alone. Rows without the name or number of the account
// cannot be, unless no row of the file has it.
func (im *Importer) locateSums(ctx context.Context, f File, q Request, l *locator) error {
	names := nameSet{}
	for i, s := range l.sought {
		if l.sums[i] {
			for _, ref := range s.Accounts {
				names[FoldName(ref.Name)], names[FoldName(ref.ExternalID)] = true, true
			}
		}
	}
	delete(names, "")
	l.alone = true
	found, err := im.adaptAlone(ctx, f, q, l, names)
	if err == nil && !found {
		_, err = im.adaptAlone(ctx, f, q, l, nil)
	}
	return err
}

// adaptAlone adapts the rows that have one of the names, or all where names is
// nil, each by itself, and reports whether there were any.
func (im *Importer) adaptAlone(ctx context.Context, f File, q Request, l *locator, names nameSet) (bool, error) {
	u, _, err := im.open(ctx, f, q)
	if err != nil {
		return false, err
	}
	defer u.close()
	n := 0
	for rows := 1; n < mostCandidates; rows++ {
		row, err := u.tables[u.at].Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return n > 0, withFile(err, f.Name())
		}
		if rows%progressRows == 0 && ctx.Err() != nil {
			return n > 0, stopped(ctx)
		}
		if names != nil && !names.among(row) {
			continue
		}
		n++
		a, err := u.adapter()
		if err != nil {
			return true, err
		}
		l.line = row.Line
		if err := kept(a.Adapt(row, l)); err != nil {
			return true, err
		}
		if sums, ok := a.(Concluding); ok {
			if err := sums.Conclude(l); err != nil {
				return true, err
			}
		}
	}
	return n > 0, nil
}

// Account, Entitlement, Deployed, Support, Charge, Product and Note are facts
// whose lines are stored; they are passed over.
func (l *locator) Account(At, portfolio.Account) error           { return nil }
func (l *locator) Entitlement(At, portfolio.Entitlement) error   { return nil }
func (l *locator) Deployed(At, portfolio.Deployed) error         { return nil }
func (l *locator) Support(At, portfolio.SupportRequest) error    { return nil }
func (l *locator) Charge(At, portfolio.Charge) error             { return nil }
func (l *locator) Product(At, portfolio.Product, []string) error { return nil }
func (l *locator) Note(string, string, string)                   {}

// Series says which of the facts may be of a series. Those of none share a
// handle, and so do those of the same facts.
func (l *locator) Series(_ string, s portfolio.Series) (portfolio.SeriesID, error) {
	var facts []int
	if may := l.byRef[s.Account.Ref]; len(may) > 0 {
		product := FoldName(s.Product.Name)
		for _, i := range may {
			if l.sought[i].of(s, product) {
				facts = append(facts, i)
			}
		}
	}
	if facts == nil {
		return 0, nil
	}
	key := fmt.Sprint(facts)
	id, ok := l.handle[key]
	if !ok {
		l.series = append(l.series, facts)
		id = portfolio.SeriesID(len(l.series) - 1)
		l.handle[key] = id
	}
	return id, nil
}

// of reports whether a fact may be of a series.
func (s Sought) of(x portfolio.Series, product string) bool {
	named := len(s.Products) == 0 && product == ""
	for _, p := range s.Products {
		named = named || p == product
	}
	return named && s.Workload == x.Workload && s.Feature == x.Feature && s.Meter == x.Meter && s.Partner == x.PartnerID && s.Clock == x.Clock && s.Reason == x.Reason
}

// Observe remembers the line of an observation.
func (l *locator) Observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error {
	for _, i := range l.series[id] {
		s := l.sought[i]
		if s.Event || s.Day != day {
			continue
		}
		exact := (s.Active.OK || s.Total.OK) && (!s.Active.OK || s.Active == o.Active) && (!s.Total.OK || s.Total == o.Total)
		if l.line > 0 && exact != l.exact[i] {
			if !exact {
				continue
			}
			l.lines[i], l.exact[i] = nil, true
		}
		l.found(i)
	}
	return nil
}

// Event remembers the line of an act of use.
func (l *locator) Event(id portfolio.SeriesID, e portfolio.Event) error {
	for _, i := range l.series[id] {
		if s := l.sought[i]; s.Event && s.Day == e.Day && (s.Person == "" || s.Person == e.Person) {
			l.found(i)
		}
	}
	return nil
}

// found notes the line at hand for a fact.
func (l *locator) found(i int) {
	if l.line == 0 {
		l.sums[i] = true
		return
	}
	if l.alone && !l.sums[i] {
		return
	}
	n := len(l.lines[i])
	if n == mostLines || (n > 0 && l.lines[i][n-1] == l.line) {
		return
	}
	l.lines[i] = append(l.lines[i], l.line)
	if n+1 == mostLines {
		l.left--
	}
}

// nameSet are folded names that a cell may hold.
type nameSet map[string]bool

// among reports whether a cell of the row is one of the names.
func (n nameSet) among(row Row) bool {
	for _, c := range row.Cells {
		if c = bytes.TrimSpace(c); len(c) > 0 && (n[string(c)] || n[FoldName(string(c))]) {
			return true
		}
	}
	return false
}
