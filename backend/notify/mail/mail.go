// Package mail sends notifications as letters over SMTP, to the server that the
// person has set up and to no other. The rule not to break: never without
// encryption, and never with a password that stands anywhere but in the
// system's keyring and this package's memory.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

// Name is how deliveries by this channel are recorded.
const Name = "mail"

// timeout bounds each conversation with a server.
const timeout = 10 * time.Second

// logins are those we know, the best first. All of them happen inside TLS.
var logins = []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin}

// Account is the person's own at a mail server.
type Account struct {
	Host     string
	Port     int
	TLS      bool // from the first byte; else STARTTLS, without which nothing is sent
	User     string
	Password string
	From     string
	To       []string
	// Roots are the authorities that are trusted, nil for the system's.
	Roots *x509.CertPool
}

// Sender sends letters from one account.
type Sender struct {
	account Account
	timeout time.Duration
}

var _ notify.Sender = (*Sender)(nil)

// New returns a Sender.
func New(a Account) *Sender { return &Sender{a, timeout} }

// Verbatim says that letters hold texts as they are.
func (s *Sender) Verbatim() {}

// Notify sends a message as one letter.
func (s *Sender) Notify(ctx context.Context, m notify.Message) (string, error) {
	letter, err := compose(m, s.account.From, s.account.To)
	if err != nil {
		return "", err
	}
	client, err := s.client(ctx)
	if err != nil {
		return "", err
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return "", s.problem(errors.Join(ctx.Err(), err))
	}
	// Once the letter is taken it is sent, however the connection ends.
	defer func() { _ = client.CloseWithSMTPClient(connection) }()
	if err := client.SendWithSMTPClient(connection, letter); err != nil && !letter.IsDelivered() {
		return "", s.problem(errors.Join(ctx.Err(), err))
	}
	return letter.GetMessageID(), nil
}

func (s *Sender) client(ctx context.Context) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.account.Port), gomail.WithTimeout(s.timeout), gomail.WithHELO("localhost"), gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithTLSConfig(s.trust()), gomail.WithDialContextFunc(s.dialling(ctx)),
	}
	if s.account.TLS {
		options = append(options, gomail.WithSSL())
	}
	if s.account.User != "" {
		options = append(options, gomail.WithOpportunisticSMTPAuth(logins...), gomail.WithUsername(s.account.User), gomail.WithPassword(s.account.Password))
	}
	client, err := gomail.NewClient(s.account.Host, options...)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The mail server in the settings cannot be used.")
	}
	return client, nil
}

func (s *Sender) trust() *tls.Config {
	return &tls.Config{ServerName: s.account.Host, RootCAs: s.account.Roots, MinVersion: tls.VersionTLS12}
}

// dialling returns what connects, for as long as ctx lasts: a server that says
// nothing is left with it.
func (s *Sender) dialling(lasts context.Context) gomail.DialContextFunc {
	plain := &net.Dialer{Timeout: s.timeout}
	dial := plain.DialContext
	if s.account.TLS {
		dial = (&tls.Dialer{NetDialer: plain, Config: s.trust()}).DialContext
	}
	// The address the library makes of a host is none where that is IPv6.
	address := net.JoinHostPort(s.account.Host, strconv.Itoa(s.account.Port))
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(lasts, func() { _ = conn.Close() })
		return conn, nil
	}
}

// problem says in words for people why a letter was not sent.
func (s *Sender) problem(err error) error {
	host := s.account.Host
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verification *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid), errors.As(err, &verification):
		return fault.Wrap(err, fault.Invalid, "The certificate of the mail server %s is not trusted on this computer.", host).WithHint("Check the name of the server in the settings; nothing was sent to it.")
	case strings.Contains(err.Error(), "STARTTLS"):
		return fault.Wrap(err, fault.Invalid, "The mail server %s offers no encryption.", host).WithHint("Try TLS and its port in the settings; nothing is sent without.")
	case refusesLogin(refusal(err)), errors.Is(err, gomail.ErrNoSupportedAuthDiscovered), strings.Contains(err.Error(), "SMTP AUTH"):
		return fault.Wrap(err, fault.Invalid, "The mail server %s refused the login.", host).WithHint("Set the user and the password again in the settings.")
	case refusal(err) > 0:
		refused := fault.Wrap(err, fault.Invalid, "The mail server %s refused the letter (%d).", host, refusal(err)).WithHint("Check the addresses in the settings.")
		if aboutLetter(err) {
			return notify.Refusal{Cause: refused}
		}
		return refused
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return fault.Wrap(err, fault.Invalid, "The mail server %s did not answer in time.", host)
	default:
		return fault.Wrap(err, fault.Invalid, "The mail server %s could not be reached.", host)
	}
}

// refusesLogin reports whether a server's answer is about who we are.
func refusesLogin(code int) bool {
	switch code {
	case 454, 530, 534, 535, 538:
		return true
	default:
		return false
	}
}

// refusal is the code of a server's refusal, 0 for none.
func refusal(err error) int {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return reply.Code
	}
	var sent *gomail.SendError
	if errors.As(err, &sent) {
		return sent.ErrorCode()
	}
	return 0
}

// aboutLetter reports whether a server refused for good what a letter says. Sender
// and addressees are the same in every letter.
func aboutLetter(err error) bool {
	var sent *gomail.SendError
	return refusal(err) >= 500 && errors.As(err, &sent) && (sent.Reason == gomail.ErrSMTPData || sent.Reason == gomail.ErrSMTPDataClose)
}

// compose writes a letter whose subject and text are those of the message.
func compose(m notify.Message, from string, to []string) (*gomail.Msg, error) {
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if from != "" {
		if err := letter.From(from); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "%q is not an address letters can come from.", from).WithHint("Set the sender in the settings.")
		}
	}
	if len(to) > 0 {
		if err := letter.To(to...); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "The addresses letters go to cannot be used.").WithHint("Set them again in the settings.")
		}
	}
	letter.Subject(strings.Join(strings.Fields(notify.Visible(m.Title)), " "))
	letter.SetDateWithValue(m.At)
	letter.SetMessageIDWithValue(messageID(m, from))
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(gomail.TypeTextPlain, readable(m.Body)+"\n")
	return letter, nil
}

// readable takes away what cannot be read, and leaves lines as they are.
func readable(body string) string {
	lines := strings.Split(strings.ToValidUTF8(body, "\uFFFD"), "\n")
	for i, line := range lines {
		lines[i] = notify.Visible(line)
	}
	return strings.Join(lines, "\n")
}

// messageID is the same each time the same letter is tried.
func messageID(m notify.Message, from string) string {
	domain := "localhost"
	if a, err := netmail.ParseAddress(from); err == nil {
		if _, after, ok := strings.Cut(a.Address, "@"); ok {
			domain = after
		}
	}
	return m.Digest() + "@" + domain
}

// WriteDraft writes a message as a letter that nobody has sent yet: mail
// programs open it for editing.
func WriteDraft(m notify.Message, from string, to []string, out io.Writer) error {
	letter, err := compose(m, from, to)
	if err != nil {
		return err
	}
	letter.SetGenHeader("X-Unsent", "1")
	if _, err := letter.WriteTo(out); err != nil {
		return fmt.Errorf("write draft: %w", err)
	}
	return nil
}
