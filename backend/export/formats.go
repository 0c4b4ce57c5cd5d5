package export

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"headroom/backend/report"
)

// Formats that the program which opens the workbook writes as its region does.
const (
	textFormat = "@"
	dayFormat  = "day"
	timeFormat = "time"
)

// numberFormat is how a cell is shown.
func numberFormat(c column, v cell) string {
	switch v.value.(type) {
	case time.Time:
		return dateFormat(c)
	case int64, float64:
		return figureFormat(c, v)
	default:
		return textFormat
	}
}

func dateFormat(c column) string {
	switch {
	case c.Type == "time":
		return timeFormat
	case c.Format == "month" || c.Format == "quarter":
		return "mmm yyyy"
	case c.Format == "year":
		return "yyyy"
	default:
		return dayFormat
	}
}

func figureFormat(c column, v cell) string {
	if c.Type == "ratio" && (c.format == nil || c.Role != "") {
		return "0.0%"
	}
	if c.format != nil {
		return styledFormat(*c.format, v)
	}
	if c.Unit == "minor" {
		return moneyFormat(v.currency, minorDigits(v.currency))
	}
	_, whole := v.value.(int64)
	if c.Format == "integer" || c.Format == "" && whole {
		return "#,##0"
	}
	if strings.HasSuffix(c.Format, "_of_year") || strings.Contains(c.Format, "_of_") {
		return "0"
	}
	return "#,##0.0"
}

// styledFormat is the format a person chose.
func styledFormat(f report.NumberFormat, v cell) string {
	digits := map[string]int{"decimal": 1, "percentage": 1, "currency": 2, "scientific": 2, "abbreviated": 1}[f.Style]
	if f.Digits != nil {
		digits = min(max(*f.Digits, 0), 10)
	}
	behind := ""
	if digits > 0 {
		behind = "." + strings.Repeat("0", digits)
	}
	switch f.Style {
	case "percentage":
		return "0" + behind + "%"
	case "scientific":
		return "0" + behind + "E+00"
	case "abbreviated":
		return fmt.Sprintf(`[>=1000000]#,##0%s,,"M";[>=1000]#,##0%s,"k";#,##0`, behind, behind)
	case "currency":
		currency := v.currency
		if currency == "" {
			currency = f.Currency
		}
		return moneyFormat(currency, digits)
	default:
		return "#,##0" + behind
	}
}

var isCurrency = regexp.MustCompile(`^[A-Za-z]{1,10}$`)

// moneyFormat is that of amounts in a currency: what is no code of one, which
// comes from a file, is left out.
func moneyFormat(currency string, digits int) string {
	format := "#,##0"
	if digits > 0 {
		format += "." + strings.Repeat("0", digits)
	}
	if !isCurrency.MatchString(currency) {
		return format
	}
	return fmt.Sprintf(`%s "%s"`, format, currency)
}

// numbers makes the figures of totals what those of rows are.
func numbers(row []any) []any {
	out := make([]any, len(row))
	for i, v := range row {
		out[i] = v
		if x, ok := v.(float64); ok {
			out[i] = json.Number(fmt.Sprint(x))
		}
	}
	return out
}
