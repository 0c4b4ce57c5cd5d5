package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/report"
)

// boardGoal is how long a whole dashboard may take, in milliseconds, once its
// facts are in memory.
const boardGoal = 500

// boards measures the shipped dashboards of a store as the window shows them:
// all tiles of a tab are asked at once, with a filter that no answer is kept
// for. Beside stands what the engine alone takes for the same questions, one
// after the other: a ratio below 1 is what two cores give, above it what
// composing, drawing and waiting cost.
func (b bench) boards(ctx context.Context) error {
	f := portfolioOf(b.size)
	if err := b.build(ctx, f); err != nil {
		return err
	}
	p, err := open(ctx, filepath.Join(b.dir, f.store))
	if err != nil {
		return err
	}
	defer p.Close()
	account, err := keyOf(ctx, engine.New(p.Store, builtin.Catalog(), engine.WithoutFacts()), benchAccount)
	if err != nil {
		return err
	}
	fmt.Printf("%-24s %6s %8s %8s %8s %7s %6s\n", "dashboard", "tiles", "cold ms", "warm ms", "engine", "ratio", "KiB")
	for _, d := range report.Dashboards("en") {
		for _, tab := range d.Tabs {
			if b.only != "" && b.only != d.Name && b.only != d.Name+"."+tab.ID {
				continue
			}
			s := sheet{program: p, account: account, board: d, tab: tab}
			if err := s.print(ctx, b.rounds); err != nil {
				return fmt.Errorf("%s %s: %w", d.Name, tab.ID, err)
			}
		}
	}
	return nil
}

// sheet is one tab of a dashboard as it is looked at.
type sheet struct {
	program *program.Program
	account string
	board   report.Dashboard
	tab     report.Tab
	round   int
}

// askings are the reports of the tiles with the filters of the controls, and one
// that leaves nothing out and was never asked for.
func (s *sheet) askings() (names []string, out []report.Asking) {
	s.round++
	tokens := map[string]any{}
	for _, t := range s.board.Tokens {
		tokens[t.Name] = t.Value
	}
	for _, t := range s.tab.Tiles {
		r := t.Report
		if t.Ref != "" {
			if shipped, ok := report.ShippedReport(t.Ref, "en"); ok {
				r = &shipped
			}
		}
		if r == nil {
			continue
		}
		a := report.Asking{Report: *r, Tokens: tokens, Filters: []metric.Filter{
			{Dimension: "account_id", Op: "ne", Value: fmt.Sprintf("nobody %d", s.round)},
		}}
		for _, c := range s.board.Controls {
			if c.Filter != nil && !slices.Contains(t.Ignores, c.ID) {
				a.Filters = append(a.Filters, *c.Filter)
			}
		}
		if s.board.About != "" {
			a.Account = s.account
		}
		names, out = append(names, t.ID), append(out, a)
	}
	return names, out
}

// view is how the dashboards are looked at.
var view = report.View{Scope: "all", Lang: "en"}

// shown is what a tab took.
type shown struct {
	ms    float64
	bytes int              // of the answers as the window gets them
	wrong map[string]error // tiles without an answer
}

// show asks all tiles at once, until the last is answered, drawn and written.
func (s *sheet) show(ctx context.Context) shown {
	names, all := s.askings()
	errs, sizes := make([]error, len(all)), make([]int, len(all))
	var done sync.WaitGroup
	begun := time.Now()
	for i, a := range all {
		done.Go(func() {
			answer, err := s.program.Answer(ctx, view, a)
			if err == nil {
				var text []byte
				text, err = json.Marshal(answer)
				sizes[i] = len(text)
			}
			errs[i] = err
		})
	}
	done.Wait()
	out := shown{ms: milliseconds(begun), wrong: map[string]error{}}
	for i, err := range errs {
		out.bytes += sizes[i]
		if err != nil {
			out.wrong[names[i]] = err
		}
	}
	return out
}

// alone asks the questions of the tiles one after the other, and returns what
// each took.
func (s *sheet) alone(ctx context.Context) ([]float64, error) {
	_, all := s.askings()
	c, err := s.program.CatalogIn(ctx, "en")
	if err != nil {
		return nil, err
	}
	var out []float64
	for _, a := range all {
		q, _ := a.Compose(c, view)
		begun := time.Now()
		if _, err := s.program.Engine.Ask(ctx, q, engine.Env{Today: s.program.Today(), Now: s.program.Today().Time(), Deadline: tilePatience}); err != nil && fault.Of(err).Code != fault.TooSlow {
			return nil, err
		}
		out = append(out, milliseconds(begun))
	}
	return out, nil
}

// tilePatience is how long a tile alone is waited for.
const tilePatience = 2 * time.Minute

// slowTile is when a tile is named, in milliseconds.
const slowTile = 100

func (s *sheet) print(ctx context.Context, rounds int) error {
	names, _ := s.askings()
	cold := s.show(ctx)
	var warm, engines []float64
	each := make([][]float64, len(names))
	var last shown
	for range rounds {
		last = s.show(ctx)
		alone, err := s.alone(ctx)
		if err != nil {
			return err
		}
		sum := 0.0
		for i, ms := range alone {
			sum += ms
			each[i] = append(each[i], ms)
		}
		warm, engines = append(warm, last.ms), append(engines, sum)
	}
	mark := ""
	if median(warm) > boardGoal {
		mark = "beyond the goal"
	}
	fmt.Printf("%-24s %6d %8.0f %8.0f %8.0f %7.2f %6d  %s\n",
		s.board.Name+" "+s.tab.ID, len(names), cold.ms, median(warm), median(engines), median(warm)/median(engines), last.bytes>>10, mark)
	for i, name := range names {
		if ms := median(each[i]); ms > slowTile {
			fmt.Printf("    %-20s %41.0f\n", name, ms)
		}
		for _, x := range []shown{cold, last} {
			if err := x.wrong[name]; err != nil {
				fmt.Printf("    %-20s %v\n", name, err)
			}
		}
	}
	return nil
}
