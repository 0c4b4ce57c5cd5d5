package generic

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

var asOf = portfolio.DayOf(2026, 10, 31)

func run(t *testing.T, m ingest.Mapping, text string) ingesttest.Result {
	t.Helper()
	comma := ','
	if strings.Contains(strings.SplitN(text, "\n", 2)[0], ";") {
		comma = ';'
	}
	return ingesttest.Run(t, Profile(), ingesttest.Read(t, "sheet.csv", text, comma), ingest.Context{AsOf: asOf, Mapping: &m})
}

// sold is a hand-made list as an Italian Excel saves it.
const sold = `Cliente;ID cliente;Prodotto;Licenze;Assegnate;Inizio;Scadenza;Stato;Rinnovo;Prova;Valore;Note
Ceramiche Montefiore S.p.A.;;Suite Pro;1.250;1.000;01/02/2026;31/01/2027;Attivo;Sì;No;12.345,50 €;x
Vetreria Lagomonte S.r.l.;11111111-AAAA-4BBB-8CCC-000000000001;Suite Pro;10;12;01/02/2026;permanente;Attivo;No;;;
Molino Terzani S.r.l.;M-7;Suite Pro;5;;01/02/2026;31/12/2025;in prova;sì;sì;1,5;
Cartiere Riva Alta S.p.A.;;Suite Pro;1.240,5;;01/02/2026;31/01/2027;Attivo;Sì;No;;
Torrefazione Bellandi S.r.l.;;Suite Pro;-3;;01/02/2026;31/01/2027;Attivo;Sì;No;;
Torrefazione Bellandi S.r.l.;;Viewer;3;;30/02/2026;31/01/2027;Attivo;Sì;No;;
Torrefazione Bellandi S.r.l.;;;3;;01/02/2026;31/01/2027;Attivo;Sì;No;;
;;Viewer;3;;01/02/2026;31/01/2027;Attivo;Sì;No;;
Torrefazione Bellandi S.r.l.;;Viewer;3;;;2026-12;boh;forse;No;;
Totale;;;1.265;;;;;;;;
;;;1.265;;;;;;;;
`

var soldMapping = ingest.Mapping{
	Dataset: portfolio.Entitlements,
	Columns: map[string]string{
		"Cliente": "account", "ID cliente": "account_id", "Prodotto": "product", "Licenze": "quantity", "Assegnate": "assigned",
		"Inizio": "start_date", "Scadenza": "end_date", "Stato": "status", "Rinnovo": "auto_renew", "Prova": "trial", "Valore": "value",
	},
	DateOrder: "dmy", Decimal: ",", Source: "Foglio", Constants: map[string]string{"vendor": "Nordvik", "currency": "EUR"},
}

const metered = `Giorno,Account,Prodotto,Contatore,Consumo,Diritto
2026-10-01,Ceramiche Montefiore S.p.A.,Render,Core hours,"1.250,5",1000
2026-10-01,Molino Terzani S.r.l.,Render,Core hours,"10,25",
2026-10-02,Ceramiche Montefiore S.p.A.,Render,Core hours,"1.260,75",1000
2026-10-02,Molino Terzani S.r.l.,Render,Core hours,,
,Molino Terzani S.r.l.,Render,Core hours,"1,5",
2026-10-03,Molino Terzani S.r.l.,Render,Core hours,due,
2026-10-03,,Render,Core hours,"1,5",
Totale,,,,"9.999,5",
`

var meteredMapping = ingest.Mapping{
	Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Decimal: ",",
	Columns: map[string]string{"Giorno": "date", "Account": "account", "Prodotto": "product", "Contatore": "meter", "Consumo": "used", "Diritto": "entitled"},
}

const tickets = `Ticket,Kunde,Datum,Art,Status
T-1,Hansekontor Logistik AG,03.10.2026,How-to,offen
T-2,Hansekontor Logistik AG,03.10.2026,Incident,offen
T-3,Hansekontor Logistik AG,,Incident,offen
,Hansekontor Logistik AG,03.10.2026,Incident,offen
`

var ticketMapping = ingest.Mapping{
	Dataset: portfolio.SupportRequests, DateOrder: "dmy", Key: []string{"Ticket"}, Source: "Tickets",
	Columns: map[string]string{"Kunde": "account", "Datum": "date", "Art": "category", "Status": "status"},
}

