package webhook

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

var at = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

var message = notify.Message{ID: "webhook:ops-7", Tag: "1/x", At: at, Title: "t", Notes: []notify.Note{
	{Item: 12, RuleID: 3, RuleName: "Ends soon", Instance: "entitlement:E-1", Severity: "critical", Title: "Müller & Söhne <b>$(x)", Body: "120 licenses end\u2028", AccountKey: "mueller", End: "2026-12-04"},
}}

// received is a request as it came.
type received struct {
	head http.Header
	body []byte
}

func serve(t *testing.T, answer http.HandlerFunc) (Address, func() []received) {
	t.Helper()
	var mu sync.Mutex
	var all []received
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost || r.URL.Path != "/hook" {
			t.Errorf("%s %s, %v", r.Method, r.URL, err)
		}
		mu.Lock()
		all = append(all, received{r.Header.Clone(), body})
		mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that are to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return Address{"ops", server.URL + "/hook", "the secret", roots}, func() []received {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

func TestAnAddressIsToldAndCanCheckWhoTells(t *testing.T) {
	address, got := serve(t, nil)
	for range 2 {
		if _, err := New(address).Notify(t.Context(), message); err != nil {
			t.Fatal(err)
		}
	}
	all := got()
	if len(all) != 2 {
		t.Fatalf("%d requests", len(all))
	}
	var body Body
	if err := json.Unmarshal(all[0].body, &body); err != nil || !reflect.DeepEqual(body.Notifications, message.Notes) || body.Version != 1 {
		t.Errorf("body %s, %v", all[0].body, err)
	}
	if got := all[0].head.Get(signatureHeader); got != Sign("the secret", at, all[0].body) || got == Sign("another", at, all[0].body) || got == Sign("the secret", at, all[0].body[1:]) {
		t.Errorf("signature %q", got)
	}
	if a, b := all[0].head.Get(deliveryHeader), all[1].head.Get(deliveryHeader); a == "" || a != b || a != body.Delivery {
		t.Errorf("deliveries %q and %q", a, b)
	}
	if strings.Contains(string(all[0].body), "the secret") {
		t.Error("the secret was sent")
	}
}

// The signature of a known text, so that receivers can rely on it.
func TestTheSignatureStaysWhatItIs(t *testing.T) {
	if got, want := Sign("key", time.Unix(1700000000, 0), []byte(`{"a":1}`)), "t=1700000000,v1=a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

func TestWhyAnAddressWasNotTold(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	release := make(chan struct{})
	tests := []struct {
		name     string
		answer   http.HandlerFunc
		change   func(*Address)
		want     string
		requests int
	}{
		{"wrong certificate", nil, func(a *Address) { a.Roots = nil }, "certificate", 0},
		{"a certificate for another name", nil, func(a *Address) { a.URL = strings.Replace(a.URL, "127.0.0.1", "localhost", 1) }, "certificate", 0},
		{"an error there", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, nil, "answered with 500", 1},
		{"not wanted", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnprocessableEntity) }, nil, "answered with 422", 1},
		{"too many", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, nil, "answered with 429", 1},
		{"not found", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, nil, "answered with 404", 1},
		{"sent elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		}, nil, "answered with 307", 1},
		{"no answer", func(http.ResponseWriter, *http.Request) { <-release }, nil, "in time", 1},
		{"nobody there", nil, func(a *Address) { a.URL = "https://127.0.0.1:1/hook" }, "could not be reached", 0},
		{"not encrypted", nil, func(a *Address) { a.URL = strings.Replace(a.URL, "https", "http", 1) }, "is not https", 0},
		{"no secret", nil, func(a *Address) { a.Secret = "" }, "no secret", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address, got := serve(t, tt.answer)
			if tt.change != nil {
				tt.change(&address)
			}
			sender := New(address)
			if tt.name == "no answer" {
				sender.client.Timeout = 100 * time.Millisecond
				defer close(release)
			}
			_, err := sender.Notify(t.Context(), message)
			if err == nil || fault.Of(err).Code != fault.Invalid || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "the secret") {
				t.Errorf("error %v", err)
			}
			if about := errors.As(err, new(notify.Refusal)); about != (tt.want == "answered with 500" || tt.want == "answered with 422") {
				t.Errorf("is about what was said: %v", about)
			}
			if cause := fault.Of(err).Unwrap(); cause != nil && strings.Contains(cause.Error(), "/hook") {
				t.Errorf("the cause has the address: %v", cause)
			}
			if n := len(got()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
	if elsewhere.Load() > 0 {
		t.Error("an answer sent us elsewhere")
	}
}
