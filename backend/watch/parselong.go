package watch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

const watchForms = `"all", "watched" or {"watched", "accounts", "segment", "exclude"}`

// watch reads what a rule watches.
func (p *ruleParser) watch() Watch {
	raw, ok := p.keys["watch"]
	if _, long := p.keys["condition"]; !ok && long {
		return Watch{} // a question of its own says what it is about
	}
	if !ok {
		p.fail("watch", "A rule needs what it watches: %s.", watchForms)
		return Watch{}
	}
	var word string
	if json.Unmarshal(raw, &word) == nil {
		if word != "all" && word != "watched" {
			p.fail("watch", "%q is not %s.", word, watchForms)
		}
		return Watch{Watched: word == "watched"}
	}
	var d watchDocument
	if err := strict(raw, &d); err != nil {
		p.fail("watch", "%s is not %s.", brief(raw), watchForms)
		return Watch{}
	}
	if d.Accounts != nil && len(d.Accounts) == 0 || len(d.Accounts) > maxAccounts {
		p.fail("watch.accounts", "Name between 1 and %d accounts.", maxAccounts)
	}
	var named struct{ Segment *string }
	if json.Unmarshal(raw, &named) == nil && named.Segment != nil && d.Segment == "" {
		p.fail("watch.segment", "Choose a segment.") // none is not everything
	}
	p.named("watch.accounts", d.Accounts)
	p.named("watch.exclude.accounts", d.Exclude.Accounts)
	for key, list := range map[string][]string{"accounts": d.Exclude.Accounts, "products": d.Exclude.Products, "skus": d.Exclude.SKUs} {
		if len(list) > maxAccounts {
			p.fail("watch.exclude."+key, "At most %d can be excluded by name.", maxAccounts)
		}
	}
	return Watch(d)
}

// named refuses accounts without a name.
func (p *ruleParser) named(path string, accounts []string) {
	for i, a := range accounts {
		if Fold(a) == "" {
			p.fail(path+"["+strconv.Itoa(i)+"]", "An account has a name, an id or a key.")
		}
	}
}

// long reads what a rule with a condition has beside its name and scope.
func (p *ruleParser) long(r *Rule) {
	p.read("note", &r.Note)
	p.read("query", &r.Query)
	p.read("per", &r.Per)
	p.read("condition", &r.Condition)
	if c := r.Condition; c.Kind == "" && c.Metric != "" && c.Op != "" {
		r.Condition.Kind = Threshold
	}
	p.read("trigger", &r.Trigger)
	r.ListDays = p.days("list_days", 0, 0)
	r.RepeatDays = p.days("repeat_days", 0, 0)
	p.read("stages", &r.Stages)
	p.read("stages_of", &r.StagesOf)
	p.read("destinations", &r.Destinations)
	r.Destinations = slices.DeleteFunc(r.Destinations, func(d Destination) bool { return d == "inbox" }) // where everything is
	p.read("severity", &r.Severity)
	p.read("message", &r.Message)
}

// read reads one key into a value of its form.
func (p *ruleParser) read(key string, into any) {
	raw, ok := p.keys[key]
	if !ok || p.err != nil {
		return
	}
	if string(raw) == "null" {
		p.fail(key, "%q says nothing; leave it out.", key)
		return
	}
	if err := strict(raw, into); err != nil {
		p.err = unfit(key, raw, err)
	}
}

// strict decodes one JSON value that may hold no key that is not known.
func strict(raw json.RawMessage, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

var unknownKey = regexp.MustCompile(`unknown field "([^"]*)"`)

// unfit says in the words of a rule file why a value has not the form of its key.
func unfit(key string, raw json.RawMessage, err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case unknownKey.MatchString(err.Error()):
		name := unknownKey.FindStringSubmatch(err.Error())[1]
		return fault.At(key+"."+name, "There is no key %q in %s.", name, key).WithHint(suggestKey(key, name))
	case errors.As(err, &kind) && kind.Field != "":
		return fault.At(key+"."+kind.Field, "A JSON %s does not fit here.", kind.Value)
	default:
		return fault.At(key, "%s has not the form of %q.", brief(raw), key)
	}
}

// suggestKey offers the key of a part of a rule that is most like name.
func suggestKey(part, name string) string {
	forms := map[string]any{"condition": Condition{}, "trigger": Trigger{}, "message": Message{}, "query": metric.Query{}}
	form, ok := forms[part]
	if !ok {
		return ""
	}
	return metric.Suggest(name, jsonKeys(form))
}

// brief is a value short enough to be repeated in a sentence.
func brief(raw json.RawMessage) string {
	const most = 80
	text := strings.Join(strings.Fields(string(raw)), " ")
	if runes := []rune(text); len(runes) > most {
		return fmt.Sprintf("%s…", string(runes[:most]))
	}
	return text
}