var sheets = []struct {
	name    string
	mapping ingest.Mapping
	text    string
}{
	{"sold", soldMapping, sold},
	{"metered", meteredMapping, metered},
	{"tickets", ticketMapping, tickets},
	{"deployed", ingest.Mapping{
		Dataset: portfolio.Deployment,
		Columns: map[string]string{"Client": "account", "Produit": "product", "Vendues": "quantity", "Attribuées": "assigned", "Mois": "date"},
	}, "Client;Produit;Vendues;Attribuées;Mois\nRoux et Fils SA;Suite Pro;1 250;900;2026-09\nRoux et Fils SA;Viewer;;5;2026-10\nTotal;;1250;905;\n"},
	{"accounts", ingest.Mapping{
		Dataset: portfolio.Accounts,
		Columns: map[string]string{"顧客": "account", "ID": "account_id", "国": "country", "地域": "region", "担当": "owner", "状態": "status"},
	}, "顧客,ID,国,地域,担当,状態\n株式会社みずほ野,J-1,日本,関東,佐藤,有効\n,,,,,\n合計,,,,,\n"},
	{"events", ingest.Mapping{
		Dataset: portfolio.Usage, Class: portfolio.Events,
		Columns: map[string]string{"when": "date", "who": "account", "what": "feature", "n": "used"},
	}, "when,who,what,n,run\n2026-10-01 10:00:00,Roux,solve,2,a\n2026-10-01 10:00:00,Roux,solve,2,a\n2026-10-01 10:00:00,Roux,solve,2,b\n2026-10-02,Roux,solve,,a\n2026-10-02,Roux,solve,x,a\n"},
}

func TestGoldenFacts(t *testing.T) {
	for _, s := range sheets {
		t.Run(s.name, func(t *testing.T) {
			ingesttest.Golden(t, s.name+".golden", run(t, s.mapping, s.text).Lines())
		})
	}
}

