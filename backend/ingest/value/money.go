package value

import (
	"bytes"
	"math"

	"headroom/backend/portfolio"
)

// signs are currency signs that stand for one currency in practice.
var signs = []struct{ sign, code string }{
	{"€", "EUR"},
	{"£", "GBP"},
	{"¥", "JPY"},
	{"￥", "JPY"},
	{"円", "JPY"},
	{"₩", "KRW"},
	{"US$", "USD"},
	{"$", "USD"},
	{"CHF", "CHF"},
	{"EUR", "EUR"},
	{"USD", "USD"},
	{"GBP", "GBP"},
	{"JPY", "JPY"},
	{"SEK", "SEK"},
	{"NOK", "NOK"},
	{"DKK", "DKK"},
	{"PLN", "PLN"},
}

// Money reads an amount in minor units. currency is an ISO 4217 code or empty;
// then the sign or code written with the amount decides, and the currency
// found is returned.
func Money(cell []byte, kind Kind, decimal byte, currency string) (amount int64, code string, res Result) {
	cell, written := withoutSign(Trim(cell))
	if currency == "" {
		currency = written
	}
	d, res := Decimal(cell, kind, decimal)
	if res != OK {
		return 0, currency, res
	}
	amount, ok := minor(d, minorDigits(currency))
	if !ok {
		return 0, currency, Bad
	}
	return amount, currency, OK
}

func withoutSign(b []byte) (rest []byte, code string) {
	for _, s := range signs {
		if rest, ok := bytes.CutPrefix(b, []byte(s.sign)); ok {
			return Trim(rest), s.code
		}
		if rest, ok := bytes.CutSuffix(b, []byte(s.sign)); ok {
			return Trim(rest), s.code
		}
	}
	return b, ""
}

// minorDigits is how many decimals the currency has.
func minorDigits(currency string) int {
	switch currency {
	case "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// minor scales d to digits decimals, rounding half away from zero.
func minor(d portfolio.Decimal, digits int) (int64, bool) {
	n := d.Mantissa
	for s := int(d.Scale); s < digits; s++ {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, false
		}
		n *= 10
	}
	drop := int64(1)
	for s := int(d.Scale); s > digits; s-- {
		drop *= 10
	}
	rest := n % drop
	n /= drop
	if 2*rest >= drop && drop > 1 {
		n++
	}
	if 2*rest <= -drop && drop > 1 {
		n--
	}
	return n, true
}

// Currency returns the ISO 4217 code that b writes as a sign or as a code in
// any case, or "".
func Currency(b []byte) string {
	b = Trim(b)
	if len(b) == 3 {
		code := bytes.ToUpper(b)
		for _, c := range code {
			if c < 'A' || c > 'Z' {
				return ""
			}
		}
		return string(code)
	}
	if rest, code := withoutSign(b); len(rest) == 0 {
		return code
	}
	return ""
}

// HasCurrency reports whether a currency is written with the amount in b.
func HasCurrency(b []byte) bool {
	_, code := withoutSign(Trim(b))
	return code != ""
}
