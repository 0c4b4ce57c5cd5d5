// Package watch knows when a person is to be told: rules, what each of them
// watches, and the state of every instance of a rule. It decides and does not
// send, and it knows neither SQL nor a clock. The rule not to break: an episode
// is told once, and only a fact can end it; an evaluation that failed or found
// no data ends nothing.
package watch

import (
	"encoding/json"
	"strings"
	"time"

	"headroom/backend/metric"
)

// Template is a kind of rule.
type Template string

// The templates.
const (
	EndsWithin Template = "ends_within" // an entitlement ends within so many days
	UsageOver  Template = "usage_over"  // usage is above a share of what is entitled
)

// RuleState says whether a rule is evaluated. Only Active ones are.
type RuleState string

// The states of a rule. A removed rule stays as the origin of its items.
const (
	Active  RuleState = "active"
	Paused  RuleState = "paused"
	Draft   RuleState = "draft"
	Removed RuleState = "removed"
)

// Rule is the definition of a conditional notification. Days, ListDays,
// RepeatDays and PerAccount belong to EndsWithin, Threshold and Clear to
// UsageOver. Its JSON form is a rule file.
type Rule struct {
	Name     string
	Template Template // the one it was made of, "" for none
	Note     string   // the person's own words about it
	Watch    Watch
	// Query is the question of the rule: its filter, metrics, calculated columns,
	// groups, tokens and scope. What is asked by follows from Per; it has no as-of,
	// order, limit or comparison of its own.
	Query metric.Query
	// Per are the dimensions that tell instances apart, by key where there is one
	// (account_key, entitlement_key); none is the whole portfolio.
	Per       []string
	Condition Condition
	Trigger   Trigger
	// Stages are the days before the end (after it, if negative) at each of which
	// an episode about ends is told once more: 90, 30, 7, 1, 0, -7. StagesOf are
	// other stages for what a filter keeps, the first that fits: by product,
	// segment or line.
	Stages       []int
	StagesOf     []StagesOf
	Destinations []Destination // beside the inbox; nil: the desktop
	Severity     Severity
	Message      Message
	// Days is the window whose lines make the rule fire: 0 ≤ days to end ≤ Days.
	Days int
	// ListDays is the window whose lines of the account a notification lists; 0
	// lists the line it is about.
	ListDays int
	// RepeatDays is how long after a notification the next one about the same
	// instance may follow; 0 never repeats.
	RepeatDays int
	// PerAccount gathers the lines of an account in one instance.
	PerAccount bool
	// Threshold is the share above which the rule fires.
	Threshold float64
	// Clear is the share at or below which it ends.
	Clear float64
	// State is what the rule file asks for: Active or Draft. It is not part of
	// the definition.
	State RuleState
}

// StagesOf are the stages of the lines that a filter keeps.
type StagesOf struct {
	Filter metric.Filter `json:"filter"`
	Stages []int         `json:"stages"`
}

// Version of the JSON form of a rule.
const Version = 1

type ruleDocument struct {
	Name       string   `json:"name"`
	Template   Template `json:"template"`
	Days       *int     `json:"days,omitempty"`
	ListDays   int      `json:"list_days,omitempty"`
	RepeatDays int      `json:"repeat_days,omitempty"`
	Per        []string `json:"per,omitempty"`
	Threshold  float64  `json:"threshold,omitempty"`
	Clear      *float64 `json:"clear,omitempty"`
	Watch      Watch    `json:"watch"`
}

func (r Rule) document() ruleDocument {
	d := ruleDocument{Name: r.Name, Template: r.Template, Watch: r.Watch}
	if r.Template == UsageOver {
		d.Threshold, d.Clear = r.Threshold, &r.Clear
		return d
	}
	d.Days, d.ListDays, d.RepeatDays = &r.Days, r.ListDays, r.RepeatDays
	if r.PerAccount {
		d.Per = []string{"account"}
	}
	return d
}

// MarshalJSON writes the definition as a rule file.
func (r Rule) MarshalJSON() ([]byte, error) { return json.Marshal(r.document()) }

// UnmarshalJSON reads a rule file, as ParseRule does.
func (r *Rule) UnmarshalJSON(data []byte) error {
	parsed, err := ParseRule(data)
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// Stored is a rule with its id.
type Stored struct {
	ID   int64
	Rule Rule
}

// Listed is a rule as the list of rules shows it. EvaluatedAt is zero for a rule
// that was never evaluated; Outcome is how its last evaluation went.
type Listed struct {
	Stored
	State       RuleState
	Firing      int // instances whose episode goes on
	EvaluatedAt time.Time
	Outcome     string
}

// MarshalJSON writes the definition and, beside it, what became of it.
func (l Listed) MarshalJSON() ([]byte, error) {
	out := struct {
		ID int64 `json:"id"`
		ruleDocument
		State       RuleState  `json:"state"`
		Firing      int        `json:"firing"`
		EvaluatedAt *time.Time `json:"evaluated_at,omitempty"`
		Outcome     string     `json:"outcome,omitempty"`
	}{ID: l.ID, ruleDocument: l.Rule.document(), State: l.State, Firing: l.Firing, Outcome: l.Outcome}
	if !l.EvaluatedAt.IsZero() {
		out.EvaluatedAt = &l.EvaluatedAt
	}
	return json.Marshal(out)
}

// Watch says what a rule watches: everything, what the person marked as
// watched, or named accounts. The zero Watch is everything.
type Watch struct {
	Watched  bool
	Accounts []string // names, ids or keys
}

// String returns "all", "watched" or "accounts".
func (w Watch) String() string {
	switch {
	case w.Watched:
		return "watched"
	case len(w.Accounts) > 0:
		return "accounts"
	default:
		return "all"
	}
}

// MarshalJSON writes "all", "watched" or {"accounts": […]}.
func (w Watch) MarshalJSON() ([]byte, error) {
	if len(w.Accounts) > 0 {
		return json.Marshal(map[string][]string{"accounts": w.Accounts})
	}
	return json.Marshal(w.String())
}

// Watchlist is what the person marked as watched, by key.
type Watchlist struct {
	Accounts     map[string]bool
	Entitlements map[string]bool
}

// subject is what a rule may be about: a line, or an account's use of a
// product. Entitlements holds the keys of the lines it covers.
type subject struct {
	accountKey, accountID, account string
	entitlements                   []string
}

// covers returns the test whether w includes a subject.
func (w Watch) covers(list Watchlist) func(subject) bool {
	switch {
	case w.Watched:
		return func(s subject) bool {
			if list.Accounts[s.accountKey] {
				return true
			}
			for _, key := range s.entitlements {
				if list.Entitlements[key] {
					return true
				}
			}
			return false
		}
	case len(w.Accounts) > 0:
		named := map[string]bool{}
		for _, a := range w.Accounts {
			named[fold(a)] = true
		}
		return func(s subject) bool {
			return named[fold(s.account)] || named[fold(s.accountID)] || named[fold(s.accountKey)]
		}
	default:
		return func(subject) bool { return true }
	}
}

// fold makes names comparable that differ in case and blanks only.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
