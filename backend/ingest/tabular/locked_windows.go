package tabular

import (
	"errors"
	"syscall"
)

// locked reports whether another program holds the file that could not be read.
func locked(err error) bool {
	const sharingViolation, lockViolation = syscall.Errno(32), syscall.Errno(33)
	return errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)
}
