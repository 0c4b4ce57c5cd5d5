package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	stdslices "slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

const (
	histories    = 40 // HEADROOM_HISTORIES=5000 for more
	historySteps = 45
	modelDays    = 30
	modelRepeat  = 10
	modelOver    = 0.9
	modelClear   = 0.7
)

var errCrash = errors.New("the process ended here")

// fact is what an import says of one line.
type fact struct {
	end    portfolio.Day
	serves bool
}

// imported is one import of a history: what it says of lines and of usage.
type imported struct {
	lines map[string]fact
	usage map[string]float64
	asOf  portfolio.Day
}

// history is a random life of a store: facts that change, are taken back and
// come again, evaluations that fail, processes that end anywhere. Beside the
// store runs a naive oracle that knows what must have been told.
type history struct {
	t       *testing.T
	rng     *rand.Rand
	s       *store.Store
	display *screen
	today   portfolio.Day
	live    []imported
	gone    []imported // taken back; may come again
	broken  bool       // questions fail
	crashes bool       // processes end while they deliver
	crash   string     // where the process ends: before or after the next record
	undone  bool       // an import was taken back since the last evaluation that counted

	told map[string]bool         // line@end that must have an item
	open map[string]bool         // of those, the ones that go on
	over map[string]*usageOracle // by account

	failing  bool // the last evaluation failed, that of every rule
	failures int  // how often failing began

	repeats map[string]*repeatOracle // of the rule that repeats, by line@end
	due     map[int64]int            // how often items must be shown
	item    map[int64]int64          // by message
	shown   map[int64]int            // how often, by message
	unsaid  map[int64]int            // how often the process ended between showing and marking
}

type usageOracle struct {
	firing, gone bool
	episodes     int
	asOf         portfolio.Day
}

type repeatOracle struct {
	episodes int
	told     portfolio.Day
}

// now returns the facts: what the last import that speaks of a key says.
func (h *history) now() (lines map[string]fact, usage map[string]float64, asOf portfolio.Day) {
	lines, usage, asOf = map[string]fact{}, map[string]float64{}, portfolio.NoDay
	for _, i := range h.live {
		maps.Copy(lines, i.lines)
		maps.Copy(usage, i.usage)
		asOf = max(asOf, i.asOf)
	}
	return lines, usage, asOf
}

// Ask answers as the engine does, from the facts of the history.
func (h *history) Ask(_ context.Context, q metric.Query, _ portfolio.Day) (metric.Result, error) {
	if h.broken {
		return metric.Result{}, fault.New(fault.Internal, "The question failed.")
	}
	lines, usage, asOf := h.now()
	var res metric.Result
	if len(q.Columns) > 0 {
		for _, c := range q.Columns {
			res.Columns = append(res.Columns, metric.Column{Name: c})
		}
		for key, f := range lines {
			cells := map[string]any{
				"entitlement_key": key, "account_key": "a" + key[:1], "account": "Account " + key[:1], "product": "P", "quantity": int64(5),
				"end_date": f.end.String(), "status": map[bool]string{true: "active", false: "suspended"}[f.serves], "trial": "no",
			}
			row := make([]any, len(q.Columns))
			for i, c := range q.Columns {
				row[i] = cells[c]
			}
			res.Rows = append(res.Rows, row)
		}
		return res, nil
	}
	for _, c := range []string{"account_key", "account_id", "account", "product", "consumption_rate", "usage_rate"} {
		res.Columns = append(res.Columns, metric.Column{Name: c})
	}
	res.AsOfByDataset = map[string]string{"usage": asOf.String()}
	for account, v := range usage {
		res.Rows = append(res.Rows, []any{account, nil, "Account " + account, "P", nil, v})
	}
	return res, nil
}

// crashing ends the process before or after a transaction, as the history says.
type crashing struct {
	*store.Store
	h *history
}

