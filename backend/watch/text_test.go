package watch

import (
	"testing"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func some(v float64) *float64 { return &v }

func TestEndsNotice(t *testing.T) {
	today := portfolio.DayOf(2026, 11, 21)
	of := func(product string) subject {
		return subject{accountKey: "tenant:1", accountID: "1", account: "Contoso", product: product}
	}
	tests := []struct {
		name        string
		lines       []line
		title, body string
	}{
		{"many", []line{{subject: of("Suite Pro"), quantity: some(1120), end: today + 14}}, "Contoso", "Suite Pro: 1,120 licenses end in 14 days (5 Dec)"},
		{"one, tomorrow", []line{{subject: of("Suite Pro"), quantity: some(1), end: today + 1}}, "Contoso", "Suite Pro: 1 license ends tomorrow (22 Nov)"},
		{"unknown quantity, today", []line{{subject: of("Suite Pro"), end: today}}, "Contoso", "Suite Pro ends today (21 Nov)"},
		{"no name, no product", []line{{subject: subject{accountID: "77"}, quantity: some(0), end: today + 2}}, "77", "An entitlement: 0 licenses end in 2 days (23 Nov)"},
		{
			"several",
			[]line{{subject: of("Suite Pro"), quantity: some(5), end: today + 14}, {subject: of("Mail"), quantity: some(2), end: today + 102}},
			"Contoso", "Suite Pro: 5 licenses end in 14 days (5 Dec); Mail: 2 licenses end in 102 days (3 Mar 2027)",
		},
	}
	for _, tt := range tests {
		n := Words{}.notice(Rule{Per: []string{perAccount}, Condition: Condition{Kind: EndsIn, Days: 30}}, seen{subject: tt.lines[0].subject, lines: tt.lines}, today)
		if n.Title != tt.title || n.Body != tt.body {
			t.Errorf("%s: %q, %q", tt.name, n.Title, n.Body)
		}
	}
}

func TestUsageNotice(t *testing.T) {
	r := Rule{Template: UsageOver, Threshold: 0.9, Clear: 0.8}.Full()
	x := seen{subject: subject{account: "Contoso", product: "Suite Pro"}, metric: "consumption_rate", value: some(1.0462)}
	words := Words{Catalog: metric.Catalog{Metrics: []metric.Metric{{Name: "consumption_rate", Format: "percent"}}}}
	want := "Suite Pro: usage is 104.6% of what is entitled (over 90%)"
	if n := words.notice(r, x, 0); n.Title != "Contoso" || n.Body != want {
		t.Errorf("%q, %q", n.Title, n.Body)
	}
}

func TestDigest(t *testing.T) {
	ends := Rule{Template: EndsWithin, Days: 30}
	account := Rule{Template: EndsWithin, Days: 90, PerAccount: true}
	over := Rule{Template: UsageOver}
	tests := []struct {
		news []Rule
		want string
	}{
		{[]Rule{ends, ends, ends}, "3 entitlements end within 30 days"},
		{[]Rule{ends, account, account}, "1 entitlement ends within 30 days; 2 accounts have entitlements that end within 90 days"},
		{[]Rule{account, account, over}, "2 accounts have entitlements that end within 90 days; 1 product is over the usage you chose"},
	}
	for _, tt := range tests {
		if n := Digest("en", tt.news); n.Title != "Headroom" || n.Body != tt.want {
			t.Errorf("%q, %q, want %q", n.Title, n.Body, tt.want)
		}
	}
}
