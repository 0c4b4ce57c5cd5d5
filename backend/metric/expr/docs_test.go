package expr_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"headroom/backend/metric/expr"
)

const page = "../../../docs/expressions.md"

// TestDocumented holds that docs/expressions.md lists every function as
// Functions does. UPDATE_GOLDEN=1 writes the list anew.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, got, found := strings.Cut(string(text), "## Functions\n")
	if !found {
		t.Fatal("no section Functions")
	}
	var want strings.Builder
	class := ""
	for _, f := range expr.Functions() {
		if f.Class != class {
			class = f.Class
			fmt.Fprintf(&want, "\n### %s%s\n\n| function | gives | example |\n|---|---|---|\n", strings.ToUpper(class[:1]), class[1:])
		}
		fmt.Fprintf(&want, "| `%s` | %s | `%s` |\n", f.Signature, f.Words, f.Example)
	}
	if got == want.String() {
		return
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(page, []byte(before+"## Functions\n"+want.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s does not list the functions as they are; run UPDATE_GOLDEN=1 go test ./backend/metric/expr", page)
}

// TestFunctionsAreComplete holds that the functions people know from the
// source system are there, and that every example is read.
func TestFunctionsAreComplete(t *testing.T) {
	promised := strings.Fields(`AND OR IF IFS ISNULL ABS EVEN ODD EXP LOG MAX MIN POWER RANDOM ROUND ROUNDDOWN ROUNDUP SQRT
		CONCATENATE INCLUDE LEFT RIGHT MID LENGTH LOWER UPPER PROPER REPLACE TEXT TRIM
		DATEADD DATESUBTRACT DATEDIF YEAR MONTH DAY DAYOFWEEK HOUR MINUTE SECOND MILLISECOND
		TODAY NOW DAYSBETWEEN COALESCE AGG_SUM AGG_AVERAGE AGG_MEDIAN AGG_MIN AGG_MAX AGG_COUNT AGG_DISTINCT`)
	examples := scope{}
	for name, columnType := range map[string]expr.Type{
		"quantity": expr.Number, "assigned": expr.Number, "months": expr.Number, "end_date": expr.Date, "start_date": expr.Date, "notice_date": expr.Date,
		"account": expr.Text, "product": expr.Text, "sku": expr.Text, "owner": expr.Text, "region": expr.Text, "status": expr.Text, "trial": expr.Boolean,
		"custom.Seats": expr.Text, "custom.Go live": expr.Text,
	} {
		examples[name] = expr.Column{Name: name, Type: columnType}
	}
	known := map[string]bool{}
	for _, f := range expr.Functions() {
		known[f.Name] = true
		if _, err := expr.Parse(f.Example, examples); err != nil {
			t.Errorf("%s: %v", f.Example, err)
		}
		if !strings.HasPrefix(f.Signature, f.Name+"(") || f.Words == "" || f.Class == "" {
			t.Errorf("%+v is not described", f)
		}
	}
	for _, name := range promised {
		if !known[name] {
			t.Errorf("there is no %s", name)
		}
	}
}
