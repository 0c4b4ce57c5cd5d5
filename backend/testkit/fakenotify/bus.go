package fakenotify

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// PrivateBus starts a session bus of its own and returns its address. The bus
// ends when stop is called or ctx ends.
func PrivateBus(ctx context.Context) (address string, stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		cancel()
		return "", nil, fmt.Errorf("start a bus: %w", err)
	}
	if err := cmd.Start(); err != nil {
		cancel()
		return "", nil, fmt.Errorf("start a bus: %w", err)
	}
	stop = func() {
		cancel()
		_ = cmd.Wait() // always "killed": that is how a bus ends
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("read the address of the bus: %w", err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return strings.TrimSpace(line), stop, nil
}

// ForTest gives a test a private bus with a server on it and makes it the
// session bus of this process and of what it starts. The test is skipped where
// there is no dbus-daemon; it cannot be parallel, since the environment is
// the process's.
func ForTest(t *testing.T) *Server {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	address, stop, err := PrivateBus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	server, err := StartOn(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}
