package demo

import (
	"fmt"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// accountMapping is of a list an account manager keeps by hand.
var accountMapping = ingest.Mapping{
	Dataset: portfolio.Accounts, Class: portfolio.EntityList, Source: "Account list",
	Columns: map[string]string{"Account": "account", "Region": "region", "Account manager": "owner"},
}

func (p *invented) accountRows() [][]string {
	rows := [][]string{{"Account", "Region", "Account manager"}}
	for _, a := range p.accounts {
		rows = append(rows, []string{a.name, a.region, a.owner})
	}
	return rows
}

// sponsorMapping is of a list that came every week until somebody forgot it: who
// stands up for the products at each of the larger accounts.
var sponsorMapping = ingest.Mapping{
	Dataset: portfolio.Accounts, Class: portfolio.EntityList, Source: "Sponsor list", Custom: []string{"Sponsor"},
	Columns: map[string]string{"Customer": "account"},
}

// sponsors are theirs, by the number of the account.
var sponsors = []string{"Head of IT", "Finance director", "Head of engineering", "Operations manager"}

// sponsorRows are one week's list. The last one has a line of nobody.
func (p *invented) sponsorRows(last bool) [][]string {
	rows := [][]string{{"Customer", "Sponsor"}}
	for _, a := range p.accounts {
		if a.index == 0 || a.people >= 300 {
			rows = append(rows, []string{a.name, sponsors[a.index%len(sponsors)]})
		}
	}
	if last {
		rows = append(rows, []string{"", sponsors[0]})
	}
	return rows
}

// meteredMapping is of what a rendering service bills: hours of the month.
var meteredMapping = ingest.Mapping{
	Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Source: "Render Cloud", Decimal: ".",
	Columns:   map[string]string{"Month": "date", "Customer": "account", "Hours used": "used", "Hours included": "entitled"},
	Constants: map[string]string{"product": "Render Cloud", "meter": "Core hours", "vendor": "Nordvik"},
}

func (p *invented) meteredRows() [][]string {
	rows := [][]string{{"Month", "Customer", "Hours used", "Hours included"}}
	for _, a := range p.accounts {
		if a.index%5 != 0 {
			continue
		}
		rnd := p.dice("metered", a.index)
		included := 100 * (1 + a.people/40)
		for i, month := range p.months {
			// The first of them outgrows what is included in the last months.
			share := 0.45 + 0.3*rnd.Float64()
			if a.index == 0 {
				share = 1.18 - 0.06*float64(len(p.months)-1-i)
			}
			rows = append(rows, []string{month.String()[:7], a.name, fmt.Sprintf("%.2f", max(0, share)*float64(included)), strconv.Itoa(included)})
		}
	}
	return rows
}

// supportMapping is of the export of a help desk.
var supportMapping = ingest.Mapping{
	Dataset: portfolio.SupportRequests, Class: portfolio.EntityList, Source: "Help desk", DateOrder: "dmy", Key: []string{"Ticket"},
	Columns: map[string]string{
		"Customer": "account", "Opened": "date", "Topic": "product", "Type": "category", "State": "status",
		"Severity": "severity", "Subject": "title", "First answer": "first_response", "Hours to solve": "resolution_hours", "Closed": "closed_date", "Rating": "satisfaction",
	},
}

func (p *invented) supportRows() [][]string {
	rows := [][]string{{"Ticket", "Customer", "Opened", "Topic", "Type", "State", "Severity", "Subject", "First answer", "Hours to solve", "Closed", "Rating"}}
	kinds := []string{"How-to", "How-to", "Incident", "Incident", "Request", "Billing"}
	for i := range p.accounts {
		a := &p.accounts[i]
		if a.story == silent {
			continue
		}
		rnd := p.dice("support", a.index)
		topic := p.topic(a)
		for m, month := range p.months {
			for range rnd.IntN(2 + a.people/120) {
				day := month + portfolio.Day(rnd.IntN(int(month.MonthEnd()-month)+1))
				kind := kinds[rnd.IntN(len(kinds))]
				if day > p.Today {
					continue
				}
				state := "closed"
				if m == len(p.months)-1 && rnd.IntN(2) == 0 {
					state = "open"
				}
				row := []string{fmt.Sprintf("HD-%05d", 10000+len(rows)), a.name, day.Time().Format("02/01/2006"), topic, kind, state}
				rows = append(rows, append(row, p.care(len(rows), day, kind, state)...))
			}
		}
	}
	return rows
}

// subjects are what requests of a kind are about.
var subjects = map[string][]string{
	"How-to": {"How to share a folder", "Where to find templates", "How to record a meeting"}, "Incident": {"Cannot sign in", "Program is slow", "Files do not open"},
	"Request": {"New user", "More storage"}, "Billing": {"Question about an invoice"},
}

// care is how a request was looked after: severity, subject, minutes to the
// first answer, hours to the solution, day of closing, rating.
func (p *invented) care(i int, opened portfolio.Day, kind, state string) []string {
	rnd := p.dice("care", i)
	severity := []string{"low", "normal", "normal", "high"}[rnd.IntN(4)]
	subject := subjects[kind][rnd.IntN(len(subjects[kind]))]
	first, hours, rating := strconv.Itoa(5+rnd.IntN(400)), 2+rnd.IntN(90), ""
	if rnd.IntN(3) == 0 {
		rating = strconv.Itoa(2 + rnd.IntN(4))
	}
	closed := min(opened+portfolio.Day(hours/24), p.Today)
	if state == "open" {
		return []string{severity, subject, first, "", "", ""}
	}
	return []string{severity, subject, first, strconv.Itoa(hours), closed.Time().Format("02/01/2006"), rating}
}

// topic is the product an account asks about.
func (p *invented) topic(a *account) string {
	if a.flexnet {
		return "Design Suite Pro"
	}
	for _, s := range p.subscriptions {
		if s.account == a {
			return s.product.name
		}
	}
	return ""
}