func (c crashing) Record(ctx context.Context, e watch.Evaluation) ([]watch.Transition, error) {
	where := c.h.crash
	c.h.crash = ""
	if where == "before" {
		return nil, errCrash
	}
	got, err := c.Store.Record(ctx, e)
	for _, x := range got {
		switch {
		case x.To == string(watch.Normal):
			delete(c.h.due, x.Item)
		case x.Reason != "returned" && x.From != string(watch.NoData) && x.From != string(watch.Failed) && x.To == string(watch.Firing) && !e.Quiet:
			c.h.due[x.Item]++ // new, repeated, or back from a snooze
		}
	}
	if where == "after" && err == nil {
		return nil, errCrash
	}
	return got, err
}

func (c crashing) Claim(ctx context.Context, now time.Time) ([]notify.Pending, error) {
	waiting, err := c.Store.Claim(ctx, now)
	for _, p := range waiting {
		c.h.item[p.ID] = p.Item
	}
	return waiting, err
}

// Settle is called for what was shown; one time in four the process ends before
// or after it is recorded.
func (c crashing) Settle(ctx context.Context, done []notify.Settlement, now time.Time) error {
	where := c.h.rng.IntN(8)
	for _, x := range done {
		if x.State != notify.Delivered {
			continue
		}
		c.h.shown[x.ID]++
		if where == 0 && c.h.crashes {
			c.h.unsaid[x.ID]++
		}
	}
	if where == 0 && c.h.crashes {
		return errCrash
	}
	if err := c.Store.Settle(ctx, done, now); err != nil {
		return err
	}
	if where == 1 && c.h.crashes {
		return errCrash
	}
	return nil
}

func (h *history) clock() time.Time { return h.today.Time().Add(8 * time.Hour) }

func (h *history) randomImport() imported {
	i := imported{lines: map[string]fact{}, usage: map[string]float64{}, asOf: h.today - portfolio.Day(h.rng.IntN(3))}
	for range 1 + h.rng.IntN(3) {
		f := fact{h.today + portfolio.Day(h.rng.IntN(60)-5), h.rng.IntN(6) > 0}
		if h.rng.IntN(10) == 0 {
			f.end = portfolio.NoDay
		}
		i.lines[string(rune('a'+h.rng.IntN(6)))+"1"] = f
	}
	if h.rng.IntN(2) == 0 {
		i.usage["a"+string(rune('a'+h.rng.IntN(3)))] = float64(h.rng.IntN(13)) / 10
	}
	return i
}

// bump makes the store's generation follow the facts of the history.
func (h *history) bump() {
	if err := h.s.SetSetting(h.t.Context(), "week_start", []string{"monday", "sunday"}[h.rng.IntN(2)]); err != nil {
		h.t.Fatal(err)
	}
}

// undo takes back one import, and one of the store's own, which is how rules
// learn of it.
func (h *history) undo(serial string) {
	n := h.rng.IntN(len(h.live))
	h.gone = append(h.gone, h.live[n])
	h.live = stdslices.Delete(stdslices.Clone(h.live), n, n+1)
	r := put(h.t, h.s, file{name: serial, info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(h.t, "2026-01-31", serial, "Contoso", 1, "")}})
	if err := h.s.Undo(h.t.Context(), r.ID); err != nil {
		h.t.Fatal(err)
	}
	h.undone = true
}

func (h *history) step(serial string) {
	switch n := h.rng.IntN(20); {
	case n < 5:
		h.today += portfolio.Day(1 + h.rng.IntN(8))
	case n < 6:
		h.today -= portfolio.Day(1 + h.rng.IntN(12)) // the clock is set back
	case n < 11:
		h.live = append(h.live, h.randomImport())
		h.bump()
	case n < 13 && len(h.live) > 0:
		h.undo(serial)
		h.broken = h.rng.IntN(3) == 0
		h.evaluate(true)
		h.broken = false
	case n < 15 && len(h.gone) > 0:
		h.live = append(h.live, h.gone[len(h.gone)-1])
		h.gone = h.gone[:len(h.gone)-1]
		h.bump()
	case n < 16:
		h.broken = true
		h.evaluate(false)
		h.broken = false
	case n < 17:
		h.crash = []string{"before", "after"}[h.rng.IntN(2)]
	case n < 18:
		h.deliver()
	case n < 19:
		h.snooze()
	}
	if h.rng.IntN(3) > 0 {
		h.evaluate(false)
	}
}

