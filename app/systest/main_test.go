// Package systest tests the program as a whole and without a window: every
// command is a process of its own, started from this test binary, so that exit
// statuses, the JSON on standard output and kill -9 are those of the real thing.
package systest

import (
	"os"
	"testing"

	"headroom/app/command"
)

// playing is the environment variable that says what a process of this test
// binary plays instead of running tests.
const playing = "HEADROOM_TEST_PLAYS"

// The parts a process can play.
const (
	theCommand         = "command"
	theCarelessProgram = "careless"
)

func TestMain(m *testing.M) {
	switch os.Getenv(playing) {
	case theCommand:
		status := command.Run(os.Args[1:], os.Stdout, os.Stderr)
		tellPeak(os.Getenv(peakFile))
		os.Exit(status)
	case theCarelessProgram:
		os.Exit(importCarelessly(os.Args[1], os.Args[2]))
	}
	os.Exit(m.Run())
}
