package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/generic"
	"headroom/backend/ingest/mapping"
	"headroom/backend/ingest/tabular"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// text is a file of rows in memory, opened by the real parser; opened counts how
// often its tables were.
type text struct {
	tabular.File
	opened *int
}

func (f text) Name() string       { return f.File.Name }
func (f text) Size() int64        { return f.File.Size }
func (f text) ModTime() time.Time { return f.File.ModTime }
func (f text) Tables(r ingest.Reading) ([]ingest.Table, error) {
	*f.opened++
	return f.TablesAs(r)
}

// bill is a profile whose dates and amounts may be written in any way.
type bill struct{}

func (bill) Info() ingest.Info {
	return ingest.Info{ID: "bill", Version: 1, Title: "A bill", Source: "Bill", Dataset: portfolio.Entitlements, Class: portfolio.EntityList}
}

func (bill) Detect(h ingest.Header) float64 {
	if cells.Of(h).Has("BillLine") {
		return 1
	}
	return 0
}

func (p bill) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &billLines{Reader: cells.For(h, c, value.MDY, '.'), day: c.AsOf}
	var err error
	for _, want := range []struct {
		to   *int
		name string
	}{{&a.id, "BillLine"}, {&a.start, "Start"}, {&a.end, "End"}, {&a.quantity, "Quantity"}, {&a.price, "Price"}} {
		if *want.to, err = columns.Need(want.name); err != nil {
			return nil, err
		}
	}
	return a, nil
}

type billLines struct {
	cells.Reader
	bill
	day                             portfolio.Day
	id, start, end, quantity, price int
}

func (a *billLines) Monthly() bool { return false }

func (a *billLines) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	value, _ := a.Money(a.price, "EUR")
	e := portfolio.Entitlement{Key: a.ID(a.id, out), Start: a.Day(a.start), End: a.Day(a.end), Quantity: a.Count(a.quantity), Value: value, Currency: "EUR"}
	if err := a.Problem(); err != nil {
		return err
	}
	return out.Entitlement(ingest.At{Day: a.day}, e)
}

// desk imports texts into memory and keeps the facts it is handed.
type desk struct {
	*ingest.Importer
	facts    []string
	rejects  []ingest.Rejected
	memories []ingest.Memory
	kept     map[string]ingest.Result
	opened   int
	files    map[string]string
}

func newDesk(files map[string]string) *desk {
	d := &desk{files: files, kept: map[string]ingest.Result{}}
	d.Importer = &ingest.Importer{
		Profiles: []ingest.Profile{bill{}}, Generic: generic.Profile(), Guesser: mapping.Guesser{}, Memories: d, Store: d, Now: now, Zone: time.UTC,
		Expand: func(path string) ([]ingest.File, error) {
			content, ok := d.files[path]
			if !ok {
				return nil, fault.New(fault.NotFound, "The file does not exist.").InFile(path)
			}
			return []ingest.File{text{tabular.FromBytes(filepath.Base(path), []byte(content), now()), &d.opened}}, nil
		},
	}
	return d
}

func (d *desk) Remember(ctx context.Context, m ingest.Memory) (int64, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	d.memories = slices.DeleteFunc(d.memories, func(o ingest.Memory) bool {
		return o.Signature == m.Signature && o.Name == m.Name && o.Folder == m.Folder
	})
	d.memories = append([]ingest.Memory{m}, d.memories...)
	return int64(len(d.memories)), nil
}

func (d *desk) Recall(_ context.Context, signature string) ([]ingest.Memory, error) {
	var found []ingest.Memory
	for _, m := range d.memories {
		if m.Signature == signature {
			found = append(found, m)
		}
	}
	return found, nil
}

func (d *desk) Memories(context.Context) ([]ingest.Memory, error) { return d.memories, nil }

func (d *desk) Seen(context.Context, int64) (bool, error) { return len(d.kept) > 0, nil }

