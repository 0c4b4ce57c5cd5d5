package engine

import "slices"

// numbers numbers keys in order of appearance, by open addressing: a map of Go
// takes several times as long.
type numbers struct {
	slots []int32 // one more than the number of a key; 0 is free
	keys  []uint64
}

// newNumbers returns numbers with room for n keys.
func newNumbers(n int) *numbers {
	size := 1024
	for size < 2*n {
		size *= 2
	}
	return &numbers{slots: make([]int32, size)}
}

// pair returns two numbers as one key.
func pair(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// of returns the number of a key, the next one where it has none.
func (n *numbers) of(key uint64) int32 {
	if 2*len(n.keys) >= len(n.slots) {
		n.grow()
	}
	i := n.slot(key)
	if n.slots[i] == 0 {
		n.keys = append(n.keys, key)
		n.slots[i] = int32(len(n.keys))
	}
	return n.slots[i] - 1
}

// find returns the number of a key, negative where it has none.
func (n *numbers) find(key uint64) int32 { return n.slots[n.slot(key)] - 1 }

// slot returns where a key is, or would be.
func (n *numbers) slot(key uint64) uint64 {
	mask := uint64(len(n.slots) - 1)
	h := key * 0x9e3779b97f4a7c15
	i := (h ^ h>>32) & mask
	for n.slots[i] != 0 && n.keys[n.slots[i]-1] != key {
		i = (i + 1) & mask
	}
	return i
}

func (n *numbers) grow() {
	n.slots = make([]int32, max(256, 4*len(n.slots)))
	n.keys = slices.Grow(n.keys, len(n.slots)/2-len(n.keys))
	for number, key := range n.keys {
		n.slots[n.slot(key)] = int32(number + 1)
	}
}
