// Package demo invents a portfolio and writes it as the export files of
// vendors, which the real importers then read: nothing of the demo knows the
// store. The rule not to break: the same options give the same bytes, and
// every name is invented.
package demo

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// Mark begins the name of every file of the demo, so that its imports can be
// found and taken back.
const Mark = "headroom-demo"

// Options choose a portfolio. Zero values are the defaults: 48 accounts, 13
// months, seed 1. Today is needed: everything is dated relative to it.
type Options struct {
	Accounts int
	Months   int
	Seed     int64
	Today    portfolio.Day
}

// File is one written export, with what its import has to be told.
type File struct {
	Path    string
	Account string          // of the rows of a file that names none
	Mapping *ingest.Mapping // of a generic sheet; saved beside the file too
	AsOf    portfolio.Day
}

func (o Options) withDefaults() Options {
	if o.Accounts <= 0 {
		o.Accounts = 48
	}
	if o.Months <= 0 {
		o.Months = 13
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	return o
}

// Write writes the portfolio into dir and returns its files in the order of
// import.
func Write(dir string, o Options) ([]File, error) {
	o = o.withDefaults()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("demo folder: %w", err)
	}
	p := invent(o)
	w := &writer{dir: dir, today: o.Today}
	w.table("accounts", p.accountRows(), &accountMapping)
	w.table("seats", p.seatRows(), nil)
	w.table("office-usage", p.officeUsageRows(), nil)
	w.table("flexnet-accounts", p.flexnetAccountRows(), nil)
	w.zip("flexnet-entitlements", p.months[0], p.flexnetFirstExtract())
	if o.Today != p.months[0] {
		w.zip("flexnet-entitlements", o.Today, p.flexnetLastExtract())
	}
	w.table("flexnet-usage", p.flexnetUsageRows(), nil)
	w.table("metered-usage", p.meteredRows(), &meteredMapping)
	w.table("sign-ins", p.signInRows(), &signInMapping)
	w.table("support-requests", p.supportRows(), &supportMapping)
	w.table("contracts", p.contractRows(), &contractMapping)
	for i := range p.accounts {
		if a := &p.accounts[i]; logged(a) {
			w.log(p, a)
		}
	}
	for weeks := 5; weeks > 1; weeks-- { // and then no more
		w.tableAt("sponsors", o.Today-portfolio.Day(7*weeks), p.sponsorRows(weeks == 2), &sponsorMapping)
	}
	return w.files, w.err
}

// dice returns the source of chance for one part of the portfolio, so that a
// change to one part leaves the others as they were.
func (p *invented) dice(part string, i int) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, c := range []byte(part) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return rand.New(rand.NewPCG(uint64(p.Seed), h+uint64(i)))
}

// writer writes the files and keeps the first error.
type writer struct {
	dir   string
	today portfolio.Day
	files []File
	err   error
}

func (w *writer) name(what string, day portfolio.Day, ext string) string {
	return filepath.Join(w.dir, Mark+"-"+what+"-"+day.String()+ext)
}

func (w *writer) write(path string, data []byte) {
	if w.err == nil {
		w.err = os.WriteFile(path, data, 0o600)
	}
}

func (w *writer) table(what string, rows [][]string, m *ingest.Mapping) {
	w.tableAt(what, w.today, rows, m)
}

func (w *writer) tableAt(what string, day portfolio.Day, rows [][]string, m *ingest.Mapping) {
	path := w.name(what, day, ".csv")
	w.write(path, w.csv(rows))
	if m != nil {
		data, err := json.MarshalIndent(m, "", "  ")
		if err != nil && w.err == nil {
			w.err = err
		}
		w.write(w.name(what, day, ".mapping.json"), append(data, '\n'))
	}
	w.files = append(w.files, File{Path: path, Mapping: m, AsOf: day})
}

func (w *writer) csv(rows [][]string) []byte {
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	if err := c.WriteAll(rows); err != nil && w.err == nil {
		w.err = err
	}
	return b.Bytes()
}

func sortedKeys(files map[string][][]string) []string {
	return slices.Sorted(maps.Keys(files))
}