func (d *desk) Find(_ context.Context, sum, said string) (ingest.Result, bool, error) {
	r, ok := d.kept[sum+said]
	return r, ok, nil
}

func (d *desk) Begin(_ context.Context, m ingest.Meta) (ingest.Session, error) {
	return &noting{desk: d, meta: m}, nil
}

// noting is a session that keeps facts as lines.
type noting struct {
	ingest.Session
	desk *desk
	meta ingest.Meta
}

func (s *noting) Row(int)                     {}
func (s *noting) Abort()                      {}
func (s *noting) Note(string, string, string) {}
func (s *noting) Reject(p ingest.Problem, _ [][]byte) error {
	s.desk.rejects = append(s.desk.rejects, ingest.Rejected{Line: p.Row})
	return nil
}

func (s *noting) put(v any) error {
	s.desk.facts = append(s.desk.facts, fmt.Sprintf("%+v", v))
	return nil
}
func (s *noting) Account(_ ingest.At, a portfolio.Account) error { return s.put(a) }
func (s *noting) Entitlement(_ ingest.At, e portfolio.Entitlement) error {
	return s.put(e)
}
func (s *noting) Support(_ ingest.At, r portfolio.SupportRequest) error { return s.put(r) }
func (s *noting) Series(_ string, x portfolio.Series) (portfolio.SeriesID, error) {
	return 0, nil
}

func (s *noting) Observe(_ portfolio.SeriesID, d portfolio.Day, o portfolio.Observation) error {
	return s.put(o)
}
func (s *noting) Event(_ portfolio.SeriesID, e portfolio.Event) error { return s.put(e) }

func (s *noting) Finish(_ context.Context, t ingest.Tally, dry bool) (ingest.Result, error) {
	r := ingest.Result{
		ID: 1, File: s.meta.File, Profile: s.meta.Info.ID, Dataset: string(s.meta.Info.Dataset), State: "committed",
		Rows: t.Rows, Added: t.Accepted, Skipped: t.Skipped, Rejected: t.Rejected, Problems: t.Problems, Notes: t.Notes,
	}
	if dry {
		r.State = "dry_run"
		return r, nil
	}
	content, err := s.meta.Open()
	if err != nil {
		return r, err
	}
	data, err := io.ReadAll(content)
	s.desk.kept[sum(data)+s.meta.Context] = r
	return r, err
}

// bring imports one file and returns what became of it and its facts, sorted.
func (d *desk) bring(t testing.TB, q ingest.Request) (ingest.Result, []string) {
	t.Helper()
	d.facts = nil
	if q.AsOf == 0 {
		q.AsOf = portfolio.NoDay
	}
	results, err := d.Import(t.Context(), q)
	if err != nil || len(results) != 1 {
		t.Fatalf("%v: %v", q.Paths, err)
	}
	slices.Sort(d.facts)
	return results[0], d.facts
}

