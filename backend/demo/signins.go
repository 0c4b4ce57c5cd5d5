package demo

import (
	"math"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// signInMapping is of a report that says who signed in to each add-on.
var signInMapping = ingest.Mapping{
	Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Source: "Sign-in report",
	Columns:   map[string]string{"Month": "date", "Customer": "account", "Product": "product", "Signed in": "active", "Licensed": "total"},
	Constants: map[string]string{"vendor": "Microsoft", "period": "month"},
}

// signInRows are the active users of the add-ons of every tenant by month. The
// first of an account whose story is unused has none.
func (p *invented) signInRows() [][]string {
	rows := [][]string{{"Month", "Customer", "Product", "Signed in", "Licensed"}}
	for i := range p.subscriptions {
		s := &p.subscriptions[i]
		suite := i == 0 || p.subscriptions[i-1].account != s.account
		if suite || s.state != "Active" || p.unseen(s.account) || p.sold(s, i) {
			continue
		}
		rnd := p.dice("sign-in", i)
		level := 0.35 + 0.6*rnd.Float64()
		for m, month := range p.months {
			ago := len(p.months) - 1 - m
			licensed := s.seatsIn(ago)
			share := level * (1 - 0.01*float64(ago)) * jitter(rnd)
			if s.account.story == unused {
				share = 0
			}
			rows = append(rows, []string{
				month.String()[:7], s.account.name, s.product.name, strconv.Itoa(int(math.Round(share * float64(licensed)))), strconv.Itoa(licensed),
			})
		}
	}
	return rows
}

// sold reports whether the account of a subscription has one of the same
// product before it, whose users the report counts already.
func (p *invented) sold(s *subscription, i int) bool {
	for j := range i {
		if o := &p.subscriptions[j]; o.account == s.account && o.product == s.product {
			return true
		}
	}
	return false
}

// unseen reports whether no source tells of an account's use.
func (p *invented) unseen(a *account) bool { return a.index%24 == 21 }
