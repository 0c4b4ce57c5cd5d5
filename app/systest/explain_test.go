package systest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// explanation is the part of a number passport these tests look at.
type explanation struct {
	Metric      string
	Value       *float64
	Substituted string
	Conditions  []string
	Rows        []map[string]any
	Count       int
	Check       struct {
		Holds bool
		Value *float64
		Words string
	}
	Excluded []struct {
		Words string
		Rows  int
	}
	Causes []struct {
		Name, Words, Confidence string
		Points                  *float64
		Count                   int
		Rows                    any
	}
	Parts []struct {
		Name  string
		Value *float64
		Rows  []any
		Count int
	}
	Notes []string
}

// explain explains a figure of a question.
func (h *headroom) explain(question any, args ...string) explanation {
	h.t.Helper()
	text, err := json.Marshal(question)
	if err != nil {
		h.t.Fatal(err)
	}
	cmd := h.command(append([]string{"explain", "-"}, args...)...)
	cmd.Stdin = bytes.NewReader(text)
	o := h.finish(cmd)
	if o.status != 0 {
		h.t.Fatalf("explain %s: status %d\n%s%s", text, o.status, o.stdout, o.stderr)
	}
	var e explanation
	o.read(h.t, &e)
	return e
}

// sheet imports rows under a mapping whose headers are the fields.
func (h *headroom) sheet(name, dataset, class, source, rows string) imported {
	h.t.Helper()
	header, _, _ := strings.Cut(rows, "\n")
	columns := map[string]string{}
	for _, field := range strings.Split(header, ",") {
		columns[field] = field
	}
	mapping := jsonFile(h.t, "mapping.json", map[string]any{"dataset": dataset, "class": class, "columns": columns, "source": source, "date_order": "ymd"})
	got := h.imports1("--mapping", mapping, "--as-of", "2026-10-31", writeFile(h.t, name, []byte(rows)))
	if got.State != "committed" || got.Rejected > 0 {
		h.t.Fatalf("%s: %+v", name, got)
	}
	return got
}

const twoProducts = `account,product,entitlement,quantity,assigned,start_date,end_date,status,trial
Contoso,Suite,E-1,100,90,2025-01-01,2027-12-31,active,no
Contoso,CAD,E-2,10,1,2025-01-01,2027-12-31,active,no
Contoso,Suite,E-3,20,12,2026-10-10,2026-11-10,trial,yes
Contoso,Suite,E-4,7,7,2024-01-01,2025-12-31,active,no`

// TestRowsMarkedAsDuplicatesAreInNoTotal (acceptance check 2): the total is the
// sum over the rows that are not marked, and the passport says how many were.
func TestRowsMarkedAsDuplicatesAreInNoTotal(t *testing.T) {
	h := newHeadroom(t)
	file := fixture("partnercenter", "insights_customers.csv")
	got := h.imports1("--as-of", "2024-03-20", file)
	sold, marked := 0.0, 0
	readTable(t, file, ',').where(func(row map[string]string) bool {
		n, _ := strconv.ParseFloat(row["AvailableSeats"], 64)
		if row["IsDuplicateRowForPGA"] == "1" {
			marked++
		} else {
			sold += n
		}
		return true
	})
	if marked == 0 || got.Skipped < marked || sold == 0 {
		t.Fatalf("%d rows are marked, %d were skipped, %v sold", marked, got.Skipped, sold)
	}
	e := h.explain(map[string]any{"metrics": []string{"licenses_sold"}, "as_of": "2024-03-20"})
	if !e.Check.Holds || e.Value == nil || *e.Value != sold {
		t.Errorf("%+v: the rows sum to %v", e, sold)
	}
	told := false
	for _, x := range e.Excluded {
		told = told || strings.HasPrefix(x.Words, "duplicate") && x.Rows == marked
	}
	if !told {
		t.Errorf("nothing is told of the %d duplicates: %+v", marked, e.Excluded)
	}
}

