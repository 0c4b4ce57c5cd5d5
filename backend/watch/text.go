package watch

import (
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// maxListed bounds how many lines one notice lists.
const maxListed = 40

// notice is what the person is told of an instance: in their own words where the
// rule has any, else in ours.
func (w Words) notice(r Rule, x seen, today portfolio.Day) Notice {
	w = w.of(r)
	n := Notice{AccountKey: x.accountKey, Account: x.account, Product: x.product, Entitlement: x.entitlement, End: portfolio.NoDay, ActBy: portfolio.NoDay}
	if len(x.lines) > 0 {
		n.End, n.ActBy = x.lines[0].end, x.lines[0].actBy
	}
	n.Title, n.Body, n.About = w.title(r, x), w.body(r, x, today), w.about(r, x)
	return w.own(r, x, n, today)
}

// title is what a notice is about.
func (w Words) title(r Rule, x seen) string {
	switch {
	case x.account != "":
		return x.account
	case x.accountID != "":
		return x.accountID
	case x.accountKey != "" || slices.Contains(r.Per, perAccount):
		return w.say("account.none")
	case len(r.Per) == 0:
		return w.say("portfolio")
	}
	return w.keys(r, x)
}

// keys names an instance by the values of Per.
func (w Words) keys(r Rule, x seen) string {
	var parts []string
	for _, d := range r.Per {
		if d != perAccount && d != perEntitlement {
			parts = append(parts, w.value(d, x.keys[d]))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, w.product(x.product))
	}
	return strings.Join(parts, " · ")
}

// about is what an instance is about in words: "Ashcombe Water plc, Visio Plan 2".
func (w Words) about(r Rule, x seen) string {
	title, what := w.title(r, x), w.what(r, x)
	switch {
	case what == "":
		return title
	case strings.HasPrefix(what, title):
		return what
	}
	return title + ", " + what
}

// what names, below the account, what an instance is about.
func (w Words) what(r Rule, x seen) string {
	if len(r.Per) == 0 {
		return w.say("portfolio")
	}
	if slices.Equal(r.Per, []string{perAccount}) {
		return w.title(r, x)
	}
	return w.keys(r, x)
}

func (w Words) product(name string) string {
	if name == "" {
		return w.say("entitlement.none")
	}
	return name
}

// body says what was found.
func (w Words) body(r Rule, x seen, today portfolio.Day) string {
	if r.Condition.Kind.aboutEnds() {
		return w.lines(r, x, today)
	}
	if r.Template == UsageOver && r.Condition.Kind == Threshold && slices.Equal(r.Per, []string{perAccount, perProduct}) {
		return w.usage(r, x)
	}
	sentence := w.found(r, x)
	below := slices.ContainsFunc(r.Per, func(d string) bool { return d != perAccount })
	if r.Condition.Kind.aboutFigures() && slices.Contains(r.Per, perAccount) && below {
		return w.say("topic", "product", w.keys(r, x), "sentence", sentence)
	}
	return sentence
}

// lines lists the lines of a notice about ends.
func (w Words) lines(r Rule, x seen, today portfolio.Day) string {
	all := x.listed
	if len(all) == 0 {
		all = x.lines
	}
	var out []string
	for i, l := range all {
		if i == maxListed {
			out = append(out, w.say("more", "n", w.number(float64(len(all)-i))))
			break
		}
		text := w.line(r, l, today)
		if i > 0 && l.product == "" {
			text = w.within(text)
		}
		out = append(out, text)
	}
	return w.joined("format.join", out)
}

// line says what ends, how much of it, and when: "Suite Pro: 120 licenses end in
// 14 days (5 Dec)"; or until when something can be done about it.
func (w Words) line(r Rule, l line, today portfolio.Day) string {
	if r.Condition.Kind == ActBy && !l.actBy.IsZero() {
		return w.act(l, today)
	}
	key, parts := "ends", []string{"product", w.product(l.product), "when", w.when(l.end, today)}
	if l.end < today {
		key = "ended"
	}
	if l.quantity == nil {
		return w.say(key+".unknown", parts...)
	}
	return w.counted(key, int(*l.quantity), parts...)
}

func (w Words) act(l line, today portfolio.Day) string {
	key := "act.known"
	switch {
	case l.actBy < today:
		key = "act.passed"
	case l.autoRenew == "yes":
		key = "act.lock_in"
	case l.autoRenew == "no":
		key = "act.loss"
	}
	return w.say(key, "what", w.product(l.product), "day", w.acting(l.actBy, today), "left", w.left(l.actBy, today), "end", w.near(l.end, today))
}

// when says how far off a day is, and which.
func (w Words) when(d, today portfolio.Day) string {
	date := w.near(d, today)
	switch days := int(d - today); days {
	case 0:
		return w.say("when.today", "date", date)
	case 1:
		return w.say("when.tomorrow", "date", date)
	case -1:
		return w.say("when.yesterday", "date", date)
	default:
		key, n := "when.in", days
		if days < 0 {
			key, n = "when.ago", -days
		}
		return w.say(key, "n", w.number(float64(n)), "date", date)
	}
}

// left says how many days are left until a day.
func (w Words) left(d, today portfolio.Day) string {
	switch days := int(d - today); {
	case days == 0:
		return w.say("left.today")
	case days < 0:
		return w.counted("left.passed", -days)
	default:
		return w.counted("left", days)
	}
}

// usage is what the template of usage says.
func (w Words) usage(r Rule, x seen) string {
	product, key := x.product, "usage.of.entitled"
	if product == "" {
		product = w.say("all.products")
	}
	if x.metric == "usage_rate" {
		key = "usage.of.users"
	}
	return w.say(key, "product", product, "value", w.figure(x.metric, x.value), "limit", w.figure(x.metric, r.Condition.Value))
}

// found says what a condition that is not about ends has found.
func (w Words) found(r Rule, x seen) string {
	c := r.Condition
	parts := []string{
		"metric", w.label(x.metric), "value", w.figure(x.metric, x.value), "before", w.figure(x.metric, x.before),
		"from", w.named(c, x.from), "to", w.named(c, x.to), "what", w.what(r, x), "segment", w.segment(c.Segment), "columns", w.columns(c, x),
	}
	switch c.Kind {
	case Threshold:
		return w.say("threshold."+c.Op, append(parts, "limit", w.figure(x.metric, c.Value))...)
	case Change:
		return w.say("change."+direction(x), append(parts, "change", w.change(c, x))...)
	case Trend:
		return w.say("trend."+direction(x), parts...)
	case Unused:
		return w.counted("unused", c.Days, parts...)
	case Stale:
		if x.value == nil {
			return w.say("stale.never", parts...)
		}
		return w.counted("stale", int(*x.value), parts...)
	default:
		return w.say(string(c.Kind), parts...)
	}
}

// direction is which way a figure moved.
func direction(x seen) string {
	switch {
	case x.value == nil || x.before == nil:
		return string(Either)
	case *x.value < *x.before:
		return string(Down)
	default:
		return string(Up)
	}
}

// change is how far a figure moved, as the condition measures it.
func (w Words) change(c Condition, x seen) string {
	if x.value == nil || x.before == nil {
		return w.say("gap.value")
	}
	by := *x.value - *x.before
	if !c.Relative {
		return w.moved(x.metric, by, false)
	}
	if *x.before == 0 {
		return w.say("gap.value")
	}
	if *x.before < 0 {
		return w.moved(x.metric, by/-*x.before, true)
	}
	return w.moved(x.metric, by / *x.before, true)
}

// named writes a band, or the name of a segment.
func (w Words) named(c Condition, s string) string {
	if text := w.Catalog.Values["health_band"][s]; text != "" && c.Kind == Crosses {
		return text
	}
	return s
}

// columns names the columns that are compared: with their values before and now,
// those that changed alone.
func (w Words) columns(c Condition, x seen) string {
	from, to := strings.Split(x.from, ", "), strings.Split(x.to, ", ")
	told := len(from) == len(c.Columns) && len(to) == len(c.Columns) && x.from != x.to
	var out []string
	for i, name := range c.Columns {
		switch {
		case !told:
			out = append(out, w.word(name))
		case from[i] != to[i]:
			out = append(out, w.word(name)+" "+w.compared(name, from[i])+" → "+w.compared(name, to[i]))
		}
	}
	return w.joined("format.list", out)
}

// compared writes the value of a column as it was compared.
func (w Words) compared(name, s string) string {
	if s == absent || s == "" || s == "–" {
		return w.say(gapOf(name))
	}
	d, _ := w.Catalog.Dimension(name)
	if v, err := strconv.ParseFloat(s, 64); err == nil && d.Kind == metric.Number {
		return w.value(name, v)
	}
	return w.value(name, s)
}

// Digest is what several notifications at once are about, by their rules.
func Digest(language string, news []Rule) Notice {
	w := Words{Language: language}
	counts := map[string]int{}
	days := map[string]int{}
	var keys []string
	for _, r := range news {
		key := "rule " + r.Name
		full := r.Full()
		switch {
		case r.Template == UsageOver && r.Short():
			key = "digest.usage"
		case r.Short() && r.PerAccount:
			key = "digest.accounts"
		case r.Short():
			key = "digest.ending"
		}
		if counts[key] == 0 {
			keys = append(keys, key)
		}
		counts[key]++
		days[key] = max(days[key], full.Condition.Days)
	}
	slices.SortStableFunc(keys, func(a, b string) int { return digestRank(a) - digestRank(b) })
	var parts []string
	for _, key := range keys {
		if name, ok := strings.CutPrefix(key, "rule "); ok {
			parts = append(parts, w.say("digest.rule", "rule", name, "n", w.number(float64(counts[key]))))
			continue
		}
		parts = append(parts, w.counted(key, counts[key], "days", w.number(float64(days[key]))))
	}
	return Notice{Title: "Headroom", Body: w.joined("format.join", parts), End: portfolio.NoDay, ActBy: portfolio.NoDay}
}

// digestRank puts ends before usage, and rules with names of their own last.
func digestRank(key string) int {
	if i := slices.Index([]string{"digest.ending", "digest.accounts", "digest.usage"}, key); i >= 0 {
		return i
	}
	return 3
}