func (d *desk) inspect(t testing.TB, path string, q ingest.Request) ingest.Inspection {
	t.Helper()
	if q.AsOf == 0 {
		q.AsOf = portfolio.NoDay
	}
	in, err := d.Inspect(t.Context(), path, "", q)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

const usBill = "BillLine,Start,End,Quantity,Price\nA-1,3/4/2024,5/31/2024,\"1,250\",18.60\nA-2,3/4/2024,4/3/2024,12,\"1,234.50\"\n"

func TestQ13AFileSavedAgainByAnotherExcelGivesEqualFacts(t *testing.T) {
	german := "BillLine;Start;End;Quantity;Price\nA-1;04.03.2024;31.05.2024;1.250;18,60\nA-2;04.03.2024;03.04.2024;12;1.234,50\n"
	slashes := "BillLine;Start;End;Quantity;Price\nA-1;04/03/2024;31/05/2024;1.250;18,60\nA-2;04/03/2024;03/04/2024;12;1.234,50\n"
	d := newDesk(map[string]string{"us.csv": usBill, "de.csv": german, "gb.csv": slashes})
	r, want := d.bring(t, ingest.Request{Paths: []string{"us.csv"}})
	if r.State != "committed" || r.Added != 2 {
		t.Fatalf("%+v", r)
	}
	want = slices.Clone(want)
	for _, path := range []string{"de.csv", "gb.csv"} {
		if r, got := d.bring(t, ingest.Request{Paths: []string{path}}); r.State != "committed" || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v\n%s\nwant\n%s", path, r, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestQ13DatesThatCanBeReadInTwoWaysAreAskedFor(t *testing.T) {
	d := newDesk(map[string]string{"a.csv": "BillLine,Start,End,Quantity,Price\nA-1,3/4/2024,5/6/2024,1,1\n"})
	r, facts := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
	if r.State != "refused" || r.Error.Code != fault.Asks || r.Error.Column != "Start" || len(facts) > 0 {
		t.Fatalf("%+v", r.Error)
	}
	for _, reading := range []string{"3 April 2024", "4 March 2024", "--date-order"} {
		if !strings.Contains(r.Error.Error(), reading) {
			t.Errorf("%q does not say %s", r.Error.Error(), reading)
		}
	}
	in := d.inspect(t, "a.csv", ingest.Request{})
	if len(in.Asks) != 2 || in.Asks[0].Name != "date_order" || in.Asks[1].Column != "End" || len(in.Asks[0].Samples) == 0 {
		t.Errorf("asks %+v", in.Asks)
	}
	said := ingest.Request{Paths: []string{"a.csv"}, Habits: map[string]ingest.Habit{"Start": {DateOrder: "dmy"}, "End": {DateOrder: "dmy"}}}
	if r, facts := d.bring(t, said); r.State != "committed" || !strings.Contains(facts[0], "Start:2024-04-03 End:2024-06-05") {
		t.Errorf("said: %+v %v", r, facts)
	}
}

func TestQ13ALaterRowDecidesForAll(t *testing.T) {
	var b strings.Builder
	b.WriteString("BillLine,Start,End,Quantity,Price\n")
	for i := range 400 {
		fmt.Fprintf(&b, "A-%d,3/4/2024,2024-06-01,1,1\n", i)
	}
	b.WriteString("A-last,25/4/2024,2024-06-01,1,1\n")
	d := newDesk(map[string]string{"a.csv": b.String()})
	r, facts := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
	if r.Added != 401 || !strings.Contains(facts[0], "Start:2024-04-03") {
		t.Errorf("%+v", r)
	}
}

// TestADecidedFileIsReadOnce holds the fast path: dates that say themselves how
// they are written need no look at all values.
func TestADecidedFileIsReadOnce(t *testing.T) {
	iso, open := strings.ReplaceAll(usBill, "5/31/2024", "2024-05-31"), "BillLine,Start,End,Quantity,Price\nA-1,3/4/2024,5/31/2024,1,1\n"
	iso = strings.NewReplacer("3/4/2024", "2024-03-04", "4/3/2024", "2024-04-03", "\"1,250\"", "1250").Replace(iso)
	d := newDesk(map[string]string{"iso.csv": iso, "open.csv": open})
	if d.bring(t, ingest.Request{Paths: []string{"iso.csv"}}); d.opened != 1 {
		t.Errorf("a file of ISO dates was opened %d times", d.opened)
	}
	d.opened = 0
	if d.bring(t, ingest.Request{Paths: []string{"open.csv"}}); d.opened != 2 {
		t.Errorf("a file with an open column was opened %d times: the test above says nothing", d.opened)
	}
}

const list = "Kunde;Produkt;Anzahl;Vertragsbeginn;Vertragsende;Notiz\nHansekontor;Suite;1.250;01.02.2026;31.01.2027;bitte anrufen\nMontefiore;Viewer;10;15.03.2026;unbefristet;\n"

func TestQ22HeadersInSixLanguages(t *testing.T) {
	for _, header := range []string{
		"Customer,Product,Quantity,Start date,End date", "Cliente,Prodotto,Quantità,Data inizio,Data di scadenza", "Kunde,Produkt,Menge,Beginn,Gültig bis",
		"Nom du client,Produit,Quantité,Date de début,Échéance", "Nombre del cliente,Producto,Cantidad,Fecha de inicio,Vencimiento", "顧客名,製品名,数量,開始日,有効期限",
		"CUSTOMER NAME,product_name,QTY,StartDate,Expiration Date [READ ONLY]",
	} {
		d := newDesk(map[string]string{"a.csv": header + "\nContoso,Suite,10,2026-02-01,2027-01-31\nFabrikam,Viewer,3,2026-02-01,2027-01-31\n"})
		r, facts := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
		if r.State != "committed" || r.Dataset != "entitlements" || len(facts) != 2 || !strings.Contains(facts[0], "Start:2026-02-01 End:2027-01-31") {
			t.Errorf("%s: %+v %v", header, r.Error, facts)
		}
	}
}

func TestQ26IdentifiersThatLostDigitsAreNoted(t *testing.T) {
	d := newDesk(map[string]string{"a.csv": "BillLine,Start,End,Quantity,Price\n1.23457E+18,2024-03-04,2024-05-31,1,1\n"})
	r, _ := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
	if r.Added != 1 || !slices.Contains(r.Notes, "lost_digits: 1") {
		t.Errorf("%+v", r)
	}
	if in := d.inspect(t, "a.csv", ingest.Request{}); !slices.Contains(in.Advice, "lost_digits") || !slices.Contains(in.Advice, "resaved") {
		t.Errorf("advice %v", in.Advice)
	}
}

func TestQ33AKeyThatIsNotUniqueIsWidened(t *testing.T) {
	d := newDesk(map[string]string{"a.csv": "Subscription ID,Customer,Product,Quantity\nS-1,Contoso,Suite,10\nS-1,Contoso,Viewer,3\nS-2,Fabrikam,Suite,4\nS-2,Fabrikam,Suite,4\n"})
	in := d.inspect(t, "a.csv", ingest.Request{})
	if len(in.Keys) != 1 {
		t.Fatalf("keys %+v", in.Keys)
	}
	k := in.Keys[0]
	if k.Rows != 4 || k.Collisions != 2 || !slices.Equal(k.Fields, []string{"entitlement"}) || !slices.Equal(k.Wider, []string{"entitlement", "product"}) || len(k.Examples) != 2 {
		t.Errorf("%+v", k)
	}
	if _, facts := d.bring(t, ingest.Request{Paths: []string{"a.csv"}}); !strings.Contains(facts[0], `Key:sheet:a:S-1|suite`) || !strings.Contains(facts[1], `Key:sheet:a:S-1|viewer`) {
		t.Errorf("%v", facts)
	}
}

func TestQ36AFileSavedAgainIsAdvisedAgainst(t *testing.T) {
	d := newDesk(map[string]string{"us.csv": usBill, "de.csv": strings.ReplaceAll(strings.ReplaceAll(usBill, ",", ";"), "\"1;", "\"1,")})
	if in := d.inspect(t, "de.csv", ingest.Request{}); !slices.Contains(in.Advice, "resaved") {
		t.Errorf("advice %v", in.Advice)
	}
	if in := d.inspect(t, "us.csv", ingest.Request{}); len(in.Advice) > 0 {
		t.Errorf("the original download gets the advice %v", in.Advice)
	}
}

func TestAnInspectionSaysWhatEveryColumnBecomes(t *testing.T) {
	d := newDesk(map[string]string{"Liste_2026-10-31.csv": list})
	in := d.inspect(t, "Liste_2026-10-31.csv", ingest.Request{})
	got := map[string]string{}
	for _, c := range in.Columns {
		got[c.Name] = c.Becomes + "/" + c.Shape + "/" + string(c.Confidence)
	}
	want := map[string]string{
		"Kunde": "account/text/certain", "Produkt": "product/text/certain", "Anzahl": "quantity/number/certain", "Vertragsbeginn": "start_date/date/certain",
		"Vertragsende": "end_date/date/certain", "Notiz": "custom/text/certain",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("columns %v", got)
	}
	if in.Profile != "generic" || in.Row != "One row is one entitlement of an account." || in.Class != "E" || in.AsOf != "2026-10-31" || len(in.Asks) > 0 || len(in.Preview) != 2 {
		t.Errorf("%+v", in)
	}
	for _, g := range in.Guesses {
		if g.Name == "as_of" && (g.Reason != "the day in the file's name" || g.Confidence != ingest.Certain || len(g.Choices) != 2) {
			t.Errorf("as of: %+v", g)
		}
	}
	if in := d.inspect(t, "Liste_2026-10-31.csv", ingest.Request{Profile: "bill"}); len(in.Profiles) != 1 || in.Profiles[0].Missing == "" || len(in.Profiles[0].Unknown) == 0 || len(in.Asks) != 1 {
		t.Errorf("as a bill: %+v %+v", in.Profiles, in.Asks)
	}
}

func TestASheetIsImportedWithoutAQuestionOnlyWhereNothingIsOpen(t *testing.T) {
	for name, c := range map[string]struct{ text, code, column string }{
		"whole":        {list, "", ""},
		"no product":   {"Kunde;Anzahl;Vertragsende\nA;1;31.01.2027\n", "asks", ""},
		"no account":   {"Produkt;Anzahl;Vertragsende\nA;1;31.01.2027\n", "asks", ""},
		"likely only":  {"Customer,Product,Current quantity,End date\nA,B,1,2027-01-31\n", "asks", "Current quantity"},
		"no dataset":   {"Customer,Birthday\nA,2027-01-31\n", "invalid", ""},
		"contradicted": {"Customer,Product,Quantity\nA,B,many\nC,D,few\n", "", ""},
	} {
		d := newDesk(map[string]string{"a.csv": c.text})
		r, _ := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
		got := ""
		if r.Error != nil {
			got = string(r.Error.Code)
		}
		if name == "contradicted" {
			if r.State != "refused" {
				t.Errorf("%s: %+v", name, r)
			}
			continue
		}
		if got != c.code || r.Error != nil && r.Error.Column != c.column {
			t.Errorf("%s: %+v", name, r.Error)
		}
	}
	d := newDesk(map[string]string{"a.csv": "Produkt;Anzahl;Vertragsende\nA;1;31.01.2027\n"})
	if r, facts := d.bring(t, ingest.Request{Paths: []string{"a.csv"}, Account: "Contoso"}); r.State != "committed" || !strings.Contains(facts[0], "Name:Contoso") {
		t.Errorf("with the account said: %+v %v", r, facts)
	}
}

func TestTheSecondFileOfAShapeNeedsNothing(t *testing.T) {
	first, second := "Wer;Was;Wieviel;Wann\nHansekontor;Suite;12;3/4/2026\n", "Wer;Was;Wieviel;Wann\nMontefiore;Viewer;10;5/6/2026\n"
	d := newDesk(map[string]string{"/in/stand_1.csv": first, "/in/stand_2.csv": second, "/other/stand_2.csv": second})
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/stand_1.csv"}}); r.State != "refused" {
		t.Fatalf("nothing is known of it yet: %+v", r)
	}
	m := &ingest.Mapping{Dataset: portfolio.Entitlements, Source: "Stand", Columns: map[string]string{"Wer": "account", "Was": "product", "Wieviel": "quantity", "Wann": "end_date"}}
	said := ingest.Request{Paths: []string{"/in/stand_1.csv"}, Mapping: m, Habits: map[string]ingest.Habit{"Wann": {DateOrder: "dmy"}}, Partner: "P-1", Remember: true}
	if r, _ := d.bring(t, said); r.State != "committed" {
		t.Fatalf("%+v", r.Error)
	}
	for _, path := range []string{"/in/stand_2.csv", "/other/stand_2.csv"} {
		r, facts := d.bring(t, ingest.Request{Paths: []string{path}, DryRun: path == "/in/stand_2.csv"})
		if r.State == "refused" || len(facts) != 1 || !strings.Contains(facts[0], "Montefiore") || !strings.Contains(facts[0], "End:2026-06-05") || !strings.Contains(facts[0], "PartnerID:P-1") {
			t.Errorf("%s: %+v %v", path, r.Error, facts)
		}
	}
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/stand_1.csv"}}); r.State != "duplicate" {
		t.Errorf("the first file again is %s", r.State)
	}
	if in := d.inspect(t, "/in/stand_2.csv", ingest.Request{}); in.Memory == nil || in.Columns[0].Reason != "remembered" {
		t.Errorf("%+v", in.Columns[0])
	}
}

