package keyring

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestSecretsAreKeptAndForgotten(t *testing.T) {
	keyring.MockInit()
	k := Keyring{}
	get := func(key, want string) {
		t.Helper()
		if got, err := k.Get(t.Context(), key); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", key, got, err, want)
		}
	}
	get("a", "")
	for _, kv := range [][2]string{{"a", "one"}, {"b", "two"}, {"a", "three"}} {
		if err := k.Set(t.Context(), kv[0], kv[1]); err != nil {
			t.Fatal(err)
		}
	}
	get("a", "three")
	get("b", "two")
	for range 2 { // what is not there is forgotten, too
		if err := k.Set(t.Context(), "a", ""); err != nil {
			t.Fatal(err)
		}
	}
	get("a", "")
	get("b", "two")
}

func TestAKeyringThatIsNotThereSaysSo(t *testing.T) {
	keyring.MockInitWithError(errors.New("no such service"))
	if _, err := (Keyring{}).Get(t.Context(), "a"); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("get: %v", err)
	}
	if err := (Keyring{}).Set(t.Context(), "a", "x"); err == nil || strings.Contains(err.Error(), "x.") {
		t.Errorf("set: %v", err)
	}
}

func TestAKeyringThatAsksForEverIsLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stuck := make(chan struct{})
	defer close(stuck)
	if _, err := within(ctx, func() (string, error) { <-stuck; return "", nil }); err == nil {
		t.Error("no error")
	}
}
