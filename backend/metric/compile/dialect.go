package compile

import "fmt"

// What follows is the SQL that another database would spell in another way,
// beside json_each in builder.list and the state of what is asked.

// days renders the number of days from one day to another.
func days(from, to string) string {
	return "CAST(julianday(" + to + ") - julianday(" + from + ") AS INTEGER)"
}

// like renders that text fits a pattern.
func like(text, pattern string) string { return text + " GLOB " + pattern }

// differ renders that two values differ or that one of them alone is missing.
func differ(a, b string) string { return a + " IS NOT " + b }

// SQL renders the first moment of the period of a day or time in SQL, or for a
// cycle which of its periods it is in.
func (c Calendar) SQL(expr, grain string) string {
	switch grain {
	case "second", "minute", "hour":
		m := moments[grain]
		return fmt.Sprintf("substr(%s, 1, %d) || '%s'", expr, m.length, m.rest)
	case "day":
		return "date(" + expr + ")"
	case "week":
		return fmt.Sprintf("date(%s, '-' || ((strftime('%%w', %s) + %d) %% 7) || ' days')", expr, expr, 7-c.weekStart()%7)
	case "month":
		return fmt.Sprintf("date(%s, 'start of month')", expr)
	case "quarter":
		return fmt.Sprintf("date(%s, 'start of month', '-' || ((strftime('%%m', %s) + %d) %% 3) || ' months')", expr, expr, 12-c.fiscalStart())
	case "year":
		return fmt.Sprintf("date(%s, 'start of month', '-' || ((strftime('%%m', %s) + %d) %% 12) || ' months')", expr, expr, 12-c.fiscalStart())
	case "quarter_of_year":
		return fmt.Sprintf("(strftime('%%m', %s) + %d) %% 12 / 3 + 1", expr, 12-c.fiscalStart())
	case "week_of_year":
		return fmt.Sprintf("(strftime('%%j', %s, '+3 days') - 1) / 7 + 1", c.SQL(expr, "week"))
	case "day_of_week":
		return fmt.Sprintf("(strftime('%%w', %s) + 6) %% 7 + 1", expr)
	}
	if part, ok := parts[grain]; ok {
		return fmt.Sprintf("CAST(strftime('%s', %s) AS INTEGER)", part, expr)
	}
	return expr
}

// moments are the grains of times: how much of a time they keep, and what ends
// their first moment.
var moments = map[string]struct {
	length int
	rest   string
}{"hour": {13, ":00:00.000"}, "minute": {16, ":00.000"}, "second": {19, ".000"}}

// parts are the parts of a day or time that are written as they are counted.
var parts = map[string]string{
	"month_of_year": "%m", "day_of_year": "%j", "day_of_month": "%d", "hour_of_day": "%H", "minute_of_hour": "%M", "second_of_minute": "%S",
}
