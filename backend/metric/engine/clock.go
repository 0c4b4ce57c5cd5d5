package engine

import "headroom/backend/portfolio"

// Metered quantities of a series with a clock of its own stand beside those that
// count: they are no used and entitled, but columns of their own.

// byClock are the columns that used and entitled of a series are by its clock.
var byClock = map[portfolio.Clock]struct{ used, entitled int }{
	portfolio.SinceReset:       {resetValue, resetEntitledValue},
	portfolio.OverageReset:     {resetOverageValue, -1},
	portfolio.OverageStatement: {statementOverageValue, -1},
}

// clockedFrom returns used or entitled where a column is one by a clock, else
// the column itself.
func clockedFrom(at int) int {
	for _, c := range byClock {
		switch at {
		case c.used:
			return usedValue
		case c.entitled:
			return entitledValue
		}
	}
	return at
}

// isMetered reports whether a column is of decimals that are added exactly.
func isMetered(at int) bool {
	at = clockedFrom(at)
	return at == usedValue || at == entitledValue
}

// noteClocks notes the clock of each series, none where all have the default.
func (t *seriesTable) noteClocks() {
	column := t.columns["clock"]
	for _, v := range column.values {
		if v != string(portfolio.DefaultClock) {
			t.clocks = make([]portfolio.Clock, t.size)
			break
		}
	}
	for id := range t.clocks {
		if code := column.of[id]; code != noCode {
			text, _ := column.values[code].(string)
			t.clocks[id] = portfolio.Clock(text)
		}
	}
}

// counts reports whether the metered quantities of a series are those that
// count.
func (t *seriesTable) counts(series int32) bool {
	return t.clocks == nil || t.clocks[series] == portfolio.DefaultClock
}

// clock takes used and entitled of the rows from start on to the columns of
// their clocks.
func (x *frame) clock(start int) {
	if x.plan.clocked {
		for at := resetValue; at < valueCount; at++ {
			for range x.Len() - start {
				x.values[at] = append(x.values[at], missing)
			}
		}
	}
	clocks := x.plan.table.clocks
	if clocks == nil {
		return
	}
	for row := start; row < x.Len(); row++ {
		c, ok := byClock[clocks[x.series[row]]]
		if !ok {
			continue
		}
		x.moveTo(c.used, usedValue, row)
		x.moveTo(c.entitled, entitledValue, row)
	}
}

// moveTo takes a value of a row to another column, where anybody asks for it.
func (x *frame) moveTo(to, from, row int) {
	if row >= len(x.values[from]) {
		return
	}
	if to >= 0 && x.plan.clocked {
		x.values[to][row] = x.values[from][row]
	}
	x.values[from][row] = missing
}
