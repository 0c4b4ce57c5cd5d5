package app

import (
	"fmt"
	"os"
	"os/exec"
)

// setPicture lets the system's own scripts read the picture from a file, whose
// path is an argument and no part of the script.
func setPicture(content []byte) (bool, error) {
	file, err := os.CreateTemp("", "headroom-*.png")
	if err != nil {
		return false, fmt.Errorf("copy a picture: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return false, fmt.Errorf("copy a picture: %w", err)
	}
	script := exec.Command("/usr/bin/osascript",
		"-e", "on run argv", "-e", "set the clipboard to (read (POSIX file (item 1 of argv)) as «class PNGf»)", "-e", "end run", file.Name())
	if out, err := script.CombinedOutput(); err != nil {
		return false, fmt.Errorf("copy a picture: %w: %s", err, out)
	}
	return true, nil
}
