package demo

import (
	"fmt"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// contractMapping is of a register that a vendor of services keeps: the only
// file of the demo with prices and days of notice.
var contractMapping = ingest.Mapping{
	Dataset: portfolio.Entitlements, Class: portfolio.PeriodTable, Source: "Contract register", Decimal: ".",
	Columns: map[string]string{
		"Month": "date", "Contract": "entitlement", "Customer": "account", "Product": "product", "Licenses": "quantity", "Starts": "start_date", "Ends": "end_date",
		"State": "status", "Renews": "auto_renew", "Trial": "trial", "Price": "value", "Currency": "currency", "Cancel until": "cancel_until",
	},
	Constants: map[string]string{"vendor": "Nordvik", "family": "Nordvik"},
}

// contract is one line of the register. Days before is how long before the end
// notice must be given.
type contract struct {
	account    *account
	id         string
	product    string
	quantity   int
	start, end portfolio.Day
	notice     int
	renews     bool
	trial      bool
	price      int // of a year; 0 is not told
}

// contracts are running terms that end all through the coming year, terms that
// ran out in the months before and were not renewed, and trials.
func (p *invented) contracts() []contract {
	var all []contract
	for i := range p.accounts {
		a := &p.accounts[i]
		rnd := p.dice("contract", i)
		add := func(product string, quantity int, start, end portfolio.Day) *contract {
			all = append(all, contract{
				account: a, id: fmt.Sprintf("NV-%04d", 2000+len(all)), product: product, quantity: quantity, start: start, end: end,
				notice: []int{30, 60, 90}[rnd.IntN(3)], renews: rnd.IntN(2) == 0, price: 1200 + 100*rnd.IntN(200),
			})
			c := &all[len(all)-1]
			if rnd.IntN(6) == 0 {
				c.price = 0
			}
			return c
		}
		if i%5 == 0 {
			end := p.Today + 9 + portfolio.Day(i*31%340)
			add("Render Cloud", 1+a.people/40, addMonths(end, -12)+1, end)
		}
		if i%4 == 1 {
			end := p.Today + 20 + portfolio.Day(i*47%330)
			add("Nordvik Care", 1+a.people/60, addMonths(end, -12)+1, end)
		}
		if i%6 == 2 { // not renewed, one in every few weeks
			end := p.Today - 35 - portfolio.Day(i*37%300)
			add("Nordvik Training", 2+a.people/80, addMonths(end, -12)+1, end)
		}
		if i%9 == 4 {
			c := add("Nordvik Insight", 10, p.Today-20, p.Today+5+portfolio.Day(i*11%40))
			c.trial, c.renews, c.price = true, false, 0
		}
	}
	return all
}

// currencies are those the vendor bills in, by country; elsewhere in euro.
var currencies = map[string]string{"United Kingdom": "GBP", "Japan": "JPY", "Sweden": "SEK", "Norway": "NOK", "Denmark": "DKK", "Switzerland": "CHF"}

// contractRows are the register as it was in each month: what began later is
// not in it yet.
func (p *invented) contractRows() [][]string {
	rows := [][]string{{"Month", "Contract", "Customer", "Product", "Licenses", "Starts", "Ends", "State", "Renews", "Trial", "Price", "Currency", "Cancel until"}}
	for _, month := range p.months {
		for _, c := range p.contracts() {
			if c.start <= min(month.MonthEnd(), p.Today) {
				rows = append(rows, append([]string{month.String()[:7]}, c.row()...))
			}
		}
	}
	return rows
}

func (c contract) row() []string {
	flag := map[bool]string{true: "yes", false: "no"}
	price, currency := "", currencies[c.account.country]
	if currency == "" {
		currency = "EUR"
	}
	if c.price == 0 {
		currency = ""
	} else {
		price = strconv.Itoa(c.price)
	}
	state, until := "active", (c.end - portfolio.Day(c.notice)).String()
	if c.trial {
		state, until = "trial", ""
	}
	return []string{
		c.id, c.account.name, c.product, strconv.Itoa(c.quantity), c.start.String(), c.end.String(), state, flag[c.renews], flag[c.trial], price, currency, until,
	}
}