func TestAnAccountIsRememberedForItsOwnFilesOnly(t *testing.T) {
	text := "Produkt;Anzahl;Vertragsende\nA;%d;31.01.2027\n"
	d := newDesk(map[string]string{"/contoso/subs.csv": fmt.Sprintf(text, 1), "/contoso/subs2.csv": fmt.Sprintf(text, 2), "/fabrikam/subs.csv": fmt.Sprintf(text, 3)})
	d.bring(t, ingest.Request{Paths: []string{"/contoso/subs.csv"}, Account: "Contoso", Remember: true})
	d.files["/contoso/subs.csv"] = fmt.Sprintf(text, 4)
	if r, facts := d.bring(t, ingest.Request{Paths: []string{"/contoso/subs.csv"}}); r.State != "committed" || !strings.Contains(facts[0], "Contoso") {
		t.Errorf("the same file a month later: %+v", r)
	}
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/fabrikam/subs.csv"}}); r.State != "refused" || r.Error.Field != "account" {
		t.Errorf("another customer's file: %+v", r)
	}
}

func rowsOf(header string, n int, columns func(i int) string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range n {
		b.WriteString(columns(i) + "\n")
	}
	return b.String()
}

// A sheet whose headers can be guessed is still read as the last one of its
// name: guessed anew, a figure under another header would be lost.
func TestDriftOfASheetThatCouldBeGuessedIsRepaired(t *testing.T) {
	rows := func(i int) string { return fmt.Sprintf("A-%d,Suite,%d,2027-01-31", i, 100+i) }
	d := newDesk(map[string]string{
		"/in/list_1.csv":  rowsOf("Customer,Product,Quantity,End date", 20, rows),
		"/in/list_2.csv":  rowsOf("Customer,Product,Zzz,End date", 20, rows),
		"/in/other_1.csv": rowsOf("Customer,Product,Zzz,End date", 20, rows),
	})
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/list_1.csv"}, Remember: true}); r.State != "committed" {
		t.Fatalf("%+v", r)
	}
	in := d.inspect(t, "/in/list_2.csv", ingest.Request{})
	if len(in.Drift) != 1 || in.Drift[0].Column != "Zzz" || in.Drift[0].Field != "quantity" || in.Mapping == nil || in.Mapping.Columns["Zzz"] != "quantity" {
		t.Errorf("%+v, mapping %+v", in.Drift, in.Mapping)
	}
	if in := d.inspect(t, "/in/other_1.csv", ingest.Request{}); len(in.Drift) > 0 || in.Mapping.Columns["Zzz"] != "" {
		t.Errorf("a list of another name: %+v, mapping %+v", in.Drift, in.Mapping)
	}
}

