package program_test

import (
	"slices"
	"testing"

	"headroom/app/program"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

// watchAll marks every account and entitlement as watched.
func watchAll(t *testing.T, p *program.Program) {
	t.Helper()
	for kind, column := range map[string]string{watch.WatchAccount: "account_key", watch.WatchEntitlement: "entitlement_key"} {
		q := metric.Query{Columns: []string{column}}
		if kind == watch.WatchAccount {
			q.Dataset = metric.Accounts
		}
		answer, err := p.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.Rows {
			if err := p.Watch(t.Context(), kind, row[0].(string), true); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestEveryTemplateFindsSomethingInTheDemo: what is offered to who looks at the
// demo portfolio is no empty list. What is about watched things is tried with
// everything watched, and what compares with an evaluation before is rehearsed on
// the months that the demo tells of.
func TestEveryTemplateFindsSomethingInTheDemo(t *testing.T) {
	p := demo(t)
	watchAll(t, p)
	for _, x := range template.Ready("en") {
		in, err := p.InspectRule(t.Context(), 0, x.Rule, "en")
		if err != nil {
			t.Errorf("%s: %v", x.Name, err)
			continue
		}
		found := in.Holding
		if x.Rule.Condition.Kind.Compares() {
			h, err := p.RehearseRule(t.Context(), x.Rule, portfolio.NoDay, portfolio.NoDay, "en")
			if err != nil {
				t.Errorf("%s: %v", x.Name, err)
				continue
			}
			found = len(h.Firings)
			if found > 0 {
				in.Preview = &watch.Notice{Title: h.Firings[0].Title, Body: h.Firings[0].Body}
			}
		}
		if found == 0 || in.Preview == nil || in.Preview.Title == "" || in.Preview.Body == "" {
			t.Errorf("%s finds %d of %d, %d without data", x.Name, found, in.Instances, in.NoData)
			continue
		}
		t.Logf("%s: %d of %d: %s: %s", x.Name, found, in.Instances, in.Preview.Title, in.Preview.Body)
	}
}

// TestEveryTemplateCanBeActivated: each is kept and evaluated as it is offered.
func TestEveryTemplateCanBeActivated(t *testing.T) {
	p := demo(t)
	for _, x := range template.Ready("it") {
		if _, err := p.AddRule(t.Context(), x.Rule); err != nil {
			t.Errorf("%s: %v", x.Name, err)
		}
	}
	report, err := p.Check(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range report.Problems {
		t.Errorf("rule %d: %s (%v)", problem.Rule, problem.Message, problem.Err)
	}
	due := 0 // what has a schedule waits for it
	for _, x := range template.Ready("it") {
		if !x.Rule.Trigger.Scheduled() {
			due++
		}
	}
	if report.Evaluated != due {
		t.Errorf("%d rules were evaluated, not %d", report.Evaluated, due)
	}
}

// TestAcceptance12EndedLinesAreHiddenUntilAskedFor is check 12 of the mission: the
// list of what ends hides what has ended, and the filter by the end shows it.
func TestAcceptance12EndedLinesAreHiddenUntilAskedFor(t *testing.T) {
	p := demo(t)
	all := shippedTiles()
	i := slices.IndexFunc(all, func(x tile) bool { return x.place == "renewals.act_by" })
	list := all[i]
	if len(list.filters) == 0 {
		t.Fatal("nothing is filtered at first")
	}
	count := func(filters ...metric.Filter) (ended, rows int) {
		q := list.report.Query
		q.Tokens, q.Dashboard = list.tokens, &metric.Filter{All: append([]metric.Filter{}, filters...)}
		answer, err := p.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(answer.Columns, func(c metric.Column) bool { return c.Name == "end_date" })
		for _, row := range answer.Rows {
			if end, ok := row[at].(string); ok && end < p.Today().String() {
				ended++
			}
		}
		return ended, len(answer.Rows)
	}
	if hidden, rows := count(list.filters...); hidden > 0 || rows == 0 {
		t.Errorf("%d of %d lines have ended, with the filter that is set at first", hidden, rows)
	}
	if shown, rows := count(); shown == 0 || shown == rows {
		t.Errorf("%d of %d lines have ended, with the filter off", shown, rows)
	}
	past := metric.Filter{Dimension: "end_date", Op: "last", N: 6, Unit: "month", Rolling: true, Excluded: true}
	if shown, rows := count(past); shown == 0 || shown != rows {
		t.Errorf("%d of %d lines have ended, of those of the last months", shown, rows)
	}
}
