package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	tables     []Table
	at         int // which of the tables
	header     Header
	profile    Profile // nil: nothing fits
	info       Info
	refusal    error // why the profile cannot read the table
	context    Context
	uses       Uses
	columns    []shape.Column
	candidates []Candidate
	guesses    []Guess
	asks       []Ask
}

// understand opens the tables of f, chooses the one that fits best with its
// profile, and finds out what the profile needs to know.
func (im *Importer) understand(ctx context.Context, f File, said Request) (*understanding, error) {
	tables, err := f.Tables(said.Reading)
	if err != nil {
		return nil, err
	}
	u := &understanding{im: im, file: f, said: said, tables: tables, guesses: []Guess{}, asks: []Ask{}}
	if err := u.choose(); err != nil {
		u.close()
		return nil, withFile(err, f.Name())
	}
	u.look()
	if err := u.decide(ctx); err != nil {
		u.close()
		return nil, withFile(err, f.Name())
	}
	return u, nil
}

// close gives the tables back.
func (u *understanding) close() {
	for _, t := range u.tables {
		t.Close()
	}
}

// effective is the request with everything that was found out and is not said
// by the file alone, so that the same file understood the same way is known.
func (u *understanding) effective() Request { return u.said }

// choose finds the table and profile that fit best.
func (u *understanding) choose() error {
	at, profile, err := u.im.choose(u.tables, u.said)
	if err != nil {
		return err
	}
	u.at, u.profile = at, profile
	u.header = u.tables[at].Header()
	day, asOf := u.im.dataAsOf(u.file, u.header)
	if !u.said.AsOf.IsZero() {
		day = u.said.AsOf
		asOf.Value, asOf.Reason, asOf.Confidence = day.String(), "said", Certain
	}
	u.guesses = append(append(u.guesses, u.header.Guesses...), asOf)
	u.context = Context{
		AsOf: day, Account: u.said.Account, Currency: u.said.Currency, Partner: u.said.Partner, Habits: map[string]Habit{}, Mapping: u.said.Mapping,
	}
	return nil
}

// look takes the shapes of the columns from the first rows.
func (u *understanding) look() {
	u.columns = make([]shape.Column, len(u.header.Columns))
	for _, row := range u.header.Sample {
		for i := range u.columns {
			u.columns[i].Add(row.Cell(i), row.Kind(i))
		}
	}
	u.candidates = u.im.candidates(u.header, u.context)
	if u.profile == nil {
		return
	}
	u.info = u.profile.Info()
	u.probe()
	u.guesses = append(u.guesses, u.profileGuess())
}

// probe opens the profile to learn which columns it reads.
func (u *understanding) probe() {
	probe := u.header
	u.uses = Uses{}
	probe.Uses = &u.uses
	adapter, err := u.profile.Open(probe, u.context)
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
	return g
}

// decide settles for every column how it writes dates and decimals: by what was
// said, by all its values, by what the format fixes, by the other columns of
// the file. What is still open is asked.
func (u *understanding) decide(ctx context.Context) error {
	if err := u.readOpen(ctx); err != nil {
		return err
	}
	habits := make(map[string]Habit, len(u.header.Columns))
	for i, name := range u.header.Columns {
		habits[name] = Habit{DateOrder: u.dateOrder(i), Decimal: u.decimal(i)}
	}
	u.context.Habits = habits
	return nil
}