func TestDriftIsRepairedWhereTheValuesProveIt(t *testing.T) {
	rows := func(i int) string { return fmt.Sprintf("A-%d,2026-01-%02d,2027-01-31,%d,10.50", i, i%28+1, 100+i) }
	d := newDesk(map[string]string{
		"/in/bill_1.csv": rowsOf("BillLine,Start,End,Quantity,Price", 50, rows),
		"/in/bill_2.csv": rowsOf("BillLine,Start,End,PaidUnits,Price", 50, rows),
		"/in/bill_3.csv": rowsOf("BillLine,Start,End,Weight,Price", 50, func(i int) string { return strings.Replace(rows(i), fmt.Sprint(100+i), fmt.Sprint(9000+i), 1) }),
		"/in/bill_4.csv": rowsOf("BillLine,Start,End,Price", 50, func(i int) string { return fmt.Sprintf("A-%d,2026-01-01,2027-01-31,1", i) }),
	})
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/bill_1.csv"}}); r.State != "committed" {
		t.Fatalf("%+v", r)
	}
	in := d.inspect(t, "/in/bill_2.csv", ingest.Request{})
	if len(in.Drift) != 1 || in.Drift[0].Was != "Quantity" || in.Drift[0].Column != "PaidUnits" || in.Drift[0].Evidence != "100% of the values equal the old column Quantity." || len(in.Asks) > 0 {
		t.Errorf("%+v, asks %+v", in.Drift, in.Asks)
	}
	in = d.inspect(t, "/in/bill_3.csv", ingest.Request{})
	if len(in.Drift) != 1 || in.Drift[0].Column != "Weight" || in.Drift[0].Confidence != ingest.Likely || len(in.Asks) != 1 || in.Asks[0].Name != "drift" {
		t.Errorf("%+v, asks %+v", in.Drift, in.Asks)
	}
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/bill_3.csv"}}); r.State != "refused" {
		t.Errorf("a column that only stands in the same place: %+v", r)
	}
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/bill_4.csv"}}); r.State != "refused" || r.Error.Column != "Quantity" {
		t.Errorf("a column that is gone: %+v", r.Error)
	}
	for _, want := range []string{"committed", "duplicate"} {
		if r, facts := d.bring(t, ingest.Request{Paths: []string{"/in/bill_2.csv"}}); r.State != want || want == "committed" && !strings.Contains(facts[0], "Quantity:{N:100 OK:true}") {
			t.Errorf("%+v %v", r, facts)
		}
	}
	confirmed := ingest.Request{Paths: []string{"/in/bill_3.csv"}, Profile: in.Profile, Mapping: in.Mapping, Remember: true}
	if r, facts := d.bring(t, confirmed); r.State != "committed" || !strings.Contains(facts[0], "Quantity:{N:9000 OK:true}") {
		t.Errorf("confirmed: %+v %+v", r, r.Error)
	}
	d.files["/in/bill_5.csv"] = strings.ReplaceAll(d.files["/in/bill_3.csv"], "A-", "B-")
	if r, facts := d.bring(t, ingest.Request{Paths: []string{"/in/bill_5.csv"}}); r.State != "committed" || !strings.Contains(facts[0], "Key:B-0") {
		t.Errorf("the next file after a confirmed repair: %+v %+v", r, r.Error)
	}
}

