package store_test

import (
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

var ledger = ingest.Info{ID: "test.l", Version: 1, Source: "Invoices", Dataset: portfolio.Charges, Class: portfolio.Ledger}

// line is a charge of 100 EUR for October, changed by edit.
func line(t *testing.T, on, book, key string, edit func(*portfolio.Charge)) sinking {
	at := ingest.At{Day: day(t, on)}
	c := portfolio.Charge{
		Key: key, Book: book, Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: "contoso", Name: "Contoso"}},
		Product: portfolio.Product{Name: "Suite"}, Subscription: "S-1", Kind: "cycleCharge", Day: day(t, "2026-02-01"), Start: day(t, "2026-02-01"), End: day(t, "2026-02-28"),
		Term: "P1Y", Billing: "monthly", Quantity: portfolio.Decimal{Mantissa: 25, Scale: 1, OK: true}, UnitPrice: portfolio.Decimal{Mantissa: -5, Scale: 3, OK: true},
		Amount: portfolio.SomeInt(10000), Currency: "EUR",
	}
	if edit != nil {
		edit(&c)
	}
	return func(s ingest.Sink) error { return s.Charge(at, c) }
}

func amount(n int64) func(*portfolio.Charge) {
	return func(c *portfolio.Charge) { c.Amount = portfolio.SomeInt(n) }
}

var (
	billed       = metric.Query{Metrics: []string{"charges", "billed_amount"}}
	billedByKind = metric.Query{Metrics: []string{"billed_amount"}, By: []metric.By{{Dimension: "charge_kind"}, {Dimension: "date"}, {Dimension: "term"}, {Dimension: "currency"}}}
)

func TestABookIsReplacedAsAWhole(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "first", info: ledger, asOf: "2026-02-10", facts: []sinking{
		line(t, "2026-02-10", "i1", "1", nil), line(t, "2026-02-10", "i1", "2", amount(500)), line(t, "2026-02-10", "i2", "1", amount(7)),
	}})
	if got := asked(t, s, billed); got != "[3 10507]\n" {
		t.Errorf("at first %s", got)
	}
	r := put(t, s, file{name: "second", info: ledger, asOf: "2026-02-20", facts: []sinking{
		line(t, "2026-02-20", "i1", "1", amount(9000)), line(t, "2026-02-20", "i1", "3", nil), line(t, "2026-02-20", "i3", "1", amount(-50)),
	}})
	if got := counts(r); got != "3 = 2 added 1 changed 0 unchanged 0 skipped" {
		t.Error(got)
	}
	if got := asked(t, s, billed); got != "[4 18957]\n" { // 9000 + 10000 of i1, 7 of i2, -50 of i3
		t.Errorf("replaced %s", got)
	}
	older := put(t, s, file{name: "older", info: ledger, asOf: "2026-02-15", facts: []sinking{line(t, "2026-02-15", "i1", "1", amount(1))}})
	if got := counts(older); got != "1 = 0 added 1 changed 0 unchanged 0 skipped" {
		t.Error(got)
	}
	if got := asked(t, s, billed); got != "[4 18957]\n" {
		t.Errorf("an older file changed what holds: %s", got)
	}
	for _, q := range []struct {
		asOf  string
		known int64
		want  string
	}{{"2026-02-12", 0, "[3 10507]\n"}, {"2026-02-16", 0, "[2 8]\n"}, {"", 2, "[4 18957]\n"}, {"", 1, "[3 10507]\n"}, {"2026-02-05", 0, "[0 <nil>]\n"}, {"2026-02-16", 2, "[3 10507]\n"}} {
		past := billed
		past.AsOf, past.KnownAt = q.asOf, q.known
		if got := asked(t, s, past); got != q.want {
			t.Errorf("as of %s known at %d %s, want %s", q.asOf, q.known, got, q.want)
		}
	}
	if got := asked(t, s, billedByKind); got != "[cycleCharge 2026-02-01 P1Y EUR 18957]\n" {
		t.Errorf("by kind %s", got)
	}
	whole(t, s)
	if err := s.Undo(t.Context(), r.ID); err != nil {
		t.Fatal(err)
	}
	if got := asked(t, s, billed); got != "[2 8]\n" {
		t.Errorf("after the undo %s", got)
	}
	whole(t, s)
}

// TestABookHasOneDay gives the lines of one book in several days and orders.
func TestABookHasOneDay(t *testing.T) {
	facts := []sinking{line(t, "2026-02-12", "i1", "1", nil), line(t, "2026-02-10", "i1", "2", nil), line(t, "2026-02-11", "i1", "3", nil)}
	a, b := open(t), open(t)
	put(t, a, file{name: "a", info: ledger, asOf: "2026-02-12", facts: facts})
	put(t, b, file{name: "b", info: ledger, asOf: "2026-02-12", facts: []sinking{facts[2], facts[1], facts[0]}})
	if got := asked(t, a, billed); got != "[3 30000]\n" || digest(t, a) != digest(t, b) {
		t.Errorf("got %s", got)
	}
	past := billed
	past.AsOf = "2026-02-11"
	if got := asked(t, a, past); got != "[0 <nil>]\n" {
		t.Errorf("a part of a book holds: %s", got)
	}
	whole(t, a)
}

