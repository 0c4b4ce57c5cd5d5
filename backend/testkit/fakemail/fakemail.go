// Package fakemail is a mail server as the tests see it: it speaks SMTP on the
// loopback, with TLS from the start or after STARTTLS, keeps what it was given,
// and can refuse, break off and hang.
package fakemail

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Options say how a server behaves.
type Options struct {
	TLS      bool   // from the first byte, else STARTTLS is offered
	Plain    bool   // no encryption is offered at all
	User     string // who may log in, "" for everybody
	Password string
	Silent   bool   // takes connections and says nothing
	Refuse   int    // code with which it answers every letter, 0 for none
	Unwanted string // what a letter must hold to be refused, "" for nothing
	Deaf     int    // code with which it answers every address, 0 for none
	IPv6     bool   // listens at ::1
	BreakOff bool   // takes a letter and closes without an answer to QUIT
}

// Letter is one that was taken.
type Letter struct {
	From string
	To   []string
	Text string // headers and body as they came
}

// Server is a running mail server.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // the authority of its certificate

	listener net.Listener
	config   *tls.Config

	mu      sync.Mutex
	options Options
	letters []Letter
	logins  int
}

// Start serves mail until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	// The certificate is the one the standard library has for its own tests.
	https := httptest.NewTLSServer(nil)
	defer https.Close()
	s := &Server{Host: "127.0.0.1", options: o, Roots: x509.NewCertPool(), config: &tls.Config{Certificates: https.TLS.Certificates, MinVersion: tls.VersionTLS12}}
	s.Roots.AddCert(https.Certificate())
	if o.IPv6 {
		s.Host = "::1"
	}
	var err error
	if s.listener, err = net.Listen("tcp", net.JoinHostPort(s.Host, "0")); err != nil {
		if o.IPv6 {
			t.Skip("there is no IPv6 here")
		}
		t.Fatal(err)
	}
	s.Port = s.listener.Addr().(*net.TCPAddr).Port
	t.Cleanup(func() { s.listener.Close() })
	go func() {
		for {
			conn, err := s.listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { conn.Close() })
			go s.serve(conn)
		}
	}()
	return s
}

// Behave changes how the server answers from now on.
func (s *Server) Behave(o Options) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options = o
}

// Letters returns what was taken so far, oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Logins counts the logins that were tried.
func (s *Server) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}

func (s *Server) behaviour() Options {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.options
}

// talk is one conversation.
type talk struct {
	*Server
	Options
	conn    net.Conn
	in      *bufio.Reader
	secure  bool
	letter  Letter
	trusted bool
}

func (s *Server) serve(conn net.Conn) {
	o := s.behaviour()
	if o.Silent {
		return
	}
	t := &talk{Server: s, Options: o, conn: conn, trusted: o.User == ""}
	defer func() { t.conn.Close() }()
	if o.TLS {
		t.conn, t.secure = tls.Server(conn, s.config), true
	}
	t.in = bufio.NewReader(t.conn)
	t.say("220 fakemail ESMTP")
	for {
		line, err := t.in.ReadString('\n')
		if err != nil || !t.answer(strings.TrimSpace(line)) {
			return
		}
	}
}

func (t *talk) say(lines ...string) {
	_, _ = t.conn.Write([]byte(strings.Join(lines, "\r\n") + "\r\n"))
}

// answer obeys one command and reports whether the talk goes on.
func (t *talk) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		t.greet()
	case "STARTTLS":
		t.say("220 go ahead")
		t.conn, t.secure = tls.Server(t.conn, t.config), true
		t.in = bufio.NewReader(t.conn)
	case "AUTH":
		t.login(rest)
	case "MAIL":
		if !t.trusted {
			t.say("530 5.7.0 Authentication required")
			break
		}
		t.letter = Letter{From: within(rest)}
		t.say("250 ok")
	case "RCPT":
		if t.Deaf > 0 {
			t.say(code(t.Deaf) + " 5.1.1 no such person")
			break
		}
		t.letter.To = append(t.letter.To, within(rest))
		t.say("250 ok")
	case "DATA":
		t.take()
		return !t.BreakOff
	case "QUIT":
		t.say("221 bye")
		return false
	default:
		t.say("250 ok")
	}
	return true
}

func (t *talk) greet() {
	out := []string{"250-fakemail", "250-8BITMIME"}
	if !t.secure && !t.Plain {
		out = append(out, "250-STARTTLS")
	}
	if t.User != "" && t.secure {
		out = append(out, "250-AUTH PLAIN")
	}
	t.say(append(out, "250 SIZE 10000000")...)
}

func (t *talk) login(rest string) {
	t.mu.Lock()
	t.logins++
	t.mu.Unlock()
	_, said, _ := strings.Cut(rest, " ")
	secret, err := base64.StdEncoding.DecodeString(said)
	if err != nil || string(secret) != "\x00"+t.User+"\x00"+t.Password {
		t.say("535 5.7.8 Authentication credentials invalid")
		return
	}
	t.trusted = true
	t.say("235 ok")
}

func (t *talk) take() {
	t.say("354 go on")
	var text strings.Builder
	for {
		line, err := t.in.ReadString('\n')
		if err != nil {
			return
		}
		if strings.TrimRight(line, "\r\n") == "." {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	if t.Refuse > 0 && strings.Contains(text.String(), t.Unwanted) {
		t.say(code(t.Refuse) + " 5.6.0 not taken")
		return
	}
	t.letter.Text = text.String()
	t.mu.Lock()
	t.letters = append(t.letters, t.letter)
	t.mu.Unlock()
	t.say("250 taken")
}

func code(n int) string {
	return string([]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)})
}

// within returns what stands between < and >.
func within(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
