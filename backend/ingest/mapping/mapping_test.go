package mapping

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/generic"
	"headroom/backend/ingest/shape"
	"headroom/backend/portfolio"
)

// sheet makes a sheet of columns given as "name" or "name:shape"; without a
// shape it is text. The first column is different in every row.
func sheet(columns ...string) ingest.Sheet {
	s := ingest.Sheet{File: "list_2026-10.csv", Rows: 20}
	for i, c := range columns {
		name, kind, ok := strings.Cut(c, ":")
		if !ok {
			kind = string(shape.Text)
		}
		s.Columns = append(s.Columns, ingest.Column{Name: name, Shape: kind})
		s.Distinct = append(s.Distinct, 5)
		if i == 0 {
			s.Distinct[0] = 20
		}
	}
	return s
}

func TestWhatARowIs(t *testing.T) {
	for _, c := range []struct {
		columns string
		want    portfolio.Dataset
		certain bool
	}{
		{"Account ID:id|Account name|Country|Industry|Seats:number", portfolio.Accounts, true},
		{"Customer|Product|Quantity:number|End date:date", portfolio.Entitlements, true},
		{"Customer|Product|Seats:number", portfolio.Entitlements, true},
		{"Customer|Product|Assigned:number|Quantity:number", portfolio.Deployment, true},
		{"Customer|Workload|Month:date|Active users:number|Total users:number", portfolio.Usage, true},
		{"Customer|Meter|Date:date|Used:number|Entitled:number", portfolio.Usage, true},
		{"Event id:id|Customer|Feature|Timestamp:date|Count:number", portfolio.FeatureUsage, true},
		{"Ticket ID:id|Customer|Created at:date|Priority|Subject", portfolio.SupportRequests, true},
		{"Kunde|Produkt|Menge:number|Vertragsende:date", portfolio.Entitlements, true},
		{"顧客名|製品名|数量:number|有効期限:date", portfolio.Entitlements, true},
		{"Customer|Current quantity:number|Product|End date:date", portfolio.Entitlements, false},
		{"Product|Quantity:number|End date:date", portfolio.Entitlements, false},
		{"Customer|Licences / Sold:number|Licences / Assigned:number|Term / End:date", portfolio.Entitlements, true},
		{"churn_event_id:id|account_id:id|churn_date:date|reason_code|refund_amount_usd:number", "", false},
		{"Name|Birthday:date", "", false},
		{"a|b", "", false},
	} {
		p := Guesser{}.Guess(sheet(strings.Split(c.columns, "|")...))
		got := portfolio.Dataset("")
		if p.Mapping != nil {
			got = p.Mapping.Dataset
		}
		if got != c.want || p.Certain != c.certain || got == "" && p.Why == "" {
			t.Errorf("%s: %q, certain %t, asks %v, why %q", c.columns, got, p.Certain, p.Asks, p.Why)
		}
	}
}

func TestValuesThatContradictTheirHeader(t *testing.T) {
	p := Guesser{}.Guess(sheet("Customer", "Product", "Quantity:text", "End date:date"))
	if p.Mapping.Columns["Quantity"] != "" || !strings.Contains(p.Columns[2].Detail, "shape text") || p.Columns[2].Becomes != "custom" {
		t.Errorf("%+v", p.Columns[2])
	}
}

func TestValuesThatMostlyFitAreLikely(t *testing.T) {
	mostly := sheet("Customer", "Product", "Quantity:text", "End date:date")
	mostly.Mixed = []string{"text", "text", "number", "text"}
	p := Guesser{}.Guess(mostly)
	if c := p.Columns[2]; c.Becomes != "quantity" || c.Confidence != ingest.Likely || p.Certain {
		t.Errorf("a column of numbers with some that are none: %+v, certain %t", c, p.Certain)
	}
	p = Guesser{}.Guess(sheet("Customer", "Product", "Quantity:text", "End date:date"))
	if p.Certain {
		t.Error("a quantity that is text is kept aside without asking")
	}
}

func TestDatesThatNobodyNamedAreAskedFor(t *testing.T) {
	for columns, want := range map[string]string{"Customer|Product|Quantity:number|Odd word:date": "end_date", "Customer|Product|Quantity:number|Odd:date|Even:date": "custom"} {
		p := Guesser{}.Guess(sheet(strings.Split(columns, "|")...))
		if c := p.Columns[3]; c.Becomes != want || c.Confidence == ingest.Certain || p.Certain {
			t.Errorf("%s: %+v, certain %t", columns, c, p.Certain)
		}
	}
}

func TestAmountsNeedACurrency(t *testing.T) {
	for columns, want := range map[string]string{
		"Customer|Product|End date:date|ARR:number": "", "Customer|Product|End date:date|ARR:money": "value", "Customer|Product|End date:date|ARR:number|Currency": "value",
		"Customer|Product|End date:date|arr_eur:number": "value",
	} {
		p := Guesser{}.Guess(sheet(strings.Split(columns, "|")...))
		if got := p.Mapping.Columns[p.Columns[3].Name]; got != want {
			t.Errorf("%s: %q, custom %v", columns, got, p.Mapping.Custom)
		}
	}
}

