package chart

import (
	"slices"
	"testing"

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
