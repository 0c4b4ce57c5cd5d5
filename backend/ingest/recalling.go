package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"headroom/backend/ingest/shape"
)

// testedBytes is the largest file whose key an inspection tests over all rows;
// larger ones are tested when they are imported.
const testedBytes = 8 << 20

// mean finds out what the columns mean: as was said, as a profile knows it, as
// is remembered of files of this shape, as the headers and values say.
func (u *understanding) mean(ctx context.Context) error {
	if err := u.recall(ctx); err != nil {
		return err
	}
	switch {
	case u.profile == nil:
		// What the last file of this name meant says more than the headers do: a
		// figure whose column has another name must not be lost to a guess.
		if err := u.repairSheet(ctx); err != nil {
			return err
		}
		if u.profile == nil {
			u.propose()
		}
	case u.profile != u.im.Generic && u.said.Mapping != nil:
		u.context.Mapping = nil
		u.rename(u.said.Mapping)
	}
	u.probe()
	if u.profile != u.im.Generic && (u.profile == nil || u.refusal != nil) {
		if err := u.repair(ctx); err != nil {
			return err
		}
	}
	if u.profile == u.im.Generic && u.context.Mapping != nil {
		if err := u.widen(ctx); err != nil {
			return err
		}
	}
	u.askContext()
	day, asOf := u.im.dataAsOf(u.file, u.header)
	if !u.said.AsOf.IsZero() {
		day = u.said.AsOf
		asOf.Value, asOf.Reason, asOf.Confidence = day.String(), "said", Certain
	}
	u.context.AsOf = day
	u.guesses = append(append(u.guesses, u.header.Guesses...), asOf)
	if u.shown {
		u.candidates = u.im.candidates(u.header, u.context)
	}
	u.probe()
	if u.profile != nil {
		u.guesses = append(u.guesses, u.profileGuess())
	}
	return nil
}

// askContext asks for what this export never says and nobody said.
func (u *understanding) askContext() {
	if u.profile == nil {
		return
	}
	if u.nameless && !slices.ContainsFunc(u.asks, func(a Ask) bool { return a.Name == "account" }) {
		u.asks = append(u.asks, Ask{Name: "account", Reason: "The file does not say whose account it is about.", Choices: []string{}, Samples: []string{}})
	}
	for _, missing := range u.info.Needs {
		if missing == "currency" && u.context.Currency == "" {
			u.asks = append(u.asks, Ask{Name: "currency", Reason: "The amounts are without a currency.", Choices: []string{"EUR", "USD", "GBP", "CHF", "JPY"}, Samples: []string{}})
		}
	}
}

// guessed reports whether the mapping is a guess of this file alone.
func (u *understanding) guessed() bool {
	return u.profile != nil && u.profile == u.im.Generic && u.said.Mapping == nil && u.memory == nil
}

// folder is where the file is, and pattern its name with digits as #.
func (u *understanding) folder() string {
	if len(u.said.Paths) == 0 {
		return ""
	}
	return filepath.Dir(u.said.Paths[0])
}

func (u *understanding) pattern() string { return NamePattern(filepath.Base(u.file.Name())) }

// samePlace reports whether m is of files of this folder and name.
func (u *understanding) samePlace(m Memory) bool {
	return m.Folder == u.folder() && m.Name == u.pattern()
}

// remembered returns the memory used last for which fits holds.
func (u *understanding) remembered(ctx context.Context, fits func(Memory) bool) (*Memory, error) {
	if u.im.Memories == nil {
		return nil, nil
	}
	all, err := u.im.Memories.Memories(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if fits(m) {
			return &m, nil
		}
	}
	return nil, nil
}

