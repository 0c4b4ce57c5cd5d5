package agent

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/testkit/golden"
)

// jobs are what the files are made of: a plain one and one whose folders have
// everything that means something in one of the forms.
var jobs = map[string]Job{
	"own":     {Program: "/opt/headroom/headroom", Store: "/home/ada/.local/share/Headroom/headroom.db", Every: 15},
	"hostile": {Program: "/home/Jörg & Söhne/50% \"off\" $HOME `id` <b>\\n/headroom", Store: "/home/Jörg & Söhne/it's 100%n; ${X} $(y) <i>\\/store.db", ID: "00c0ffee00c0ffee", Every: 60},
	"windows": {Program: `C:\Users\Jörg & Söhne\Programs\Headroom\headroom.exe`, Store: `C:\Users\Jörg & Söhne\AppData\Local\Headroom\my store\`, Every: 5},
}

// made are all files of a job by name.
func made(j Job) map[string]string {
	return map[string]string{
		"service": systemdService(j), "timer": systemdTimer(j), "desktop": desktopEntry(j),
		"check.plist": launchCheck(j), "login.plist": launchLogin(j), "task.xml": scheduledTask(j), "run": runValue(j) + "\n",
	}
}

func TestTheFilesAreTheGoldenOnes(t *testing.T) {
	for name, j := range jobs {
		for kind, text := range made(j) {
			golden.Compare(t, filepath.Join("testdata", name+"."+kind), text)
		}
	}
}

// Every form gives back the words that went in, read by its own rules.
func TestEveryFormGivesTheWordsBack(t *testing.T) {
	for name, j := range jobs {
		check, login := append([]string{j.Program}, j.check()...), append([]string{j.Program}, j.login()...)
		texts := made(j)
		for form, c := range map[string]struct{ got, want []string }{
			"systemd":      {unwrapped(readSystemd(t, line(texts["service"], "ExecStart="))), check},
			"desktop":      {readDesktop(t, line(texts["desktop"], "Exec=")), login},
			"launch agent": {readList(t, texts["check.plist"]).words, check},
			"login agent":  {readList(t, texts["login.plist"]).words, login},
		} {
			if !slices.Equal(c.got, c.want) {
				t.Errorf("%s, %s:\n got %q\nwant %q", name, form, c.got, c.want)
			}
		}
		if strings.Contains(j.Program, `"`) {
			continue // no file of Windows has a quote in its name
		}
		if got := readWindows(strings.TrimSpace(texts["run"])); !slices.Equal(got, login) {
			t.Errorf("%s, run key:\n got %q\nwant %q", name, got, login)
		}
	}
	for _, args := range [][]string{{`a b`, `c\`, `d e\`, `f\\" g`, ``, `"`, `\\server\share\`}} {
		if got := readWindows(`"x" ` + windowsCommand(args)); !slices.Equal(got[1:], args) {
			t.Errorf("%q: %q", args, got[1:])
		}
	}
}

// unwrapped leaves out the shell that starts a program whose name systemd refuses.
func unwrapped(words []string) []string {
	if len(words) > 3 && slices.Equal(words[:3], []string{"/bin/sh", "-c", `exec "$0" "$@"`}) {
		return words[3:]
	}
	return words
}

func line(text, key string) string {
	for l := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(l, key); ok {
			return strings.TrimSuffix(rest, "\n")
		}
	}
	return ""
}

// readSystemd reads a command as systemd does: quotes and escapes first, then
// specifiers, then variables in all words but the program.
func readSystemd(t *testing.T, text string) []string {
	t.Helper()
	words := quoted(t, text, `"`, func(r byte) bool { return r == '"' || r == '\\' })
	for i := range words {
		words[i] = unescaped(t, words[i], '%')
		if i > 0 {
			words[i] = unescaped(t, words[i], '$')
		}
	}
	return words
}

// readDesktop reads an Exec: the string of the file first, then quotes, then field codes.
func readDesktop(t *testing.T, text string) []string {
	t.Helper()
	text = unescaped(t, text, '\\')
	words := quoted(t, text, `"`, func(r byte) bool { return strings.IndexByte("\"`$\\", r) >= 0 })
	for i := range words {
		words[i] = unescaped(t, words[i], '%')
	}
	return words
}

// unescaped takes doubled characters for one, and refuses single ones.
func unescaped(t *testing.T, text string, escape byte) string {
	t.Helper()
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == escape {
			i++
			if i == len(text) || text[i] != escape {
				t.Errorf("%q has a lone %q", text, escape)
				return text
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// quoted splits a text at blanks outside of quotes, in which a backslash escapes.
func quoted(t *testing.T, text, quote string, escapes func(byte) bool) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	in, some := false, false
	for i := 0; i < len(text); i++ {
		switch {
		case in && text[i] == '\\':
			i++
			if !escapes(text[i]) {
				t.Errorf("%q escapes %q", text, text[i])
			}
			word.WriteByte(text[i])
		case text[i] == quote[0]:
			in, some = !in, true
		case text[i] == ' ' && !in:
			words, some = append(words, word.String()), false
			word.Reset()
		default:
			some = true
			word.WriteByte(text[i])
		}
	}
	if in {
		t.Errorf("%q has an open quote", text)
	}
	if some {
		words = append(words, word.String())
	}
	return words
}

// readWindows reads a command line as CommandLineToArgvW does.
func readWindows(text string) []string {
	var words []string
	end := strings.IndexByte(text[1:], '"') + 1 // the program is read to its quote, without escapes
	words = append(words, text[1:end])
	var word strings.Builder
	in, some, slashes := false, false, 0
	flush := func() { word.WriteString(strings.Repeat(`\`, slashes)); slashes = 0 }
	for _, r := range strings.TrimPrefix(text[end+1:], " ") {
		switch {
		case r == '\\':
			slashes++
			some = true
			continue
		case r == '"':
			word.WriteString(strings.Repeat(`\`, slashes/2))
			if slashes%2 == 1 {
				word.WriteByte('"')
			} else {
				in = !in
			}
			slashes, some = 0, true
		case r == ' ' && !in:
			flush()
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			flush()
			some = true
			word.WriteRune(r)
		}
	}
	flush()
	if some {
		words = append(words, word.String())
	}
	return words
}

// list is what a property list says.
type list struct {
	label   string
	words   []string
	minutes []int
	keys    map[string]bool
}

// readList reads a property list strictly: a dictionary of known keys, each with
// a value of its type.
func readList(t *testing.T, text string) list {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	next := func() xml.Token {
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				t.Fatalf("property list: %v", err)
			}
			switch x := token.(type) {
			case xml.CharData:
				if strings.TrimSpace(string(x)) == "" {
					continue
				}
			case xml.ProcInst, xml.Directive:
				continue
			}
			return xml.CopyToken(token)
		}
	}
	var value func(start xml.StartElement) any
	text1 := func(name string) string {
		var out strings.Builder
		for {
			switch x := next().(type) {
			case xml.CharData:
				out.Write(x)
			case xml.EndElement:
				return out.String()
			default:
				t.Fatalf("%s has %v", name, x)
			}
		}
	}
	value = func(start xml.StartElement) any {
		switch start.Name.Local {
		case "string":
			return text1("string")
		case "integer":
			n, err := strconv.Atoi(text1("integer"))
			if err != nil {
				t.Fatal(err)
			}
			return n
		case "true":
			next()
			return true
		case "array":
			var all []any
			for {
				s, ok := next().(xml.StartElement)
				if !ok {
					return all
				}
				all = append(all, value(s))
			}
		case "dict":
			all := map[string]any{}
			for {
				s, ok := next().(xml.StartElement)
				if !ok {
					return all
				}
				if s.Name.Local != "key" {
					t.Fatalf("a dictionary has %s instead of a key", s.Name.Local)
				}
				key := text1("key")
				s, ok = next().(xml.StartElement)
				if _, twice := all[key]; twice || !ok {
					t.Fatalf("key %s is there twice, or has no value", key)
				}
				all[key] = value(s)
			}
		}
		t.Fatalf("%s is no type of property lists", start.Name.Local)
		return nil
	}
	if s, ok := next().(xml.StartElement); !ok || s.Name.Local != "plist" {
		t.Fatal("no property list")
	}
	all, ok := value(next().(xml.StartElement)).(map[string]any)
	if !ok {
		t.Fatal("the property list is no dictionary")
	}
	l := list{keys: map[string]bool{}}
	for key, v := range all {
		l.keys[key] = true
		switch key {
		case "Label":
			l.label = v.(string)
		case "ProgramArguments":
			for _, word := range v.([]any) {
				l.words = append(l.words, word.(string))
			}
		case "StartCalendarInterval":
			for _, at := range v.([]any) {
				l.minutes = append(l.minutes, at.(map[string]any)["Minute"].(int))
			}
		case "RunAtLoad", "LowPriorityIO":
			_ = v.(bool)
		case "ProcessType", "LimitLoadToSessionType":
			if !slices.Contains([]string{"Background", "Interactive", "Aqua"}, v.(string)) {
				t.Errorf("%s is %v", key, v)
			}
		default:
			t.Errorf("launchd knows no %s", key)
		}
	}
	return l
}

func TestTheLaunchAgentGoesAlongTheClock(t *testing.T) {
	for _, every := range Intervals {
		l := readList(t, launchCheck(Job{Program: "/h", Store: "/s", ID: "x", Every: every}))
		var want []int
		for minute := 0; minute < 60; minute += every {
			want = append(want, minute)
		}
		if !slices.Equal(l.minutes, want) || l.label != "app.headroom.check-x" || !l.keys["RunAtLoad"] {
			t.Errorf("every %d: %+v", every, l)
		}
	}
}

// systemd itself reads the units, and says when the timer comes.
func TestSystemdTakesTheUnits(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("systemd is a part of Linux; on other systems its units are compared as texts")
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Fatal("There is no systemd-analyze. make test installs the package systemd on Debian and its relatives; elsewhere install it yourself.")
	}
	for name, j := range jobs {
		if name == "windows" {
			continue
		}
		folder := t.TempDir()
		// The program must be there to be verified.
		j.Program = filepath.Join(folder, filepath.Base(filepath.Dir(j.Program)), "headroom")
		if err := write(j.Program, []byte("#!/bin/sh\n")); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(j.Program, 0o755); err != nil {
			t.Fatal(err)
		}
		verify := func(service string) string {
			units := filepath.Join(folder, j.name(unitBase))
			for file, text := range map[string]string{units + ".service": service, units + ".timer": systemdTimer(j)} {
				if err := write(file, []byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			command := exec.Command(analyze, "--user", "--man=no", "verify", units+".service", units+".timer")
			command.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+folder, "SYSTEMD_LOG_TARGET=console")
			out, err := command.CombinedOutput()
			if err != nil {
				return string(out) + err.Error()
			}
			return string(out)
		}
		if said := verify(systemdService(j)); said != "" {
			t.Errorf("%s: %s", name, said)
		}
		// The control: a program that is not there, and one that is not quoted.
		for _, broken := range []string{strings.Replace(systemdService(j), `ExecStart="`, `ExecStart="/nothing`, 1), strings.Replace(systemdService(j), "Type=oneshot", "Type=once", 1)} {
			if said := verify(broken); said == "" {
				t.Errorf("%s: systemd takes anything", name)
			}
		}
	}
	for _, every := range Intervals {
		calendar := line(systemdTimer(Job{Every: every}), "OnCalendar=")
		out, err := exec.Command(analyze, "calendar", "--iterations=3", "--base-time=2026-11-20 08:01", calendar).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %s", calendar, out)
		}
		var at []time.Time
		for l := range strings.Lines(string(out)) {
			if _, when, ok := strings.Cut(l, "Next elapse: "); ok {
				at = append(at, elapse(t, when))
			} else if _, when, ok := strings.Cut(l, "Iter. #"); ok {
				_, when, _ = strings.Cut(when, ": ")
				at = append(at, elapse(t, when))
			}
		}
		if len(at) != 3 || at[2].Sub(at[1]) != time.Duration(every)*time.Minute {
			t.Errorf("every %d: %s comes at %v", every, calendar, at)
		}
	}
}

func elapse(t *testing.T, text string) time.Time {
	t.Helper()
	fields := strings.Fields(text)
	at, err := time.Parse("2006-01-02 15:04:05", fields[1]+" "+fields[2])
	if err != nil {
		t.Fatal(err)
	}
	return at
}
