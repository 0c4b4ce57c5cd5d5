package engine_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// names returns the names of the columns of an answer.
func names(r metric.Result) []string {
	var out []string
	for _, c := range r.Columns {
		out = append(out, c.Name)
	}
	return out
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ name, query, rows, totals string }{
		{
			"with another day", `{"metrics":["licenses_sold"],"by":["account"],"compare":{"as_of":"2026-09-30"},"totals":true}`,
			"Fabrikam | 50 | 0 | 50 | - | added\nNorthwind | 130 | 85 | 45 | 0.5294117647 | changed\nÉlan | 8 | 0 | 8 | - | added\n",
			"- | 188 | 85 | 103 | 1.211764706 | -\n",
		},
		{
			"what is gone is a row too", `{"metrics":["licenses_sold"],"by":["entitlement_key"],"compare":{"as_of":"2026-09-30"},"filter":{"dimension":"entitlement_key","op":"in","values":["gone","n-suite","n-cad"]}}`,
			"gone | 0 | 5 | -5 | -1 | removed\nn-cad | 10 | 0 | 10 | - | added\nn-suite | 100 | 80 | 20 | 0.25 | changed\n", "",
		},
		{
			"with what was known", `{"metrics":["licenses_sold"],"compare":{"known_at":1}}`,
			"188 | 0 | 188 | -\n", "",
		},
		{
			"a month before, month by month", `{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"month"}],"as_of":"2026-10-31","compare":{"back":1,"unit":"month"}}`,
			"2026-09-01 | 85 | - | - | - | added\n2026-10-01 | 188 | 85 | 103 | 1.211764706 | changed\n", "",
		},
		{
			"the filter on date goes back too", `{"metrics":["licenses_sold"],"filter":{"dimension":"date","op":"between","values":["2026-10-01","2026-10-31"]},"compare":{"back":1,"unit":"month"}}`,
			"188 | 85 | 103 | 1.211764706\n", "",
		},
		{
			"sorted and filtered by the difference", `{"metrics":["licenses_sold"],"by":["account"],"compare":{"as_of":"2026-09-30"},"sort":[{"by":"licenses_sold.delta","desc":true}],"having":{"metric":"licenses_sold.delta","op":"ge","value":45},"limit":1}`,
			"Fabrikam | 50 | 0 | 50 | - | added\n", "",
		},
		{
			"having of a metric that is not shown", `{"metrics":["entitlements"],"by":["account"],"compare":{"as_of":"2026-09-30"},"having":{"metric":"licenses_sold.delta_rate","op":"not_null"}}`,
			"Northwind | 3 | 2 | 1 | 0.5 | changed\n", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := askFixture(t, c.query)
			if got := printed(r.Rows); got != c.rows {
				t.Errorf("rows\n%s", got)
			}
			if c.totals != "" && printed([][]any{r.Totals}) != c.totals {
				t.Errorf("totals %v", r.Totals)
			}
		})
	}
}

func TestAComparisonSaysWhatItsColumnsAre(t *testing.T) {
	r := askFixture(t, `{"metrics":["deployment_rate"],"by":["account"],"compare":{"as_of":"2026-09-30"}}`)
	want := []metric.Column{
		{Name: "account", Type: "text", Format: "text"},
		{Name: "deployment_rate", Type: "ratio", Format: "percent"},
		{Name: "deployment_rate.before", Type: "ratio", Format: "percent", Role: "before", Metric: "deployment_rate"},
		{Name: "deployment_rate.delta", Type: "ratio", Format: "percent", Role: "delta", Metric: "deployment_rate"},
		{Name: "deployment_rate.delta_rate", Type: "ratio", Format: "percent", Role: "delta_rate", Metric: "deployment_rate"},
		{Name: "change", Type: "text", Format: "text", Role: "change"},
	}
	if !reflect.DeepEqual(r.Columns, want) {
		t.Errorf("columns %+v", r.Columns)
	}
	i := slices.IndexFunc(r.Parts, func(p metric.Part) bool { return p.Row == 1 && p.Metric == "deployment_rate.before" })
	if i < 0 || *r.Parts[i].Numerator != 75 || *r.Parts[i].Denominator != 85 {
		t.Errorf("parts %+v", r.Parts)
	}
	if r.Compared == nil || r.Compared.AsOf != "2026-09-30" || r.Compared.DataAsOf != "2026-09-30" || r.DataAsOf != "2026-10-31" {
		t.Errorf("compared %+v of %s", r.Compared, r.DataAsOf)
	}
	if r := askFixture(t, `{"metrics":["licenses_sold"],"as_of":"2026-10-31","compare":{"back":1,"unit":"month"}}`); r.Compared.AsOf != "2026-09-30" {
		t.Errorf("the last day of a month goes back to %s", r.Compared.AsOf)
	}
}

