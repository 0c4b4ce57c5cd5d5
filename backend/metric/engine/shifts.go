package engine

import (
	"slices"
	"time"

	"headroom/backend/metric/compile"
)

// shiftsBack bounds how far back the changes of clocks are looked up; what is
// older is of before this program.
const shiftsBack = 60

// shifts returns the changes of the person's clocks up to now, so that an
// instant can be told as their day and time.
func shifts(now time.Time) []compile.Shift {
	var out []compile.Shift
	for at := now; len(out) < shiftsBack; {
		_, offset := at.Zone()
		from, _ := at.ZoneBounds()
		out = append(out, compile.Shift{From: from.Unix(), Offset: offset})
		if from.IsZero() { // before all changes, which may all be before 1970
			break
		}
		at = from.Add(-time.Second)
	}
	slices.Reverse(out)
	return out
}
