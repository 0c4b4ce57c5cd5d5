package csvfile_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"headroom/backend/csvfile"
)

func TestQ34FormulasAreText(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd": "'+cmd", "-1+1": "'-1+1", "@SUM(A1)": "'@SUM(A1)", "|calc": "'|calc", "%x": "'%x", "\tx": "'\tx", "＝1": "'＝1",
		"-5": "-5", "+12,5": "+12,5", "-": "'-", "a=1": "a=1", "": "", "Contoso": "Contoso",
		" =1": "' =1", "'=1": "''=1", "'a": "'a", "O'Neil": "O'Neil", "\u00a0@x": "'\u00a0@x", "-5 ": "'-5 ",
	} {
		if got := csvfile.Safe(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// FuzzSafe holds that no cell begins like a formula, and that nothing is lost.
func FuzzSafe(f *testing.F) {
	for _, seed := range []string{"=1", "-5", "\t=1", "a,b\"c", "\r\n", "＠x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := csvfile.Safe(cell)
		if back := csvfile.Plain(got); back != cell {
			t.Errorf("%q became %q and then %q", cell, got, back)
		}
		if got != "" && strings.ContainsAny(got[:1], "=@|%\t\r\n") {
			t.Errorf("%q begins like a formula", got)
		}
	})
}

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := csvfile.Write(&b, []string{"a", "b"}, [][]string{{"=x", "two\nlines"}, {"1", "\"q\""}}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "'=x" || rows[1][1] != "two\nlines" || rows[2][1] != `"q"` {
		t.Errorf("%q %v", rows, err)
	}
	if !strings.HasPrefix(b.String(), "\ufeff") {
		t.Error("a spreadsheet would not know the encoding")
	}
}
