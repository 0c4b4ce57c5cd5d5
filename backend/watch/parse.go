package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"headroom/backend/fault"
)

const (
	maxRuleBytes = 64 << 10
	maxName      = 200
	maxDays      = 3660
	maxAccounts  = 1000
)

// shortKeys lists the keys each short form takes beside name, template, watch and state.
var shortKeys = map[Template][]string{
	EndsWithin: {"days", "list_days", "repeat_days", "per"},
	UsageOver:  {"threshold", "clear"},
}

// longKeys lists the keys of every other rule beside name, template, watch and state.
var longKeys = []string{
	"note", "query", "per", "condition", "trigger", "list_days", "repeat_days", "stages", "stages_of", "destinations", "severity", "message",
}

// ParseRule reads a rule file. Every key must be known and fit, so that no part
// of a rule is silently ignored, and a rule that is not a draft must be whole; a
// fault names the key. What a rule names of the catalog is for Validate.
func ParseRule(data []byte) (Rule, error) {
	r, err := ReadRule(data)
	if err == nil && r.State == Active {
		err = r.Check()
	}
	if err != nil {
		return Rule{}, err
	}
	return r, nil
}

// ReadRule reads a definition, which need not be whole where it has a condition:
// a draft.
func ReadRule(data []byte) (Rule, error) {
	keys, err := topKeys(data)
	if err != nil {
		return Rule{}, err
	}
	p := ruleParser{keys: keys}
	r := Rule{Name: p.name(), Template: p.template()}
	_, long := keys["condition"]
	if p.known(r.Template, long); p.err != nil {
		return Rule{}, p.err
	}
	r.State = p.state()
	r.Watch = p.watch()
	switch {
	case long:
		p.long(&r)
	case r.Template == EndsWithin:
		p.endsWithin(&r)
	case r.Template == UsageOver:
		p.usageOver(&r)
	}
	if p.err != nil {
		return Rule{}, p.err
	}
	return r, nil
}

// topKeys splits one JSON object; a key given twice is a fault, because one of
// the two would be lost.
func topKeys(data []byte) (map[string]json.RawMessage, error) {
	if len(data) > maxRuleBytes {
		return nil, fault.New(fault.Invalid, "The rule is longer than %d KiB.", maxRuleBytes>>10)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, fault.New(fault.Invalid, "The rule is not a JSON object.")
	}
	keys := map[string]json.RawMessage{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, notJSON(err)
		}
		key, _ := t.(string) // the decoder allows nothing else as a key
		if _, twice := keys[key]; twice {
			return nil, fault.At(key, "The key is given twice.")
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, notJSON(err)
		}
		keys[key] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, notJSON(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "There is text after the rule.").WithHint("A file holds one rule.")
	}
	return keys, nil
}

func notJSON(err error) error {
	return fault.Wrap(err, fault.Invalid, "The rule is not valid JSON: %v.", err)
}

// ruleParser keeps the first fault, so that reading a rule is one straight list.
type ruleParser struct {
	keys map[string]json.RawMessage
	err  error
}

func (p *ruleParser) fail(field, format string, args ...any) {
	if p.err == nil {
		p.err = fault.At(field, format, args...)
	}
}

func (p *ruleParser) name() string {
	var s string
	raw, ok := p.keys["name"]
	switch {
	case !ok:
		p.fail("name", "A rule needs a name.")
	case json.Unmarshal(raw, &s) != nil:
		p.fail("name", "A name is a text.")
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		p.fail("name", "A rule needs a name.")
	case utf8.RuneCountInString(s) > maxName:
		p.fail("name", "A name has at most %d characters.", maxName)
	case strings.ContainsFunc(s, unicode.IsControl):
		p.fail("name", "A name is one line without control characters.")
	}
	return s
}

