package realtest

import (
	"encoding/json"
	"testing"

	"headroom/backend/portfolio"
	"headroom/backend/watch/template"
)

// renewing is a line that renews by itself after a term.
func renewing(term string) func(*portfolio.Entitlement) {
	return func(e *portfolio.Entitlement) {
		e.Term, e.AutoRenew, e.Assigned = term, portfolio.Yes, portfolio.SomeInt(1)
	}
}

// What rolls over every month is told apart from what is agreed for a year: the
// templates about the last day to act say nothing of it, unless it does not renew.
func TestWhatRollsOverMonthlyIsToldApart(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	stays := func(e *portfolio.Entitlement) { e.Term, e.AutoRenew = "P1M", portfolio.No }
	d.bring(contracts, "2026-12-01",
		contract("month", "Contoso", "2026-12-20", renewing("P1M")), contract("year", "Contoso", "2026-12-20", renewing("P1Y")),
		contract("untold", "Fabrikam", "2026-12-20", renewing("")), contract("last", "Fabrikam", "2026-12-20", stays))
	for _, name := range []string{"act_by", "unused_before_renewal"} {
		x, _ := template.Named(name, "en")
		text, err := json.Marshal(x.Rule)
		if err != nil {
			t.Fatal(err)
		}
		d.rule(string(text))
	}
	const last, untold, year = "entitlement_key:last@2026-12-20 normal→firing", "entitlement_key:untold@2026-12-20 normal→firing", "entitlement_key:year@2026-12-20 normal→firing"
	d.expect("2026-12-01", last, untold, untold, year, year)
}
