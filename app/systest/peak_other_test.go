//go:build !unix

package systest

import "os"

// peakOf returns 0: this system does not tell.
func peakOf(*os.ProcessState, string) int64 { return 0 }
