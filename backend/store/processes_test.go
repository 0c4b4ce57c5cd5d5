package store_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/notify"
	"headroom/backend/store"
)

// kills is how many processes the test kills; KILLS=500 for more, PROCESSES=5m to
// go on for so long.
const kills = 40

// mostHeard bounds what a test hears before what it waits for has happened.
const mostHeard = 20_000

// pace is after how many evaluations a process begins another round. Those that
// are not here begin at once.
var pace = map[string]int{"import": 2, "back up": 8}

// worker is a process that runs, from the outside.
type worker struct {
	kind   string
	number int
	*exec.Cmd
	orders io.Writer
	point  string    // where it waits or waited last
	at     time.Time // when it was let go from there
	turn   int       // how much had been heard then
	asking bool      // for the lease, without an answer yet
	doubt  bool      // whether what it then gets it still has
	dead   bool
}

// heard is what a worker said, or that it has ended.
type heard struct {
	from *worker
	text string
	over bool
}

// doom is how a worker is killed: at the point where it waits after so many others,
// or in the middle of what follows, once so much more was heard of anybody.
type doom struct {
	of     *worker
	at     string // nowhere but at this point
	points int
	then   int
}

// claim is a message that a worker has claimed.
type claim struct {
	by      *worker
	at      time.Time
	settled int // how much had been heard when it was delivered, 0 before
}

// bid is a worker who was let go to ask for the lease.
type bid struct {
	of   *worker
	at   time.Time
	held bool
}

// stage is one store with the processes on it. It lets them go on, from point to
// point and all by one clock, and kills them.
type stage struct {
	t       *testing.T
	path    string
	rng     *rand.Rand
	now     time.Time
	voices  chan heard
	alive   []*worker
	running int // those that have not ended
	begun   int
	rounds  int             // of those that evaluate
	resting map[*worker]int // until which round
	next    doom

	turn   int // how much was heard
	kills  int
	claims map[string]claim
	total  int // messages that were claimed
	double int // of them what another had
	again  int // of them what somebody had who died
	asks   []bid
	silent int     // processes that died while they asked for the lease
	holder *worker // of the lease
	taken  int     // times it was another's
}

func newStage(t *testing.T) *stage {
	g := &stage{
		t: t, path: filepath.Join(store.MemoryDir(t), "headroom.db"), rng: rand.New(rand.NewPCG(1, 10)), now: clock(),
		voices: make(chan heard), resting: map[*worker]int{}, claims: map[string]claim{},
	}
	t.Cleanup(func() { // where the test has given up
		for _, w := range g.alive {
			_ = w.Process.Kill()
		}
	})
	return g
}

// begin starts a process.
func (g *stage) begin(kind string) *worker {
	g.t.Helper()
	g.begun++
	w := &worker{kind: kind, number: g.begun, Cmd: exec.Command(os.Args[0], "-test.run=^TestWorker$", "-test.timeout=0")}
	w.Env = append(os.Environ(), "HEADROOM_WORKER="+kind, "HEADROOM_STORE="+g.path, "HEADROOM_NUMBER="+strconv.Itoa(w.number))
	orders, err := w.StdinPipe()
	if err != nil {
		g.t.Fatal(err)
	}
	w.orders = orders
	says, err := w.StdoutPipe()
	if err != nil {
		g.t.Fatal(err)
	}
	if err := w.Start(); err != nil {
		g.t.Fatal(err)
	}
	g.running++
	go func() {
		for lines := bufio.NewScanner(says); lines.Scan(); {
			g.voices <- heard{from: w, text: lines.Text()}
		}
		_ = w.Wait()
		g.voices <- heard{from: w, over: true}
	}()
	return w
}

// kill ends a process wherever it is, and starts another in its place.
func (g *stage) kill(w *worker) {
	g.end(w)
	g.kills++
	for i := range g.alive {
		if g.alive[i] == w {
			g.alive[i] = g.begin(w.kind)
		}
	}
	// What the dead held is free only when its time is over.
	if w.point == atShowing || g.rng.IntN(2) == 0 {
		g.now = g.now.Add(notify.ClaimHolds + time.Second)
	}
	g.doom()
}

func (g *stage) end(w *worker) {
	w.dead = true
	if w.asking {
		g.silent++
	}
	delete(g.resting, w)
	_ = w.Process.Kill()
}

