package watch

import (
	"headroom/backend/portfolio"
	"headroom/backend/sentences"
)

// RuleItself is the instance that stands for a rule as a whole: its episode goes
// on for as long as the rule cannot be evaluated. No instance of a rule has a
// name that begins so.
const RuleItself = "!rule"

// failure decides what the person is told of the evaluation of a rule itself:
// once that it failed and why, and nothing more until it went well.
func (j *judge) failure(s Standing, v Verdict) *Decision {
	before, known := s.Statuses[RuleItself]
	if !known {
		before = Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	}
	o := Outcome{Finding: NotMet, Resolution: Recovered, DataDay: portfolio.NoDay}
	if v.Health == Broken {
		o.Finding = Met
	}
	after, step := before.Next(o, 0, j.at.today, j.at.at)
	if step == Stay && after.equal(before) {
		return nil
	}
	d := &Decision{Instance: RuleItself, From: before.State, Status: after, Step: step}
	switch step {
	case Fire:
		d.Reason, d.Why, d.Notice = v.Problem, v.Problem, j.words.failed(j.rule, v.Problem)
	case Resolve:
		d.Reason = string(Recovered)
	}
	return d
}

// failed is what the person is told of a rule that cannot be evaluated.
func (w Words) failed(r Rule, problem string) Notice {
	title := w.say("failed.title", "rule", r.Name)
	return Notice{
		Title: title, About: title,
		Body: w.say("failed.body", "problem", sentences.In(w.Language).Say(problem)),
		End:  portfolio.NoDay, ActBy: portfolio.NoDay,
	}
}
