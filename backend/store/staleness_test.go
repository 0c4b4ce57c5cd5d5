package store_test

import (
	"fmt"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

func TestStaleness(t *testing.T) {
	list := ingest.Info{ID: "test.l", Version: 1, Source: "Extract", Dataset: portfolio.Entitlements, Class: portfolio.Snapshot}
	cadence := func(profile string) int { return map[string]int{"test.p": 30}[profile] }
	for name, c := range map[string]struct {
		info  ingest.Info
		days  []string
		whole string // a full list of the same source
		today string
		want  string
	}{
		"its own rhythm":                     {changes, []string{"2026-10-01", "2026-10-08", "2026-10-15", "2026-10-22"}, "", "2026-11-01", "every 7 late 3 gap "},
		"on time":                            {changes, []string{"2026-10-01", "2026-10-08", "2026-10-15"}, "", "2026-10-20", "every 7 late 0 gap "},
		"too few files: the profile's":       {slices, []string{"2026-09-30", "2026-10-31"}, "", "2026-12-10", "every 30 late 10 gap "},
		"too few files, no expectation":      {changes, []string{"2026-10-01", "2026-10-02"}, "", "2026-12-10", "every 0 late 0 gap "},
		"two files of one day are one":       {slices, []string{"2026-10-31", "2026-10-31", "2026-10-31"}, "", "2026-12-10", "every 30 late 10 gap "},
		"a missing increment is a hole":      {changes, []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-05", "2026-10-06"}, "", "2026-10-06", "every 1 late 0 gap 2026-10-03 to 2026-10-05"},
		"the missing file closes it":         {changes, []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-05", "2026-10-04"}, "", "2026-10-05", "every 1 late 0 gap "},
		"a later full list closes it":        {changes, []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-05"}, "2026-10-06", "2026-10-06", "every 1 late 0 gap "},
		"an earlier full list does not":      {changes, []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-05"}, "2026-10-04", "2026-10-05", "every 1 late 0 gap 2026-10-03 to 2026-10-05"},
		"a period table has no chain":        {slices, []string{"2026-08-31", "2026-09-01", "2026-09-02", "2026-10-31"}, "", "2026-10-31", "every 1 late 0 gap "},
		"one and a half times is no hole":    {changes, []string{"2026-10-01", "2026-10-03", "2026-10-05", "2026-10-08"}, "", "2026-10-08", "every 2 late 0 gap "},
		"events chain, too":                  {eventsX, []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-06"}, "", "2026-10-06", "every 1 late 0 gap 2026-10-03 to 2026-10-06"},
		"the latest of several holes counts": {changes, []string{"2026-10-01", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-11"}, "", "2026-10-11", "every 1 late 0 gap 2026-10-07 to 2026-10-11"},
	} {
		s := open(t)
		for i, d := range c.days {
			put(t, s, file{name: fmt.Sprint(name, i), info: c.info, asOf: d, facts: []func(ingest.Sink) error{entitlement(t, d, "k", "Contoso", int64(i), "")}})
		}
		if c.whole != "" {
			put(t, s, file{name: name + " list", info: list, asOf: c.whole, facts: []func(ingest.Sink) error{entitlement(t, c.whole, "k", "Contoso", 1, "")}})
		}
		all, err := s.Staleness(t.Context(), day(t, c.today), cadence)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %v, %v", name, all, err)
		}
		if got := fmt.Sprintf("every %d late %d gap %s", all[0].Every, all[0].Late, all[0].Gap); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
