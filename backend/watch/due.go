package watch

import (
	"context"
	"time"

	"headroom/backend/portfolio"
)

// overdue is how late an occurrence is when a person, told of it, wonders why.
const overdue = time.Hour

// Calling says whether anything calls for an evaluation, whether it is made up
// for, because a day or an occurrence passed meanwhile without one, and whether a
// schedule was carried out before by a clock that was far ahead.
type Calling struct{ Due, Missed, Corrected bool }

// Calling looks for a day on which nothing was evaluated yet, and for rules that
// are due.
func (e *Evaluator) Calling(ctx context.Context, run Run) (Calling, error) {
	agenda, err := e.journal.Agenda(ctx)
	if err != nil {
		return Calling{}, err
	}
	today := run.Today()
	c := Calling{Due: agenda.LastDay != today, Missed: agenda.LastDay != portfolio.NoDay && agenda.LastDay < today}
	for _, r := range agenda.Rules {
		occurrence, due := r.Due(run.Now, run.Zone, agenda.Generation)
		c.Due = c.Due || due
		if due && occurrence != nil {
			c.Missed = c.Missed || occurrence.Missed > 0 || run.Now.Sub(occurrence.At) > overdue
			c.Corrected = c.Corrected || occurrence.Corrected
		}
	}
	return c, nil
}
