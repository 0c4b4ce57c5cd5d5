package chunk

import (
	"slices"
	"sync"
)

// Columns says which columns of a Day are wanted.
type Columns uint8

// The columns of a Day, in the order of Day.Columns.
const (
	Active Columns = 1 << iota
	Total
	Peak
	Used
	Entitled
	EveryColumn = Active | Total | Peak | Used | Entitled
)

// Part is what one import tells of a stream on a day, encoded.
type Part struct {
	Data  []byte
	Whole bool // it replaces what is told below it
}

// Checked returns a part whose encoding has the checksum crc.
func Checked(data []byte, crc uint32, whole bool) (Part, error) {
	return Part{Data: data, Whole: whole}, check(data, crc)
}

// Packed is the observations of a stream on a day as they are stored: small,
// and unpacked each time they are needed. It is safe for concurrent use.
type Packed struct {
	mu    sync.Mutex
	parts []Part
}

// Pack returns what the parts tell together, the lowest rank first. Their data
// was checked and is not changed any more.
func Pack(parts []Part) *Packed {
	for i := len(parts) - 1; i > 0; i-- {
		if parts[i].Whole {
			parts = parts[i:]
			break
		}
	}
	return &Packed{parts: slices.Clone(parts)}
}

// PackDay returns the observations of d.
func PackDay(d *Day) *Packed { return Pack([]Part{{Data: Encode(d)}}) }

// Size returns how many bytes p takes.
func (p *Packed) Size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	size := 96
	for _, x := range p.parts {
		size += 32 + len(x.Data)
	}
	return size
}

// Unpack puts the series and the wanted columns over what d holds, whose arrays
// are used again.
func (p *Packed) Unpack(d *Day, want Columns) error {
	data, err := p.merged()
	if err != nil {
		return err
	}
	if data == nil {
		*d = Day{Series: d.Series[:0]}
		return nil
	}
	return d.decode(data, want)
}

// merged returns the one encoding of all parts, which takes their place.
func (p *Packed) merged() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.parts) == 0 {
		return nil, nil
	}
	if len(p.parts) > 1 {
		var all *Day
		for _, x := range p.parts {
			d := &Day{}
			if err := d.decode(x.Data, EveryColumn); err != nil {
				return nil, err
			}
			all = Merge(all, d, x.Whole)
		}
		p.parts = []Part{{Data: Encode(all)}}
	}
	return p.parts[0].Data, nil
}
