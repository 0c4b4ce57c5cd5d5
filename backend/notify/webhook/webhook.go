// Package webhook tells programs of notifications: JSON over https, signed, to
// the addresses that the person has set up and to no other. The rule not to
// break: nothing goes to where an answer points.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

const (
	timeout = 10 * time.Second
	// maxAnswer bounds what is read of an answer, so that the connection can end.
	maxAnswer = 64 << 10
)

// The headers beside the body. A receiver computes the signature of the time, a
// dot and the body with the secret; the delivery is the same each time the same
// is tried.
const (
	signatureHeader = "Headroom-Signature" // t=UNIX,v1=HEX
	deliveryHeader  = "Headroom-Delivery"
)

// Address is where to, and with which secret.
type Address struct {
	Name   string
	URL    string
	Secret string
	// Roots are the authorities that are trusted, nil for the system's.
	Roots *x509.CertPool
}

// Sender tells one address.
type Sender struct {
	address Address
	client  *http.Client
}

var _ notify.Sender = (*Sender)(nil)

// New returns a Sender.
func New(a Address) *Sender {
	return &Sender{a, &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			Proxy:             http.ProxyFromEnvironment,
			TLSClientConfig:   &tls.Config{RootCAs: a.Roots, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2: true,
			DisableKeepAlives: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Verbatim says that JSON holds texts as they are.
func (s *Sender) Verbatim() {}

// Body is what an address is told.
type Body struct {
	Version       int           `json:"version"`
	Delivery      string        `json:"delivery"`
	Notifications []notify.Note `json:"notifications"`
}

// Notify tells the address of the notifications of a message.
func (s *Sender) Notify(ctx context.Context, m notify.Message) (string, error) {
	target, err := url.Parse(s.address.URL)
	if err != nil || target.Scheme != "https" || target.Host == "" {
		return "", fault.New(fault.Invalid, "The address of the webhook %s is not https.", s.address.Name).WithHint("Set it again in the settings.")
	}
	if s.address.Secret == "" {
		return "", fault.New(fault.Invalid, "The webhook %s has no secret on this computer.", s.address.Name).WithHint("Set it in the settings; what is not signed is not sent.")
	}
	id := m.Digest()
	body, err := json.Marshal(Body{1, id, m.Notes})
	if err != nil {
		return "", fmt.Errorf("write the body: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Headroom")
	request.Header.Set(deliveryHeader, id)
	request.Header.Set(signatureHeader, Sign(s.address.Secret, m.At, body))
	answer, err := s.client.Do(request)
	if err != nil {
		return "", s.problem(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		refused := fault.New(fault.Invalid, "The webhook %s answered with %d.", s.address.Name, answer.StatusCode)
		if aboutContent(answer.StatusCode) {
			return "", notify.Refusal{Cause: refused}
		}
		return "", refused
	}
	return id, nil
}

// aboutContent reports whether an answer is about what was said, and not about who
// says it, where, or when.
func aboutContent(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return true
	default:
		return false
	}
}

// Sign returns the signature of a body that is sent at a time.
func Sign(secret string, at time.Time, body []byte) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// problem says in words for people why an address was not told. The address
// itself, which may hold a key, is not part of it.
func (s *Sender) problem(err error) error {
	name := s.address.Name
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		err = failed.Err
	}
	var verification *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.As(err, &verification):
		return fault.Wrap(err, fault.Invalid, "The certificate of the webhook %s is not trusted on this computer.", name).WithHint("Check its address in the settings; nothing was sent to it.")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return fault.Wrap(err, fault.Invalid, "The webhook %s did not answer in time.", name)
	default:
		return fault.Wrap(err, fault.Invalid, "The webhook %s could not be reached.", name)
	}
}
