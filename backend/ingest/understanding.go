package ingest

import (
	"context"
	"fmt"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest/shape"
	"headroom/backend/ingest/value"
)

// Settled is a Profile whose format fixes how some of its dates are written, so
// that nobody need be asked: DateOrder returns "dmy", "mdy" or "ymd" for column
// i of h, or "" where the format does not say. What the values of the column
// say goes before it.
type Settled interface {
	DateOrder(h Header, i int) string
}

// understanding is everything that was found out about one table of a file
// before its rows are read. An inspection shows it, an import acts on it.
type understanding struct {
	im         *Importer
	file       File
	said       Request
	shown      bool // to a person, before an import
	tables     []Table
	at         int // which of the tables
	header     Header
	profile    Profile // nil: nothing fits
	info       Info
	refusal    error // why the profile cannot read the table
	nameless   bool  // nothing in the file says whose it is
	context    Context
	uses       Uses
	columns    []shape.Column
	candidates []Candidate
	proposal   Proposal // of a sheet that no profile recognises
	memory     *Memory
	borrowed   map[string]Habit // of the memory, where the file does not say
	drift      []Drift
	renamed    map[int]string // headers of the file that stand for columns of the profile
	keys       []KeyTest
	guesses    []Guess
	asks       []Ask
}

// understand opens the tables of f, chooses the one that fits best with its
// profile, and finds out what the profile needs to know. shown adds what only a
// person wants to see.
func (im *Importer) understand(ctx context.Context, f File, said Request, shown bool) (*understanding, error) {
	if said.Currency != "" {
		code := value.Currency([]byte(said.Currency))
		if code == "" {
			return nil, fault.At("currency", "%q is not a currency.", said.Currency).WithHint("Give its ISO 4217 code of three letters, such as EUR.")
		}
		said.Currency = code
	}
	u := &understanding{im: im, file: f, said: said, shown: shown, keys: []KeyTest{}, drift: []Drift{}, guesses: []Guess{}, asks: []Ask{}}
	if err := u.open(ctx); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{u.choose, u.mean, u.decide} {
		if err := step(ctx); err != nil {
			u.close()
			return nil, withFile(err, f.Name())
		}
	}
	return u, nil
}

// open opens the tables, read as was said or as is remembered of the file.
func (u *understanding) open(ctx context.Context) (err error) {
	if u.said.Reading == (Reading{}) {
		m, err := u.remembered(ctx, func(m Memory) bool { return m.Reading != (Reading{}) && u.samePlace(m) })
		if err != nil {
			return err
		}
		if m != nil && u.opensAs(*m) {
			return nil
		}
	}
	u.tables, err = u.im.tablesOf(u.file, u.said.Reading)
	return err
}

// opensAs opens the tables as an earlier file was read, if they have its
// columns then.
func (u *understanding) opensAs(m Memory) bool {
	tables, err := u.im.tablesOf(u.file, m.Reading)
	if err != nil {
		return false
	}
	for _, t := range tables {
		if Signature(t.Header().Columns) == m.Signature {
			u.tables, u.said.Reading = tables, m.Reading
			return true
		}
	}
	closeTables(tables)
	return false
}

// close gives the tables back.
func (u *understanding) close() { closeTables(u.tables) }

func closeTables(tables []Table) {
	for _, t := range tables {
		t.Close()
	}
}

// choose finds the table and profile that fit best.
func (u *understanding) choose(context.Context) error {
	at, profile, err := u.im.choose(u.tables, u.said)
	if err != nil {
		return err
	}
	if profile == nil {
		at = u.likeliest()
	}
	u.profile = profile
	u.take(at)
	return nil
}

// take turns to one of the tables.
func (u *understanding) take(at int) {
	u.at = at
	u.header = u.tables[at].Header()
	u.context = Context{
		Account: u.said.Account, Currency: u.said.Currency, Partner: u.said.Partner, Habits: map[string]Habit{}, Mapping: u.said.Mapping,
	}
	u.shapes()
}

// look takes the shapes of the columns from the first rows and learns what the
// profile reads.
func (u *understanding) look() {
	u.shapes()
	u.probe()
}

func (u *understanding) shapes() {
	u.columns = shapesOf(u.header)
}

func shapesOf(h Header) []shape.Column {
	columns := make([]shape.Column, len(h.Columns))
	for _, row := range h.Sample {
		for i := range columns {
			columns[i].Add(row.Cell(i), row.Kind(i))
		}
	}
	return columns
}

