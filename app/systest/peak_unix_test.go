//go:build unix

package systest

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf returns the most memory a process that ended ever had, in bytes.
func peakOf(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}