// doom chooses who is killed next.
func (g *stage) doom() {
	g.next = doom{of: g.alive[g.rng.IntN(len(g.alive))], points: 1 + g.rng.IntN(4)}
	switch g.rng.IntN(3) {
	case 0:
		g.next.then = 1 + g.rng.IntN(4)
	case 1:
		if strings.HasPrefix(g.next.of.kind, "evaluate") {
			g.next.at = atShowing
		}
	}
}

// hear takes what the next process says.
func (g *stage) hear() {
	var h heard
	select {
	case h = <-g.voices:
	case <-time.After(time.Minute):
		for _, w := range g.alive {
			g.t.Logf("%s %d went on from %s", w.kind, w.number, w.point)
		}
		g.t.Fatal("all of them wait for something")
	}
	g.turn++
	if h.over {
		g.running--
		if !h.from.dead {
			g.t.Fatalf("%s %d ended by itself", h.from.kind, h.from.number)
		}
		if h.from.asking {
			g.silent--
			g.distrust()
		}
	} else {
		g.take(h.from, h.text)
	}
	if g.next.of.dead || g.next.points > 0 || g.next.at != "" {
		return
	}
	if g.next.then--; g.next.then < 0 {
		g.kill(g.next.of)
	}
}

func (g *stage) take(w *worker, text string) {
	what, about, _ := strings.Cut(text, " ")
	switch what {
	case "at":
		if !w.dead {
			g.reached(w, about)
		}
	case "lease":
		g.leased(w, about == "true")
	case "claimed":
		g.claimed(w, strings.Fields(about))
	case "settled":
		for _, id := range strings.Fields(about) {
			c := g.claims[id]
			c.settled = g.turn
			g.claims[id] = c
		}
	default: // nobody is told that the store is in use
		g.t.Errorf("%s %d after %s: %s", w.kind, w.number, w.point, text)
	}
}

// reached lets a worker go on from a point, now or after a rest, unless it is to
// die there.
func (g *stage) reached(w *worker, point string) {
	w.point = point
	if w == g.next.of {
		g.next.points--
		if point == g.next.at || g.next.points == 0 && g.next.then == 0 && g.next.at == "" {
			g.kill(w)
			return
		}
	}
	if point == atRound && strings.HasPrefix(w.kind, "evaluate") {
		g.rounds++
		g.wake()
	}
	if rest := pace[w.kind]; point == atRound && rest > 0 {
		g.resting[w] = g.rounds + rest
		return
	}
	g.release(w)
}

func (g *stage) wake() {
	for _, w := range g.alive { // in an order that does not hang on chance
		if until, rests := g.resting[w]; rests && g.rounds >= until {
			delete(g.resting, w)
			g.release(w)
		}
	}
}

func (g *stage) release(w *worker) {
	g.now = g.now.Add(time.Duration(g.rng.IntN(40)) * time.Millisecond)
	w.at, w.turn = g.now, g.turn
	if w.point == atRound && strings.HasPrefix(w.kind, "evaluate") {
		g.asks, w.asking = append(g.asks, bid{of: w, at: w.at}), true
	}
	_, _ = fmt.Fprintln(w.orders, w.at.UnixMicro()) // who has died reads nothing
}

// leased notes who has the lease: never two, and nobody is refused who could have
// it. One that was held up for so long after it looked at the clock takes it for
// one of a clock that was wrong, and one that died may have done so without a word:
// who had it before may have lost it.
func (g *stage) leased(w *worker, held bool) {
	lost, asked := g.silent > 0 || w.doubt, false
	for _, each := range g.alive {
		lost = lost || each.asking && g.now.Sub(each.at) >= leaseHolds
	}
	if w.asking, w.doubt = false, false; w.dead {
		g.silent--
	}
	if lost {
		g.distrust()
	}
	for i := len(g.asks) - 1; i >= 0 && g.asks[i].at.After(w.at.Add(-leaseHolds)); i-- {
		a := &g.asks[i]
		switch {
		case a.of == w && a.at.Equal(w.at):
			a.held = held && !lost
		case a.of == w, !a.at.Before(w.at.Add(leaseHolds)):
		case held && a.held && !lost:
			g.t.Errorf("%d and %d have the lease within %v", w.number, a.of.number, w.at.Sub(a.at).Abs())
		default:
			asked = true
		}
	}
	if !held && !asked && !lost {
		g.t.Errorf("%d cannot have the lease, which nobody has", w.number)
	}
	if held && w != g.holder {
		if g.holder != nil {
			g.taken++
		}
		g.holder = w
	}
}

