// Command bench measures what Headroom promises for a large portfolio: the
// import of a usage file against `sqlite3 .import` of the same file in the
// same run, the reading of a workbook against excelize, and the questions of
// the portfolio page on the result. Figures are ratios where a peer exists,
// because a machine's speed is its own.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	rows := flag.Int("rows", 10_000_000, "rows of the usage file")
	rounds := flag.Int("rounds", 3, "rounds, of which the median counts")
	dir := flag.String("dir", "", "work folder, whose generated files of an earlier run are used again; default: a temporary one")
	child := flag.String("child", "", "internal: measure one thing in a process of its own")
	flag.Parse()
	if err := run(*rows, *rounds, *dir, *child); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rows, rounds int, dir, child string) error {
	ctx := context.Background()
	switch {
	case strings.HasPrefix(child, workbookChild):
		return measureWorkbook(dir, child)
	case child != "":
		return measure(ctx, dir, child)
	}
	if dir == "" {
		temporary, err := os.MkdirTemp("", "headroom-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	const days = 100
	s := size{accounts: 50_000, products: 500, series: rows / days, days: days, last: time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)}
	fmt.Printf("%d rows of usage (%d series, %d days) and %d entitlements.\n", s.rows(), s.series, s.days, 2*s.accounts)
	if err := s.write(dir); err != nil {
		return err
	}
	if err := imports(dir, rounds, s.rows()); err != nil {
		return err
	}
	if err := workbooks(dir, rounds); err != nil {
		return err
	}
	return questions(ctx, dir)
}

// imports runs the peer and Headroom in turn.
func imports(dir string, rounds, rows int) error {
	var ours, peers []float64
	var peak int64
	for range rounds {
		seconds, _, err := peer(dir)
		if err != nil {
			return err
		}
		peers = append(peers, seconds)
		for _, old := range []string{"headroom.db", "headroom.db-wal", "headroom.db-shm"} {
			os.Remove(filepath.Join(dir, old))
		}
		seconds, memory, err := headroom(dir, "import")
		if err != nil {
			return err
		}
		ours, peak = append(ours, seconds), max(peak, memory)
	}
	again, _, err := headroom(dir, "reimport")
	if err != nil {
		return err
	}
	a, b := median(ours), median(peers)
	info, err := os.Stat(filepath.Join(dir, "headroom.db"))
	if err != nil {
		return err
	}
	fmt.Printf("import of %d rows: Headroom %.2f s, sqlite3 .import %.2f s, ratio %.2f (goal 0.50)\n", rows, a, b, a/b)
	fmt.Printf("peak memory of the import: %d MiB (goal 400)\n", peak>>20)
	fmt.Printf("the same rows in another file: %.2f s, ratio to the first import %.2f\n", again, again/a)
	fmt.Printf("store with the archived original: %d MiB; %d processors, %s\n", info.Size()>>20, runtime.NumCPU(), runtime.Version())
	return nil
}

// peer loads the file into an unindexed table of text.
func peer(dir string) (seconds float64, memory int64, err error) {
	db := filepath.Join(dir, "peer.db")
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(db + suffix)
	}
	c := exec.Command("sqlite3", db)
	c.Stdin = strings.NewReader(".mode csv\nCREATE TABLE usage(date TEXT, account_id TEXT, product_id TEXT, feature TEXT, active_users TEXT, quantity TEXT);\n.import --skip 1 " +
		filepath.Join(dir, "usage.csv") + " usage\n")
	c.Stderr = os.Stderr
	return timed(c)
}

func headroom(dir, what string) (seconds float64, memory int64, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	c := exec.Command(self, "-child", what, "-dir", dir)
	c.Stderr = os.Stderr
	return timed(c)
}

func timed(c *exec.Cmd) (seconds float64, memory int64, err error) {
	started := time.Now()
	if err := c.Run(); err != nil {
		return 0, 0, fmt.Errorf("%s: %w", c.Path, err)
	}
	return time.Since(started).Seconds(), peakMemory(c.ProcessState), nil
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
