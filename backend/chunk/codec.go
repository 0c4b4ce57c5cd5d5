package chunk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// formatVersion is the first byte of every encoding. All integers are little
// endian; series are deltas, values offsets from the column's minimum.
const formatVersion = 1

// ErrDamaged is in the chain of every error of Decode and DecodeEvents.
var ErrDamaged = errors.New("usage chunk is damaged")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Checksum returns the checksum kept beside an encoding.
func Checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

// Columns returns the columns of d in the order of their encoding.
func (d *Day) Columns() [5]*Column {
	return [5]*Column{&d.Active, &d.Total, &d.Peak, &d.Used, &d.Entitled}
}

// Encode packs d.
func Encode(d *Day) []byte {
	out := append(make([]byte, 0, 16+len(d.Series)*6), formatVersion)
	out = binary.AppendUvarint(out, uint64(len(d.Series)))
	previous := int32(0)
	for _, s := range d.Series {
		out = binary.AppendUvarint(out, uint64(s-previous))
		previous = s
	}
	for _, c := range d.Columns() {
		out = appendColumn(out, c)
	}
	return out
}

// appendColumn writes width (0: no values, else 1, 2, 4 or 8), scale, minimum
// and one offset a value; the largest offset of the width means Null.
func appendColumn(out []byte, c *Column) []byte {
	low, high, any := int64(math.MaxInt64), int64(math.MinInt64), false
	for _, v := range c.Values {
		if v != Null {
			low, high, any = min(low, v), max(high, v), true
		}
	}
	if !any {
		return append(out, 0)
	}
	width := widthFor(uint64(high) - uint64(low))
	out = append(out, width, c.Scale)
	out = binary.LittleEndian.AppendUint64(out, uint64(low))
	null := nullOf(width)
	for _, v := range c.Values {
		offset := null
		if v != Null {
			offset = uint64(v) - uint64(low)
		}
		switch width {
		case 1:
			out = append(out, byte(offset))
		case 2:
			out = binary.LittleEndian.AppendUint16(out, uint16(offset))
		case 4:
			out = binary.LittleEndian.AppendUint32(out, uint32(offset))
		default:
			out = binary.LittleEndian.AppendUint64(out, offset)
		}
	}
	return out
}

func widthFor(span uint64) byte {
	switch {
	case span < math.MaxUint8:
		return 1
	case span < math.MaxUint16:
		return 2
	case span < math.MaxUint32:
		return 4
	}
	return 8
}

func nullOf(width byte) uint64 {
	if width == 8 {
		return math.MaxUint64
	}
	return 1<<(8*uint(width)) - 1
}

// Decode unpacks an encoding whose checksum was crc.
func Decode(data []byte, crc uint32) (*Day, error) {
	if err := check(data, crc); err != nil {
		return nil, err
	}
	d := &Day{}
	return d, d.decode(data, EveryColumn)
}

// decode unpacks the wanted columns of an encoding over what d holds, whose
// arrays are used again; the other columns are absent.
func (d *Day) decode(data []byte, want Columns) error {
	r, n, err := open(data)
	if err != nil {
		return err
	}
	d.Series = sized(d.Series, n)
	r.series(d.Series)
	for i, c := range d.Columns() {
		r.column(c, n, want&(1<<i) != 0)
	}
	return r.end()
}

// sized returns an array of n values, x itself where it has room for them. It
// is never nil.
func sized[T any](x []T, n int) []T {
	if x == nil || cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}

// EncodeEvents packs d.
func EncodeEvents(d *EventDay) []byte {
	out := append(make([]byte, 0, 16+len(d.Hash)*14), formatVersion)
	out = binary.AppendUvarint(out, uint64(len(d.Hash)))
	for _, h := range d.Hash {
		out = binary.LittleEndian.AppendUint64(out, h)
	}
	for i := range d.Hash {
		flags := uint64(d.Count[i]) << 1
		if d.Denied[i] {
			flags |= 1
		}
		out = binary.AppendUvarint(out, uint64(d.Series[i]))
		out = binary.AppendUvarint(out, uint64(d.Person[i]))
		out = binary.AppendUvarint(out, flags)
	}
	return out
}

