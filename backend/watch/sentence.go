package watch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/texts"
)

// Sentence says in plain words what a rule watches, when it tells the person, and
// how often.
func (w Words) Sentence(r Rule) string {
	r = r.Full()
	w = w.of(r)
	out := []string{w.say("say.rule", "watch", w.watching(r.Watch), "per", w.per(r), "condition", w.condition(r))}
	add := func(key string, there bool, parts ...string) {
		if there {
			out = append(out, w.say(key, parts...))
		}
	}
	n := func(days int) string { return w.number(float64(days)) }
	add("say.only", !everything(r.Query.Filter), "filter", w.filter(r.Query.Filter))
	if b := r.Condition.Base; b != nil {
		add("say.base", true, "metric", w.word(b.Metric), "value", w.figure(b.Metric, &b.AtLeast))
	}
	add("say.clear", r.Condition.Clear != nil && !same(r.Condition.Clear, r.Condition.Value), "value", w.figure(r.Condition.Metric, r.Condition.Clear))
	add("say.for", r.Condition.For > 1, "n", n(r.Condition.For))
	add("say.list", r.ListDays > 0, "n", n(r.ListDays))
	add("say.stages", len(r.Stages) > 0, "days", w.joined("format.list", numbers(w, r.Stages)))
	add("say.repeat", r.RepeatDays > 0, "n", n(r.RepeatDays))
	space := " "
	if w.Language == "ja" {
		space = ""
	}
	return strings.Join(append(out, w.trigger(r.Trigger)), space)
}

// word is what a metric or dimension is called within a sentence.
func (w Words) word(name string) string { return w.within(w.label(name)) }

// within writes what begins large by itself as it stands within a sentence.
func (w Words) within(text string) string { return texts.Within(w.Language, text) }

func same(a, b *float64) bool { return a != nil && b != nil && *a == *b }

func numbers(w Words, days []int) []string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = w.number(float64(d))
	}
	return out
}

// watching says what a rule watches.
func (w Words) watching(x Watch) string {
	var all []string
	if x.Watched {
		all = append(all, w.say("watch.watched"))
	}
	if len(x.Accounts) > 0 {
		all = append(all, w.counted("watch.accounts", len(x.Accounts), "name", x.Accounts[0]))
	}
	if x.Segment != "" {
		segment := w.say("watch.segment", "name", w.segment(x.Segment))
		if len(all) > 0 {
			segment = w.within(segment)
		}
		all = append(all, segment)
	}
	if len(all) == 0 {
		all = append(all, w.say("watch.all"))
	}
	out := w.joined("say.and", all)
	less := slices.Concat(x.Exclude.Accounts, x.Exclude.Products, x.Exclude.SKUs)
	if x.Exclude.Free {
		less = append(less, w.say("watch.less.free"))
	}
	if len(less) > 3 {
		less = append(less[:3:3], w.say("more", "n", w.number(float64(len(less)-3))))
	}
	if len(less) > 0 {
		out = w.say("watch.less", "watch", out, "what", w.joined("format.list", less))
	}
	return out
}

// per says what tells instances apart.
func (w Words) per(r Rule) string {
	if len(r.Per) == 0 {
		return w.say("per.none")
	}
	names := make([]string, len(r.Per))
	for i, d := range r.Per {
		switch d {
		case perAccount, perEntitlement:
			names[i] = w.say("per." + d)
		default:
			names[i] = w.word(d)
		}
	}
	return w.say("per.each", "what", w.joined("per.and", names))
}

// unbroken is a space at which no line ends.
const unbroken = "\u00a0"

// held keeps a number and its unit on one line: "1 month".
func held(value string) string {
	if number, unit, ok := strings.Cut(value, " "); ok && strings.Trim(number, "0123456789.,−") == "" {
		return number + unbroken + unit
	}
	return value
}

// signsOf are the comparisons as they are written.
var signsOf = map[string]string{"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": "=", "ne": "≠"}

// condition says what the rule looks for.
func (w Words) condition(r Rule) string {
	c := r.Condition
	metricOf := w.word(c.Metric)
	if c.Fallback != "" {
		metricOf = w.say("say.or", "a", metricOf, "b", w.word(c.Fallback))
	}
	parts := []string{
		"metric", metricOf, "value", w.figure(c.Metric, c.Value), "n", w.number(float64(c.Days)),
		"segment", w.segment(c.Segment), "columns", w.columns(c, seen{}), "bands", w.bands(c),
	}
	key := "if." + string(c.Kind)
	switch c.Kind {
	case "":
		return "…" // of a draft
	case Threshold:
		if key = "if." + c.Op; c.Op == "" {
			key = "if.gt"
		}
	case Stale:
		if c.Days > 0 {
			key = "if.stale.days"
		}
	case Crosses:
		switch {
		case len(c.Bands) == 0:
			key = "if.bands.labels"
		case c.Direction == Up || c.Direction == Down:
			key += "." + string(c.Direction)
		}
	case Change:
		key += "." + string(moving(c))
		parts = append(parts, "by", w.by(c), "against", w.against(c))
	case Trend:
		key += "." + string(moving(c))
		parts = append([]string{"n", w.number(float64(c.Over))}, append(parts, "unit", w.unit(c.Over, c.Unit))...)
	}
	out := []string{w.say(key, parts...)}
	for _, t := range c.And {
		value := t.Value
		out = append(out, w.say("if."+t.Op, "metric", w.word(t.Metric), "value", w.figure(t.Metric, &value)))
	}
	return w.joined("say.and", out)
}

