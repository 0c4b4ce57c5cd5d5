package store

import (
	"fmt"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// crowded is a desk with an inbox of many kinds of items.
func crowded(t *testing.T) *desk {
	d := newDesk(t)
	d.add(by("first", watch.ToDesktop))
	d.add(ends("Second", 30))
	found := values{}
	for i := range 12 {
		found[fmt.Sprintf("a%02d", i)] = float64(i)
	}
	d.evaluate(found) // 24 items, twelve of each rule
	d.exec(`UPDATE inbox SET severity = CASE id % 3 WHEN 0 THEN 'critical' WHEN 1 THEN 'warning' ELSE 'notice' END, act_by = CASE WHEN id % 4 = 0 THEN '' ELSE date('2026-11-18', '+' || id || ' days') END,
		end_day = CASE WHEN id % 4 = 0 THEN '' ELSE '2027-01-01' END`)
	d.exec(`UPDATE inbox SET account_key = 'k' || (id % 5), account = 'Änne & Co ' || (id % 5), product = CASE WHEN id % 2 = 0 THEN 'Suite' ELSE 'Vault' END`)
	d.must(d.DoneWith(t.Context(), []int64{1, 2}, "called them"))
	d.must(d.SnoozeUntil(t.Context(), []int64{3}, watch.Return{Import: true}, "", d.today()))
	d.exec(`UPDATE inbox SET state = 'resolved', resolution = 'renewed' WHERE id IN (4, 5)`)
	d.exec(`UPDATE inbox SET state = 'superseded' WHERE id = 6`)
	return d
}

func (d *desk) find(q watch.InboxAsking) (watch.InboxPage, string) {
	d.t.Helper()
	page, err := d.FindInbox(d.t.Context(), q, d.today())
	d.must(err)
	var ids []string
	for _, i := range page.Items {
		ids = append(ids, fmt.Sprint(i.ID))
	}
	return page, strings.Join(ids, " ")
}

func TestThePagesOfAnInbox(t *testing.T) {
	d := crowded(t)
	tests := []struct {
		name string
		q    watch.InboxAsking
		want string // ids
	}{
		{"newest", watch.InboxAsking{Sort: watch.Newest, Limit: 5}, "24 23 22 21 20"},
		{"oldest, the next page", watch.InboxAsking{Sort: watch.Oldest, Limit: 5, Offset: 5}, "12 13 14 15 16"},
		{"the page of one item", watch.InboxAsking{Sort: watch.Oldest, Limit: 5, Around: 14}, "12 13 14 15 16"},
		{"done", watch.InboxAsking{State: watch.Done}, "2 1"},
		{"snoozed", watch.InboxAsking{State: watch.Snoozed}, "3"},
		{"resolved, and what was told again", watch.InboxAsking{State: watch.Resolved}, "6 5 4"},
		{"an account", watch.InboxAsking{Account: "k2", Sort: watch.Newest}, "22 17 12 7"},
		{"a product", watch.InboxAsking{Product: "Suite", Account: "k2", Sort: watch.Newest}, "22 12"},
		{"a rule", watch.InboxAsking{Rule: 2, Account: "k2", Sort: watch.Newest}, "22 17"},
		{"severities", watch.InboxAsking{Severity: []watch.Severity{watch.Critical, watch.Notable}, Account: "k2", Sort: watch.Newest}, "17 12"},
		{"a text, in capitals", watch.InboxAsking{Text: " ÄNNE & CO 3 ", Sort: watch.Newest}, "23 18 13 8"},
		{"a reason", watch.InboxAsking{State: watch.Done, Text: "called"}, "2 1"},
		{"no pattern", watch.InboxAsking{Text: "%"}, ""},
		{"by account", watch.InboxAsking{Sort: watch.ByAccount, Rule: 1}, "10 11 7 12 8 9"},
		{"by urgency", watch.InboxAsking{}, "7 9 24 12 10 11 13 14 15 17 18 19 21 22 23 16 20 8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, ids := d.find(tt.q); ids != tt.want {
				t.Errorf("items %s, want %s", ids, tt.want)
			}
		})
	}
	if _, err := d.FindInbox(t.Context(), watch.InboxAsking{Sort: "random()"}, d.today()); fault.Of(err) == nil {
		t.Error("an order that is none")
	}
	if ids, err := d.ChooseInbox(t.Context(), watch.InboxAsking{Account: "k2", Sort: watch.Newest, Limit: 1}, d.today()); err != nil || fmt.Sprint(ids) != "[22 17 12 7]" {
		t.Errorf("chosen %v, %v", ids, err)
	}
}

