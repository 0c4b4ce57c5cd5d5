package watch

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// endsRule judges a rule about the days of entitlements: ends_within, ended and
// act_by.
type endsRule struct {
	*asking
	wanted   *lineQuestion
	staged   []*part // the lines of StagesOf
	followed *part   // terms that ended and were renewed by another line
	renewed  map[string]bool
	any      *part // whether there are entitlements at all
	statuses bool  // the filter says which status is meant
	trials   bool  // the filter says whether trials are meant
}

// days is how far ahead the condition looks.
func (r *endsRule) days() int {
	days := r.rule.Condition.Days
	for _, s := range r.stageLists() {
		days = max(days, slices.Max(s))
	}
	return days
}

// after is how long after the end a stage is told.
func (r *endsRule) after() int {
	if r.rule.Condition.Kind == EndedIn {
		return r.rule.Condition.Days
	}
	after := 0
	for _, s := range r.stageLists() {
		after = max(after, -slices.Min(s))
	}
	return after
}

func (r *endsRule) stageLists() [][]int {
	var out [][]int
	if len(r.rule.Stages) > 0 {
		out = append(out, r.rule.Stages)
	}
	for _, s := range r.rule.StagesOf {
		if len(s.Stages) > 0 {
			out = append(out, s.Stages)
		}
	}
	return out
}

func (r *endsRule) plan(qs *questions) {
	q := r.question()
	if q.Filter != nil {
		named := filtered(q.Filter)
		r.statuses = slices.Contains(named, "status") || slices.Contains(named, "status_raw")
		r.trials = slices.Contains(named, "trial")
	}
	by, from, to := "end_date", r.at.today-portfolio.Day(r.after()), r.at.today+portfolio.Day(max(r.days(), r.rule.ListDays))
	if r.rule.Condition.Kind == ActBy {
		by = actBy
	}
	if r.rule.Condition.Kind == EndedIn {
		to = r.at.today - 1
	}
	r.wanted = r.lines.want(q, by, from, max(from, to), r.rule.Per, r.scope.least())
	if r.after() > 0 {
		r.followed = qs.want(metric.Query{Dataset: metric.Renewals, Filter: allOf(
			&metric.Filter{Dimension: "due_outcome", Op: "eq", Value: "renewed"},
			&metric.Filter{Dimension: "end_date", Op: "between", Values: []any{from.String(), r.at.today.String()}},
		)}, r.at.today, &part{columns: []string{perEntitlement, "end_date"}})
	}
	for _, s := range r.rule.StagesOf {
		of := q
		of.Filter = allOf(q.Filter, &s.Filter, &metric.Filter{Dimension: by, Op: "between", Values: []any{from.String(), max(from, to).String()}})
		r.staged = append(r.staged, qs.want(of, r.at.today, &part{columns: []string{perEntitlement}}))
	}
}

func (r *endsRule) follow(qs *questions) {
	if len(r.wanted.part.rows) == 0 {
		r.any = qs.want(metric.Query{Limit: 1}, r.at.today, &part{columns: []string{perEntitlement}})
	}
}

// serves reports whether a line is one that the rule is about, as far as its
// status says so.
func (r *endsRule) serves(l line) bool {
	if l.trial && !r.trials || l.start > r.at.today {
		return false
	}
	if r.statuses {
		return true
	}
	if l.end < r.at.today && !l.end.IsZero() {
		return slices.Contains(overStatuses, portfolio.Status(l.status))
	}
	return l.status == string(portfolio.Active)
}

// overStatuses are those in which a line is that ran to its end.
var overStatuses = []portfolio.Status{portfolio.Active, portfolio.Grace, portfolio.Ended, portfolio.Unknown}

// left returns the days to what the condition is about.
func (r *endsRule) left(l line) int {
	if r.rule.Condition.Kind == ActBy {
		return int(l.actBy - r.at.today)
	}
	return int(l.end - r.at.today)
}

// met reports whether a line is within so many days.
func (r *endsRule) met(l line, days int) bool {
	if l.end.IsZero() || r.over(l) || r.rule.Condition.Kind == ActBy && (l.actBy.IsZero() || l.end < r.at.today) {
		return false
	}
	left := r.left(l)
	if r.rule.Condition.Kind == EndedIn {
		return left < 0 && -left <= r.rule.Condition.Days
	}
	return left <= days && left >= -r.after()
}

