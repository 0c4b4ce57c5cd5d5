package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// tracked is what the oracle knows of an instance: the list of its episodes.
type tracked struct {
	open     bool
	held     int
	mark     int64
	told     portfolio.Day
	facts    portfolio.Day // the latest Data As Of at which it was met
	ended    watch.Resolution
	value    float64
	tellings []*telling
}

// telling is one row that the inbox must have.
type telling struct {
	id         int64
	state      watch.ItemState
	resolution watch.Resolution
	returns    int
	until      *putOff
}

type putOff struct {
	watch.Return
	imports int64
	value   float64
}

// expect brings the oracle to what must be true after an evaluation: from the
// facts and the list of episodes alone.
func (l *life) expect(broken bool, skipped *ruling) {
	for _, r := range l.rules {
		if r.state != watch.Active || broken || r == skipped {
			continue
		}
		for _, instance := range []string{"account:a", "account:b", "account:c"} {
			s := r.subjects[instance]
			if s == nil {
				s = &tracked{facts: portfolio.NoDay}
				r.subjects[instance] = s
			}
			v, there := l.values[instance]
			switch {
			case there:
				l.expectOf(r, s, v)
			case r.undone:
				s.held = 0
				if s.open {
					s.end(watch.Gone)
				}
			}
		}
		r.undone = false
	}
	for _, r := range l.rules {
		for _, s := range r.subjects {
			l.expectReturn(s)
		}
	}
}

func (l *life) expectOf(r *ruling, s *tracked, v float64) {
	if v <= r.threshold {
		s.held = 0
		if v <= r.clear && s.open {
			s.end(map[bool]watch.Resolution{true: watch.Gone, false: watch.BelowClear}[r.undone])
		}
		s.value = v
		return
	}
	if s.open {
		s.facts = max(s.facts, l.asOf)
		s.told = min(s.told, l.today)
		if r.repeat > 0 && s.last().state != watch.Snoozed && l.today >= s.told+portfolio.Day(r.repeat) {
			if s.last().state == watch.Open {
				s.last().state = watch.Superseded
			}
			s.tell(l.today)
		}
		s.value = v
		return
	}
	if s.held == 0 || s.mark != l.gen {
		s.held, s.mark = s.held+1, l.gen
	}
	if s.held >= r.holds {
		known := s.ended == watch.Gone && l.asOf <= s.facts && !(r.repeat > 0 && l.today >= s.told+portfolio.Day(r.repeat) && !s.last().putOff())
		s.open, s.held, s.ended, s.facts = true, 0, "", max(s.facts, l.asOf)
		if known {
			s.told = min(s.told, l.today)
			s.last().resume() // it was not over, it was only not there
		} else {
			s.tell(l.today)
		}
	}
	s.value = v
}

func (s *tracked) end(why watch.Resolution) {
	s.open, s.ended = false, why
	s.last().end(why)
}

// putOff reports whether t was snoozed when its episode ended.
func (t *telling) putOff() bool { return t.state == watch.Resolved && t.until != nil }

func (t *telling) resume() {
	t.resolution = ""
	if t.state == watch.Resolved {
		t.state = watch.Open
		if t.until != nil {
			t.state = watch.Snoozed
		}
	}
}

func (s *tracked) last() *telling { return s.tellings[len(s.tellings)-1] }

func (s *tracked) tell(day portfolio.Day) {
	s.tellings, s.told = append(s.tellings, &telling{state: watch.Open}), day
}

func (t *telling) end(why watch.Resolution) {
	t.resolution = why
	if t.state == watch.Open || t.state == watch.Snoozed {
		t.state = watch.Resolved
	}
}

// expectReturn brings back what was snoozed, once.
func (l *life) expectReturn(s *tracked) {
	for _, t := range s.tellings {
		if t.state != watch.Snoozed {
			continue
		}
		u, back := t.until, false
		switch {
		case u.Import:
			back = l.imports > u.imports
		case u.Moved != nil:
			back = math.Abs(s.value-u.value) >= *u.Moved-1e-9
		default:
			back = u.Day <= l.today.String()
		}
		if back {
			t.state, t.until = watch.Open, nil
			t.returns++
			s.told = l.today
		}
	}
}

// compare holds the inbox against the oracle, row by row, and what is queued
// against it: each item once for itself and once for each return.
func (l *life) compare() error {
	items, err := l.s.Inbox(context.Background())
	if err != nil {
		return err
	}
	var got, want []string
	for _, i := range items {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s#%d %s %s", i.Rule, i.Instance, i.Episode, i.State, i.Resolution)))
	}
	for _, r := range l.rules {
		for instance, s := range r.subjects {
			for n, t := range s.tellings {
				want = append(want, strings.TrimSpace(fmt.Sprintf("%d %s#%d %s %s", r.id, instance, n+1, t.state, t.resolution)))
				for _, i := range items {
					if i.Rule == r.id && i.Instance == instance && i.Episode == n+1 {
						t.id = i.ID
					}
				}
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("the inbox has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return l.compareQueue()
}

func (l *life) compareQueue() error {
	queued := map[int64]int{}
	rows, err := l.s.r.QueryContext(context.Background(), `SELECT inbox_id, count(*) FROM outbox GROUP BY inbox_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return err
		}
		queued[id] = n
	}
	for _, r := range l.rules {
		for _, s := range r.subjects {
			for _, t := range s.tellings {
				if queued[t.id] != 1+t.returns {
					return fmt.Errorf("item %d is queued %d times, with %d returns", t.id, queued[t.id], t.returns)
				}
			}
		}
	}
	return rows.Err()
}
