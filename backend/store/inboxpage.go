package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// mostFacets bounds how many accounts and rules a page names to choose from.
const mostFacets = 500

// due is the day by which an item wants a hand: the last day to act, else the end.
const due = `CASE WHEN i.act_by <> '' THEN i.act_by ELSE i.end_day END`

// nowDays and soonDays are the limits of "act now" and "act soon": those by which
// the window words an item (frontend/src/lib/urgency.ts), so that a heading says
// of its items what they say themselves.
const (
	nowDays  = 7
	soonDays = 30
)

// urgency orders open items into groups: 0 now, 1 soon, 2 later. A day decides
// where there is one, else the severity. The first ? is the last day that is now,
// the second the last that is soon.
const urgency = `CASE WHEN ` + due + ` <> '' THEN CASE WHEN ` + due + ` <= ? THEN 0 WHEN ` + due + ` <= ? THEN 1 ELSE 2 END
	WHEN i.severity = 'critical' THEN 0 WHEN i.severity = 'warning' THEN 1 ELSE 2 END`

var groupNames = []string{"now", "soon", "later"}

// inboxOrders are the orders of a page; days fills what ByUrgency compares with.
var inboxOrders = map[watch.InboxSort]string{
	watch.ByUrgency: urgency + `, ` + due + ` = '', ` + due + `, i.severity = 'notice', i.id DESC`,
	watch.Newest:    `i.id DESC`,
	watch.Oldest:    `i.id`,
	watch.ByAccount: `i.account = '', expr_lower(i.account), ` + due + ` = '', ` + due + `, i.id DESC`,
	watch.ByEnd:     `i.end_day = '', i.end_day, i.id DESC`,
}

// inboxAsked is an asking in SQL.
type inboxAsked struct {
	q     watch.InboxAsking
	today portfolio.Day
}

// days are the arguments of urgency.
func (a inboxAsked) days() []any {
	return []any{(a.today + nowDays).String(), (a.today + soonDays).String()}
}

// where is what the items must be like; without leaves one choice out.
func (a inboxAsked) where(without string) (string, []any) {
	var c conditions
	q := a.q
	if without != "state" {
		if q.State == watch.Resolved {
			c.add(`i.state IN ('resolved', 'superseded')`)
		} else {
			c.add(`i.state = ?`, q.State)
		}
	}
	if q.Account != "" && without != "account" {
		c.add(`i.account_key = ?`, q.Account)
	}
	if q.Rule != 0 && without != "rule" {
		c.add(`i.rule_id = ?`, q.Rule)
	}
	if len(q.Severity) > 0 && without != "severity" {
		var severities []any
		for _, s := range q.Severity {
			severities = append(severities, s)
		}
		c.add(`i.severity IN (?`+strings.Repeat(", ?", len(severities)-1)+`)`, severities...)
	}
	if q.Product != "" {
		c.add(`i.product = ?`, q.Product)
	}
	if text := strings.ToLower(strings.TrimSpace(q.Text)); text != "" {
		c.add(`instr(expr_lower(i.title || char(10) || i.body || char(10) || i.account || char(10) || i.product || char(10) || i.said), ?) > 0`, text)
	}
	return c.where()
}

// checked fills in what an asking leaves open.
func checked(q watch.InboxAsking) (watch.InboxAsking, error) {
	if q.State == "" {
		q.State = watch.Open
	}
	if q.Sort == "" {
		q.Sort = watch.Newest
		if q.State == watch.Open {
			q.Sort = watch.ByUrgency
		}
	}
	if _, ok := inboxOrders[q.Sort]; !ok {
		return q, fault.At("sort", "%q is not an order of notifications.", string(q.Sort))
	}
	q.Offset = max(q.Offset, 0)
	return q, nil
}

// order returns the ORDER BY of an asking with its arguments.
func (a inboxAsked) order() (string, []any) {
	if a.q.Sort == watch.ByUrgency {
		return inboxOrders[a.q.Sort], a.days()
	}
	return inboxOrders[a.q.Sort], nil
}

// FindInbox returns a page of the inbox with what can be chosen to narrow it.
func (s *Store) FindInbox(ctx context.Context, q watch.InboxAsking, today portfolio.Day) (watch.InboxPage, error) {
	page := watch.InboxPage{
		Items: []watch.Item{}, Groups: []watch.InboxGroup{}, Rules: []watch.InboxRule{}, Accounts: []watch.InboxAccount{},
		Tabs:       map[watch.ItemState]int{watch.Open: 0, watch.Done: 0, watch.Snoozed: 0, watch.Resolved: 0},
		Severities: map[watch.Severity]int{watch.Critical: 0, watch.Warning: 0, watch.Notable: 0},
	}
	q, err := checked(q)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		f := inboxFinder{ctx, tx, inboxAsked{q, today}, &page}
		for _, step := range []func() error{f.count, f.narrow, f.items} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return page, storeError(err, "read inbox")
}

