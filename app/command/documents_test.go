package command

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"headroom/backend/metric/builtin"
)

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// named reports whether a text has a word as a word of code.
func named(text, word string) bool {
	for _, code := range strings.Split(text, "`") {
		for _, w := range strings.FieldsFunc(code, func(r rune) bool { return strings.ContainsRune(" \n,{}[]\"|()…:=", r) }) {
			if w == word {
				return true
			}
		}
	}
	return false
}

// flagOf finds the flags in what a command says of its use.
var flagOf = regexp.MustCompile(`(?m)^ +(?:-., )?(--[a-z-]+)`)

// TestTheContractNamesEveryCommandAndFlag: docs/cli.md is what other programs
// rely on.
func TestTheContractNamesEveryCommandAndFlag(t *testing.T) {
	text := document(t, "cli.md")
	if named(text, "--no-such-flag") || named(text, "nosuchcommand") {
		t.Fatal("anything is found in docs/cli.md")
	}
	root := (&face{stdout: io.Discard, stderr: io.Discard}).root()
	var walk func(c *cobra.Command, path string)
	walk = func(c *cobra.Command, path string) {
		for _, flag := range flagOf.FindAllStringSubmatch(c.LocalFlags().FlagUsages(), -1) {
			if !named(text, flag[1]) {
				t.Errorf("%s %s is not in docs/cli.md", path, flag[1])
			}
		}
		for _, sub := range c.Commands() {
			at := strings.TrimSpace(path + " " + sub.Name())
			if !strings.Contains(text, "`"+at+"`") && !strings.Contains(text, "`"+at+" ") {
				t.Errorf("the command %q is not in docs/cli.md", at)
			}
			walk(sub, at)
		}
	}
	walk(root, "")
}

// TestTheDocumentsNameWhatCanBeAsked: every dataset and dimension is in
// docs/cli.md, every metric in docs/metrics.md.
func TestTheDocumentsNameWhatCanBeAsked(t *testing.T) {
	catalog := builtin.Catalog()
	cli, metrics := document(t, "cli.md"), document(t, "metrics.md")
	for _, d := range catalog.Datasets {
		if !named(cli, string(d.Name)) {
			t.Errorf("the dataset %s is not in docs/cli.md", d.Name)
		}
	}
	for _, d := range catalog.Dimensions {
		if !named(cli, d.Name) {
			t.Errorf("the dimension %s is not in docs/cli.md", d.Name)
		}
	}
	for _, m := range catalog.Metrics {
		if !named(metrics, m.Name) {
			t.Errorf("the metric %s is not in docs/metrics.md", m.Name)
		}
	}
}
