package program_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"mime"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/notify/webhook"
	"headroom/backend/testkit/fakemail"
	"headroom/backend/watch"
)

// ring is a keyring in memory.
type ring struct {
	mu   sync.Mutex
	kept map[string]string
}

func (r *ring) Get(_ context.Context, key string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[key], nil
}

func (r *ring) Set(_ context.Context, key, value string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[key] = value
	return nil
}

// hook is a program that is told of notifications over https.
type hook struct {
	url    string
	mended bool // what was wrong was put right elsewhere, and not in our settings

	mu     sync.Mutex
	status int
	bodies [][]byte
	heads  []http.Header
}

func (h *hook) answers(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

func (h *hook) taken() (bodies [][]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append(bodies, h.bodies...)
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	defer h.mu.Unlock()
	w.WriteHeader(h.status)
	if h.status < 300 {
		h.bodies, h.heads = append(h.bodies, body), append(h.heads, r.Header.Clone())
	}
}

// office is a program with a mail server, a webhook and one line that ends soon.
type office struct {
	*program.Program
	t     *testing.T
	path  string
	clock time.Time
	post  *fakemail.Server
	hook  *hook
	ring  *ring
}

const (
	password = "p4ssw0rd-of-ana"
	signing  = "s1gning-key-of-ops"
)

// hostile is an account as a file may bring it.
const hostile = `=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> "Müller" & Söhne`

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, clock: now(), hook: &hook{status: http.StatusOK}, ring: &ring{kept: map[string]string{}}}
	o.post = fakemail.Start(t, fakemail.Options{User: "ana", Password: password})
	server := httptest.NewUnstartedServer(o.hook)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that are to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	o.hook.url = server.URL
	dir := t.TempDir()
	o.path = filepath.Join(dir, "headroom.db")
	var err error
	o.Program, err = program.Open(t.Context(), program.Options{
		Path: o.path, Create: true, Now: func() time.Time { return o.clock }, Zone: time.UTC, Secrets: o.ring, Roots: o.post.Roots,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	file := filepath.Join(dir, "entitlements.csv")
	text := "Account,Entitlement,Product,Quantity,Start date,End date,Status\n\"" + strings.ReplaceAll(hostile, `"`, `""`) + "\",E-1,Suite Pro,120,2025-12-05,2026-12-04,active\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	results, err := o.Import(t.Context(), ingest.Request{Paths: []string{file}})
	if err != nil || results[0].State != "committed" {
		t.Fatalf("import: %+v, %v", results, err)
	}
	for name, value := range map[string]string{
		"smtp_host": o.post.Host, "smtp_port": strconv.Itoa(o.post.Port), "smtp_user": "ana", "smtp_from": "Headroom <ana@example.com>", "mail_to": "ana@example.com",
		"webhooks": `[{"name":"ops","url":"` + o.hook.url + `"}]`,
	} {
		o.set(name, value)
	}
	o.keep(notify.MailPassword, password)
	o.keep("webhook:ops", signing)
	return o
}

func (o *office) set(name, value string) {
	o.t.Helper()
	if err := o.SetSetting(o.t.Context(), name, value); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) keep(name, value string) {
	o.t.Helper()
	if err := o.SetSecret(o.t.Context(), name, value); err != nil {
		o.t.Fatal(err)
	}
}

// soon is a rule with a message of the person's own.
func soon() watch.Rule {
	return watch.Rule{
		Name: "Ends soon", State: watch.Active, Per: []string{"entitlement_key"}, Condition: watch.Condition{Kind: watch.EndsIn, Days: 30},
		Message: watch.Message{Title: "{{account}}", Body: "{{product}} until {{end_date}}, told on {{TODAY}}.\nAsk {{account}}."},
	}
}

// rule makes the line fire at destinations, and returns what the inbox says.
func (o *office) rule(to ...watch.Destination) watch.Item {
	o.t.Helper()
	r := soon()
	r.Destinations = to
	if _, err := o.Store.AddRule(o.t.Context(), r); err != nil {
		o.t.Fatal(err)
	}
	if err := o.Evaluate(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	items, err := o.Store.Inbox(o.t.Context())
	if err != nil || len(items) != 1 {
		o.t.Fatalf("inbox %+v, %v", items, err)
	}
	return items[0]
}

func (o *office) deliver(ctx context.Context) []notify.Delivery {
	o.t.Helper()
	done, err := o.Deliver(ctx)
	if err != nil {
		o.t.Fatal(err)
	}
	return done
}

// history is what the log says about deliveries of an item, oldest first.
func (o *office) history(item int64) (kinds []watch.ActivityKind, errs []string) {
	o.t.Helper()
	all, err := o.Store.ItemHistory(o.t.Context(), item)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, a := range all {
		if a.Kind == watch.Sent || a.Kind == watch.Unsent {
			text, _ := a.Detail["error"].(string)
			kinds, errs = append(kinds, a.Kind), append(errs, text)
		}
	}
	return kinds, errs
}

// letter reads a letter as a mail program shows it.
func letter(t *testing.T, text string) (subject, body string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return subject, strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
}

func TestALetterAndAWebhookSayWhatTheInboxSays(t *testing.T) {
	o := newOffice(t)
	item := o.rule(watch.ToMail, "webhook:ops", watch.ToDraft, watch.ToCalendar)
	for _, d := range o.deliver(t.Context()) {
		if d.Error != "" {
			t.Errorf("%s: %s", d.Destination, d.Error)
		}
	}
	letters := o.post.Letters()
	if len(letters) != 1 {
		t.Fatalf("letters %+v", letters)
	}
	found, err := o.InspectRule(t.Context(), 0, soon(), "en")
	if err != nil || found.Preview == nil || found.Preview.Title != item.Title || found.Preview.Body != item.Body {
		t.Errorf("the preview says %+v, %v; the inbox %q, %q", found.Preview, err, item.Title, item.Body)
	}
	if !strings.HasPrefix(item.Body, "Suite Pro until 4 Dec 2026, told on ") || !strings.HasSuffix(item.Body, ".\nAsk "+hostile+".") || strings.Contains(item.Body, "{{") {
		t.Errorf("the inbox says %q", item.Body)
	}
	if subject, body := letter(t, letters[0].Text); subject != item.Title || body != item.Body || subject != hostile {
		t.Errorf("letter %q, %q; inbox %q, %q", subject, body, item.Title, item.Body)
	}
	bodies := o.hook.taken()
	if len(bodies) != 1 {
		t.Fatalf("%d requests", len(bodies))
	}
	var told webhook.Body
	if err := json.Unmarshal(bodies[0], &told); err != nil || len(told.Notifications) != 1 {
		t.Fatalf("%s, %v", bodies[0], err)
	}
	if n := told.Notifications[0]; n.Title != item.Title || n.Body != item.Body || n.Item != item.ID || n.End != "2026-12-04" || n.RuleName != "Ends soon" {
		t.Errorf("told %+v", n)
	}
	if got, want := o.hook.heads[0].Get("Headroom-Signature"), webhook.Sign(signing, o.clock, bodies[0]); got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(o.path), "drafts", "headroom-*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("drafts %q, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(file) == ".ics" {
			if !strings.Contains(string(data), "DTSTART;VALUE=DATE:20261204") {
				t.Errorf("calendar %s", data)
			}
			continue
		}
		if subject, body := letter(t, string(data)); subject != item.Title || body != item.Body {
			t.Errorf("draft %q, %q", subject, body)
		}
	}
	// A second round finds nothing to do.
	if done := o.deliver(t.Context()); len(done) > 0 || len(o.post.Letters()) != 1 || len(o.hook.taken()) != 1 {
		t.Errorf("again: %+v", done)
	}
	o.secretsAreNowhere()
}

// secretsAreNowhere looks for them in every file of the program and in a backup.
func (o *office) secretsAreNowhere() {
	o.t.Helper()
	backup := filepath.Join(filepath.Dir(o.path), "copy.headroom")
	if err := o.Backup(o.t.Context(), backup); err != nil {
		o.t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(filepath.Dir(o.path), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			seen++
			if bytes.Contains(data, []byte(password)) || bytes.Contains(data, []byte(signing)) {
				o.t.Errorf("a secret is in %s", path)
			}
		}
		return err
	})
	if err != nil || seen < 3 {
		o.t.Errorf("%d files, %v", seen, err)
	}
}

