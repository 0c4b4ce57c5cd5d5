package app

import (
	"os"

	"golang.org/x/sys/windows"
)

// attachConsole gives the window program, which has no console of its own, the
// one it was started from, unless its output goes to a file or a pipe.
func attachConsole() {
	const attachParentProcess = ^uintptr(0)
	if h, err := windows.GetStdHandle(windows.STD_OUTPUT_HANDLE); err == nil && h != 0 && h != windows.InvalidHandle {
		return
	}
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if ok, _, _ := attach.Call(attachParentProcess); ok == 0 {
		return
	}
	if console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		os.Stdout, os.Stderr = console, console
	}
}
