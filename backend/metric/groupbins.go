package metric

import (
	"fmt"
	"math"
	"strconv"

	"headroom/backend/fault"
)

// maxBins bounds the count of dynamic and fixed bins.
const maxBins = 100

// bin is one bin of numbers: [From, To), with To itself where Closed. nil is no
// bound.
type bin struct {
	Name     string
	From, To *float64
	Closed   bool
	at       string
}

// bins cuts numbers.
func (g Group) bins(path string, column Dimension, bounds Bounds) ([]cut, error) {
	if column.Kind.Type() != "number" {
		return nil, fault.At(path, "%s is no number.", column.Name).WithHint("Use lists or conditions.")
	}
	bins, err := g.Numbers.cut(path, bounds)
	if err != nil {
		return nil, err
	}
	x := columnName(column.Name)
	out := make([]cut, len(bins))
	for i, b := range bins {
		var terms []string
		if b.From != nil {
			terms = append(terms, x+" >= "+numberLiteral(*b.From))
		}
		switch {
		case b.To == nil && b.From == nil:
			terms = append(terms, present(x))
		case b.To != nil && b.Closed:
			terms = append(terms, x+" <= "+numberLiteral(*b.To))
		case b.To != nil:
			terms = append(terms, x+" < "+numberLiteral(*b.To))
		}
		out[i] = cut{b.label(), all(terms), b.at}
	}
	return out, nil
}

// cut returns the bins in their order. Dynamic ones need bounds; without them
// there are none.
func (b Bins) cut(path string, bounds Bounds) ([]bin, error) {
	switch b.Kind {
	case "custom":
		return b.custom(path)
	case "dynamic", "fixed":
	default:
		return nil, fault.At(path+".kind", "There are no bins %q.", b.Kind).WithHint("Use dynamic, fixed or custom.")
	}
	if b.Count < 1 || b.Count > maxBins {
		return nil, fault.At(path+".count", "The count of bins is a number from 1 to %d.", maxBins)
	}
	if len(b.Bins) > 0 {
		return nil, fault.At(path+".bins", "Only custom bins are listed.")
	}
	if b.Kind == "dynamic" {
		if b.Min != nil || b.Max != nil {
			return nil, fault.At(path, "Dynamic bins take their ends from the data.").WithHint("Use fixed bins between min and max.")
		}
		return closed(path, DynamicEdges(bounds, b.Count)), nil
	}
	if b.Min == nil || b.Max == nil || !finite(*b.Min) || !finite(*b.Max) || *b.Min >= *b.Max {
		return nil, fault.At(path, "Fixed bins need min and max, min below max.")
	}
	edges := fixedEdges(*b.Min, *b.Max, b.Count)
	if len(edges) <= b.Count {
		return nil, fault.At(path+".count", "There are no %d different bins between %s and %s.", b.Count, neutral(*b.Min), neutral(*b.Max))
	}
	return closed(path, edges), nil
}

func (b Bins) custom(path string) ([]bin, error) {
	if len(b.Bins) == 0 || b.Count != 0 || b.Min != nil || b.Max != nil {
		return nil, fault.At(path+".bins", "Custom bins are listed, each with from, to or both.")
	}
	out := make([]bin, len(b.Bins))
	for i, x := range b.Bins {
		at := fmt.Sprintf("%s.bins[%d]", path, i)
		if x.From != nil && !finite(*x.From) || x.To != nil && !finite(*x.To) || x.From != nil && x.To != nil && *x.From >= *x.To {
			return nil, fault.At(at, "A bin begins below its end.").WithHint("from is in the bin, to is not.")
		}
		out[i] = bin{Name: x.Name, From: x.From, To: x.To, at: at}
	}
	return out, nil
}

