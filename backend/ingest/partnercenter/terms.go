package partnercenter

import (
	"regexp"
	"strings"

	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// The billing cycles, in the words of portfolio.Entitlement.
const (
	monthly   = "monthly"
	annual    = "annual"
	triennial = "triennial"
	oneTime   = "one-time"
)

// billingWords are the spellings of a cycle, folded.
var billingWords = map[string]string{
	"month": monthly, "monthly": monthly, "p1m": monthly, "1month": monthly,
	"year": annual, "yearly": annual, "annual": annual, "annually": annual, "p1y": annual, "1year": annual,
	"triennial": triennial, "3years": triennial, "3year": triennial, "p3y": triennial,
	"onetime": oneTime, "once": oneTime, "upfront": oneTime,
}

// billingOf reads a billing cycle: "Monthly", "one_time", "yearly billing". Text
// that offers several ("monthly/yearly billing") and the word for none give "".
func billingOf(text string) string {
	word := strings.TrimSuffix(value.Key(text), "billing")
	return billingWords[word]
}

var isoTerm = regexp.MustCompile(`^P[1-9][0-9]*[DMY]$`)

// termText finds a length in words: "One-Year", "3 years", "1 Month(s)", "Monthly term".
var termText = regexp.MustCompile(`(?i)^\s*(?:(one|two|three|five|\d+)[\s-]*(?:\d+\s*)?)?(month|year|annual|day)`)

var numberWords = map[string]string{"": "1", "one": "1", "two": "2", "three": "3", "five": "5"}

// termOf reads the length of a term as an ISO 8601 duration.
func termOf(text string) string {
	text = strings.TrimSpace(text)
	if upper := strings.ToUpper(text); isoTerm.MatchString(upper) {
		return upper
	}
	m := termText.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	n, ok := numberWords[strings.ToLower(m[1])]
	if !ok {
		n = m[1]
	}
	switch strings.ToLower(m[2]) {
	case "month":
		return "P" + n + "M"
	case "day":
		return "P" + n + "D"
	}
	return "P" + n + "Y"
}

// termAndBilling reads both from one cell: "One-Year commitment for
// monthly/yearly billing", "1 year, monthly", "Monthly term, Monthly billing".
func termAndBilling(text string) (term, billing string) {
	first, second, found := strings.Cut(text, " for ")
	if !found {
		first, second, _ = strings.Cut(text, ",")
	}
	return termOf(first), billingOf(second)
}

// lastDay is the last day of a period whose end is written either as its last
// day or as the day after: it is the day after where whole months lie between.
func lastDay(start, end portfolio.Day) portfolio.Day {
	if start.IsZero() || end.IsZero() || end <= start {
		return end
	}
	if start.Time().Day() == end.Time().Day() {
		return end - 1
	}
	return end
}