func TestRavenStackNeedsNoQuestion(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "samples", "ravenstack")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the samples are not there: ", err)
	}
	for name, want := range map[string]struct {
		dataset string
		rows    int64
	}{
		"accounts": {"accounts", 500}, "subscriptions": {"entitlements", 5000}, "feature_usage": {"feature_usage", 25000}, "supports_ticket": {"support_requests", 2000}, "churn_events": {"", 0},
	} {
		path := filepath.Join(folder, "ravenstack_"+name+".csv")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := newDesk(map[string]string{path: string(data)})
		r, facts := d.bring(t, ingest.Request{Paths: []string{path}})
		if r.Dataset != want.dataset || r.Added != want.rows || r.Rejected != 0 {
			t.Errorf("%s: %+v, %+v", name, r, r.Error)
		}
		switch name {
		case "churn_events":
			if r.State != "refused" || !strings.Contains(r.Error.Message, "no column that describes it or says what was sold, used or asked") {
				t.Errorf("%+v", r.Error)
			}
		case "subscriptions":
			open := 0
			for _, f := range facts {
				if strings.Contains(f, "End: ") {
					open++
				}
			}
			if open != 4514 {
				t.Errorf("%d subscriptions have no end", open)
			}
		case "feature_usage":
			k := newDesk(d.files).inspect(t, path, ingest.Request{}).Keys[0]
			if k.Collisions != 42 || k.Rows != 25000 || !slices.Equal(k.Wider, []string{"usage_id", "entitlement"}) || len(slices.Compact(facts)) != 25000 {
				t.Errorf("key %+v, %d different events", k, len(slices.Compact(facts)))
			}
		case "supports_ticket":
			iso := bytes.Clone(data)
			iso = isoDates.ReplaceAll(iso, []byte("$3-$2-$1"))
			us := isoDates.ReplaceAll(data, []byte("$2/$1/$3"))
			for form, other := range map[string][]byte{"ISO": iso, "US": us} {
				o := newDesk(map[string]string{path: string(other)})
				if r, again := o.bring(t, ingest.Request{Paths: []string{path}}); !slices.Equal(again, facts) {
					t.Errorf("%s dates: %+v, %d of %d requests", form, r.Error, len(again), len(facts))
				}
			}
		}
	}
}

