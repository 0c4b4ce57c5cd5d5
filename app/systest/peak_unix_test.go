//go:build unix

package systest

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf returns the most memory a process that ended ever had, in bytes: what
// it told itself, else what the system says.
func peakOf(p *os.ProcessState, told string) int64 {
	if n := toldPeak(told); n > 0 {
		return n
	}
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}
