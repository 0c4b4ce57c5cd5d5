package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Inspect says what is known of a file before it is imported: how it is read,
// what its columns mean, and what a person must answer first. member names one
// part of an archive or a folder; "" is the first. What was said before is
// taken as given, so that the window can ask again after every answer. Nothing
// is stored.
func (im *Importer) Inspect(ctx context.Context, path, member string, said Request) (Inspection, error) {
	f, err := im.member(path, member)
	if err != nil {
		return Inspection{}, err
	}
	said.Paths = []string{path}
	u, err := im.understand(ctx, f, said, true)
	if err != nil {
		return Inspection{}, err
	}
	defer u.close()
	in := Inspection{
		Path: path, File: f.Name(), Size: f.Size(), Guesses: u.guesses, Header: texts(u.header.Columns), Columns: u.described(),
		Lines: []int{}, Preview: [][]string{}, Profiles: u.candidates, AsOf: u.context.AsOf.String(), Mapping: u.context.Mapping,
		Memory: u.memory, Drift: u.drift, Keys: u.keys, Asks: u.asks, Advice: u.advice(),
	}
	if m := u.renaming(); m != nil {
		in.Mapping = m
	}
	for _, row := range u.header.Sample {
		in.Lines = append(in.Lines, row.Line)
		in.Preview = append(in.Preview, cellTexts(row, len(u.header.Columns)))
	}
	if u.profile != nil {
		info := u.info
		in.Profile, in.Title, in.Dataset, in.Class, in.Row = info.ID, info.Title, string(info.Dataset), string(info.Class), info.Row
		if in.Row == "" {
			in.Row = Rows(info.Dataset)
		}
	} else {
		in.Asks = append(in.Asks, Ask{Name: "dataset", Reason: u.proposal.Why, Choices: datasets(), Samples: []string{}})
	}
	if u.refusal != nil && len(in.Asks) == 0 {
		in.Asks = append(in.Asks, askOf(u.refusal))
	}
	in.Known, err = im.known(ctx, f, u)
	return in, err
}

// member finds one file behind a path.
func (im *Importer) member(path, member string) (File, error) {
	files, err := im.Expand(path)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.Name() == member || member == "" {
			return f, nil
		}
	}
	return nil, fault.New(fault.NotFound, "There is no %s in it.", member).InFile(filepath.Base(path)).WithHint("Choose one of its files.")
}

// known returns the import that already brought this content, said the same way.
func (im *Importer) known(ctx context.Context, f File, u *understanding) (*Result, error) {
	said, err := saidOf(u.said)
	if err != nil {
		return nil, err
	}
	r, sum, err := im.find(ctx, f, said)
	if err != nil || r != nil || sum == "" {
		return r, err
	}
	return im.findUnderstood(ctx, u, said, sum)
}

func texts(in []string) []string { return append([]string{}, in...) }

// cellTexts returns the cells of a row, at least n of them.
func cellTexts(r Row, n int) []string {
	out := make([]string, max(n, len(r.Cells)))
	for i, c := range r.Cells {
		out[i] = string(c)
	}
	return out
}

// datasets are those that a sheet can be of.
func datasets() []string {
	return []string{
		string(portfolio.Accounts), string(portfolio.Entitlements), string(portfolio.Deployment), string(portfolio.Usage), string(portfolio.FeatureUsage),
		string(portfolio.SupportRequests),
	}
}

// askOf is the question that a refusal of a profile comes down to.
func askOf(err error) Ask {
	f := fault.Of(err)
	name := "refused"
	if f.Code == fault.Asks && f.Field != "" {
		name = f.Field
	}
	return Ask{Name: name, Column: f.Column, Reason: strings.TrimSpace(f.Message + " " + f.Hint), Choices: []string{}, Samples: []string{}}
}

// described says of every column what it holds and what becomes of it.
func (u *understanding) described() []Column {
	out := make([]Column, len(u.header.Columns))
	for i, name := range u.header.Columns {
		kind, evidence := u.columns[i].Shape()
		c := Column{Name: name, Samples: u.columns[i].Samples(), Shape: string(kind), Reason: "none", Detail: evidence, Confidence: Unknown}
		becomes := u.uses.As[i]
		switch {
		case u.guessed() && i < len(u.proposal.Columns):
			c = u.proposal.Columns[i]
		case becomes == "":
		case u.renamed[i] != "":
			c.Becomes, c.Reason, c.Confidence, c.Detail = becomes, "drift", u.driftOf(name).Confidence, u.driftOf(name).Evidence
		case u.profile == u.im.Generic && u.said.Mapping == nil:
			c.Becomes, c.Reason, c.Confidence, c.Detail = becomes, "remembered", Certain, "An earlier file of this shape had it so."
			if d := u.driftOf(name); d.Was != "" {
				c.Reason, c.Confidence, c.Detail = "drift", d.Confidence, d.Evidence
			}
		case u.profile == u.im.Generic:
			c.Becomes, c.Reason, c.Confidence = becomes, "said", Certain
		default:
			c.Becomes, c.Reason, c.Confidence = becomes, "profile", Certain
			c.Detail = fmt.Sprintf("%s reads it so; %s.", u.info.Title, evidence)
		}
		out[i] = c
	}
	return out
}

