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

// Draw draws the answer in as v says. Colours are names ("ink:counts") that the
// window replaces by those of its scheme, as it does with names of formats.
func Draw(v report.Visual, in Input) (report.Drawing, error) {
	return report.Drawing{}, fault.New(fault.Invalid, "%q is no drawing.", v.Show)
}