func TestAListCompares(t *testing.T) {
	for _, c := range []struct{ query, rows string }{
		{
			`{"columns":["account","product","quantity"],"compare":{"as_of":"2026-09-30"},"sort":[{"by":"change"},{"by":"quantity","desc":true}]}`,
			"Fabrikam | - | Suite | - | 50 | - | added\nNorthwind | - | CAD | - | 40 | - | added\nNorthwind | - | Suite | - | 25 | - | added\n" +
				"Northwind | - | Suite | - | 20 | - | added\nNorthwind | - | CAD | - | 10 | - | added\nOld Co | - | Suite | - | - | - | added\nNorthwind | Northwind | Suite | Suite | 100 | 80 | changed\n" +
				"- | Northwind | - | Suite | - | 5 | removed\n",
		},
		{`{"columns":["entitlement_key","end_date"],"compare":{"as_of":"2026-09-30"},"sort":[{"by":"end_date.before"}],"limit":2}`, "- | gone | - | 2026-09-30 | removed\nn-suite | n-suite | 2027-10-31 | 2026-10-31 | changed\n"},
		{`{"columns":["entitlement_key"],"filter":{"dimension":"entitlement_key","op":"eq","value":"n-suite"},"compare":{"back":1,"unit":"month"},"as_of":"2026-10-31"}`, "n-suite | n-suite | same\n"},
	} {
		r := askFixture(t, c.query)
		if got := printed(r.Rows); got != c.rows || r.Compared.AsOf != "2026-09-30" {
			t.Errorf("%s\n%s%+v", c.query, got, r.Compared)
		}
	}
	_, err := tryFixture(t, `{"columns":["account"],"dataset":"support_requests","compare":{"as_of":"2026-09-30"}}`)
	if f := fault.Of(err); f == nil || f.Field != "compare" {
		t.Errorf("%v", err)
	}
}