// driftOf is the change that a column of the file is part of.
func (u *understanding) driftOf(column string) Drift {
	for _, d := range u.drift {
		if d.Column == column {
			return d
		}
	}
	return Drift{}
}

// advice lists what the person may want to know, by code: "resaved" (a
// spreadsheet saved the file again; the original download imports better),
// "lost_digits" (identifiers were turned into numbers such as 1.2E+18),
// "concealed_users" (users are hidden behind 32 hexadecimal digits).
func (u *understanding) advice() []string {
	codes := map[string]bool{}
	for i := range u.columns {
		kind, _ := u.columns[i].Shape()
		switch {
		case kind == "hex32":
			codes["concealed_users"] = true
		case u.columns[i].Scientific():
			codes["lost_digits"], codes["resaved"] = true, true
		}
	}
	if u.profile != nil && u.profile != u.im.Generic && u.resaved() {
		codes["resaved"] = true
	}
	out := []string{}
	for code := range codes {
		out = append(out, code)
	}
	sort.Strings(out)
	return out
}

// resaved reports whether an export of a known program bears the marks of a
// spreadsheet in between: exports are written with commas or tabs, never with
// semicolons, and days are never bare serial numbers.
func (u *understanding) resaved() bool {
	if u.header.Comma == ';' {
		return true
	}
	for i, name := range u.header.Columns {
		if u.uses.As[i] == "" || !strings.HasSuffix(value.Key(name), "date") {
			continue
		}
		if kind, _ := u.columns[i].Shape(); kind == "number" && u.header.Comma != 0 {
			return true
		}
	}
	return false
}

// candidates scores every profile for a table and says what it could not read.
func (im *Importer) candidates(h Header, c Context) []Candidate {
	out := []Candidate{}
	for _, p := range im.Profiles {
		info := p.Info()
		candidate := Candidate{ID: info.ID, Title: info.Title, Score: p.Detect(h), Unknown: []string{}}
		probe := h
		probe.Uses = &Uses{}
		if _, err := p.Open(probe, c); err != nil {
			candidate.Missing = fault.Of(err).Message
		}
		for i, name := range h.Columns {
			if probe.Uses.As[i] == "" {
				candidate.Unknown = append(candidate.Unknown, name)
			}
		}
		out = append(out, candidate)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out
}

// dataAsOf finds the file's own Data As Of: in its name, in the lines above the
// header, in a column that holds one day only and is named for it, else the
// day it was last changed, which is not after today: a copy made later than
// the clock of this run says nothing of a later day.
func (im *Importer) dataAsOf(f File, h Header) (portfolio.Day, Guess) {
	g := Guess{Name: "as_of", Confidence: Certain, Choices: []string{}}
	best := portfolio.NoDay
	offer := func(d portfolio.Day, reason string, sure Confidence) {
		if d.IsZero() {
			return
		}
		if best.IsZero() {
			best = d
			g.Value, g.Reason, g.Confidence = d.String(), reason, sure
		}
		for _, c := range g.Choices {
			if c == d.String() {
				return
			}
		}
		g.Choices = append(g.Choices, d.String())
	}
	offer(dayIn(f.Name()), "the day in the file's name", Certain)
	for _, line := range h.Preamble {
		offer(dayIn(line), "the day in the lines above the header", Certain)
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' }) {
			if d, when := value.Date([]byte(part), value.TextCell, value.AnyOrder); when == value.OnDay {
				offer(d, "the day in the lines above the header", Likely)
			}
		}
	}
	if d, column := refreshed(h); column != "" {
		offer(d, "the day in the column "+column, Certain)
	}
	today := portfolio.DayIn(im.Now().In(im.Zone))
	if t := f.ModTime(); !t.IsZero() {
		offer(min(portfolio.DayIn(t.In(im.Zone)), today), "the day the file was last changed", Likely)
	}
	offer(today, "today", Unknown)
	return best, g
}

// dayIn finds a day in a text, NoDay where there is none.
func dayIn(text string) portfolio.Day {
	if m := fileDay.FindStringSubmatch(text); m != nil {
		if d, err := portfolio.ParseDay(m[1] + "-" + m[2] + "-" + m[3]); err == nil {
			return d
		}
	}
	return portfolio.NoDay
}

// refreshNames are the folded names of columns that say of which day a whole
// report speaks.
var refreshNames = map[string]bool{
	"reportrefreshdate": true, "dataasof": true, "asof": true, "asofdate": true, "snapshotdate": true, "processeddatetime": true, "reportdate": true,
	"extractdate": true, "exportdate": true, "stichtag": true, "datasnapshot": true, "datadiriferimento": true, "dateextraction": true, "fechadecorte": true, "基準日": true,
}

// refreshed finds a column that names the day of the report in every row of
// the sample, the same day in all.
func refreshed(h Header) (portfolio.Day, string) {
	for i, name := range h.Columns {
		if !refreshNames[value.Key(name)] {
			continue
		}
		only := portfolio.NoDay
		for n, row := range h.Sample {
			d, when := value.Date(row.Cell(i), row.Kind(i), value.AnyOrder)
			if when != value.OnDay || n > 0 && d != only {
				only = portfolio.NoDay
				break
			}
			only = d
		}
		if !only.IsZero() {
			return only, name
		}
	}
	return portfolio.NoDay, ""
}
