package watch

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// Bounds of a rule.
const (
	maxPer      = 5
	maxStages   = 20
	maxBands    = 20
	maxColumns  = 20
	maxTerms    = 5
	maxFor      = 1000
	maxPeriods  = 36
	leastTrend  = 3 // periods that make a trend
	maxTitle    = 300
	maxBody     = 4000
	webhookMark = "webhook:"
)

// conditionKeys lists what a condition of each kind must have, and what it may.
var conditionKeys = map[Kind]struct{ must, may []string }{
	Threshold:  {[]string{"metric", "op", "value"}, []string{"fallback", "clear", "for", "base", "and"}},
	Change:     {[]string{"metric", "direction", "by", "against"}, []string{"relative", "over", "unit", "for", "base", "and"}},
	Trend:      {[]string{"metric", "direction", "over", "unit"}, []string{"by", "relative", "for", "base", "and"}},
	Unused:     {[]string{"metric", "days"}, []string{"for", "base", "and"}},
	EndsIn:     {nil, []string{"days"}},
	EndedIn:    {[]string{"days"}, nil},
	ActBy:      {nil, []string{"days"}},
	Stale:      {nil, []string{"days", "for"}},
	Crosses:    {[]string{"metric", "bands"}, []string{"direction", "base", "and"}},
	Appears:    {nil, []string{"base"}},
	Disappears: {nil, []string{"base"}},
	Changes:    {[]string{"columns"}, nil},
	Enters:     {[]string{"segment"}, nil},
	Leaves:     {[]string{"segment"}, nil},
}

// Kinds lists the kinds of conditions in the order in which they are offered.
var Kinds = []Kind{Threshold, Change, Trend, Unused, EndsIn, EndedIn, ActBy, Stale, Crosses, Appears, Disappears, Changes, Enters, Leaves}

// aboutEnds reports whether a condition reads the days of entitlements.
func (k Kind) aboutEnds() bool { return k == EndsIn || k == EndedIn || k == ActBy }

// aboutFigures reports whether a condition compares a metric.
func (k Kind) aboutFigures() bool {
	return k == Threshold || k == Change || k == Trend || k == Unused || k == Crosses
}

// Compares reports whether a condition is about what happened since the
// evaluation before.
func (k Kind) Compares() bool {
	return k == Crosses || k == Appears || k == Disappears || k == Changes || k == Enters || k == Leaves
}

