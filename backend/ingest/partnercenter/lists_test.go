package partnercenter

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

// The headers of the portal's two lists in its languages.
var portal = map[string]struct{ customers, subscriptions string }{
	"en": {"Microsoft ID;Company name;Primary domain name;Relationship", "Subscription ID;Subscription;Quantity;Status;Reseller"},
	"it": {"ID Microsoft;Nome società;Nome di dominio primario;Relazione", "ID sottoscrizione;Sottoscrizione;Quantità;Stato;Rivenditore"},
	"de": {"Microsoft-ID;Firmenname;Primärer Domänenname;Beziehung", "Abonnement-ID;Abonnement;Menge;Status;Händler"},
	"fr": {"ID Microsoft;Nom de la société;Nom de domaine principal;Relation", "ID d’abonnement;Abonnement;Quantité;État;Revendeur"},
	"es": {"Identificador de Microsoft;Nombre de la empresa;Nombre de dominio principal;Relación", "Id. de suscripción;Suscripción;Cantidad;Status;Revendedor"},
	"ja": {"Microsoft ID;会社名;プライマリ ドメイン名;関係", "サブスクリプション ID;サブスクリプション;数量;状態;リセラー"},
}

// suspended and expired are the states as the portal words them.
var portalStates = map[string]struct{ suspended, expired string }{
	"en": {"Suspended", "Expired"}, "it": {"Sospeso", "Scaduto"}, "de": {"Gesperrt", "Abgelaufen"},
	"fr": {"Suspendu", "Expiré"}, "es": {"Suspendido", "Expirado"}, "ja": {"停止", "期限切れ"},
}

// TestQ22PortalListsInSixLanguages gives the same facts in every language, with
// and without accents and capitals.
func TestQ22PortalListsInSixLanguages(t *testing.T) {
	rows := "11111111-AAAA-4bbb-8ccc-000000000001;Contoso;contoso.example;x\n"
	want := ingesttest.Run(t, customers, ingesttest.Read(t, "c.csv", portal["en"].customers+"\n"+rows, ';'), asOf)
	if len(want.Facts) != 1 || !strings.Contains(want.Facts[0], "ExternalID:"+contoso+" Name:Contoso} Domain:contoso.example Custom:[{Name:Relationship Value:x}]") {
		t.Fatalf("customers: %v", want.Facts)
	}
	for language, header := range portal {
		for _, spelled := range []string{header.customers, strings.ToUpper(header.customers), plain(header.customers)} {
			tb := ingesttest.Read(t, "c.csv", spelled+"\n"+rows, ';')
			got := ingesttest.Run(t, customers, tb, asOf)
			if customers.Detect(tb.Head) != 1 || !reflect.DeepEqual(got.Facts, want.Facts) {
				t.Errorf("%s %q: %.2f, %v", language, spelled, customers.Detect(tb.Head), got)
			}
		}
		states := portalStates[language]
		subs := "s1;Suite;1.250;" + states.suspended + ";\ns2;Suite;5;" + states.expired + ";R\n"
		for _, spelled := range []string{header.subscriptions, strings.ToUpper(header.subscriptions), plain(header.subscriptions)} {
			tb := ingesttest.Read(t, "s.csv", spelled+"\n"+subs, ';')
			got := ingesttest.Run(t, customerSubscriptions, tb, ofContoso)
			lines := got.Lines()
			if customerSubscriptions.Detect(tb.Head) != 1 || len(got.Facts) != 2 || !strings.Contains(lines, "Quantity:{N:1250 OK:true} Status:suspended") ||
				!strings.Contains(lines, "Status:grace") || !strings.Contains(lines, "Custom:[{Name:Reseller Value:R}]") {
				t.Errorf("%s %q:\n%s", language, spelled, lines)
			}
		}
	}
}

// plain drops the accents, as people do who retype a header.
func plain(s string) string {
	return strings.NewReplacer("à", "a", "ä", "a", "é", "e", "É", "E", "ó", "o", "’", "'").Replace(s)
}