// closed makes bins between edges; the last one holds its end.
func closed(path string, edges []float64) []bin {
	if len(edges) == 1 {
		return []bin{{From: &edges[0], To: &edges[0], Closed: true, at: path}}
	}
	var out []bin
	for i := 1; i < len(edges); i++ {
		out = append(out, bin{From: &edges[i-1], To: &edges[i], Closed: i == len(edges)-1, at: path})
	}
	return out
}

// label names a bin that has no name by its bounds.
func (b bin) label() string {
	switch {
	case b.Name != "":
		return b.Name
	case b.From == nil && b.To == nil:
		return "–"
	case b.From == nil:
		return "< " + neutral(*b.To)
	case b.To == nil:
		return "≥ " + neutral(*b.From)
	case *b.From == *b.To:
		return neutral(*b.From)
	default:
		return neutral(*b.From) + " – " + neutral(*b.To)
	}
}

// neutral writes a number without regard to a language.
func neutral(x float64) string {
	if a := math.Abs(x); a != 0 && (a >= 1e15 || a < 1e-6) {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// stepTenths are the steps, in tenths of a power of ten, that read well.
var stepTenths = []int64{10, 12, 15, 20, 25, 30, 40, 50, 60, 80}

// DynamicEdges returns at most count+1 ascending edges that read well and hold
// all of bounds: whole multiples of a round step, which is whole where both ends
// are and the step is at least 1. One value gives one edge, no value none.
func DynamicEdges(bounds Bounds, count int) []float64 {
	least, greatest := bounds.Least, bounds.Greatest
	switch {
	case !bounds.Known || !finite(least) || !finite(greatest) || least > greatest:
		return nil
	case least == greatest:
		return []float64{least}
	}
	raw := greatest/float64(count) - least/float64(count)
	exponent := int(math.Floor(math.Log10(raw)))
	whole := least == math.Trunc(least) && greatest == math.Trunc(greatest)
	for e := exponent - 1; e <= exponent+2; e++ {
		for _, tenths := range stepTenths {
			if whole && (e < 0 || e == 0 && tenths%10 != 0) {
				continue
			}
			if edges := edgesOf(least, greatest, tenths, e-1, count); edges != nil {
				return edges
			}
		}
	}
	return []float64{least, greatest} // ends too near or too far for round numbers
}

// edgesOf returns the multiples of step × 10^exponent from the last one not
// above least to the first one not below greatest, nil where these are more than
// count bins or no longer exact.
func edgesOf(least, greatest float64, step int64, exponent, count int) []float64 {
	size := decimal(step, exponent)
	if size == 0 || !finite(size) || math.Abs(least)/size > 1e12 || math.Abs(greatest)/size > 1e12 {
		return nil
	}
	first, last := int64(math.Floor(least/size)), int64(math.Ceil(greatest/size))
	for decimal(first*step, exponent) > least { // division rounds
		first--
	}
	for decimal(last*step, exponent) < greatest {
		last++
	}
	if last-first > int64(count) {
		return nil
	}
	var edges []float64
	for n := first; n <= last; n++ {
		edges = append(edges, decimal(n*step, exponent))
	}
	return edges
}

// decimal returns units × 10^exponent, correctly rounded.
func decimal(units int64, exponent int) float64 {
	x, _ := strconv.ParseFloat(fmt.Sprintf("%de%d", units, exponent), 64)
	return x
}

// fixedEdges returns the edges of count bins of one size between low and high.
// Those between are rounded to a hundredth of the size, so that a label says
// exactly where a bin ends.
func fixedEdges(low, high float64, count int) []float64 {
	size := high/float64(count) - low/float64(count)
	digits := 2 - int(math.Floor(math.Log10(size)))
	edges := []float64{low}
	for i := 1; i < count; i++ {
		share := float64(i) / float64(count)
		x := low*(1-share) + high*share
		if 0 < digits && digits < 300 {
			x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'f', digits, 64), 64)
		} else if digits <= 0 {
			x = math.Round(x)
		}
		if x > edges[len(edges)-1] && x < high {
			edges = append(edges, x)
		}
	}
	return append(edges, high)
}
