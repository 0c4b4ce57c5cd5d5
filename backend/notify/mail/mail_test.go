package mail

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/testkit/fakemail"
)

var at = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

var message = notify.Message{
	ID: "mail-7", Tag: "1/entitlement:E-1", At: at, Title: "Müller & Söhne <b>: Suite Pro endet", Body: "120 Lizenzen enden in 14 Tagen (4. Dez. 2026).\n株式会社みなと精機 – שלום",
	Notes: []notify.Note{{Item: 12, Title: "Müller & Söhne <b>: Suite Pro endet"}},
}

func accountAt(s *fakemail.Server) Account {
	return Account{Host: s.Host, Port: s.Port, User: "ana", Password: "s3cret-password", From: "Headroom <ana@example.com>", To: []string{"ana@example.com", "bo@example.com"}, Roots: s.Roots}
}

// read returns subject and text of a letter as a mail program shows them.
func read(t *testing.T, text string) (subject, body string, head netmail.Header) {
	t.Helper()
	letter, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	subject, err = new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	if kind := letter.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("content type %q", kind)
	}
	data, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
	if err != nil {
		t.Fatal(err)
	}
	return subject, strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), letter.Header
}

func TestALetterSaysWhatThePreviewSaid(t *testing.T) {
	for name, tls := range map[string]bool{"STARTTLS": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			server := fakemail.Start(t, fakemail.Options{TLS: tls, User: "ana", Password: "s3cret-password"})
			account := accountAt(server)
			account.TLS = tls
			if _, err := New(account).Notify(t.Context(), message); err != nil {
				t.Fatal(err)
			}
			got := server.Letters()
			if len(got) != 1 || got[0].From != "ana@example.com" || strings.Join(got[0].To, " ") != "ana@example.com bo@example.com" {
				t.Fatalf("taken %+v", got)
			}
			subject, body, head := read(t, got[0].Text)
			if subject != message.Title || body != message.Body {
				t.Errorf("subject %q, body %q", subject, body)
			}
			if head.Get("Auto-Submitted") != "auto-generated" || strings.Contains(got[0].Text, "s3cret") {
				t.Errorf("letter %s", got[0].Text)
			}
		})
	}
}

func TestAServerMayBeAnAddress(t *testing.T) {
	server := fakemail.Start(t, fakemail.Options{IPv6: true, User: "ana", Password: "s3cret-password"})
	if _, err := New(accountAt(server)).Notify(t.Context(), message); err != nil || len(server.Letters()) != 1 {
		t.Errorf("%v, letters %v", err, server.Letters())
	}
}

// The same letter has the same id each time, another one another.
func TestAMessageIDIsThatOfTheLetter(t *testing.T) {
	first, second := messageID(message, "a@example.com"), messageID(message, "a@example.com")
	other := message
	other.ID = "mail-8"
	if first != second || first == messageID(other, "a@example.com") || !strings.HasSuffix(first, "@example.com") {
		t.Errorf("ids %s, %s", first, second)
	}
}

func TestWhyALetterWasNotSent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	tests := []struct {
		name    string
		options fakemail.Options
		change  func(*Account)
		want    string
		logins  int
		alone   bool // other letters may be taken
	}{
		{"wrong certificate", fakemail.Options{User: "ana", Password: "s3cret-password"}, func(a *Account) { a.Roots = nil }, "certificate", 0, false},
		{"a certificate for another name", fakemail.Options{TLS: true, User: "ana"}, func(a *Account) { a.TLS, a.Host = true, "localhost" }, "certificate", 0, false},
		{"refused login", fakemail.Options{User: "ana", Password: "another"}, nil, "refused the login", 1, false},
		{"no login offered", fakemail.Options{}, nil, "refused the login", 0, false},
		{"login wanted", fakemail.Options{User: "ana", Password: "x"}, func(a *Account) { a.User = "" }, "refused the login", 0, false},
		{"no encryption", fakemail.Options{Plain: true}, nil, "no encryption", 0, false},
		{"no answer", fakemail.Options{Silent: true}, nil, "in time", 0, false},
		{"no answer to TLS", fakemail.Options{Silent: true}, func(a *Account) { a.TLS = true }, "in time", 0, false},
		{"nobody there", fakemail.Options{}, func(a *Account) { a.Port = closed.Addr().(*net.TCPAddr).Port }, "could not be reached", 0, false},
		{"unknown addressee", fakemail.Options{User: "ana", Password: "s3cret-password", Deaf: 550}, nil, "refused the letter (550)", 1, false},
		{"refused letter", fakemail.Options{User: "ana", Password: "s3cret-password", Refuse: 554}, nil, "refused the letter (554)", 1, true},
		{"not now", fakemail.Options{User: "ana", Password: "s3cret-password", Refuse: 452}, nil, "refused the letter (452)", 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := fakemail.Start(t, tt.options)
			account := accountAt(server)
			if tt.change != nil {
				tt.change(&account)
			}
			sender := New(account)
			sender.timeout = 300 * time.Millisecond
			_, err := sender.Notify(t.Context(), message)
			if err == nil || fault.Of(err).Code != fault.Invalid || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %v (cause %v)", err, cause(err))
			}
			if got := errors.As(err, new(notify.Refusal)); got != tt.alone {
				t.Errorf("is about this letter alone: %v", got)
			}
			if len(server.Letters()) > 0 || server.Logins() != tt.logins {
				t.Errorf("%d letters, %d logins", len(server.Letters()), server.Logins())
			}
		})
	}
}

func cause(err error) error {
	f := fault.Of(err)
	return f.Unwrap()
}

// A letter that was taken is not sent again because the goodbye failed.
func TestALetterThatWasTakenIsSent(t *testing.T) {
	server := fakemail.Start(t, fakemail.Options{User: "ana", Password: "s3cret-password", BreakOff: true})
	sender := New(accountAt(server))
	sender.timeout = time.Second
	if _, err := sender.Notify(t.Context(), message); err != nil || len(server.Letters()) != 1 {
		t.Errorf("%v, letters %v", err, server.Letters())
	}
}

func TestADraftIsALetterNobodySent(t *testing.T) {
	var out bytes.Buffer
	if err := WriteDraft(message, "", nil, &out); err != nil {
		t.Fatal(err)
	}
	subject, body, head := read(t, out.String())
	if subject != message.Title || body != message.Body || head.Get("X-Unsent") != "1" || head.Get("To") != "" {
		t.Errorf("draft %s", out.String())
	}
}

// Names come from files; none of them makes a header of its own.
func TestHostileNamesStayInTheirPlace(t *testing.T) {
	for _, name := range []string{"a\r\nBcc: all@example.com", "a\nX: y", "a\x00b", "\u202egnp.exe", "=?utf-8?q?x?=", strings.Repeat("x", 10_000), "a\xffb", ".\r\n.\r\nQUIT"} {
		m := message
		m.Title, m.Body = name, name
		var out bytes.Buffer
		if err := WriteDraft(m, "ana@example.com", []string{"bo@example.com"}, &out); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		_, body, head := read(t, out.String())
		if head.Get("Bcc") != "" || head.Get("X") != "" || strings.ContainsAny(body, "\x00\u202e") {
			t.Errorf("%q became %s", name, out.String())
		}
	}
}
