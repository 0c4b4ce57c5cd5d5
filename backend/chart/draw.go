package chart

import (
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// Input is what a drawing is made of.
type Input struct {
	Query  metric.Query // as it was asked
	Result metric.Result
	Words  Words
	Today  portfolio.Day // the day asked for
}

// Words are what a drawing says, in the person's language.
type Words interface {
	// Label names a metric, a dimension or any other column: "Licenses sold".
	Label(name string) string
	// Value is a value of a dimension for people. Texts of a source stay as they
	// are; ours have words.
	Value(dimension string, value any) string
	// Say is the text of a key of backend/report/words in the form that n of a
	// thing asks for, with args in place of {{names}}.
	Say(key string, n int, args map[string]string) string
}

// The codes of Drawing.Empty.
const (
	NoRows    = "no_rows"
	OneNeeded = "one_needed"
	TooMany   = "too_many"
)

// The parts a visual may need (Drawing.Needs).
const (
	NeedsValue    = "value"     // a figure
	NeedsValues   = "values"    // two figures
	NeedsCategory = "category"  // something to split by
	NeedsSplit    = "split"     // a second thing to split by
	NeedsDate     = "date"      // a date to split by
	NeedsDays     = "days"      // a date by days
	NeedsDates    = "dates"     // two dates
	NeedsRates    = "rates"     // two rates
	NeedsPositive = "positives" // figures above zero
)

// maker draws one kind of visual from an answer; it returns nil where it said
// why there is nothing to draw.
type maker struct {
	draw  func(*sheet) (*picture, error)
	needs []string
	most  int // things along the category
}

// makers are the visuals that are drawings, with how many things each can
// show; what is beyond could not be told apart.
var makers = map[report.Show]maker{
	report.ShowIndicator: {sparkline, []string{NeedsValue, NeedsDate}, 2000},
	report.ShowGauge:     {gauge, []string{NeedsValue}, 1 << 20},
	report.ShowBullet:    {bullets, []string{NeedsValue}, 30},
	report.ShowBar:       {bars, []string{NeedsValue}, 60},
	report.ShowColumn:    {columns, []string{NeedsValue}, 400},
	report.ShowLine:      {lines, []string{NeedsValue, NeedsCategory}, 4000},
	report.ShowArea:      {lines, []string{NeedsValue, NeedsCategory}, 4000},
	report.ShowCombo:     {columns, []string{NeedsValue, NeedsCategory}, 400},
	report.ShowPie:       {pie, []string{NeedsValue}, 16},
	report.ShowDonut:     {pie, []string{NeedsValue}, 16},
	report.ShowFunnel:    {funnel, []string{NeedsValue}, 16},
	report.ShowRadar:     {radar, []string{NeedsValue}, 24},
	report.ShowBox:       {boxes, []string{NeedsValue, NeedsCategory}, 10000},
	report.ShowRange:     {ranges, []string{NeedsValues, NeedsCategory}, 60},
	report.ShowHeatmap:   {heatmap, []string{NeedsValue, NeedsCategory}, 400},
	report.ShowCalendar:  {calendar, []string{NeedsValue, NeedsDate}, 10000},
	report.ShowScatter:   {scatter, []string{NeedsValues}, 10000},
	report.ShowSankey:    {sankey, []string{NeedsValue, NeedsCategory, NeedsSplit}, 10000},
	report.ShowTreemap:   {treemap, []string{NeedsValue, NeedsCategory}, 1000},
	report.ShowSpans:     {spans, []string{NeedsDates}, 60},
	report.ShowRates:     {rates, []string{NeedsRates, NeedsCategory}, 40},
}

// mostSeries is how many series can be told apart, and mostPoints how many
// points are drawn at all.
const (
	mostSeries = 24
	mostPoints = 20000
)

// Drawn reports whether a visual is a drawing.
func Drawn(show report.Show) bool { _, ok := makers[show]; return ok }

// Draw draws the answer in as v says. Colours are names ("ink:counts") that the
// window replaces by those of its scheme, as it does with names of formats.
func Draw(v report.Visual, in Input) (report.Drawing, error) {
	m, ok := makers[v.Show]
	if !ok {
		return report.Drawing{}, fault.New(fault.Invalid, "%q is no drawing.", v.Show)
	}
	s := read(Fill(v, in.Query, in.Result), in)
	if len(in.Result.Rows) == 0 {
		return s.empty(NoRows, "", 0), nil
	}
	for _, part := range m.needs {
		if !s.has(part) {
			return s.empty(OneNeeded, part, 0), nil
		}
	}
	s.most = m.most
	p, err := m.draw(s)
	if err != nil || p == nil {
		return s.said, err
	}
	if n := p.size(); n > mostPoints {
		return s.empty(TooMany, "", mostPoints), nil
	}
	option, err := p.option()
	if err != nil {
		return report.Drawing{}, err
	}
	return report.Drawing{Option: option, Text: p.text, Cells: p.cells()}, nil
}

// empty says why there is nothing to draw, and what to do.
func (s *sheet) empty(code, needs string, most int) report.Drawing {
	key := "chart.empty." + code
	if needs != "" {
		key += "." + needs
	}
	return report.Drawing{Empty: code, Needs: needs, Text: s.in.Words.Say(key, most, map[string]string{"n": s.number("integer", float64(most))}), Cells: [][]*report.Mark{}}
}

// over remembers that there are more than most things to draw.
func (s *sheet) over(n, most int) bool {
	if n > most {
		s.said = s.empty(TooMany, "", most)
	}
	return n > most
}

// lacks remembers that a part is missing.
func (s *sheet) lacks(part string) (*picture, error) {
	s.said = s.empty(OneNeeded, part, 0)
	return nil, nil
}