// DecodeEvents unpacks an encoding whose checksum was crc.
func DecodeEvents(data []byte, crc uint32) (*EventDay, error) {
	if err := check(data, crc); err != nil {
		return nil, err
	}
	r, n, err := open(data)
	if err != nil {
		return nil, err
	}
	d := &EventDay{Hash: make([]uint64, n), Series: make([]int32, n), Person: make([]int32, n), Count: make([]int32, n), Denied: make([]bool, n)}
	for i := range d.Hash {
		d.Hash[i] = r.fixed(8)
	}
	for i := range d.Hash {
		d.Series[i], d.Person[i] = int32(r.uvarint()), int32(r.uvarint())
		flags := r.uvarint()
		d.Count[i], d.Denied[i] = int32(flags>>1), flags&1 == 1
	}
	return d, r.end()
}

// reader walks an encoding; after the first fault it only gives zeros.
type reader struct {
	data []byte
	bad  bool
}

func check(data []byte, crc uint32) error {
	if Checksum(data) != crc {
		return fmt.Errorf("checksum differs: %w", ErrDamaged)
	}
	return nil
}

func open(data []byte) (*reader, int, error) {
	if len(data) == 0 || data[0] != formatVersion {
		return nil, 0, fmt.Errorf("unknown format: %w", ErrDamaged)
	}
	r := &reader{data: data[1:]}
	n := r.uvarint()
	if r.bad || n > uint64(len(data)) {
		return nil, 0, fmt.Errorf("impossible length: %w", ErrDamaged)
	}
	return r, int(n), nil
}

func (r *reader) end() error {
	if r.bad || len(r.data) > 0 {
		return fmt.Errorf("wrong length: %w", ErrDamaged)
	}
	return nil
}

func (r *reader) uvarint() uint64 {
	if len(r.data) > 0 && r.data[0] < 0x80 { // nearly always one byte
		v := uint64(r.data[0])
		r.data = r.data[1:]
		return v
	}
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *reader) fixed(width int) uint64 {
	if len(r.data) < width {
		r.bad, r.data = true, nil
		return 0
	}
	b := r.data[:width]
	r.data = r.data[width:]
	switch width {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

// series reads ascending numbers.
func (r *reader) series(out []int32) {
	previous := int32(0)
	for i := range out {
		if len(r.data) > 0 && r.data[0] < 0x80 { // nearly always one byte
			previous += int32(r.data[0])
			r.data = r.data[1:]
		} else {
			previous += int32(r.uvarint())
		}
		out[i] = previous
	}
}

// column reads a column of n values, or passes over it.
func (r *reader) column(c *Column, n int, want bool) {
	width := int(r.fixed(1))
	spare := c.Values
	*c = Column{}
	if width == 0 {
		return
	}
	if width != 1 && width != 2 && width != 4 && width != 8 {
		r.bad = true
		return
	}
	scale := byte(r.fixed(1))
	low := r.fixed(8)
	if len(r.data) < n*width {
		r.bad, r.data = true, nil
		return
	}
	data := r.data[:n*width]
	r.data = r.data[n*width:]
	if want {
		c.Scale, c.Values = scale, sized(spare, n)
		offsets(c.Values, data, width, low)
	}
}

// offsets reads values as offsets from the least one, by their width.
func offsets(out []int64, data []byte, width int, low uint64) {
	switch width {
	case 1:
		for i, x := range data {
			out[i] = int64(low + uint64(x))
			if x == math.MaxUint8 {
				out[i] = Null
			}
		}
	case 2:
		for i := range out {
			x := binary.LittleEndian.Uint16(data[2*i:])
			out[i] = int64(low + uint64(x))
			if x == math.MaxUint16 {
				out[i] = Null
			}
		}
	case 4:
		for i := range out {
			x := binary.LittleEndian.Uint32(data[4*i:])
			out[i] = int64(low + uint64(x))
			if x == math.MaxUint32 {
				out[i] = Null
			}
		}
	default:
		for i := range out {
			x := binary.LittleEndian.Uint64(data[8*i:])
			out[i] = int64(low + x)
			if x == math.MaxUint64 {
				out[i] = Null
			}
		}
	}
}
