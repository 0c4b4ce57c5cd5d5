package app

import (
	"errors"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	openClipboard    = user32.NewProc("OpenClipboard")
	emptyClipboard   = user32.NewProc("EmptyClipboard")
	closeClipboard   = user32.NewProc("CloseClipboard")
	setClipboardData = user32.NewProc("SetClipboardData")
	registerFormat   = user32.NewProc("RegisterClipboardFormatW")

	globalAlloc  = kernel32.NewProc("GlobalAlloc")
	globalFree   = kernel32.NewProc("GlobalFree")
	globalLock   = kernel32.NewProc("GlobalLock")
	globalUnlock = kernel32.NewProc("GlobalUnlock")
	moveMemory   = kernel32.NewProc("RtlMoveMemory")
)

const (
	formatBitmap = 8 // CF_DIB
	moveable     = 2 // GMEM_MOVEABLE
)

var errBusy = errors.New("the clipboard is in use")

// setPicture puts a PNG on the clipboard as what it is and as a bitmap: some
// programs paste the one, some the other.
func setPicture(content []byte) (bool, error) {
	plain, err := bitmap(content)
	if err != nil {
		return false, err
	}
	// The clipboard belongs to the thread that opened it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := claimClipboard(); err != nil {
		return false, err
	}
	defer func() { _, _, _ = closeClipboard.Call() }()
	if done, _, err := emptyClipboard.Call(); done == 0 {
		return false, fmt.Errorf("empty the clipboard: %w", err)
	}
	name, err := windows.UTF16PtrFromString("PNG")
	if err != nil {
		return false, fmt.Errorf("copy a picture: %w", err)
	}
	if format, _, _ := registerFormat.Call(uintptr(unsafe.Pointer(name))); format != 0 {
		if err := give(format, content); err != nil {
			return false, err
		}
	}
	return true, give(formatBitmap, plain)
}

// claimClipboard opens the clipboard, which another program may hold for a moment.
func claimClipboard() error {
	const tries = 10
	for range tries {
		if done, _, _ := openClipboard.Call(0); done != 0 {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errBusy
}

// give hands data over to the clipboard, which owns it from then on.
func give(format uintptr, data []byte) error {
	handle, _, err := globalAlloc.Call(moveable, uintptr(len(data)))
	if handle == 0 {
		return fmt.Errorf("copy a picture: %w", err)
	}
	memory, _, err := globalLock.Call(handle)
	if memory == 0 {
		_, _, _ = globalFree.Call(handle)
		return fmt.Errorf("copy a picture: %w", err)
	}
	_, _, _ = moveMemory.Call(memory, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)))
	_, _, _ = globalUnlock.Call(handle)
	if set, _, err := setClipboardData.Call(format, handle); set == 0 {
		_, _, _ = globalFree.Call(handle)
		return fmt.Errorf("copy a picture: %w", err)
	}
	return nil
}
