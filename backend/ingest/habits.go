package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/ingest/shape"
	"headroom/backend/ingest/value"
)

// decide settles for every column how it writes dates and decimals: by what was
// said, by all its values, by what the format fixes, by what is remembered, by
// the other columns of the file. What is still open is asked.
func (u *understanding) decide(ctx context.Context) error {
	u.asks = slices.DeleteFunc(u.asks, func(a Ask) bool { return a.Name == "date_order" || a.Name == "decimal" })
	if err := u.readOpen(ctx); err != nil {
		return err
	}
	habits := make(map[string]Habit, len(u.header.Columns))
	for i, name := range u.header.Columns {
		habits[name] = Habit{DateOrder: u.dateOrder(i), Decimal: u.decimal(i)}
	}
	u.context.Habits = habits
	return nil
}

// readOpen looks at all values of the columns whose first rows leave two
// readings, if there are any.
func (u *understanding) readOpen(ctx context.Context) error {
	var open []int
	for i := range u.columns {
		if u.isOpen(i) {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return u.pass(ctx, func(row Row) error {
		for _, i := range open {
			if row.Kind(i) == Text {
				u.columns[i].AddOpen(row.Cell(i))
			}
		}
		return nil
	})
}

func (u *understanding) isOpen(i int) bool {
	if u.uses.As[i] == "" {
		return false
	}
	said := u.saidHabit(i)
	return said.DateOrder == "" && u.orderOf(i).State == shape.Open || said.Decimal == "" && u.columns[i].Decimal().State == shape.Open
}

// saidHabit is what the person, or the mapping, says of column i.
func (u *understanding) saidHabit(i int) Habit {
	name := u.header.Columns[i]
	h := u.said.Habits[name]
	if m := u.context.Mapping; m != nil {
		h = h.or(m.Habits[name]).or(Habit{m.DateOrder, m.Decimal})
	}
	return h
}

// or fills what h does not say from other.
func (h Habit) or(other Habit) Habit {
	if h.DateOrder == "" {
		h.DateOrder = other.DateOrder
	}
	if h.Decimal == "" {
		h.Decimal = other.Decimal
	}
	return h
}

// dateOrder settles the order of column i, "" where nothing is to be settled.
func (u *understanding) dateOrder(i int) string {
	if said := u.saidHabit(i).DateOrder; said != "" {
		return said
	}
	found := u.orderOf(i)
	g := Guess{Name: "date_order", Column: u.header.Columns[i], Value: found.Value, Confidence: Certain, Choices: []string{"dmy", "mdy", "ymd"}}
	fixed := u.fixedOrder(i)
	switch {
	case found.State == shape.Decided:
		g.Reason = found.Example + " can be read in one way only"
	case fixed != "":
		g.Value, g.Reason = fixed, "this export writes dates so"
	case u.rememberedHabit(i).DateOrder != "" && found.State != shape.Settled:
		g.Value, g.Reason, g.Confidence = u.rememberedHabit(i).DateOrder, "remembered", Likely
		u.borrow(i, Habit{DateOrder: g.Value})
	case found.State == shape.Settled:
		return ""
	default:
		order, column := u.siblingOrder(i)
		if order == "" || found.State == shape.Torn {
			u.askOrder(i, found)
			return ""
		}
		g.Value, g.Reason, g.Confidence = order, "the column "+column+" of the file is written so", Likely
	}
	if u.uses.As[i] != "" && found.State != shape.Settled {
		u.guesses = append(u.guesses, g)
	}
	return g.Value
}

// orderOf is what the values of column i say of the order of its dates; of
// months, which profiles read as such, each is the first day.
func (u *understanding) orderOf(i int) shape.Verdict {
	if value.Key(u.uses.As[i]) == "month" {
		return u.columns[i].MonthOrder()
	}
	return u.columns[i].DateOrder()
}

func (u *understanding) fixedOrder(i int) string {
	if s, ok := u.profile.(Settled); ok {
		return s.DateOrder(u.header, i)
	}
	return ""
}

// siblingOrder returns the order in which all other columns with dates like
// these are written, where their values decide it and agree.
func (u *understanding) siblingOrder(i int) (order, column string) {
	mine := separatorOf(u.orderOf(i).Example)
	for j := range u.columns {
		v := u.orderOf(j)
		if j == i || v.State != shape.Decided || separatorOf(v.Example) != mine {
			continue
		}
		if order != "" && order != v.Value {
			return "", ""
		}
		order, column = v.Value, u.header.Columns[j]
	}
	return order, column
}

func separatorOf(date string) byte {
	if i := strings.IndexAny(date, "/-. "); i >= 0 {
		return date[i]
	}
	return 0
}

func (u *understanding) askOrder(i int, found shape.Verdict) {
	if u.uses.As[i] == "" || u.uses.As[i] == "custom" {
		return
	}
	reason := fmt.Sprintf("The dates can be read in two ways: %s is %s.", found.Example, readings(found.Example))
	if found.State == shape.Torn {
		reason = "Some dates have the day first, others the month."
	}
	u.asks = append(u.asks, Ask{Name: "date_order", Column: u.header.Columns[i], Reason: reason, Choices: []string{"dmy", "mdy"}, Samples: u.columns[i].Samples()})
}

// readings says in words what a date means in each order.
func readings(date string) string {
	var out []string
	for _, order := range [...]value.Order{value.DMY, value.MDY, value.YMD} {
		if set, _ := value.OrdersOf([]byte(date)); !set.Has(order) {
			continue
		}
		day, _ := value.Date([]byte(date), value.TextCell, order)
		out = append(out, day.Time().Format("2 January 2006"))
	}
	return strings.Join(out, " or ")
}

// decimal settles the decimal sign of column i, "" where nothing is to be
// settled.
func (u *understanding) decimal(i int) string {
	if said := u.saidHabit(i).Decimal; said != "" {
		return said
	}
	found := u.columns[i].Decimal()
	if found.State == shape.Decided {
		return found.Value
	}
	if found.State != shape.Open {
		return ""
	}
	g := Guess{Name: "decimal", Column: u.header.Columns[i], Confidence: Likely, Choices: []string{".", ","}}
	if g.Value = u.rememberedHabit(i).Decimal; g.Value != "" {
		g.Reason = "remembered"
		u.borrow(i, Habit{Decimal: g.Value})
	} else if g.Value = u.siblingSign(i); g.Value != "" {
		g.Reason = "the other numbers of the file are written so"
	} else if u.header.Comma == ';' {
		g.Value, g.Reason = ",", "the file is separated by semicolons, as where the comma is the decimal sign"
	}
	switch {
	case u.uses.As[i] == "":
	case g.Value != "":
		u.guesses = append(u.guesses, g)
	case u.profile == u.im.Generic && !countFields[u.uses.As[i]]:
		reason := fmt.Sprintf("The numbers can be read in two ways: %s.", found.Example)
		u.asks = append(u.asks, Ask{Name: "decimal", Column: u.header.Columns[i], Reason: reason, Choices: g.Choices, Samples: u.columns[i].Samples()})
	}
	return g.Value
}

// countFields are the fields of a mapping that count things: one sign with three
// digits behind it groups thousands there. Custom columns are kept as text.
var countFields = map[string]bool{"quantity": true, "assigned": true, "active": true, "total": true, "custom": true}

// rememberedHabit is how column i was written in earlier files of this shape,
// where nothing in this file contradicts them: one that another program saved
// again is written in another way throughout.
func (u *understanding) rememberedHabit(i int) Habit {
	if u.memory == nil || u.contradicts() {
		return Habit{}
	}
	return u.memory.Habits[u.header.Columns[i]]
}

// contradicts reports whether the values of a column decide otherwise than what
// is remembered of it.
func (u *understanding) contradicts() bool {
	for i, name := range u.header.Columns {
		was := u.memory.Habits[name]
		order, sign := u.orderOf(i), u.columns[i].Decimal()
		if was.DateOrder != "" && order.State == shape.Decided && order.Value != was.DateOrder || was.Decimal != "" && sign.State == shape.Decided && sign.Value != was.Decimal {
			return true
		}
	}
	return false
}

// borrow notes what of column i is known from earlier files only.
func (u *understanding) borrow(i int, h Habit) {
	if u.uses.As[i] == "" {
		return
	}
	if u.borrowed == nil {
		u.borrowed = map[string]Habit{}
	}
	name := u.header.Columns[i]
	u.borrowed[name] = u.borrowed[name].or(h)
}

// siblingSign returns the sign on which all columns that decide it agree.
func (u *understanding) siblingSign(i int) string {
	sign := ""
	for j := range u.columns {
		v := u.columns[j].Decimal()
		if j == i || v.State != shape.Decided {
			continue
		}
		if sign != "" && sign != v.Value {
			return ""
		}
		sign = v.Value
	}
	return sign
}