// distrust forgets who had the lease, also of those who have it and did not say so
// yet.
func (g *stage) distrust() {
	for i := len(g.asks) - 1; i >= 0 && g.asks[i].at.After(g.now.Add(-2*leaseHolds)); i-- {
		g.asks[i].held = false
	}
	for _, w := range g.alive {
		w.doubt = w.asking
	}
}

// claimed notes who has claimed what: nobody claims what another is showing, or
// what was delivered before it asked.
func (g *stage) claimed(w *worker, ids []string) {
	for _, id := range ids {
		g.total++
		before, known := g.claims[id]
		switch {
		case !known:
		case before.settled > 0 && before.settled < w.turn, w.at.Sub(before.at).Abs() <= notify.ClaimHolds:
			g.double++
		case before.by.dead:
			g.again++
		}
		g.claims[id] = claim{by: w, at: w.at}
	}
}

// play lets processes of these kinds work on one store until it is enough, and
// verifies what is left.
func play(t *testing.T, enough func(*stage) bool, kinds ...string) *stage {
	t.Helper()
	g := newStage(t)
	s, err := store.Open(t.Context(), g.path, store.Options{Now: func() time.Time { return g.now }, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	addRule(t, s, endsIn30)
	for _, kind := range kinds {
		g.alive = append(g.alive, g.begin(kind))
	}
	g.doom()
	for !enough(g) {
		g.hear()
	}
	for _, w := range g.alive {
		g.end(w)
	}
	for g.running > 0 {
		g.hear()
	}
	g.verify(s)
	return g
}

// verify compares what is left with what must be: each import has begun so many
// episodes, each of which has one row and is delivered, if need be now.
func (g *stage) verify(s *store.Store) {
	g.t.Helper()
	if err := evaluateImports(g.t.Context(), s, g.now, func() {}); err != nil {
		g.t.Fatal(err)
	}
	g.now = g.now.Add(4 * notify.ClaimHolds)
	left, err := s.Claim(g.t.Context(), g.now)
	if err == nil {
		err = s.Settle(g.t.Context(), delivered(left), g.now)
	}
	if err != nil {
		g.t.Fatal(err)
	}
	a, err := s.Agenda(g.t.Context())
	if err != nil {
		g.t.Fatal(err)
	}
	rows := map[string]int{}
	for _, i := range inbox(g.t, s) {
		rows[i.Instance]++
		if rows[i.Instance] > 1 || len(i.Delivered) != 1 {
			g.t.Errorf("%s has %d rows, delivered %q", i.Instance, rows[i.Instance], i.Delivered)
		}
	}
	if want := int(a.Import) * perImport; len(rows) != want || want == 0 {
		g.t.Errorf("%d rows of %d episodes", len(rows), want)
	}
	whole(g.t, s)
	g.t.Logf("%d imports, %d rows, %d claims, %d twice, %d after a death, %d kills; the lease was taken over %d times", a.Import, len(rows), g.total, g.double, g.again, g.kills, g.taken)
}

// TestProcessesOnOneStore has two processes evaluate and deliver, one import and
// one back up, all on one store, and kills one of them again and again: at the
// points where it waits, of which some are in the middle of a transaction, and
// wherever else it happens to be.
func TestProcessesOnOneStore(t *testing.T) {
	t.Parallel()
	lasts, begun, most := time.Duration(0), time.Now(), kills
	if more, err := time.ParseDuration(os.Getenv("PROCESSES")); err == nil {
		lasts = more
	}
	if more, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		most = more
	}
	seen := func(g *stage) bool { return g.taken > 0 && g.again > 0 }
	g := play(t, func(g *stage) bool {
		return g.kills >= most && time.Since(begun) >= lasts && (seen(g) || g.turn > mostHeard)
	}, "evaluate", "evaluate", "import", "back up")
	if g.double > 0 || g.total == 0 {
		t.Errorf("%d of %d claims were of what another had", g.double, g.total)
	}
	if !seen(g) {
		t.Errorf("the lease was taken over %d times, %d messages were claimed again after a death", g.taken, g.again)
	}
}

// TestAProcessThatTakesWhatOthersSend is the control: what is claimed twice is
// noticed, and each episode has one row even so.
func TestAProcessThatTakesWhatOthersSend(t *testing.T) {
	t.Parallel()
	g := play(t, func(g *stage) bool { return g.double > 0 || g.turn > mostHeard }, "evaluate", "evaluate, hasty", "import")
	if g.double == 0 {
		t.Errorf("none of %d claims was of what another had", g.total)
	}
}
