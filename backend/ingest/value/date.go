package value

import (
	"bytes"
	"time"

	"headroom/backend/portfolio"
)

// Order says what 3/4/2024 means.
type Order uint8

// The orders. With AnyOrder only dates that can be read in one way are read.
const (
	AnyOrder Order = iota
	DMY
	MDY
	YMD
)

// OrderOf reads the word of a mapping file: "dmy", "mdy" or "ymd".
func OrderOf(s string) (Order, bool) {
	switch s {
	case "dmy":
		return DMY, true
	case "mdy":
		return MDY, true
	case "ymd":
		return YMD, true
	}
	return AnyOrder, false
}

// When says how exactly a cell names a day.
type When uint8

// The kinds of dates. NotADate means the cell was not understood; Never is a
// word or date that stands for "no end" or "no date at all".
const (
	NotADate When = iota
	NoDate
	Never
	OnDay
	InMonth
)

// neverYear and later years stand for "no end" in every source known.
const neverYear = 2099

// Date reads a day from text in any of the spellings of vendor exports, or
// from a workbook's cell. The calendar day is taken as written: no zone ever
// moves it. InMonth gives the first day of the month.
func Date(cell []byte, kind Kind, order Order) (portfolio.Day, When) {
	cell = narrow(Trim(cell))
	if y, m, d, ok := isoDay(cell); ok && (len(cell) == 10 || clock(cell[10:])) {
		return onDay(y, m, d)
	}
	if kind == NumberCell {
		return serial(cell)
	}
	if IsNull(cell) || isNA(cell) {
		return portfolio.NoDay, NoDate
	}
	if never.has(cell) {
		return portfolio.NoDay, Never
	}
	if n, ok := digits(cell); ok {
		return compact(n, len(cell))
	}
	p, rest := scanParts(cell)
	year, ok := javaYear(p, rest)
	if !ok {
		if !clock(rest) {
			return portfolio.NoDay, NotADate
		}
		return p.day(order)
	}
	p.add(part{n: year, digits: 4})
	return p.day(order)
}

// isoDay reads the first ten bytes as YYYY-MM-DD.
func isoDay(b []byte) (y, m, d int, ok bool) {
	if len(b) < 10 || b[4] != '-' || b[7] != '-' {
		return 0, 0, 0, false
	}
	for i, c := range b[:10] {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return 0, 0, 0, false
		}
	}
	n := func(i int) int { return int(b[i] - '0') }
	return n(0)*1000 + n(1)*100 + n(2)*10 + n(3), n(5)*10 + n(6), n(8)*10 + n(9), true
}

// onDay checks the parts of a date and sorts out the ones that mean "never".
func onDay(y, m, d int) (portfolio.Day, When) {
	if y == 0 && m == 0 && d == 0 {
		return portfolio.NoDay, NoDate // how some databases write no date
	}
	if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return portfolio.NoDay, NotADate
	}
	if y <= 1 || y >= neverYear {
		return portfolio.NoDay, Never
	}
	return civil(y, m, d), OnDay
}

func inMonth(y, m int) (portfolio.Day, When) {
	day, when := onDay(y, m, 1)
	if when == OnDay {
		when = InMonth
	}
	return day, when
}

func daysIn(y, m int) int {
	switch time.Month(m) {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// civil is portfolio.DayOf for a checked date, without the detour over time.
func civil(y, m, d int) portfolio.Day {
	if m <= 2 {
		y--
		m += 12
	}
	return portfolio.Day(365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 719469)
}

// compact reads a date of digits only: 20240331, or 202403 for a month; the
// serial day of a spreadsheet that lost its format; or seconds or milliseconds
// since 1970, in UTC. "0" and "00000000" are how databases write no date. Only
// days of our time are taken for the latter two: another number is no date.
func compact(n int64, length int) (portfolio.Day, When) {
	const (
		firstSerial, lastSerial = 32874, 72686              // 1990-01-01 to 2098-12-31
		firstSecond, lastSecond = 1_000_000_000, 4070908799 // 2001-09-09 to 2098-12-31
		day                     = 24 * 60 * 60
	)
	switch {
	case n == 0:
		return portfolio.NoDay, NoDate
	case length == 8:
		return onDay(int(n/10000), int(n/100%100), int(n%100))
	case length == 6 && n >= 190001:
		return inMonth(int(n/100), int(n%100))
	case length == 5 && n >= firstSerial && n <= lastSerial:
		return portfolio.Day(n - serialEpoch), OnDay
	case length == 10 && n >= firstSecond && n <= lastSecond:
		return portfolio.Day(n / day), OnDay
	case length == 13 && n/1000 >= firstSecond && n/1000 <= lastSecond:
		return portfolio.Day(n / 1000 / day), OnDay
	}
	return portfolio.NoDay, NotADate
}

// serialEpoch is the serial day of 1970-01-01 in a spreadsheet's 1900 system.
const serialEpoch = 25569

// Thousandfold reads a time of January 1970 that is a modern one written a
// thousand times too early, because its seconds were taken for milliseconds:
// 1970-01-18T02:53:58.151Z is 2016-11-15. ok is false for any other cell. It is
// for rows whose other dates are modern.
func Thousandfold(cell []byte) (day portfolio.Day, ok bool) {
	at, err := time.Parse(time.RFC3339, string(bytes.Replace(Trim(cell), []byte(" "), []byte("T"), 1)))
	if err != nil || at.UTC().Year() != 1970 {
		return portfolio.NoDay, false
	}
	day = portfolio.Day(at.UnixMilli() / (24 * 60 * 60))
	year := day.Time().Year()
	return day, year >= 1990 && year < neverYear
}

// serial reads a number cell of a workbook: a serial day of the 1900 system,
// or a date of digits only.
func serial(cell []byte) (portfolio.Day, When) {
	d, res := Decimal(cell, NumberCell, '.')
	if res != OK {
		return portfolio.NoDay, NotADate
	}
	n := d.Mantissa
	for range d.Scale {
		n /= 10
	}
	const lastYear = 2958465
	switch {
	case n >= 19000101 && d.Scale == 0:
		return compact(n, 8)
	case n >= 190001 && n <= 209912 && n%100 >= 1 && n%100 <= 12 && d.Scale == 0:
		return compact(n, 6)
	case n <= 60 || n > lastYear: // 60 is the 29 February 1900 that never was
		return portfolio.NoDay, NotADate
	}
	y, m, day := portfolio.Day(n - serialEpoch).Time().Date()
	return onDay(y, int(m), day)
}
