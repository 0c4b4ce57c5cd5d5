package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"headroom/app/program"
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
	fmt.Printf("%-24s %6s %8s %8s %8s %7s  %s\n", "dashboard", "tiles", "cold ms", "warm ms", "engine", "ratio", "slowest tile")
	for _, d := range report.Dashboards("en") {
		for _, tab := range d.Tabs {
			s := sheet{program: p, account: account, board: d, tab: tab}
			if err := s.print(ctx, max(5, b.rounds)); err != nil {
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
	filters := []metric.Filter{{Dimension: "account_id", Op: "ne", Value: fmt.Sprintf("nobody %d", s.round)}}
	for _, c := range s.board.Controls {
		if c.Filter != nil {
			filters = append(filters, *c.Filter)
		}
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
		a := report.Asking{Report: *r, Filters: filters, Tokens: tokens}
		if s.board.About != "" {
			a.Account = s.account
		}
		names, out = append(names, t.ID), append(out, a)
	}
	return names, out
}

// view is how the dashboards are looked at.
var view = report.View{Scope: "all", Lang: "en"}

// show asks all tiles at once and returns the milliseconds until the last is
// answered, drawn and written.
func (s *sheet) show(ctx context.Context) (took float64, err error) {
	names, all := s.askings()
	errs := make([]error, len(all))
	var done sync.WaitGroup
	begun := time.Now()
	for i, a := range all {
		done.Go(func() {
			answer, err := s.program.Answer(ctx, view, a)
			if err == nil {
				_, err = json.Marshal(answer)
			}
			errs[i] = err
		})
	}
	done.Wait()
	took = milliseconds(begun)
	for i, err := range errs {
		if err != nil {
			return 0, fmt.Errorf("tile %s: %w", names[i], err)
		}
	}
	return took, nil
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
		if _, err := s.program.Engine.Ask(ctx, q, engine.Env{Today: s.program.Today(), Now: s.program.Today().Time(), Deadline: -1}); err != nil {
			return nil, err
		}
		out = append(out, milliseconds(begun))
	}
	return out, nil
}

func (s *sheet) print(ctx context.Context, rounds int) error {
	names, _ := s.askings()
	cold, err := s.show(ctx)
	if err != nil {
		return err
	}
	var warm, engines []float64
	slowest := make([][]float64, len(names))
	for range rounds {
		took, err := s.show(ctx)
		if err != nil {
			return err
		}
		alone, err := s.alone(ctx)
		if err != nil {
			return err
		}
		sum := 0.0
		for i, ms := range alone {
			sum += ms
			slowest[i] = append(slowest[i], ms)
		}
		warm, engines = append(warm, took), append(engines, sum)
	}
	most := 0
	for i := range slowest {
		if median(slowest[i]) > median(slowest[most]) {
			most = i
		}
	}
	mark := ""
	if median(warm) > boardGoal {
		mark = "  beyond the goal"
	}
	fmt.Printf("%-24s %6d %8.0f %8.0f %8.0f %7.2f  %s %.0f ms%s\n",
		s.board.Name+" "+s.tab.ID, len(names), cold, median(warm), median(engines), median(warm)/median(engines), names[most], median(slowest[most]), mark)
	return nil
}
