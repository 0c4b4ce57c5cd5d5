package notify

import (
	"context"
	"net"
	"net/url"

	"headroom/backend/fault"
)

// Secrets keeps passwords and keys where the system keeps such things. They are
// in no store, log or backup.
type Secrets interface {
	// Get returns a secret, "" where there is none.
	Get(ctx context.Context, key string) (string, error)
	// Set keeps a secret; "" forgets it.
	Set(ctx context.Context, key, value string) error
}

// The names of secrets. That of a webhook is followed by its name.
const (
	MailPassword  = "smtp_password"
	WebhookSecret = "webhook:"
)

// SecretKey is the key of a secret for the place it is sent to as the settings
// have it: a store from elsewhere, or another server, gets no secret that was
// meant for this one.
func (s Settings) SecretKey(name string) (string, error) {
	if name == MailPassword {
		if s["smtp_host"] == "" {
			return "", fault.New(fault.Invalid, "There is no mail server.").WithHint("Set up the server before its password.")
		}
		return MailPassword + " " + s["smtp_user"] + "@" + net.JoinHostPort(s["smtp_host"], s["smtp_port"]), nil
	}
	w, err := s.webhook(name)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(w.URL)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "The address of the webhook %s cannot be read.", w.Name)
	}
	return name + " " + u.Host, nil
}