// Whatever goes wrong is said in the log, tried again later, and delivered once
// when it is right.
func TestWhatCannotBeDeliveredIsSaidAndTriedAgain(t *testing.T) {
	post := func(options fakemail.Options) func(*office) {
		return func(o *office) { o.post.Behave(options); o.hook.mended = true }
	}
	well := fakemail.Options{User: "ana", Password: password}
	tests := []struct {
		name       string
		to         watch.Destination
		spoil      func(*office)
		mend       func(*office)
		impatience time.Duration
		want       string
	}{
		{"mail: a certificate for another name", watch.ToMail, func(o *office) { o.set("smtp_host", "localhost"); o.keep(notify.MailPassword, password) }, func(o *office) { o.set("smtp_host", o.post.Host) }, 0, "certificate"},
		{"mail: refused login", watch.ToMail, func(o *office) { o.keep(notify.MailPassword, "another") }, func(o *office) { o.keep(notify.MailPassword, password) }, 0, "refused the login"},
		{"mail: no password here", watch.ToMail, func(o *office) { o.keep(notify.MailPassword, "") }, func(o *office) { o.keep(notify.MailPassword, password) }, 0, "no password"},
		{"mail: no answer", watch.ToMail, post(fakemail.Options{Silent: true}), post(well), 200 * time.Millisecond, "in time"},
		{"mail: no encryption", watch.ToMail, post(fakemail.Options{Plain: true}), post(well), 0, "no encryption"},
		{"mail: refused letter", watch.ToMail, post(fakemail.Options{User: "ana", Password: password, Refuse: 554}), post(well), 0, "refused the letter"},
		{"mail: nothing set up", watch.ToMail, func(o *office) { o.set("mail_to", "") }, func(o *office) { o.set("mail_to", "ana@example.com") }, 0, "No mail server"},
		{"webhook: a certificate for another name", "webhook:ops", func(o *office) { o.address(strings.Replace(o.hook.url, "127.0.0.1", "localhost", 1)) }, func(o *office) { o.address(o.hook.url) }, 0, "certificate"},
		{"webhook: 500", "webhook:ops", func(o *office) { o.hook.answers(500) }, func(o *office) { o.hook.answers(204); o.hook.mended = true }, 0, "answered with 500"},
		{"webhook: nobody there", "webhook:ops", func(o *office) { o.address("https://127.0.0.1:1/") }, func(o *office) { o.address(o.hook.url) }, 0, "could not be reached"},
		{"webhook: no secret here", "webhook:ops", func(o *office) { o.keep("webhook:ops", "") }, func(o *office) { o.keep("webhook:ops", signing) }, 0, "no secret"},
		{"webhook: taken away", "webhook:ops", func(o *office) { o.set("webhooks", "") }, func(o *office) { o.address(o.hook.url) }, 0, "no webhook named ops"},
		{"draft: no folder", watch.ToDraft, func(o *office) { o.set("drafts_folder", filepath.Join(o.path, "drafts")) }, func(o *office) { o.set("drafts_folder", "") }, 0, "cannot be written"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			tt.spoil(o)
			item := o.rule(tt.to)
			for attempt := 1; attempt <= 2; attempt++ {
				ctx := t.Context()
				if tt.impatience > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.impatience)
					defer cancel()
				}
				done := o.deliver(ctx)
				if len(done) != 1 || !strings.Contains(done[0].Error, tt.want) || strings.Contains(done[0].Error, password) {
					t.Fatalf("attempt %d: %+v", attempt, done)
				}
				kinds, errs := o.history(item.ID)
				if last := len(kinds) - 1; last < 0 || kinds[last] != watch.Unsent || !strings.Contains(errs[last], tt.want) {
					t.Errorf("attempt %d: the log says %v %q", attempt, kinds, errs)
				}
				if early := o.deliver(t.Context()); len(early) > 0 {
					t.Errorf("tried again at once: %+v", early)
				}
				if attempt == 1 {
					o.clock = o.clock.Add(notify.BackOff(attempt))
				}
			}
			tt.mend(o)
			if o.hook.mended {
				o.clock = o.clock.Add(notify.BackOff(2)) // nobody told us
			}
			done := o.deliver(t.Context())
			if len(done) != 1 || done[0].Error != "" || done[0].Destination != tt.to {
				t.Fatalf("in the end: %+v", done)
			}
			o.clock = o.clock.Add(24 * time.Hour)
			if again := o.deliver(t.Context()); len(again) > 0 {
				t.Errorf("twice: %+v", again)
			}
			if kinds, _ := o.history(item.ID); kinds[len(kinds)-1] != watch.Sent {
				t.Errorf("the log says %v", kinds)
			}
			if tt.to != watch.ToDraft && len(o.post.Letters())+len(o.hook.taken()) != 1 {
				t.Errorf("%d letters, %d requests", len(o.post.Letters()), len(o.hook.taken()))
			}
		})
	}
}