func (r *endsRule) find() *findings {
	sheet := sheetOf(r.wanted.part)
	out := &findings{}
	if out.err = sheet.err; out.err != nil {
		return out
	}
	if r.any != nil && r.any.err == nil && len(r.any.rows) == 0 {
		out.blind = "There are no entitlements."
	}
	out.dataDay = r.wanted.part.dataDay()
	if out.err = r.readRenewed(); out.err != nil {
		return out
	}
	stages, err := r.stages()
	if err != nil {
		out.err = err
		return out
	}
	r.gather(out, sheet, stages)
	out.lost = func(instance string, s Status) seen { return r.fateOf(instance, s) }
	return out
}

// readRenewed reads which ended lines were renewed by another one.
func (r *endsRule) readRenewed() error {
	if r.followed == nil {
		return nil
	}
	if r.followed.err != nil {
		return fmt.Errorf("ask for renewals: %w", r.followed.err)
	}
	r.renewed = once(r.followed, "renewed", func() map[string]bool {
		out := make(map[string]bool, len(r.followed.rows))
		for _, row := range r.followed.rows {
			out[text(cell(row, 0))+"@"+text(cell(row, 1))] = true
		}
		return out
	})
	return nil
}

// over reports whether a line ended and was renewed by another.
func (r *endsRule) over(l line) bool {
	return l.end < r.at.today && len(r.renewed) > 0 && r.renewed[l.told()]
}

// gather puts the lines that are met into instances, soonest end first.
func (r *endsRule) gather(out *findings, sheet *lineSheet, stages func(line) []int) {
	lines := sheet.all
	if r.wanted.by == "end_date" {
		lines = sheet.between(r.at.today-portfolio.Day(r.after()), r.at.today+portfolio.Day(max(r.days(), r.rule.ListDays)))
	}
	listed := r.listed(lines)
	at := map[string]int{}
	for _, l := range lines {
		if !r.met(l, r.days()) {
			continue
		}
		stopped := r.stops(l)
		if stopped != "" && !r.whole {
			continue
		}
		values := r.valuesOf(l, sheet.at)
		instance := r.instanceOf(values, l)
		if stopped != "" {
			instance = stoppedMark + string(stopped) + " " + instance // apart from what is told
		}
		i, ok := at[instance]
		if !ok {
			i = len(out.all)
			at[instance] = i
			out.all = append(out.all, r.begin(instance, values, l, stopped))
		}
		r.add(&out.all[i], l, stages(l))
	}
	for i := range out.all {
		r.conclude(&out.all[i], listed)
	}
}

// stoppedMark begins the name of what a rule leaves out, which is only looked at.
const stoppedMark = "~"

// listed are the lines of each account that a notice lists.
func (r *endsRule) listed(lines []line) map[string][]line {
	if r.rule.ListDays == 0 {
		return nil
	}
	out := map[string][]line{}
	for _, l := range lines {
		if r.met(l, r.rule.ListDays) && r.stops(l) == "" {
			out[l.accountKey] = append(out[l.accountKey], l)
		}
	}
	return out
}

func (r *endsRule) stops(l line) gate {
	switch {
	case !r.serves(l):
		return byFilter
	case !r.scope.covers(l.subject):
		return byWatch
	default:
		return ""
	}
}

// valuesOf are the values of Per of a line.
func (r *endsRule) valuesOf(l line, at map[string]int) []any {
	values := make([]any, len(r.rule.Per))
	for i, d := range r.rule.Per {
		place, ok := at[d]
		if !ok {
			place = -1
		}
		values[i] = cell(l.row, place)
	}
	return values
}

// instanceOf names the instance a line is in; where it is about one line, its end
// is part of the name, so that a renewed one is another.
func (r *endsRule) instanceOf(values []any, l line) string {
	name := r.named.name(values)
	if slices.Contains(r.rule.Per, perEntitlement) {
		name += "@" + l.end.String()
	}
	return name
}

func (r *endsRule) begin(instance string, values []any, l line, stopped gate) seen {
	x := seen{instance: instance, subject: l.subject, keys: map[string]any{}, stopped: stopped, metric: r.metric()}
	for i, d := range r.rule.Per {
		x.keys[d] = values[i]
	}
	left := float64(r.left(l))
	x.value, x.due = &left, l.end
	x.outcome = Outcome{Finding: Met, Value: &left, DataDay: portfolio.NoDay, Mark: r.at.mark}
	if stopped != "" {
		x.outcome.Finding = NotMet
	}
	return x
}

// metric is what the condition compares.
func (r *endsRule) metric() string {
	if r.rule.Condition.Kind == ActBy {
		return "days_to_act"
	}
	return "days_to_end"
}

