//go:build !windows

package app

// attachConsole does nothing where every program has the console it was started from.
func attachConsole() {}
