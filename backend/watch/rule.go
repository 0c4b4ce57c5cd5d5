// Package watch knows when a person is to be told: rules, what each of them
// watches, and the state of every instance of a rule. It decides and does not
// send, and it knows neither SQL nor a clock. The rule not to break: an episode
// is told once, and only a fact can end it; an evaluation that failed or found
// no data ends nothing.
package watch

import (
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
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

// Rule is the definition of a conditional notification. Its JSON form is a rule
// file. The short form of the two oldest templates has Days, PerAccount, and
// Threshold and Clear, instead of a Condition.
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

// Short reports whether r is one of the two templates that have a short form of
// their own: its condition follows from Days, or from Threshold and Clear.
func (r Rule) Short() bool { return r.Condition.Kind == "" && shortKeys[r.Template] != nil }

// Full returns r with the condition, and what tells its instances apart,
// written out where it is short. Its instances keep their names.
func (r Rule) Full() Rule {
	if !r.Short() {
		return r
	}
	switch {
	case r.Template == UsageOver:
		value, clear := r.Threshold, r.Clear
		r.Condition = Condition{Kind: Threshold, Metric: "consumption_rate", Fallback: "usage_rate", Op: "gt", Value: &value, Clear: &clear}
		r.Per = []string{perAccount, perProduct}
	case r.PerAccount:
		r.Condition, r.Per = Condition{Kind: EndsIn, Days: r.Days}, []string{perAccount}
	default:
		r.Condition, r.Per = Condition{Kind: EndsIn, Days: r.Days}, []string{perEntitlement}
	}
	r.Days, r.PerAccount, r.Threshold, r.Clear = 0, false, 0, 0
	return r
}

// The dimensions that instances of the short forms are told apart by.
const (
	perAccount     = "account_key"
	perEntitlement = "entitlement_key"
	perProduct     = "product"
)

// StagesOf are the stages of the lines that a filter keeps.
type StagesOf struct {
	Filter metric.Filter `json:"filter"`
	Stages []int         `json:"stages"`
}

// Stored is a rule with its id, and what its schedule needs to know. A rule of
// which the text cannot be read any more has a Fault and no Rule.
type Stored struct {
	ID    int64
	Rule  Rule
	Fault error
	// Revision rises with every change of the definition or the state.
	Revision int64
	// Mark is the occurrence of its schedule at which it was last evaluated, ""
	// for none since Since, when it became active or its trigger another.
	Mark  string
	Since time.Time
	// EvaluatedDay and EvaluatedGeneration are those of its last evaluation; NoDay
	// and 0 before, where that failed, and once it was edited or activated.
	EvaluatedDay        portfolio.Day
	EvaluatedGeneration int64
	// Before is the state of the facts by which the rule was last judged, nil if
	// it never was. Conditions that compare with the evaluation before do so with
	// this state.
	Before *Basis
}

// Basis names a state of the facts: what was known at an import (0: nothing was
// imported), as of a day.
type Basis struct {
	Day    portfolio.Day
	Import int64
}