// TestQ3CustomersOfAnItalianExcel are in Windows-1252 with semicolons.
func TestQ3CustomersOfAnItalianExcel(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "samples", "synthetic", "pc_customers_it_excel.csv"))
	if err != nil {
		t.Skip("../shared/samples is not there")
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	tb := ingesttest.Read(t, "c.csv", string(text), ';')
	got := ingesttest.Run(t, customers, tb, asOf)
	if customers.Detect(tb.Head) != 1 || len(got.Facts) != 2 || !strings.Contains(got.Lines(), "Name:Fabrikam – Società GmbH") {
		t.Errorf("got\n%s", got.Lines())
	}
}

func TestQ27TheCustomerOfSubscriptions(t *testing.T) {
	text := portal["en"].subscriptions + "\n22222222-dddd-4eee-8fff-000000000001;Suite;5;Active;\n"
	tb := ingesttest.Read(t, "Subscriptions.csv", text, ';')
	_, err := customerSubscriptions.Open(tb.Head, asOf)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Asks || f.Field != "account" || f.File != "Subscriptions.csv" || f.Hint == "" {
		t.Fatalf("without a customer: %v", err)
	}
	for _, c := range []struct {
		why     string
		file    string
		above   []string
		account string
		want    string
	}{
		{"said by name", "Subscriptions.csv", nil, "Contoso Italia SRL", "{Ref:{Kind:tenant Name:Contoso Italia SRL}}"},
		{"said by id", "Subscriptions.csv", nil, strings.ToUpper(contoso), "{Ref:{Kind:tenant ExternalID:" + contoso + "}}"},
		{"in the name of the file", "Subscriptions " + strings.ToUpper(contoso) + ".csv", nil, "", "{Ref:{Kind:tenant ExternalID:" + contoso + "}}"},
		{"in the name of its folder", contoso + "/Subscriptions.csv", nil, "", "{Ref:{Kind:tenant ExternalID:" + contoso + "}}"},
		{"in an address", "x.json", []string{"links.self.uri: /v1/customers/" + contoso + "/subscriptions"}, "", "{Ref:{Kind:tenant ExternalID:" + contoso + "}}"},
		{"said against the address", "x.json", []string{"links.self.uri: /v1/customers/" + contoso + "/subscriptions"}, "Fabrikam", "{Ref:{Kind:tenant Name:Fabrikam}}"},
	} {
		tb.Head.File, tb.Head.Preamble = c.file, c.above
		got := ingesttest.Run(t, customerSubscriptions, tb, ingest.Context{AsOf: asOf.AsOf, Account: c.account})
		if !strings.Contains(got.Lines(), "Account:"+c.want) {
			t.Errorf("%s: %s", c.why, got.Lines())
		}
	}
	tb.Head.File, tb.Head.Preamble = "22222222-DDDD-4eee-8fff-000000000001.csv", nil
	if _, err := customerSubscriptions.Open(tb.Head, asOf); err == nil {
		t.Error("a file named after one of its subscriptions is not named after its customer")
	}
}

// TestQ17EndsOfNewCommerceAndLegacy makes both ends the last day.
func TestQ17EndsOfNewCommerceAndLegacy(t *testing.T) {
	for _, c := range []struct {
		why, columns, cells string
		end                 portfolio.Day
		assumed             bool
	}{
		{"new by the type of product", "productType.id", "OnlineServicesNCE", portfolio.DayOf(2024, 5, 31), false},
		{"new by the offer", "offerId", "CFQ7TTC0LCHC:0002:CFQ7TTC0K971", portfolio.DayOf(2024, 5, 31), false},
		{"new by the term", "termDuration", "P1Y", portfolio.DayOf(2024, 5, 31), false},
		{"legacy by the offer", "offerId", "031C9E47-4802-4248-838E-778FB1D2CC05", portfolio.DayOf(2024, 5, 30), false},
		{"legacy by the address of the offer", "links.offer.uri", "/v1/offers/0CCA44D6-68E9-4762-94EE-31ECE98783B9", portfolio.DayOf(2024, 5, 30), false},
		{"legacy although it has a term", "offerId;termDuration", "031C9E47-4802-4248-838E-778FB1D2CC05;P1Y", portfolio.DayOf(2024, 5, 30), false},
		{"nobody knows", "orderId", "o1", portfolio.DayOf(2024, 5, 31), true},
	} {
		text := "id;offerName;quantity;status;commitmentEndDate;" + c.columns + "\ns1;Suite;5;active;2024-05-31T00:00:00Z;" + c.cells + "\n"
		got := ingesttest.Run(t, customerSubscriptions, ingesttest.Read(t, "f.csv", text, ';'), ofContoso)
		if !strings.Contains(got.Lines(), " End:"+c.end.String()) || strings.Contains(got.Lines(), assumedInclusive) != c.assumed {
			t.Errorf("%s, want the end %s:\n%s", c.why, c.end, got.Lines())
		}
	}
}