// seen is the header as the profile sees it: a column that was renamed since the
// last file has the name the profile knows.
func (u *understanding) seen() Header {
	h := u.header
	if len(u.renamed) == 0 {
		return h
	}
	h.Columns = append([]string{}, h.Columns...)
	for i, name := range u.renamed {
		h.Columns[i] = name
	}
	return h
}

// probe opens the profile to learn which columns it reads.
func (u *understanding) probe() {
	u.uses, u.refusal, u.nameless = Uses{}, nil, false
	if u.profile == nil {
		return
	}
	probe := u.seen()
	probe.Uses = &u.uses
	u.info = u.profile.Info()
	c := u.context
	adapter, err := u.profile.Open(probe, c)
	if f := fault.Of(err); err != nil && f.Code == fault.Asks && f.Field == "account" {
		u.nameless, c.Account = true, "?" // is asked for, and must not hide what else the profile reads
		adapter, err = u.profile.Open(probe, c)
	}
	if u.refusal = err; err == nil {
		u.info = adapter.Info()
	}
}

func (u *understanding) profileGuess() Guess {
	g := Guess{Name: "profile", Value: u.info.ID, Confidence: Certain, Reason: "said", Choices: []string{}}
	for _, c := range u.candidates {
		if c.Missing == "" {
			g.Choices = append(g.Choices, c.ID)
		}
		if c.ID == u.info.ID && u.said.Profile == "" {
			g.Reason = fmt.Sprintf("%d of %d columns are known", len(u.header.Columns)-len(c.Unknown), len(u.header.Columns))
		}
	}
	if u.profile == u.im.Generic && u.said.Mapping == nil {
		g.Reason = "no export that is known has these columns; their names and values say what they mean"
		if u.memory != nil {
			g.Reason = "remembered from an earlier file of this shape"
		}
	}
	return g
}

// adapter opens the profile with what was found out, unless something is still
// to be answered.
func (u *understanding) adapter() (Adapter, error) {
	if err := u.refuse(); err != nil {
		return nil, err
	}
	c := u.context
	c.Habits = make(map[string]Habit, len(u.context.Habits))
	for i, name := range u.seen().Columns {
		c.Habits[name] = u.context.Habits[u.header.Columns[i]]
	}
	return u.profile.Open(u.seen(), c)
}

// refuse returns why the table cannot be imported as it is understood, or nil.
func (u *understanding) refuse() error {
	switch {
	case u.profile == nil:
		why := u.proposal.Why
		return fault.New(fault.Invalid, "%s", strings.TrimSpace("No known export has these columns. "+why)).
			WithHint("Give a mapping file that says what its columns mean.")
	case len(u.asks) > 0:
		return refusal(u.asks[0])
	case u.refusal != nil:
		return u.refusal
	case u.guessed() && !u.proposal.Certain:
		return u.unsure()
	}
	return nil
}

// unsure refuses a sheet whose meaning is a guess that a person must confirm.
func (u *understanding) unsure() error {
	for _, c := range u.proposal.Columns {
		if c.Becomes != "" && c.Confidence != Certain {
			f := fault.New(fault.Asks, "No known export has these columns. They look like %s, but that %q means %s is only likely.", u.info.Dataset, c.Name, c.Becomes)
			f.Column, f.Field = c.Name, "mapping"
			return f.WithHint("Confirm what the columns mean, or give a mapping file.")
		}
	}
	f := fault.New(fault.Asks, "No known export has these columns. That they are %s is only likely.", u.info.Dataset)
	f.Field = "mapping"
	return f.WithHint("Confirm what the columns mean, or give a mapping file.")
}

// refusal is what an import says that needs an answer first.
func refusal(ask Ask) error {
	f := fault.New(fault.Asks, "%s", ask.Reason)
	f.Column, f.Field = ask.Column, ask.Name
	switch ask.Name {
	case "date_order":
		f.Message = fmt.Sprintf("How the column %q writes dates is not certain. %s", ask.Column, ask.Reason)
		return f.WithHint(fmt.Sprintf("Say which: --date-order %q or %q.", ask.Column+"=dmy", ask.Column+"=mdy"))
	case "decimal":
		return f.WithHint(fmt.Sprintf("Say which sign decimals have: --decimal %q or %q.", ask.Column+"=.", ask.Column+"=,"))
	case "account":
		return f.WithHint("Say whose rows they are with --account.")
	}
	return f.WithHint("Say it in a mapping, as a column or as a constant.")
}