func TestCalculations(t *testing.T) {
	// Sold: Northwind Suite 120, CAD 10; Fabrikam Suite 50; Élan CAD 8.
	for _, c := range []struct{ name, query, rows string }{
		{
			"running", `{"metrics":["licenses_sold"],"by":["account"],"calculations":[
				{"name":"sum","metric":"licenses_sold","kind":"running_sum"},{"name":"average","metric":"licenses_sold","kind":"running_average"},
				{"name":"least","metric":"licenses_sold","kind":"running_min"},{"name":"most","metric":"licenses_sold","kind":"running_max"}]}`,
			"Fabrikam | 50 | 50 | 50 | 50 | 50\nNorthwind | 130 | 180 | 90 | 50 | 130\nÉlan | 8 | 188 | 62.66666667 | 8 | 130\n",
		},
		{
			"in the order of the answer, before the limit", `{"metrics":["licenses_sold"],"by":["account"],"sort":[{"by":"licenses_sold","desc":true}],"limit":2,"calculations":[
				{"name":"sum","metric":"licenses_sold","kind":"running_sum"},{"name":"part","metric":"licenses_sold","kind":"share"}]}`,
			"Northwind | 130 | 130 | 0.6914893617\nFabrikam | 50 | 180 | 0.2659574468\n",
		},
		{
			"differences pass over what is missing", `{"metrics":["usage_rate"],"by":["account"],"sort":[{"by":"account","desc":true}],"calculations":[
				{"name":"more","metric":"usage_rate","kind":"difference"},{"name":"rate","metric":"usage_rate","kind":"percent_difference"}]}`,
			"Northwind | 0.6041666667 | - | -\nFabrikam | 1.2 | 0.5958333333 | 0.9862068966\n",
		},
		{
			"within a group", `{"metrics":["licenses_sold"],"by":["product","account"],"calculations":[
				{"name":"sum","metric":"licenses_sold","kind":"running_sum","per":["product"]},{"name":"part","metric":"licenses_sold","kind":"share","per":["product"]},
				{"name":"place","metric":"licenses_sold","kind":"rank","per":["product"]}]}`,
			"CAD | Northwind | 10 | 10 | 0.5555555556 | 1\nCAD | Élan | 8 | 18 | 0.4444444444 | 2\n" +
				"Suite | Fabrikam | 50 | 50 | 0.2941176471 | 2\nSuite | Northwind | 120 | 170 | 0.7058823529 | 1\n",
		},
		{
			"a rank is shared, and counts from the least where that comes first", `{"metrics":["support_requests","licenses_sold"],"by":["account"],"sort":[{"by":"licenses_sold"}],"calculations":[
				{"name":"requests","metric":"support_requests","kind":"rank"},{"name":"licenses","metric":"licenses_sold","kind":"rank"}]}`,
			"Élan | 0 | 8 | 3 | 1\nFabrikam | 1 | 50 | 2 | 2\nNorthwind | 2 | 130 | 1 | 3\n",
		},
		{
			"share of all, whatever having leaves", `{"metrics":["licenses_sold"],"by":["account"],"having":{"metric":"licenses_sold","op":"lt","value":100},"calculations":[{"name":"part","metric":"licenses_sold","kind":"share"}]}`,
			"Fabrikam | 50 | 0.2659574468\nÉlan | 8 | 0.04255319149\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := printed(askFixture(t, c.query).Rows); got != c.rows {
				t.Errorf("rows\n%s", got)
			}
		})
	}
	r := askFixture(t, `{"metrics":["licenses_sold"],"by":["account"],"totals":true,"calculations":[{"name":"part","metric":"licenses_sold","kind":"share"},{"name":"sum","metric":"licenses_sold","kind":"running_sum"}]}`)
	if got := printed([][]any{r.Totals}); got != "- | 188 | 1 | -\n" {
		t.Errorf("totals %s", got)
	}
	if c := r.Columns[2]; c.Type != "ratio" || c.Format != "percent" || c.Role != "calculation" || c.Metric != "licenses_sold" || c.Unit != "" {
		t.Errorf("%+v", c)
	}
}

func TestPivot(t *testing.T) {
	r := askFixture(t, `{"metrics":["licenses_sold","deployment_rate"],"by":["account","product"],"pivot":["product"],"totals":true,"sort":[{"by":"licenses_sold","desc":true}]}`)
	if got, want := strings.Join(names(r), "; "), "account; licenses_sold[CAD]; deployment_rate[CAD]; licenses_sold[Suite]; deployment_rate[Suite]; licenses_sold; deployment_rate"; got != want {
		t.Errorf("columns %s", got)
	}
	if got, want := printed(append(r.Rows, r.Totals)), "Northwind | 10 | 0.4 | 120 | 0.3096774194 | 130 | 0.3111111111\n"+
		"Fabrikam | - | - | 50 | 0.2 | 50 | 0.2\nÉlan | 8 | 0.75 | - | - | 8 | 0.75\n- | 18 | 0.5555555556 | 170 | 0.3014925373 | 188 | 0.3081395349\n"; got != want {
		t.Errorf("rows\n%s", got)
	}
	if !reflect.DeepEqual(r.Columns[1].Pivot, []any{"CAD"}) || r.Columns[1].Metric != "licenses_sold" || r.Columns[5].Pivot != nil {
		t.Errorf("%+v", r.Columns)
	}
	i := slices.IndexFunc(r.Parts, func(p metric.Part) bool { return p.Row == 2 && reflect.DeepEqual(p.Pivot, []any{"CAD"}) })
	if i < 0 || *r.Parts[i].Numerator != 6 || *r.Parts[i].Denominator != 8 {
		t.Errorf("parts %+v", r.Parts)
	}
	if r.RowCount != 3 {
		t.Errorf("%d rows", r.RowCount)
	}
	r = askFixture(t, `{"metrics":["licenses_sold"],"by":["account","product"],"pivot":["product"],"sort":[{"by":"product","desc":true}],"limit":2,"calculations":[{"name":"sum","metric":"licenses_sold","kind":"running_sum"}]}`)
	if got, want := printed(r.Rows), "Fabrikam | 50 | 50 | - | -\nNorthwind | 120 | 170 | 10 | 10\n"; got != want || r.RowCount != 3 {
		t.Errorf("rows\n%s%v", got, names(r))
	}
	r = askFixture(t, `{"metrics":["licenses_sold"],"by":["product"],"pivot":["product"],"totals":true}`)
	if got := printed(append(r.Rows, r.Totals)); got != "18 | 170 | 188\n18 | 170 | 188\n" {
		t.Errorf("one row\n%s", got)
	}
	r = askFixture(t, `{"metrics":["licenses_sold"],"by":["account"],"filter":{"dimension":"account","op":"eq","value":"Nobody"},"pivot":["account"],"totals":true}`)
	if got := printed(r.Rows); got != "0\n" {
		t.Errorf("of nothing\n%s", got)
	}
}

