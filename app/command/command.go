// Package command is the program without a window: one command per run.
package command

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
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
	if !slices.Contains(args, "version") {
		fmt.Fprintln(stderr, "usage: headroom [--json] version")
		return 2
	}
	if slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--json") }) {
		text, err := json.Marshal(map[string]string{"program": Version})
		if err != nil {
			fmt.Fprintln(stderr, err)
			return 1
		}
		fmt.Fprintln(stdout, string(text))
		return 0
	}
	fmt.Fprintln(stdout, "headroom", Version)
	return 0
}
