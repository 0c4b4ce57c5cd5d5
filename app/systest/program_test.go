package systest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// today is the day on which everything happens unless a test says otherwise.
const today = "2024-04-15"

// headroom is the program on one store, used through its commands.
type headroom struct {
	t     testing.TB
	store string
	day   string // what the program takes for today
}

// newHeadroom returns the program on a store that does not exist yet.
func newHeadroom(t testing.TB) *headroom {
	t.Helper()
	return &headroom{t: t, store: filepath.Join(t.TempDir(), "store.db"), day: today}
}

// copied returns the program on a copy of the store, which nobody may be using.
func (h *headroom) copied(t testing.TB) *headroom {
	t.Helper()
	c := newHeadroom(t)
	c.day = h.day
	copyFile(t, h.store, c.store)
	return c
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// outcome is how one run of a command went.
type outcome struct {
	status         int
	stdout, stderr string
	peak           int64 // most memory in use, in bytes; 0 where the system does not tell
}

// command returns the process of one command, ready to be started.
func (h *headroom) command(args ...string) *exec.Cmd {
	return play(theCommand, append([]string{"--store", h.store, "--now", h.day + "T08:00:00Z", "--zone", "UTC", "--json"}, args...)...)
}

// play returns a process of this test binary that plays a part. It knows no
// desktop and no home, so that nothing outside the test is touched.
func play(part string, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self, args...)
	nowhere := filepath.Join(os.TempDir(), "headroom-systest-nowhere")
	cmd.Env = append(os.Environ(), playing+"="+part, "XDG_DATA_HOME="+nowhere, "DBUS_SESSION_BUS_ADDRESS=unix:path="+nowhere)
	return cmd
}

// run runs one command to its end, whatever that is.
func (h *headroom) run(args ...string) outcome {
	h.t.Helper()
	return h.finish(h.command(args...))
}

func (h *headroom) finish(cmd *exec.Cmd) outcome {
	h.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	told := filepath.Join(h.t.TempDir(), "peak")
	cmd.Env = append(cmd.Env, peakFile+"="+told)
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), peakOf(cmd.ProcessState, told)}
}

// must runs a command that has to succeed and reads its answer.
func (h *headroom) must(into any, args ...string) {
	h.t.Helper()
	h.ends(0, into, args...)
}

// ends runs a command that has to end with a status and reads its answer.
func (h *headroom) ends(status int, into any, args ...string) {
	h.t.Helper()
	o := h.run(args...)
	if o.status != status {
		h.t.Fatalf("headroom %s: status %d, want %d\n%s%s", strings.Join(args, " "), o.status, status, o.stdout, o.stderr)
	}
	o.read(h.t, into)
}

// read decodes the one JSON document that standard output must be.
func (o outcome) read(t testing.TB, into any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(o.stdout))
	d.UseNumber()
	if into == nil {
		into = new(any)
	}
	if err := d.Decode(into); err != nil {
		t.Fatalf("standard output is not JSON: %v\n%s", err, o.stdout)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("standard output is more than one JSON document:\n%s", o.stdout)
	}
}

// problem is one line of an import's problems.
type problem struct {
	Row           int
	Column, Code  string
	Message       string
	Note          bool
	Value, Unused string
}

// imported is what the program says became of a file.
type imported struct {
	ID                                 int64
	File, Profile, Dataset, Class      string
	AsOf                               string `json:"as_of"`
	State                              string
	Rows                               int
	Added, Changed, Unchanged, Skipped int
	Rejected                           int
	Notes                              []string
	Problems                           []problem
	Error                              *refusal
}

// counts are the six numbers of an import in the order people read them.
type counts struct{ rows, added, changed, unchanged, skipped, rejected int }

func (i imported) counts() counts {
	return counts{i.Rows, i.Added, i.Changed, i.Unchanged, i.Skipped, i.Rejected}
}

// refusal is the error of a command.
type refusal struct {
	Code, Message, File, Column, Field, Hint string
	Row                                      int
}

// imports imports files that must all be read, and checks that their counts add up.
func (h *headroom) imports(args ...string) []imported {
	h.t.Helper()
	var answer struct{ Imports []imported }
	h.must(&answer, append([]string{"import"}, args...)...)
	for _, i := range answer.Imports {
		if c := i.counts(); c.rows != c.added+c.changed+c.unchanged+c.skipped+c.rejected {
			h.t.Fatalf("%s: %d rows are not %+v", i.File, i.Rows, c)
		}
	}
	return answer.Imports
}

// imports1 imports one file.
func (h *headroom) imports1(args ...string) imported {
	h.t.Helper()
	all := h.imports(args...)
	if len(all) != 1 {
		h.t.Fatalf("import %s: %d imports, want 1", strings.Join(args, " "), len(all))
	}
	return all[0]
}

// digest asks for the digest of all facts.
func (h *headroom) digest() string {
	h.t.Helper()
	var answer struct{ Digest string }
	h.must(&answer, "digest")
	if answer.Digest == "" {
		h.t.Fatal("the digest is empty")
	}
	return answer.Digest
}

// undo takes an import back and returns the digest after it.
func (h *headroom) undo(id int64) string {
	h.t.Helper()
	var answer struct {
		Undone int64
		Digest string
	}
	h.must(&answer, "undo", itoa(id))
	if answer.Undone != id {
		h.t.Fatalf("undo %d says it undid %d", id, answer.Undone)
	}
	return answer.Digest
}

// item is an inbox item.
type item struct {
	ID                                                int64
	Rule                                              int64
	Instance, Title, Body, State, Resolution, Account string
	Product, Entitlement, End                         string
	Episode                                           int
	Value                                             *float64
	CreatedAt                                         string `json:"created_at"`
}

// inbox lists all items, oldest first.
func (h *headroom) inbox() []item {
	h.t.Helper()
	var answer struct{ Items []item }
	h.must(&answer, "inbox")
	for i, j := 0, len(answer.Items)-1; i < j; i, j = i+1, j-1 {
		answer.Items[i], answer.Items[j] = answer.Items[j], answer.Items[i]
	}
	return answer.Items
}

// answer is the result of a question.
type answer struct {
	Columns  []struct{ Name, Type string }
	Rows     [][]any
	RowCount int `json:"row_count"`
	Parts    []struct {
		Row                    int
		Metric                 string
		Numerator, Denominator *float64
	}
	DataAsOf string `json:"data_as_of"`
}

// ask asks one question.
func (h *headroom) ask(question any) answer {
	h.t.Helper()
	text, err := json.Marshal(question)
	if err != nil {
		h.t.Fatal(err)
	}
	cmd := h.command("ask", "-")
	cmd.Stdin = bytes.NewReader(text)
	o := h.finish(cmd)
	if o.status != 0 {
		h.t.Fatalf("ask %s: status %d\n%s%s", text, o.status, o.stdout, o.stderr)
	}
	var a answer
	o.read(h.t, &a)
	return a
}
