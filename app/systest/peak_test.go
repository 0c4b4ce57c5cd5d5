package systest

import (
	"bytes"
	"os"
	"strconv"
)

// peakFile is the environment variable that names a file for a process to say
// in how much memory it had at most. On Linux the system's own account of an
// ended process begins with the memory of the process that started it.
const peakFile = "HEADROOM_TEST_PEAK"

// tellPeak writes what the system knows of this process's memory into a file.
// Where it knows nothing there is none.
func tellPeak(file string) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || file == "" {
		return
	}
	_ = os.WriteFile(file, status, 0o600)
}

// toldPeak reads in bytes what tellPeak wrote; 0 where it did not.
func toldPeak(file string) int64 {
	status, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	line, _, _ := bytes.Cut(after, []byte(" kB"))
	kib, _ := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	return kib << 10
}
