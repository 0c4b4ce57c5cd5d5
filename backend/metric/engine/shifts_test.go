package engine_test

import (
	"testing"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestInstantsAreTheDaysOfThePerson: a notification of 22:15 in UTC came on the
// next day in Rome, in its summer time, and on the same day in New York; what
// came after the day asked for on the person's clocks is not there.
func TestInstantsAreTheDaysOfThePerson(t *testing.T) {
	s := openFixture(t)
	for _, x := range []struct{ zone, first, at string }{
		{"UTC", "2026-09-30", "2026-09-30 22:15:00.000"},
		{"Europe/Rome", "2026-10-01", "2026-10-01 00:15:00.000"},
		{"America/New_York", "2026-09-30", "2026-09-30 18:15:00.000"},
	} {
		zone, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		// In Rome it is winter by now.
		env := engine.Env{Today: day("2026-11-05"), Now: time.Date(2026, 11, 5, 12, 0, 0, 0, zone)}
		e := engine.New(s, builtin.Catalog())
		r, err := e.Ask(t.Context(), metric.Query{Metrics: []string{"notifications"}, By: []metric.By{{Dimension: "date"}, {Dimension: "notified_at"}}, AsOf: x.first}, env)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Rows) != 1 || r.Rows[0][0] != x.first || r.Rows[0][1] != x.at {
			t.Errorf("in %s: %v", x.zone, r.Rows)
		}
	}
}
