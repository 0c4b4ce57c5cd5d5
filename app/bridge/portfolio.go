package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
	"headroom/backend/watch"
)

// Portfolio answers the portfolio and account pages.
type Portfolio struct{ base }

// shownEndings bounds the rows of the endings table; the page says of how many.
const shownEndings = 500

// page is one page being put together.
type page struct {
	ctx     context.Context
	desk    Desk
	view    View
	ask     report.View
	today   portfolio.Day // the day looked at
	watched watch.Watchlist
	err     error
}

func (p *Portfolio) open(v View) (*page, context.CancelFunc, error) {
	desk, ctx, cancel, err := p.reading()
	if err != nil {
		return nil, cancel, err
	}
	g := &page{ctx: ctx, desk: desk, view: v, ask: report.View{AsOf: v.AsOf, Scope: v.Scope}, today: desk.Today()}
	if v.AsOf != "" {
		if g.today, err = portfolio.ParseDay(v.AsOf); err != nil {
			return nil, cancel, fault.At("asOf", "%q is not a day.", v.AsOf)
		}
	}
	g.watched, err = desk.Watched(ctx)
	return g, cancel, err
}

// answer asks one question; after the first failure it answers nothing.
func (g *page) answer(q metric.Query) report.Table {
	if g.err != nil {
		return report.Read(metric.Result{})
	}
	r, err := g.desk.Ask(g.ctx, q)
	if err != nil {
		g.err = err
	}
	return report.Read(r)
}

// Page returns the portfolio with the endings of the next days days.
func (p *Portfolio) Page(v View, days int) (out PortfolioPage, err error) {
	defer p.guard("Portfolio.Page", &err)
	if days < 0 || days > 3660 {
		return out, fault.At("days", "The window is from 0 to 3660 days.")
	}
	g, cancel, err := p.open(v)
	defer cancel()
	if err != nil {
		return out, err
	}
	totals := g.answer(g.ask.Totals(""))
	ending := g.answer(g.ask.Ending("", days))
	rows := g.answer(g.ask.EndingRows("", days, shownEndings))
	out = PortfolioPage{
		AsOf: g.today.String(), Figures: figures(totals, ending), Days: days, Endings: g.endings(rows),
		EndingMonths: g.endingMonths(days), Products: g.rates(""), Active: g.trend(""), Table: g.accounts(),
	}
	out.EndingsTotal = max(whole(ending.Number(0, "entitlements_ending")), len(out.Endings))
	out.Accounts, out.Entitlements = whole(totals.Number(0, "accounts")), whole(totals.Number(0, "entitlements"))
	out.Freshness, err = g.freshness(totals)
	if g.err != nil {
		return PortfolioPage{}, g.err
	}
	return out, err
}

// Ask answers a query of the contract as JSON text.
func (p *Portfolio) Ask(query string) (text string, err error) {
	defer p.guard("Portfolio.Ask", &err)
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var q metric.Query
	if err := fault.ReadJSON([]byte(query), &q); err != nil {
		return "", err
	}
	r, err := desk.Ask(ctx, q)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(r)
	return string(b), err
}

// Watch marks an account or entitlement as watched, or no longer. Where no rule
// looks at what is watched, the two usual ones are added, so that watching
// something means being told.
func (p *Portfolio) Watch(kind, key string, on bool) (watched bool, err error) {
	defer p.guard("Portfolio.Watch", &err)
	if err := p.writable(); err != nil {
		return watched, err
	}
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	if err := desk.Watch(ctx, kind, key, on); err != nil {
		return false, err
	}
	if on {
		err = addUsualRules(ctx, desk)
	}
	return on, err
}

// Watched returns what the person watches.
func (p *Portfolio) Watched() (out Watched, err error) {
	out = Watched{Accounts: []string{}, Entitlements: []string{}}
	defer p.guard("Portfolio.Watched", &err)
	desk, ctx, cancel, err := p.reading()
	defer cancel()
	if err != nil {
		return out, err
	}
	list, err := desk.Watched(ctx)
	out.Accounts = slices.AppendSeq(out.Accounts, maps.Keys(list.Accounts))
	out.Entitlements = slices.AppendSeq(out.Entitlements, maps.Keys(list.Entitlements))
	slices.Sort(out.Accounts)
	slices.Sort(out.Entitlements)
	return out, err
}

