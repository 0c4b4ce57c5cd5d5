package report

import (
	"encoding/base64"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// small is a dashboard without a fault.
func small() Dashboard {
	end := next("end_date", 90, "day")
	return Dashboard{
		Name: "mine", Title: "Mine",
		Controls: []Control{{ID: "end", Show: "date", Dimension: "end_date", Filter: &end}},
		Tokens:   []Token{{Name: "WINDOW", Type: "number", Value: 90}},
		Tabs: []Tab{{ID: "one", Tiles: []Tile{
			{ID: "text", W: 12, H: 2, Text: "Read this"},
			{ID: "figures", Y: 2, W: 6, H: 4, Report: &Report{Title: "Figures", Query: figures("licenses_sold").Query, Visual: show(ShowFigures)}},
			{ID: "kept", X: 6, Y: 2, W: 6, H: 4, Ref: "trials"},
		}}},
	}
}

func TestFaultsOfDashboardsPointAtTheirPlace(t *testing.T) {
	c := builtin.Catalog()
	if err := small().Validate(c); err != nil {
		t.Fatalf("a dashboard without a fault: %v", err)
	}
	for field, spoil := range map[string]func(*Dashboard){
		"title":                          func(d *Dashboard) { d.Title = " " },
		"name":                           func(d *Dashboard) { d.Name = "Not a name" },
		"about":                          func(d *Dashboard) { d.About = "product" },
		"tabs":                           func(d *Dashboard) { d.Tabs = nil },
		"tabs[0].id":                     func(d *Dashboard) { d.Tabs[0].ID = "" },
		"tabs[0].tiles[1].id":            func(d *Dashboard) { d.Tabs[0].Tiles[1].ID = "text" },
		"tabs[0].tiles[1]":               func(d *Dashboard) { d.Tabs[0].Tiles[1].X = 7 },
		"tabs[0].tiles[2]":               func(d *Dashboard) { d.Tabs[0].Tiles[2].X = 5 },
		"tabs[0].tiles[0]":               func(d *Dashboard) { d.Tabs[0].Tiles[0].Ref = "trials" },
		"tabs[0].tiles[0].text":          func(d *Dashboard) { d.Tabs[0].Tiles[0].Text = strings.Repeat("a", 30_000) },
		"tabs[0].tiles[0].ignores[0]":    func(d *Dashboard) { d.Tabs[0].Tiles[0].Ignores = []string{"region"} },
		"tabs[0].tiles[0].opens":         func(d *Dashboard) { d.Tabs[0].Tiles[0].Opens = "https://example.com/" },
		"tabs[0].tiles[2].ref":           func(d *Dashboard) { d.Tabs[0].Tiles[2].Ref = "../x" },
		"tabs[0].tiles[1].report.title":  func(d *Dashboard) { d.Tabs[0].Tiles[1].Report.Title = strings.Repeat("a", 301) },
		"controls[0].dimension":          func(d *Dashboard) { d.Controls[0].Dimension = "ends" },
		"controls[0].show":               func(d *Dashboard) { d.Controls[0].Show = "slider" },
		"controls[0].filter":             func(d *Dashboard) { d.Controls[0].Filter.Dimension = "start_date" },
		"controls[0].filter.op":          func(d *Dashboard) { d.Controls[0].Filter.Op = "contains" },
		"tokens[0].name":                 func(d *Dashboard) { d.Tokens[0].Name = "window" },
		"tokens[0].value":                func(d *Dashboard) { d.Tokens[0].Value = "ninety" },
		"tokens[0].type":                 func(d *Dashboard) { d.Tokens[0].Type = "flag" },
		"tabs[0].tiles[1].report.visual": func(d *Dashboard) { d.Tabs[0].Tiles[1].Report.Visual.Values = make([]Series, 300) },
		"tabs[0].tiles[1].report.visual.show": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Visual.Show = "cube"
		},
		"tabs[0].tiles[1].report.visual.bands[0].tone": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Visual.Bands = []Band{{Tone: "red"}}
		},
		"tabs[0].tiles[1].report.visual.columns[0].width": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Visual.Columns = []ColumnStyle{{Column: "licenses_sold", Width: -1}}
		},
		"tabs[0].tiles[1].report.query.metrics[0]": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Query = figures("licences_sold").Query
		},
		"tabs[0].tiles[1].report.query.filter.dimension": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Query = figures("licenses_sold").where(is("workload", "{{X}}")).Query
		},
		"tabs[0].tiles[1].report.query.define.metrics[0].metric": func(d *Dashboard) {
			d.Tabs[0].Tiles[1].Report.Query = figures("mine").only("mine", "nothing", nextWindow("end_date")).Query
		},
	} {
		d := small()
		spoil(&d)
		err := d.Validate(c)
		if err == nil {
			t.Errorf("%s: no fault", field)
			continue
		}
		if f := fault.Of(err); f.Field != field || f.Code != fault.Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestImagesAreSmallAndOfThreeKinds(t *testing.T) {
	begins := map[string]string{"png": "\x89PNG\r\n\x1a\n", "jpeg": "\xff\xd8\xff\xe0", "webp": "RIFF\x00\x00\x00\x00WEBP"}
	image := func(kind, content string, size int) error {
		data := make([]byte, size)
		copy(data, begins[content])
		d := small()
		d.Tabs[0].Tiles[0].Text = ""
		d.Tabs[0].Tiles[0].Image = "data:image/" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
		return d.Validate(builtin.Catalog())
	}
	for _, kind := range []string{"png", "jpeg", "webp"} {
		if err := image(kind, kind, 512<<10); err != nil {
			t.Errorf("%s of 512 KiB: %v", kind, err)
		}
	}
	if image("png", "png", 512<<10+1) == nil || image("svg+xml", "png", 10) == nil {
		t.Error("an image that is too large, or can run a program, is allowed")
	}
	if image("png", "", 0) == nil || image("png", "jpeg", 100) == nil || image("webp", "", 9) == nil || image("jpeg", "svg", 100) == nil {
		t.Error("an image that is none, or another than it says, is allowed")
	}
	d := small()
	d.Tabs[0].Tiles[0].Text, d.Tabs[0].Tiles[0].Image = "", "data:image/png;base64,%%%"
	if d.Validate(builtin.Catalog()) == nil {
		t.Error("an image that cannot be read is allowed")
	}
}

func TestReportsAreChecked(t *testing.T) {
	r := Report{Title: "Mine", Query: figures("licenses_sold").by("product").Query, Visual: show(ShowBar)}
	if err := r.Validate(builtin.Catalog()); err != nil {
		t.Error(err)
	}
	r.Title = ""
	if f := fault.Of(r.Validate(builtin.Catalog())); f.Field != "title" {
		t.Errorf("a report without a title: %v", f)
	}
	r = Report{Title: "Mine", Query: metric.Query{}, Visual: show(ShowBar)}
	if f := fault.Of(r.Validate(builtin.Catalog())); f.Field != "query.metrics" {
		t.Errorf("a report that asks nothing: %v", f)
	}
}
