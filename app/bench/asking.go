package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// figures are what one question took.
type figures struct {
	ours, theirs, cold float64 // milliseconds
	rows               int
	different          error // nil: both answers are equal
}

// askAll asks every question of Headroom and of DuckDB in turn, and compares
// the answers; p may be nil.
func askAll(ctx context.Context, e *engine.Engine, p *peer, questions []question, rounds int) (map[string]figures, error) {
	ours, theirs, out := map[string][]float64{}, map[string][]float64{}, map[string]figures{}
	for round := range rounds + 1 { // the first one warms both up
		for _, q := range questions {
			begun := time.Now()
			r, err := e.Ask(ctx, q.query, engine.Env{Today: lastDay})
			took := milliseconds(begun)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
			f := out[q.name]
			f.rows = len(r.Rows)
			if p != nil {
				sql, err := q.sql()
				if err != nil {
					return nil, err
				}
				a, err := p.ask(sql)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", q.name, err)
				}
				if round > 0 {
					theirs[q.name] = append(theirs[q.name], a.MS)
				} else {
					f.different = sameAnswer(q.pick(r), a.Rows)
				}
			}
			if round > 0 {
				ours[q.name] = append(ours[q.name], took)
			}
			out[q.name] = f
		}
	}
	for name, f := range out {
		f.ours = median(ours[name])
		if p != nil {
			f.theirs = median(theirs[name])
		}
		out[name] = f
	}
	return out, nil
}

// pick returns the columns of an answer that DuckDB gives too.
func (q question) pick(r metric.Result) [][]any {
	if q.columns == nil {
		return r.Rows
	}
	out := make([][]any, len(r.Rows))
	for i, row := range r.Rows {
		for _, c := range q.columns {
			out[i] = append(out[i], row[c])
		}
	}
	return out
}

func milliseconds(since time.Time) float64 { return time.Since(since).Seconds() * 1000 }

// keyOf returns the key of the account whose page is asked for.
func keyOf(ctx context.Context, e *engine.Engine, external string) (string, error) {
	r, err := e.Ask(ctx, metric.Query{Metrics: []string{"accounts"}, By: by("account_key"), Filter: &metric.Filter{Dimension: "account_id", Op: "eq", Value: external}}, engine.Env{Today: lastDay})
	if err != nil {
		return "", err
	}
	if len(r.Rows) != 1 {
		return "", fmt.Errorf("%d accounts are %s", len(r.Rows), external)
	}
	key, _ := r.Rows[0][0].(string)
	return key, nil
}

// portfolioFiles is a store that is asked about, and the files it is made of.
type portfolioFiles struct {
	size         size
	store        string
	usage        []string // paths of files, or of one folder of them
	entitlements string
}

// portfolioOf returns the store of a size.
func portfolioOf(s size) portfolioFiles {
	return portfolioFiles{s, fmt.Sprintf("%d/portfolio.db", s.rows()), []string{s.usageFile()}, s.millionFile()}
}

// largePortfolio has five times the usage and as many entitlements.
func largePortfolio(s size) portfolioFiles {
	return portfolioFiles{s.five(), fmt.Sprintf("%d/portfolio.db", s.five().rows()), s.largeFiles(), s.millionFile()}
}

// build makes the store unless an earlier run did.
func (b bench) build(ctx context.Context, f portfolioFiles) error {
	path := filepath.Join(b.dir, f.store)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := b.fill(ctx, path+".part", f); err != nil {
		return errors.Join(err, removeStore(path+".part"))
	}
	return os.Rename(path+".part", path)
}

func (b bench) fill(ctx context.Context, path string, f portfolioFiles) error {
	p, err := open(ctx, path)
	if err != nil {
		return err
	}
	for _, file := range f.usage {
		if err == nil {
			err = load(ctx, p, filepath.Join(b.dir, file), usageMapping, lastDay)
		}
	}
	if err == nil {
		err = load(ctx, p, filepath.Join(b.dir, f.entitlements), entitlementMapping, lastDay)
	}
	return errors.Join(err, p.Close())
}

// questions asks everything of the portfolio, of one of a tenth of its rows and,
// where asked for, of one of five times its usage.
func (b bench) questions(ctx context.Context) error {
	tenth := b
	tenth.size = sizeOf(b.size.rows() / 10)
	if err := tenth.generate(); err != nil {
		return err
	}
	small, err := tenth.asked(ctx, portfolioOf(tenth.size), false)
	if err != nil {
		return err
	}
	whole, err := b.asked(ctx, portfolioOf(b.size), b.duckdb != "")
	if err != nil {
		return err
	}
	if err := b.alone(whole, portfolioOf(b.size)); err != nil {
		return err
	}
	for _, set := range whole {
		set.print(small)
	}
	memory, err := b.askedAlone(everyQuestion, portfolioOf(b.size))
	if err != nil {
		return err
	}
	fmt.Printf("memory of a process that asks all of it twice: %d MiB, goal %d\n", memory.memory>>20, memoryGoal)
	if !b.large {
		return nil
	}
	large, err := b.asked(ctx, largePortfolio(b.size), b.duckdb != "")
	if err != nil {
		return err
	}
	fmt.Printf("five times the usage:\n")
	for _, set := range large {
		set.goal = max(set.goal, largeGoal)
		set.print(nil)
	}
	memory, err = b.askedAlone(everyQuestion, largePortfolio(b.size))
	if err != nil {
		return err
	}
	fmt.Printf("memory of a process that asks all of it twice: %d MiB\n", memory.memory>>20)
	return nil
}

