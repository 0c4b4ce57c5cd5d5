package bridge

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"headroom/backend/chart"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

const (
	monthsAhead   = 12
	shownProducts = 6
	shownServices = 4 // workloads whose source names no product
)

// noChart says why there is nothing to draw.
func noChart(code string) Chart {
	return Chart{Empty: code, Columns: []string{}, Rows: [][]any{}, Links: []string{}}
}

// drawn finishes a chart; a drawing that failed is the page's failure.
func (g *page) drawn(option string, err error, c Chart) Chart {
	if err != nil {
		g.err = err
		return noChart("failed")
	}
	c.Option = option
	if c.Links == nil {
		c.Links = []string{}
	}
	return c
}

func (g *page) palette() chart.Palette { return chart.Scheme(g.view.Dark) }

// monthOf is YYYY-MM of a day.
func monthOf(d portfolio.Day) string { return d.String()[:7] }

// plusMonths is the first day of the month n months after d's.
func plusMonths(d portfolio.Day, n int) portfolio.Day {
	y, m, _ := d.Time().Date()
	return portfolio.DayOf(y, m+time.Month(n), 1)
}

func (g *page) endingMonths(days int) Chart {
	last := plusMonths(g.today, monthsAhead-1).MonthEnd()
	t := g.answer(g.ask.EndingMonths(g.today, last))
	m := chart.MonthsEnding{Months: make([]string, monthsAhead), Ends: make([]float64, monthsAhead), Renews: make([]float64, monthsAhead), Silent: make([]float64, monthsAhead)}
	at := map[string]int{}
	for i := range m.Months {
		first := plusMonths(g.today, i)
		m.Months[i] = monthOf(first)
		at[m.Months[i]] = i
		if first <= g.today+portfolio.Day(days) {
			m.Within = i + 1
		}
	}
	sum := 0.0
	for i := range t.Rows {
		month, n := t.Text(i, "end_date"), t.Number(i, "licenses_ending")
		k, ok := at[month[:min(7, len(month))]]
		if !ok || n == nil {
			continue
		}
		sum += *n
		switch renews := t.Flag(i, "auto_renew"); {
		case renews == nil:
			m.Silent[k] += *n
		case *renews:
			m.Renews[k] += *n
		default:
			m.Ends[k] += *n
		}
	}
	if sum == 0 {
		return noChart("no_endings")
	}
	option, err := chart.EndingMonths(g.palette(), m)
	c := Chart{Text: fmt.Sprintf("Licenses ending in the next %d months: %.0f.", monthsAhead, sum), Columns: []string{"Month", "Ends", "Renews by itself", "Not stated"}}
	for i := range m.Months {
		c.Rows = append(c.Rows, []any{m.Months[i], m.Ends[i], m.Renews[i], m.Silent[i]})
	}
	return g.drawn(option, err, c)
}

// ratesOf is one row of the chart of rates: a product, or a workload whose
// source names no product.
type ratesOf struct {
	chart.Rate
	service                       bool
	weight                        float64
	assigned, sold, active, total *float64
}

// rates draws the products with most licenses, then the workloads with most
// users: what a source measures without naming a product stands by itself.
func (g *page) rates(account string) Chart {
	rows := largest(g.ratesByName(account))
	if len(rows) == 0 {
		return noChart("no_data")
	}
	c := Chart{Columns: []string{"Product", "Deployment rate", "Assigned", "Sold", "Usage rate", "Active", "Total"}}
	rates := make([]chart.Rate, len(rows))
	above := 0
	for i, r := range rows {
		rates[i] = r.Rate
		c.Rows = append(c.Rows, []any{r.Name, r.Deployment, r.assigned, r.sold, r.Usage, r.active, r.total})
		if r.Usage != nil && *r.Usage > 1 {
			above++
		}
	}
	c.Text = fmt.Sprintf("Deployment rate and usage rate of %d products and workloads; %d used above 100%%.", len(rows), above)
	option, err := chart.Rates(g.palette(), rates)
	return g.drawn(option, err, c)
}

