// Package command is the program without a window: one command per run.
package command

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
)

// Version is the version of the program.
const Version = "0.1.0"

// Known says whether the arguments ask for a command or its help rather than
// for the window.
func Known(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		return arg == "version" || arg == "-h" || arg == "--help"
	})
}

// Run runs one command and returns its exit status.
func Run(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("headroom", flag.ContinueOnError)
	set.SetOutput(stderr)
	asJSON := set.Bool("json", false, "print one JSON document")
	set.String("store", "", "the SQLite `file`")
	var words []string
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			return 2
		}
		if args = set.Args(); len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	if !slices.Equal(words, []string{"version"}) {
		fmt.Fprintln(stderr, "usage: headroom [--json] version")
		return 2
	}
	if !*asJSON {
		fmt.Fprintln(stdout, "headroom", Version)
		return 0
	}
	text, err := json.Marshal(map[string]string{"program": Version})
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	fmt.Fprintln(stdout, string(text))
	return 0
}
