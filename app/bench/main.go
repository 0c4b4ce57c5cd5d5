// Command bench measures what Headroom promises for a large portfolio: imports
// against `sqlite3 .import` and DuckDB on the same files in the same run, the
// reading of a workbook against excelize, and the questions of the portfolio
// page on the result. Figures are ratios where a peer exists, because a
// machine's speed is its own; every import is a process of its own, from its
// start to its end.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

func main() {
	var b bench
	rows := flag.Int("rows", 10_000_000, "rows of the usage file")
	flag.IntVar(&b.rounds, "rounds", 3, "rounds, of which the median counts")
	flag.StringVar(&b.dir, "dir", "", "work folder, whose generated files of an earlier run are used again; default: a temporary one")
	flag.StringVar(&b.duckdb, "duckdb", "", "folder with copy.mjs and the DuckDB it needs; without one DuckDB is left out")
	flag.BoolVar(&b.large, "large", false, "also import five times the rows, from a folder of two files")
	flag.StringVar(&b.only, "questions", "", "only ask these questions, without imports: names separated by commas, or all; with -dashboards one of them, or one of its tabs (renewals.rate)")
	flag.BoolVar(&b.dashboards, "dashboards", false, "only show the shipped dashboards, without imports")
	flag.BoolVar(&b.watch, "rules", false, "only evaluate 200 rules after an import, beside one pass written for them")
	store := flag.String("store", "", "with -child ask NAME: the store, in the work folder")
	child := flag.String("child", "", "run one of the imports in this process: "+stepNames())
	profile := flag.String("cpuprofile", "", "file for a profile of the processor")
	flag.Parse()
	b.size = sizeOf(*rows)
	run := b.run
	if *child != "" {
		run = func(ctx context.Context) error { return b.inside(ctx, *child, *store) }
	}
	if err := profiled(context.Background(), *profile, run); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// profiled runs with a profile of the processor written to the file, when one is
// named.
func profiled(ctx context.Context, file string, run func(context.Context) error) error {
	if file == "" {
		return run(ctx)
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return run(ctx)
}

// bench is one run of the command.
type bench struct {
	size   size
	rounds int
	dir    string
	duckdb string
	large  bool
	only   string

	dashboards bool
	watch      bool
}

// sizeOf returns a portfolio with so many rows of usage.
func sizeOf(rows int) size {
	const days = 100
	return size{accounts: 50_000, products: 500, series: rows / days, days: days, last: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
}

func (b bench) run(ctx context.Context) error {
	if b.dir == "" {
		temporary, err := os.MkdirTemp("", "headroom-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		b.dir = temporary
	}
	s := b.size
	fmt.Printf("%d rows of usage (%d series, %d days), %d entitlements.\n", s.rows(), s.series, s.days, s.millions())
	if err := b.generate(); err != nil {
		return err
	}
	if b.dashboards {
		return b.boards(ctx)
	}
	if b.watch {
		return b.rules(ctx)
	}
	if b.only != "" {
		return b.questions(ctx)
	}
	if err := b.imports(); err != nil {
		return err
	}
	if err := workbooks(b.dir, b.rounds); err != nil {
		return err
	}
	if err := b.questions(ctx); err != nil {
		return err
	}
	return b.rules(ctx)
}

// inside measures one thing in this process.
func (b bench) inside(ctx context.Context, name, store string) error {
	if strings.HasPrefix(name, workbookChild) {
		return measureWorkbook(b.dir, name)
	}
	if question, ok := strings.CutPrefix(name, askChild); ok {
		return b.askHere(ctx, question, store)
	}
	i := slices.IndexFunc(steps, func(s step) bool { return s.name == name })
	if i < 0 {
		return fmt.Errorf("there is no import %q; there are %s", name, stepNames())
	}
	return steps[i].run(ctx, b)
}
