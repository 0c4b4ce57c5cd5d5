package chart

// minor is the unit of amounts: whole minor units of the row's currency.
const minor = "minor"

// oddDigits are the digits of currencies whose smallest unit is not a hundredth.
var oddDigits = map[string]int{
	"BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3,
	"OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}

// minorDigits is how many digits of a currency are behind the decimal sign.
func minorDigits(currency string) int {
	if n, ok := oddDigits[currency]; ok {
		return n
	}
	return 2
}

// currencyOf is the currency of an amount: that of its row, or of its column of
// a pivoted answer; "" where none is told.
func (s *sheet) currencyOf(c cell) string {
	for i, name := range s.in.Query.Pivot {
		if pivot := s.in.Result.Columns[c.col].Pivot; name == "currency" && i < len(pivot) {
			return asText(pivot[i])
		}
	}
	if col, ok := s.column("currency"); ok && c.row >= 0 {
		return asText(s.value(c.row, col))
	}
	return s.currency()
}

// currency is that of all rows, "" where they differ or do not say.
func (s *sheet) currency() string {
	col, ok := s.column("currency")
	if !ok || len(s.in.Result.Rows) == 0 {
		return ""
	}
	first := asText(s.value(0, col))
	for row := range s.in.Result.Rows {
		if asText(s.value(row, col)) != first {
			return ""
		}
	}
	return first
}