// TestDeploymentOfTwoProductsIsOfTheirSums (acceptance check 3): Σ assigned ÷
// Σ sold, not the mean of the products' rates.
func TestDeploymentOfTwoProductsIsOfTheirSums(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-01"
	h.sheet("entitlements.csv", "entitlements", "E", "alpha", twoProducts)
	e := h.explain(map[string]any{"metrics": []string{"deployment_rate"}, "by": []string{"account"}})
	want := 91.0 / 110
	if e.Value == nil || math.Abs(*e.Value-want) > 1e-12 || !e.Check.Holds {
		t.Fatalf("%+v", e)
	}
	if e.Substituted != "Σ assigned ÷ Σ quantity = 91 ÷ 110 = 0.8273" || e.Check.Words != "2 rows give 91 of 110" {
		t.Errorf("%s; %s", e.Substituted, e.Check.Words)
	}
	lines := []string{}
	for _, r := range e.Rows {
		lines = append(lines, fmt.Sprint(r["file"], " ", r["line"]))
	}
	if got := strings.Join(lines, ", "); got != "entitlements.csv 2, entitlements.csv 3" {
		t.Errorf("rows of %s", got)
	}
	left := map[string]int{}
	for _, x := range e.Excluded {
		left[x.Words] = x.Rows
	}
	if left["a trial"] != 1 || left["already ended"] != 1 || left["not yet started"] != 0 {
		t.Errorf("left out %v", left)
	}
}

// TestUsageAbove100PercentIsShownAndExplained (acceptance check 4): 112 % with a
// trial in the window stays 112 % and is labelled with it.
func TestUsageAbove100PercentIsShownAndExplained(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-01"
	h.sheet("entitlements.csv", "entitlements", "E", "alpha", twoProducts)
	h.sheet("usage.csv", "usage", "P", "beta", "account,product,workload,date,active,total\nFabrikam,Suite,Mail,2026-10-31,1,2\nContoso,Suite,Mail,2026-10-31,112,100")
	q := map[string]any{"metrics": []string{"usage_rate"}, "by": []string{"account"}, "filter": map[string]any{"dimension": "account", "op": "eq", "value": "Contoso"}}
	e := h.explain(q)
	if e.Value == nil || *e.Value != 1.12 || !e.Check.Holds {
		t.Fatalf("%+v", e)
	}
	if len(e.Causes) == 0 || e.Causes[0].Name != "trial activity" || e.Causes[0].Confidence != "confirmed" || e.Causes[0].Count != 1 || e.Causes[0].Rows == nil {
		t.Fatalf("causes %+v", e.Causes)
	}
	if p := e.Causes[0].Points; p == nil || math.Abs(*p-0.12) > 1e-12 {
		t.Errorf("points %v", p)
	}
	if len(e.Rows) != 1 || fmt.Sprint(e.Rows[0]["file"], e.Rows[0]["line"]) != "usage.csv3" {
		t.Errorf("rows %v, notes %v", e.Rows, e.Notes)
	}
	// Without the trial nobody says so.
	other := newHeadroom(t)
	other.day = h.day
	rows := strings.Split(twoProducts, "\n")
	other.sheet("entitlements.csv", "entitlements", "E", "alpha", strings.Join(append(rows[:3:3], rows[4]), "\n"))
	other.sheet("usage.csv", "usage", "P", "beta", "account,product,workload,date,active,total\nContoso,Suite,Mail,2026-10-31,112,100")
	for _, c := range other.explain(q).Causes {
		if c.Confidence == "confirmed" {
			t.Errorf("without a trial: %+v", c)
		}
	}
}

// TestAPlanShowsTheStatementsAndTheFold of a query, without asking it.
func TestAPlanShowsTheStatementsAndTheFold(t *testing.T) {
	h := newHeadroom(t)
	h.sheet("entitlements.csv", "entitlements", "E", "alpha", twoProducts)
	var plan struct {
		Steps []struct {
			Dataset, Words, SQL string
			Args                []any
		}
	}
	question := jsonFile(t, "question.json", map[string]any{"metrics": []string{"licenses_sold", "active_users"}, "by": []string{"account"}})
	h.must(&plan, "explain", "--plan", question)
	sql, words := "", ""
	for _, s := range plan.Steps {
		sql, words = sql+s.SQL, words+s.Words+"\n"
	}
	for _, part := range []string{"SELECT", "GROUP BY"} {
		if !strings.Contains(sql, part) {
			t.Errorf("no %s in %s", part, sql)
		}
	}
	for _, part := range []string{"active_users is folded from packed days", "by account, unit, product: max of active", "side by side"} {
		if !strings.Contains(words, part) {
			t.Errorf("no %q in %s", part, words)
		}
	}
}
