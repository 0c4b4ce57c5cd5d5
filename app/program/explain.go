package program

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/tabular"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/sentences"
	"headroom/backend/texts"
)

//go:embed words/*.json
var wordFiles embed.FS

// wordsIn returns what explanations say of lines in a language, in English for
// any other.
var wordsIn = texts.From(wordFiles, "words")

// linesWithin is how long archived files are searched for the lines of an
// explanation.
const linesWithin = 20 * time.Second

// mostTraced is how many rows of use are looked for in their files.
const mostTraced = 200

// Explain says how a figure of the answer to q came about. The lines of levels
// and acts of use, which the store does not keep, are found in the archived
// files; where one cannot be, a note says why.
func (p *Program) Explain(ctx context.Context, q metric.Query, at metric.Cell) (metric.Explanation, error) {
	return p.explain(ctx, p.language, false, q, at)
}

// ExplainIn explains in the words of a language, for people: conditions on keys
// and ids are left out where a name says the same, and days are in words.
func (p *Program) ExplainIn(ctx context.Context, language string, q metric.Query, at metric.Cell) (metric.Explanation, error) {
	return p.explain(ctx, language, true, q, at)
}

func (p *Program) explain(ctx context.Context, language string, names bool, q metric.Query, at metric.Cell) (metric.Explanation, error) {
	env := p.env()
	env.Language, env.Names = language, names
	e, err := p.Engine.Explain(ctx, q, at, env)
	if err != nil {
		return e, err
	}
	// What a metric of the person is in words, where they said nothing, is English.
	said := sentences.In(language)
	e.Words = said.Say(e.Words)
	for i := range e.Parts {
		e.Parts[i].Words = said.Say(e.Parts[i].Words)
	}
	return e, p.trace(ctx, &e, language)
}

// Drill returns the questions for the rows behind a figure of the answer to q.
func (p *Program) Drill(ctx context.Context, q metric.Query, at metric.Cell) ([]metric.ExplainedPart, error) {
	return p.Engine.Drill(ctx, q, at, p.env())
}

// Show says how a query is answered: its statements and its fold.
func (p *Program) Show(ctx context.Context, q metric.Query) (metric.Plan, error) {
	return p.Engine.Show(ctx, q, p.env())
}

// trace finds the lines of the rows that have none.
func (p *Program) trace(ctx context.Context, e *metric.Explanation, language string) error {
	byImport := map[int64][]map[string]any{}
	var imports []int64
	traced := 0
	for _, row := range e.Rows {
		id, ok := row["import_id"].(int64)
		if !ok || row["line"] != nil {
			continue
		}
		if traced++; traced > mostTraced {
			e.Notes = append(e.Notes, wordsIn(language).Say("lines.first", "n", strconv.Itoa(mostTraced)))
			break
		}
		if byImport[id] == nil {
			imports = append(imports, id)
		}
		byImport[id] = append(byImport[id], row)
	}
	if len(imports) > 0 && !slices.ContainsFunc(e.Columns, func(c metric.Column) bool { return c.Name == "line" }) {
		e.Columns = append(e.Columns, metric.Column{Name: "line", Type: "number", Format: "integer"})
	}
	ctx, cancel := context.WithTimeout(ctx, linesWithin)
	defer cancel()
	slices.Sort(imports)
	for _, id := range imports {
		note, err := p.traceImport(ctx, id, byImport[id], language)
		if err != nil {
			return err
		}
		if note != "" {
			e.Notes = append(e.Notes, note)
		}
	}
	return nil
}

// traceImport finds the lines of rows in the file of one import, and returns a
// note where it cannot.
func (p *Program) traceImport(ctx context.Context, id int64, rows []map[string]any, language string) (string, error) {
	words := wordsIn(language)
	was, err := p.Store.Import(ctx, id)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		row["file"] = was.File
	}
	sought, err := p.sought(ctx, rows)
	if err != nil {
		return "", err
	}
	said, err := p.Store.ImportContext(ctx, id)
	if err != nil {
		return "", err
	}
	f, closeFile, err := p.original(ctx, was)
	if err != nil && fault.Of(err).Code == fault.NotFound {
		return words.Say("lines.gone", "file", was.File), nil
	}
	var lines [][]int
	if err == nil {
		defer closeFile()
		lines, err = p.importer.Locate(ctx, f, was, said, sought)
	}
	missing := 0
	for i, row := range rows {
		if i >= len(lines) || len(lines[i]) == 0 {
			missing++
			continue
		}
		row["line"], row["lines"] = int64(lines[i][0]), lines[i]
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return words.Say("lines.stopped", "file", was.File), nil
	case err != nil:
		return words.Say("lines.unread", "file", was.File, "why", sentences.In(language).Say(fault.Of(err).Message)), nil
	case missing > 0:
		return words.Say("lines.many", "n", strconv.Itoa(missing), "file", was.File), nil
	}
	return "", nil
}

// sought is what tells rows of use apart in a file.
func (p *Program) sought(ctx context.Context, rows []map[string]any) ([]ingest.Sought, error) {
	refs, products := map[string][]portfolio.AccountRef{}, map[string][]string{}
	out := make([]ingest.Sought, len(rows))
	for i, row := range rows {
		text := func(column string) string { s, _ := row[column].(string); return s }
		figure := func(column string) portfolio.Int {
			n, ok := row[column].(int64)
			return portfolio.Int{N: n, OK: ok}
		}
		key, name := text("account_key"), text("product")
		var err error
		if _, ok := refs[key]; !ok {
			if refs[key], err = p.Store.AccountRefs(ctx, key); err != nil {
				return nil, err
			}
		}
		if _, ok := products[name]; !ok && name != "" {
			if products[name], err = p.Store.ProductKeys(ctx, name); err != nil {
				return nil, err
			}
		}
		day, err := portfolio.ParseDay(text(metric.DateName))
		if err != nil {
			return nil, fmt.Errorf("day of a row of use: %w", err)
		}
		_, event := row["person"]
		_, counted := row["count"]
		out[i] = ingest.Sought{
			Accounts: refs[key], Products: products[name], Workload: text("workload"), Feature: text("feature"), Meter: text("meter"),
			Partner: text("partner_id"), Clock: portfolio.Clock(text("clock")), Reason: text("denial_reason"), Day: day, Event: event || counted, Person: text("person"), Active: figure("active"), Total: figure("total"),
		}
	}
	return out, nil
}

// sheetOf finds the sheet behind the name of a file that was one of several.
var sheetOf = regexp.MustCompile(` \[[^\]]*\]$`)

// original gives the archived file of an import, as a file that can be read at
// random, until it is closed.
func (p *Program) original(ctx context.Context, was ingest.Result) (ingest.File, func(), error) {
	r, err := p.Store.Original(ctx, was.SHA256)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	disk, err := os.CreateTemp("", "headroom-*")
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Internal, "The original of %s cannot be put beside.", was.File)
	}
	done := func() {
		disk.Close()
		os.Remove(disk.Name())
	}
	size, err := io.Copy(disk, r)
	if err != nil {
		done()
		return nil, nil, err
	}
	return file{tabular.FromReaderAt(sheetOf.ReplaceAllString(was.File, ""), disk, size, p.now())}, done, nil
}
