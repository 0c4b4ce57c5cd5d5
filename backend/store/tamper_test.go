package store

import (
	"path/filepath"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// TestVerifyFindsChangedFlags changes what is no text: the flag that lets the
// engine leave days out, and figures of the ledger, both the rows and the
// table that is resolved from them.
func TestVerifyFindsChangedFlags(t *testing.T) {
	for _, change := range []string{
		"", "UPDATE usage_chunk SET peaks = 0", "UPDATE charge_row SET amount = amount + 1", "UPDATE charge SET amount = amount + 1", "DELETE FROM charge",
		"UPDATE rejected_row SET line = line + 1", `UPDATE definition SET document = '{"name":5}'`,
	} {
		path := filepath.Join(t.TempDir(), "a.db")
		s, err := Open(t.Context(), path, Options{Now: at, Create: true})
		if err != nil {
			t.Fatal(err)
		}
		defined := metric.Definitions{Tokens: []metric.Token{{Name: "RESERVE", Kind: "value", Type: "number", Value: 5.0}}}
		if err := s.Define(t.Context(), defined, func(metric.Definitions) error { return nil }); err != nil {
			t.Fatal(err)
		}
		session := begun(t.Context(), t, s, content("a"))
		session.Row(2)
		id, err := session.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Feature: "render"})
		if err != nil {
			t.Fatal(err)
		}
		day := portfolio.DayIn(at())
		for _, err := range []error{
			session.Observe(id, day, portfolio.Observation{Peak: portfolio.SomeInt(4)}),
			session.Charge(ingest.At{Day: day}, portfolio.Charge{Key: "1", Book: "b", Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Amount: portfolio.SomeInt(5)}),
			session.Reject(ingest.Problem{Row: 3, Code: "not_a_date"}, nil),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := session.Finish(t.Context(), ingest.Tally{Rows: 2, Accepted: 1, Rejected: 1, Notes: []string{}, Problems: []ingest.Problem{}, Started: at()}, false); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if change != "" {
			db := raw(t, path)
			run(t, db, change)
			db.Close()
		}
		if s, err = Open(t.Context(), path, Options{Now: at}); err != nil {
			t.Fatal(err)
		}
		problems, err := s.Verify(t.Context())
		if err != nil || (len(problems) > 0) != (change != "") {
			t.Errorf("after %q verify says %q, %v", change, problems, err)
		}
		s.Close()
	}
}
