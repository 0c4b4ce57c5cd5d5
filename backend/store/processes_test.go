package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// perImport is how many episodes each import of a test of processes begins.
const perImport = 5

// leaseHolds is how long the lease of a process that died is in the way.
const leaseHolds = 500 * time.Millisecond

// takenOver is how long after the death of its holder a lease is another's, at
// the latest.
const takenOver = 30 * time.Second

// rest is what a process does between two rounds, so that others get their turn.
const rest = 2 * time.Millisecond

// workers are the kinds of processes, each of which does its work on the store
// until it is killed, and writes what it did.
var workers = map[string]func(context.Context, *testing.T, *store.Store, func(string, ...any)) error{
	"evaluate":        evaluateOnce(time.Now),
	"evaluate, hasty": evaluateOnce(func() time.Time { return time.Now().Add(2 * notify.ClaimHolds) }),
	"import":          importOnce,
	"back up":         backUpOnce,
}

// TestWorker is one of the processes of TestProcessesOnOneStore.
func TestWorker(t *testing.T) {
	kind, path := os.Getenv("HEADROOM_WORKER"), os.Getenv("HEADROOM_STORE")
	work, ok := workers[kind]
	if !ok {
		t.Skip("a part of TestProcessesOnOneStore")
	}
	log, err := os.OpenFile(os.Getenv("HEADROOM_LOG"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	say := func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) }
	s, err := store.Open(t.Context(), path, store.Options{Now: time.Now})
	if err != nil {
		say("error %v", err)
		t.Fatal(err)
	}
	for {
		if err := work(t.Context(), t, s, say); err != nil {
			say("error %v", err)
		}
		time.Sleep(rest)
	}
}

// evaluateOnce evaluates and delivers, whether it holds the lease or not: the
// lease saves work, and what is right does not hang on it. One that is hasty
// takes what others are sending.
func evaluateOnce(now func() time.Time) func(context.Context, *testing.T, *store.Store, func(string, ...any)) error {
	return func(ctx context.Context, _ *testing.T, s *store.Store, say func(string, ...any)) error {
		return evaluateAndDeliver(ctx, s, say, now)
	}
}

func evaluateAndDeliver(ctx context.Context, s *store.Store, say func(string, ...any), now func() time.Time) error {
	holder := strconv.Itoa(os.Getpid())
	held, err := s.Lease(ctx, "scheduler", holder, os.Getpid(), time.Now(), leaseHolds)
	if err != nil {
		return err
	}
	if held {
		say("lease %s %d", holder, time.Now().UnixMilli())
	}
	if err := evaluateImports(ctx, s); err != nil {
		return err
	}
	claimed, err := s.Claim(ctx, now())
	if err != nil {
		return err
	}
	var done []notify.Settlement
	for _, p := range claimed {
		say("claim %d", p.ID)
		done = append(done, notify.Settlement{ID: p.ID, State: notify.Delivered, Channel: "desktop"})
	}
	if len(done) > 0 {
		time.Sleep(rest) // it is being shown
	}
	return s.Settle(ctx, done, now())
}