func TestTop(t *testing.T) {
	for _, c := range []struct {
		name, query, rows string
		others            []int
	}{
		{
			"with Other", `{"metrics":["licenses_sold","deployment_rate"],"by":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true}}`,
			"Northwind | 130 | 0.3111111111\nOther | 58 | 0.275862069\n",
			[]int{1},
		},
		{
			"by a metric that is not shown", `{"metrics":["deployment_rate"],"by":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true}}`,
			"Northwind | 0.3111111111\nOther | 0.275862069\n",
			[]int{1},
		},
		{
			"the least", `{"metrics":["licenses_sold"],"by":["account"],"top":{"dimension":"account","n":2,"metric":"licenses_sold","least":true}}`,
			"Fabrikam | 50\nÉlan | 8\n", nil,
		},
		{
			"nothing is left", `{"metrics":["licenses_sold"],"by":["account"],"top":{"dimension":"account","n":3,"metric":"licenses_sold","other":true}}`,
			"Fabrikam | 50\nNorthwind | 130\nÉlan | 8\n", nil,
		},
		{
			"split further, Other last of each", `{"metrics":["licenses_sold"],"by":["product","account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true}}`,
			"CAD | Northwind | 10\nCAD | Other | 8\nSuite | Northwind | 120\nSuite | Other | 50\n",
			[]int{1, 3},
		},
		{
			"split further, Other last of all", `{"metrics":["licenses_sold"],"by":["account","product"],"sort":[{"by":"licenses_sold"}],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true}}`,
			"Northwind | CAD | 10\nNorthwind | Suite | 120\nOther | CAD | 8\nOther | Suite | 50\n",
			[]int{2, 3},
		},
		{
			"missing values are in Other", `{"metrics":["licenses_sold"],"by":["country"],"top":{"dimension":"country","n":1,"metric":"licenses_sold","other":true}}`,
			"IT | 130\nOther | 58\n",
			[]int{1},
		},
		{
			"a missing value can be at the top", `{"metrics":["licenses_sold"],"by":["country"],"top":{"dimension":"country","n":1,"metric":"licenses_sold","least":true,"other":true}}`,
			"- | 8\nOther | 180\n",
			[]int{1},
		},
		{
			"by a difference", `{"metrics":["licenses_sold"],"by":["account"],"compare":{"as_of":"2026-09-30"},"top":{"dimension":"account","n":1,"metric":"licenses_sold.delta","other":true}}`,
			"Fabrikam | 50 | 0 | 50 | - | added\nOther | 138 | 85 | 53 | 0.6235294118 | changed\n",
			[]int{1},
		},
		{
			"pivoted", `{"metrics":["licenses_sold"],"by":["account","product"],"pivot":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true},"totals":true}`,
			"CAD | 10 | 8 | 18\nSuite | 120 | 50 | 170\n", nil,
		},
		{
			"Other has no rank and no step, but its part", `{"metrics":["licenses_sold"],"by":["account"],"top":{"dimension":"account","n":2,"metric":"licenses_sold","other":true},"calculations":[
				{"name":"place","metric":"licenses_sold","kind":"rank"},{"name":"step","metric":"licenses_sold","kind":"difference"},{"name":"sum","metric":"licenses_sold","kind":"running_sum"}]}`,
			"Fabrikam | 50 | 2 | - | 50\nNorthwind | 130 | 1 | 80 | 180\nOther | 8 | - | - | 188\n",
			[]int{2},
		},
		{
			"limited", `{"metrics":["licenses_sold"],"by":["account"],"sort":[{"by":"licenses_sold","desc":true}],"limit":2,"top":{"dimension":"account","n":2,"metric":"licenses_sold","other":true}}`,
			"Northwind | 130\nFabrikam | 50\n", nil,
		},
		{
			"having", `{"metrics":["licenses_sold"],"by":["account"],"having":{"metric":"licenses_sold","op":"lt","value":100},"top":{"dimension":"account","n":1,"metric":"licenses_sold"}}`,
			"Fabrikam | 50\n", nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := askFixture(t, c.query)
			if got := printed(r.Rows); got != c.rows || !slices.Equal(r.Others, c.others) {
				t.Errorf("rows\n%sothers %v", got, r.Others)
			}
		})
	}
}