func largest(rows []ratesOf) []ratesOf {
	slices.SortStableFunc(rows, func(a, b ratesOf) int { return cmp.Compare(b.weight, a.weight) })
	var products, services []ratesOf
	for _, r := range rows {
		switch {
		case !r.service && len(products) < shownProducts:
			products = append(products, r)
		case r.service && len(services) < shownServices:
			services = append(services, r)
		}
	}
	return append(products, services...)
}

func (g *page) ratesByName(account string) []ratesOf {
	var rows []ratesOf
	at := map[string]int{}
	row := func(name string, service bool) *ratesOf {
		i, ok := at[name]
		if !ok {
			i = len(rows)
			at[name] = i
			rows = append(rows, ratesOf{Rate: chart.Rate{Name: name}, service: service})
		}
		return &rows[i]
	}
	d := g.answer(g.ask.DeploymentByProduct(account))
	for i := range d.Rows {
		r := row(d.Text(i, "product"), false)
		r.Deployment, r.sold = d.Number(i, "deployment_rate"), d.Number(i, "licenses_sold")
		r.assigned, _, _ = d.Part(i, "deployment_rate")
		if r.sold != nil {
			r.weight = *r.sold
		}
	}
	used := g.answer(g.ask.UsageByProduct(account))
	for i := range used.Rows {
		addUsage(used, i, row)
	}
	return rows
}

// addUsage gives a product its usage rate, or its consumption rate where it is
// metered.
func addUsage(used report.Table, i int, row func(name string, service bool) *ratesOf) {
	name, service := used.Text(i, "product"), false
	if name == "" {
		name, service = used.Text(i, "workload"), true
	}
	rate, metric := used.Number(i, "usage_rate"), "usage_rate"
	if rate == nil {
		rate, metric = used.Number(i, "consumption_rate"), "consumption_rate"
	}
	if name == "" || rate == nil {
		return
	}
	part, of, _ := used.Part(i, metric)
	r := row(name, service)
	if r.total != nil && of != nil && *r.total >= *of {
		return // of several workloads of one product the largest speaks for it
	}
	r.Usage, r.active, r.total = rate, part, of
	if of != nil {
		r.weight = max(r.weight, *of)
	}
}

func (g *page) trend(account string) Chart {
	t := g.answer(g.ask.Trend(account))
	months, at := g.monthsOf(t)
	active := make([]*float64, len(months))
	known := 0
	for i := range t.Rows {
		if n := t.Number(i, "active_users"); n != nil {
			active[at[t.Text(i, "date")[:7]]] = n
			known++
		}
	}
	if known == 0 {
		return noChart("no_usage")
	}
	c := Chart{Columns: []string{"Month", "Active users"}}
	first, last := "", ""
	for i, m := range months {
		c.Rows = append(c.Rows, []any{m, active[i]})
		if a := active[i]; a != nil {
			if last = fmt.Sprintf("%.0f in %s", *a, m); first == "" {
				first = last
			}
		}
	}
	c.Text = "Active users by month, from " + first + " to " + last + "."
	option, err := chart.Levels(g.palette(), chart.Trend{Months: months, Active: active})
	return g.drawn(option, err, c)
}

// monthsOf lists the months from the first to the last row of an answer by
// month, so that a month without data stays in the picture.
func (g *page) monthsOf(t report.Table) ([]string, map[string]int) {
	first, last := portfolio.NoDay, portfolio.NoDay
	for i := range t.Rows {
		d, err := portfolio.ParseDay((t.Text(i, "date") + "-01")[:10])
		if err != nil {
			continue
		}
		if first == portfolio.NoDay || d < first {
			first = d
		}
		last = max(last, d)
	}
	months, at := []string{}, map[string]int{}
	for d := first; first != portfolio.NoDay && d <= last; d = plusMonths(d, 1) {
		at[monthOf(d)] = len(months)
		months = append(months, monthOf(d))
	}
	return months, at
}
