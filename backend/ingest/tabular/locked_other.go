//go:build !windows

package tabular

import (
	"errors"
	"syscall"
)

// locked reports whether another program holds the file that could not be read:
// on network drives only, for here programs do not lock what they open.
func locked(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.ETXTBSY)
}
