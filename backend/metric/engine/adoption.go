package engine

// reduceAdoption counts, by group, the accounts that are active and the units
// of accounts that are used and that are not. active and total are by cell,
// most is by holder.
func (s *scratch) reduceAdoption(p *period, active, total, most []float64) {
	set := s.set
	n := len(set.groups)
	accounts, used, unused, known := unknown(n), unknown(n), unknown(n), unknown(n)
	one := func(yes bool) float64 {
		if yes {
			return 1
		}
		return 0
	}
	for holder, group := range set.holderGroup {
		if most[holder] == most[holder] {
			plus(&accounts[group], one(most[holder] > 0))
		}
	}
	for cell, holder := range set.cellHolder {
		if x := active[cell]; x == x {
			group := set.holderGroup[holder]
			plus(&used[group], one(x > 0))
			plus(&unused[group], one(x == 0 && total[cell] > 0))
			plus(&known[group], 1)
		}
	}
	p.figures["accounts_active"], p.figures["units_used"] = accounts, used
	p.figures["units_unused"], p.figures["units_with_active"] = unused, known
}
