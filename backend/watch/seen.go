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

// form is what the names of the instances begin with. The two oldest templates
// have forms of their own, which are in every store; their keys stand as they are.
func (n naming) form() (form string, plain bool) {
	per := n.rule.Per
	switch {
	case n.rule.Template == EndsWithin && len(per) == 1 && per[0] == perAccount:
		return "account", true
	case n.rule.Template == EndsWithin && len(per) == 1 && per[0] == perEntitlement:
		return "entitlement", true
	case n.rule.Template == UsageOver && len(per) == 2 && per[0] == perAccount && per[1] == perProduct:
		return "usage", true
	}
	return strings.Join(per, "+"), false
}

// name returns the stable key of an instance.
func (n naming) name(values []any) string {
	form, plain := n.form()
	var b strings.Builder
	b.WriteString(form)
	b.WriteByte(':')
	for i, v := range values {
		if i > 0 {
			b.WriteByte('|')
		}
		if plain {
			b.WriteString(text(v))
		} else {
			b.WriteString(written(v))
		}
	}
	return b.String()
}

// owns reports whether a name is one that the rule gives: one of before it was
// edited may be another.
func (n naming) owns(instance string) bool {
	form, _ := n.form()
	return strings.HasPrefix(instance, form+":")
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
