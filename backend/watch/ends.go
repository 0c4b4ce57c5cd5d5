package watch

import (
	"slices"

	"headroom/backend/portfolio"
)

// endsJudge judges a rule of the template EndsWithin.
type endsJudge struct {
	rule   Rule
	covers func(subject) bool
	facts  lines
	today  portfolio.Day
}

// due is an instance that is met, with the lines its notice lists.
type due struct {
	instance string
	lines    []line // those that made it fire
	listed   []line
}

func (j endsJudge) within(l line, days int) bool {
	return l.serves && !l.end.IsZero() && l.end >= j.today && l.end-j.today <= portfolio.Day(days) && j.covers(l.subject)
}

// due returns the instances that are met, soonest end first.
func (j endsJudge) due() []due {
	var out []due
	listed := map[string][]line{}
	if j.rule.ListDays > 0 {
		for _, l := range j.facts.all {
			if j.within(l, j.rule.ListDays) {
				listed[l.accountKey] = append(listed[l.accountKey], l)
			}
		}
	}
	perAccount := map[string]int{}
	for _, l := range j.facts.all {
		if !j.within(l, j.rule.Days) {
			continue
		}
		if !j.rule.PerAccount {
			out = append(out, due{"entitlement:" + l.told(), []line{l}, leading(l, listed[l.accountKey])})
			continue
		}
		i, ok := perAccount[l.accountKey]
		if !ok {
			i = len(out)
			perAccount[l.accountKey] = i
			out = append(out, due{instance: "account:" + l.accountKey, listed: listed[l.accountKey]})
		}
		out[i].lines = append(out[i].lines, l)
	}
	return out
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

// lost says what became of an open instance that is not due.
func (j endsJudge) lost(s Status) Outcome {
	found := Outcome{Finding: NotMet, Resolution: Gone}
	for _, told := range s.Lines {
		switch o := j.fate(told); {
		case o.Finding == Held:
			return o
		case rank(o.Resolution) > rank(found.Resolution):
			found = o
		}
	}
	return found
}

// rank orders what is most worth saying of an account whose lines went different ways.
func rank(r Resolution) int { return slices.Index([]Resolution{Gone, Unwatched, Ended, Renewed}, r) }

// fate says what became of one line that was told.
func (j endsJudge) fate(told string) Outcome {
	key, end := splitTold(told)
	i, there := j.facts.byKey[key]
	if !there {
		return Outcome{Finding: NotMet, Resolution: Gone}
	}
	l := j.facts.all[i]
	switch {
	case l.end.IsZero() || l.end > end:
		return Outcome{Finding: NotMet, Resolution: Renewed}
	case l.end < end:
		return Outcome{Finding: NotMet, Resolution: Gone}
	case l.end < j.today:
		return Outcome{Finding: NotMet, Resolution: Ended}
	case !l.serves:
		return Outcome{Finding: NotMet, Resolution: Gone}
	case !j.covers(l.subject):
		return Outcome{Finding: NotMet, Resolution: Unwatched}
	default:
		// The end lies beyond the window again: the clock was set back. Nothing
		// became of the line.
		return Outcome{Finding: Held}
	}
}

func (j endsJudge) days(l line) *float64 {
	d := float64(l.end - j.today)
	return &d
}
