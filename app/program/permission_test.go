package program_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/fault"
)

// calls visits every method that the window may call.
func calls(h bridge.Host, visit func(call string, method reflect.Value)) {
	for name, v := range bound(h) {
		for i := range v.NumMethod() {
			visit(name+"."+v.Type().Method(i).Name, v.Method(i))
		}
	}
}

func TestEveryMethodHasItsPermission(t *testing.T) {
	known := bridge.Permissions()
	calls(&host{}, func(call string, _ reflect.Value) {
		if _, ok := known[call]; !ok {
			t.Errorf("%s has no permission: say in app/bridge/permission.go what it may do", call)
		}
		delete(known, call)
	})
	for call := range known {
		t.Errorf("%s has a permission and is no method", call)
	}
}

// readOnly is a store with the demo that a newer program wrote.
func readOnly(t *testing.T) *program.Program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "headroom.db")
	open := func() *program.Program {
		p, err := program.Open(t.Context(), program.Options{Path: path, Create: true, Now: now, Zone: time.UTC})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := open()
	if _, err := p.ImportDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	newer := binary.BigEndian.AppendUint32(nil, 9999)
	if _, err := f.WriteAt(newer, 60); err != nil { // the user version in the head of a SQLite file
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	p = open()
	t.Cleanup(func() { p.Close() })
	if p.ReadOnly() == "" {
		t.Fatal("the store can be changed")
	}
	return p
}

// zeroes are arguments for a method.
func zeroes(method reflect.Value) []reflect.Value {
	args := make([]reflect.Value, method.Type().NumIn())
	for i := range args {
		args[i] = reflect.Zero(method.Type().In(i))
	}
	return args
}

// errorOf returns the error of a call.
func errorOf(out []reflect.Value) error {
	err, _ := out[1].Interface().(error)
	return err
}

// TestAStoreThatCanOnlyBeReadRefusesEveryChange, and answers what only reads.
func TestAStoreThatCanOnlyBeReadRefusesEveryChange(t *testing.T) {
	p := readOnly(t)
	before, err := p.Store.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := &host{desk: p}
	refused := 0
	calls(h, func(call string, method reflect.Value) {
		err := errorOf(method.Call(zeroes(method)))
		if bridge.Permissions()[call]&bridge.Changing == 0 {
			return
		}
		refused++
		if f := fault.Of(err); err == nil || f.Code != fault.Store || f.Message != p.ReadOnly() {
			t.Errorf("%s: %v, want that the store can only be read", call, err)
		}
	})
	for call, ask := range map[string]func() error{
		"Status": func() error {
			_, err := bound(h)["System"].Interface().(*bridge.System).Status()
			return err
		},
		"Catalog": func() error { _, err := reportsOf(p).Catalog("en"); return err },
		"Rows":    func() error { _, err := reportsOf(p).Rows(`{"metrics":["licenses_sold"]}`); return err },
		"Find":    func() error { _, err := searchOf(p).Find("a", "en", 5); return err },
		"List":    func() error { _, err := libraryOf(p).List("dashboard", "en"); return err },
	} {
		if err := ask(); err != nil {
			t.Errorf("%s only reads: %v", call, err)
		}
	}
	if after, err := p.Store.Digest(t.Context()); err != nil || after != before || refused < 25 {
		t.Errorf("%d methods refused, digest %s was %s, %v", refused, after, before, err)
	}
}

// given are the arguments of a method with one text in the place of every text,
// and lists of it in the place of lists.
func given(method reflect.Value, text string) []reflect.Value {
	args := zeroes(method)
	for i := range args {
		switch in := method.Type().In(i); {
		case in.Kind() == reflect.String:
			args[i] = reflect.ValueOf(text)
		case in == reflect.TypeFor[[]string]():
			args[i] = reflect.ValueOf([]string{text})
		case in == reflect.TypeFor[bridge.View]():
			args[i] = reflect.ValueOf(bridge.View{AsOf: text, Scope: text, Lang: text})
		}
	}
	return args
}

// taking are the methods that take any text as it is: they cut it, look for
// what it names, only show it or tell in their answer what is wrong.
var taking = []string{
	"System.LogFromWindow", "Search.Find", "Reports.Catalog", "Definitions.Functions", "Definitions.Uses", "Definitions.Expression", "Imports.Expand",
	"Exports.CopyText", "Imports.Check", "Imports.Import", "Imports.Run", "Library.Favourite", "Imports.Dismiss", "Imports.RemoveFolder", "Rules.List",
	"Rules.Templates", "Rules.Inspect",
}

// TestAnyTextIsAnswered gives every method texts that no page sends, all at
// once, and asks whether the program is alive afterwards. What changes something
// must refuse them, and so must what reads JSON.
func TestAnyTextIsAnswered(t *testing.T) {
	p := demo(t)
	digest, err := p.Store.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings, err := p.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"10 MiB":   strings.Repeat("x", 10<<20),
		"a list":   `[1,2,3]`,
		"a number": `17`,
		"nesting":  strings.Repeat(`{"all":[`, 50_000),
		"nothing":  "\x00",
		"markup":   `<img src=x onerror=alert(1)>`,
		"no UTF-8": "\xff\xfe",
	}
	var wait sync.WaitGroup
	for what, text := range texts {
		calls(&host{desk: p}, func(call string, method reflect.Value) {
			if method.Type().NumIn() == 0 {
				return
			}
			args := given(method, text)
			if !slices.ContainsFunc(args, func(v reflect.Value) bool {
				return strings.Contains(v.Type().String(), "string") || v.Type().Kind() == reflect.Struct
			}) {
				return
			}
			wait.Go(func() {
				err := errorOf(method.Call(args))
				var shown *fault.Error
				switch {
				case err != nil && !errors.As(err, &shown):
					t.Errorf("%s with %s: %v cannot be shown", call, what, err)
				case err != nil && shown.Code == fault.Internal:
					t.Errorf("%s with %s: %v", call, what, err)
				case err != nil && len(shown.Message)+len(shown.Hint) > 4000:
					t.Errorf("%s with %s is told in %d characters", call, what, len(shown.Message)+len(shown.Hint))
				case err == nil && what == "10 MiB" && !slices.Contains(taking, call):
					t.Errorf("%s takes 10 MiB", call)
				}
			})
		})
	}
	wait.Wait()
	if after, err := p.Store.Digest(t.Context()); err != nil || after != digest {
		t.Errorf("the facts changed: %v", err)
	}
	if after, err := p.Settings(t.Context()); err != nil || !reflect.DeepEqual(after, settings) {
		t.Errorf("the settings changed: %v, %v", err, after)
	}
	if problems, err := p.Store.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
	if _, err := bound(&host{desk: p})["System"].Interface().(*bridge.System).Status(); err != nil {
		t.Errorf("the program is not alive: %v", err)
	}
}

// TestAPanicIsToldAndLogged for every method that needs the backend.
func TestAPanicIsToldAndLogged(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	for _, b := range bridge.Bound(&host{}, logger) { // a nil Desk: every call of it panics
		v := reflect.ValueOf(b)
		for i := range v.NumMethod() {
			call := v.Elem().Type().Name() + "." + v.Type().Method(i).Name
			log.Reset()
			err := errorOf(v.Method(i).Call(zeroes(v.Method(i))))
			if err == nil || fault.Of(err).Code != fault.Internal {
				continue // it needs no backend, or refuses before
			}
			var line struct{ Msg, Method, Stack string }
			if json.Unmarshal(log.Bytes(), &line) != nil || line.Msg != "panic" || line.Method != call || line.Stack == "" {
				t.Errorf("%s panicked and the log says %s", call, log.String())
			}
		}
	}
}
