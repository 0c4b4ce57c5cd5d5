package notify

import (
	"time"

	"headroom/backend/watch"
)

// Reason says why something is told now, later or elsewhere.
type Reason string

// The reasons.
const (
	Plain      Reason = "now"
	Urgent     Reason = "critical"    // it is quiet, and the person lets what is critical pass
	QuietHours Reason = "quiet_hours" // waits until they are over
	Weekend    Reason = "weekend"
	Holiday    Reason = "holiday"
	OverBudget Reason = "budget" // enough was told this week
	DigestTime Reason = "digest" // waits for its time of the day
	Off        Reason = "off"    // the person wants nothing there
	Retry      Reason = "retry"  // it failed, and is tried again
)

// Decision is what is to be done with something that waits. Until is zero where
// it is told now; Into is where it waits, which may be another destination.
type Decision struct {
	Reason Reason
	Until  time.Time
	Into   watch.Destination
}

// Now reports whether it is told now.
func (d Decision) Now() bool { return d.Until.IsZero() && d.Reason != Off }

// Decide says what is to be done with p, shown being how many messages the
// desktop has shown this week. Only what interrupts is held back: a webhook, a
// draft and a calendar wait for nobody.
func (p Policy) Decide(w Pending, shown int, now time.Time) Decision {
	by := w.Destination
	if by == watch.ToDigest {
		by = p.DigestBy
	}
	if by == watch.ToDesktop && !p.Desktop {
		return Decision{Reason: Off, Into: w.Destination}
	}
	switch w.Destination {
	case watch.ToDesktop:
		return p.interrupt(w, shown, now)
	case watch.ToMail:
		return p.write(w, now)
	case watch.ToDigest:
		return p.gather(w, now)
	default:
		return Decision{Reason: Plain, Into: w.Destination}
	}
}

// interrupt decides about the desktop. What is critical comes when the quiet
// time ends, the rest with the digest.
func (p Policy) interrupt(w Pending, shown int, now time.Time) Decision {
	critical := w.Severity == watch.Critical
	until, reason := p.Quiet(now)
	switch {
	case until.IsZero() && !critical && p.Budget > 0 && shown >= p.Budget:
		return Decision{OverBudget, p.NextDigest(now), watch.ToDigest}
	case until.IsZero():
		return Decision{Reason: Plain, Into: w.Destination}
	case critical && p.CriticalPasses:
		return Decision{Reason: Urgent, Into: w.Destination}
	case critical:
		return Decision{reason, until, w.Destination}
	default:
		return Decision{reason, p.NextDigest(now), watch.ToDigest}
	}
}

func (p Policy) write(w Pending, now time.Time) Decision {
	until, reason := p.Quiet(now)
	switch {
	case until.IsZero():
		return Decision{Reason: Plain, Into: w.Destination}
	case w.Severity == watch.Critical && p.CriticalPasses:
		return Decision{Reason: Urgent, Into: w.Destination}
	default:
		return Decision{reason, until, w.Destination}
	}
}

func (p Policy) gather(w Pending, now time.Time) Decision {
	due := w.NotBefore
	if due.IsZero() {
		due = p.NextDigest(w.Queued)
	}
	if due.After(now) {
		return Decision{DigestTime, due, w.Destination}
	}
	if until, reason := p.Quiet(now); !until.IsZero() {
		return Decision{reason, until, w.Destination}
	}
	return Decision{Reason: Plain, Into: w.Destination}
}

const (
	firstRetry = time.Minute
	lastRetry  = time.Hour
)

// BackOff is how long to wait after so many attempts: a minute, then twice as
// long each time, at most an hour.
func BackOff(attempts int) time.Duration {
	wait := firstRetry
	for range attempts - 1 {
		if wait *= 2; wait >= lastRetry {
			return lastRetry
		}
	}
	return wait
}
