package program_test

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/metric"
	"headroom/backend/report"
)

// exporting returns the bound struct on a demo, and the host behind it.
func exporting(t *testing.T) (*program.Program, *bridge.Exports, *host) {
	t.Helper()
	p := demo(t)
	h := &host{desk: p}
	return p, bound(h)["Exports"].Interface().(*bridge.Exports), h
}

func asking(t *testing.T, q metric.Query) string {
	t.Helper()
	text, err := json.Marshal(report.Asking{Report: report.Report{Title: "../Licenses by product", Query: q, Visual: report.Visual{Show: report.ShowTable}}, Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnExportIsTheWholeAnswer(t *testing.T) {
	p, e, h := exporting(t)
	q := metric.Query{Metrics: []string{"licenses_sold", "deployment_rate"}, By: []metric.By{{Dimension: "product"}}, Totals: true}
	answer, err := p.Ask(t.Context(), q)
	if err != nil || len(answer.Rows) < 3 {
		t.Fatalf("%d rows, %v", len(answer.Rows), err)
	}
	h.saveTo = filepath.Join(t.TempDir(), "a") // without an ending
	file, err := e.Table(bridge.View{Lang: "en", Scope: "all"}, asking(t, q), "csv", "en-GB")
	if err != nil || file != h.saveTo+".csv" {
		t.Fatalf("%q, %v", file, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(answer.Rows)+1 || rows[0][1] != "licenses_sold" || rows[1][0] != answer.Rows[0][0] {
		t.Errorf("%d rows of %d, %v: %q", len(rows)-1, len(answer.Rows), err, rows[0])
	}

	// The name with the ending was never shown to the person, so nothing there is replaced.
	if _, err := e.Table(bridge.View{}, asking(t, q), "csv", ""); err == nil {
		t.Error("a file nobody asked about was replaced")
	}

	h.saveTo = filepath.Join(t.TempDir(), "b.xlsx")
	if file, err = e.Table(bridge.View{Lang: "en"}, asking(t, q), "xlsx", "en-GB"); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	about, err := book.GetRows("About")
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Builder{}
	for _, row := range about {
		said.WriteString(strings.Join(row, " | ") + "\n")
	}
	imports, err := p.Imports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range imports {
		if i.Dataset == "entitlements" && !strings.Contains(said.String(), i.SHA256) {
			t.Errorf("the sheet about the table lacks %s:\n%s", i.File, said.String())
		}
	}
}

func TestExportsThatAreCancelledOrRefused(t *testing.T) {
	_, e, h := exporting(t)
	q := metric.Query{Metrics: []string{"licenses_sold"}}
	if file, err := e.Table(bridge.View{}, asking(t, q), "xlsx", ""); file != "" || err != nil {
		t.Errorf("a cancelled dialog: %q %v", file, err)
	}
	h.saveTo = filepath.Join(t.TempDir(), "a.csv")
	for name, call := range map[string]func() error{
		"an unknown format": func() error { _, err := e.Table(bridge.View{}, asking(t, q), "pdf", ""); return err },
		"an unknown metric": func() error {
			_, err := e.Table(bridge.View{}, asking(t, metric.Query{Metrics: []string{"nothing"}}), "csv", "")
			return err
		},
		"no JSON":          func() error { _, err := e.Table(bridge.View{}, "{", "csv", ""); return err },
		"no picture":       func() error { _, err := e.Picture("en", "x", "data:text/html;base64,PGI+"); return err },
		"a broken picture": func() error { _, err := e.Picture("en", "x", "data:image/png;base64,AAAA"); return err },
		"a broken copy":    func() error { _, err := e.CopyPicture("nonsense"); return err },
		"too much text":    func() error { _, err := e.CopyText(strings.Repeat("x", 17<<20)); return err },
	} {
		if call() == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(h.saveTo)); err != nil || len(entries) != 0 {
		t.Errorf("what was refused left %v, %v", entries, err)
	}
}

func TestPicturesAndTextsAreCopied(t *testing.T) {
	_, e, h := exporting(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	address := "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
	if done, err := e.CopyPicture(address); !done || err != nil || !bytes.Equal(h.picture, b.Bytes()) {
		t.Errorf("%v %v, %d bytes", done, err, len(h.picture))
	}
	if _, err := e.CopyText("a\tb"); err != nil || h.copied != "a\tb" {
		t.Errorf("%q %v", h.copied, err)
	}
	h.saveTo = filepath.Join(t.TempDir(), "p.png")
	if file, err := e.Picture("en", "x", address); err != nil || file != h.saveTo {
		t.Errorf("%q %v", file, err)
	}
	if _, err := e.Print(); err != nil || h.printed != 1 {
		t.Errorf("printed %d times, %v", h.printed, err)
	}
}
