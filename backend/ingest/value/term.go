package value

import (
	"strconv"
	"strings"
)

// terms are the folded words for usual terms, as ISO 8601 durations.
var terms = map[string]string{
	"monthly": "P1M", "month": "P1M", "1month": "P1M", "mensile": "P1M", "monatlich": "P1M", "mensuel": "P1M", "mensual": "P1M", "月次": "P1M", "1か月": "P1M",
	"quarterly": "P3M", "trimestrale": "P3M", "quartalsweise": "P3M", "trimestriel": "P3M", "trimestral": "P3M", "四半期": "P3M",
	"annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "year": "P1Y", "1year": "P1Y", "annuale": "P1Y", "jahrlich": "P1Y", "annuel": "P1Y", "anual": "P1Y", "年次": "P1Y", "1年": "P1Y",
	"triennial": "P3Y", "3year": "P3Y", "3years": "P3Y", "triennale": "P3Y", "dreijahrig": "P3Y", "triennal": "P3Y", "trienal": "P3Y", "3年": "P3Y",
}

// Term returns the ISO 8601 duration that s writes, itself or as a word in six
// languages or as "36 months"; "" where it is none.
func Term(s string) string {
	if isDuration(s) {
		return s
	}
	k := Key(s)
	if t := terms[k]; t != "" {
		return t
	}
	digits := strings.TrimRight(k, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > 600 {
		return ""
	}
	switch strings.TrimPrefix(k, digits) {
	case "month", "months", "m", "mesi", "mese", "monate", "monat", "mois", "meses", "mes":
		return "P" + digits + "M"
	case "year", "years", "y", "anni", "anno", "jahre", "jahr", "ans", "an", "anos", "ano":
		return "P" + digits + "Y"
	}
	return ""
}

func isDuration(s string) bool {
	if len(s) < 3 || s[0] != 'P' {
		return false
	}
	for i := 1; i < len(s)-1; i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return strings.IndexByte("DWMY", s[len(s)-1]) >= 0
}

// Billing returns how often is billed, "monthly", "annual", "triennial" or
// "one-time", from a word in six languages; "" where it says none of them.
func Billing(s string) string {
	switch Key(s) {
	case "onetime", "once", "unatantum", "einmalig", "unique", "unico", "一括", "一回":
		return "one-time"
	}
	switch Term(s) {
	case "P1M":
		return "monthly"
	case "P1Y", "P12M":
		return "annual"
	case "P3Y", "P36M":
		return "triennial"
	}
	return ""
}
