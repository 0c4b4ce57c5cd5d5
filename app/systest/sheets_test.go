package systest

import (
	"fmt"
	"slices"
	"testing"
)

var handWords = [][2]string{
	{"Attivo", "active"}, {"aktiv", "active"}, {"Sospeso", "suspended"}, {"In grace period", "grace"}, {"essai", "trial"}, {"gekündigt", "cancelled"}, {"", "unknown"},
}

// german writes a day as the sheets of the world do.
func german(d day) string {
	if d == noDay {
		return ""
	}
	s := d.String()
	return s[8:] + "." + s[5:7] + "." + s[:4]
}

// twice runs do for two days of the world, sometimes the later first.
func (w *world) twice(do func(asOf day)) {
	days := []day{w.months[1] + day(w.rnd.IntN(60)), w.months[3] + day(w.rnd.IntN(60))}
	if w.chance(0.3) {
		slices.Reverse(days)
	}
	for _, asOf := range days {
		do(min(asOf, w.today))
	}
}

// handList is a list of entitlements: absence from the second one means nothing.
func (w *world) handList(t testing.TB) {
	mapping := map[string]any{
		"dataset": "entitlements", "class": "E", "source": "Hand list", "date_order": "dmy", "columns": map[string]string{
			"Contract": "entitlement", "Customer": "account", "Product": "product", "Licenses": "quantity", "Assigned": "assigned", "From": "start_date", "To": "end_date",
			"State": "status", "Trial": "trial", "Partner": "partner_id",
		},
	}
	owners := map[int][2]string{}
	w.twice(func(asOf day) {
		rows := table{{"Contract", "Customer", "Product", "Licenses", "Assigned", "From", "To", "State", "Trial", "Partner"}}
		for i := range 12 {
			if w.chance(0.3) {
				continue
			}
			if _, known := owners[i]; !known {
				owners[i] = [2]string{pick(w, w.accounts), pick(w, products)}
			}
			l := line{
				stated: stated{"Hand list", "", asOf, len(w.files), false}, key: fmt.Sprintf("sheet:Hand list:C-%d", i), account: owners[i][0], product: owners[i][1],
				quantity: w.maybe(0.9, 90), assigned: w.maybe(0.6, 80), trial: w.chance(0.1), partner: pick(w, partners),
			}
			l.start, l.end = w.term()
			trial, raw := "nein", ""
			if l.trial {
				trial = "Sì"
			}
			raw, l.status = w.state(handWords)
			l.trial = l.trial || l.status == "trial"
			rows = append(rows, []string{fmt.Sprintf("C-%d", i), l.account, l.product, text(l.quantity), text(l.assigned), german(l.start), german(l.end), raw, trial, l.partner})
			w.lines = append(w.lines, l)
		}
		w.mapped(t, "hand list.csv", asOf, mapping, rows)
	})
}

// deployed is a sheet of what is assigned, as a whole, by account and product.
func (w *world) deployed(t testing.TB) {
	source := pick(w, []string{"Hand list", "Device tool"})
	mapping := map[string]any{
		"dataset": "deployment", "class": "S", "source": source,
		"columns": map[string]string{"Customer": "account", "Product": "product", "Licenses": "quantity", "Assigned": "assigned", "Partner": "partner_id"},
	}
	w.twice(func(asOf day) {
		rows := table{{"Customer", "Product", "Licenses", "Assigned", "Partner"}}
		for _, account := range w.accounts {
			for _, product := range products {
				if w.chance(0.7) {
					continue
				}
				l := line{
					stated: stated{source, "", asOf, len(w.files), true}, key: "deployment:" + source + ":" + account + ":" + product, account: account, product: product,
					quantity: w.maybe(0.5, 70), assigned: w.maybe(0.9, 90), partner: pick(w, partners), start: noDay, end: noDay, deployment: true,
				}
				rows = append(rows, []string{account, product, text(l.quantity), text(l.assigned), l.partner})
				w.lines = append(w.lines, l)
			}
		}
		if len(rows) > 1 {
			w.mapped(t, "deployment.csv", asOf, mapping, rows)
		}
	})
}

