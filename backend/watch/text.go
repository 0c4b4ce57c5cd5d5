package watch

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"headroom/backend/portfolio"
)

// maxListed bounds how many lines one notice lists.
const maxListed = 40

// endsNotice is the notice of an instance about lines, the first of which is the
// soonest that made it fire.
func endsNotice(ls []line, today portfolio.Day) Notice {
	first := ls[0]
	n := Notice{Title: accountName(first.subject), AccountKey: first.accountKey, Account: first.account, End: first.end, Product: first.product, Entitlement: first.key}
	sentences := make([]string, 0, min(len(ls), maxListed+1))
	for i, l := range ls {
		if i == maxListed {
			sentences = append(sentences, fmt.Sprintf("and %d more", len(ls)-i))
			break
		}
		sentences = append(sentences, endsSentence(l, today))
	}
	n.Body = strings.Join(sentences, "; ")
	return n
}

// endsSentence says what ends, how much of it, and when: "Suite Pro: 120
// licenses end in 14 days (5 Dec 2026)".
func endsSentence(l line, today portfolio.Day) string {
	product := l.product
	if product == "" {
		product = "An entitlement"
	}
	when := endsWhen(l.end, today)
	switch {
	case l.quantity == nil:
		return fmt.Sprintf("%s ends %s", product, when)
	case *l.quantity == 1:
		return fmt.Sprintf("%s: 1 license ends %s", product, when)
	default:
		return fmt.Sprintf("%s: %s licenses end %s", product, grouped(*l.quantity), when)
	}
}

func endsWhen(end, today portfolio.Day) string {
	date := end.Time().Format("2 Jan 2006")
	switch days := end - today; days {
	case 0:
		return fmt.Sprintf("today (%s)", date)
	case 1:
		return fmt.Sprintf("tomorrow (%s)", date)
	default:
		return fmt.Sprintf("in %d days (%s)", days, date)
	}
}

func usageNotice(g gauge, r Rule) Notice {
	n := Notice{Title: accountName(g.subject), AccountKey: g.accountKey, Account: g.account, Product: g.product, End: portfolio.NoDay}
	product := g.product
	if product == "" {
		product = "All products"
	}
	of := "what is entitled"
	if g.metric == "usage_rate" {
		of = "its total users"
	}
	n.Body = fmt.Sprintf("%s: usage is %s of %s (over %s)", product, percent(*g.value), of, percent(r.Threshold))
	return n
}

func accountName(s subject) string {
	switch {
	case s.account != "":
		return s.account
	case s.accountID != "":
		return s.accountID
	default:
		return "An account"
	}
}

// Digest is the notice that stands for several at once. News holds the rule of
// each of them.
func Digest(news []Rule) Notice {
	var ending, accounts, full, endingDays, accountDays int
	for _, r := range news {
		switch {
		case r.Template == UsageOver:
			full++
		case r.PerAccount:
			accounts, accountDays = accounts+1, max(accountDays, r.Days)
		default:
			ending, endingDays = ending+1, max(endingDays, r.Days)
		}
	}
	var parts []string
	if ending > 0 {
		parts = append(parts, counted(ending, "entitlement ends", "entitlements end")+" within "+counted(endingDays, "day", "days"))
	}
	if accounts > 0 {
		parts = append(parts, counted(accounts, "account has", "accounts have")+" entitlements that end within "+counted(accountDays, "day", "days"))
	}
	if full > 0 {
		parts = append(parts, counted(full, "product is", "products are")+" over the usage you chose")
	}
	return Notice{Title: "Headroom", Body: strings.Join(parts, "; "), End: portfolio.NoDay}
}

// Unnamed is the notice for people who do not want names on their screen.
func Unnamed(n int) Notice {
	return Notice{Title: "Headroom", Body: counted(n, "new notification", "new notifications") + " in the inbox", End: portfolio.NoDay}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(float64(n)) + " " + many
}

// grouped writes a whole number with commas.
func grouped(v float64) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if v < 0 {
		return "-" + whole
	}
	return whole
}

// percent writes a fraction with at most one decimal.
func percent(v float64) string {
	return strconv.FormatFloat(math.Round(v*1000)/10, 'f', -1, 64) + "%"
}
