package watch

import (
	"strconv"
	"strings"

	"headroom/backend/portfolio"
)

// subject is what an instance or a line is about, as far as it is about an
// account, a product or an entitlement.
type subject struct {
	accountKey, accountID, account string
	product, sku, entitlement      string // entitlement is its key
}

// line is the current state of an entitlement. end and actBy are NoDay where
// there is none.
type line struct {
	subject
	key, status               string
	quantity, assigned, value *float64
	start, end, actBy         portfolio.Day
	trial                     bool
	autoRenew                 string // yes, no or "" for unknown
	row                       []any  // as it was answered
}

// told is the name of a line and its end in an instance's memory.
func (l line) told() string { return l.key + "@" + l.end.String() }

// splitTold is the inverse of told.
func splitTold(s string) (key string, end portfolio.Day) {
	cut := len(s) - len("@YYYY-MM-DD")
	if cut < 0 || s[cut] != '@' {
		return strings.TrimSuffix(s, "@"), portfolio.NoDay
	}
	end, err := portfolio.ParseDay(s[cut+1:])
	if err != nil {
		return s, portfolio.NoDay
	}
	return s[:cut], end
}

// gate is what stopped an instance from being told; "" is nothing.
type gate string

// The gates, in the order in which they are passed.
const (
	byWatch     gate = "in_watch"  // the rule does not watch it
	byFilter    gate = "in_filter" // it does not count, or is excluded
	byData      gate = "has_data"
	byBase      gate = "base"
	byCondition gate = "condition"
)

// seen is what an evaluation found about one instance: what is decided by, and
// what the words of a notice are made of.
type seen struct {
	subject
	instance string
	keys     map[string]any // by dimension of Per and what goes with it
	outcome  Outcome        // whatever the instance was before
	stopped  gate
	reason   string // the comparison with its values, or why there is none
	limit    string // of the comparison, as it is written

	metric        string
	value, before *float64
	parts         []*float64
	from, to      string // bands, changed columns, segments
	due           portfolio.Day

	lines  []line // that made it fire, soonest end first
	listed []line // that the notice lists
	stage  *int   // the latest stage that a line has reached
}

// escape writes a key of an instance so that "|" divides and nothing else does.
var escape = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// absent stands for a missing key of an instance.
const absent = `\-`

// naming names the instances of a rule by the values of Per.
type naming struct{ rule Rule }

// name returns the stable key of an instance. The two oldest templates have forms
// of their own, which are in every store.
func (n naming) name(values []any) string {
	per := n.rule.Per
	switch {
	case n.rule.Template == EndsWithin && len(per) == 1 && per[0] == perAccount:
		return "account:" + text(values[0])
	case n.rule.Template == EndsWithin && len(per) == 1 && per[0] == perEntitlement:
		return "entitlement:" + text(values[0])
	case n.rule.Template == UsageOver && len(per) == 2 && per[0] == perAccount && per[1] == perProduct:
		return "usage:" + text(values[0]) + "|" + text(values[1])
	}
	var b strings.Builder
	b.WriteString(strings.Join(per, "+"))
	b.WriteByte(':')
	for i, v := range values {
		if i > 0 {
			b.WriteByte('|')
		}
		b.WriteString(written(v))
	}
	return b.String()
}

func written(v any) string {
	switch x := v.(type) {
	case nil:
		return absent
	case string:
		return escape.Replace(x)
	default:
		return whole(*number(x))
	}
}

// whole writes a number with all of its digits.
func whole(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// companions are the dimensions asked beside those of Per, which follow from them
// and say in words what an instance is about.
var companions = map[string][]string{
	perAccount:     {"account_id", "account"},
	perEntitlement: {perAccount, "account_id", "account", perProduct},
}

// dimensions returns Per with what goes along.
func (r Rule) dimensions() []string {
	out := append([]string{}, r.Per...)
	for _, d := range r.Per {
		out = union(out, companions[d])
	}
	return out
}

// first reads the first key of an instance; "" is no key.
func (n naming) first(instance string) (string, bool) {
	_, keys, ok := strings.Cut(instance, ":")
	if !ok || keys == "" {
		return "", false
	}
	if n.rule.Template == UsageOver && strings.HasPrefix(instance, "usage:") {
		key, _, ok := strings.Cut(keys, "|")
		return key, ok
	}
	if n.rule.Template == EndsWithin && (strings.HasPrefix(instance, "account:") || strings.HasPrefix(instance, "entitlement:")) {
		return keys, true
	}
	var b strings.Builder
	for i := 0; i < len(keys); i++ {
		switch c := keys[i]; {
		case c == '\\' && i+1 < len(keys):
			if i++; keys[i] == '-' {
				return "", false
			}
			b.WriteByte(keys[i])
		case c == '|':
			return b.String(), true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}
