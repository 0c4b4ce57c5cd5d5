package app

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"headroom/app/command"
	"headroom/backend/fault"
)

func TestOptions(t *testing.T) {
	o, err := ParseOptions([]string{"--store", "a.db", "--hidden", "--open", "#/inbox", "--lang", "it"}, io.Discard)
	if want := (Options{Store: "a.db", Hidden: true, Route: "#/inbox", Lang: "it"}); err != nil || o != want {
		t.Errorf("got %+v, %v", o, err)
	}
	// Windows calls a clicked notification's program like this.
	if _, err := ParseOptions([]string{"-Embedding"}, io.Discard); err != nil {
		t.Errorf("-Embedding: %v", err)
	}
	for _, args := range [][]string{{"--open", "headroom://account/a%20b?asOf=2026-10-31"}, {"headroom://account/a%20b?asOf=2026-10-31"}, {"HEADROOM:///account/a%20b?asOf=2026-10-31"}} {
		if command.Known(args) {
			t.Errorf("%q is taken for a command", args)
		}
		if o, err := ParseOptions(args, io.Discard); err != nil || o.Route != "#/account/a%20b?asOf=2026-10-31" {
			t.Errorf("%q opens %q, %v", args, o.Route, err)
		}
	}
	for _, args := range [][]string{{"--open", "javascript:alert(1)"}, {"--open", "inbox"}, {"--no-such-flag"}, {"--open", "https://example.org/#/inbox"}, {"--open", "#/a\nb"}, {"headroom://" + strings.Repeat("x", 20<<10)}} {
		if _, err := ParseOptions(args, io.Discard); err == nil || errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v: %v, want wrong usage", args, err)
		}
	}
}

func TestGeometryFitsTheScreen(t *testing.T) {
	at := func(x, y, w, h int) geometry { return geometry{X: x, Y: y, Width: w, Height: h} }
	for name, c := range map[string]struct {
		saved         geometry
		width, height int
		want          geometry
	}{
		"as it was":                {at(99, 37, 1200, 800), 1920, 1080, at(99, 37, 1200, 800)},
		"the far monitor has gone": {at(3000, 1500, 1200, 800), 1920, 1080, at(720, 280, 1200, 800)},
		"larger than the screen":   {at(0, 0, 4000, 3000), 1920, 1080, at(0, 0, 1920, 1080)},
		"a very small screen":      {at(50, 50, 1200, 800), 800, 600, at(0, 0, minWidth, minHeight)},
		"never placed":             {at(-1, -1, 1200, 800), 1920, 1080, at(-1, -1, 1200, 800)},
		"no screen is known":       {at(99, 37, 1200, 800), 0, 0, at(99, 37, 1200, 800)},
	} {
		if got := c.saved.fit(c.width, c.height); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestGeometryIsSavedAndDamageIsForgiven(t *testing.T) {
	path := filepath.Join(t.TempDir(), "window.json")
	first := loadGeometry(path)
	if first.placed() || first.Width != defaultWidth || first.Zoom != 1 {
		t.Errorf("a first start has %+v", first)
	}
	want := geometry{X: 10, Y: 0, Width: 1300, Height: 700, Maximised: true, Dark: true, Zoom: 1.21, Route: "#/dashboard/renewals?asOf=2026-10-31", Lang: "it", Keys: map[string]string{"import": "mod+i"}}
	if err := want.save(path); err != nil {
		t.Fatal(err)
	}
	if got := loadGeometry(path); !reflect.DeepEqual(got, want) || !got.placed() {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, text := range []string{"", "{", `{"width":"wide"}`, `{"width":-5,"height":9}`, "[]", `{"zoom":0,"route":"javascript:alert(1)"}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := loadGeometry(path); !reflect.DeepEqual(got, first) {
			t.Errorf("%q gives %+v, want a first start", text, got)
		}
	}
}

func TestErrorsReachThePageAsFaults(t *testing.T) {
	var written strings.Builder
	lang := ""
	format := formatError(slog.New(slog.NewTextHandler(&written, nil)), func() string { return lang })
	decode := func(err error) (f fault.Error) {
		text, ok := format(err).(string)
		if !ok || json.Unmarshal([]byte(text), &f) != nil {
			t.Errorf("%v became %v, want JSON text", err, format(err))
		}
		return f
	}
	if f := decode(fault.New(fault.Invalid, "No such day.").InFile("a.csv")); f.Message != "No such day." || f.File != "a.csv" {
		t.Errorf("a fault became %+v", f)
	}
	if written.Len() > 0 {
		t.Errorf("a refusal was logged: %s", &written)
	}
	if f := decode(errors.New("secret")); f.Code != fault.Internal || strings.Contains(f.Message, "secret") {
		t.Errorf("an internal error became %+v", f)
	}
	if !strings.Contains(written.String(), "secret") {
		t.Error("the cause was not logged")
	}
	lang = "de"
	if f := decode(fault.New(fault.Invalid, "The file is empty.").InFile("a.csv")); f.Message != "Die Datei ist leer." || f.File != "a.csv" {
		t.Errorf("in German a fault became %+v", f)
	}
}

func TestEveryAnswerCarriesThePolicy(t *testing.T) {
	answer := httptest.NewRecorder()
	secure(http.NotFoundHandler()).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	policy := answer.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "frame-src 'none'", "object-src 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %s", policy, part)
		}
	}
	if strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "script-src 'self' 'unsafe-inline'") {
		t.Errorf("the policy %q lets scripts in", policy)
	}
}

func TestTheLogIsPutAsideWhenLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "headroom.log")
	if err := os.WriteFile(path, make([]byte, maxLog+1), 0o600); err != nil {
		t.Fatal(err)
	}
	log, file, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("begun")
	file.Close()
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "begun") || len(text) > 200 {
		t.Errorf("the new log has %d bytes, %v", len(text), err)
	}
	if old, err := os.Stat(path + ".old"); err != nil || old.Size() != maxLog+1 {
		t.Errorf("the old log: %v", err)
	}
}

func TestTheVersionIsOne(t *testing.T) {
	text, err := os.ReadFile("../wails.json")
	if err != nil {
		t.Fatal(err)
	}
	var project struct {
		Info struct {
			ProductVersion string `json:"productVersion"`
		} `json:"info"`
	}
	if err := json.Unmarshal(text, &project); err != nil {
		t.Fatal(err)
	}
	if project.Info.ProductVersion != command.Version {
		t.Errorf("wails.json says %s, the program %s", project.Info.ProductVersion, command.Version)
	}
}
