package compile

import "headroom/backend/portfolio"

// changeDays is the span that changes are asked for where the question names
// none: that many days up to the day asked for.
const changeDays = 30

// Spans turns the periods of levels into the spans between whose ends changes
// are told: from the first allowed day of each period to its last, or the 30
// days up to the day asked for where the question says nothing about date. A
// span that begins before the second day anything is told of, first being the
// first, is left out: what counted on the day before it is not known.
func (d Days) Spans(periods []Period, first portfolio.Day) []Period {
	if first.IsZero() {
		return nil
	}
	var out []Period
	for _, p := range periods {
		if p.From.IsZero() {
			p.From = p.Day - changeDays + 1
			if !d.Any() {
				p.From = min(first, p.Day)
				if d.Allows(first - 1) {
					continue
				}
			}
		}
		for p.From < p.Day && !d.Allows(p.From) {
			p.From++
		}
		if p.From > first {
			out = append(out, p)
		}
	}
	return out
}
