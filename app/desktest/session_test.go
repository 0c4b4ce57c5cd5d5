// Package desktest runs the real window on a display that nobody sees: Xvfb, a
// window manager and a session bus of its own. make desktop prepares what it
// needs and says where it is; without that the tests are skipped.
package desktest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"headroom/backend/testkit/fakenotify"
)

// patience is how long anything may take on a busy machine.
const patience = 30 * time.Second

// session is a display with a person's folders and notification centre.
type session struct {
	bin    string // folder of the programs under test
	store  string
	env    []string
	centre *fakenotify.Server
}

// newSession starts a display for one test.
func newSession(t *testing.T) *session {
	t.Helper()
	bin := os.Getenv("HEADROOM_DESKTOP")
	if bin == "" {
		t.Skip("make desktop runs this")
	}
	centre := fakenotify.ForTest(t)
	home := t.TempDir()
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	s := &session{bin: bin, store: filepath.Join(home, "profile", "test.db"), centre: centre}
	s.env = append(os.Environ(), "HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_DATA_HOME="+home, "DISPLAY="+display(t), "WAYLAND_DISPLAY=")
	s.start(t, "openbox")
	return s
}

// display starts an X server that chooses its own number, and returns its name.
func display(t *testing.T) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("the display did not start: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// program is something that runs in the session.
type program struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string
	ended chan error
	errs  *bytes.Buffer
}

// start runs a program until the test ends.
func (s *session) start(t *testing.T, name string, args ...string) *program {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = s.env
	p := &program{cmd: cmd, lines: make(chan string, 100), ended: make(chan error, 1), errs: &bytes.Buffer{}}
	cmd.Stderr = p.errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for scan := bufio.NewScanner(out); scan.Scan(); {
			p.lines <- scan.Text()
		}
		close(p.lines)
		p.ended <- cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		if t.Failed() && p.errs.Len() > 0 {
			t.Logf("%s said: %s", filepath.Base(name), p.errs)
		}
	})
	return p
}

// window starts the program on the session's store and waits until its page has come.
func (s *session) window(t *testing.T, name string, args ...string) *program {
	t.Helper()
	before := strings.Count(s.log(), "the window has loaded")
	p := s.start(t, filepath.Join(s.bin, name), append([]string{"--store", s.store}, args...)...)
	s.await(t, "the page", func() bool { return strings.Count(s.log(), "the window has loaded") > before })
	return p
}

func (s *session) log() string {
	text, _ := os.ReadFile(strings.TrimSuffix(s.store, ".db") + ".log")
	return string(text)
}

// await polls until done says yes.
func (s *session) await(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s did not come; the log says:\n%s", what, s.log())
		}
	}
}

// exit waits for the program's end and returns its status.
func (p *program) exit(t *testing.T) int {
	t.Helper()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		t.Fatalf("%s does not end", p.cmd.Path)
		return -1
	}
}

// terminate ends the program as a session that closes does.
func (p *program) terminate(t *testing.T) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return p.exit(t)
}

// said is one thing the probe reports.
type said struct {
	Kind  string          `json:"kind"`
	Value json.RawMessage `json:"value"`
}

// hear waits for the probe to report something of a kind and passes over the rest.
func (p *program) hear(t *testing.T, kind string) json.RawMessage {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case line, open := <-p.lines:
			if !open {
				t.Fatalf("the probe ended without saying %q", kind)
			}
			var s said
			if err := json.Unmarshal([]byte(line), &s); err != nil {
				t.Fatalf("the probe said %q: %v", line, err)
			}
			if s.Kind == kind {
				return s.Value
			}
		case <-deadline:
			t.Fatalf("the probe never said %q", kind)
		}
	}
}

// do runs a command of the display, such as xdotool, and returns what it prints.
func (s *session) do(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := s.try(name, args...)
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return out
}

func (s *session) try(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = s.env
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// find waits for a visible window with a title and returns its number.
func (s *session) find(t *testing.T, title string) string {
	t.Helper()
	var id string
	s.await(t, "a window called "+title, func() bool {
		out, err := s.try("xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
		ids := strings.Fields(out)
		if err != nil || len(ids) == 0 {
			return false
		}
		id = ids[len(ids)-1]
		return true
	})
	return id
}

// box is where a window is.
type box struct{ x, y, width, height int }

func (s *session) geometry(t *testing.T, id string) box {
	t.Helper()
	var b box
	for line := range strings.Lines(s.do(t, "xdotool", "getwindowgeometry", "--shell", id)) {
		for name, value := range map[string]*int{"X": &b.x, "Y": &b.y, "WIDTH": &b.width, "HEIGHT": &b.height} {
			_, _ = fmt.Sscanf(line, name+"=%d", value)
		}
	}
	return b
}

// colours takes a picture of the display, keeps it beside the programs, and
// counts its colours: a display that shows nothing has very few.
func (s *session) colours(t *testing.T, name string) int {
	t.Helper()
	file := filepath.Join(s.bin, name+".png")
	s.do(t, "import", "-window", "root", file)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			r, g, b, _ := picture.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}
