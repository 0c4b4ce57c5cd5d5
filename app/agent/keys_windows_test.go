package agent

import (
	"testing"

	"golang.org/x/sys/windows/registry"
)

// The registry itself keeps a value, says that the Task Manager turned it off,
// and forgets both.
func TestTheRegistryKeepsWhatStartsAtLogin(t *testing.T) {
	const name = "Headroom-test-of-keys"
	keys := runKeys()
	t.Cleanup(func() { _ = keys.Remove(name) })
	is := func(when, want string, off bool) {
		t.Helper()
		value, found, err := keys.Get(name)
		if err != nil || value != want || found != (want != "") {
			t.Errorf("%s: %q, %v, %v", when, value, found, err)
		}
		if got, err := keys.Off(name); err != nil || got != off {
			t.Errorf("%s: off %v, %v", when, got, err)
		}
	}
	is("before", "", false)
	for _, step := range []struct {
		name string
		do   func() error
		want string
		off  bool
	}{
		{"set", func() error { return keys.Set(name, "one") }, "one", false},
		{"turned off", func() error { return turn(name, 3) }, "one", true},
		{"turned on", func() error { return turn(name, 2) }, "one", false},
		{"turned off again", func() error { return turn(name, 7) }, "one", true},
		{"set again", func() error { return keys.Set(name, "two") }, "two", false},
		{"removed", func() error { return keys.Remove(name) }, "", false},
		{"removed twice", func() error { return keys.Remove(name) }, "", false},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		is(step.name, step.want, step.off)
	}
}

// turn does what the Task Manager does.
func turn(name string, state byte) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, approvedPath, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer key.Close()
	return key.SetBinaryValue(name, append([]byte{state}, make([]byte, 11)...))
}
