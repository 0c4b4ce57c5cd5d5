package metric

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
)

// The kinds of Calculation. They go over the rows in the order of the answer;
// what is missing is passed over and stays missing.
const (
	RunningSum        = "running_sum"
	RunningAverage    = "running_average"
	RunningMin        = "running_min"
	RunningMax        = "running_max"
	Difference        = "difference"         // from the last known figure before
	PercentDifference = "percent_difference" // that difference ÷ the figure before, a fraction
	Rank              = "rank"               // 1 is the greatest, or the least in an answer sorted so; equals share it
	Share             = "share"              // of the total, which is asked again
)

// CalculationKinds lists the kinds of Calculation.
var CalculationKinds = []string{RunningSum, RunningAverage, RunningMin, RunningMax, Difference, PercentDifference, Rank, Share}

// additive lists the kinds that add figures up, which ratios do not bear.
var additive = []string{RunningSum, RunningAverage, Share}

// checkCalculations reports what is wrong with the columns made of others.
func (q Query) checkCalculations(c Catalog) error {
	if len(q.Calculations) == 0 {
		return nil
	}
	if len(q.Columns) > 0 {
		return fault.At("calculations", "A list of rows has no calculations.").WithHint("Ask for metrics.")
	}
	if len(q.Calculations) > maxNames {
		return fault.At("calculations", "A query can have %d calculations.", maxNames)
	}
	taken := append(q.Figures(), Change)
	for _, by := range q.By {
		taken = append(taken, by.Dimension)
	}
	for i, x := range q.Calculations {
		path := fmt.Sprintf("calculations[%d]", i)
		if err := q.checkCalculation(c, path, x); err != nil {
			return err
		}
		if slices.Contains(taken, x.Name) {
			return fault.At(path+".name", "The answer has a column %s already.", x.Name)
		}
		taken = append(taken, x.Name)
	}
	return nil
}

func (q Query) checkCalculation(c Catalog, path string, x Calculation) error {
	if !name.MatchString(x.Name) {
		return fault.At(path+".name", "A name is lower case letters, digits and _, not %q.", x.Name)
	}
	if !slices.Contains(CalculationKinds, x.Kind) {
		return fault.At(path+".kind", "There is no calculation %q.", x.Kind).WithHint("Use one of " + strings.Join(CalculationKinds, ", ") + ".")
	}
	figures := q.Figures()
	if !slices.Contains(figures, x.Metric) {
		return fault.At(path+".metric", "The answer has no figure %q.", x.Metric).WithHint(Suggest(x.Metric, figures))
	}
	of, role := SplitFigure(x.Metric)
	m, _ := c.Metric(of)
	if slices.Contains(additive, x.Kind) && (m.IsRatio() || role == DeltaRate) {
		return fault.At(path+".kind", "%s is a ratio: ratios are never added up, averaged or shared out.", x.Metric).
			WithHint("Use its numerator, or running_min, running_max, difference or rank.")
	}
	for j, dimension := range x.Per {
		if !q.splits(dimension) {
			return fault.At(fmt.Sprintf("%s.per[%d]", path, j), "The answer is not split by %q.", dimension).WithHint("Name dimensions of by.")
		}
	}
	return nil
}