func TestEveryFieldIsOneOfTheMapping(t *testing.T) {
	fields := generic.Fields()
	for _, s := range synonyms {
		if !slices.Contains(fields, s.field) {
			t.Errorf("%s is no field", s.field)
		}
	}
	for d, list := range allowed {
		for _, f := range list {
			if !slices.Contains(fields, f) {
				t.Errorf("%s: %s is no field", d, f)
			}
		}
	}
}

func TestSourceOf(t *testing.T) {
	for in, want := range map[string]string{"Renewals_2026-10 (2).csv": "Renewals", "x.zip/Kunden-Liste 10.xlsx": "Kunden Liste", "2026.csv": "Sheet", `C:\in\a.csv`: "a"} {
		if got := sourceOf(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestDrift(t *testing.T) {
	values := func(from, n int) []string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprint(from+i))
		}
		return out
	}
	m := ingest.Memory{
		Header: []string{"Kunde", "Produkt", "Lizenzen", "Ende", "Notiz"}, Shapes: []string{"text", "text", "number", "date", "text"},
		Samples: map[string][]string{"Lizenzen": values(100, 50), "Kunde": {"A", "B", "C"}},
		Mapping: &ingest.Mapping{Columns: map[string]string{"Kunde": "account", "Produkt": "product", "Lizenzen": "quantity", "Ende": "end_date"}, Custom: []string{"Notiz"}, Key: []string{"account", "Notiz"}},
	}
	s := sheet("Kunde", "Produkt", "Assigned seats:number", "Gültig bis:date", "Region")
	got, drift := Guesser{}.Repair(m, s, [][]string{{"A", "B"}, {"x"}, append(values(100, 49), "7"), {"2026-10-31"}, {"EU"}})
	want := []ingest.Drift{
		{Was: "Lizenzen", Column: "Assigned seats", Field: "quantity", Evidence: "98% of the values equal the old column Lizenzen.", Confidence: ingest.Certain},
		{Was: "Ende", Column: "Gültig bis", Field: "end_date", Evidence: "Gültig bis means the same as the old column Ende, and the values have the same shape.", Confidence: ingest.Likely},
		{Was: "Notiz", Column: "Region", Field: "custom", Evidence: "It stands in the place of the old column Notiz, and the values have the same shape.", Confidence: ingest.Likely},
	}
	if !slices.Equal(drift, want) {
		t.Errorf("drift %+v", drift)
	}
	if got.Columns["Assigned seats"] != "quantity" || got.Columns["Gültig bis"] != "end_date" || len(got.Columns) != 4 || !slices.Equal(got.Key, []string{"account", "Region"}) {
		t.Errorf("repaired %+v", got)
	}
	if m.Mapping.Columns["Lizenzen"] != "quantity" || m.Mapping.Key[1] != "Notiz" {
		t.Error("the memory itself was changed")
	}
	_, drift = Guesser{}.Repair(m, sheet("Kunde", "Produkt", "Ende:date", "Notiz", "Neu"), make([][]string, 5))
	if len(drift) != 2 || drift[0].Was != "Lizenzen" || drift[0].Column != "" || drift[1].Column != "Neu" || drift[1].Was != "" {
		t.Errorf("a column is gone and one is new: %+v", drift)
	}
}

// FuzzGuess holds for any header that a column means one thing at most, a field
// is meant by one column, and the guess is the same again.
func FuzzGuess(f *testing.F) {
	for _, seed := range []string{"Customer|Product|Quantity:number|End date:date", "会社名|数量:number", "a|a|a", "Kunde:date|Kunde:number", "|||", "Status [READ ONLY]|CA[ACCT|x]", "ß|é|\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, columns string) {
		s := sheet(strings.Split(columns, "|")...)
		p := Guesser{}.Guess(s)
		if p.Mapping == nil {
			if p.Why == "" {
				t.Error("nothing fits and nothing says why")
			}
			return
		}
		seen := map[string]bool{}
		for i, c := range p.Columns {
			if c.Becomes != "" && c.Becomes != "custom" {
				if seen[c.Becomes] {
					t.Errorf("two columns mean %s", c.Becomes)
				}
				seen[c.Becomes] = true
			}
			if c.Name != s.Columns[i].Name {
				t.Errorf("column %d is %q, was %q", i, c.Name, s.Columns[i].Name)
			}
		}
		if again := (Guesser{}).Guess(s); fmt.Sprint(again.Mapping) != fmt.Sprint(p.Mapping) {
			t.Errorf("%v and then %v", p.Mapping, again.Mapping)
		}
	})
}
