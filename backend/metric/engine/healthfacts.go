package engine

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// scores puts the columns of health among those named into out: what compile
// renders as SQL (health.go there) is here worked out of columns in memory, so
// that a million entitlements need no window of SQL.
func (a *ask) scores(f *compile.Facts, out *facts, names []string) error {
	wanted := scoresAmong(f, names)
	known := true
	for _, name := range wanted {
		if kept, ok := a.engine.facts.get(a.factKey(f, a.scorePart(name))); ok {
			out.columns[name], out.rows = kept, kept.of.len()
		} else {
			known = false
		}
	}
	if known {
		return nil
	}
	x := scoring{ask: a, of: f}
	if err := x.work(out); err != nil {
		return err
	}
	columns := map[string]*factColumn{"risk": x.risk, "share": x.share, "score": x.score, "band": x.band}
	if slices.Contains(wanted, compile.AtRisk) {
		columns[compile.AtRisk] = x.lost(out.rows)
	}
	for name, c := range columns {
		a.keep(f, a.scorePart(name), c)
		out.columns[name] = c
	}
	return nil
}

// scoresAmong are the columns of health among those named and those that columns
// are made of.
func scoresAmong(f *compile.Facts, names []string) []string {
	var out []string
	add := func(name string) {
		if compile.Scores(name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, name := range names {
		add(name)
	}
	for _, m := range f.Made {
		for _, t := range m.Inputs {
			add(t.Column)
		}
	}
	return out
}

// scorePart names a column of health in the caches: it follows from the day and
// from what was consumed, too.
func (a *ask) scorePart(name string) string {
	return fmt.Sprint(name, " ", a.question(metric.Health).Day, " ", a.consumedAs)
}

// scoring works out the columns of health.
type scoring struct {
	ask                      *ask
	of                       *compile.Facts
	accounts, products, ends *factColumn
	sold                     numbered
	counts                   []bool   // the rows that count; nil: all
	pairs                    *numbers // of the numbers of accounts and products
	licenses                 []float64
	risk, share, score, band *factColumn
}

func (x *scoring) work(fs *facts) error {
	sold := x.of.Column("sold")
	base := &facts{rows: fs.rows, columns: map[string]*factColumn{}}
	names := []string{"account_id", "product_id", "end_day", sold}
	for _, t := range x.of.Counted {
		names = append(names, t.Column)
	}
	if err := x.ask.read(x.of, base, names); err != nil {
		return err
	}
	fs.rows = base.rows
	if len(x.of.Counted) > 0 {
		var err error
		if x.counts, err = x.ask.counted(x.of, base); err != nil {
			return err
		}
	}
	x.accounts, x.products, x.ends, x.sold = base.columns["account_id"], base.columns["product_id"], base.columns["end_day"], base.number(sold)
	x.risk = &factColumn{of: x.ends.of, values: x.risks()}
	if err := x.shares(fs.rows); err != nil {
		return err
	}
	x.weigh(fs.rows)
	return x.ask.ctx.Err()
}

// risks are what a license weighs by each end there is.
func (x *scoring) risks() []any {
	h, day := x.ask.setting.Scoring, x.ask.question(metric.Health).Day
	out := make([]any, len(x.ends.values))
	for i, v := range x.ends.values {
		out[i] = 0.0
		end := dayOf(v)
		if end == portfolio.NoDay {
			continue
		}
		for w, days := range h.Windows {
			if int(end-day) <= days {
				out[i] = h.Weights[w]
				break
			}
		}
	}
	return out
}

// shares says for each row what of its account and product is consumed.
func (x *scoring) shares(rows int) error {
	x.pairs = newNumbers(1024)
	of := make([]int32, rows)
	for i := range of {
		if sold := x.sold.at(i); sold == noNumber || sold <= 0 || x.counts != nil && !x.counts[i] {
			of[i] = -1
			continue
		}
		of[i] = x.pairs.of(pair(x.accounts.of.at(i), x.products.of.at(i)))
		x.licenses = grown(x.licenses, len(x.pairs.keys), 0)
		x.licenses[of[i]] += float64(x.sold.at(i))
	}
	values := unknown(len(x.pairs.keys))
	accounts, products := placesOf(x.accounts), placesOf(x.products)
	s := x.of.Consumed()
	err := x.ask.snap.Query(x.ask.ctx, s.SQL, s.Args, func(v []any) error {
		account, ok := accounts[integer(v[0])]
		product, known := products[integer(v[1])]
		if !ok || !known {
			return nil
		}
		if p := x.pairs.find(pair(account, product)); p >= 0 {
			values[p] = shareOf(v[2], v[3], v[4], x.licenses[p])
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("what is consumed: %w", err)
	}
	n := newNumbering(&coded{of: of})
	shares := make([]int32, len(values))
	for i, share := range values {
		shares[i] = n.figure(share)
	}
	none := n.number(nil)
	for i, p := range of {
		of[i] = none
		if p >= 0 {
			of[i] = shares[p]
		}
	}
	x.share = n.column.packed()
	return nil
}

// placesOf returns the numbers of the values of a column of whole numbers.
func placesOf(c *factColumn) map[int64]int32 {
	out := make(map[int64]int32, len(c.values))
	for i, v := range c.values {
		if n, ok := v.(int64); ok {
			out[n] = int32(i)
		}
	}
	return out
}

// shareOf is what of the quantity entitled to is consumed, at most all: metered
// where that is known, else of the licenses. It is missing where nobody tells.
func shareOf(used, entitled, active any, licenses float64) float64 {
	consumed, of := number(used), number(entitled)
	if used == nil {
		consumed, of = number(active), licenses
	}
	switch {
	case of > 0 && consumed == consumed:
		return min(1, consumed/of)
	case consumed > 0 && !(of > 0):
		return 1
	default:
		return missing
	}
}

// lost returns the licenses of each row that are at risk.
func (x *scoring) lost(rows int) *factColumn {
	n := newNumbering(&coded{of: make([]int32, 0, rows)})
	for i := range rows {
		share, ok := x.share.values[x.share.of.at(i)].(float64)
		if !ok {
			n.add(nil)
			continue
		}
		n.column.of = append(n.column.of, n.figure(float64(x.sold.at(i))*number(x.risk.values[x.risk.of.at(i)])*(1-share)))
	}
	return n.column.packed()
}

// weigh works out what each account scores.
func (x *scoring) weigh(rows int) {
	n := len(x.accounts.values)
	points, licenses := make([]precise, n), make([]float64, n)
	for i := range rows {
		share, ok := x.share.values[x.share.of.at(i)].(float64)
		if !ok {
			continue
		}
		risk, sold, at := number(x.risk.values[x.risk.of.at(i)]), float64(x.sold.at(i)), x.accounts.of.at(i)
		points[at].add(sold * (1 - float64(risk*(1-share)) + share)) // rounded as SQL does, whatever the processor can do at once
		licenses[at] += sold
	}
	h := x.ask.setting.Scoring
	scores, bands := make([]any, n+1), make([]any, n+1)
	for i, l := range licenses {
		if l == 0 {
			continue
		}
		score := 50 * (points[i].sum + points[i].rest) / l
		scores[i], bands[i] = score, "at risk"
		switch {
		case score >= h.Healthy:
			bands[i] = "healthy"
		case score >= h.Warning:
			bands[i] = "warning"
		}
	}
	x.score, x.band = &factColumn{of: x.accounts.of, values: scores}, &factColumn{of: x.accounts.of, values: bands}
}