func TestShufflingChangesNothing(t *testing.T) {
	for _, s := range sheets {
		t.Run(s.name, func(t *testing.T) {
			comma := ','
			if strings.Contains(strings.SplitN(s.text, "\n", 2)[0], ";") {
				comma = ';'
			}
			table := ingesttest.Read(t, "sheet.csv", s.text, comma)
			c := ingest.Context{AsOf: asOf, Mapping: &s.mapping}
			want := ingesttest.Run(t, Profile(), table, c)
			for seed := range uint64(5) {
				got := ingesttest.Run(t, Profile(), table.Shuffled(seed), c)
				if !reflect.DeepEqual(got.Facts, want.Facts) || !reflect.DeepEqual(got.Skipped, want.Skipped) || len(got.Rejects) != len(want.Rejects) {
					t.Errorf("seed %d:\n%s\nwant:\n%s", seed, got.Lines(), want.Lines())
				}
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	columns := map[string]string{"Cliente": "account", "Prodotto": "product"}
	cases := []struct {
		name          string
		mapping       ingest.Mapping
		field, column string
		hint          string
	}{
		{"a column that is not there", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Clienti": "account", "Prodotto": "product"}}, "", "Clienti", "Cliente"},
		{"an unknown field", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Cliente": "acount"}}, "columns.Cliente", "", "account"},
		{"an unknown dataset", ingest.Mapping{Dataset: "sales", Columns: columns}, "dataset", "", "accounts"},
		{"an unknown class", ingest.Mapping{Dataset: "entitlements", Class: "Q", Columns: columns}, "class", "", "E, P"},
		{"an unknown order", ingest.Mapping{Dataset: "entitlements", DateOrder: "ydm", Columns: columns}, "date_order", "", "dmy"},
		{"an unknown sign", ingest.Mapping{Dataset: "entitlements", Decimal: "'", Columns: columns}, "decimal", "", ","},
		{"an unknown end", ingest.Mapping{Dataset: "entitlements", End: "open", Columns: columns}, "end", "", "exclusive"},
		{"an unknown constant", ingest.Mapping{Dataset: "entitlements", Columns: columns, Constants: map[string]string{"vendr": "x"}}, "constants.vendr", "", "vendor"},
		{"a wrong period", ingest.Mapping{Dataset: "entitlements", Columns: columns, Constants: map[string]string{"period": "year"}}, "constants.period", "", "month"},
		{"a NUL in the source", ingest.Mapping{Dataset: "entitlements", Source: "a\x00b", Columns: columns}, "source", "", "Leave it out"},
		{"a NUL in a constant", ingest.Mapping{Dataset: "entitlements", Columns: columns, Constants: map[string]string{"vendor": "a\x00b"}}, "constants.vendor", "", "Leave it out"},
		{"no account", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Prodotto": "product"}}, "account", "", "constant"},
		{"no product", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Cliente": "account"}}, "columns", "", "constant"},
		{"two columns for one field", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Cliente": "account", "Prodotto": "account"}}, "columns.Prodotto", "", ""},
		{"a key that means nothing", ingest.Mapping{Dataset: "entitlements", Columns: columns, Key: []string{"entitlement"}}, "key", "", ""},
		{"usage without a figure", ingest.Mapping{Dataset: "usage", Columns: columns}, "columns", "", "figure"},
		{"dates that can be read in two ways", ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"Cliente": "account", "Prodotto": "product", "Data": "end_date"}}, "date_order", "Data", "dmy"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := run(t, c.mapping, "Cliente,Prodotto,Data\nA,B,03/04/2026\n")
			var f *fault.Error
			if !errors.As(got.Err, &f) {
				t.Fatalf("got %v", got.Err)
			}
			code := fault.Invalid
			if c.field == "account" {
				code = fault.Asks
			}
			if f.Code != code || f.Field != c.field || f.Column != c.column || !strings.Contains(f.Hint, c.hint) {
				t.Errorf("got %+v", f)
			}
			if c.column != "" && f.File != "sheet.csv" {
				t.Errorf("the file is not named: %+v", f)
			}
		})
	}
	if _, err := Profile().Open(ingest.Header{}, ingest.Context{AsOf: asOf}); err == nil {
		t.Error("a sheet without a mapping should be refused")
	}
}

func TestQ13OneDateAbove12Decides(t *testing.T) {
	m := ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"a": "account", "p": "product", "e": "end_date"}}
	if got := run(t, m, "a,p,e\nA,P,03/04/2026\nB,P,13/04/2026\n").Lines(); !strings.Contains(got, "End:2026-04-03") {
		t.Errorf("the day comes first:\n%s", got)
	}
	if got := run(t, m, "a,p,e\nA,P,03/04/2026\nB,P,03/13/2026\n").Lines(); !strings.Contains(got, "End:2026-03-04") {
		t.Errorf("the month comes first:\n%s", got)
	}
}

func TestQ17EndExclusive(t *testing.T) {
	m := ingest.Mapping{Dataset: "entitlements", End: "exclusive", Columns: map[string]string{"a": "account", "p": "product", "e": "end_date"}}
	got := run(t, m, "a,p,e\nA,P,2026-03-01\nB,P,9999-12-31\nC,P,2026-10\n").Lines()
	for _, want := range []string{"End:2026-02-28", "Name:B}", "End:2026-09-30"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing:\n%s", want, got)
		}
	}
}

func TestQ27AccountOfTheImport(t *testing.T) {
	m := ingest.Mapping{Dataset: "entitlements", Columns: map[string]string{"p": "product", "n": "quantity"}}
	table := ingesttest.Read(t, "f.csv", "p,n\nSuite,5\n", ',')
	got := ingesttest.Run(t, Profile(), table, ingest.Context{AsOf: asOf, Account: "Roux et Fils SA", Mapping: &m})
	if !strings.Contains(got.Lines(), "Name:Roux et Fils SA}") || got.Err != nil {
		t.Errorf("got:\n%s", got.Lines())
	}
}

func TestMonthly(t *testing.T) {
	m := func(class portfolio.Class, constants map[string]string) ingest.Mapping {
		return ingest.Mapping{Dataset: "usage", Class: class, Constants: constants, Columns: map[string]string{"d": "date", "a": "account", "n": "active"}}
	}
	many := "d,a,n\n"
	for i := range 250 {
		many += fmt.Sprintf("2026-09-01,A%d,1\n", i)
	}
	cases := []struct {
		name    string
		mapping ingest.Mapping
		text    string
		monthly bool
		day     string
	}{
		{"months", m("E", nil), "d,a,n\n2026-09,A,1\n", true, "2026-09-30"},
		{"the current month ends at the file's day", m("E", nil), "d,a,n\n2026-10,A,1\n", true, "2026-10-31"},
		{"first days in a period table", m("P", nil), "d,a,n\n2026-08-01,A,1\n2026-09-01,A,1\n", true, "2026-09-30"},
		{"first days in an entity list", m("E", nil), "d,a,n\n2026-08-01,A,1\n2026-09-01,A,1\n", false, "2026-09-01"},
		{"days", m("P", nil), "d,a,n\n2026-08-01,A,1\n2026-09-02,A,1\n", false, "2026-09-02"},
		{"said to be days", m("P", map[string]string{"period": "day"}), "d,a,n\n2026-08-01,A,1\n2026-09-01,A,1\n", false, "2026-09-01"},
		{"said to be months", m("P", map[string]string{"period": "month"}), "d,a,n\n2026-08-05,A,1\n2026-09-05,A,1\n", true, "2026-09-30"},
		{"a long sample of one day", m("P", nil), many, false, "2026-09-01"},
		{"no dates", ingest.Mapping{Dataset: "usage", Columns: map[string]string{"a": "account", "n": "active"}}, "a,n\nA,1\n", false, "2026-10-31"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := run(t, c.mapping, c.text)
			if got.Err != nil || got.Monthly != c.monthly || !strings.HasPrefix(slices.Max(got.Facts), "observation "+c.day) {
				t.Errorf("monthly %t, error %v, facts %v", got.Monthly, got.Err, got.Facts)
			}
		})
	}
	text := "d,a,n\n"
	for i := range 210 {
		text += fmt.Sprintf("2026-%02d-01,A,1\n", 1+i%9)
	}
	got := run(t, m("P", nil), text+"2026-09-15,A,1\n")
	var f *fault.Error
	if !errors.As(got.Err, &f) || f.Row != 212 || f.Column != "d" || !strings.Contains(f.Hint, "period") {
		t.Errorf("days after months should stop the import: %v", got.Err)
	}
}

func TestKeys(t *testing.T) {
	columns := map[string]string{"a": "account", "i": "account_id", "p": "product", "s": "start_date", "e": "entitlement"}
	without := func(names ...string) map[string]string {
		m := map[string]string{}
		for k, v := range columns {
			if !slices.Contains(names, k) {
				m[k] = v
			}
		}
		return m
	}
	cases := []struct {
		name    string
		columns map[string]string
		key     []string
		want    string
	}{
		{"the entitlement's own id", columns, nil, "sheet:Sheet:E|1 "},
		{"account, product and start", without("e"), nil, "sheet:Sheet:Aa-1|suite pro|2026-01-02 "},
		{"account and product", without("e", "s", "i"), nil, "sheet:Sheet:roux & fils|suite pro "},
		{"fields the mapping names", columns, []string{"product", "account"}, "sheet:Sheet:suite pro|roux & fils "},
		{"a header of the file", columns, []string{"e"}, `sheet:Sheet:E\|1 `},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := ingest.Mapping{Dataset: "entitlements", Columns: c.columns, Key: c.key}
			got := run(t, m, "a,i,p,s,e\nROUX  & Fils,Aa-1,Suite  Pro,2026-01-02,E|1\n").Lines()
			if want := "Key:" + strings.Replace(c.want, "E|1", `E\|1`, 1); !strings.Contains(got, want) {
				t.Errorf("want %s in:\n%s", want, got)
			}
		})
	}
}

