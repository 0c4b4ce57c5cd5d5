package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// lives is how many random histories are gone through; EPISODES=20000 for more.
const lives = 60

const lifeSteps = 24

// levels are the values that facts take: below the clear levels, between, above.
var levels = []float64{0.5, 0.7, 0.8, 0.9, 1, 1.2}

// stated are facts with their Data As Of.
type stated struct {
	values map[string]float64
	asOf   portfolio.Day
}

// terms are what a rule of a life says.
type terms struct {
	threshold, clear float64
	holds, repeat    int
}

// ruling is a rule of a life: what it says, and what must have been told of it.
type ruling struct {
	terms
	id       int64
	state    watch.RuleState
	revision int64
	undone   bool // an import was taken back since it was judged
	subjects map[string]*tracked
}

// life is a random history: facts that come, stay away and come back, rules that
// are edited, answers of the person, and a process that ends at every boundary
// of a transaction. Beside the store runs an oracle, which knows of each episode
// that must be in the inbox.
type life struct {
	t       *testing.T
	rng     *rand.Rand
	path    string
	s       *Store
	today   portfolio.Day
	values  map[string]float64
	asOf    portfolio.Day
	before  []stated // what each import made of
	gone    []stated // what was taken back, and may come again
	gen     int64
	imports int64
	rules   []*ruling
	done    []string

	flaw func(*watch.Standing, *watch.Verdict) // of a broken variant
}

var errLifeEnded = errors.New("the process ended here")

func (l *life) clock() time.Time { return l.today.Time().Add(9 * time.Hour) }

func (l *life) note(format string, args ...any) {
	l.done = append(l.done, fmt.Sprintf(format, args...))
}

func (l *life) open() {
	s, err := Open(context.Background(), l.path, Options{Now: l.clock, Create: true})
	if err != nil {
		l.t.Fatal(err)
	}
	l.s = s
}

