package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
)

const hostile = "A\x1b[31m\x1b]0;title\a\u202e\u009b2JB\tC\nD"

// A name that would colour, clear or rename a terminal, or turn its text around,
// is shown without what does so; as JSON it is what it is.
func TestNamesDoNothingToATerminal(t *testing.T) {
	write := func(w io.Writer) { fmt.Fprintln(w, hostile) }
	var plain, whole bytes.Buffer
	if err := (&face{stdout: &plain}).print(hostile, write); err != nil {
		t.Fatal(err)
	}
	if got, want := plain.String(), "A[31m]0;title2JB\tC\nD\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	if err := (&face{stdout: &whole, json: true}).print(hostile, write); err != nil {
		t.Fatal(err)
	}
	var back string
	if err := json.Unmarshal(whole.Bytes(), &back); err != nil || back != hostile {
		t.Errorf("as JSON it is %q, %v", back, err)
	}
}

// What is refused quotes what was given.
func TestRefusalsDoNothingToATerminal(t *testing.T) {
	var out, said bytes.Buffer
	f := &face{stdout: &out, stderr: &said}
	f.refuse(errUsage{fmt.Errorf("there is no %s", hostile)})
	if text := said.String(); strings.ContainsAny(text, "\x1b\a\u202e") || !strings.Contains(text, "there is no A") {
		t.Errorf("said %q", text)
	}
}

// A kind of activity that there is none of is said, not an empty log.
func TestAnUnknownKindOfActivity(t *testing.T) {
	var out, said bytes.Buffer
	if status := Run([]string{"rule", "log", "--kind", "fired,firing"}, &out, &said); status != statusUsage || !strings.Contains(said.String(), `"firing" is none of edited`) {
		t.Errorf("%d: %s", status, said.String())
	}
}