func moving(c Condition) Direction {
	if c.Direction == "" {
		return Either
	}
	return c.Direction
}

func (w Words) by(c Condition) string {
	if c.Relative {
		return w.percent(c.By)
	}
	if w.isShare(c.Metric) {
		return w.points(c.By)
	}
	return w.number(c.By)
}

func (w Words) against(c Condition) string {
	against := c.Against
	if against == "" {
		against = Previous
	}
	over := max(1, c.Over)
	return w.say("against."+string(against), "n", w.number(float64(over)), "unit", w.unit(over, c.Unit))
}

// unit is the word for a number of a unit of time.
func (w Words) unit(n int, unit string) string {
	if unit == "" {
		unit = "month"
	}
	if n == 1 {
		return w.say("unit." + unit + ".one")
	}
	return w.say("unit." + unit + ".many")
}

func (w Words) bands(c Condition) string {
	out := make([]string, len(c.Bands))
	for i := range c.Bands {
		out[i] = w.figure(c.Metric, &c.Bands[i])
	}
	return w.joined("format.list", out)
}

// trigger says when a rule is checked.
func (w Words) trigger(t Trigger) string {
	n := max(1, t.N)
	at := t.At
	if at == "" {
		at = "00:00"
	}
	many := w.number(float64(n))
	form := func(key string) string {
		if n == 1 {
			return key + ".one"
		}
		return key
	}
	switch t.Every {
	case "minute", "hour":
		unit := w.say("on." + t.Every + ".many")
		if n == 1 {
			unit = w.say("on." + t.Every + ".one")
		}
		return w.say("on.every", "n", many, "unit", unit)
	case "day":
		return w.say(form("on.day"), "n", many, "at", at)
	case "week":
		days := t.Weekdays
		if len(days) == 0 {
			days = []string{"monday"}
		}
		names := make([]string, len(days))
		for i, d := range days {
			names[i] = w.say("weekday." + d)
		}
		return w.say(form("on.week"), "n", many, "days", w.joined("format.list", names), "at", at)
	case "month":
		days := t.Days
		if len(days) == 0 {
			days = []int{1}
		}
		names := make([]string, len(days))
		for i, d := range days {
			if names[i] = strconv.Itoa(d); d == -1 {
				names[i] = w.say("on.last")
			}
		}
		return w.say(form("on.month"), "n", many, "days", w.joined("format.list", names), "at", at)
	}
	if t.Cron != "" {
		return w.say("on.cron", "cron", t.Cron)
	}
	if t.On == "added" || t.On == "updated" {
		dataset, _ := w.Catalog.Dataset(t.Dataset)
		label := dataset.Label
		if label == "" {
			label = metric.Label(string(t.Dataset))
		}
		return w.say("on."+t.On, "dataset", w.within(label))
	}
	return w.say("on.import")
}

// everything reports whether a filter keeps all there is.
func everything(f *metric.Filter) bool {
	return f == nil || len(f.All)+len(f.Any) == 0 && f.Dimension == "" && f.Metric == ""
}

// filter says a filter in words.
func (w Words) filter(f *metric.Filter) string {
	if everything(f) {
		return ""
	}
	for key, children := range map[string][]metric.Filter{"say.and": f.All, "say.or": f.Any} {
		if len(children) == 0 {
			continue
		}
		parts := make([]string, len(children))
		for i := range children {
			if parts[i] = w.filter(&children[i]); len(children[i].All)+len(children[i].Any) > 1 {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return w.joined(key, parts)
	}
	if f.Dimension == "" {
		return "" // it keeps everything
	}
	return w.comparison(f)
}

// comparison says one comparison of a filter.
func (w Words) comparison(f *metric.Filter) string {
	name := w.word(f.Dimension)
	if sign, ok := signsOf[f.Op]; ok {
		return name + " " + sign + unbroken + held(w.operand(f, f.Value))
	}
	op := f.Op
	switch op {
	case "is_empty":
		op = "is_null"
	case "not_empty":
		op = "not_null"
	}
	values := f.Values
	if f.Value != nil {
		values = []any{f.Value}
	}
	list := make([]string, 0, 4)
	for i, v := range values {
		if i == 3 && len(values) > 4 {
			list = append(list, w.say("more", "n", w.number(float64(len(values)-3))))
			break
		}
		list = append(list, w.operand(f, v))
	}
	n := max(1, f.N)
	many := w.number(float64(n))
	if f.NToken != "" {
		n, many = 2, f.NToken
	}
	key := "format.list"
	if op == "between" || op == "not_between" {
		key = "say.and"
	}
	return w.say("op."+op, "a", name, "b", w.joined(key, list), "n", many, "unit", w.unit(n, f.Unit))
}

func (w Words) operand(f *metric.Filter, v any) string {
	if text, ok := v.(string); ok && strings.Contains(text, "{{") {
		return text
	}
	switch x := v.(type) {
	case nil, string, float64, int64:
		return w.value(f.Dimension, v)
	case int:
		return w.value(f.Dimension, float64(x))
	default:
		return fmt.Sprint(x)
	}
}
