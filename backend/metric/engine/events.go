package engine

// persons is who was there, as pairs of a dense holder (an account of a group,
// or a group) and a person.
type persons struct{ holder, person []int32 }

func (p *persons) add(holder, person int32) {
	p.holder, p.person = append(p.holder, holder), append(p.person, person)
}

// distinct returns the number of different persons of each of n holders. Pairs
// are brought together by counting, so that a mark for each person suffices.
func (p *persons) distinct(n int) []int32 {
	start := make([]int32, n+1)
	most := int32(0)
	for i, h := range p.holder {
		start[h+1]++
		most = max(most, p.person[i])
	}
	for i := range n {
		start[i+1] += start[i]
	}
	ordered, next := make([]int32, len(p.person)), append([]int32(nil), start[:n]...)
	for i, h := range p.holder {
		ordered[next[h]] = p.person[i]
		next[h]++
	}
	out, mark := make([]int32, n), make([]int32, most+1)
	for h := range n {
		for _, person := range ordered[start[h]:start[h+1]] {
			if mark[person] != int32(h)+1 {
				mark[person] = int32(h) + 1
				out[h]++
			}
		}
	}
	return out
}

// activePersons returns the distinct persons of each holder in the activity
// window. Whoever was denied did not use, and nobody known is not a person.
func (s *scratch) activePersons(p *period) []int32 {
	var who persons
	for _, e := range p.events {
		if !e.active {
			continue
		}
		for i, series := range e.day.Series {
			if h := s.holder(series); h >= 0 && e.day.Person[i] != 0 && !e.day.Denied[i] {
				who.add(h, e.day.Person[i])
			}
		}
	}
	return who.distinct(len(s.folding.set.holderGroup))
}

func (s *scratch) holder(series int32) int32 {
	if int(series) >= len(s.folding.set.holder) {
		return -1
	}
	return s.folding.set.holder[series]
}

// reduceEvents counts what happened in the period. Where anything was recorded
// of a group, no denial is a known 0; where nobody is known, the number of
// users is missing.
func (s *scratch) reduceEvents(p *period) {
	set := s.folding.set
	n := len(set.groups)
	granted, denied, users := unknown(n), unknown(n), unknown(n)
	var who persons
	for _, e := range p.events {
		for i, series := range e.day.Series {
			h := s.holder(series)
			if h < 0 {
				continue
			}
			group := set.holderGroup[h]
			yes, no := float64(e.day.Count[i]), 0.0
			if e.day.Denied[i] {
				yes, no = no, yes
			} else if e.day.Person[i] != 0 {
				who.add(group, e.day.Person[i])
			}
			plus(&granted[group], yes)
			plus(&denied[group], no)
		}
	}
	for group, count := range who.distinct(n) {
		if count > 0 {
			users[group] = float64(count)
		}
	}
	p.figures["checkouts"], p.figures["denials"], p.figures["distinct_users"] = granted, denied, users
}
