package generic

import (
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

var dateFields = [...]field{date, startDate, endDate, closedDate, cancelUntil}

// dateOrder takes the order from the mapping, else from the sample: one date
// with a number above 12 decides. Dates that could be either are refused,
// because a wrong guess would move every end date.
func (s *sheet) dateOrder() (value.Order, error) {
	if s.mapping.DateOrder != "" {
		order, ok := value.OrderOf(s.mapping.DateOrder)
		if !ok {
			return 0, fault.At("date_order", "The order of dates is %q.", s.mapping.DateOrder).WithHint(`It is "dmy", "mdy" or "ymd".`)
		}
		return order, nil
	}
	open, column := false, ""
	for _, f := range dateFields {
		i := s.columns[f]
		if i == cells.None {
			continue
		}
		for _, row := range s.header.Sample {
			_, dmy := value.Date(row.Cell(i), row.Kind(i), value.DMY)
			_, mdy := value.Date(row.Cell(i), row.Kind(i), value.MDY)
			_, either := value.Date(row.Cell(i), row.Kind(i), value.AnyOrder)
			switch {
			case dmy == value.OnDay && mdy == value.NotADate:
				return value.DMY, nil
			case mdy == value.OnDay && dmy == value.NotADate:
				return value.MDY, nil
			case dmy == value.OnDay && either == value.NotADate:
				open, column = true, s.Name(i)
			}
		}
	}
	if open {
		f := fault.At("date_order", "The dates of the column %s can be read in two ways.", quoted(column)).InFile(s.header.File)
		f.Column = column
		return 0, f.WithHint(`Say "date_order": "dmy" or "mdy" in the mapping.`)
	}
	return value.AnyOrder, nil
}

var numberFields = [...]field{amount, used, entitled, quantity, assigned, active, total, satisfaction, resolution, resolutionHours, firstResponse}

// decimalSign takes the sign from the mapping, else from the sample: a number
// with both signs, a sign that repeats, or one that cannot group thousands
// decides. 0 leaves it to each number.
func (s *sheet) decimalSign() byte {
	if s.mapping.Decimal != "" {
		return s.mapping.Decimal[0]
	}
	for _, f := range numberFields {
		i := s.columns[f]
		if i == cells.None {
			continue
		}
		for _, row := range s.header.Sample {
			if row.Kind(i) == ingest.Number {
				continue
			}
			_, _, point := value.Money(row.Cell(i), row.Kind(i), '.', "EUR")
			_, _, comma := value.Money(row.Cell(i), row.Kind(i), ',', "EUR")
			switch {
			case point == value.OK && comma == value.Bad:
				return '.'
			case comma == value.OK && point == value.Bad:
				return ','
			}
		}
	}
	if s.header.Comma == ';' {
		return ','
	}
	return 0
}

// wholeSample is how many rows a sample has when there may be more.
const wholeSample = 200

// isMonthly decides whether the figures are levels of a month: the mapping says
// so, the dates are months, or it is a period table whose dates are all first
// days of months. The last is supposed only; and a long sample of one single
// date decides nothing, since files sorted by day begin like that.
func (s *sheet) isMonthly() (monthly, supposed bool) {
	switch s.mapping.Constants[period] {
	case "month":
		return true, false
	case "day":
		return false, false
	}
	i := s.columns[date]
	if i == cells.None {
		return false, false
	}
	months := 0
	firsts := map[portfolio.Day]bool{}
	for _, row := range s.header.Sample {
		day, when := value.Date(row.Cell(i), row.Kind(i), s.OrderOf(i))
		switch {
		case when == value.InMonth:
			months++
		case when == value.OnDay && day == day.MonthStart():
			firsts[day] = true
		case when == value.OnDay:
			return false, false
		}
	}
	if months > 0 {
		return true, false
	}
	enough := len(firsts) > 1 || len(firsts) == 1 && len(s.header.Sample) < wholeSample
	supposed = enough && s.info.Class == portfolio.PeriodTable
	return supposed, supposed
}
