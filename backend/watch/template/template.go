// Package template has ready-made rules: a document each, complete enough to be
// activated as it is, with what it is for in the languages of the program. The
// rule not to break: what is offered here is a rule file like any other.
package template

import (
	"embed"
	"slices"

	"headroom/backend/texts"
	"headroom/backend/watch"
)

//go:embed words/*.json rules/*.json
var files embed.FS

var wordsIn = texts.From(files, "words")

// The groups of templates, in the order in which they are offered.
const (
	Renewals = "renewals"
	Usage    = "usage"
	Adoption = "adoption"
	Data     = "data"
)

// Template is one ready-made rule. Words say what it is for.
type Template struct {
	Name  string     `json:"name"`
	Title string     `json:"title"`
	Words string     `json:"words"`
	Group string     `json:"group"`
	Rule  watch.Rule `json:"rule"`
}

// offered are the templates by group.
var offered = []struct{ name, group string }{
	{"ends_within", Renewals},
	{"ends_chosen", Renewals},
	{"act_by", Renewals},
	{"unused_before_renewal", Renewals},
	{"not_renewing", Renewals},
	{"trial_ending", Renewals},
	{"ended", Renewals},
	{"usage_over", Usage},
	{"sustained_usage", Usage},
	{"overage_ahead", Usage},
	{"overage", Usage},
	{"usage_drop", Usage},
	{"denials", Usage},
	{"unused_feature", Adoption},
	{"low_deployment", Adoption},
	{"health_crossing", Adoption},
	{"watched_changes", Adoption},
	{"late_export", Data},
	{"rejected_rows", Data},
}

// Ready lists the templates in a language of the program, in English for any
// other. A rule made of one is named by the title until the person names it.
func Ready(language string) []Template {
	w := wordsIn(language)
	out := make([]Template, len(offered))
	for i, o := range offered {
		out[i] = Template{Name: o.name, Title: w.Say(o.name + ".title"), Words: w.Say(o.name + ".words"), Group: o.group, Rule: rule(o.name)}
		out[i].Rule.Name = out[i].Title
		if define := out[i].Rule.Query.Define; define != nil {
			for j, m := range define.Metrics {
				define.Metrics[j].Words = w.Say(m.Name)
			}
		}
	}
	return out
}

// Named returns the template of that name.
func Named(name, language string) (Template, bool) {
	all := Ready(language)
	i := slices.IndexFunc(all, func(t Template) bool { return t.Name == name })
	if i < 0 {
		return Template{}, false
	}
	return all[i], true
}

// Usual are the rules that make watching something mean being told, named in a
// language of the program, in English for any other.
func Usual(language string) []watch.Rule {
	w := wordsIn(language)
	watched := watch.Watch{Watched: true}
	return []watch.Rule{
		{Name: w.Say("watched.ends"), Template: watch.EndsWithin, Days: 90, Watch: watched, State: watch.Active},
		{Name: w.Say("watched.usage"), Template: watch.UsageOver, Threshold: 0.9, Clear: 0.8, Watch: watched, State: watch.Active},
	}
}

// rule reads the document of a template. The documents are part of the program,
// and the tests read them all.
func rule(name string) watch.Rule {
	text, err := files.ReadFile("rules/" + name + ".json")
	if err != nil {
		panic(err)
	}
	r, err := watch.ParseRule(text)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return r
}
