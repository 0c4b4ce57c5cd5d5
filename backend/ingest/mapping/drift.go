package mapping

import (
	"fmt"
	"maps"
	"slices"

	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
)

// alike is the share of remembered values that a renamed column must still
// hold to be proposed for its values.
const alike = 0.5

// Repair fits what is remembered of a file to one whose columns differ: a
// column that is gone is looked for under another name, by its values, else by
// shape, place and meaning. values are different values of each column.
func (Guesser) Repair(m ingest.Memory, s ingest.Sheet, values [][]string) (ingest.Mapping, []ingest.Drift) {
	repaired := ingest.Mapping{}
	if m.Mapping != nil {
		repaired = *m.Mapping
		repaired.Columns, repaired.Habits = maps.Clone(m.Mapping.Columns), maps.Clone(m.Mapping.Habits)
		repaired.Custom, repaired.Key = slices.Clone(m.Mapping.Custom), slices.Clone(m.Mapping.Key)
	}
	now := map[string]int{}
	for i, c := range s.Columns {
		now[value.Key(c.Name)] = i
	}
	known := map[string]bool{}
	for _, h := range m.Header {
		known[value.Key(h)] = true
	}
	fresh := map[int]bool{}
	for i, c := range s.Columns {
		if !known[value.Key(c.Name)] {
			fresh[i] = true
		}
	}
	drift := []ingest.Drift{}
	for at, was := range m.Header {
		if i, ok := now[value.Key(was)]; ok {
			rename(&repaired, was, s.Columns[i].Name)
			continue
		}
		field := fieldIn(m, was)
		d := ingest.Drift{Was: was, Field: field, Evidence: "The column is gone and nothing in the file is like it.", Confidence: ingest.Certain}
		if i, evidence, sure := successor(m, s, values, fresh, at); i >= 0 {
			d.Column, d.Evidence, d.Confidence = s.Columns[i].Name, evidence, sure
			delete(fresh, i)
			rename(&repaired, was, d.Column)
		} else {
			drop(&repaired, was)
		}
		drift = append(drift, d)
	}
	for i, c := range s.Columns {
		if fresh[i] && c.Name != "" {
			drift = append(drift, ingest.Drift{Column: c.Name, Evidence: "The column is new.", Confidence: ingest.Certain})
		}
	}
	return repaired, drift
}

// fieldIn is what a remembered column was, "" where it was not used.
func fieldIn(m ingest.Memory, was string) string {
	if m.Mapping == nil {
		return ""
	}
	if f := m.Mapping.Columns[was]; f != "" {
		return f
	}
	if slices.Contains(m.Mapping.Custom, was) {
		return "custom"
	}
	return ""
}

// successor finds the new column that the remembered column at a place became,
// -1 where none is like it.
func successor(m ingest.Memory, s ingest.Sheet, values [][]string, fresh map[int]bool, at int) (int, string, ingest.Confidence) {
	was := m.Header[at]
	best, share := -1, 0.0
	for _, i := range slices.Sorted(maps.Keys(fresh)) {
		if n := shareOf(m.Samples[was], values[i]); n > share {
			best, share = i, n
		}
	}
	if best >= 0 && share >= alike && (at >= len(m.Shapes) || sameKind(m.Shapes[at], s.Columns[best].Shape)) {
		sure := ingest.Likely
		if share >= 0.9 {
			sure = ingest.Certain
		}
		return best, fmt.Sprintf("%.0f%% of the values equal the old column %s.", 100*share, was), sure
	}
	for _, i := range slices.Sorted(maps.Keys(fresh)) {
		if at >= len(m.Shapes) || m.Shapes[at] != s.Columns[i].Shape {
			continue
		}
		if synonymous(was, s.Columns[i].Name) {
			return i, fmt.Sprintf("%s means the same as the old column %s, and the values have the same shape.", s.Columns[i].Name, was), ingest.Likely
		}
		if i == at && len(s.Columns) == len(m.Header) {
			return i, fmt.Sprintf("It stands in the place of the old column %s, and the values have the same shape.", was), ingest.Likely
		}
	}
	return -1, "", ingest.Unknown
}

// shareOf is the share of the remembered values that are among those of now.
func shareOf(was, now []string) float64 {
	if len(was) < 2 {
		return 0
	}
	have := make(map[string]bool, len(now))
	for _, v := range now {
		have[v] = true
	}
	n := 0
	for _, v := range was {
		if have[v] {
			n++
		}
	}
	return float64(n) / float64(len(was))
}

// sameKind reports whether two shapes can be of one column; an empty one can be
// of any.
func sameKind(a, b string) bool { return a == b || a == "empty" || b == "empty" || a == "" }

// synonymous reports whether two headers name one field.
func synonymous(a, b string) bool {
	as, _ := means(a)
	bs, _ := means(b)
	for _, w := range as {
		if names(bs, w.field) {
			return true
		}
	}
	return false
}

func rename(m *ingest.Mapping, was, now string) {
	if was == now {
		return
	}
	if f, ok := m.Columns[was]; ok {
		delete(m.Columns, was)
		m.Columns[now] = f
	}
	if h, ok := m.Habits[was]; ok {
		delete(m.Habits, was)
		m.Habits[now] = h
	}
	for _, list := range [][]string{m.Custom, m.Key} {
		if i := slices.Index(list, was); i >= 0 {
			list[i] = now
		}
	}
}

func drop(m *ingest.Mapping, was string) {
	delete(m.Columns, was)
	delete(m.Habits, was)
	m.Custom = slices.DeleteFunc(m.Custom, func(s string) bool { return s == was })
	m.Key = slices.DeleteFunc(m.Key, func(s string) bool { return s == was })
}
