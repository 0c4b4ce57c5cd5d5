package chunk_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"headroom/backend/chunk"
)

// random returns a day of up to n series with columns that are absent, small,
// huge, negative, decimal and full of gaps.
func random(r *rand.Rand, n int) *chunk.Day {
	d := &chunk.Day{Series: []int32{}}
	id := int32(0)
	for range r.IntN(n + 1) {
		id += 1 + int32(r.IntN(4))
		d.Series = append(d.Series, id)
	}
	for _, c := range d.Columns() {
		if len(d.Series) == 0 || r.IntN(3) == 0 {
			continue
		}
		c.Scale = uint8(r.IntN(4))
		reach := []int64{1, 200, 70_000, 5_000_000_000, math.MaxInt64 / 2}[r.IntN(5)]
		known := false
		for range d.Series {
			v := r.Int64N(reach*2) - reach
			if r.IntN(4) == 0 {
				v = chunk.Null
			}
			known = known || v != chunk.Null
			c.Values = append(c.Values, v)
		}
		if !known {
			*c = chunk.Column{}
		}
	}
	return d
}

func TestEncodingKeepsEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		want := random(r, 40)
		data := chunk.Encode(want)
		got, err := chunk.Decode(data, chunk.Checksum(data))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

func TestWidestColumn(t *testing.T) {
	for _, values := range [][]int64{{math.MinInt64 + 1, math.MaxInt64}, {0, 254, chunk.Null}, {0, 255, chunk.Null}, {-1, 65534, chunk.Null}, {5, chunk.Null}} {
		d := &chunk.Day{Series: []int32{1, 2, 3}[:len(values)], Active: chunk.Column{Values: values}}
		data := chunk.Encode(d)
		got, err := chunk.Decode(data, chunk.Checksum(data))
		if err != nil || !reflect.DeepEqual(got.Active.Values, values) {
			t.Errorf("%v became %v, %v", values, got.Active.Values, err)
		}
	}
}

func TestEveryDamageIsFound(t *testing.T) {
	d := random(rand.New(rand.NewPCG(3, 4)), 60)
	data := chunk.Encode(d)
	crc := chunk.Checksum(data)
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if _, err := chunk.Decode(data, crc); !errors.Is(err, chunk.ErrDamaged) {
				t.Fatalf("bit %d of byte %d: %v", bit, i, err)
			}
			data[i] ^= 1 << bit
		}
	}
	for cut := range data {
		if _, err := chunk.Decode(data[:cut], chunk.Checksum(data[:cut])); err == nil {
			t.Fatalf("cut to %d bytes, with a checksum that fits, was accepted", cut)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(chunk.Encode(random(rand.New(rand.NewPCG(5, 6)), 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, err := chunk.Decode(data, chunk.Checksum(data)); err == nil {
			again := chunk.Encode(d)
			if back, err := chunk.Decode(again, chunk.Checksum(again)); err != nil || !reflect.DeepEqual(back, d) {
				t.Fatalf("%+v became %+v, %v", d, back, err)
			}
		}
		_, _ = chunk.DecodeEvents(data, chunk.Checksum(data))
	})
}

// rows is a day as plain text by series, values in shortest form.
func rows(d *chunk.Day) map[int32]string {
	out := map[int32]string{}
	if d == nil {
		return out
	}
	for i, s := range d.Series {
		text := ""
		for _, c := range d.Columns() {
			v, scale := c.At(i), c.Scale
			if v == chunk.Null {
				text += "- "
				continue
			}
			v, scale = chunk.Trim(v, scale)
			text += fmt.Sprintf("%de-%d ", v, scale)
		}
		out[s] = text
	}
	return out
}

func small(r *rand.Rand) *chunk.Day {
	for {
		d := random(r, 12)
		if fits(d) {
			return d
		}
	}
}

// fits reports whether scales can meet without overflow.
func fits(d *chunk.Day) bool {
	for _, c := range d.Columns() {
		for _, v := range c.Values {
			if v != chunk.Null && (v > 1e12 || v < -1e12) {
				return false
			}
		}
	}
	return true
}

// TestMergeAndCompareAgainstMaps checks both with plain maps.
func TestMergeAndCompareAgainstMaps(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		lower, upper := small(r), small(r)
		if r.IntN(8) == 0 {
			lower = nil
		}
		low, up := rows(lower), rows(upper)
		want, counts := map[int32]string{}, chunk.Counts{}
		for s, text := range low {
			want[s] = text
		}
		for s, text := range up {
			switch before, known := low[s]; {
			case !known:
				counts.Added++
			case before == text:
				counts.Unchanged++
			default:
				counts.Changed++
			}
			want[s] = text
		}
		if got := rows(chunk.Merge(lower, upper, false)); !reflect.DeepEqual(got, want) {
			t.Fatalf("merged %v over %v to %v, want %v", up, low, got, want)
		}
		if got := rows(chunk.Merge(lower, upper, true)); !reflect.DeepEqual(got, up) {
			t.Fatalf("a whole slice kept %v", got)
		}
		if got := chunk.Compare(lower, upper); got != counts {
			t.Fatalf("compared %+v, want %+v", got, counts)
		}
	}
}

func TestEventsAreASet(t *testing.T) {
	day := func(hashes ...uint64) *chunk.EventDay {
		d := &chunk.EventDay{}
		for _, h := range hashes {
			d.Hash, d.Series, d.Person = append(d.Hash, h), append(d.Series, int32(h)), append(d.Person, 1)
			d.Count, d.Denied = append(d.Count, 2), append(d.Denied, h%2 == 0)
		}
		return d
	}
	got := chunk.MergeEvents(day(1, 3, 5), day(2, 3, 9))
	if want := day(1, 2, 3, 5, 9); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	data := chunk.EncodeEvents(got)
	back, err := chunk.DecodeEvents(data, chunk.Checksum(data))
	if err != nil || !reflect.DeepEqual(back, got) {
		t.Errorf("became %+v, %v", back, err)
	}
}

func TestRescaleRefusesToLose(t *testing.T) {
	c := chunk.Column{Values: []int64{math.MaxInt64 / 5, chunk.Null}}
	if c.Rescale(1) || c.Scale != 0 {
		t.Error("a value that would overflow was rescaled")
	}
	c = chunk.Column{Values: []int64{12, chunk.Null}}
	if !c.Rescale(2) || c.Values[0] != 1200 || c.Values[1] != chunk.Null {
		t.Errorf("rescaled to %v", c.Values)
	}
}
