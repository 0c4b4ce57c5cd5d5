package store

import (
	"testing"

	"headroom/backend/watch"
)

// TestABrokenVariantLosesOrMakesUpEpisodes is the control: the oracle notices
// what a store or a state machine could do wrong.
func TestABrokenVariantLosesOrMakesUpEpisodes(t *testing.T) {
	t.Parallel()
	flaw := func(f func(*watch.Standing, *watch.Verdict)) func(*life) { return func(l *life) { l.flaw = f } }
	decisions := func(f func(*watch.Decision)) func(*life) {
		return flaw(func(_ *watch.Standing, v *watch.Verdict) {
			for i := 0; v != nil && i < len(v.Decisions); i++ {
				f(&v.Decisions[i])
			}
		})
	}
	trigger := func(text string) func(*life) { return func(l *life) { l.exec(text) } }
	variants := map[string]func(*life){
		"forgets what was told": flaw(func(s *watch.Standing, v *watch.Verdict) {
			if v == nil {
				clear(s.Statuses)
			}
		}),
		"takes missing data for an end": decisions(func(d *watch.Decision) {
			if d.Status.State == watch.NoData {
				d.Step, d.Status.Open, d.Status.Resolution = watch.Resolve, false, watch.Gone
			}
		}),
		"takes a failure for an end": decisions(func(d *watch.Decision) {
			if d.Status.State == watch.Failed {
				d.Step, d.Status.Open, d.Status.Resolution = watch.Resolve, false, watch.Gone
			}
		}),
		"counts an evaluation twice": decisions(func(d *watch.Decision) { d.Status.Mark = -1 }),
		"tells again what was only not there": decisions(func(d *watch.Decision) {
			if d.Step == watch.Resume {
				d.Step = watch.Fire
				d.Status.Episode++
			}
		}),
		"does not remember that it fires":       decisions(func(d *watch.Decision) { d.Status.Open = false }),
		"loses a row now and then":              trigger(`CREATE TRIGGER lost BEFORE INSERT ON inbox WHEN new.rule_id % 2 = 0 AND new.episode = 2 BEGIN SELECT raise(IGNORE); END`),
		"loses what is to be shown":             trigger(`CREATE TRIGGER unsaid BEFORE INSERT ON outbox WHEN new.n = 1 BEGIN SELECT raise(IGNORE); END`),
		"brings back what is snoozed too often": trigger(`CREATE TRIGGER again AFTER UPDATE OF returns ON inbox WHEN new.returns = 1 BEGIN UPDATE inbox SET state = 'snoozed', snoozed = 'day', snoozed_day = '2026-01-01' WHERE id = new.id; END`),
		"never brings back what is snoozed":     trigger(`CREATE TRIGGER never AFTER UPDATE OF snoozed ON inbox WHEN new.snoozed = 'import' BEGIN UPDATE inbox SET snoozed_import = 1000000 WHERE id = new.id; END`),
		"ends what is done":                     trigger(`CREATE TRIGGER ended AFTER UPDATE OF resolution ON inbox WHEN old.state = 'done' AND new.resolution <> '' BEGIN UPDATE inbox SET state = 'resolved' WHERE id = new.id; END`),
	}
	dir := MemoryDir(t)
	for name, sabotage := range variants {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(60) {
				if err := live(t, dir, seed, sabotage); err != nil {
					return
				}
			}
			t.Error("nobody noticed")
		})
	}
}
