package demo

import (
	"math"
	"math/rand/v2"
	"strconv"
)

var usageColumns = []string{
	"PGAPartnerID", "CustomerTenantId", "CustomerTpid", "WorkloadName", "Month", "PaidAvailableUnits", "MonthlyActiveUsers", "CustomerName",
	"CustomerMarket", "CustomerSegment", "IndustryName", "VerticalName", "EOU", "PartnerID", "PartnerName", "PartnerLocation",
	"PartnerAttributionType", "IsDuplicateRowForPGA",
}

// workloads and the share of people who use them where all is well.
var workloads = []struct {
	name  string
	share float64
}{
	{"Exchange Online", 0.95},
	{"Microsoft Teams", 0.88},
	{"SharePoint Online", 0.74},
	{"OneDrive for Business", 0.68},
	{"Microsoft 365 Apps", 0.82},
	{"Viva Engage", 0.36},
}

// officeUsageRows are active users by workload and month, the current month
// up to today.
func (p *invented) officeUsageRows() [][]string {
	rows := [][]string{usageColumns}
	for i := range p.subscriptions {
		s := &p.subscriptions[i]
		if i > 0 && p.subscriptions[i-1].account == s.account || p.unseen(s.account) {
			continue // usage is of the tenant; its first subscription is the suite
		}
		rows = append(rows, p.usageOf(s)...)
	}
	return rows
}

func (p *invented) usageOf(suite *subscription) [][]string {
	var rows [][]string
	a := suite.account
	rnd := p.dice("office", a.index)
	level := 0.86 + 0.14*rnd.Float64()
	if a.story == overuse {
		level = 1
	}
	for i, month := range p.months {
		ago := len(p.months) - 1 - i
		if a.story == gap && ago == 4 {
			continue
		}
		paid := suite.seatsIn(ago)
		for w, load := range workloads {
			share := load.share * level * (1 - 0.008*float64(ago)) * jitter(rnd)
			active := strconv.Itoa(int(math.Round(share * a.story.factor(w, ago) * float64(paid))))
			rows = append(rows, []string{
				globalPartner, a.id, "", load.name, month.String() + "T00:00:00", strconv.Itoa(paid), active, a.name,
				a.country, a.segment, "", "", "", ownPartner, "Example Partner", "", "CSP", "0",
			})
		}
	}
	return rows
}

func jitter(rnd *rand.Rand) float64 { return 0.97 + 0.06*rnd.Float64() }

// factor bends the usage of a workload as the story of the account wants it.
func (s story) factor(workload, ago int) float64 {
	switch {
	case s == overuse && ago <= 2:
		return 1.42
	case s == twice && workload <= 1 && ago <= 1:
		return 1.2
	case s == falling:
		return 1 - 0.05*float64(12-min(12, ago))
	case s == unused && workload >= 4:
		return 0
	case s == leaving && workload == 5 && ago == 0:
		return 0.4 // people turn away before the account does
	}
	return 1
}
