package engine

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTheFirstRowsAreThoseOfAWholeSort(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		rows := r.Perm(1 + r.IntN(200))
		compare := func(x, y int) int { return cmp.Or(cmp.Compare(x/7, y/7), cmp.Compare(x, y)) }
		whole := slices.Clone(rows)
		slices.SortFunc(whole, compare)
		n := r.IntN(len(rows) + 2)
		sortFirst(rows, n, compare)
		if n == 0 || n > len(rows) {
			n = len(rows)
		}
		if !slices.Equal(rows[:n], whole[:n]) {
			t.Fatalf("the first %d are %v, of a whole sort %v", n, rows[:n], whole[:n])
		}
		slices.Sort(rows)
		if slices.Sort(whole); !slices.Equal(rows, whole) {
			t.Fatal("rows were lost")
		}
	}
}
