package systest

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/testkit/fakenotify"
)

// hostileCustomers are names as a file may bring them, and as they may stand on a
// screen: one line, nothing invisible, nothing a program could obey.
var hostileCustomers = [][2]string{
	{"Contoso", "Contoso"},
	{"--help", "\u2010-help"},
	{"-i /etc/passwd", "\u2010i /etc/passwd"},
	{"<b>bold</b>", "<b>bold</b>"},
	{"<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"},
	{"R&D; rm -rf ~ | sh", "R&D; rm -rf ~ | sh"},
	{"]]></text><toast/>", "]] ></text><toast/>"},
	{"$(Start-Process calc)", "$ (Start-Process calc)"},
	{"${env:PATH} `calc`", "$ {env:PATH} 'calc'"},
	{"\u2018a\u2019 \u201a\u201b", "'a' ''"},
	{"%s%n%x", "%s%n%x"},
	{"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
	{"株式会社みなと精機", "株式会社みなと精機"},
	{"שלום בע״מ", "שלום בע״מ"},
	{"\U0001F469\u200d\U0001F4BB GmbH", "\U0001F469\u200d\U0001F4BB GmbH"},
	{"a\u202egnp.exe", "agnp.exe"},
	{"b\u2066x\u2069\u200b", "bx"},
	{strings.Repeat("é", 300), strings.Repeat("é", 119) + "…"},
	{"../../etc/passwd", "../../etc/passwd"},
	{"{{account}} {{TODAY}}", "{{account}} {{TODAY}}"},
}

// expected is one message of the screen. A body that is "" is not looked at.
type expected struct{ title, body string }

// news is what comes due on a day: a line that ends, or a product that is full.
type news struct{ account, body string }

func (n news) message() expected { return expected{n.account, n.body} }

// ending is a line as the oracle knows it.
type ending struct {
	account, product string
	licenses         string // "120 licenses end", "1 license ends", "" where nobody says how many
	begins, ends     day
}

// licenses says how many end.
func licenses(n any) string {
	switch n := fmt.Sprint(n); {
	case n == "<nil>":
		return ""
	case n == "1":
		return "1 license ends"
	case len(n) > 3:
		return n[:len(n)-3] + "," + n[len(n)-3:] + " licenses end"
	default:
		return n + " licenses end"
	}
}

// oracle says what is to be told on which day, from the lines alone.
type oracle struct {
	lines map[string]ending
	told  map[string]bool // line@end
	full  map[string]bool // account|product
}

// endings returns what comes due on a day, with the rule of 30 days.
func (o *oracle) endings(today day) (out []news) {
	for key, l := range o.lines {
		episode := key + "@" + l.ends.String()
		left := l.ends - today
		if left < 0 || left > 30 || l.begins > today || o.told[episode] {
			continue
		}
		o.told[episode] = true
		when := fmt.Sprintf("in %d days", left)
		switch left {
		case 0:
			when = "today"
		case 1:
			when = "tomorrow"
		}
		date := l.ends.said(today)
		what := l.product + ": " + l.licenses
		if l.licenses == "" {
			what = l.product + " ends"
		}
		out = append(out, news{l.account, fmt.Sprintf("%s %s (%s)", what, when, date)})
	}
	return out
}

// said is a day as a notification writes it: its year only where today has another.
func (d day) said(today day) string {
	layout := "2 Jan 2006"
	if d.String()[:4] == today.String()[:4] {
		layout = "2 Jan"
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format(layout)
}

// fillings returns which products of accounts became full: over 90 %, until they
// are at 80 % again.
func (o *oracle) fillings(a answer) (out []news) {
	for _, row := range a.Rows {
		rate := row[3]
		if rate == nil {
			rate = row[4]
		}
		n, known := rate.(json.Number)
		if !known {
			continue
		}
		v, err := n.Float64()
		if err != nil {
			panic(err)
		}
		key := fmt.Sprint(row[0], "|", row[2])
		switch {
		case v > 0.9 && !o.full[key]:
			o.full[key] = true
			out = append(out, news{fmt.Sprint(row[1]), ""})
		case v <= 0.8:
			delete(o.full, key)
		}
	}
	return out
}

// together is what the screen shows of what comes at once.
func together(all []news, names bool, from int) []expected {
	switch {
	case len(all) == 0:
		return nil
	case !names && len(all) == 1:
		return []expected{{"Headroom", "1 new notification in Headroom"}}
	case !names:
		return []expected{{"Headroom", fmt.Sprintf("%d new notifications in Headroom", len(all))}}
	case len(all) >= from:
		return []expected{{fmt.Sprintf("%d new notifications", len(all)), ""}}
	}
	var out []expected
	for _, n := range all {
		out = append(out, n.message())
	}
	return out
}

// TestAQuarterOfNotifications: thirteen weeks of the demo, with a list of
// customers of hostile names that comes every Monday and renews some of them, and
// checks each morning and at some noons, each a process of its own. The screen shows exactly what the
// oracle says: each once, from three at once one, from the seventh week nothing at
// weekends but one digest on Monday, and from the tenth no names.
func TestAQuarterOfNotifications(t *testing.T) {
	screen := fakenotify.ForTest(t)
	h := newHeadroom(t)
	start := dayOf(2026, time.November, 20)
	h.day = start.String()
	h.must(nil, "demo")
	o := &oracle{lines: h.demoEndings(), told: map[string]bool{}, full: map[string]bool{}}
	if len(o.lines) < 50 {
		t.Fatalf("the demo has %d lines that end soon", len(o.lines))
	}
	customers := contracts{}
	for i := range hostileCustomers {
		customers[fmt.Sprintf("C-%d", i)] = start + day(3+5*i)
	}
	h.importHostile(o, start, customers)
	h.must(nil, "rule", "add", jsonFile(t, "ends.json", endsIn30))
	h.must(nil, "rule", "add", jsonFile(t, "full.json", map[string]any{"name": "Nearly full", "template": "usage_over", "threshold": 0.9, "clear": 0.8, "watch": "all"}))

	q := quarter{headroom: h, oracle: o, screen: screen, names: true}
	for i := range 91 {
		today := start + day(i)
		h.day = today.String()
		week := i/7 + 1
		if monday(today) {
			for n := range hostileCustomers {
				key := fmt.Sprintf("C-%d", n)
				switch {
				case week == 3 && n%4 == 0 && customers[key] >= today:
					customers[key] += 365
				case week == 5 && n%4 == 1 && customers[key] >= today:
					customers[key] += 40
				}
			}
			h.importHostile(o, today, customers)
		}
		switch i {
		case 6 * 7:
			q.weekends = true
			h.must(nil, "set", "quiet_weekends", "yes")
			h.must(nil, "set", "digest_time", "08:30")
		case 9 * 7:
			q.names = false
			h.must(nil, "set", "notify_names", "no")
		}
		q.live(today)
	}
	if q.messages < 40 || q.digests < 3 || len(o.told) < 80 {
		t.Errorf("only %d messages, %d digests and %d endings in a quarter", q.messages, q.digests, len(o.told))
	}
}

// quarter is the time that goes by.
type quarter struct {
	*headroom
	oracle            *oracle
	screen            *fakenotify.Server
	names, weekends   bool
	waiting           []news // for the digest
	messages, digests int
}

// live is one day: a check in the morning, and one at noon where something is due
// then, and now and then where nothing is.
func (q *quarter) live(today day) {
	q.t.Helper()
	all := append(q.oracle.endings(today), q.oracle.fillings(q.ask(map[string]any{
		"metrics": []string{"consumption_rate", "usage_rate"}, "by": []string{"account_key", "account", "product"},
	}))...)
	quiet := q.weekends && (saturday(today) || saturday(today-1))
	var morning, noon []expected
	if quiet {
		q.waiting = append(q.waiting, all...)
	} else {
		morning = together(all, q.names, 3)
		if len(q.waiting) > 0 {
			noon = together(q.waiting, q.names, 2)
			q.waiting, q.digests = nil, q.digests+1
		}
	}
	q.sees(today, "08:00:00", morning)
	if len(noon) > 0 || today%3 == 0 {
		q.sees(today, "12:00:00", noon)
	}
}

// sees runs a check and compares what came on the screen.
func (q *quarter) sees(today day, hour string, want []expected) {
	q.t.Helper()
	known := len(q.screen.Received())
	cmd := play(theCommand, "--store", q.store, "--now", today.String()+"T"+hour+"Z", "--zone", "UTC", "--json", "check")
	cmd.Env = append(cmd.Env, "DBUS_SESSION_BUS_ADDRESS="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if o := q.finish(cmd); o.status != 0 {
		q.t.Fatalf("%s %s: status %d\n%s%s", today, hour, o.status, o.stdout, o.stderr)
	}
	var got []expected
	for _, m := range q.screen.Received()[known:] {
		body := m.Body
		if slices.ContainsFunc(want, func(w expected) bool { return w.title == m.Title && w.body == "" && m.Body != "" }) {
			body = ""
		}
		got = append(got, expected{m.Title, body})
		q.messages++
	}
	byTitle := func(a, b expected) int { return strings.Compare(a.title+a.body, b.title+b.body) }
	slices.SortFunc(got, byTitle)
	slices.SortFunc(want, byTitle)
	if !slices.Equal(got, want) {
		q.t.Errorf("%s %s: the screen shows %q, want %q", today, hour, got, want)
	}
}

func weekday(d day) time.Weekday { return time.Unix(int64(d)*86400, 0).UTC().Weekday() }

func monday(d day) bool { return weekday(d) == time.Monday }

func saturday(d day) bool { return weekday(d) == time.Saturday }

func parseDay(t testing.TB, s any) day {
	t.Helper()
	at, err := time.Parse(time.DateOnly, fmt.Sprint(s))
	if err != nil {
		t.Fatal(err)
	}
	return day(at.Unix() / 86400)
}

// demoEndings are the lines of the demo that may come due: active ones that are
// no trial.
func (h *headroom) demoEndings() map[string]ending {
	h.t.Helper()
	a := h.ask(map[string]any{
		"columns": []string{"entitlement_key", "account", "product", "quantity", "start_date", "end_date"},
		"filter": map[string]any{"all": []any{
			map[string]any{"dimension": "end_date", "op": "next", "n": 125, "unit": "day"},
			map[string]any{"dimension": "status", "op": "eq", "value": "active"},
			map[string]any{"dimension": "trial", "op": "eq", "value": "no"},
		}},
	})
	out := map[string]ending{}
	for _, row := range a.Rows {
		out[fmt.Sprint(row[0])] = ending{fmt.Sprint(row[1]), fmt.Sprint(row[2]), licenses(row[3]), parseDay(h.t, row[4]), parseDay(h.t, row[5])}
	}
	return out
}

// importHostile imports the list of customers as it is on a day, and tells the
// oracle.
func (h *headroom) importHostile(o *oracle, asOf day, customers contracts) {
	h.t.Helper()
	rows := table{{"Contract", "Customer", "Product", "Licenses", "From", "To"}}
	for i, name := range hostileCustomers {
		key := fmt.Sprintf("C-%d", i)
		rows = append(rows, []string{key, name[0], "Suite Pro", "10", "2023-01-01", customers[key].String()})
		o.lines["hostile "+key] = ending{name[1], "Suite Pro", licenses(10), dayOf(2023, time.January, 1), customers[key]}
	}
	mapping := jsonFile(h.t, "hostile.json", map[string]any{
		"dataset": "entitlements", "class": "E", "source": "Customers", "date_order": "ymd", "columns": map[string]string{
			"Contract": "entitlement", "Customer": "account", "Product": "product", "Licenses": "quantity", "From": "start_date", "To": "end_date",
		}, "constants": map[string]string{"status": "active"},
	})
	got := h.imports1("--as-of", asOf.String(), "--mapping", mapping, rows.file(h.t, "customers.csv"))
	if got.Rejected > 0 || got.State == "refused" {
		h.t.Fatalf("%+v", got)
	}
}