// readOpen looks at all values of the columns whose first rows leave two
// readings, if there are any.
func (u *understanding) readOpen(ctx context.Context) error {
	var open []int
	for i := range u.columns {
		if u.isOpen(i) {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return u.pass(ctx, func(row Row) {
		for _, i := range open {
			if row.Kind(i) == Text {
				u.columns[i].AddOpen(row.Cell(i))
			}
		}
	})
}

func (u *understanding) isOpen(i int) bool {
	if u.uses.As[i] == "" {
		return false
	}
	said := u.saidHabit(i)
	return said.DateOrder == "" && u.orderOf(i).State == shape.Open || said.Decimal == "" && u.columns[i].Decimal().State == shape.Open
}

// pass reads every row of the table once, through a table of its own.
func (u *understanding) pass(ctx context.Context, take func(Row)) error {
	tables, err := u.file.Tables(u.said.Reading)
	if err != nil {
		return err
	}
	defer func() {
		for _, t := range tables {
			t.Close()
		}
	}()
	for n := 0; ; n++ {
		row, err := tables[u.at].Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if n%progressRows == 0 && ctx.Err() != nil {
			return fault.Wrap(ctx.Err(), fault.Cancelled, "Cancelled; nothing was changed.")
		}
		take(row)
	}
}

// saidHabit is what the person, or the mapping, says of column i.
func (u *understanding) saidHabit(i int) Habit {
	name := u.header.Columns[i]
	h := u.said.Habits[name]
	if m := u.context.Mapping; m != nil {
		h = h.or(m.Habits[name]).or(Habit{m.DateOrder, m.Decimal})
	}
	return h
}

// or fills what h does not say from other.
func (h Habit) or(other Habit) Habit {
	if h.DateOrder == "" {
		h.DateOrder = other.DateOrder
	}
	if h.Decimal == "" {
		h.Decimal = other.Decimal
	}
	return h
}

// dateOrder settles the order of column i, "" where nothing is to be settled.
func (u *understanding) dateOrder(i int) string {
	if said := u.saidHabit(i).DateOrder; said != "" {
		return said
	}
	found := u.orderOf(i)
	g := Guess{Name: "date_order", Column: u.header.Columns[i], Value: found.Value, Confidence: Certain, Choices: []string{"dmy", "mdy", "ymd"}}
	fixed := u.fixedOrder(i)
	switch {
	case found.State == shape.Decided:
		g.Reason = found.Example + " can be read in one way only"
	case fixed != "":
		g.Value, g.Reason = fixed, "this export writes dates so"
	case found.State == shape.Settled:
		return ""
	default:
		order, column := u.siblingOrder(i)
		if order == "" || found.State == shape.Torn {
			u.askOrder(i, found)
			return ""
		}
		g.Value, g.Reason, g.Confidence = order, "the column "+column+" of the file is written so", Likely
	}
	if u.uses.As[i] != "" && found.State != shape.Settled {
		u.guesses = append(u.guesses, g)
	}
	return g.Value
}

// orderOf is what the values of column i say of the order of its dates; of
// months, which profiles read as such, each is the first day.
func (u *understanding) orderOf(i int) shape.Verdict {
	if value.Key(u.uses.As[i]) == "month" {
		return u.columns[i].MonthOrder()
	}
	return u.columns[i].DateOrder()
}

func (u *understanding) fixedOrder(i int) string {
	if s, ok := u.profile.(Settled); ok {
		return s.DateOrder(u.header, i)
	}
	return ""
}

// siblingOrder returns the order in which all other columns with dates like
// these are written, where their values decide it and agree.
func (u *understanding) siblingOrder(i int) (order, column string) {
	mine := separatorOf(u.orderOf(i).Example)
	for j := range u.columns {
		v := u.orderOf(j)
		if j == i || v.State != shape.Decided || separatorOf(v.Example) != mine {
			continue
		}
		if order != "" && order != v.Value {
			return "", ""
		}
		order, column = v.Value, u.header.Columns[j]
	}
	return order, column
}

func separatorOf(date string) byte {
	if i := strings.IndexAny(date, "/-. "); i >= 0 {
		return date[i]
	}
	return 0
}

func (u *understanding) askOrder(i int, found shape.Verdict) {
	if u.uses.As[i] == "" {
		return
	}
	reason := fmt.Sprintf("The dates can be read in two ways: %s is %s.", found.Example, readings(found.Example))
	if found.State == shape.Torn {
		reason = "Some dates have the day first, others the month."
	}
	u.asks = append(u.asks, Ask{Name: "date_order", Column: u.header.Columns[i], Reason: reason, Choices: []string{"dmy", "mdy"}, Samples: u.columns[i].Samples()})
}

// readings says in words what a date means in each order.
func readings(date string) string {
	var out []string
	for _, order := range [...]value.Order{value.DMY, value.MDY, value.YMD} {
		if set, _ := value.OrdersOf([]byte(date)); !set.Has(order) {
			continue
		}
		day, _ := value.Date([]byte(date), value.TextCell, order)
		out = append(out, day.Time().Format("2 January 2006"))
	}
	return strings.Join(out, " or ")
}

// decimal settles the decimal sign of column i, "" where nothing is to be
// settled.
func (u *understanding) decimal(i int) string {
	if said := u.saidHabit(i).Decimal; said != "" {
		return said
	}
	found := u.columns[i].Decimal()
	if found.State == shape.Decided {
		return found.Value
	}
	if found.State != shape.Open {
		return ""
	}
	g := Guess{Name: "decimal", Column: u.header.Columns[i], Confidence: Likely, Choices: []string{".", ","}}
	if g.Value = u.siblingSign(i); g.Value != "" {
		g.Reason = "the other numbers of the file are written so"
	} else if u.header.Comma == ';' {
		g.Value, g.Reason = ",", "the file is separated by semicolons, as where the comma is the decimal sign"
	}
	if g.Value != "" && u.uses.As[i] != "" {
		u.guesses = append(u.guesses, g)
	}
	return g.Value
}

// siblingSign returns the sign on which all columns that decide it agree.
func (u *understanding) siblingSign(i int) string {
	sign := ""
	for j := range u.columns {
		v := u.columns[j].Decimal()
		if j == i || v.State != shape.Decided {
			continue
		}
		if sign != "" && sign != v.Value {
			return ""
		}
		sign = v.Value
	}
	return sign
}

// refuse returns why the table cannot be imported as it is understood, or nil.
func (u *understanding) refuse() error {
	if u.profile == nil {
		return fault.New(fault.Invalid, "No known export has these columns.").
			WithHint("Give a mapping file that says what its columns mean.")
	}
	if u.refusal != nil {
		return u.refusal
	}
	if len(u.asks) == 0 {
		return nil
	}
	ask := u.asks[0]
	f := fault.New(fault.Asks, "%s", ask.Reason)
	f.Column, f.Field = ask.Column, ask.Name
	switch ask.Name {
	case "date_order":
		f.Message = fmt.Sprintf("The dates of the column %q can be read in two ways. %s", ask.Column, ask.Reason)
		return f.WithHint(fmt.Sprintf("Say which: --date-order %q or %q.", ask.Column+"=dmy", ask.Column+"=mdy"))
	}
	return f.WithHint("Say it with the import.")
}
