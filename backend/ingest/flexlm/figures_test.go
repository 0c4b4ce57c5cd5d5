package flexlm

import (
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// counting is a sink that counts what it is given by feature.
type counting struct {
	features         []string
	checkouts        map[string]int64
	peak             map[string]int64
	peaks            map[string]map[portfolio.Day]int64
	people           map[string]map[string]bool
	hashes           map[uint64]bool
	denied, observed int
	notes            map[string]int
}

func newCounting() *counting {
	return &counting{
		checkouts: map[string]int64{}, peak: map[string]int64{}, peaks: map[string]map[portfolio.Day]int64{},
		people: map[string]map[string]bool{}, hashes: map[uint64]bool{}, notes: map[string]int{},
	}
}

func (c *counting) Account(ingest.At, portfolio.Account) error           { return nil }
func (c *counting) Entitlement(ingest.At, portfolio.Entitlement) error   { return nil }
func (c *counting) Deployed(ingest.At, portfolio.Deployed) error         { return nil }
func (c *counting) Support(ingest.At, portfolio.SupportRequest) error    { return nil }
func (c *counting) Charge(ingest.At, portfolio.Charge) error             { return nil }
func (c *counting) Product(ingest.At, portfolio.Product, []string) error { return nil }
func (c *counting) Note(_, code, _ string)                               { c.notes[code]++ }

func (c *counting) Series(_ string, s portfolio.Series) (portfolio.SeriesID, error) {
	for i, f := range c.features {
		if f == s.Feature {
			return portfolio.SeriesID(i), nil
		}
	}
	c.features = append(c.features, s.Feature)
	return portfolio.SeriesID(len(c.features) - 1), nil
}

func (c *counting) Observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error {
	f := c.features[id]
	c.observed++
	if c.peaks[f] == nil {
		c.peaks[f] = map[portfolio.Day]int64{}
	}
	c.peaks[f][day] = o.Peak.N
	c.peak[f] = max(c.peak[f], o.Peak.N)
	return nil
}

func (c *counting) Event(id portfolio.SeriesID, e portfolio.Event) error {
	f := c.features[id]
	c.hashes[e.Hash] = true
	if e.Denied {
		c.denied++
		return nil
	}
	c.checkouts[f] += e.Count
	if c.people[f] == nil {
		c.people[f] = map[string]bool{}
	}
	c.people[f][e.Person] = true
	return nil
}

// adapt runs a log through its profile into a counting sink.
func adapt(t testing.TB, name string, data []byte) (*counting, *events, map[string]int) {
	t.Helper()
	table, profile := read(t, name, data)
	adapter, err := profile.Open(table.Head, contoso)
	if err != nil {
		t.Fatal(err)
	}
	out, actions := newCounting(), map[string]int{}
	for _, row := range table.Rows {
		err := adapter.Adapt(row, out)
		if _, skipped := err.(ingest.Skip); err != nil && !skipped { //nolint:errorlint // adapters return it as it is
			t.Fatalf("line %d: %v", row.Line, err)
		}
		actions[string(row.Cell(actionColumn))]++
	}
	if err := adapter.(ingest.Concluding).Conclude(out); err != nil {
		t.Fatal(err)
	}
	return out, adapter.(*events), actions
}

// TestFiguresOfRealLogs holds what was counted by hand in samples/SOURCES.md.
func TestFiguresOfRealLogs(t *testing.T) {
	type figures struct {
		checkouts, peak int64
		people          int
	}
	cases := []struct {
		file     string
		actions  map[string]int
		features map[string]figures
		count    int
		open     int64
		last     portfolio.Day
	}{
		{
			"autodesk.log",
			map[string]int{"OUT": 8402, "IN": 8400, "UNSUPPORTED": 2, serverStarted: 1, suiteListed: 7},
			map[string]figures{"64801INVPROSA_F": {1920, 38, 425}, "64300ACD_F": {1677, 242, 743}},
			18, 2, portfolio.DayOf(2022, 7, 7),
		},
		{"maple.log", map[string]int{"OUT": 262, "IN": 262, serverStarted: 1, suiteListed: 3}, map[string]figures{"Maple": {131, 39, 31}}, 4, 0, portfolio.DayOf(2022, 7, 7)},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			got, adapter, actions := adapt(t, c.file, sample(t, "flexlm", c.file))
			for action, n := range c.actions {
				if actions[action] != n {
					t.Errorf("%d rows of %s, want %d", actions[action], action, n)
				}
			}
			if len(actions) != len(c.actions) || len(got.checkouts) != c.count {
				t.Errorf("actions %v and %d features, want %v and %d", actions, len(got.checkouts), c.actions, c.count)
			}
			for f, want := range c.features {
				if is := (figures{got.checkouts[f], got.peak[f], len(got.people[f])}); is != want {
					t.Errorf("%s: %+v, want %+v", f, is, want)
				}
			}
			open := int64(0)
			for _, f := range adapter.features {
				open += f.out
			}
			if open != c.open || adapter.last < c.last-2 || adapter.last > c.last || got.denied != c.actions["UNSUPPORTED"] || got.notes["returned_too_much"] != 0 {
				t.Errorf("%d open at %s, %d denied, notes %v", open, adapter.last, got.denied, got.notes)
			}
		})
	}
}

// TestTheSameLogGrownLonger gives the same events again, and the same peaks of
// the days that were complete.
func TestTheSameLogGrownLonger(t *testing.T) {
	whole := string(sample(t, "flexlm", "maple.log"))
	cut := strings.Index(whole[2*len(whole)/3:], "\n") + 2*len(whole)/3 + 1
	part, adapter, _ := adapt(t, "maple.log", []byte(whole[:cut]))
	full, _, _ := adapt(t, "maple.log", []byte(whole))
	if len(part.hashes) == 0 || len(part.hashes) >= len(full.hashes) {
		t.Fatalf("%d events of %d", len(part.hashes), len(full.hashes))
	}
	for h := range part.hashes {
		if !full.hashes[h] {
			t.Fatal("an event changed its identity")
		}
	}
	for f, days := range part.peaks {
		for day, peak := range days {
			if day < adapter.last && full.peaks[f][day] != peak {
				t.Errorf("%s on %s: peak %d, then %d", f, day, peak, full.peaks[f][day])
			}
		}
	}
}