// recall takes what is remembered of files with these columns, where nobody says
// otherwise. Whose file it is is taken from files of the same folder and name
// only: another customer's export has the same columns.
func (u *understanding) recall(ctx context.Context) error {
	if u.im.Memories == nil || u.said.Mapping != nil || u.said.Profile != "" {
		return nil
	}
	found, err := u.im.Memories.Recall(ctx, Signature(u.header.Columns))
	if err != nil || len(found) == 0 {
		return err
	}
	i := max(0, slices.IndexFunc(found, u.samePlace))
	m := found[i]
	if u.drift = append(u.drift, u.reshaped(m)...); len(u.drift) > 0 {
		u.askDrift()
		return nil
	}
	u.memory = &m
	switch {
	case m.Mapping == nil:
	case m.Profile != u.im.Generic.Info().ID:
		if p := u.im.profile(m.Profile); p != nil {
			u.profile = p
			u.rename(m.Mapping)
		}
	case u.profile == nil:
		u.profile, u.context.Mapping = u.im.Generic, m.Mapping
	}
	if u.samePlace(m) {
		u.fill("account", &u.context.Account, m.Account)
	}
	u.fill("currency", &u.context.Currency, m.Currency)
	u.fill("partner", &u.context.Partner, m.Partner)
	return nil
}

// fill takes what is remembered where nothing was said.
func (u *understanding) fill(name string, said *string, remembered string) {
	if *said != "" || remembered == "" {
		return
	}
	*said = remembered
	u.guesses = append(u.guesses, Guess{Name: name, Value: remembered, Reason: "remembered from the last file of this name", Confidence: Likely, Choices: []string{}})
}

// reshaped lists the columns whose values are of another kind than remembered.
func (u *understanding) reshaped(m Memory) []Drift {
	was := map[string]string{}
	for i, h := range m.Header {
		if i < len(m.Shapes) {
			was[h] = kindOf(m.Shapes[i])
		}
	}
	var out []Drift
	for i, h := range u.header.Columns {
		now, _ := u.columns[i].Shape()
		a, b := was[h], kindOf(string(now))
		if m.Profile != u.im.Generic.Info().ID || m.Mapping == nil || m.Mapping.Columns[h] == "" || a == "" || b == "" || a == b {
			continue
		}
		out = append(out, Drift{
			Was: h, Column: h, Field: m.Mapping.Columns[h], Confidence: Unknown,
			Evidence: fmt.Sprintf("The values were of the kind %s and are now of the kind %s.", a, b),
		})
	}
	return out
}

// kindOf is what must not change in a column: a date, a figure, or a word; ""
// where there is nothing to tell by.
func kindOf(s string) string {
	switch shape.Name(s) {
	case shape.Date:
		return "date"
	case shape.Number, shape.Money, shape.Percent:
		return "number"
	case shape.Empty, shape.YesNo, "":
		return ""
	}
	return "text"
}

// propose guesses what the sheet means.
func (u *understanding) propose() {
	if u.im.Guesser == nil {
		return
	}
	u.proposal = u.im.Guesser.Guess(u.sheet())
	if u.proposal.Mapping == nil {
		return
	}
	u.profile, u.context.Mapping = u.im.Generic, u.proposal.Mapping
	u.asks = append(u.asks, u.proposal.Asks...)
	if product := u.proposal.Mapping.Constants["product"]; product != "" {
		u.guesses = append(u.guesses, Guess{Name: "product", Value: product, Reason: "no column says which product; this is what the header says is counted", Confidence: Likely, Choices: []string{}})
	}
}

// sheet is the chosen table as a guesser sees it.
func (u *understanding) sheet() Sheet { return sheetOf(u.header, u.columns, u.context) }

func sheetOf(h Header, columns []shape.Column, c Context) Sheet {
	s := Sheet{File: h.File, Rows: len(h.Sample), Account: c.Account, Currency: c.Currency}
	for i, name := range h.Columns {
		kind, evidence := columns[i].Shape()
		s.Columns = append(s.Columns, Column{Name: name, Samples: columns[i].Samples(), Shape: string(kind), Reason: "none", Detail: evidence, Confidence: Unknown})
		s.Distinct = append(s.Distinct, columns[i].Distinct())
		mixed, _ := columns[i].Mixed()
		s.Mixed = append(s.Mixed, string(mixed))
	}
	return s
}

