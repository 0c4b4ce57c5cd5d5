package bridge

import (
	"cmp"
	"fmt"
	"slices"

	"headroom/backend/chart"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// accountDays is the window of licenses ending on the account page.
const accountDays = 90

// Account returns the page of one account.
func (p *Portfolio) Account(v View, key string) (out AccountPage, err error) {
	defer p.guard("Portfolio.Account", &err)
	if key == "" {
		return out, fault.At("key", "An account is named by its key.")
	}
	g, cancel, err := p.open(v)
	defer cancel()
	if err != nil {
		return out, err
	}
	facts := g.answer(g.ask.AccountFacts(key))
	if g.err == nil && len(facts.Rows) == 0 {
		return out, fault.New(fault.NotFound, "No import speaks of this account.").WithHint("It may have come from an import that was undone.")
	}
	totals := g.answer(g.ask.Totals(key))
	out = AccountPage{
		AsOf: g.today.String(), Key: key, ID: facts.Text(0, "account_id"), Account: facts.Text(0, "account"), Country: facts.Text(0, "country"),
		Region: facts.Text(0, "region"), Segment: facts.Text(0, "segment"), Owner: facts.Text(0, "owner"), Watched: g.watched.Accounts[key],
		Figures: figures(totals, g.answer(g.ask.Ending(key, accountDays))), Lines: g.lines(key), Products: g.rates(key),
	}
	out.Spans = g.spans(out.Lines)
	out.Workloads, out.Names = g.workloads(key)
	out.Unused = g.unused(key)
	if out.Freshness, err = g.freshness(totals); err != nil {
		return AccountPage{}, err
	}
	items, err := g.desk.InboxOf(g.ctx, key)
	if err != nil {
		return AccountPage{}, err
	}
	out.Inbox = inboxItems(items, g.today)
	if g.err != nil {
		return AccountPage{}, g.err
	}
	return out, nil
}

func (g *page) lines(key string) []Line {
	t := g.answer(g.ask.Lines(key))
	out := make([]Line, 0, len(t.Rows))
	for i := range t.Rows {
		l := Line{
			Key: t.Text(i, "entitlement_key"), Product: t.Text(i, "product"), SKU: t.Text(i, "sku"), Source: t.Text(i, "source"), Status: t.Text(i, "status"),
			StatusRaw: t.Text(i, "status_raw"), Quantity: t.Number(i, "quantity"), Assigned: t.Number(i, "assigned"), Start: t.Text(i, "start_date"),
			End: t.Text(i, "end_date"), Days: t.Int(i, "days_to_end"), AutoRenew: t.Flag(i, "auto_renew"), File: t.Text(i, "file"),
			FileLine: whole(t.Number(i, "line")), Import: int64(whole(t.Number(i, "import_id"))),
		}
		if trial := t.Flag(i, "trial"); trial != nil {
			l.Trial = *trial
		}
		l.Counts = g.counts(l)
		l.Watched = g.watched.Entitlements[l.Key] || g.watched.Accounts[key]
		out = append(out, l)
	}
	return out
}

// counts is the rule of docs/metrics.md for one line on the day looked at.
func (g *page) counts(l Line) bool {
	day := g.today.String()
	return l.Status == string(portfolio.Active) && !l.Trial && (l.Start == "" || l.Start <= day) && (l.End == "" || l.End >= day)
}

// shownSpans bounds the bars of the calendar.
const shownSpans = 12

func (g *page) spans(lines []Line) Chart {
	c := Chart{Columns: []string{"Product", "Start", "End", "Licenses"}}
	var spans []chart.Span
	for _, l := range lines {
		s := chart.Span{Name: l.Product, Start: dayOr(l.Start), End: dayOr(l.End), Counts: l.Counts, Trial: l.Trial, Grace: l.Status == string(portfolio.Grace)}
		if !s.End.IsZero() && s.End < g.today-183 {
			continue // before what the calendar shows
		}
		spans = append(spans, s)
		c.Rows = append(c.Rows, []any{l.Product, l.Start, l.End, l.Quantity})
	}
	if len(spans) == 0 {
		return noChart("no_entitlements")
	}
	c.Text = fmt.Sprintf("%d entitlements on a calendar from half a year ago to a year ahead.", len(spans))
	option, err := chart.Spans(g.palette(), g.today, spans[:min(len(spans), shownSpans)])
	return g.drawn(option, err, c)
}

func dayOr(text string) portfolio.Day {
	d, err := portfolio.ParseDay(text)
	if err != nil {
		return portfolio.NoDay
	}
	return d
}

// shownWorkloads bounds the small multiples.
const shownWorkloads = 8

// levelsOf are the active users of one workload by month.
type levelsOf struct {
	name   string
	values []*float64
	peak   float64
}

func (g *page) workloads(key string) ([]Chart, []string) {
	t := g.answer(g.ask.Workloads(key))
	months, at := g.monthsOf(t)
	byName := map[string]*levelsOf{}
	var all []*levelsOf
	for i := range t.Rows {
		name, active := t.Text(i, "workload"), t.Number(i, "active_users")
		if name == "" || active == nil {
			continue
		}
		l, ok := byName[name]
		if !ok {
			l = &levelsOf{name: name, values: make([]*float64, len(months))}
			byName[name] = l
			all = append(all, l)
		}
		l.values[at[t.Text(i, "date")[:7]]] = active
		l.peak = max(l.peak, *active)
	}
	slices.SortStableFunc(all, func(a, b *levelsOf) int { return cmp.Compare(b.peak, a.peak) })
	all = all[:min(len(all), shownWorkloads)]
	charts, names := make([]Chart, 0, len(all)), make([]string, 0, len(all))
	for _, l := range all {
		c := Chart{Columns: []string{"Month", "Active users"}, Text: l.name + ": active users by month."}
		for i, m := range months {
			c.Rows = append(c.Rows, []any{m, l.values[i]})
		}
		option, err := chart.Level(g.palette(), months, l.values, all[0].peak)
		charts, names = append(charts, g.drawn(option, err, c)), append(names, l.name)
	}
	return charts, names
}

// unused lists workloads whose level is 0 now, products that are sold and
// metered or counted without use, and features nobody used for 28 days.
func (g *page) unused(key string) []Unused {
	out := []Unused{}
	last := lastUse(g.answer(g.ask.Workloads(key)), "workload", "active_users")
	now := g.answer(g.ask.UsageByProduct(key))
	for i := range now.Rows {
		active, used := now.Number(i, "active_users"), now.Number(i, "usage_quantity")
		idle := active != nil && *active == 0 || active == nil && used != nil && *used == 0
		name, kind := now.Text(i, "workload"), "workload"
		if name == "" {
			name, kind = now.Text(i, "product"), "product"
		}
		if !idle || name == "" {
			continue
		}
		total := now.Number(i, "usage_total")
		if total == nil {
			total = now.Number(i, "usage_entitled")
		}
		out = append(out, Unused{Kind: kind, Name: name, Total: total, LastUse: last[name]})
	}
	return append(out, g.unusedFeatures(key)...)
}

func (g *page) unusedFeatures(key string) []Unused {
	t := g.answer(g.ask.Features(key))
	last := lastUse(t, "feature", "checkouts")
	names := make([]string, 0, len(last))
	for name := range last {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []Unused
	recent := monthOf(g.today - 28)
	for _, name := range names {
		if name != "" && last[name] < recent {
			out = append(out, Unused{Kind: "feature", Name: name, LastUse: last[name]})
		}
	}
	return out
}

// lastUse finds the last month in which each name had a figure above zero.
func lastUse(t report.Table, name, figure string) map[string]string {
	last := map[string]string{}
	for i := range t.Rows {
		if n := t.Number(i, figure); n != nil && *n > 0 {
			last[t.Text(i, name)] = max(last[t.Text(i, name)], t.Text(i, "date"))
		}
	}
	return last
}