func TestRequestsWithoutANumberStayApart(t *testing.T) {
	m := ingest.Mapping{Dataset: "support_requests", Columns: map[string]string{"a": "account", "d": "date", "c": "category"}}
	got := run(t, m, "a,d,c\nA,2026-10-01,question\nA,2026-10-01,question\nA,2026-10-01,incident\n")
	keys := map[string]bool{}
	for _, f := range got.Facts {
		keys[f] = true
	}
	if len(keys) != 3 || !strings.Contains(got.Lines(), "Category:how-to") {
		t.Errorf("got:\n%s", got.Lines())
	}
}

func TestClosest(t *testing.T) {
	for word, want := range map[string]string{"acount": "account", "enddate": "end_date", "qty": "", "startdate": "start_date", "zzzzzz": ""} {
		if got := closest(word, fieldNames[:]); got != want {
			t.Errorf("closest(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzOpenAndAdapt(f *testing.F) {
	f.Add("Cliente", "account", "dmy", ",", "Rossi", "1.250,5")
	f.Fuzz(func(t *testing.T, header, word, order, decimal, cell, number string) {
		for _, dataset := range []portfolio.Dataset{"accounts", "entitlements", "deployment", "usage", "support_requests"} {
			m := ingest.Mapping{
				Dataset: dataset, DateOrder: order, Decimal: decimal,
				Columns:   map[string]string{header: word, "p": "product", "n": "used", "q": "quantity", "d": "date"},
				Constants: map[string]string{"account": "Roux"},
			}
			table := ingesttest.Table{Head: ingest.Header{Columns: []string{header, "p", "n", "q", "d"}}}
			table.Rows = []ingest.Row{{Line: 2, Cells: [][]byte{[]byte(cell), []byte(cell), []byte(number), []byte(number), []byte("2026-01-02")}}}
			table.Head.Sample = table.Rows
			ingesttest.Run(t, Profile(), table, ingest.Context{AsOf: asOf, Mapping: &m})
		}
	})
}