// TestQ15NoEndAndNoDate are dates that are none.
func TestQ15NoEndAndNoDate(t *testing.T) {
	for _, end := range []string{"9999-12-31T00:00:00Z", "2500-12-31", "0001-01-01T00:00:00", "null", ""} {
		text := "id;offerName;offerId;quantity;status;commitmentEndDate\ns1;Suite;031C9E47-4802-4248-838E-778FB1D2CC05;5;active;" + end + "\n"
		got := ingesttest.Run(t, customerSubscriptions, ingesttest.Read(t, "f.csv", text, ';'), ofContoso)
		if len(got.Facts) != 1 || strings.Contains(got.Lines(), " End:") {
			t.Errorf("%q should be no end:\n%s", end, got.Lines())
		}
	}
}

// TestQ26IDsThatASpreadsheetDamaged are left out and said, not stored as they are.
func TestQ26IDsThatASpreadsheetDamaged(t *testing.T) {
	text := "id;offerName;quantity;status;commitmentEndDate;termDuration;orderId\n%s;Suite;5;active;2024-05-31;P1Y;%s\n"
	for order, kept := range map[string]bool{"1234567890123456789": true, "0012": true, "1.23457E+18": false, "1,23457E+18": false} {
		tb := ingesttest.Read(t, "f.csv", strings.NewReplacer("%s;Suite", "A-1;Suite", "%s", order).Replace(text), ';')
		got := ingesttest.Run(t, customerSubscriptions, tb, ofContoso)
		if strings.Contains(got.Lines(), "{Name:Order Value:"+order+"}") != kept || strings.Contains(got.Lines(), "Code:lost_digits") == kept {
			t.Errorf("order %s:\n%s", order, got.Lines())
		}
	}
	upper := ingesttest.Run(t, customerSubscriptions, ingesttest.Read(t, "f.csv", strings.NewReplacer("%s;Suite", "ABCD;Suite", "%s", "o").Replace(text), ';'), ofContoso)
	if !strings.Contains(upper.Lines(), "Key:ms:abcd ") {
		t.Errorf("ids in upper and lower case are one:\n%s", upper.Lines())
	}
}

func TestTermAndBilling(t *testing.T) {
	for text, want := range map[string][2]string{
		"One-Year commitment for monthly/yearly billing":              {"P1Y", ""},
		"One-Month commitment for monthly billing":                    {"P1M", "monthly"},
		"One-Year commitment for yearly billing":                      {"P1Y", "annual"},
		"Three-3 Years commitment for monthly/3 Years/yearly billing": {"P3Y", ""},
		"1 year, monthly":               {"P1Y", "monthly"},
		"3 Years, Triennial":            {"P3Y", "triennial"},
		"Monthly term, Monthly billing": {"P1M", "monthly"},
		"P1Y":                           {"P1Y", ""},
		"1 Month(s), OneTime":           {"P1M", "one-time"},
		"":                              {"", ""},
		"None":                          {"", ""},
	} {
		if term, billing := termAndBilling(text); term != want[0] || billing != want[1] {
			t.Errorf("%q is %q, %q, want %q", text, term, billing, want)
		}
	}
}