func addUsualRules(ctx context.Context, desk Desk) error {
	rules, err := desk.Rules(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(rules, func(r watch.Listed) bool { return r.Rule.Watch.String() != "accounts" }) {
		return nil
	}
	for _, r := range []watch.Rule{
		{Name: "Watched: ends within 90 days", Template: watch.EndsWithin, Days: 90, Watch: watch.Watch{Watched: true}, State: watch.Active},
		{Name: "Watched: usage over 90%", Template: watch.UsageOver, Threshold: 0.9, Clear: 0.8, Watch: watch.Watch{Watched: true}, State: watch.Active},
	} {
		if err := desk.AddRule(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// figures are the six figures at the head of a page, in their order.
func figures(totals, ending report.Table) []Figure {
	rate := func(name string) Figure {
		f := Figure{Name: name, Value: totals.Number(0, name)}
		var detail map[string]any
		f.Part, f.Of, detail = totals.Part(0, name)
		if f.Value != nil && *f.Value > 1 {
			f.Note = "above_100"
		} else if of, all := detail["of"], detail["entitlements"]; name == "deployment_rate" && of != nil && fmt.Sprint(of) != fmt.Sprint(all) {
			f.Note = "unknown_some"
		}
		return f
	}
	return []Figure{
		{Name: "licenses_ending", Value: ending.Number(0, "licenses_ending"), Count: ending.Number(0, "entitlements_ending")},
		{Name: "licenses_sold", Value: totals.Number(0, "licenses_sold"), Count: totals.Number(0, "entitlements")},
		rate("deployment_rate"),
		rate("usage_rate"),
		{Name: "active_users", Value: totals.Number(0, "active_users")},
		{Name: "overage", Value: totals.Number(0, "overage")},
	}
}

func (g *page) endings(rows report.Table) []Ending {
	out := make([]Ending, 0, len(rows.Rows))
	for i := range rows.Rows {
		e := Ending{
			Key: rows.Text(i, "entitlement_key"), AccountKey: rows.Text(i, "account_key"), Account: rows.Text(i, "account"), Product: rows.Text(i, "product"),
			Quantity: rows.Number(i, "quantity"), Assigned: rows.Number(i, "assigned"), End: rows.Text(i, "end_date"), Days: whole(rows.Number(i, "days_to_end")),
			AutoRenew: rows.Flag(i, "auto_renew"), Status: rows.Text(i, "status"),
		}
		e.Watched = g.watched.Entitlements[e.Key] || g.watched.Accounts[e.AccountKey]
		out = append(out, e)
	}
	return out
}

func (g *page) accounts() []AccountRow {
	t := g.answer(g.ask.Accounts())
	out := make([]AccountRow, 0, len(t.Rows))
	for i := range t.Rows {
		a := AccountRow{
			Key: t.Text(i, "account_key"), ID: t.Text(i, "account_id"), Account: t.Text(i, "account"), Country: t.Text(i, "country"),
			Sold: t.Number(i, "licenses_sold"), Assigned: t.Number(i, "licenses_assigned"), DeploymentRate: t.Number(i, "deployment_rate"),
			Active: t.Number(i, "active_users"), UsageRate: t.Number(i, "usage_rate"), Overage: t.Number(i, "overage"),
		}
		a.Watched = g.watched.Accounts[a.Key]
		if a.NextDays = t.Int(i, "days_to_next_end"); a.NextDays != nil {
			a.NextEnd = (g.today + portfolio.Day(*a.NextDays)).String()
		}
		out = append(out, a)
	}
	return out
}

// freshness says how old each source is, and which are late.
func (g *page) freshness(totals report.Table) (Freshness, error) {
	f := Freshness{DataAsOf: totals.DataAsOf, LastUpdated: totals.LastUpdated, Sources: []SourceStatus{}}
	imports, err := g.desk.Imports(g.ctx)
	if err != nil {
		return f, err
	}
	seen := map[string]int{}
	for _, i := range imports {
		if i.State != "committed" {
			continue
		}
		key := i.Source + "\x00" + i.Dataset
		at, ok := seen[key]
		if !ok {
			seen[key] = len(f.Sources)
			f.Sources = append(f.Sources, SourceStatus{Source: i.Source, Dataset: i.Dataset, AsOf: i.AsOf, ImportedAt: i.ImportedAt})
			continue
		}
		f.Sources[at].AsOf = max(f.Sources[at].AsOf, i.AsOf)
	}
	for i := range f.Sources {
		// A file may be younger than the facts in it.
		if known := totals.AsOfByDataset[f.Sources[i].Dataset]; known != "" {
			f.Sources[i].AsOf = min(f.Sources[i].AsOf, known)
		}
		if day, err := portfolio.ParseDay(f.Sources[i].AsOf); err == nil {
			f.Sources[i].Late = g.today-day > lateAfter
		}
	}
	return f, nil
}

// lateAfter is how many days a source may be silent before it is called late.
const lateAfter = 35

func whole(n *float64) int {
	if n == nil {
		return 0
	}
	return int(*n)
}