// snooze puts one open item away, not of the rule that repeats.
func (h *history) snooze() {
	for _, i := range inbox(h.t, h.s) {
		if i.State == watch.Open && i.RuleName != "repeats" {
			if err := h.s.SnoozeUntil(h.t.Context(), []int64{i.ID}, watch.Return{Day: (h.today + portfolio.Day(1+h.rng.IntN(9))).String()}, "", h.today); err != nil {
				h.t.Fatal(err)
			}
			delete(h.due, i.ID) // the person has seen it
			return
		}
	}
}

func (h *history) evaluate(quiet bool) {
	crash := h.crash
	_, err := watch.NewEvaluator(h, crashing{h.s, h}).Evaluate(h.t.Context(), watch.Run{Now: h.clock(), Quiet: quiet})
	if err != nil && !errors.Is(err, errCrash) {
		h.t.Fatal(err)
	}
	switch {
	case crash == "before":
	case h.broken && !h.failing:
		h.failing, h.failures = true, h.failures+1
	case !h.broken:
		h.failing = false
		h.expect()
	}
}

// expect brings the oracle to what must be true after an evaluation.
func (h *history) expect() {
	lines, usage, asOf := h.now()
	if len(lines) > 0 || h.undone {
		open := map[string]bool{}
		for key, f := range lines {
			name := key + "@" + f.end.String()
			alive := !f.end.IsZero() && f.serves && f.end >= h.today
			due := alive && f.end <= h.today+modelDays
			h.told[name] = h.told[name] || due
			if due {
				h.expectRepeat(name)
			}
			if due || alive && h.open[name] {
				open[name] = true
			}
		}
		h.open = open
	}
	if len(usage) > 0 || h.undone {
		for account := range h.over {
			if _, ok := usage[account]; !ok && h.undone && h.over[account].firing {
				h.over[account].firing, h.over[account].gone = false, true
			}
		}
		for account, v := range usage {
			o := h.over[account]
			if o == nil {
				o = &usageOracle{asOf: portfolio.NoDay}
				h.over[account] = o
			}
			switch {
			case v > modelOver && !o.firing:
				if !o.gone || asOf > o.asOf {
					o.episodes++
				}
				o.firing, o.gone, o.asOf = true, false, max(o.asOf, asOf)
			case v > modelOver:
				o.asOf = max(o.asOf, asOf)
			case v <= modelClear && o.firing:
				o.firing, o.gone = false, h.undone
			}
		}
	}
	h.undone = false
}

func (h *history) expectRepeat(name string) {
	o := h.repeats[name]
	switch {
	case o == nil:
		h.repeats[name] = &repeatOracle{1, h.today}
	default: // going on, or there again
		o.told = min(o.told, h.today)
		if h.today >= o.told+modelRepeat {
			o.episodes, o.told = o.episodes+1, h.today
		}
	}
}

func (h *history) deliver() {
	now := h.clock().Add(time.Duration(h.rng.IntN(3600)) * time.Second)
	_, err := dispatcher(crashing{h.s, h}, h.display).Deliver(h.t.Context(), now)
	if err != nil && !errors.Is(err, errCrash) {
		h.t.Fatal(err)
	}
}

// verifyShown delivers what is left and compares what was shown with what had
// to be.
func (h *history) verifyShown() error {
	h.crashes = false
	h.today++
	h.deliver()
	for _, i := range inbox(h.t, h.s) {
		if i.State == watch.Superseded {
			delete(h.due, i.ID) // its successor is shown
		}
	}
	shown := map[int64]int{}
	for id := range h.shown {
		shown[h.item[id]]++
	}
	for item, n := range h.due {
		if shown[item] < n {
			return fmt.Errorf("item %d was shown %d times, want %d", item, shown[item], n)
		}
	}
	for id, n := range h.shown {
		if n > 1+h.unsaid[id] {
			return fmt.Errorf("message %d was shown %d times, with %d crashes after it was shown", id, n, h.unsaid[id])
		}
	}
	waiting, err := h.s.Claim(h.t.Context(), h.clock().AddDate(1, 0, 0))
	if err == nil && len(waiting) > 0 {
		err = fmt.Errorf("still waiting: %v", waiting)
	}
	return err
}