// BenchmarkPreview is the redraw of the 200 rows that the window shows; it must
// take less than 200 ms.
func BenchmarkPreview(b *testing.B) {
	d := newDesk(map[string]string{"a.csv": rowsOf("Kunde;Produkt;Anzahl;Vertragsbeginn;Vertragsende;Notiz", 50_000, func(i int) string {
		return fmt.Sprintf("Kunde %d;Suite;%d;2026-02-01;2027-01-31;x", i, i)
	})})
	b.ResetTimer()
	for b.Loop() {
		d.inspect(b, "a.csv", ingest.Request{Reading: ingest.Reading{Delimiter: ";"}})
	}
}

// TestACurrencyThatIsNoneIsRefused instead of leaving the amounts out; one that
// is written otherwise is the same.
func TestACurrencyThatIsNoneIsRefused(t *testing.T) {
	files := map[string]string{"/in/arr.csv": "Customer,Product,Quantity,End date,ARR\nContoso,Suite,3,2027-01-31,100\n"}
	for _, said := range []string{"EUR", "eur"} {
		d := newDesk(files)
		r, facts := d.bring(t, ingest.Request{Paths: []string{"/in/arr.csv"}, Currency: said})
		if r.Added != 1 || !contains(facts, "Currency:%s", "EUR") {
			t.Errorf("%s: %+v %v", said, r, facts)
		}
	}
	d := newDesk(files)
	r, facts := d.bring(t, ingest.Request{Paths: []string{"/in/arr.csv"}, Currency: "euro coins"})
	if r.State != "refused" || r.Error.Field != "currency" || len(facts) > 0 {
		t.Errorf("%+v %v %v", r, r.Error, facts)
	}
}

// TestCancelledTooLateIsNotCancelled: once an import is in, nothing about it
// fails because somebody no longer waits.
func TestCancelledTooLateIsNotCancelled(t *testing.T) {
	d := newDesk(map[string]string{"/in/bill.csv": "BillLine,Start,End,Quantity,Price\nA-1,25/4/2024,31/5/2024,1,1\n"})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	results, err := d.Import(ctx, ingest.Request{Paths: []string{"/in/bill.csv"}, AsOf: portfolio.DayOf(2024, 3, 7), Progress: func(p ingest.Progress) {
		if p.Stage == "done" {
			cancel()
		}
	}})
	if err != nil || len(results) != 1 || results[0].State != "committed" || len(d.memories) != 1 {
		t.Errorf("%+v, %v, remembered %v", results, err, d.memories)
	}
}