// template reads what a rule was made of: without a condition it is one of the
// short forms, with one the name of a ready-made rule.
func (p *ruleParser) template() Template {
	var t Template
	raw, ok := p.keys["template"]
	_, long := p.keys["condition"]
	switch {
	case long && !ok:
	case long:
		if json.Unmarshal(raw, &t) != nil || !templateName.MatchString(string(t)) {
			p.fail("template", "%s is not the name of a template.", raw)
		}
	case !ok && p.keys["query"] != nil:
		p.fail("condition", "A rule with a question of its own needs a condition.")
	case !ok:
		p.fail("template", "A rule needs a template: ends_within or usage_over; or a condition.")
	case json.Unmarshal(raw, &t) != nil || shortKeys[t] == nil:
		p.fail("template", "%s is not a template; use ends_within or usage_over, or write a condition.", raw)
	}
	return t
}

var templateName = regexp.MustCompile(`^([a-z][a-z0-9_]{0,59})?$`)

// known refuses the keys that do not fit the form of the rule.
func (p *ruleParser) known(t Template, long bool) {
	fits := map[string]bool{"name": true, "template": true, "watch": true, "state": true}
	more := shortKeys[t]
	if long {
		more = longKeys
	}
	for _, key := range more {
		fits[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(p.keys)) {
		switch {
		case fits[key]:
		case long && isShortKey(key):
			p.fail(key, "%q does not belong to a rule with a condition.", key)
		case !long && slices.Contains(longKeys, key) && !isShortKey(key):
			p.fail(key, "%q is not supported in a rule without a condition.", key)
		case isShortKey(key):
			p.fail(key, "%q does not belong to the template %s.", key, t)
		default:
			p.fail(key, "A rule has no key %q.", key)
		}
	}
}

func isShortKey(key string) bool {
	for _, keys := range shortKeys {
		if slices.Contains(keys, key) {
			return true
		}
	}
	return false
}

func (p *ruleParser) state() RuleState {
	s := Active
	if raw, ok := p.keys["state"]; ok && (json.Unmarshal(raw, &s) != nil || s != Active && s != Draft) {
		p.fail("state", "%s is not a state of a new rule; use active or draft.", raw)
	}
	return s
}

func (p *ruleParser) endsWithin(r *Rule) {
	if _, ok := p.keys["days"]; !ok {
		p.fail("days", "The template ends_within needs days.")
	}
	r.Days = p.days("days", 0, 0)
	r.RepeatDays = p.days("repeat_days", 1, 0)
	r.PerAccount = p.perAccount()
	r.ListDays = p.days("list_days", 0, 0)
	if r.PerAccount && r.ListDays == 0 {
		r.ListDays = r.Days
	}
	if r.ListDays > 0 && r.ListDays < r.Days {
		p.fail("list_days", "What is listed (%d days) cannot be less than what makes the rule fire (%d days).", r.ListDays, r.Days)
	}
}

func (p *ruleParser) days(key string, low, otherwise int) int {
	raw, ok := p.keys[key]
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil || n < low || n > maxDays {
		p.fail(key, "%s is not a whole number of days from %d to %d.", raw, low, maxDays)
	}
	return n
}

func (p *ruleParser) perAccount() bool {
	raw, ok := p.keys["per"]
	if !ok {
		return false
	}
	var per []string
	if json.Unmarshal(raw, &per) != nil || len(per) != 1 || per[0] != "account" && per[0] != "entitlement" {
		p.fail("per", `%s is not ["account"] or ["entitlement"].`, raw)
		return false
	}
	return per[0] == "account"
}

func (p *ruleParser) usageOver(r *Rule) {
	if _, ok := p.keys["threshold"]; !ok {
		p.fail("threshold", "The template usage_over needs a threshold, such as 0.9.")
	}
	r.Threshold = p.share("threshold", 0)
	r.Clear = p.share("clear", r.Threshold)
	if r.Clear > r.Threshold {
		p.fail("clear", "The clear level %v is above the threshold %v.", r.Clear, r.Threshold)
	}
}

// share reads a fraction; usage has no upper bound, but 90 for 90 % is a slip.
func (p *ruleParser) share(key string, otherwise float64) float64 {
	raw, ok := p.keys[key]
	if !ok {
		return otherwise
	}
	var v float64
	if json.Unmarshal(raw, &v) != nil || math.IsNaN(v) || v < 0 || v > 10 || string(raw) == "null" {
		p.fail(key, "%s is not a fraction from 0 to 10; 90 %% is written 0.9.", raw)
	}
	return v
}
