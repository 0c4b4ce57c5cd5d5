// Package keyring keeps secrets in the keyring of the system: the Credential
// Manager, the Keychain or the Secret Service. It alone knows them.
package keyring

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

// service is the name secrets are kept under.
const service = "Headroom"

// Keyring is that of the person.
type Keyring struct{}

var _ notify.Secrets = Keyring{}

// Get returns a secret, "" where there is none.
func (Keyring) Get(ctx context.Context, key string) (string, error) {
	return within(ctx, func() (string, error) {
		secret, err := keyring.Get(service, key)
		if errors.Is(err, keyring.ErrNotFound) {
			return "", nil
		}
		return secret, err
	})
}

// Set keeps a secret; "" forgets it.
func (Keyring) Set(ctx context.Context, key, value string) error {
	_, err := within(ctx, func() (string, error) {
		if value != "" {
			return "", keyring.Set(service, key, value)
		}
		if err := keyring.Delete(service, key); err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return "", err
		}
		return "", nil
	})
	return err
}

// within asks the keyring, which may in turn ask the person and take as long as
// that takes; who waits no longer leaves it behind.
func within(ctx context.Context, ask func() (string, error)) (string, error) {
	type answer struct {
		secret string
		err    error
	}
	asked := make(chan answer, 1)
	go func() {
		secret, err := ask()
		asked <- answer{secret, err}
	}()
	select {
	case a := <-asked:
		if a.err != nil {
			return "", unreachable(a.err)
		}
		return a.secret, nil
	case <-ctx.Done():
		return "", unreachable(ctx.Err())
	}
}

func unreachable(err error) error {
	return fault.Wrap(err, fault.Invalid, "The keyring of this computer cannot be reached.").WithHint("Unlock it, or start the service that keeps passwords.")
}