// begin opens a copy of an empty store, which is made once.
func (l *life) begin(empty string) {
	if _, err := os.Stat(empty); err != nil {
		s, err := Open(context.Background(), empty, Options{Now: l.clock, Create: true})
		if err != nil {
			l.t.Fatal(err)
		}
		s.Close()
	}
	data, err := os.ReadFile(empty)
	if err == nil {
		err = os.WriteFile(l.path, data, 0o600)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	l.open()
}

// restart ends the process and begins another on the same file.
func (l *life) restart() {
	if l.rng.IntN(12) > 0 {
		return // a process keeps nothing of rules, so mostly it need not really end
	}
	l.s.Close()
	l.open()
}

func (l *life) rule(t terms) watch.Rule {
	return watch.Rule{Name: "over", Template: watch.UsageOver, Threshold: t.threshold, Clear: t.clear, RepeatDays: t.repeat, State: watch.Active}
}

func (l *life) randomTerms() terms {
	t := terms{threshold: 0.85, clear: 0.75, holds: 1 + l.rng.IntN(3)}
	if l.rng.IntN(2) == 0 {
		t.threshold, t.clear = 0.95, 0.95
	}
	if l.rng.IntN(3) == 0 {
		t.repeat = 3 + l.rng.IntN(6)
	}
	return t
}

func (l *life) addRule() {
	r := &ruling{terms: l.randomTerms(), state: watch.Active, subjects: map[string]*tracked{}}
	id, err := l.s.AddRule(context.Background(), l.rule(r.terms))
	if err != nil {
		l.t.Fatal(err)
	}
	r.id, r.revision = id, 1
	l.rules = append(l.rules, r)
}

// judge is what the rules of a life say of its facts. It is asked with the
// statuses that are stored.
func (l *life) judge(s watch.Standing, r *ruling, broken bool) watch.Verdict {
	v := watch.Verdict{Health: watch.Sound}
	if broken {
		v = watch.Verdict{Health: watch.Broken, Problem: "The question failed."}
	}
	instances := []string{"account:a", "account:b", "account:c"}
	for _, i := range instances {
		before, known := s.Statuses[i]
		if !known {
			before = watch.Status{State: watch.Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
		}
		o := l.outcome(i, r.terms, broken, s.Undone)
		if !before.Open && (o.Finding == watch.Empty || o.Finding == watch.Errored) {
			continue
		}
		after, step := before.Next(o, r.repeat, l.today, l.clock().UTC())
		d := watch.Decision{Instance: i, From: before.State, Status: after, Step: step, Reason: "because", Why: "because"}
		d.Notice = watch.Notice{Title: "Over", AccountKey: i, Account: "Contoso", ActBy: l.today + 6}
		v.Decisions = append(v.Decisions, d)
	}
	return v
}

func (l *life) outcome(instance string, t terms, broken, undone bool) watch.Outcome {
	value, there := l.values[instance]
	o := watch.Outcome{Value: &value, For: t.holds, Mark: l.gen, DataDay: l.asOf, Finding: watch.Held}
	switch {
	case broken:
		o.Finding, o.Value = watch.Errored, nil
	case !there && undone:
		o.Finding, o.Resolution, o.Value = watch.NotMet, watch.Gone, nil
	case !there:
		o.Finding, o.Value = watch.Empty, nil
	case value > t.threshold:
		o.Finding = watch.Met
	case value <= t.clear && undone:
		o.Finding, o.Resolution = watch.NotMet, watch.Gone
	case value <= t.clear:
		o.Finding, o.Resolution = watch.NotMet, watch.BelowClear
	}
	return o
}

// evaluate evaluates three times: the process ends within the first, before it
// is committed; after the second, before anybody knows; the third must find
// nothing to do.
func (l *life) evaluate(broken bool) error {
	var skipped *ruling
	if l.rng.IntN(6) == 0 {
		skipped = l.rules[l.rng.IntN(len(l.rules))]
	}
	judging := 0
	for _, r := range l.rules {
		if r.state == watch.Active && r != skipped {
			judging++
		}
	}
	if judging > 0 {
		if err := l.record(broken, skipped, 1+l.rng.IntN(judging)); !errors.Is(err, errLifeEnded) {
			return fmt.Errorf("a process that ends before the commit: %w", err)
		}
		l.restart()
		if err := l.compare(); err != nil {
			return fmt.Errorf("after a process ended before the commit: %w", err)
		}
	}
	if err := l.record(broken, skipped, 0); err != nil {
		return err
	}
	l.restart()
	l.expect(broken, skipped)
	if err := l.compare(); err != nil {
		return err
	}
	if err := l.record(broken, skipped, 0); err != nil {
		return err
	}
	if err := l.compare(); err != nil {
		return fmt.Errorf("evaluated again: %w", err)
	}
	return nil
}

// record evaluates the rules; a process that dies ends when that many were
// judged. The definition of skipped is edited while the others are judged.
func (l *life) record(broken bool, skipped *ruling, dies int) (err error) {
	agenda, err := l.s.Agenda(context.Background())
	if err != nil {
		return err
	}
	e := watch.Evaluation{At: l.clock(), Today: l.today, Generation: agenda.Generation, Import: agenda.Import, Revisions: map[int64]int64{}}
	for _, r := range agenda.Rules {
		e.Rules = append(e.Rules, r.ID)
		e.Revisions[r.ID] = r.Revision
		if skipped != nil && skipped.id == r.ID {
			e.Revisions[r.ID]--
		}
	}
	judged := 0
	e.Judge = func(s watch.Standing) watch.Verdict {
		if judged++; judged == dies {
			panic(errLifeEnded)
		}
		r := l.rules[slices.IndexFunc(l.rules, func(r *ruling) bool { return r.id == s.Rule })]
		if l.flaw != nil {
			l.flaw(&s, nil)
		}
		v := l.judge(s, r, broken)
		if l.flaw != nil {
			l.flaw(&s, &v)
		}
		return v
	}
	defer func() {
		if p := recover(); p != nil {
			if p != any(errLifeEnded) {
				panic(p)
			}
			err = errLifeEnded
		}
	}()
	_, err = l.s.Record(context.Background(), e)
	return err
}

// facts changes what is known: an import of new values, of the same again, or of
// late ones that change nothing; what it does not name any more is missing.
func (l *life) facts() {
	kind := l.rng.IntN(6)
	l.note("facts %d", kind)
	now := stated{maps.Clone(l.values), l.asOf}
	switch {
	case kind == 0:
		return // a duplicate: nothing comes in
	case kind == 4 && len(l.before) > 0:
		l.undo(now)
		return
	case kind == 5 && len(l.gone) > 0: // what was taken back comes again
		last := l.gone[len(l.gone)-1]
		l.gone, l.values, l.asOf = l.gone[:len(l.gone)-1], maps.Clone(last.values), last.asOf
	case kind > 1:
		l.asOf = max(l.asOf, l.today-portfolio.Day(l.rng.IntN(2)))
		for _, instance := range []string{"account:a", "account:b", "account:c"} {
			switch l.rng.IntN(4) {
			case 0:
				delete(l.values, instance)
			case 1, 2:
				l.values[instance] = levels[l.rng.IntN(len(levels))]
			}
		}
	}
	l.exec(`INSERT INTO import (file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged, skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
		VALUES ('f', ?, 0, '', 1, 'x', 'usage', 'S', '2026-01-01', 0, 'committed', 0, 0, 0, 0, 0, 0, '[]', '[]', '{}', '[]', '', 0, 0)`, fmt.Sprint(l.imports))
	l.before = append(l.before, now)
	l.imports++
	l.advance()
}

// advance tells that the facts are others.
func (l *life) advance() {
	l.exec(`UPDATE meta SET value = value + 1 WHERE name = 'generation'`)
	l.gen++
}

// undo takes the last import back.
func (l *life) undo(now stated) {
	last := l.before[len(l.before)-1]
	l.before, l.gone = l.before[:len(l.before)-1], append(l.gone, now)
	l.values, l.asOf = maps.Clone(last.values), last.asOf
	l.exec(`UPDATE import SET state = 'undone' WHERE id = (SELECT max(id) FROM import WHERE state = 'committed')`)
	for _, r := range l.rules {
		r.undone = true
	}
	l.advance()
}

func (l *life) exec(query string, args ...any) {
	if _, err := l.s.w.ExecContext(context.Background(), query, args...); err != nil {
		l.t.Fatal(err)
	}
}

// edit changes a rule, by all that a person can do with one.
func (l *life) edit() error {
	r := l.rules[l.rng.IntN(len(l.rules))]
	ctx := context.Background()
	switch n := l.rng.IntN(8); {
	case n < 4 && r.state != watch.Removed:
		l.note("edit rule %d", r.id)
		r.terms = l.randomTerms()
		_, err := l.s.SaveRule(ctx, r.id, l.rule(r.terms))
		return err
	case n < 5 && r.state == watch.Active:
		l.note("pause rule %d", r.id)
		r.state = watch.Paused
		return l.s.SetRuleState(ctx, r.id, watch.Paused)
	case n < 7 && r.state == watch.Paused:
		l.note("activate rule %d", r.id)
		r.state = watch.Active
		return l.s.SetRuleState(ctx, r.id, watch.Active)
	case n == 7 && r.state != watch.Removed && l.rng.IntN(4) == 0:
		l.note("remove rule %d", r.id)
		r.state = watch.Removed
		for _, s := range r.subjects {
			for _, t := range s.tellings {
				if t.state == watch.Open || t.state == watch.Snoozed {
					t.end(watch.RuleRemoved)
				}
			}
		}
		l.addRule()
		return l.s.RemoveRule(ctx, r.id)
	}
	return nil
}

// answer does to a random item what a person may.
func (l *life) answer() error {
	var all []*telling
	values, newest := map[*telling]float64{}, map[*telling]bool{}
	for _, r := range l.rules {
		for _, name := range []string{"account:a", "account:b", "account:c"} {
			if s := r.subjects[name]; s != nil && len(s.tellings) > 0 {
				all = append(all, s.tellings...)
				values[s.last()], newest[s.last()] = s.value, true
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	t := all[l.rng.IntN(len(all))]
	ctx := context.Background()
	switch n := l.rng.IntN(6); {
	case n == 0:
		l.note("done %d", t.id)
		if t.state == watch.Open || t.state == watch.Snoozed {
			t.state, t.until = watch.Done, nil
		}
		return l.s.DoneWith(ctx, []int64{t.id}, "dealt with")
	case n == 1:
		l.note("reopen %d", t.id)
		if t.state == watch.Done || t.state == watch.Snoozed {
			t.until = nil
			switch {
			case t.resolution != "":
				t.state = watch.Resolved
			case !newest[t]:
				t.state = watch.Superseded
			default:
				t.state = watch.Open
			}
		}
		return l.s.Reopen(ctx, t.id)
	case t.state == watch.Open:
		u := l.randomReturn()
		l.note("snooze %d until %+v", t.id, u)
		t.state, t.until = watch.Snoozed, &putOff{Return: u, imports: l.imports, value: values[t]}
		if u.Notice {
			t.until.Day = l.actBy(t.id).String()
			if t.until.Day <= l.today.String() {
				t.state, t.until = watch.Open, nil
				if err := l.s.SnoozeUntil(ctx, []int64{t.id}, u, "", l.today); err == nil {
					return fmt.Errorf("item %d was snoozed until a day that is over", t.id)
				}
				return nil
			}
		}
		return l.s.SnoozeUntil(ctx, []int64{t.id}, u, "later", l.today)
	}
	return nil
}

func (l *life) actBy(id int64) portfolio.Day {
	i, err := l.s.Item(context.Background(), id)
	if err != nil {
		l.t.Fatal(err)
	}
	return storedDay(i.ActBy)
}

func (l *life) randomReturn() watch.Return {
	switch l.rng.IntN(4) {
	case 0:
		return watch.Return{Import: true}
	case 1:
		by := []float64{0.1, 0.3}[l.rng.IntN(2)]
		return watch.Return{Moved: &by}
	case 2:
		return watch.Return{Notice: true}
	default:
		return watch.Return{Day: (l.today + portfolio.Day(1+l.rng.IntN(6))).String()}
	}
}

// deliver sends what waits, and ends the process after the claim and before and
// after it is settled.
func (l *life) deliver() error {
	now := l.clock()
	for _, ends := range []string{"claimed", "unsettled", "settled"} {
		claimed, err := l.s.Claim(context.Background(), now)
		if err != nil {
			return err
		}
		if again, err := l.s.Claim(context.Background(), now); err != nil || len(again) > 0 {
			return fmt.Errorf("%d are claimed twice, %w", len(again), err)
		}
		var done []notify.Settlement
		for _, p := range claimed {
			done = append(done, notify.Settlement{ID: p.ID, State: notify.Delivered, Channel: "desktop"})
		}
		if ends == "settled" {
			if err := l.s.Settle(context.Background(), done, now); err != nil {
				return err
			}
		}
		l.restart()
		now = now.Add(notify.ClaimHolds + time.Second) // the claim lapses
	}
	if left, err := l.s.Claim(context.Background(), now.AddDate(0, 0, 1)); err != nil || len(left) > 0 {
		return fmt.Errorf("%d are left, %w", len(left), err)
	}
	return nil
}

func (l *life) step() error {
	switch n := l.rng.IntN(12); {
	case n < 4:
		l.facts()
	case n < 6:
		l.today += portfolio.Day(1 + l.rng.IntN(4))
		l.note("it is %s", l.today)
	case n < 7:
		l.today -= portfolio.Day(l.rng.IntN(3))
		l.note("the clock is set back to %s", l.today)
	case n < 8:
		if err := l.edit(); err != nil {
			return err
		}
	case n < 9:
		if err := l.deliver(); err != nil {
			return err
		}
	default:
		if err := l.answer(); err != nil {
			return err
		}
	}
	broken := l.rng.IntN(10) == 0
	l.note("evaluate, broken %v", broken)
	return l.evaluate(broken)
}

// live goes through one random history. sabotage may break the store or the
// rules first.
func live(t *testing.T, dir string, seed uint64, sabotage func(*life)) (err error) {
	l := &life{t: t, rng: rand.New(rand.NewPCG(seed, 22)), path: filepath.Join(dir, fmt.Sprintf("%d.db", seed)), today: portfolio.DayOf(2026, 3, 1), values: map[string]float64{}, asOf: portfolio.NoDay, gen: 1}
	l.begin(filepath.Join(dir, "new.db"))
	defer func() {
		l.s.Close()
		for _, tail := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(l.path + tail)
		}
	}()
	l.addRule()
	l.addRule()
	if sabotage != nil {
		sabotage(l)
	}
	for i := range lifeSteps {
		if err := l.step(); err != nil {
			return fmt.Errorf("step %d: %w\nafter:\n%s", i, err, strings.Join(l.done, "\n"))
		}
	}
	return nil
}

// TestEachEpisodeIsOneItem: over random histories in which the process ends at
// every boundary of a transaction, each episode has exactly one row in the
// inbox, none is lost, none is made up, and what was snoozed comes back once.
func TestEachEpisodeIsOneItem(t *testing.T) {
	t.Parallel()
	n := lives
	if more, err := strconv.Atoi(os.Getenv("EPISODES")); err == nil {
		n = more
	}
	dir := MemoryDir(t)
	for seed := range uint64(n) {
		if err := live(t, dir, seed, nil); err != nil {
			t.Fatalf("history %d: %v", seed, err)
		}
	}
	t.Logf("%d histories", n)
}
