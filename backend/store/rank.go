package store

import "headroom/backend/portfolio"

// daysTo1970 makes the days of all years from 1 on positive.
const daysTo1970 = 719162

// rankOf orders imports that tell of one day: the one whose file has the later
// Data As Of goes before, of two with the same the later import
// (docs/semantics.md, Versions and slices). So it does not matter which file
// was imported first. No two imports have one rank, and all ranks are positive.
func rankOf(asOf portfolio.Day, id int64) int64 {
	return (int64(asOf)+daysTo1970)<<32 + id
}
