package ingest

import (
	"context"
	"errors"
	"hash/fnv"
	"io"
	"slices"

	"headroom/backend/ingest/shape"
	"headroom/backend/ingest/value"
)

// testedRows bounds the rows whose keys are compared; it costs about 40 bytes
// a row.
const testedRows = 4_000_000

// shownCollisions is how many pairs of colliding rows an inspection shows.
const shownCollisions = 3

// keptCollisions bounds the colliding rows by which a wider key is looked for.
const keptCollisions = 10_000

// testKey says whether the key of a mapping tells the rows of the table apart,
// and which columns would do so if it does not. Rows that are equal in every
// cell do not collide: they say the same. ok is false where the mapping has no
// key of columns.
func (u *understanding) testKey(ctx context.Context, m *Mapping) (k KeyTest, ok bool, err error) {
	columns := u.keyColumns(m)
	if len(columns) == 0 {
		return k, false, nil
	}
	k = KeyTest{Fields: slices.Clone(m.Key), Examples: [][]string{}, Wider: []string{}}
	rows := map[uint64]uint64{} // hash of the key -> hash of the first row
	collides := map[uint64]bool{}
	all := allColumns(len(u.header.Columns))
	err = u.pass(ctx, func(row Row) error {
		if k.Rows == testedRows {
			return io.EOF
		}
		k.Rows++
		key, whole := hashCells(row, columns), hashCells(row, all)
		if first, known := rows[key]; !known {
			rows[key] = whole
		} else if first != whole {
			collides[key] = true
		}
		return nil
	})
	if err != nil || len(collides) == 0 {
		return k, true, err
	}
	var clash []Row
	err = u.pass(ctx, func(row Row) error {
		if !collides[hashCells(row, columns)] {
			return nil
		}
		k.Collisions++
		if len(clash) < keptCollisions {
			clash = append(clash, row.Copy())
		}
		return nil
	})
	if err != nil {
		return k, true, err
	}
	k.Examples = pairs(clash, columns, len(all))
	k.Wider = u.wider(m, columns, clash)
	return k, true, nil
}

func allColumns(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// keyColumns are the columns that the key of a mapping names, by field or by
// header.
func (u *understanding) keyColumns(m *Mapping) []int {
	var out []int
	for _, name := range m.Key {
		for i, header := range u.header.Columns {
			if header == name || m.Columns[header] == name {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// hashCells hashes the trimmed cells of some columns.
func hashCells(row Row, columns []int) uint64 {
	h := fnv.New64a()
	for _, i := range columns {
		h.Write(value.Trim(row.Cell(i)))
		h.Write([]byte{0xff})
	}
	return h.Sum64()
}

// pairs shows the first rows that share a key, two by two.
func pairs(clash []Row, columns []int, width int) [][]string {
	out := [][]string{}
	for i, a := range clash {
		for _, b := range clash[i+1:] {
			if len(out) == 2*shownCollisions {
				return out
			}
			if hashCells(a, columns) == hashCells(b, columns) {
				out = append(out, cellTexts(a, width), cellTexts(b, width))
				break
			}
		}
	}
	return out
}

// wider returns the key with the fewest columns added that tells the colliding
// rows apart: first such as name something, then dates, then figures, which
// change from one export to the next.
func (u *understanding) wider(m *Mapping, columns []int, clash []Row) []string {
	all := allColumns(len(u.header.Columns))
	var more []int
	for _, round := range [][]shape.Name{{shape.GUID, shape.ID, shape.Email, shape.Hex32, shape.Text, shape.YesNo}, {shape.Date}, {shape.Number, shape.Money, shape.Percent}} {
		for i := range all {
			if kind, _ := u.columns[i].Shape(); slices.Contains(round, kind) && !slices.Contains(columns, i) {
				more = append(more, i)
			}
		}
	}
	key := slices.Clone(columns)
	added := []int{}
	for left := shared(clash, key, all); left > 0 && len(more) > 0; {
		best, fewest := 0, left
		for n, i := range more {
			if now := shared(clash, append(slices.Clone(key), i), all); now < fewest {
				best, fewest = n, now
			}
		}
		if fewest == left {
			return []string{}
		}
		key, added, left = append(key, more[best]), append(added, more[best]), fewest
		more = slices.Delete(more, best, best+1)
	}
	out := slices.Clone(m.Key)
	for _, i := range added {
		name := u.header.Columns[i]
		if f := m.Columns[name]; f != "" {
			name = f
		}
		out = append(out, name)
	}
	return out
}

// shared counts the rows that share a key with another, different row.
func shared(rows []Row, key, all []int) int {
	first := map[uint64]uint64{}
	clash := 0
	for _, r := range rows {
		k, whole := hashCells(r, key), hashCells(r, all)
		if known, ok := first[k]; !ok {
			first[k] = whole
		} else if known != whole {
			clash++
		}
	}
	return clash
}

// pass reads every row of the table once, through a table of its own, until
// take returns io.EOF or another error.
func (u *understanding) pass(ctx context.Context, take func(Row) error) error {
	tables, err := u.im.tablesOf(u.file, u.said.Reading)
	if err != nil {
		return err
	}
	defer closeTables(tables)
	for n := 0; ; n++ {
		row, err := tables[u.at].Next()
		if err == nil && n%progressRows == 0 {
			err = cancelled(ctx)
		}
		if err == nil {
			err = take(row)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