func (r *endsRule) add(x *seen, l line, stages []int) {
	if len(x.lines) > 0 && !slices.Contains(r.rule.Per, perEntitlement) {
		x.entitlement = ""
		if x.product != l.product {
			x.product = ""
		}
	}
	x.lines = append(x.lines, l)
	x.outcome.Lines = append(x.outcome.Lines, l.told())
	if stage, ok := stageAt(stages, r.left(l)); ok {
		x.outcome.Stages = append(x.outcome.Stages, fmt.Sprint(l.told(), stageMark, stage))
		if x.stage == nil || stage < *x.stage {
			x.stage = &stage
		}
	}
}

// stageAt returns the latest stage that is reached with so many days left.
func stageAt(stages []int, left int) (int, bool) {
	found, ok := 0, false
	for _, s := range stages {
		if left <= s && (!ok || s < found) {
			found, ok = s, true
		}
	}
	return found, ok
}

func (r *endsRule) conclude(x *seen, listed map[string][]line) {
	x.reason = fmt.Sprintf("%s = %v ≤ %d", r.metric(), *x.value, r.days())
	x.limit = fmt.Sprint(r.days())
	if r.rule.Condition.Kind == EndedIn {
		x.reason = fmt.Sprintf("%s = %v ≥ -%d", r.metric(), *x.value, r.rule.Condition.Days)
		x.limit = fmt.Sprint(-r.rule.Condition.Days)
	}
	x.listed = x.lines
	if r.rule.ListDays > 0 {
		x.listed = listed[x.accountKey]
		if slices.Contains(r.rule.Per, perEntitlement) {
			x.listed = leading(x.lines[0], x.listed)
		}
	}
}

// leading returns l and then the others.
func leading(l line, others []line) []line {
	out := []line{l}
	for _, o := range others {
		if o.key != l.key {
			out = append(out, o)
		}
	}
	return out
}

// stages returns the stages of a line.
func (r *endsRule) stages() (func(line) []int, error) {
	sets := make([]map[string]bool, len(r.staged))
	for i, p := range r.staged {
		if p.err != nil {
			return nil, fmt.Errorf("ask for stages: %w", p.err)
		}
		sets[i] = keysOf(p)
	}
	return func(l line) []int {
		for i, set := range sets {
			if set[l.key] {
				return r.rule.StagesOf[i].Stages
			}
		}
		return r.rule.Stages
	}, nil
}

// fateOf says what became of an instance that is open and not met.
func (r *endsRule) fateOf(instance string, s Status) seen {
	x := seen{instance: instance, metric: r.metric(), stopped: byCondition}
	x.outcome = Outcome{Finding: NotMet, Resolution: Gone, DataDay: portfolio.NoDay}
	for _, told := range s.Lines {
		switch o := r.fate(told); {
		case o.Finding == Held || o.Finding == Errored:
			x.outcome = o
			x.reason = "not judged"
			return x
		case rank(o.Resolution) > rank(x.outcome.Resolution):
			x.outcome = o
		}
	}
	x.reason = string(x.outcome.Resolution)
	return x
}

// rank orders what is most worth saying of an account whose lines went different ways.
func rank(r Resolution) int { return slices.Index([]Resolution{Gone, Unwatched, Ended, Renewed}, r) }

// fate says what became of one line that was told. One that nobody asked for,
// because it was told meanwhile, stays as it is.
func (r *endsRule) fate(told string) Outcome {
	key, end := splitTold(told)
	l, there, known := r.current(key)
	gone := Outcome{Finding: NotMet, Resolution: Gone}
	switch {
	case !known:
		return Outcome{Finding: Held}
	case !there:
		return gone
	case l.end.IsZero() || l.end > end || l.end == end && r.over(l):
		return Outcome{Finding: NotMet, Resolution: Renewed}
	case l.end < end:
		return gone
	case l.end < r.at.today-portfolio.Day(r.after()), r.rule.Condition.Kind == ActBy && l.end < r.at.today:
		return Outcome{Finding: NotMet, Resolution: Ended}
	case !r.serves(l):
		return gone
	case !r.scope.covers(l.subject):
		return Outcome{Finding: NotMet, Resolution: Unwatched}
	case r.rule.Condition.Kind == ActBy && l.actBy < r.at.today-portfolio.Day(r.after()):
		return Outcome{Finding: NotMet, Resolution: Ended} // too late to act
	case r.met(l, r.days()):
		return gone // the filter of the rule does not keep it any more
	default:
		// The end lies beyond the window again: the clock was set back, or the window
		// made shorter. Nothing became of the line.
		return Outcome{Finding: Held}
	}
}
