package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// step is an import that is measured.
type step struct {
	name    string
	store   string // file of the store
	fresh   bool   // begins with an empty store
	large   bool   // only when asked for
	path    func(size) string
	mapping *ingest.Mapping
	asOf    portfolio.Day
}

// steps are in the order in which a round takes them.
var steps = []step{
	{name: "first", store: "headroom.db", fresh: true, path: size.usageFile, mapping: usageMapping, asOf: lastDay},
	{name: "day", store: "headroom.db", path: size.dayFile, mapping: usageMapping, asOf: lastDay + 1},
	{name: "again", store: "headroom.db", path: size.againFile, mapping: usageMapping, asOf: lastDay},
	{name: "by-account", store: "by-account.db", fresh: true, path: size.byAccountFile, mapping: usageMapping, asOf: lastDay},
	{name: "entitlements", store: "entitlements.db", fresh: true, path: size.millionFile, mapping: entitlementMapping, asOf: lastDay},
	{name: "large", store: "large.db", fresh: true, large: true, path: size.largeFolder, mapping: usageMapping, asOf: lastDay},
}

func stepNames() string {
	var names []string
	for _, s := range steps {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}

// run imports in this process.
func (s step) run(ctx context.Context, b bench) error {
	p, err := open(ctx, filepath.Join(b.dir, s.store))
	if err != nil {
		return err
	}
	defer p.Close()
	return load(ctx, p, filepath.Join(b.dir, s.path(b.size)), s.mapping, s.asOf)
}

// measured is what a process took.
type measured struct {
	seconds, cpu float64
	memory       int64 // bytes at most
}

// results are the rounds of everything that is measured, by name.
type results map[string][]measured

func (r results) take(name string, m measured, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r[name] = append(r[name], m)
	return nil
}

// seconds is the median time of a name.
func (r results) seconds(name string) float64 {
	return r.median(name, func(m measured) float64 { return m.seconds })
}

func (r results) median(name string, of func(measured) float64) float64 {
	var list []float64
	for _, m := range r[name] {
		list = append(list, of(m))
	}
	return median(list)
}

// memory is the most memory of a name in any round, in MiB.
func (r results) memory(name string) float64 {
	most := int64(0)
	for _, m := range r[name] {
		most = max(most, m.memory)
	}
	return float64(most >> 20)
}

// imports runs the peers and Headroom in turn and prints how they compare.
func (b bench) imports() error {
	r := results{}
	for range b.rounds {
		m, err := b.sqlite("usage", b.size.usageFile())
		if err := r.take("sqlite", m, err); err != nil {
			return err
		}
		if b.duckdb != "" {
			m, err = timed(exec.Command("node", filepath.Join(b.duckdb, "copy.mjs"), filepath.Join(b.dir, b.size.usageFile()), strconv.Itoa(b.size.rows())))
			if err := r.take("duckdb", m, err); err != nil {
				return err
			}
		}
		m, err = b.sqlite("entitlement", b.size.millionFile())
		if err := r.take("sqlite with index", m, err); err != nil {
			return err
		}
		for _, s := range steps {
			if s.large && !b.large {
				continue
			}
			m, err := b.child(s)
			if err := r.take(s.name, m, err); err != nil {
				return err
			}
		}
	}
	return b.report(r)
}

func (b bench) report(r results) error {
	info, err := os.Stat(filepath.Join(b.dir, "headroom.db"))
	if err != nil {
		return err
	}
	fmt.Printf("%-46s %8s %8s %8s\n", "import", "s", "cpu s", "MiB")
	for _, name := range []string{"sqlite", "duckdb", "first", "day", "again", "by-account", "sqlite with index", "entitlements", "large"} {
		if len(r[name]) > 0 {
			fmt.Printf("%-46s %8.2f %8.2f %8.0f\n", titles[name], r.seconds(name), r.median(name, func(m measured) float64 { return m.cpu }), r.memory(name))
		}
	}
	fmt.Printf("%-46s %8s %8s\n", "compared", "is", "goal")
	for _, c := range []struct {
		what, name, to string
		of             func(string) float64
		goal           float64
	}{
		{"time, first import ÷ sqlite3 .import", "first", "sqlite", r.seconds, 0.30},
		{"time, first import ÷ DuckDB", "first", "duckdb", r.seconds, 1.2},
		{"memory, first import ÷ DuckDB", "first", "duckdb", r.memory, 0.35},
		{"time, the same rows again ÷ first import", "again", "first", r.seconds, 1.1},
		{"time, one new day ÷ first import", "day", "first", r.seconds, 0.15},
		{"time, sorted by account ÷ first import", "by-account", "first", r.seconds, 1.5},
		{"time, entitlements ÷ .import with unique index", "entitlements", "sqlite with index", r.seconds, 1.0},
		{"time, five times the rows ÷ first import", "large", "first", r.seconds, 6},
	} {
		if len(r[c.name]) > 0 && len(r[c.to]) > 0 {
			fmt.Printf("%-46s %8.2f %8.2f\n", c.what, c.of(c.name)/c.of(c.to), c.goal)
		}
	}
	fmt.Printf("%-46s %8.0f %8d\n", "memory of the first import, MiB", r.memory("first"), 400)
	if b.large {
		fmt.Printf("%-46s %8.0f %8d\n", "memory of five times the rows, MiB", r.memory("large"), 600)
	}
	fmt.Printf("store with the archived originals: %d MiB; %d processors, %s\n", info.Size()>>20, runtime.NumCPU(), runtime.Version())
	return nil
}

var titles = map[string]string{
	"sqlite": "sqlite3 .import into text, no index", "duckdb": "DuckDB COPY in memory", "first": "Headroom, first import",
	"day": "Headroom, one new day", "again": "Headroom, the same rows in another file", "by-account": "Headroom, sorted by account",
	"sqlite with index": "sqlite3 .import of entitlements, unique index", "entitlements": "Headroom, entitlements", "large": "Headroom, five times the rows in two files",
}

// sqlite loads a file into a table of text; one of entitlements gets a unique
// index on its first column.
func (b bench) sqlite(table, file string) (measured, error) {
	db := filepath.Join(b.dir, "peer.db")
	if err := removeStore(db); err != nil {
		return measured{}, err
	}
	columns, index := "date, account_id, product_id, feature, active_users, quantity", ""
	if table == "entitlement" {
		columns, index = entitlementColumns, "CREATE UNIQUE INDEX entitlement_key ON entitlement (entitlement);\n"
	}
	c := exec.Command("sqlite3", db)
	c.Stdin = strings.NewReader(fmt.Sprintf(".mode csv\nCREATE TABLE %[1]s (%[2]s TEXT);\n.import --skip 1 %[3]s %[1]s\n%[4]s",
		table, strings.ReplaceAll(columns, ",", " TEXT,"), filepath.Join(b.dir, file), index))
	return timed(c)
}

// child measures a step in a process of its own, so that its memory is known.
func (b bench) child(s step) (measured, error) {
	if s.fresh {
		if err := removeStore(filepath.Join(b.dir, s.store)); err != nil {
			return measured{}, err
		}
	}
	return ownProcess(b.dir, s.name, "-rows", strconv.Itoa(b.size.rows()))
}

// ownProcess runs one measurement of this command and waits for its end.
func ownProcess(dir, name string, more ...string) (measured, error) {
	self, err := os.Executable()
	if err != nil {
		return measured{}, err
	}
	return timed(exec.Command(self, append([]string{"-child", name, "-dir", dir}, more...)...))
}

func removeStore(db string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(db + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func timed(c *exec.Cmd) (measured, error) {
	c.Stderr = os.Stderr
	started := time.Now()
	if err := c.Run(); err != nil {
		return measured{}, fmt.Errorf("%s: %w", c.Path, err)
	}
	p := c.ProcessState
	return measured{time.Since(started).Seconds(), (p.UserTime() + p.SystemTime()).Seconds(), peakMemory(p)}, nil
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
