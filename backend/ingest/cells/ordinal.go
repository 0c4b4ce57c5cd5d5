package cells

import (
	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// heldRows is how many row hashes are kept before days long past are let go.
const heldRows = 4 << 20

// Ordinals turns the hash of a raw event row into the identity of the event:
// the hash mixed with how many equal rows came before it, because two equal
// lines may be two true events, while the same line in an overlapping file is
// the same event.
//
// Equal rows are equal in time too, so counts are kept by day: 8 to 16 bytes a
// row. In a file that has been in order of time all along, days before
// yesterday are let go once four million rows are held, so memory stays
// bounded; a file in another order needs all of them, since equal rows may lie
// anywhere. The zero Ordinals is ready.
type Ordinals struct {
	days     map[portfolio.Day]*hashCounts
	latest   portfolio.Day
	started  bool
	shuffled bool
	dropped  portfolio.Day // counts up to this day were let go
	held     int
}

// Identify returns the identity of an event with this row hash on this day.
func (o *Ordinals) Identify(day portfolio.Day, hash uint64) (uint64, error) {
	if !o.started {
		o.days = map[portfolio.Day]*hashCounts{}
		o.started, o.latest, o.dropped = true, day, portfolio.NoDay
	}
	if day <= o.dropped {
		return 0, fault.New(fault.Invalid, "An event of %s stands apart from the other events of that day.", day).
			WithHint("Sort the rows by time and import the file again.")
	}
	if day < o.latest {
		o.shuffled = true
	}
	if day > o.latest {
		o.latest = day
		o.release()
	}
	counts := o.days[day]
	if counts == nil {
		counts = &hashCounts{}
		o.days[day] = counts
	}
	before := counts.add(hash)
	o.held++
	return mix(hash + before*0x9e3779b97f4a7c15), nil
}

func (o *Ordinals) release() {
	if o.shuffled || o.held < heldRows {
		return
	}
	o.held = 0
	for day, counts := range o.days {
		if day < o.latest-1 {
			delete(o.days, day)
			o.dropped = max(o.dropped, day)
			continue
		}
		o.held += counts.n
	}
}

// hashCounts counts hashes: an open table of the distinct ones, and a map for
// the few that repeat.
type hashCounts struct {
	slots   []uint64
	n       int
	repeats map[uint64]uint64
	zero    bool
}

// add counts one more of hash and returns how many there were before.
func (c *hashCounts) add(hash uint64) uint64 {
	if !c.insert(hash) {
		c.n++
		return 0
	}
	if c.repeats == nil {
		c.repeats = map[uint64]uint64{}
	}
	c.repeats[hash]++
	return c.repeats[hash]
}

// insert reports whether hash was there already.
func (c *hashCounts) insert(hash uint64) bool {
	if hash == 0 {
		was := c.zero
		c.zero = true
		return was
	}
	if 4*(c.n+1) > 3*len(c.slots) {
		c.grow()
	}
	mask := uint64(len(c.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch c.slots[i] {
		case 0:
			c.slots[i] = hash
			return false
		case hash:
			return true
		}
	}
}

func (c *hashCounts) grow() {
	old := c.slots
	c.slots = make([]uint64, max(64, 2*len(old)))
	mask := uint64(len(c.slots) - 1)
	for _, h := range old {
		if h == 0 {
			continue
		}
		i := h & mask
		for c.slots[i] != 0 {
			i = (i + 1) & mask
		}
		c.slots[i] = h
	}
}

// Hash is a running 64-bit hash of cells (FNV-1a, mixed at the end). It is part
// of the identity of stored events and must never change.
type Hash uint64

// NewHash returns the hash of nothing.
func NewHash() Hash { return 14695981039346656037 }

// Cell adds one cell and its end.
func (h Hash) Cell(cell []byte) Hash {
	const prime = 1099511628211
	for _, b := range cell {
		h = (h ^ Hash(b)) * prime
	}
	return (h ^ separator) * prime
}

// Sum returns the hash.
func (h Hash) Sum() uint64 { return mix(uint64(h)) }

// mix spreads every bit over all others (the finisher of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
