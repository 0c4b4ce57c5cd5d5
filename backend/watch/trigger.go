package watch

import (
	"slices"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/watch/schedule"
)

// events are what can trigger a rule beside a schedule.
var events = []string{"import", "added", "updated"}

// imported are the datasets whose records come with imports.
var imported = []metric.Relation{metric.Accounts, metric.Entitlements, metric.Deployment, metric.Usage, metric.FeatureUsage, metric.Support, metric.Charges}

// Scheduled reports whether the rule is evaluated by a schedule.
func (t Trigger) Scheduled() bool { return t.Every != "" || t.Cron != "" }

// Validate reports the first part of the trigger that is missing or cannot be,
// as a fault with its key.
func (t Trigger) Validate() error {
	if t.Scheduled() {
		return t.validateSchedule()
	}
	for _, f := range []struct {
		key string
		set bool
	}{
		{"n", t.N != 0},
		{"at", t.At != ""},
		{"weekdays", len(t.Weekdays) > 0},
		{"days", len(t.Days) > 0},
		{"zone", t.Zone != ""},
		{"from", t.From != ""},
		{"until", t.Until != ""},
	} {
		if f.set {
			return fault.At("trigger."+f.key, "%q belongs to a schedule.", f.key).WithHint("Say how often with \"every\" or \"cron\", or leave it out.")
		}
	}
	switch {
	case t.On != "" && !slices.Contains(events, t.On):
		return fault.At("trigger.on", "%q is nothing that triggers a rule.", t.On).WithHint("Choose import, added or updated, or a schedule.")
	case t.Dataset == "" && (t.On == "added" || t.On == "updated"):
		return fault.At("trigger.dataset", "A rule on %s records must say of which dataset.", t.On).WithHint("Choose " + listed(imported) + ".")
	case t.Dataset != "" && !slices.Contains(imported, t.Dataset):
		return fault.At("trigger.dataset", "No import brings records of %q.", t.Dataset).WithHint("Choose " + listed(imported) + ".")
	}
	return nil
}

func listed(relations []metric.Relation) string {
	names := make([]string, len(relations))
	for i, r := range relations {
		names[i] = string(r)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func (t Trigger) validateSchedule() error {
	switch {
	case t.On != "":
		return fault.At("trigger.on", "A rule is triggered by an event or by a schedule, not by both.").WithHint("Leave \"on\" or the schedule out.")
	case t.Dataset != "":
		return fault.At("trigger.dataset", "A schedule has no dataset.").WithHint("Leave it out.")
	}
	_, err := t.Schedule(time.UTC)
	return err
}

// Schedule returns the schedule of a trigger that has one, in its own zone or
// else in the person's.
func (t Trigger) Schedule(zone *time.Location) (schedule.Schedule, error) {
	if t.Zone != "" {
		own, err := time.LoadLocation(t.Zone)
		if err != nil || t.Zone == "Local" {
			return schedule.Schedule{}, fault.At("trigger.zone", "%q is no time zone.", t.Zone).WithHint("Write it as Europe/Rome, or leave it out for your own.")
		}
		zone = own
	}
	return schedule.New(schedule.Spec{
		Every: t.Every, N: t.N, At: t.At, Weekdays: t.Weekdays, Days: t.Days, Cron: t.Cron, Zone: zone, From: t.From, Until: t.Until,
	})
}

// Due reports whether a rule is to be evaluated now: by its schedule, with the
// occurrence, or else because the day or the facts are others than those it was
// last evaluated for, or because that failed.
func (s Stored) Due(now time.Time, zone *time.Location, generation int64) (*Due, bool) {
	if zone == nil {
		zone = time.UTC
	}
	if !s.Rule.Trigger.Scheduled() {
		return nil, s.EvaluatedDay != portfolio.DayIn(now.In(zone)) || s.EvaluatedGeneration != generation
	}
	plan, err := s.Rule.Trigger.Schedule(zone)
	if err != nil {
		return nil, false // a rule that was activated has a schedule that can be read
	}
	due, ok := plan.Due(s.Mark, s.Since, now)
	if !ok {
		return nil, false
	}
	return (*Due)(&due), true
}

// NextAt returns when the schedule of a rule is due next, the zero time where it
// has none or where it is over. What is overdue is due now.
func (s Stored) NextAt(now time.Time, zone *time.Location) time.Time {
	if !s.Rule.Trigger.Scheduled() {
		return time.Time{}
	}
	if zone == nil {
		zone = time.UTC
	}
	plan, err := s.Rule.Trigger.Schedule(zone)
	if err != nil {
		return time.Time{}
	}
	return plan.NextAt(s.Mark, s.Since, now)
}
