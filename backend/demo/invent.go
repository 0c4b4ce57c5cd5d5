package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"headroom/backend/portfolio"
)

// The partners in the files: the person's own, and another one whose licenses
// the same customers hold.
const (
	globalPartner = "9000001"
	ownPartner    = "6000101"
	otherPartner  = "6000777"
)

// story is what makes an account worth looking at.
type story int

const (
	ordinary story = iota
	overuse        // a trial and turnover: more active users than licenses
	falling        // usage falls month by month
	unused         // one workload that nobody uses
	twice          // a second subscription of the same product, in grace
	silent         // never asks for support
	gap            // a month without usage
	leaving        // a subscription that ended and was not renewed
	paused         // a suspended subscription
)

// stories of the first accounts; the others repeat the ones that can be told
// more than once.
// Every sixth is a customer of FlexNet Operations, which has none of them.
var stories = []story{overuse, falling, ordinary, twice, silent, ordinary, unused, gap, paused, leaving}

// invented is the whole portfolio before it is written.
type invented struct {
	Options
	months        []portfolio.Day // first days, the current month last
	accounts      []account
	subscriptions []subscription
}

// account is a customer: a tenant of Microsoft, or of FlexNet Operations.
type account struct {
	place
	index   int
	name    string
	segment string
	id      string // tenant GUID or FlexNet id
	flexnet bool
	people  int
	story   story
}

// subscription is one line that Microsoft sells by the year.
type subscription struct {
	account   *account
	id        string
	product   product
	seats     int
	end       portfolio.Day // of the term running today
	years     int
	assigned  float64 // share of the seats
	growth    float64 // of the seats in a year
	autoRenew bool
	partner   string
	state     string // of today
	since     int    // months ago the state began
	repeated  bool   // attributed to a second partner location too
}

type product struct{ name, part, family string }

var (
	suites = []product{
		{"Microsoft 365 Business Premium", "CFQ7TTC0LCHC", "Microsoft 365"},
		{"Microsoft 365 E3", "CFQ7TTC0LFLX", "Microsoft 365"},
		{"Office 365 E1", "CFQ7TTC0LF8Q", "Office 365"},
		{"Microsoft 365 E5", "CFQ7TTC0LFLZ", "Microsoft 365"},
	}
	addOns = []product{
		{"Visio Plan 2", "CFQ7TTC0HD32", "Visio"},
		{"Project Plan 3", "CFQ7TTC0HDB0", "Project"},
		{"Power BI Pro", "CFQ7TTC0H9MP", "Power BI"},
		{"Microsoft 365 Copilot", "CFQ7TTC0MM8R", "Microsoft 365"},
		{"Teams Phone Standard", "CFQ7TTC0LH0R", "Teams"},
	}
)

func invent(o Options) *invented {
	p := &invented{Options: o}
	start := o.Today.MonthStart()
	for i := o.Months - 1; i >= 0; i-- {
		p.months = append(p.months, addMonths(start, -i))
	}
	p.accounts = make([]account, o.Accounts)
	for i := range p.accounts {
		p.accounts[i] = p.account(i)
	}
	for i := range p.accounts {
		if a := &p.accounts[i]; !a.flexnet {
			p.subscribe(a)
		}
	}
	p.spreadEnds()
	return p
}

// addMonths returns the same day n months later, or the last of that month.
func addMonths(d portfolio.Day, n int) portfolio.Day {
	y, m, day := d.Time().Date()
	first := portfolio.DayOf(y, m+time.Month(n), 1)
	return min(first+portfolio.Day(day-1), first.MonthEnd())
}

func (p *invented) account(i int) account {
	rnd := p.dice("account", i)
	a := account{index: i, flexnet: i%6 == 5, people: size(rnd)}
	a.name, a.place = nameOf(i)
	if i < len(stories) {
		a.story = stories[i]
	} else if rnd.IntN(8) == 0 {
		a.story = []story{falling, unused, leaving}[rnd.IntN(3)]
	}
	if a.story == gap {
		a.people = 46 // small, so that its missing month does not bend the whole
	}
	a.segment = segmentOf(a.people)
	a.id = guid(rnd)
	if a.flexnet {
		a.id = fmt.Sprintf("ACC_%04d", 1000+i)
	}
	return a
}

// size draws many small companies and a few large ones.
func size(rnd *rand.Rand) int {
	switch n := rnd.IntN(10); {
	case n < 4:
		return 12 + rnd.IntN(60)
	case n < 8:
		return 70 + rnd.IntN(220)
	}
	return 300 + rnd.IntN(900)
}

func segmentOf(people int) string {
	switch {
	case people < 70:
		return "Small business"
	case people < 300:
		return "Mid-market"
	}
	return "Enterprise"
}

func guid(rnd *rand.Rand) string {
	a, b := rnd.Uint64(), rnd.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a), uint16(a>>32), a>>48&0xfff, b&0xfff, b>>16)
}

// subscribe gives a tenant its suite, some add-ons, and what its story needs.
func (p *invented) subscribe(a *account) {
	rnd := p.dice("subscribe", a.index)
	suite := *p.sell(rnd, a, suites[rnd.IntN(len(suites))], a.people)
	for range 1 + rnd.IntN(2) {
		p.sell(rnd, a, addOns[rnd.IntN(len(addOns))], max(2, a.people/(3+rnd.IntN(6))))
	}
	switch a.story {
	case overuse:
		trial := p.sell(rnd, a, addOns[3], 25)
		trial.state, trial.since, trial.end = "Trial", 1, p.Today+21
	case twice:
		old := p.sell(rnd, a, suite.product, suite.seats*2/3)
		old.state, old.since, old.autoRenew, old.end = "In Grace Period", 1, false, p.Today-12
	case paused:
		s := p.sell(rnd, a, addOns[4], max(5, a.people/4))
		s.state, s.since = "Suspended", 2
	case leaving:
		s := p.sell(rnd, a, addOns[0], max(5, a.people/6))
		s.state, s.since, s.autoRenew, s.end = "Churned", 2, false, p.Today-75
	case ordinary, falling, unused, silent, gap:
	}
	if a.index%7 == 2 {
		s := p.sell(rnd, a, addOns[rnd.IntN(len(addOns))], max(4, a.people/5))
		s.partner = otherPartner
	}
}

// sell adds a subscription. The pointer is good until the next one.
func (p *invented) sell(rnd *rand.Rand, a *account, what product, seats int) *subscription {
	s := subscription{
		account: a, id: guid(rnd), product: what, seats: seats, years: 1, assigned: 0.72 + 0.27*rnd.Float64(), growth: 0.25*rnd.Float64() - 0.04,
		autoRenew: rnd.IntN(4) > 0, partner: ownPartner, state: "Active", repeated: rnd.IntN(12) == 0,
	}
	if rnd.IntN(6) == 0 {
		s.years = 3
	}
	p.subscriptions = append(p.subscriptions, s)
	return &p.subscriptions[len(p.subscriptions)-1]
}

// spreadEnds dates the running terms: one ends in a week, one in 30 days, one
// in 90, and the others evenly over the coming year, several a month.
func (p *invented) spreadEnds() {
	soon := []portfolio.Day{7, 30, 90}
	n := 0
	for i := range p.subscriptions {
		s := &p.subscriptions[i]
		if s.state != "Active" {
			if s.end == 0 {
				s.end = p.Today + 120
			}
			continue
		}
		if n < len(soon) {
			s.end, s.years, s.partner = p.Today+soon[n], 1, ownPartner
		} else {
			s.end = p.Today + 2 + portfolio.Day(n*53%362)
		}
		n++
	}
}
