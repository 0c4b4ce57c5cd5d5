package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
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

// keysOf lists the keys each template takes beside name, template, watch and state.
var keysOf = map[Template][]string{
	EndsWithin: {"days", "list_days", "repeat_days", "per"},
	UsageOver:  {"threshold", "clear"},
}

// later lists the keys of the rule file that no template takes yet.
var later = map[string]bool{"query": true, "condition": true, "trigger": true, "destinations": true, "message": true}

// ParseRule reads a rule file. Every key must be known and fit the template, so
// that no part of a rule is silently ignored; a fault names the key.
func ParseRule(data []byte) (Rule, error) {
	keys, err := topKeys(data)
	if err != nil {
		return Rule{}, err
	}
	p := ruleParser{keys: keys}
	r := Rule{Name: p.name(), Template: p.template()}
	p.known(r.Template)
	r.State = p.state()
	r.Watch = p.watch()
	switch r.Template {
	case EndsWithin:
		p.endsWithin(&r)
	case UsageOver:
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

func (p *ruleParser) template() Template {
	if _, ok := p.keys["query"]; ok {
		p.fail("query", "Rules with a query of their own are not supported yet; use the template ends_within or usage_over.")
	}
	var t Template
	raw, ok := p.keys["template"]
	switch {
	case !ok:
		p.fail("template", "A rule needs a template: ends_within or usage_over.")
	case json.Unmarshal(raw, &t) != nil || keysOf[t] == nil:
		p.fail("template", "%s is not a template; use ends_within or usage_over.", raw)
	}
	return t
}

func (p *ruleParser) known(t Template) {
	fits := map[string]bool{"name": true, "template": true, "watch": true, "state": true}
	for _, key := range keysOf[t] {
		fits[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(p.keys)) {
		switch {
		case fits[key]:
		case later[key]:
			p.fail(key, "%q is not supported in a rule yet.", key)
		case belongsToATemplate(key):
			p.fail(key, "%q does not belong to the template %s.", key, t)
		default:
			p.fail(key, "A rule has no key %q.", key)
		}
	}
}

func belongsToATemplate(key string) bool {
	for _, keys := range keysOf {
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

func (p *ruleParser) watch() Watch {
	raw, ok := p.keys["watch"]
	if !ok {
		p.fail("watch", `A rule needs what it watches: "all", "watched" or {"accounts": […]}.`)
		return Watch{}
	}
	var word string
	if json.Unmarshal(raw, &word) == nil {
		if word != "all" && word != "watched" {
			p.fail("watch", `%q is not "all", "watched" or {"accounts": […]}.`, word)
		}
		return Watch{Watched: word == "watched"}
	}
	var named map[string][]string
	if json.Unmarshal(raw, &named) != nil || len(named) != 1 || named["accounts"] == nil {
		p.fail("watch", `%s is not "all", "watched" or {"accounts": […]}.`, raw)
		return Watch{}
	}
	accounts := named["accounts"]
	if len(accounts) == 0 || len(accounts) > maxAccounts {
		p.fail("watch.accounts", "Name between 1 and %d accounts.", maxAccounts)
	}
	for i, a := range accounts {
		if fold(a) == "" {
			p.fail("watch.accounts["+strconv.Itoa(i)+"]", "An account has a name, an id or a key.")
		}
	}
	return Watch{Accounts: accounts}
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
