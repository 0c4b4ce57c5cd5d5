//go:build !windows

package store

import "syscall"

// noRoom are the errors of a system whose disk is full.
var noRoom = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT}
