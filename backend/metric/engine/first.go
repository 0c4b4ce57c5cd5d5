package engine

import "slices"

// sortFirst puts the first n rows in order; those after them are in any. Where
// few are wanted of many, most are only compared with the last of the few.
func sortFirst(rows []int, n int, compare func(x, y int) int) {
	if n <= 0 || n > len(rows)/4 {
		slices.SortFunc(rows, compare)
		return
	}
	worst := rows[:n] // a heap, whose first row is the last of the few
	for i := n/2 - 1; i >= 0; i-- {
		sink(worst, i, compare)
	}
	for i := n; i < len(rows); i++ {
		if compare(rows[i], worst[0]) < 0 {
			rows[i], worst[0] = worst[0], rows[i]
			sink(worst, 0, compare)
		}
	}
	slices.SortFunc(worst, compare)
}

// sink restores a heap below its i-th row.
func sink(heap []int, i int, compare func(x, y int) int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && compare(heap[child+1], heap[child]) > 0 {
			child++
		}
		if compare(heap[child], heap[i]) <= 0 {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// wanted is how many rows of the answer are kept, where only these need to be
// in order; 0: all are.
func (a *ask) wanted() int {
	if len(a.query.Calculations) > 0 || len(a.query.Pivot) > 0 {
		return 0
	}
	if a.query.Limit == 0 {
		return 0
	}
	return a.query.Offset + a.query.Limit
}