// hundredths writes a number of hundredths with a decimal comma.
func hundredths(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("%d,%02d", *n/100, *n%100)
}

// metered is what a service bills by the month, with or without what is included.
func (w *world) metered(t testing.TB) {
	mapping := map[string]any{
		"dataset": "usage", "class": "P", "source": "Zähler", "decimal": ",", "constants": map[string]string{"period": "month"}, "columns": map[string]string{
			"Kunde": "account", "Produkt": "product", "Zähler": "meter", "Monat": "date", "Verbraucht": "used", "Enthalten": "entitled", "Partner": "partner_id",
		},
	}
	asOf := w.months[4] + day(w.rnd.IntN(30))
	rows := table{{"Kunde", "Produkt", "Zähler", "Monat", "Verbraucht", "Enthalten", "Partner"}}
	for _, month := range w.months {
		for _, account := range w.accounts {
			for _, meter := range []string{"Kernstunden", "Speicher"} {
				product := pick(w, products)
				for _, partner := range partners[1:3] {
					used, entitled := w.maybe(0.9, 20000), w.maybe(0.6, 15000)
					if w.chance(0.5) || used == nil && entitled == nil {
						continue
					}
					rows = append(rows, []string{account, product, meter, month.month(), hundredths(used), hundredths(entitled), partner})
					w.levels = append(w.levels, level{
						stated:  stated{"Zähler", "", max(month, min(month.monthEnd(), asOf)), len(w.files), true},
						account: account, product: product, meter: meter, partner: partner, used: used, entitled: entitled, window: 62,
					})
				}
			}
		}
	}
	w.mapped(t, "metered.csv", asOf, mapping, rows)
}

// tools is use of features by the day, where each day is told as a whole.
func (w *world) tools(t testing.TB) {
	mapping := map[string]any{
		"dataset": "usage", "class": "P", "source": "Tool", "date_order": "dmy", "constants": map[string]string{"period": "day"},
		"columns": map[string]string{"Day": "date", "Customer": "account", "Product": "product", "Feature": "feature", "Active": "active", "Users": "total"},
	}
	rows := table{{"Day", "Customer", "Product", "Feature", "Active", "Users"}}
	for at := w.months[2] + 3; at < w.today; at += day(3 + w.rnd.IntN(20)) {
		for _, account := range w.accounts {
			for _, feature := range []string{"render", "solve"} {
				for _, product := range products[2:] {
					active, total := w.maybe(0.9, 60), w.maybe(0.8, 60)
					if w.chance(0.6) || active == nil && total == nil {
						continue
					}
					rows = append(rows, []string{german(at), account, product, feature, text(active), text(total)})
					w.levels = append(w.levels, level{
						stated: stated{"Tool", "", at, len(w.files), true}, account: account, product: product, feature: feature, active: active, total: total, window: 28,
					})
				}
			}
		}
	}
	w.mapped(t, "tools.csv", w.today, mapping, rows)
}

// recorded is a FlexNet extract of who used what.
func (w *world) recorded(t testing.TB) {
	rows := table{{"Account", "Product", "Feature", "Transaction Time", "Received Time", "Count", "Acquisition ID", "Consumer ID", "Device ID", "Server ID"}}
	for range 30 + w.rnd.IntN(60) {
		a := act{
			at: w.months[2] + day(w.rnd.IntN(int(w.today-w.months[2]))), account: pick(w, w.accounts), product: pick(w, products),
			feature: pick(w, []string{"render", "solve"}), count: 1 + w.rnd.IntN(3), person: fmt.Sprintf("p%d@example.com", w.rnd.IntN(25)),
		}
		if w.chance(0.1) {
			a.person = ""
		}
		at := fmt.Sprintf("%sT%02d:%02d:00.-0600", a.at, w.rnd.IntN(24), w.rnd.IntN(60))
		row := []string{a.account, a.product, a.feature, at, at, fmt.Sprint(a.count), "", a.person, "", "SRV1"}
		rows = append(rows, row)
		w.acts = append(w.acts, a)
		if w.chance(0.1) { // the same once more is another act
			rows = append(rows, row)
			w.acts = append(w.acts, a)
		}
	}
	w.add(t, "usage extract.csv", w.today, rows)
}