// address makes the webhook point elsewhere, with its secret.
func (o *office) address(url string) {
	o.t.Helper()
	o.set("webhooks", `[{"name":"ops","url":"`+url+`"}]`)
	o.keep("webhook:ops", signing)
}

// Without a server of the person's own choice, nothing is connected to.
func TestNothingLeavesTheMachineUnlessItIsSetUp(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"smtp_host", "webhooks"} {
		o.set(name, "")
	}
	item := o.rule(watch.ToDesktop, watch.ToMail, watch.ToDigest, watch.ToDraft, watch.ToCalendar, "webhook:ops")
	o.clock = o.clock.Add(24 * time.Hour)
	o.deliver(t.Context())
	if len(o.post.Letters()) > 0 || o.post.Logins() > 0 || len(o.hook.taken()) > 0 {
		t.Error("something was sent")
	}
	if kinds, _ := o.history(item.ID); len(kinds) == 0 {
		t.Error("the log says nothing")
	}
}

// A secret is for the place it was set for: another server gets none, as in a
// store that came from elsewhere.
func TestASecretIsForItsPlace(t *testing.T) {
	o := newOffice(t)
	has := func(name string, want bool) {
		t.Helper()
		if got, err := o.HasSecret(t.Context(), name); err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
	has(notify.MailPassword, true)
	has("webhook:ops", true)
	o.set("smtp_host", "mail.example.com")
	o.set("webhooks", `[{"name":"ops","url":"https://elsewhere.example.com/"}]`)
	has(notify.MailPassword, false)
	has("webhook:ops", false)
	o.set("smtp_host", o.post.Host)
	has(notify.MailPassword, true)
	o.set("smtp_user", "bo")
	has(notify.MailPassword, false)
	if err := o.SetSecret(t.Context(), "webhook:nobody", "x"); err == nil {
		t.Error("a secret for nobody")
	}
	if err := o.SetSecret(t.Context(), "anything", "x"); err == nil {
		t.Error("a secret for anything")
	}
}

func TestTheWaysToThePerson(t *testing.T) {
	o := newOffice(t)
	o.keep("webhook:ops", "")
	ways, err := o.Ways(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range ways {
		got = append(got, w.Name+" "+w.State)
		if w.State == "absent" && w.Detail == "" {
			t.Errorf("%s does not say why", w.Name)
		}
	}
	if want := "desktop absent, mail ready, draft ready, calendar ready, webhook:ops absent"; strings.Join(got, ", ") != want {
		t.Errorf("ways %s, want %s", strings.Join(got, ", "), want)
	}
}

// A folder without a full path means the same wherever the program was started.
func TestTheFolderOfDrafts(t *testing.T) {
	o := newOffice(t)
	o.rule(watch.ToDraft)
	o.set("drafts_folder", "letters")
	t.Chdir(t.TempDir())
	if done := o.deliver(t.Context()); len(done) != 1 || done[0].Error != "" {
		t.Errorf("delivered %+v", done)
	}
	if files, err := filepath.Glob(filepath.Join(filepath.Dir(o.path), "letters", "headroom-*.eml")); err != nil || len(files) != 1 {
		t.Errorf("drafts %q, %v", files, err)
	}
}

func TestDraftsAndCalendarsOfItems(t *testing.T) {
	o := newOffice(t)
	item := o.rule(watch.ToDigest)
	var draft, days bytes.Buffer
	if err := o.WriteDraft(t.Context(), item.ID, "en", &draft); err != nil {
		t.Fatal(err)
	}
	if err := o.WriteCalendar(t.Context(), []int64{item.ID}, "it", &days); err != nil {
		t.Fatal(err)
	}
	if subject, body := letter(t, draft.String()); subject != item.Title || body != item.Body || !strings.Contains(draft.String(), "X-Unsent: 1") {
		t.Errorf("draft %s", draft.String())
	}
	if !strings.Contains(days.String(), "DTSTART;VALUE=DATE:20261204") || !strings.Contains(days.String(), "Scade") {
		t.Errorf("calendar %s", days.String())
	}
	name, err := o.DraftName(t.Context(), item.ID, ".eml")
	if err != nil || !strings.HasSuffix(name, ".eml") || strings.ContainsAny(name, `/\<>|"`) {
		t.Errorf("name %q, %v", name, err)
	}
	if err := o.WriteDraft(t.Context(), 999, "en", io.Discard); err == nil {
		t.Error("a draft of nothing")
	}
}

// A test goes by the same way as the real thing and is in no outbox.
func TestATestSaysWhatTheRealThingWould(t *testing.T) {
	o := newOffice(t)
	n := watch.Notice{Title: "Contoso", Body: "Suite Pro ends"}
	for _, to := range []watch.Destination{watch.ToMail, "webhook:ops"} {
		if got, err := o.TestDelivery(t.Context(), n, to); err != nil || !got.Shown || got.Channel != string(to) {
			t.Errorf("%s: %+v, %v", to, got, err)
		}
	}
	if got := o.post.Letters(); len(got) != 1 {
		t.Errorf("letters %+v", got)
	} else if subject, body := letter(t, got[0].Text); subject != n.Title || body != n.Body {
		t.Errorf("letter %q, %q", subject, body)
	}
	o.post.Behave(fakemail.Options{User: "ana", Password: "another"})
	if got, err := o.TestDelivery(t.Context(), n, watch.ToMail); err != nil || got.Shown || !strings.Contains(got.Error, "refused the login") {
		t.Errorf("%+v, %v", got, err)
	}
}