// evaluateImports finds that each import there was made so many instances true.
func evaluateImports(ctx context.Context, s *store.Store) error {
	a, err := s.Agenda(ctx)
	if err != nil {
		return err
	}
	e := watch.Evaluation{At: time.Now(), Today: portfolio.DayIn(time.Now()), Generation: a.Generation, Import: a.Import, Rules: []int64{1}}
	e.Judge = func(standing watch.Standing) watch.Verdict {
		v := watch.Verdict{Health: watch.Sound}
		for i := range int(a.Import) * perImport {
			instance := fmt.Sprintf("account:%d.%d", 1+i/perImport, i%perImport)
			before, known := standing.Statuses[instance]
			if !known {
				before = watch.Status{State: watch.Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
			}
			after, step := before.Next(watch.Outcome{Finding: watch.Met, DataDay: portfolio.NoDay}, 0, e.Today, e.At)
			if step != watch.Stay {
				v.Decisions = append(v.Decisions, watch.Decision{Instance: instance, From: before.State, Status: after, Step: step, Notice: watch.Notice{Title: instance}})
			}
		}
		return v
	}
	_, err = s.Record(ctx, e)
	if err != nil && strings.Contains(err.Error(), watch.ErrStale.Error()) {
		return nil // an import came in between: it is asked again
	}
	return err
}

func importOnce(ctx context.Context, t *testing.T, s *store.Store, _ func(string, ...any)) error {
	key := strconv.FormatInt(time.Now().UnixNano(), 36)
	_, err := tryPut(ctx, t, s, file{name: key, info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", key, "Contoso", 1, "")}}, false)
	time.Sleep(20 * rest)
	return err
}

func backUpOnce(ctx context.Context, _ *testing.T, s *store.Store, _ func(string, ...any)) error {
	copied := filepath.Join(filepath.Dir(s.Path()), fmt.Sprintf("copy-%d", time.Now().UnixNano()))
	if err := s.Backup(ctx, copied); err != nil {
		return err
	}
	time.Sleep(50 * rest)
	return os.Remove(copied)
}

// worker is a process that is running.
type worker struct {
	kind string
	*exec.Cmd
}

func begin(t *testing.T, kind, path, log string) *worker {
	t.Helper()
	w := &worker{kind, exec.Command(os.Args[0], "-test.run=^TestWorker$", "-test.timeout=0")}
	w.Env = append(os.Environ(), "HEADROOM_WORKER="+kind, "HEADROOM_STORE="+path, "HEADROOM_LOG="+log)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *worker) kill() {
	_ = w.Process.Kill()
	_ = w.Wait()
}

// TestProcessesOnOneStore has two processes evaluate and deliver, one import and
// one back up, all on one store, and kills one of them again and again.
// PROCESSES=5m lets it go on for so long.
func TestProcessesOnOneStore(t *testing.T) {
	t.Parallel()
	lasts := 4 * time.Second
	if more, err := time.ParseDuration(os.Getenv("PROCESSES")); err == nil {
		lasts = more
	}
	got := processes(t, lasts, "evaluate", "evaluate", "import", "back up")
	if got.double > 0 || got.claims == 0 {
		t.Errorf("%d of %d messages were claimed twice", got.double, got.claims)
	}
	if got.changes == 0 || got.longest > takenOver {
		t.Errorf("the lease was taken over %d times, once after %v", got.changes, got.longest)
	}
	t.Logf("%d imports, %d episodes = %d rows, %d claims, %d twice, %d kills; the lease was taken over %d times, within %v",
		got.imports, got.imports*perImport, got.rows, got.claims, got.double, got.kills, got.changes, got.longest)
}

// TestAProcessThatTakesWhatOthersSend is the control: what is claimed twice is
// noticed, and each episode has one row even so.
func TestAProcessThatTakesWhatOthersSend(t *testing.T) {
	t.Parallel()
	if got := processes(t, 1500*time.Millisecond, "evaluate", "evaluate, hasty", "import"); got.double == 0 {
		t.Errorf("none of %d messages was claimed twice", got.claims)
	}
}

// outcome is what became of processes on one store.
type outcome struct {
	imports, rows, claims, double, kills int
	holders
}

// processes lets processes of these kinds work on one store, kills one of them
// again and again, and verifies what is left.
func processes(t *testing.T, lasts time.Duration, kinds ...string) outcome {
	t.Helper()
	dir := fastDir(t)
	path, log := filepath.Join(dir, "headroom.db"), filepath.Join(dir, "log")
	s, err := store.Open(t.Context(), path, store.Options{Now: time.Now, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	addRule(t, s, endsIn30)
	var all []*worker
	for _, kind := range kinds {
		all = append(all, begin(t, kind, path, log))
	}
	kills := 0
	rng := rand.New(rand.NewPCG(1, 10))
	for end := time.Now().Add(lasts); time.Now().Before(end); kills++ {
		time.Sleep(time.Duration(150+rng.IntN(300)) * time.Millisecond)
		n := rng.IntN(len(all))
		all[n].kill()
		all[n] = begin(t, all[n].kind, path, log)
	}
	for _, w := range all {
		w.kill()
	}
	got := outcome{kills: kills}
	got.verifyRows(t, s)
	got.verifyLog(t, log)
	return got
}

// verifyRows compares what is left with what must be: each import has begun so
// many episodes, each of which has one row.
func (o *outcome) verifyRows(t *testing.T, s *store.Store) {
	t.Helper()
	if err := evaluateImports(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	a, err := s.Agenda(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, i := range inbox(t, s) {
		rows[i.Instance]++
	}
	for instance, n := range rows {
		if n != 1 {
			t.Errorf("%s has %d rows", instance, n)
		}
	}
	if want := int(a.Import) * perImport; len(rows) != want || want == 0 {
		t.Errorf("%d rows of %d episodes", len(rows), want)
	}
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("the store is not whole: %v, %v", problems, err)
	}
	o.imports, o.rows = int(a.Import), len(rows)
}

// verifyLog reads what the processes said: nobody was told that the store is busy.
func (o *outcome) verifyLog(t *testing.T, log string) {
	t.Helper()
	claims := map[string]int{}
	for _, line := range lines(t, log) {
		what, about, _ := strings.Cut(line, " ")
		switch what {
		case "claim":
			claims[about]++
		case "lease":
			o.add(t, about)
		default:
			t.Errorf("a process was told: %s", line)
		}
	}
	o.claims = len(claims)
	for _, n := range claims {
		if n > 1 {
			o.double++
		}
	}
}

// holders follows who holds the lease.
type holders struct {
	last    string
	at      time.Time
	changes int
	longest time.Duration // in which nobody said that it holds it
}

// add reads "PID MILLISECONDS" of a process that holds the lease.
func (h *holders) add(t *testing.T, said string) {
	t.Helper()
	who, when, _ := strings.Cut(said, " ")
	ms, err := strconv.ParseInt(when, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(ms)
	if h.last != "" && h.last != who {
		h.changes++
		h.longest = max(h.longest, at.Sub(h.at))
	}
	h.last, h.at = who, at
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		out = append(out, sc.Text())
	}
	return out
}
