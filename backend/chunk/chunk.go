// Package chunk knows the packed form of usage: the observations of one stream
// on one day as columns, and its encoding as bytes. Everything here is pure.
// The rule not to break: Series is ascending and unique, and Null is never a
// value.
package chunk

import "math"

// Null marks a missing value in a Column.
const Null = math.MinInt64

// Column holds one value for each series of a Day: Values[i] × 10^-Scale, or
// Null. Values is nil when no series has a value.
type Column struct {
	Values []int64
	Scale  uint8
}

// Day is the observations of one stream on one day, by ascending series.
type Day struct {
	Series   []int32
	Active   Column
	Total    Column
	Peak     Column // most checked out at one moment of the day
	Used     Column
	Entitled Column
}

// Len returns the number of series observed.
func (d *Day) Len() int { return len(d.Series) }

// EventDay is the recorded acts of one stream on one day, by ascending hash;
// equal hashes are one event. Person is 0 where nobody is known.
type EventDay struct {
	Hash   []uint64
	Series []int32
	Person []int32
	Count  []int32
	Denied []bool
}
