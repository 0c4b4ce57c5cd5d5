package main

import (
	"context"
	"errors"
	"fmt"
	"os"
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

// portfolioSteps are the imports of the portfolio that is asked about.
func (b bench) portfolio(ctx context.Context, store, usage string) error {
	path := filepath.Join(b.dir, store)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	err := b.load(ctx, path+".part", usage)
	if err != nil {
		return errors.Join(err, removeStore(path+".part"))
	}
	return os.Rename(path+".part", path)
}

func (b bench) load(ctx context.Context, path, usage string) error {
	p, err := open(ctx, path)
	if err != nil {
		return err
	}
	err = load(ctx, p, filepath.Join(b.dir, usage), usageMapping, lastDay)
	if err == nil {
		err = load(ctx, p, filepath.Join(b.dir, b.size.millionFile()), entitlementMapping, lastDay)
	}
	return errors.Join(err, p.Close())
}

// questions asks everything of a store and prints what it took.
func (b bench) questions(ctx context.Context) error {
	return b.asked(ctx, fmt.Sprintf("%d/portfolio.db", b.size.rows()), b.size.usageFile())
}

func (b bench) asked(ctx context.Context, store, usage string) error {
	if err := b.portfolio(ctx, store, usage); err != nil {
		return err
	}
	p, err := open(ctx, filepath.Join(b.dir, store))
	if err != nil {
		return err
	}
	defer p.Close()
	e := engine.New(p.Store, builtin.Catalog(), engine.WithoutResultCache())
	account, err := keyOf(ctx, e, benchAccount)
	if err != nil {
		return err
	}
	var other *peer
	if b.duckdb != "" {
		if other, err = b.startPeer(filepath.Join(b.dir, usage), filepath.Join(b.dir, b.size.millionFile())); err != nil {
			return err
		}
		defer other.end()
	}
	questions := b.chosen(dashboards(account))
	all, err := askAll(ctx, e, other, questions, max(5, b.rounds))
	if err != nil {
		return err
	}
	printAnswers(questions, all, dashboardGoal)
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

func printAnswers(questions []question, all map[string]figures, goal float64) {
	fmt.Printf("%-24s %8s %8s %8s %8s  %s\n", "question", "ms", "DuckDB", "ratio", "rows", "goal: "+strconv.Itoa(int(goal))+" ms, half of DuckDB")
	for _, q := range questions {
		f := all[q.name]
		said := "reached"
		if f.ours > goal || (f.theirs > 0 && f.ours > peerGoal*f.theirs) {
			said = "missed"
		}
		if f.different != nil {
			said = "DIFFERENT: " + f.different.Error()
		}
		fmt.Printf("%-24s %8.1f %8.1f %8.2f %8d  %s\n", q.name, f.ours, f.theirs, f.ours/f.theirs, f.rows, said)
	}
}
