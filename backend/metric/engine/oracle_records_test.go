package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"headroom/backend/portfolio"
)

// support takes the requests opened.
func (o oracle) support(fn func(fact, string, func(*group))) {
	for _, r := range o.w.requestsAt(o.d, o.q.KnownAt) {
		if r.opened > o.d {
			continue
		}
		f := accountFact(o.w, r.account)
		f.product(o.w, r.product)
		f["source"], f["date"] = o.w.streamOf(r.stream).source, r.opened.String()
		f.put("support_category", r.category)
		f.put("support_title", r.title)
		f.put("support_severity", r.severity)
		f.put("support_status", r.status)
		f.put("closed_date", r.closed.String())
		f.putInt("first_response", r.response)
		f.putInt("resolution", r.resolution)
		f.put("satisfaction_score", r.satisfaction)
		ended := slices.Contains([]string{"closed", "resolved", "solved", "done", "completed", "cancelled", "canceled"}, strings.ToLower(r.status))
		f["support_open"] = "yes"
		if !r.closed.IsZero() || ended {
			f["support_open"] = "no"
		}
		f.put("custom."+customField, r.custom)
		fn(f, "", func(g *group) { g.request(r, f["support_open"] == "yes") })
	}
}

func (g *group) request(r request, open bool) {
	g.requests.add(1)
	g.howTo.add(oneIf(r.category == "how-to"))
	g.openRequests.add(oneIf(open))
	g.responded.addInt(r.response)
	g.resolved.addInt(r.resolution)
	if r.response.OK {
		g.responses = append(g.responses, float64(r.response.N))
	}
	if r.resolution.OK {
		g.resolutions = append(g.resolutions, float64(r.resolution.N))
	}
	if r.satisfaction != "" {
		var x float64
		fmt.Sscan(r.satisfaction, &x)
		g.rated.add(x)
	}
}

func (o oracle) ledger(fn func(fact, string, func(*group))) {
	for _, c := range o.w.chargesAt(o.d, o.q.KnownAt) {
		if !c.day.IsZero() && c.day > o.d {
			continue
		}
		f := accountFact(o.w, c.account)
		f.product(o.w, c.product)
		f["source"], f[ownDate] = o.w.streamOf(c.stream).source, "yes"
		f.partner(o.w, c.partner)
		for name, x := range map[string]string{
			"charge_kind": c.kind, "term": c.term, "billing": c.billing, "meter": c.meter, "currency": c.currency, "date": c.day.String(),
		} {
			f.put(name, x)
		}
		f.putInt("amount", c.amount)
		fn(f, "", func(g *group) {
			g.charges.add(1)
			if c.amount.OK {
				g.billed.addInt(c.amount)
				g.billedIn[c.currency] = true
			}
		})
	}
}

// files takes the imports that hold, with the rhythm their source and dataset
// have shown: the median distance of the days of their files.
func (o oracle) files(fn func(fact, string, func(*group))) {
	var held []imported
	days := map[string][]portfolio.Day{}
	of := func(i imported) string {
		s := o.w.streamOf(i.stream)
		return s.source + " " + string(s.dataset)
	}
	for _, i := range o.w.imports {
		if i.asOf <= o.d && (o.q.KnownAt == 0 || i.id <= o.q.KnownAt) {
			held = append(held, i)
			if !slices.Contains(days[of(i)], i.asOf) {
				days[of(i)] = append(days[of(i)], i.asOf)
			}
		}
	}
	for _, i := range held {
		s := o.w.streamOf(i.stream)
		f := fact{"source": s.source, "import_dataset": string(s.dataset), "import_profile": i.profile()}
		f["date"], f["imported_at"] = o.w.onClocks(i.at)
		for name, n := range map[string]int{
			"import_rows": i.rowCount(), "import_added": i.added, "import_changed": i.changed, "import_unchanged": i.unchanged, "import_skipped": i.skipped, "import_rejected": i.rejected,
		} {
			f[name] = fmt.Sprint(n)
		}
		late := false
		if known := slices.Sorted(slices.Values(days[of(i)])); len(known) >= 3 {
			var distances []float64
			for n := range known[1:] {
				distances = append(distances, float64(known[n+1]-known[n]))
			}
			every := int(*middle(distances) + .5)
			over := max(0, int(o.d-known[len(known)-1])-every)
			f["source_rhythm"], f["source_late"] = fmt.Sprint(every), fmt.Sprint(over)
			late = over > 0
		}
		fn(f, "", func(g *group) {
			g.files.add(1)
			g.rows.add(float64(i.rowCount()))
			g.rowsAdded.add(float64(i.added))
			g.rowsChanged.add(float64(i.changed))
			g.rowsRejected.add(float64(i.rejected))
			if age := float64(o.d - i.asOf); g.age == nil || age < *g.age {
				g.age = &age
			}
			if late {
				g.late[of(i)] = true
			}
		})
	}
}

// onClocks returns an instant, in microseconds, as day and time on the person's
// clocks.
func (w *world) onClocks(at int64) (day, moment string) {
	t := time.UnixMicro(at).In(w.now.Location())
	return t.Format(time.DateOnly), t.Format("2006-01-02 15:04:05.000")
}

// inbox takes the notifications, as they are now.
func (o oracle) inbox(fn func(fact, string, func(*group))) {
	for _, n := range o.w.items {
		created, moment := o.w.onClocks(n.at)
		if created > o.d.String() {
			continue
		}
		f := fact{}
		if i := slices.IndexFunc(o.w.accounts, func(a account) bool { return a.key == n.account }); i >= 0 {
			f = accountFact(o.w, o.w.accounts[i].id)
		}
		f["rule"], f["notification_state"], f["notification_title"], f["date"], f["notified_at"] = n.rule, n.state, n.title, created, moment
		f.put("rule_template", n.template)
		f.put("product", n.product)
		f.put("entitlement", n.entitlement)
		f.put("end_date", n.end.String())
		fn(f, "", func(g *group) {
			g.items.add(1)
			g.openItems.add(oneIf(n.state == "open"))
		})
	}
}