// TestAValueCalledOther stands beside what top leaves out, and is not mixed up
// with it.
func TestAValueCalledOther(t *testing.T) {
	s := openFixture(t)
	if _, err := s.db.Exec(`UPDATE account SET name = 'Other' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query, rows string
		others      []int
	}{
		{`{"metrics":["licenses_sold"],"by":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true}}`, "Other | 130\nOther | 58\n", []int{1}},
		{`{"metrics":["licenses_sold"],"by":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true},"calculations":[{"name":"part","metric":"licenses_sold","kind":"share","per":["account"]}]}`, "Other | 130 | 1\nOther | 58 | 1\n", []int{1}},
		{`{"metrics":["licenses_sold"],"by":["product","account"],"pivot":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold","other":true},"totals":true}`, "CAD | 10 | 8 | 18\nSuite | 120 | 50 | 170\n", nil},
	} {
		r := askOf(t, s, c.query)
		if got := printed(r.Rows); got != c.rows || !slices.Equal(r.Others, c.others) {
			t.Errorf("%s\n%s%v", c.query, got, r.Others)
		}
	}
}

func TestAPivotOfTooManyColumnsSaysHowToNarrow(t *testing.T) {
	s := openFixture(t)
	if _, err := s.db.Exec(`WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 600) INSERT INTO account (id, key, external, name, live) SELECT i, 'k' || i, i, 'A' || i, 1 FROM n`); err != nil {
		t.Fatal(err)
	}
	_, err := tryOf(t, s, `{"metrics":["accounts"],"by":["account_key"],"pivot":["account_key"]}`)
	if f := fault.Of(err); f.Code != fault.Invalid || f.Field != "pivot" || !strings.Contains(f.Hint, "account_key") {
		t.Errorf("%v", err)
	}
}

// TestReadyText is what encoding/json makes of the answer.
func TestReadyText(t *testing.T) {
	s := openFixture(t)
	if _, err := s.db.Exec(`UPDATE account SET name = 'A<b> "&" \ é' || char(8232) || char(9) WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`{"metrics":["licenses_sold","deployment_rate","overage"],"by":["account","product"],"totals":true,"compare":{"as_of":"2026-09-30"}}`,
		`{"metrics":["licenses_sold"],"by":["account","product"],"pivot":["product"]}`,
		`{"metrics":["licenses_sold"]}`, `{"metrics":["entitlements"],"by":["quantity","end_date"]}`,
		`{"columns":["account","product","end_date","days_to_end"]}`,
		`{"metrics":["licenses_sold"],"by":["account"],"filter":{"dimension":"account","op":"eq","value":"\"rows\":[]"}}`,
	} {
		var q metric.Query
		if err := json.Unmarshal([]byte(query), &q); err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(askOf(t, s, query))
		if err != nil {
			t.Fatal(err)
		}
		got, err := engineOf(s).AskJSON(t.Context(), q, november)
		if err != nil || string(got) != string(want) {
			t.Errorf("%v\n%s\n%s", err, got, want)
		}
	}
}
