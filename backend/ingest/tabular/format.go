package tabular

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// readStyles reads which styles show dates.
func (b *workbook) readStyles(x *xmlReader) error {
	codes := map[int]string{}
	var ids []int
	err := x.each(func(name string) error {
		switch name {
		case "numFmts":
			return x.each(func(string) error {
				id, err := strconv.Atoi(string(x.attr("numFmtId")))
				if err != nil || len(codes) == maxStyles {
					return errors.New("a number format is malformed")
				}
				codes[id] = string(x.attr("formatCode"))
				return x.skip()
			})
		case "cellXfs":
			return x.each(func(string) error {
				id, err := strconv.Atoi("0" + string(x.attr("numFmtId")))
				if err != nil || len(ids) == maxStyles {
					return errors.New("a cell format is malformed")
				}
				ids = append(ids, id)
				return x.skip()
			})
		}
		return x.skip()
	})
	for _, id := range ids {
		code, custom := codes[id]
		b.dates = append(b.dates, custom && showsDate(code) || !custom && builtinDate(id))
	}
	return err
}

// builtinDate reports the number formats without a code that show a day: 14 to
// 17 and 22 everywhere, the others in East Asian and Thai editions of Excel.
// Formats of a time alone are none.
func builtinDate(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 ||
		id == 57 || id == 58 || id >= 71 && id <= 74 || id == 77
}

// showsDate reports whether a format code shows a day: it has a year or a day,
// or a month without hours or seconds (where m is minutes). Examples:
// "dd/mm/yyyy", "[$-410]d mmmm yyyy;@", "mmm"; not "h:mm", "[h]:mm:ss",
// "0.0 \d", `0 "days"`, "[Red]0.00".
func showsDate(code string) bool {
	var year, day, month, clock bool
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return day || year || month && !clock
		case '"':
			i += quotedLength(code[i+1:], '"')
		case '[':
			end := quotedLength(code[i+1:], ']')
			inner := strings.ToLower(strings.TrimSuffix(code[i+1:i+1+end], "]"))
			clock = clock || inner != "" && strings.Trim(inner, "hms") == ""
			i += end
		case '\\', '_', '*':
			i++
		case 'y', 'Y', 'e':
			year = year || code[i] != 'e' || eraYear(code, i)
		case 'd', 'D':
			day = true
		case 'm', 'M':
			month = true
		case 'h', 'H', 's', 'S':
			clock = true
		case 'a', 'A':
			i += clockWord(code[i:])
		case 'G', 'g':
			i += generalWord(code[i:])
		}
	}
	return day || year || month && !clock
}

// quotedLength returns how far the closing character is, itself included; all
// of s where there is none.
func quotedLength(s string, end byte) int {
	if i := strings.IndexByte(s, end); i >= 0 {
		return i + 1
	}
	return len(s)
}

// eraYear tells the year "e" of Japanese formats from the exponent of "0.00e+0".
func eraYear(code string, i int) bool {
	return i+1 == len(code) || code[i+1] != '+' && code[i+1] != '-'
}

// clockWord returns how many bytes behind the first "AM/PM" or "A/P" have.
func clockWord(s string) int {
	for _, word := range []string{"AM/PM", "A/P"} {
		if len(s) >= len(word) && strings.EqualFold(s[:len(word)], word) {
			return len(word) - 1
		}
	}
	return 0
}

// generalWord returns how many bytes behind the first the word "General" has.
func generalWord(s string) int {
	const word = "General"
	if len(s) >= len(word) && strings.EqualFold(s[:len(word)], word) {
		return len(word) - 1
	}
	return 0
}

// appendDate appends the ISO day, and the time where it is not midnight, of a
// serial number. It reports false for a number that is no date in Excel: below
// the first day, beyond the year 9999, or the 29 February 1900 that never was.
func appendDate(to []byte, serial float64, date1904 bool) ([]byte, bool) {
	const lastDay, msPerDay = 2958466, 24 * 60 * 60 * 1000
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case serial < 0 || serial >= lastDay:
		return to, false
	case date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 1 || serial >= 60 && serial < 61:
		return to, false
	case serial < 60:
		epoch = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	day := math.Floor(serial)
	ms := math.Round((serial - day) * msPerDay)
	at := epoch.AddDate(0, 0, int(day)).Add(time.Duration(ms) * time.Millisecond)
	if at.Year() > 9999 {
		return to, false
	}
	return appendTime(to, at), true
}

func appendTime(to []byte, at time.Time) []byte {
	layout := "2006-01-02"
	if h, m, s := at.Clock(); h+m+s > 0 || at.Nanosecond() > 0 {
		layout = "2006-01-02T15:04:05.999"
	}
	return at.AppendFormat(to, layout)
}

// appendISODate appends what a cell of type "d" holds, in the same form.
func appendISODate(to []byte, text string) ([]byte, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05.999", "2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			return appendTime(to, at), true
		}
	}
	return to, false
}

// appendNumber appends the canonical decimal text of a number: digits and a
// point, no exponent, no zeros at the end. A binary fraction such as
// 0.57099999999999995 becomes the shortest text of the same number, 0.571.
func appendNumber(to, text []byte) ([]byte, bool) {
	if canonical(text) {
		return append(to, text...), true
	}
	f, ok := parseNumber(text)
	if !ok {
		return to, false
	}
	if f == 0 {
		f = 0 // no minus sign
	}
	return strconv.AppendFloat(to, f, 'f', -1, 64), true
}

// parseNumber reads a number as XML has it: no underscores, hexadecimal digits
// or infinities.
func parseNumber(text []byte) (float64, bool) {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(text), 64)
	return f, err == nil
}

// canonical reports texts of at most 15 digits that need no rewriting.
func canonical(text []byte) bool {
	b := text
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	point := -1
	for i, c := range b {
		switch {
		case c == '.' && point < 0:
			point = i
		case c < '0' || c > '9':
			return false
		}
	}
	whole := len(b)
	if point >= 0 {
		whole = point
	}
	switch {
	case whole == 0 || len(b) > 16 || point < 0 && len(b) > 15:
		return false
	case b[0] == '0' && whole > 1:
		return false
	case point >= 0 && (point == len(b)-1 || b[len(b)-1] == '0'):
		return false
	}
	return len(b) > 1 || b[0] != '0' || len(text) == 1 // "-0" is 0
}
