package metric

// Scoring is how renewal risk is weighed and how scores are banded. The windows
// are the last days to an end that are critical, ending and ahead, ascending,
// and Weights what a license that ends within them weighs; Healthy and Warning
// are the lowest scores of these bands.
type Scoring struct {
	Windows          [3]int
	Weights          [3]float64
	Healthy, Warning float64
}

// DefaultScoring weighs as the renewal health of FlexNet Operations does; the
// limits of the bands are ours.
func DefaultScoring() Scoring {
	return Scoring{Windows: [3]int{30, 90, 200}, Weights: [3]float64{.9, .5, .25}, Healthy: 70, Warning: 40}
}
