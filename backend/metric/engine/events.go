package engine

// persons is who was there, as pairs of a dense holder (an account of a group,
// or a group) and a person.
type persons struct {
	holder, person []int32
	ordered, mark  []int32 // of distinct, to be used again
}

// clear forgets everybody but keeps the arrays.
func (p *persons) clear() { p.holder, p.person = p.holder[:0], p.person[:0] }

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
	p.ordered = sized(p.ordered, len(p.person))
	ordered, next := p.ordered, append([]int32(nil), start[:n]...)
	for i, h := range p.holder {
		ordered[next[h]] = p.person[i]
		next[h]++
	}
	p.mark = sized(p.mark, int(most)+1)
	clear(p.mark)
	out, mark := make([]int32, n), p.mark
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
	return who.distinct(len(s.set.holderGroup))
}

func (s *scratch) holder(series int32) int32 {
	if int(series) >= len(s.set.holder) {
		return -1
	}
	return s.set.holder[series]
}

// acts counts what happened, by group. Where anything was recorded of a group,
// no denial is a known 0; where nobody is known, the number of users is missing.
type acts struct {
	granted, denied []float64
	who             persons
}

// grow makes room for n groups.
func (a *acts) grow(n int) {
	a.granted, a.denied = grown(a.granted, n, missing), grown(a.denied, n, missing)
}

// add takes count acts of a person, 0 where nobody is known.
func (a *acts) add(group, person int32, count float64, denied bool) {
	yes, no := count, 0.0
	if denied {
		yes, no = no, yes
	} else if person > 0 {
		a.who.add(group, person)
	}
	plus(&a.granted[group], yes)
	plus(&a.denied[group], no)
}

// put tells the figures of n groups.
func (a *acts) put(p *period, n int) {
	a.grow(n)
	users := unknown(n)
	for group, count := range a.who.distinct(n) {
		if count > 0 {
			users[group] = float64(count)
		}
	}
	attempts := make([]float64, n)
	for g := range attempts {
		attempts[g] = a.granted[g] + a.denied[g]
	}
	p.figures["checkouts"], p.figures["denials"], p.figures["distinct_users"], p.figures["attempts"] = a.granted, a.denied, users, attempts
}

// reduceEvents counts what happened in the period.
func (s *scratch) reduceEvents(p *period) {
	n := len(s.set.groups)
	var a acts
	a.grow(n)
	for _, e := range p.events {
		for i, series := range e.day.Series {
			if h := s.holder(series); h >= 0 {
				a.add(s.set.holderGroup[h], e.day.Person[i], float64(e.day.Count[i]), e.day.Denied[i])
			}
		}
	}
	a.put(p, n)
}