// A heading says of its items what they say themselves: a day decides where there
// is one, whatever the severity, else the severity does.
func TestTheGroupOfAnItem(t *testing.T) {
	day := func(d *desk, days int) string { return (d.today() + portfolio.Day(days)).String() }
	end := func(days int) func(*desk) (string, string) {
		return func(d *desk) (string, string) { return "", day(d, days) }
	}
	none := func(*desk) (string, string) { return "", "" }
	for _, tt := range []struct {
		name     string
		severity watch.Severity
		days     func(*desk) (actBy, end string)
		want     string
	}{
		{"passed", watch.Notable, end(-1), "now"},
		{"today", watch.Warning, end(0), "now"},
		{"a week on", watch.Notable, end(7), "now"},
		{"more than a week on, critical", watch.Critical, end(8), "soon"},
		{"thirty days on", watch.Notable, end(30), "soon"},
		{"more than thirty days on, critical", watch.Critical, end(31), "later"},
		{"the last day to act before the end", watch.Notable, func(d *desk) (string, string) { return day(d, 3), day(d, 90) }, "now"},
		{"the end before the last day to act", watch.Notable, func(d *desk) (string, string) { return day(d, 40), day(d, 2) }, "later"},
		{"critical without a day", watch.Critical, none, "now"},
		{"a warning without a day", watch.Warning, none, "soon"},
		{"a notice without a day", watch.Notable, none, "later"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.add(ends("One", 30))
			d.evaluate(values{"a": 1})
			actBy, end := tt.days(d)
			d.exec(`UPDATE inbox SET severity = '` + string(tt.severity) + `', act_by = '` + actBy + `', end_day = '` + end + `'`)
			page, _ := d.find(watch.InboxAsking{})
			for _, g := range page.Groups {
				if want := map[bool]int{true: 1}[g.Name == tt.want]; g.Count != want {
					t.Errorf("%d items %s, want %d", g.Count, g.Name, want)
				}
			}
		})
	}
}

// What can be chosen is counted as if it were not chosen itself.
func TestWhatNarrowsAnInbox(t *testing.T) {
	d := crowded(t)
	page, _ := d.find(watch.InboxAsking{Rule: 2, Severity: []watch.Severity{watch.Critical}, Limit: 2})
	if page.Count != 4 || len(page.Items) != 2 {
		t.Errorf("%d items, %d on the page", page.Count, len(page.Items))
	}
	for what, pair := range map[string][2]any{
		"tabs":       {page.Tabs, map[watch.ItemState]int{watch.Open: 4, watch.Done: 0, watch.Snoozed: 0, watch.Resolved: 0}},
		"groups":     {page.Groups, []watch.InboxGroup{{Name: "now", Count: 1}, {Name: "soon", Count: 3}, {Name: "later"}}},
		"rules":      {page.Rules, []watch.InboxRule{{ID: 2, Name: "Second", Count: 4}, {ID: 1, Name: "first", Count: 2}}},
		"severities": {page.Severities, map[watch.Severity]int{watch.Critical: 4, watch.Warning: 4, watch.Notable: 4}},
		"accounts":   {page.Accounts, []watch.InboxAccount{{Key: "k0", Name: "Änne & Co 0", Count: 1}, {Key: "k1", Name: "Änne & Co 1", Count: 1}, {Key: "k3", Name: "Änne & Co 3", Count: 1}, {Key: "k4", Name: "Änne & Co 4", Count: 1}}},
	} {
		if got, want := fmt.Sprint(pair[0]), fmt.Sprint(pair[1]); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	whole, _ := d.find(watch.InboxAsking{})
	if got, want := fmt.Sprint(whole.Tabs), "map[done:2 open:18 resolved:3 snoozed:1]"; got != want {
		t.Errorf("tabs %s, want %s", got, want)
	}
}