// verify compares the inbox with the oracle.
func (h *history) verify() error {
	items, err := h.s.Inbox(h.t.Context())
	if err != nil {
		return err
	}
	got := map[string]int{}
	for _, i := range items {
		about := i.Instance[strings.Index(i.Instance, ":")+1:]
		got[i.RuleName+" "+about]++
		if want := h.mustBeOpen(i, about); want != (i.State == watch.Open || i.State == watch.Snoozed) {
			return fmt.Errorf("%s: %s#%d is %s %s, open should be %v", i.RuleName, about, i.Episode, i.State, i.Resolution, want)
		}
	}
	want := map[string]int{}
	for name, told := range h.told {
		if told {
			want["ends "+name] = 1
		}
	}
	for name, o := range h.repeats {
		want["repeats "+name] = o.episodes
	}
	for _, rule := range []string{"ends", "repeats", "over"} {
		if h.failures > 0 {
			want[rule+" "+watch.RuleItself] = h.failures
		}
	}
	for account, o := range h.over {
		if o.episodes > 0 {
			want["over "+account+"|P"] = o.episodes
		}
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("items %v, want %v", got, want)
	}
	return nil
}

func (h *history) mustBeOpen(i watch.Item, about string) bool {
	if about == watch.RuleItself {
		return h.failing && i.Episode == h.failures
	}
	switch i.RuleName {
	case "ends":
		return h.open[about]
	case "repeats":
		return h.open[about] && i.Episode == h.repeats[about].episodes
	default:
		o := h.over[strings.TrimSuffix(about, "|P")]
		return o.firing && i.Episode == o.episodes
	}
}

func runHistory(t *testing.T, dir string, seed uint64) error {
	h := &history{
		t: t, rng: rand.New(rand.NewPCG(seed, 1)), display: &screen{}, today: portfolio.DayOf(2026, 11, 20), crashes: true,
		told: map[string]bool{}, open: map[string]bool{}, over: map[string]*usageOracle{},
		repeats: map[string]*repeatOracle{}, due: map[int64]int{}, item: map[int64]int64{}, shown: map[int64]int{}, unsaid: map[int64]int{},
	}
	path := fmt.Sprintf("%s/%d.db", dir, seed)
	reopen := func() {
		s, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true})
		if err != nil {
			t.Fatal(err)
		}
		h.s = s
	}
	reopen()
	defer func() { h.s.Close() }()
	addRule(t, h.s, fmt.Sprintf(`{"name":"ends","template":"ends_within","days":%d,"watch":"all"}`, modelDays))
	addRule(t, h.s, fmt.Sprintf(`{"name":"repeats","template":"ends_within","days":%d,"repeat_days":%d,"watch":"all"}`, modelDays, modelRepeat))
	addRule(t, h.s, fmt.Sprintf(`{"name":"over","template":"usage_over","threshold":%v,"clear":%v,"watch":"all"}`, modelOver, modelClear))
	for i := range historySteps {
		h.step(fmt.Sprintf("undone %d", i))
		if err := h.verify(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		if h.rng.IntN(12) == 0 {
			h.s.Close()
			reopen()
		}
	}
	return h.verifyShown()
}

// Every episode has exactly one item, none is lost and none is made up, over
// random histories with crashes between all steps.
func TestRandomHistoriesTellEachEpisodeOnce(t *testing.T) {
	t.Parallel()
	n := histories
	if more, err := strconv.Atoi(os.Getenv("HEADROOM_HISTORIES")); err == nil {
		n = more
	}
	dir := store.MemoryDir(t)
	for seed := range uint64(n) {
		if err := runHistory(t, dir, seed); err != nil {
			t.Fatalf("history %d: %v", seed, err)
		}
		os.Remove(fmt.Sprintf("%s/%d.db", dir, seed))
	}
}
