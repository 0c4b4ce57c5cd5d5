package engine_test

import (
	"math"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// scoredLine is an entitlement that counts, with what of it is consumed.
type scoredLine struct {
	row           entRow
	licenses      float64
	share, atRisk float64
	known         bool
}

// health scores the entitlements that count: by hand, with the weights,
// windows and limits set.
func (o oracle) health(fn func(fact, string, func(*group))) {
	used := o.consumed()
	for _, s := range o.spans(o.firstEntitled(), o.d) {
		state := o.w.stateAt(s.day, o.q.KnownAt)
		var lines []*scoredLine
		licenses := map[[2]int64]float64{}
		for _, r := range state {
			counts := r.counts(s.day)
			if r.deployment {
				counts = o.standsAlone(r, s.day, state)
			}
			if counts && r.quantity.OK && r.quantity.N > 0 {
				lines = append(lines, &scoredLine{row: r, licenses: float64(r.quantity.N)})
				licenses[[2]int64{r.account, r.product}] += float64(r.quantity.N)
			}
		}
		for _, l := range lines {
			l.score(o, s, used, licenses)
		}
		for _, l := range lines {
			o.score(fn, s, l, lines)
		}
	}
}

// standsAlone reports whether a deployment fact counts as an entitlement.
func (o oracle) standsAlone(r entRow, d portfolio.Day, state []entRow) bool {
	counts, _ := o.deployment(r, d, state)
	return counts
}

// consumed asks what was used of every account and product.
func (o oracle) consumed() figures {
	q := metric.Query{Metrics: []string{"consumption_rate", "active_users"}, By: []metric.By{{Dimension: "account_key"}, {Dimension: "product"}}, AsOf: o.q.AsOf, KnownAt: o.q.KnownAt}
	if dates := o.dates(); len(dates) > 0 {
		q.Filter = &metric.Filter{All: dates}
	}
	for _, by := range o.q.By {
		if by.Dimension == "date" {
			q.By = append(q.By, by)
		}
	}
	return newOracle(o.w, q).answer()
}

func (l *scoredLine) score(o oracle, s span, used figures, licenses map[[2]int64]float64) {
	p, _ := o.w.productOf(l.row.product)
	key := o.w.accountOf(l.row.account).key + "|" + p.name + "|"
	if s.label != "" {
		key += s.label + "|"
	}
	consumed, entitled := used.values[key]["active_users"], new(float64)
	*entitled = licenses[[2]int64{l.row.account, l.row.product}]
	if parts := used.parts[key]["consumption_rate"]; parts[0] != nil {
		consumed, entitled = parts[0], parts[1]
	}
	switch {
	case consumed == nil:
		return
	case *entitled > 0:
		l.share, l.known = math.Min(1, *consumed / *entitled), true
	case *consumed > 0:
		l.share, l.known = 1, true
	}
	weight := 0.0
	if !l.row.end.IsZero() {
		h := o.w.scores()
		for i, last := range h.Windows {
			if int(l.row.end-s.day) <= last {
				weight = h.Weights[i]
				break
			}
		}
	}
	l.atRisk = l.licenses * weight * (1 - l.share)
}

func (o oracle) score(fn func(fact, string, func(*group)), s span, l *scoredLine, lines []*scoredLine) {
	f := o.entFact(l.row, s.day)
	healthy, whole := 0.0, 0.0
	for _, x := range lines {
		if x.known && x.row.account == l.row.account {
			whole += x.licenses
			healthy += (x.licenses*x.share + x.licenses - x.atRisk) / 2
		}
	}
	if whole > 0 {
		f["health_band"] = "at risk"
		switch score := 100 * healthy / whole; {
		case score >= o.w.scores().Healthy:
			f["health_band"] = "healthy"
		case score >= o.w.scores().Warning:
			f["health_band"] = "warning"
		}
	}
	fn(f, s.label, func(g *group) {
		g.lines.add(1)
		if band := f["health_band"]; band != "" {
			if g.bands[band] == nil {
				g.bands[band] = map[int64]bool{}
			}
			g.bands[band][l.row.account] = true
		}
		if l.known {
			g.scored.add(l.licenses)
			g.consumed.add(l.licenses * l.share)
			g.secured.add(l.licenses - l.atRisk)
			g.atRisk.add(l.atRisk)
		}
	})
}

// healthMetric is metric for the scores.
func (g *group) healthMetric(name string) (v *float64, part *[2]*float64, says bool) {
	score := func(s sum) (*float64, *[2]*float64, bool) {
		p := &[2]*float64{s.value(), g.scored.value()}
		if !g.scored.ok || g.scored.x == 0 {
			return nil, p, g.lines.ok
		}
		x := 100 * s.x / g.scored.x
		return &x, p, g.lines.ok
	}
	band := func(name string) (*float64, *[2]*float64, bool) {
		x := float64(len(g.bands[name]))
		return &x, nil, g.lines.ok
	}
	switch name {
	case "consumption_score":
		return score(g.consumed)
	case "renewal_score":
		return score(g.secured)
	case "account_health":
		return score(sum{x: (g.consumed.x + g.secured.x) / 2, ok: g.scored.ok})
	case "licenses_at_risk":
		return g.atRisk.value(), nil, g.lines.ok
	case "accounts_healthy":
		return band("healthy")
	case "accounts_warning":
		return band("warning")
	default:
		return band("at risk")
	}
}

// scores are the settings of health: those shipped unless others are set.
func (w *world) scores() metric.Scoring {
	if w.scoring == (metric.Scoring{}) {
		return metric.Scoring{Windows: [3]int{30, 90, 200}, Weights: [3]float64{.9, .5, .25}, Healthy: 70, Warning: 40}
	}
	return w.scoring
}