// ChooseInbox returns the ids of all items an asking finds, in its order.
func (s *Store) ChooseInbox(ctx context.Context, q watch.InboxAsking, today portfolio.Day) ([]int64, error) {
	ids := []int64{}
	q, err := checked(q)
	if err != nil {
		return ids, err
	}
	err = s.read(ctx, func(tx *sql.Tx) error {
		f := inboxFinder{ctx, tx, inboxAsked{q, today}, nil}
		ids, err = f.ids(-1, 0)
		return err
	})
	return ids, storeError(err, "read inbox")
}

// inboxFinder fills a page.
type inboxFinder struct {
	ctx  context.Context
	tx   *sql.Tx
	a    inboxAsked
	page *watch.InboxPage
}

func (f inboxFinder) each(scan func(*sql.Rows) error, query string, args ...any) error {
	return each(f.ctx, f.tx, scan, query, args...)
}

// count counts by state, and the open ones by how soon they want a hand.
func (f inboxFinder) count() error {
	where, args := f.a.where("state")
	err := f.each(func(rows *sql.Rows) error {
		var state watch.ItemState
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return err
		}
		if state == watch.Superseded {
			state = watch.Resolved
		}
		f.page.Tabs[state] += n
		return nil
	}, `SELECT i.state, count(*) FROM inbox i WHERE `+where+` GROUP BY i.state`, args...)
	f.page.Count = f.page.Tabs[f.a.q.State]
	if err != nil || f.a.q.State != watch.Open || f.a.q.Sort != watch.ByUrgency {
		return err
	}
	for _, name := range groupNames {
		f.page.Groups = append(f.page.Groups, watch.InboxGroup{Name: name})
	}
	where, args = f.a.where("")
	return f.each(func(rows *sql.Rows) error {
		var group, n int
		err := rows.Scan(&group, &n)
		f.page.Groups[group].Count = n
		return err
	}, `SELECT `+urgency+` AS soon, count(*) FROM inbox i WHERE `+where+` GROUP BY soon`, append(f.a.days(), args...)...)
}

// narrow counts by rule, account and severity.
func (f inboxFinder) narrow() error {
	where, args := f.a.where("rule")
	err := f.each(func(rows *sql.Rows) error {
		var r watch.InboxRule
		err := rows.Scan(&r.ID, &r.Name, &r.Count)
		f.page.Rules = append(f.page.Rules, r)
		return err
	}, `SELECT x.rule_id, r.name, x.n FROM (SELECT i.rule_id, count(*) AS n FROM inbox i WHERE `+where+` GROUP BY i.rule_id) x JOIN rule r ON r.id = x.rule_id
		ORDER BY x.n DESC, r.name, r.id LIMIT ?`, append(args, mostFacets)...)
	if err != nil {
		return err
	}
	where, args = f.a.where("account")
	err = f.each(func(rows *sql.Rows) error {
		var a watch.InboxAccount
		err := rows.Scan(&a.Key, &a.Name, &a.Count)
		f.page.Accounts = append(f.page.Accounts, a)
		return err
	}, `SELECT i.account_key, max(i.account), count(*) FROM inbox i WHERE i.account_key <> '' AND `+where+` GROUP BY i.account_key ORDER BY 3 DESC, 2, 1 LIMIT ?`, append(args, mostFacets)...)
	if err != nil {
		return err
	}
	where, args = f.a.where("severity")
	return f.each(func(rows *sql.Rows) error {
		var severity watch.Severity
		var n int
		err := rows.Scan(&severity, &n)
		f.page.Severities[severity] = n
		return err
	}, `SELECT i.severity, count(*) FROM inbox i WHERE `+where+` GROUP BY i.severity`, args...)
}

// items reads the items of the page, or of the one that holds the item asked for.
// Only theirs are read whole: what an item carries costs more than to order it.
func (f inboxFinder) items() error {
	q := f.a.q
	limit, offset := limited(q.Limit), q.Offset
	if q.Around != 0 && q.Limit > 0 {
		all, err := f.ids(-1, 0)
		if err != nil {
			return err
		}
		if at := slices.Index(all, q.Around); at >= 0 {
			offset = at - at%q.Limit
		}
	}
	ids, err := f.ids(limit, offset)
	if err != nil {
		return err
	}
	wanted, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	items, err := itemsIn(f.ctx, f.tx, `WHERE i.id IN (SELECT value FROM json_each(?))`, string(wanted))
	if err != nil {
		return err
	}
	place := make(map[int64]int, len(ids))
	for at, id := range ids {
		place[id] = at
	}
	slices.SortFunc(items, func(a, b watch.Item) int { return place[a.ID] - place[b.ID] })
	f.page.Items, f.page.Offset = items, offset
	return nil
}

func (f inboxFinder) ids(limit, offset int) ([]int64, error) {
	ids := []int64{}
	where, args := f.a.where("")
	order, more := f.a.order()
	err := f.each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT i.id FROM inbox i WHERE `+where+` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(append(args, more...), limit, offset)...)
	return ids, err
}
