package ingest_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// use takes rows of account, product, active: each a level of its own, or with
// sums one level for each account and product after the last row.
type use struct {
	profile
	sums bool
}

func (p use) Detect(ingest.Header) float64 { return 1 }
func (p use) Open(_ ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return &useAdapter{adapter: adapter{p.profile, c}, sums: p.sums, level: map[portfolio.SeriesID]int64{}}, nil
}

type useAdapter struct {
	adapter
	sums  bool
	level map[portfolio.SeriesID]int64
}

func (a *useAdapter) Adapt(r ingest.Row, out ingest.Sink) error {
	name := string(r.Cell(0))
	if name == "bad" {
		return &ingest.Problem{Code: "bad"}
	}
	id, err := out.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "k", Name: name}}, Product: portfolio.Product{Name: string(r.Cell(1))}})
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(string(r.Cell(2)), 10, 64)
	if a.sums {
		a.level[id] += n
		return err
	}
	return out.Observe(id, a.context.AsOf, portfolio.Observation{Active: portfolio.SomeInt(n)})
}

func (a *useAdapter) Conclude(out ingest.Sink) error {
	for id, n := range a.level {
		if err := out.Observe(id, a.context.AsOf, portfolio.Observation{Active: portfolio.SomeInt(n)}); err != nil {
			return err
		}
	}
	return nil
}

var told = portfolio.DayOf(2026, 10, 31)

// linesOf looks for the level of an account and product in rows.
func linesOf(ctx context.Context, t *testing.T, sums bool, text string, sought ...ingest.Sought) (string, error) {
	t.Helper()
	p := use{profile{"use"}, sums}
	im := &ingest.Importer{Profiles: []ingest.Profile{p}, Generic: profile{"generic"}, Now: now, Zone: time.UTC}
	lines, err := im.Locate(ctx, memory{name: "u.csv", text: text}, ingest.Result{Profile: "use", AsOf: told.String()}, `{}`, sought)
	return fmt.Sprint(lines), err
}

func sought(account, product string) ingest.Sought {
	s := ingest.Sought{Accounts: []portfolio.AccountRef{{Kind: "k", Name: account}}, Day: told}
	if product != "" {
		s.Products = []string{ingest.FoldName(product)}
	}
	return s
}

func TestLinesOfLevelsAreFoundInTheFile(t *testing.T) {
	text := "account,product,active\nContoso,Suite,1\nbad,,\nFabrikam,Suite,2\nContoso, suite,3\nContoso,CAD,4\nContoso,,5"
	for _, sums := range []bool{false, true} {
		got, err := linesOf(t.Context(), t, sums, text, sought("Contoso", "Suite"), sought("Fabrikam", "Suite"), sought("Contoso", ""), sought("Nobody", "Suite"))
		if want := "[[2 5] [4] [7] []]"; err != nil || got != want {
			t.Errorf("sums %v: %s, want %s, %v", sums, got, want, err)
		}
	}
	exact := sought("Contoso", "Suite")
	exact.Active = portfolio.SomeInt(3)
	if got, _ := linesOf(t.Context(), t, false, text, exact); got != "[[5]]" {
		t.Errorf("the very figure has the lines %s", got)
	}
	other := sought("Contoso", "Suite")
	other.Day--
	if got, _ := linesOf(t.Context(), t, false, text, other); got != "[[]]" {
		t.Errorf("another day has the lines %s", got)
	}
}

func TestLinesAreBoundedAndTheirSearchCanBeStopped(t *testing.T) {
	text := "account,product,active" + strings.Repeat("\nContoso,Suite,1", 30)
	if got, err := linesOf(t.Context(), t, false, text, sought("Contoso", "Suite")); err != nil || strings.Count(got, " ") != 19 {
		t.Errorf("%s, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	text = "account,product,active" + strings.Repeat("\nFabrikam,Suite,1", 9000)
	if _, err := linesOf(ctx, t, false, text, sought("Contoso", "Suite")); fault.Of(err).Code != fault.Cancelled {
		t.Errorf("%v", err)
	}
}
