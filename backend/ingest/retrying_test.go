package ingest_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// hospital is what a desk keeps of the rows it rejected.
type hospital struct {
	desk    *desk
	kept    ingest.Quarantine
	said    string
	imports []ingest.Result
	fixed   map[int]int64
}

func (h *hospital) Rejected(_ context.Context, id int64, _, _ int) (ingest.Quarantine, error) {
	if id != h.kept.Import {
		return ingest.Quarantine{Import: id, Rows: h.desk.rejects}, nil
	}
	for i, r := range h.kept.Rows {
		h.kept.Rows[i].FixedBy = h.fixed[r.Line]
	}
	return h.kept, nil
}
func (h *hospital) ImportContext(context.Context, int64) (string, error) { return h.said, nil }
func (h *hospital) Imports(context.Context) ([]ingest.Result, error)     { return h.imports, nil }
func (h *hospital) MarkFixed(_ context.Context, _ int64, lines []int, by int64) error {
	for _, l := range lines {
		h.fixed[l] = by
	}
	return nil
}

func TestMendedRowsAreImportedAsTheirFileWas(t *testing.T) {
	d := newDesk(map[string]string{"/in/bill.csv": "BillLine,Start,End,Quantity,Price\nA-1,25/4/2024,31/5/2024,1,1\nA-2,3/4/2024,3/5/2024,x,1\nA-3,3/4/2024,3/5/2024,y,1\n"})
	if r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/bill.csv"}, AsOf: portfolio.DayOf(2024, 3, 7)}); r.Rejected != 2 {
		t.Fatalf("%+v", r)
	}
	h := &hospital{desk: d, fixed: map[int]int64{}, said: `{"account":"Contoso"}`, imports: []ingest.Result{{ID: 7, State: "committed", Profile: "bill", AsOf: "2024-03-07"}}}
	h.kept = ingest.Quarantine{Import: 7, File: "bill.csv", Header: []string{"BillLine", "Start", "End", "Quantity", "Price"}, Rows: []ingest.Rejected{
		{Line: 3, Cells: []string{"A-2", "3/4/2024", "3/5/2024", "x", "1"}, Column: "Quantity", Code: "not_whole", Message: "Not a whole number."},
		{Line: 4, Cells: []string{"A-3", "3/4/2024", "3/5/2024", "y", "1"}, Column: "Quantity", Code: "not_whole", Message: "Not a whole number."},
	}}
	d.Quarantines = h
	retry := func(rows ...ingest.Rejected) (ingest.Result, error) {
		d.facts, d.rejects = nil, nil
		return d.Retry(t.Context(), 7, rows, ingest.Request{AsOf: portfolio.NoDay})
	}
	mended := ingest.Rejected{Line: 3, Cells: []string{"A-2", "3/4/2024", "3/5/2024", "12", "1"}}
	still := h.kept.Rows[1]
	d.memories = nil
	if r, err := retry(mended); fault.Of(err) == nil || fault.Of(err).Code != fault.Asks {
		t.Errorf("rows alone do not say the order of their dates, and nothing is remembered: %+v, %v", r, err)
	}
	d.memories = []ingest.Memory{{Signature: ingest.Signature(h.kept.Header), Habits: map[string]ingest.Habit{"Start": {DateOrder: "dmy"}, "End": {DateOrder: "dmy"}}}}
	r, err := retry(mended, still)
	if err != nil || r.File != "bill.csv (mended rows)" || r.Added != 1 || r.Rejected != 1 || r.Problems[0].Row != 4 {
		t.Fatalf("%+v, %v", r, err)
	}
	if !strings.Contains(d.facts[0], "Start:2024-04-03 End:2024-05-03") || !strings.Contains(d.facts[0], "Quantity:{N:12 OK:true}") {
		t.Errorf("%v", d.facts)
	}
	if h.fixed[3] != r.ID || h.fixed[4] != 0 {
		t.Errorf("marked %v", h.fixed)
	}
	for _, rows := range [][]ingest.Rejected{{mended}, {{Line: 9}}, {still, still}, nil} {
		var f *fault.Error
		if _, err := retry(rows...); !errors.As(err, &f) || len(d.facts) > 0 {
			t.Errorf("%+v: %v", rows, err)
		}
	}
}

// TestRowsAreMendedAgain for a file that was taken back and imported again: the
// import of its mended rows stayed, and is older than the file now.
func TestRowsAreMendedAgain(t *testing.T) {
	d := newDesk(nil)
	row := ingest.Rejected{Line: 3, Cells: []string{"A-2", "25/4/2024", "31/5/2024", "12", "1"}}
	for _, id := range []int64{7, 9} {
		h := &hospital{desk: d, fixed: map[int]int64{}, said: `{"account":"Contoso"}`, imports: []ingest.Result{{ID: id, State: "committed", Profile: "bill", AsOf: "2024-03-07"}}}
		h.kept = ingest.Quarantine{Import: id, File: "bill.csv", Header: []string{"BillLine", "Start", "End", "Quantity", "Price"}, Rows: []ingest.Rejected{{Line: 3}}}
		d.Quarantines = h
		r, err := d.Retry(t.Context(), id, []ingest.Rejected{row}, ingest.Request{AsOf: portfolio.NoDay})
		if err != nil || r.State != "committed" || h.fixed[3] != r.ID {
			t.Errorf("%+v, %v, marked %v", r, err, h.fixed)
		}
	}
}

// TestRowsThatStayRejectedAreNotMended has more of them than an import keeps
// problems.
func TestRowsThatStayRejectedAreNotMended(t *testing.T) {
	const rows = 1500
	d := newDesk(nil)
	h := &hospital{desk: d, fixed: map[int]int64{}, said: `{"account":"Contoso"}`, imports: []ingest.Result{{ID: 7, State: "committed", Profile: "bill", AsOf: "2024-03-07"}}}
	h.kept = ingest.Quarantine{Import: 7, File: "bill.csv", Header: []string{"BillLine", "Start", "End", "Quantity", "Price"}}
	for line := 2; line < rows+2; line++ {
		h.kept.Rows = append(h.kept.Rows, ingest.Rejected{Line: line, Cells: []string{fmt.Sprint(line), "25/4/2024", "31/5/2024", "x", "1"}})
	}
	d.Quarantines = h
	fixed := slices.Clone(h.kept.Rows)
	fixed[0].Cells = []string{"2", "25/4/2024", "31/5/2024", "1", "1"}
	r, err := d.Retry(t.Context(), 7, fixed, ingest.Request{AsOf: portfolio.NoDay})
	if err != nil || r.Rejected != rows-1 || len(r.Problems) >= rows-1 {
		t.Fatalf("%d rejected, %d problems, %v", r.Rejected, len(r.Problems), err)
	}
	if len(h.fixed) != 1 || h.fixed[2] != r.ID {
		t.Errorf("%d rows are mended, want only that of line 2", len(h.fixed))
	}
}

func TestQ34TheQuarantineIsAFileThatRunsNothing(t *testing.T) {
	q := ingest.Quarantine{Header: []string{"Name", "Quantity"}, Rows: []ingest.Rejected{{Line: 3, Cells: []string{`=HYPERLINK("x")`}, Column: "Quantity", Message: "Not a whole number."}}}
	var b strings.Builder
	if err := q.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[1], []string{`'=HYPERLINK("x")`, "", "3", "Quantity", "Not a whole number."}) {
		t.Errorf("%q, %v", rows, err)
	}
}
