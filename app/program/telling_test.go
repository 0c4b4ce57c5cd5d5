package program_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/metric"
	"headroom/backend/sentences"
)

// The window is told in its language what Go says in English: what is wrong
// with an expression, why a file was refused, what is wrong with a row, and why
// a way to the person cannot deliver.
func TestWhatGoSaysIsToldInTheLanguageOfTheWindow(t *testing.T) {
	p := opened(t)
	folder := t.TempDir()
	empty, broken := filepath.Join(folder, "empty.csv"), filepath.Join(folder, "rows.csv")
	rows := "Account,Entitlement,Product,Quantity,Start date,End date,Status\n"
	for i := range 20 {
		quantity := "2"
		if i == 7 {
			quantity = "2.5"
		}
		rows += fmt.Sprintf("Contoso,E-%d,Suite,%s,2025-12-05,2026-12-21,active\n", i, quantity)
	}
	for file, text := range map[string]string{empty: "", broken: rows} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h := &host{desk: p}
	structs := bound(h)
	definitions, imports := structs["Definitions"].Interface().(*bridge.Definitions), structs["Imports"].Interface().(*bridge.Imports)
	settings := structs["Settings"].Interface().(*bridge.Settings)
	var whys []string // in English, the first
	for _, c := range []struct{ language, expression, refused, hint, row, channel string }{
		{"en", "There is no column [quantty].", "The file is empty.", "Export it again.", "Not a whole number.", "No mail server is set up."},
		{"de", "Es gibt keine Spalte [quantty].", "Die Datei ist leer.", "Sie erneut exportieren.", "Keine ganze Zahl.", "Es ist kein Mailserver eingerichtet."},
		{"ja", "列[quantty]はありません。", "ファイルが空です。", "もう一度エクスポートしてください。", "整数ではありません。", "メールサーバーが設定されていません。"},
	} {
		h.language = c.language
		if out := told[bridge.ExpressionReading](t)(definitions.Expression("[quantty] * 2", "", false)); out.Problem == nil || out.Problem.Message != c.expression {
			t.Errorf("%s: the expression: %+v", c.language, out.Problem)
		}
		rows, err := imports.Run([]string{empty})
		if err != nil || len(rows) != 1 || rows[0].Error == nil || rows[0].Error.Message != c.refused || rows[0].Error.Hint != c.hint || rows[0].Error.Code != "invalid" {
			t.Errorf("%s: the empty file: %+v, %v", c.language, rows, err)
		}
		checked, err := imports.Check(broken, "", bridge.Said{})
		if err != nil || len(checked.Row.Problems) != 1 || checked.Row.Problems[0].Message != c.row || checked.Row.Problems[0].Value != "2.5" {
			t.Errorf("%s: the row: %+v, %+v, %v", c.language, checked.Row, checked.Row.Error, err)
		}
		in, err := imports.Inspect(broken, "", bridge.Said{})
		if err != nil || len(in.Columns) != 7 {
			t.Fatalf("%s: the columns: %+v, %v", c.language, in.Columns, err)
		}
		for i, column := range in.Columns {
			if c.language == "en" {
				whys = append(whys, column.Detail)
			}
			if same := column.Detail == whys[i]; column.Detail == "" || same != (c.language == "en") {
				t.Errorf("%s: why %s means what it does: %q", c.language, column.Name, column.Detail)
			}
		}
		for _, channel := range told[[]bridge.Channel](t)(settings.Channels()) {
			if channel.Name == "mail" && channel.Detail != c.channel {
				t.Errorf("%s: mail: %q", c.language, channel.Detail)
			}
		}
	}
}

// What is known of every kind of export has a title in each language.
func TestEveryProfileHasItsTitleInEachLanguage(t *testing.T) {
	for _, lang := range sentences.Languages {
		for _, profile := range program.Profiles() {
			if title := profile.Info().Title; sentences.In(lang).Say(title) == title {
				t.Errorf("%s: %s", lang, title)
			}
		}
	}
}

// A passport in the window does not tell the key of an account beside its name;
// a program that asks by command is told all.
func TestAPassportLeavesOutKeysBesideNames(t *testing.T) {
	p := demo(t)
	q := metric.Query{Metrics: []string{"licenses_sold"}, By: []metric.By{{Dimension: "account"}, {Dimension: "account_key"}}}
	told := func(e metric.Explanation, err error) (names, keys int) {
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range e.Conditions {
			if strings.HasPrefix(c, "account is ") {
				names++
			}
			if strings.HasPrefix(c, "account key is ") {
				keys++
			}
		}
		return names, keys
	}
	cell := metric.Cell{Metric: "licenses_sold"}
	if names, keys := told(p.ExplainIn(t.Context(), "en", q, cell)); names != 1 || keys != 0 {
		t.Errorf("in the window %d names, %d keys", names, keys)
	}
	if names, keys := told(p.Explain(t.Context(), q, cell)); names != 1 || keys != 1 {
		t.Errorf("by command %d names, %d keys", names, keys)
	}
	q.By = q.By[1:]
	if _, keys := told(p.ExplainIn(t.Context(), "en", q, cell)); keys != 1 {
		t.Errorf("of a key alone %d are told", keys)
	}
}

// A passport in the window writes days in words in every language; what a program
// reads stays as it is written in answers.
func TestAPassportWritesDaysInWords(t *testing.T) {
	p := demo(t)
	day := "2026-03-31"
	q := metric.Query{Metrics: []string{"licenses_sold"}, AsOf: day, Filter: &metric.Filter{Dimension: "end_date", Op: "ge", Value: day}}
	told := func(e metric.Explanation, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(e.Conditions, "; ")
	}
	cell := metric.Cell{Row: -1, Metric: "licenses_sold"}
	for lang, words := range map[string]string{"en": "31 Mar 2026", "fr": "31 mars 2026"} {
		if said := told(p.ExplainIn(t.Context(), lang, q, cell)); strings.Count(said, words) != 2 || strings.Contains(said, day) {
			t.Errorf("in the window in %s: %s", lang, said)
		}
	}
	if said := told(p.Explain(t.Context(), q, cell)); strings.Count(said, day) != 2 {
		t.Errorf("by command: %s", said)
	}
}
