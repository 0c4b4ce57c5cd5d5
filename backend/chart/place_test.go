package chart

import (
	"slices"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/report"
)

func TestSeriesDoNotTakeTheColoursOfFixedMeanings(t *testing.T) {
	for _, c := range []struct {
		tones []string
		want  []int
	}{
		{[]string{"", "", ""}, []int{0, 1, 2}},
		{[]string{"counts", ""}, []int{1, 1}},
		{[]string{"counts", "", "over", ""}, []int{2, 2, 3, 3}},
		{[]string{"part", "", ""}, []int{0, 0, 1}},
	} {
		p := plot{}
		for _, tone := range c.tones {
			p.tracks = append(p.tracks, track{style: report.Series{Tone: tone}})
		}
		var got []int
		for i := range p.tracks {
			got = append(got, p.placeOf(i))
		}
		for i, tone := range c.tones {
			if tone != "" {
				got[i] = c.want[i] // of no meaning
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v are in places %v, not %v", c.tones, got, c.want)
		}
	}
}

func TestTheLabelOfTheDayGivesWayToFiguresOfBars(t *testing.T) {
	for _, c := range []struct {
		name   string
		sums   []float64
		change func(p *plot)
		want   bool
	}{
		{"low bars", []float64{10, 20, 30, 100}, func(*plot) {}, false},
		{"the highest at the day", []float64{100, 20, 30}, func(*plot) {}, true},
		{"the highest beside the day", []float64{10, 100, 30}, func(*plot) {}, true},
		{"the highest where the label ends", []float64{10, 20, 100}, func(*plot) {}, true},
		{"the highest, in shares, which print none above", []float64{100, 20, 30}, func(p *plot) { p.share = true }, false},
		{"lying bars, whose figures stand at the right", []float64{100, 20, 30}, func(p *plot) { p.level = true }, false},
	} {
		p := plot{stacked: true, printed: true, high: 100, sums: c.sums, known: []bool{true, true, true, true}}
		p.a.points = make([]point, len(c.sums))
		c.change(&p)
		if got := p.crowds(0); got != c.want {
			t.Errorf("%s: crowds is %t", c.name, got)
		}
	}
}

func TestOnlyLinesMayBeginAboveZero(t *testing.T) {
	cells := []cell{{0, 0}, {1, 0}, {2, 0}}
	for _, c := range []struct {
		name   string
		show   report.Show
		values []float64
		want   float64
	}{
		{"a line far from 0", report.ShowLine, []float64{7600, 8215, 7900}, 7250},
		{"a line that comes near to 0", report.ShowLine, []float64{700, 8215, 7900}, 0},
		{"a flat line", report.ShowLine, []float64{8000, 8000, 8000}, 0},
		{"an area", report.ShowArea, []float64{7600, 8215, 7900}, 0},
		{"columns", report.ShowColumn, []float64{7600, 8215, 7900}, 0},
	} {
		s := &sheet{v: report.Visual{Show: c.show}}
		s.in.Result.Columns = []metric.Column{{Name: "active", Type: "number", Format: "integer"}}
		p := &plot{sheet: s, right: -1, tracks: []track{{cells: cells}}}
		for _, v := range c.values {
			s.in.Result.Rows = append(s.in.Result.Rows, []any{v})
			p.high = max(p.high, v)
		}
		if got := p.start(); got != c.want {
			t.Errorf("%s begins at %v, not at %v", c.name, got, c.want)
		}
	}
}

func TestACalendarOfAYearIsOneRow(t *testing.T) {
	of := func(first, last string) axis { return axis{points: []point{{value: first}, {value: last}}} }
	for _, c := range []struct {
		name        string
		first, last string
		want        []string
	}{
		{"a year ahead", "2026-11-22", "2027-11-20", []string{"2026-11-01", "2027-11-30"}},
		{"within one year", "2026-02-01", "2026-11-20", nil},
		{"longer than a year", "2025-01-01", "2026-01-05", nil},
		{"a day that is none", "", "2026-01-05", nil},
	} {
		if got := rowsOf(of(c.first, c.last)); !slices.Equal(got, c.want) {
			t.Errorf("%s: the row goes over %v, not %v", c.name, got, c.want)
		}
	}
}

func TestMonthsThatWereAheadThenAreNotDrawn(t *testing.T) {
	result := metric.Result{
		Rows: [][]any{{"2026-08-01", int64(0)}, {"2026-09-01", nil}, {"2026-10-01", int64(5)}, {"2026-11-01", int64(0)}, {"2026-12-01", int64(7)}},
	}
	for _, c := range []struct {
		name    string
		by      string
		compare *metric.Compare
		want    int
	}{
		{"compared", "end_date", &metric.Compare{Back: 3, Unit: "month"}, 3},
		{"not compared", "end_date", nil, 5},
		{"days that are compared with those before them", metric.DateName, &metric.Compare{Back: 1, Unit: "year"}, 5},
	} {
		result.Columns = []metric.Column{{Name: c.by, Type: "date", Format: "month"}, {Name: "ends", Type: "number", Format: "integer"}}
		s := read(report.Visual{Category: c.by, Values: []report.Series{{Column: "ends"}}}, Input{
			Query: metric.Query{Metrics: []string{"ends"}, By: []metric.By{{Dimension: c.by, Grain: "month"}}, Compare: c.compare}, Result: result, Words: silent{},
		})
		s.most = 100
		if a, _ := s.along(); len(a.points) != c.want {
			t.Errorf("%s: %d months, not %d", c.name, len(a.points), c.want)
		}
	}
}

// silent says nothing but the names themselves.
type silent struct{}

func (silent) Label(name string) string { return name }

func (silent) Value(_ string, v any) string { return asText(v) }

func (silent) Say(key string, _ int, _ map[string]string) string { return key }

func TestALabelBeginsLarge(t *testing.T) {
	for word, want := range map[string]string{"at risk": "At risk", "été": "Été", "": "", "有効": "有効"} {
		if got := capital(word); got != want {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
	}
}
