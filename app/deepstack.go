package app

// onDeepStack runs f with much room below it on its stack. JavaScriptCore, in
// WebKitGTK, now and then stops the thread of the window by SIGUSR1, on
// whatever stack it runs, and must not be told to use the alternate one (Wails
// explains why beside its install_signal_handlers). While that thread is in a
// callback of Wails it runs on this goroutine's stack, and what the kernel
// saves for a signal, more than 3 KiB, would reach over the end of a small one
// into the next goroutine's: "fatal error: traceback did not unwind completely".
//
//go:noinline
func onDeepStack(f func() error) error {
	// More than a quarter of the grown stack stays in use, so that the garbage
	// collector does not shrink it.
	var held [80 << 10]byte
	return hold(&held, f)
}

//go:noinline
func hold(held *[80 << 10]byte, f func() error) error {
	held[0] = grow()
	err := f()
	held[1] = held[0]
	return err
}

// grow makes the stack grow to 256 KiB.
//
//go:noinline
func grow() byte {
	var frame [64 << 10]byte
	return touch(&frame)
}

//go:noinline
func touch(frame *[64 << 10]byte) byte { return frame[0] }