// likeliest is the table of a file that no profile recognises whose columns say
// most: with a dataset, the fewest questions and the most columns understood.
func (u *understanding) likeliest() int {
	if u.im.Guesser == nil || len(u.tables) == 1 {
		return 0
	}
	best, most := 0, -1
	for i, t := range u.tables {
		h := t.Header()
		p := u.im.Guesser.Guess(sheetOf(h, shapesOf(h), Context{Account: u.said.Account}))
		if p.Mapping == nil {
			continue
		}
		if n := 10*len(p.Mapping.Columns) - len(p.Asks); n > most {
			best, most = i, n
		}
	}
	return best
}

// repair looks for the last file of this folder and name, whose columns were
// others, and proposes how its meaning carries over. It is used by itself where
// every column that is read was found again with certainty.
func (u *understanding) repair(ctx context.Context) error {
	if u.im.Guesser == nil || u.said.Mapping != nil {
		return nil
	}
	m, err := u.remembered(ctx, func(m Memory) bool { return u.samePlace(m) && m.Signature != Signature(u.header.Columns) })
	if err != nil || m == nil {
		return err
	}
	values := make([][]string, len(u.columns))
	for i := range u.columns {
		values[i] = u.columns[i].Values()
	}
	mapping, drift := u.im.Guesser.Repair(*m, u.sheet(), values)
	if m.Mapping != nil && m.Profile == u.im.Generic.Info().ID {
		u.profile, u.context.Mapping, u.memory, u.drift, u.asks = u.im.Generic, &mapping, m, drift, []Ask{}
		u.probe()
		u.askDrift()
		return nil
	}
	u.renames(*m, drift)
	return nil
}

// repairSheet repairs a sheet by the last one of its folder and name, where at
// least half of the columns that were read are still there: with fewer it is
// another sheet.
func (u *understanding) repairSheet(ctx context.Context) error {
	if len(u.drift) > 0 {
		return nil // columns of the same names hold something else
	}
	sheet := u.im.Generic.Info().ID
	m, err := u.remembered(ctx, func(m Memory) bool { return m.Mapping != nil && m.Profile == sheet && u.samePlace(m) })
	if err != nil || m == nil {
		return err
	}
	read, found := 0, 0
	for column, field := range m.Mapping.Columns {
		if field == "" {
			continue
		}
		read++
		if slices.Contains(u.header.Columns, column) {
			found++
		}
	}
	if 2*found < read {
		return nil
	}
	return u.repair(ctx)
}

// renames gives the columns of an export the names its profile knows them by,
// where the profile can then read it.
func (u *understanding) renames(m Memory, drift []Drift) {
	p := u.im.profile(m.Profile)
	if p == nil {
		return // of another version of the program
	}
	names := map[int]string{}
	for _, d := range drift {
		if d.Was != "" && d.Column != "" {
			names[slices.Index(u.header.Columns, d.Column)] = m.knownAs(d.Was)
		}
	}
	profile, refusal := u.profile, u.refusal
	u.profile, u.renamed = p, names
	if u.probe(); u.refusal != nil {
		u.profile, u.renamed = profile, nil
		u.probe()
		u.refusal = refusal
		return
	}
	for i, d := range drift {
		drift[i].Field = ""
		if at := slices.Index(u.header.Columns, d.Column); d.Was != "" && at >= 0 && u.uses.As[at] != "" {
			drift[i].Field = m.knownAs(d.Was)
		}
	}
	u.drift, u.memory = drift, &m
	u.askDrift()
}

// knownAs is what a profile calls a remembered column.
func (m Memory) knownAs(header string) string {
	if m.Mapping != nil && m.Mapping.Columns[header] != "" {
		return m.Mapping.Columns[header]
	}
	return header
}

// rename takes what is said or remembered of the columns of an export whose
// names are not those its profile knows.
func (u *understanding) rename(m *Mapping) {
	u.renamed = map[int]string{}
	for i, name := range u.header.Columns {
		if known := m.Columns[name]; known != "" {
			u.renamed[i] = known
		}
	}
}

// renaming is the mapping that says so, nil where no column is renamed.
func (u *understanding) renaming() *Mapping {
	if len(u.renamed) == 0 {
		return nil
	}
	m := &Mapping{Columns: map[string]string{}}
	for i, known := range u.renamed {
		m.Columns[u.header.Columns[i]] = known
	}
	return m
}

