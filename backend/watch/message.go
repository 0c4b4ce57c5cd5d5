package watch

import (
	"slices"
	"time"

	"headroom/backend/metric/token"
	"headroom/backend/portfolio"
)

// own puts the person's own words in the place of ours. A text that cannot be
// written, which Validate lets no active rule have, stays ours.
func (w Words) own(r Rule, x seen, n Notice, today portfolio.Day) Notice {
	if r.Message == (Message{}) {
		return n
	}
	set := w.tokens(r, today)
	row := func(name string) (any, bool) {
		if v, ok := w.token(r, x, n, today, name); ok {
			return v, true
		}
		return w.dayOf(set, name)
	}
	for into, text := range map[*string]string{&n.Title: r.Message.Title, &n.Body: r.Message.Body} {
		if text == "" {
			continue
		}
		if written, err := set.Text(text, row); err == nil {
			*into = written
		}
	}
	return n
}

// dayOf is the value of a token that is a day, written as days are.
func (w Words) dayOf(set *token.Set, name string) (any, bool) {
	v, err := set.Value("", name)
	if err != nil || v.Type != token.Date {
		return nil, false
	}
	day, err := portfolio.ParseDay(v.String())
	return w.date(day), err == nil
}

func (w Words) tokens(r Rule, today portfolio.Day) *token.Set {
	if w.Tokens != nil {
		return w.Tokens(r.Query)
	}
	return token.New(token.Moment{Today: today, Now: today.Time().Add(12 * time.Hour)}, nil, r.Query, nil)
}

// gaps lists the tokens of the message that are empty for an instance. What
// stands in their place is written in words: "unnamed product".
func (w Words) gaps(r Rule, x seen, today portfolio.Day) []string {
	w = w.of(r)
	var out []string
	n := Notice{}
	for _, text := range []string{r.Message.Title, r.Message.Body} {
		for _, name := range token.Names(text) {
			v, ok := w.token(r, x, n, today, name)
			empty := v == w.say("gap.value") || v == w.say("gap.date") || v == w.say("gap.product") || v == w.say("gap.account")
			if ok && empty && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// token is the value of a name in a message: what the condition found, and the
// columns of the rule. It is not ok for names that neither has.
func (w Words) token(r Rule, x seen, n Notice, today portfolio.Day, name string) (any, bool) {
	var first line
	if len(x.lines) > 0 {
		first = x.lines[0]
	} else {
		first.end, first.actBy = portfolio.NoDay, portfolio.NoDay
	}
	days := func(d portfolio.Day) string {
		if d.IsZero() {
			return w.say("gap.value")
		}
		return w.number(float64(d - today))
	}
	switch name {
	case "rule":
		return r.Name, true
	case "account":
		return w.value(name, firstOf(x.account, x.accountID)), true
	case "account_id":
		return w.value(name, firstOf(x.accountID, x.account)), true
	case "product":
		return w.value(name, x.product), true
	case "sku":
		return w.value(name, firstOf(x.sku, first.sku)), true
	case "entitlement":
		return w.value(name, firstOf(x.entitlement, first.key)), true
	case "quantity":
		return w.figure("licenses_sold", total(x.lines, func(l line) *float64 { return l.quantity })), true
	case "unassigned":
		return w.figure("licenses_unassigned", total(x.lines, line.unassigned)), true
	case "end_date":
		return w.date(first.end), true
	case "days_to_end":
		return days(first.end), true
	case "act_by":
		return w.date(first.actBy), true
	case "days_to_act":
		return days(first.actBy), true
	case "value":
		return w.figure(x.metric, x.value), true
	case "before":
		return w.figure(x.metric, x.before), true
	case "change":
		return w.change(r.Condition, x), true
	case "limit":
		if r.Condition.Value != nil {
			return w.figure(x.metric, r.Condition.Value), true
		}
		return w.value("", x.limit), true
	case "metric":
		return w.label(x.metric), true
	case "count":
		return w.number(float64(max(1, len(x.lines)))), true
	case "lines":
		return w.body(r, x, today), true
	case "reason":
		return w.reason(r, x, today), true
	}
	if v, ok := x.keys[name]; ok {
		return w.value(name, v), true
	}
	if name == x.metric {
		return w.figure(name, x.value), true
	}
	figures, _ := r.figures()
	if slices.Contains(figures, name) || slices.Contains(r.Per, name) || slices.Contains(r.Condition.Columns, name) {
		return w.say(gapOf(name)), true
	}
	return nil, false
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// total adds what is known of lines, nil where nothing is.
func total(lines []line, of func(line) *float64) *float64 {
	var sum *float64
	for _, l := range lines {
		v := of(l)
		if v == nil {
			continue
		}
		if sum == nil {
			sum = new(float64)
		}
		*sum += *v
	}
	return sum
}

// unassigned are the licenses of a line that nobody has.
func (l line) unassigned() *float64 {
	if l.quantity == nil || l.assigned == nil {
		return nil
	}
	left := max(0, *l.quantity-*l.assigned)
	return &left
}

// reason says in words what the comparison of an instance is.
func (w Words) reason(r Rule, x seen, today portfolio.Day) string {
	w = w.of(r)
	if r.Condition.Kind.aboutEnds() && len(x.lines) > 0 {
		return w.line(r, x.lines[0], today)
	}
	return w.found(r, x)
}