// Check reports the first part of r that is missing or cannot be, as a fault
// with its key. Names of the catalog are for Validate.
func (r Rule) Check() error {
	if r.Short() {
		return nil // its form was checked when it was read
	}
	for _, check := range []func() error{r.checkCondition, r.checkPer, r.checkQuery, r.checkNumbers, r.checkDelivery, r.Trigger.Validate} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (r Rule) checkCondition() error {
	c := r.Condition
	keys, ok := conditionKeys[c.Kind]
	if !ok {
		var known []string
		for _, k := range Kinds {
			known = append(known, string(k))
		}
		return fault.At("condition.kind", "%q is no kind of condition.", string(c.Kind)).
			WithHint(strings.TrimSpace(metric.Suggest(string(c.Kind), known) + " There are " + strings.Join(known, ", ") + "."))
	}
	set := setKeys(c)
	for _, key := range keys.must {
		if !slices.Contains(set, key) {
			return fault.At("condition."+key, "A condition of the kind %s needs %q.", c.Kind, key)
		}
	}
	for _, key := range set {
		if key != "kind" && !slices.Contains(keys.must, key) && !slices.Contains(keys.may, key) {
			return fault.At("condition."+key, "%q does not belong to a condition of the kind %s.", key, c.Kind)
		}
	}
	return c.checkValues()
}

// setKeys lists the JSON keys of the fields of v that say something, which an
// empty list does not.
func setKeys(v any) []string {
	var out []string
	value := reflect.ValueOf(v)
	for i := range value.NumField() {
		if f := value.Field(i); !f.IsZero() && (f.Kind() != reflect.Slice || f.Len() > 0) {
			out = append(out, jsonKey(value.Type().Field(i)))
		}
	}
	return out
}

// jsonKeys lists the JSON keys of a form.
func jsonKeys(v any) []string {
	var out []string
	of := reflect.TypeOf(v)
	for i := range of.NumField() {
		out = append(out, jsonKey(of.Field(i)))
	}
	return out
}

func jsonKey(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

var (
	ops        = []string{"gt", "ge", "lt", "le"}
	directions = []Direction{Up, Down, Either}
	baselines  = []Baseline{Previous, Median, LastYear}
	units      = []string{"day", "week", "month", "quarter", "year"}
)

// oneOf refuses a word that is none of those that fit.
func oneOf[T ~string](path string, word T, words []T) error {
	if word == "" || slices.Contains(words, word) {
		return nil
	}
	known := make([]string, len(words))
	for i, w := range words {
		known[i] = string(w)
	}
	return fault.At(path, "%q is none of %s.", string(word), strings.Join(known, ", ")).WithHint(metric.Suggest(string(word), known))
}

func (c Condition) checkValues() error {
	for _, err := range []error{
		oneOf("condition.op", c.Op, ops), oneOf("condition.direction", c.Direction, directions),
		oneOf("condition.against", c.Against, baselines), oneOf("condition.unit", c.Unit, units),
		within("condition.for", c.For, 0, maxFor), within("condition.days", c.Days, 0, maxDays),
		within("condition.over", c.Over, 0, maxPeriods), c.checkClear(), c.checkPeriods(), c.checkBands(), c.checkTerms(),
	} {
		if err != nil {
			return err
		}
	}
	switch {
	case c.By < 0 || math.IsNaN(c.By) || math.IsInf(c.By, 0):
		return fault.At("condition.by", "How far is a number from 0; the direction says which way.")
	case c.Kind == Unused && c.Days == 0:
		return fault.At("condition.days", "A condition of the kind unused needs a number of days.")
	case len(c.Columns) > maxColumns:
		return fault.At("condition.columns", "At most %d columns can be compared.", maxColumns)
	}
	return nil
}

func within(path string, n, low, high int) error {
	if n < low || n > high {
		return fault.At(path, "This is a whole number from %d to %d, not %d.", low, high, n)
	}
	return nil
}

// above reports whether a threshold is met by more and not by less.
func (c Condition) above() bool { return c.Op == "gt" || c.Op == "ge" }

func (c Condition) checkClear() error {
	switch {
	case c.Clear == nil || c.Value == nil:
	case c.above() && *c.Clear > *c.Value:
		return fault.At("condition.clear", "The clear level %v is above the level %v at which the rule fires.", *c.Clear, *c.Value)
	case !c.above() && *c.Clear < *c.Value:
		return fault.At("condition.clear", "The clear level %v is below the level %v at which the rule fires.", *c.Clear, *c.Value)
	}
	return nil
}

// checkPeriods checks how far back a change or a trend goes.
func (c Condition) checkPeriods() error {
	switch {
	case c.Kind == Change && c.Against == LastYear && (c.Over > 0 || c.Unit != ""):
		return fault.At("condition.over", "The same month of the year before needs no periods.").WithHint("Leave over and unit out.")
	case c.Kind == Change && c.Against != LastYear && (c.Over < 1 || c.Unit == ""):
		return fault.At("condition.over", "A change needs how many periods it looks back, and their unit.").WithHint(`Write "over": 1, "unit": "month".`)
	case c.Kind == Change && c.Against == Median && c.Over < leastTrend:
		return fault.At("condition.over", "A median needs at least %d periods.", leastTrend)
	case c.Kind == Trend && c.Over < leastTrend:
		return fault.At("condition.over", "A trend needs at least %d periods.", leastTrend)
	case c.Kind == Trend && c.Direction == Either:
		return fault.At("condition.direction", "A trend goes up or down.")
	}
	return nil
}

func (c Condition) checkBands() error {
	if len(c.Bands) > maxBands {
		return fault.At("condition.bands", "At most %d levels make bands.", maxBands)
	}
	for i := 1; i < len(c.Bands); i++ {
		if c.Bands[i] <= c.Bands[i-1] {
			return fault.At(fmt.Sprintf("condition.bands[%d]", i), "The levels between bands rise: %v is not above %v.", c.Bands[i], c.Bands[i-1])
		}
	}
	return nil
}

func (c Condition) checkTerms() error {
	if len(c.And) > maxTerms {
		return fault.At("condition.and", "At most %d more comparisons can be added.", maxTerms)
	}
	for i, t := range c.And {
		path := fmt.Sprintf("condition.and[%d]", i)
		if t.Metric == "" {
			return fault.At(path+".metric", "A comparison needs a metric.")
		}
		if t.Op == "" {
			return fault.At(path+".op", "A comparison needs one of %s.", strings.Join(ops, ", "))
		}
		if err := oneOf(path+".op", t.Op, ops); err != nil {
			return err
		}
	}
	if c.Base != nil && c.Base.Metric == "" {
		return fault.At("condition.base.metric", "A least base needs a metric.")
	}
	return nil
}

func (r Rule) checkPer() error {
	if len(r.Per) > maxPer {
		return fault.At("per", "Instances can be told apart by %d dimensions.", maxPer)
	}
	for i, d := range r.Per {
		path := fmt.Sprintf("per[%d]", i)
		switch {
		case d == "":
			return fault.At(path, "A dimension has a name.")
		case d == metric.DateName:
			return fault.At(path, "An instance is what it is on every day; it cannot be told apart by date.")
		case slices.Contains(r.Per[:i], d):
			return fault.At(path, "%s is given twice.", d)
		}
	}
	switch {
	case r.Condition.Kind.aboutEnds() && len(r.Per) == 0:
		return fault.At("per", "A condition about ends needs what it is about: entitlement_key, account_key or other dimensions of entitlements.")
	case r.Condition.Kind == Changes && len(r.Per) == 0, (r.Condition.Kind == Enters || r.Condition.Kind == Leaves) && len(r.Per) != 1:
		return fault.At("per", "A condition of the kind %s needs what it is about, such as account_key.", r.Condition.Kind)
	}
	return nil
}

// questionKeys are the parts of a question that a rule may bring; the others
// follow from the rule.
var questionKeys = []string{"metrics", "filter", "dataset", "tokens", "define", "scope"}

func (r Rule) checkQuery() error {
	for _, key := range setKeys(r.Query) {
		if !slices.Contains(questionKeys, key) {
			return fault.At("query."+key, "The question of a rule has no %q of its own.", key).WithHint("It may have " + strings.Join(questionKeys, ", ") + ".")
		}
	}
	if keepsNothing(r.Query.Filter) {
		return fault.At("query.filter", "The filter keeps nothing: \"any\" is empty.").WithHint("Add what it may be, or leave it out.")
	}
	return nil
}

// keepsNothing reports whether a filter asks for one of no comparisons.
func keepsNothing(f *metric.Filter) bool {
	if f == nil {
		return false
	}
	if f.Any != nil && len(f.Any) == 0 {
		return true
	}
	return slices.ContainsFunc(f.All, func(x metric.Filter) bool { return keepsNothing(&x) })
}

func (r Rule) checkNumbers() error {
	ends := r.Condition.Kind.aboutEnds()
	switch {
	case r.Condition.For > 1 && (r.Trigger.On == "added" || r.Trigger.On == "updated"):
		return fault.At("condition.for", "What is %s is so at one evaluation only.", r.Trigger.On).WithHint(`Leave "for" out, or trigger the rule by imports.`)
	case r.ListDays > 0 && !ends:
		return fault.At("list_days", "Only a rule about ends lists lines.")
	case r.ListDays > 0 && r.ListDays < r.Condition.Days:
		return fault.At("list_days", "What is listed (%d days) cannot be less than what makes the rule fire (%d days).", r.ListDays, r.Condition.Days)
	case len(r.Stages)+len(r.StagesOf) > 0 && !ends:
		return fault.At("stages", "Only a rule about ends has stages.")
	}
	if err := checkStages("stages", r.Stages); err != nil {
		return err
	}
	if len(r.StagesOf) > maxStages {
		return fault.At("stages_of", "At most %d sets of stages can be given.", maxStages)
	}
	for i, s := range r.StagesOf {
		path := fmt.Sprintf("stages_of[%d].stages", i)
		if len(s.Stages) == 0 {
			return fault.At(path, "These lines need their stages.")
		}
		if err := checkStages(path, s.Stages); err != nil {
			return err
		}
	}
	return nil
}

func checkStages(path string, stages []int) error {
	if len(stages) > maxStages {
		return fault.At(path, "There can be %d stages.", maxStages)
	}
	for i, s := range stages {
		at := fmt.Sprintf("%s[%d]", path, i)
		if err := within(at, s, -maxDays, maxDays); err != nil {
			return err
		}
		if slices.Contains(stages[:i], s) {
			return fault.At(at, "The stage %d is given twice.", s)
		}
	}
	return nil
}

var (
	severities   = []Severity{Critical, Warning, Notable}
	destinations = []Destination{ToDesktop, ToDigest, ToMail, ToDraft, ToCalendar}
)

func (r Rule) checkDelivery() error {
	if err := oneOf("severity", r.Severity, severities); err != nil {
		return err
	}
	for i, d := range r.Destinations {
		path := fmt.Sprintf("destinations[%d]", i)
		name, hook := strings.CutPrefix(string(d), webhookMark)
		switch {
		case hook && name == "", d == "":
			return fault.At(path, "A destination has a name.")
		case hook:
		default:
			if err := oneOf(path, d, destinations); err != nil {
				return err
			}
		}
		if slices.Contains(r.Destinations[:i], d) {
			return fault.At(path, "%s is given twice.", d)
		}
	}
	switch {
	case utf8.RuneCountInString(r.Message.Title) > maxTitle:
		return fault.At("message.title", "A title has at most %d characters.", maxTitle)
	case utf8.RuneCountInString(r.Message.Body) > maxBody:
		return fault.At("message.body", "A message has at most %d characters.", maxBody)
	}
	return nil
}