// askDrift asks about every change that is only likely.
func (u *understanding) askDrift() {
	for _, d := range u.drift {
		switch {
		case d.Field == "" || d.Field == "custom" || d.Column != "" && d.Confidence == Certain:
		case d.Column == "":
			u.asks = append(u.asks, Ask{Name: "drift", Column: d.Was, Reason: fmt.Sprintf("The last file had the column %s. %s", d.Was, d.Evidence), Choices: []string{}, Samples: []string{}})
		case d.Column == d.Was:
			u.asks = append(u.asks, Ask{Name: "drift", Column: d.Column, Reason: d.Evidence, Choices: []string{}, Samples: []string{}})
		default:
			u.asks = append(u.asks, Ask{Name: "drift", Column: d.Column, Reason: fmt.Sprintf("The column %s seems to be %s. %s", d.Column, d.Was, d.Evidence), Choices: []string{d.Was}, Samples: []string{}})
		}
	}
}

// widen tests the key of a mapping over the whole file, and takes the wider one
// where the mapping is a guess of this file. What was said is tested only to be
// shown.
func (u *understanding) widen(ctx context.Context) error {
	if !u.guessed() && (!u.shown || u.file.Size() > testedBytes) {
		return nil
	}
	k, ok, err := u.testKey(ctx, u.context.Mapping)
	if err != nil || !ok {
		return err
	}
	u.keys = append(u.keys, k)
	if u.guessed() && len(k.Wider) > 0 {
		mapping := *u.context.Mapping
		mapping.Key = k.Wider
		u.context.Mapping = &mapping
	}
	return nil
}

// effective is the request with everything that was found out and is not said
// by the file alone, so that the same file understood the same way is known.
func (u *understanding) effective() Request {
	q := u.said
	q.Account, q.Currency, q.Partner = u.context.Account, u.context.Currency, u.context.Partner
	if u.profile == u.im.Generic {
		q.Mapping = u.context.Mapping
	} else if m := u.renaming(); m != nil {
		q.Profile, q.Mapping = u.profile.Info().ID, m
	}
	if len(u.borrowed) > 0 {
		q.Habits = u.borrowed
		for name, h := range u.said.Habits {
			q.Habits[name] = h.or(q.Habits[name])
		}
	}
	return q
}

// memorize keeps what was found out of a file that was imported, for the next
// one of its shape. What a person said is kept only where they want it.
func (u *understanding) memorize(ctx context.Context) error {
	said := u.said
	keep := said.Remember || said.Trust
	asked := said.Mapping != nil || said.Profile != "" || said.Account != "" || said.Currency != "" || said.Partner != "" || len(said.Habits) > 0 || said.Reading != (Reading{})
	if u.im.Memories == nil || asked && !keep && u.memory == nil {
		return nil
	}
	m := Memory{
		Signature: Signature(u.header.Columns), Name: u.pattern(), Folder: u.folder(), Header: texts(u.header.Columns), Shapes: []string{},
		Samples: map[string][]string{}, Profile: u.info.ID, Reading: said.Reading, Habits: u.decided(),
		Account: u.context.Account, Currency: u.context.Currency, Partner: u.context.Partner, Trusted: said.Trust,
		UsedAt: u.im.Now().UTC().Format("2006-01-02T15:04:05Z"),
	}
	if m.Mapping = u.renaming(); u.profile == u.im.Generic {
		m.Mapping = u.context.Mapping
	}
	for i, name := range u.header.Columns {
		kind, _ := u.columns[i].Shape()
		m.Shapes = append(m.Shapes, string(kind))
		if values := u.columns[i].Values(); len(values) > 0 {
			slices.Sort(values)
			m.Samples[name] = values[:min(len(values), keptValues)]
		}
	}
	_, err := u.im.Memories.Remember(ctx, m)
	return err
}

// decided is how the columns that are read write dates and decimals.
func (u *understanding) decided() map[string]Habit {
	out := map[string]Habit{}
	for i, name := range u.header.Columns {
		if h := u.context.Habits[name]; u.uses.As[i] != "" && h != (Habit{}) {
			out[name] = h
		}
	}
	return out
}

// keptValues is how many values of a column are remembered, to know it again
// under another name.
const keptValues = 100