// answered is a set of questions with one goal, and what they took.
type answered struct {
	title     string
	goal      float64
	questions []question
	figures   map[string]figures
}

func (b bench) sets(account string) []answered {
	return []answered{
		{title: "dashboards", goal: dashboardGoal, questions: b.chosen(dashboards(account))},
		{title: "made up", goal: adHocGoal, questions: b.chosen(adHoc())},
	}
}

// asked asks all questions of a store, beside DuckDB where that is wanted.
func (b bench) asked(ctx context.Context, f portfolioFiles, beside bool) (sets []answered, err error) {
	if err := b.build(ctx, f); err != nil {
		return nil, err
	}
	p, err := open(ctx, filepath.Join(b.dir, f.store))
	if err != nil {
		return nil, err
	}
	defer p.Close()
	e := engine.New(p.Store, builtin.Catalog(), engine.WithoutResultCache(), engine.WithDeadline(0))
	account, err := keyOf(ctx, e, benchAccount)
	if err != nil {
		return nil, err
	}
	var other *peer
	if beside {
		var usage []string
		for _, file := range f.usage {
			usage = append(usage, filepath.Join(b.dir, file))
		}
		if other, err = b.startPeer(strings.Join(usage, ","), filepath.Join(b.dir, f.entitlements)); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, other.end()) }()
	}
	sets = b.sets(account)
	for i := range sets {
		if sets[i].figures, err = askAll(ctx, e, other, sets[i].questions, max(5, b.rounds)); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// everyQuestion names the child that asks all questions.
const everyQuestion = "all"

// askChild is the beginning of the names of children that ask.
const askChild = "ask "

// alone asks each question as the first of a process of its own.
func (b bench) alone(sets []answered, f portfolioFiles) error {
	for _, set := range sets {
		for _, q := range set.questions {
			m, err := b.askedAlone(q.name, f)
			if err != nil {
				return err
			}
			x := set.figures[q.name]
			x.cold = m.seconds * 1000
			set.figures[q.name] = x
		}
	}
	return nil
}

// askedAlone asks one question, or all, in a process of its own. Its time is
// that of the question alone.
func (b bench) askedAlone(name string, f portfolioFiles) (measured, error) {
	self, err := os.Executable()
	if err != nil {
		return measured{}, err
	}
	var out strings.Builder
	c := exec.Command(self, "-child", askChild+name, "-dir", b.dir, "-store", f.store)
	c.Stdout = &out
	m, err := timed(c)
	if err != nil {
		return m, err
	}
	m.seconds, err = strconv.ParseFloat(strings.TrimSpace(out.String()), 64)
	return m, err
}

// askHere asks a question in this process and prints the seconds it took; all
// of them are asked twice.
func (b bench) askHere(ctx context.Context, name, store string) error {
	p, err := open(ctx, filepath.Join(b.dir, store))
	if err != nil {
		return err
	}
	defer p.Close()
	e := engine.New(p.Store, builtin.Catalog(), engine.WithDeadline(0), engine.WithoutResultCache())
	// The key of the account is looked up beside the engine, whose first
	// question is to be the one that is measured.
	account, err := keyOf(ctx, engine.New(p.Store, builtin.Catalog(), engine.WithoutFacts()), benchAccount)
	if err != nil {
		return err
	}
	begun, times := time.Now(), 1
	if name == everyQuestion {
		times = 2
	}
	for range times {
		for _, set := range b.sets(account) {
			for _, q := range set.questions {
				if name != everyQuestion && name != q.name {
					continue
				}
				if _, err := e.Ask(ctx, q.query, engine.Env{Today: lastDay}); err != nil {
					return err
				}
			}
		}
	}
	fmt.Println(time.Since(begun).Seconds())
	return nil
}

// chosen returns the questions whose names were asked for; all by default.
func (b bench) chosen(all []question) []question {
	if b.only == "" || b.only == "all" {
		return all
	}
	var out []question
	for _, q := range all {
		if strings.Contains(","+b.only+",", ","+q.name+",") {
			out = append(out, q)
		}
	}
	return out
}

// print prints what the questions took; small are the figures of a tenth of the
// rows, nil without any.
func (a answered) print(small []answered) {
	fmt.Printf("%-28s %8s %8s %8s %8s %8s %8s  %s\n", a.title, "ms", "DuckDB", "ratio", "cold", "growth", "rows",
		fmt.Sprintf("goals: %.0f ms, %.1f of DuckDB, %d ms cold", a.goal, peerGoal, coldGoal))
	for _, q := range a.questions {
		f := a.figures[q.name]
		fmt.Printf("%-28s %8.1f %8.1f %8.2f %8.0f %8.1f %8d  %s\n", q.name, f.ours, f.theirs, f.ours/f.theirs, f.cold, f.ours/before(small, q.name), f.rows, a.verdict(f))
	}
}

// verdict says which goals were missed.
func (a answered) verdict(f figures) string {
	if f.different != nil {
		return "DIFFERENT: " + f.different.Error()
	}
	var missed []string
	if f.ours > a.goal {
		missed = append(missed, "ms")
	}
	if f.theirs > 0 && f.ours > peerGoal*f.theirs {
		missed = append(missed, "ratio")
	}
	if f.cold > coldGoal {
		missed = append(missed, "cold")
	}
	if missed == nil {
		return "reached"
	}
	return "missed: " + strings.Join(missed, ", ")
}

// before returns what a question took of fewer rows.
func before(small []answered, name string) float64 {
	for _, set := range small {
		if f, ok := set.figures[name]; ok {
			return f.ours
		}
	}
	return math.NaN()
}