func TestAmountsOfCurrenciesAreNotAdded(t *testing.T) {
	s := open(t)
	dollars := func(c *portfolio.Charge) { c.Currency = "USD" }
	r := put(t, s, file{name: "a", info: ledger, asOf: "2026-02-10", facts: []sinking{
		line(t, "2026-02-10", "i1", "1", nil), line(t, "2026-02-10", "i1", "2", dollars), line(t, "2026-02-10", "i1", "2", dollars),
		line(t, "2026-02-10", "", "3", nil), line(t, "2026-02-10", "i1", "", nil),
	}})
	if got := counts(r); got != "5 = 2 added 0 changed 0 unchanged 1 skipped" || r.Rejected != 2 {
		t.Errorf("%s, %d rejected", got, r.Rejected)
	}
	if got := asked(t, s, billed); got != "[2 <nil>]\n" {
		t.Errorf("mixed %s", got)
	}
	byCurrency := billed
	byCurrency.By = []metric.By{{Dimension: "currency"}}
	if got := asked(t, s, byCurrency); got != "[EUR 1 10000]\n[USD 1 10000]\n" {
		t.Errorf("by currency %s", got)
	}
}

// TestEveryFieldOfAChargeTellsVersionsApart changes one field at a time.
func TestEveryFieldOfAChargeTellsVersionsApart(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "first", info: ledger, asOf: "2026-02-10", facts: []sinking{line(t, "2026-02-10", "i1", "1", nil)}})
	digests := map[string]int{digest(t, s): -1}
	for i, edit := range []func(*portfolio.Charge){
		nil, amount(1), func(c *portfolio.Charge) { c.Subscription = "S-2" }, func(c *portfolio.Charge) { c.Kind = "" }, func(c *portfolio.Charge) { c.Day++ },
		func(c *portfolio.Charge) { c.Start++ }, func(c *portfolio.Charge) { c.End++ }, func(c *portfolio.Charge) { c.Term = "" }, func(c *portfolio.Charge) { c.Billing = "annual" },
		func(c *portfolio.Charge) { c.Quantity.Scale = 2 }, func(c *portfolio.Charge) { c.UnitPrice.OK = false }, func(c *portfolio.Charge) { c.Currency = "USD" },
		func(c *portfolio.Charge) { c.Meter = "hours" }, func(c *portfolio.Charge) { c.PartnerID = "1" }, func(c *portfolio.Charge) { c.Product.Name = "Other" },
		func(c *portfolio.Charge) { c.Account.Ref = portfolio.AccountRef{Name: "Other"} },
	} {
		r := put(t, s, file{name: string(rune('a' + i)), info: ledger, asOf: "2026-02-10", facts: []sinking{line(t, "2026-02-10", "i1", "1", edit)}})
		_, seen := digests[digest(t, s)]
		if same := edit == nil; (r.Unchanged == 1) != same || seen != same {
			t.Errorf("change %d is counted as %s; its digest was seen: %v", i, counts(r), seen)
		}
		digests[digest(t, s)] = i
		whole(t, s)
		if err := s.Undo(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatTheLedgerSaysOfAnEntitlement lists it beside the entitlement, now,
// in the past and as it was known, and never among its licenses.
func TestWhatTheLedgerSaysOfAnEntitlement(t *testing.T) {
	s := open(t)
	sub := entitlement(t, "2026-01-31", "ms:s-1", "Contoso", 5, "")
	put(t, s, file{name: "subs", info: changes, asOf: "2026-01-31", facts: []sinking{sub, entitlement(t, "2026-01-31", "ms:s-2", "Contoso", 5, "")}})
	put(t, s, file{name: "february", info: ledger, asOf: "2026-02-10", facts: []sinking{
		line(t, "2026-02-10", "i1", "1", nil),
		line(t, "2026-02-10", "i1", "2", amount(90)), // seats added for the same cycle: not the price of all
		line(t, "2026-02-10", "i1", "3", func(c *portfolio.Charge) { // a part of a cycle
			c.Start, c.Day, c.Amount = day(t, "2026-02-20"), day(t, "2026-02-20"), portfolio.SomeInt(20000)
		}),
		line(t, "2026-02-10", "i1", "4", func(c *portfolio.Charge) { c.Start, c.End, c.Amount = c.Start+1, c.End+1, portfolio.SomeInt(-9) }), // a credit
	}})
	put(t, s, file{name: "march", info: ledger, asOf: "2026-03-10", facts: []sinking{line(t, "2026-03-10", "i2", "1", func(c *portfolio.Charge) {
		c.Start, c.End, c.Day = day(t, "2026-03-01"), day(t, "2029-02-28"), day(t, "2026-03-01")
		c.Billing, c.Term, c.Currency, c.Amount = "triennial", "P3Y", "USD", portfolio.SomeInt(200)
	})}})
	q := metric.Query{Columns: []string{"entitlement", "quantity", "value", "charged_value", "charged_currency", "charged_term", "charged_billing"}}
	none := "[ms:s-2 5 <nil> <nil> <nil> <nil> <nil>]\n"
	for _, x := range []struct {
		asOf  string
		known int64
		want  string
	}{
		{"", 0, "[ms:s-1 5 <nil> 67 USD P3Y triennial]\n"},
		{"2026-03-01", 0, "[ms:s-1 5 <nil> 120000 EUR P1Y monthly]\n"},
		{"", 2, "[ms:s-1 5 <nil> 120000 EUR P1Y monthly]\n"},
		{"2026-02-01", 0, "[ms:s-1 5 <nil> <nil> <nil> <nil> <nil>]\n"},
		{"", 1, "[ms:s-1 5 <nil> <nil> <nil> <nil> <nil>]\n"},
	} {
		q.AsOf, q.KnownAt = x.asOf, x.known
		if got := asked(t, s, q); got != x.want+none {
			t.Errorf("as of %s known at %d\n%s", x.asOf, x.known, got)
		}
	}
	sold := metric.Query{Metrics: []string{"licenses_sold"}}
	if got := asked(t, s, sold); got != "[10]\n" {
		t.Errorf("licenses %s", got)
	}
}
