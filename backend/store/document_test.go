package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/store"
)

func anyDocuments(store.Library) error { return nil }

func save(t *testing.T, s *store.Store, d store.Document) string {
	t.Helper()
	if d.Document == nil {
		d.Document = []byte(`{"title":"x"}`)
	}
	now, _ := libraryOf(t, s).Find(d.Kind, d.Name)
	name, err := s.SaveDocument(t.Context(), d, now.Version(), anyDocuments)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func libraryOf(t *testing.T, s *store.Store) store.Library {
	t.Helper()
	l, err := s.Library(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// namesIn are the kept documents in their order.
func namesIn(l store.Library) string {
	var names []string
	for _, d := range l.Documents {
		names = append(names, d.Kind+" "+d.Name+" "+d.Title)
	}
	return strings.Join(names, ", ")
}

func TestDocumentsAreNamedOnce(t *testing.T) {
	s := open(t)
	for _, want := range []string{"r1", "d2", "r3"} {
		kind := map[byte]string{'r': "report", 'd': "dashboard"}[want[0]]
		if got := save(t, s, store.Document{Kind: kind, Title: want}); got != want {
			t.Errorf("the %s is called %s, want %s", kind, got, want)
		}
	}
	save(t, s, store.Document{Kind: "dashboard", Name: "renewals", Copy: true, Title: "Mine"})
	save(t, s, store.Document{Kind: "report", Name: "r1", Title: "again"})
	if got, want := namesIn(libraryOf(t, s)), "report r1 again, dashboard d2 d2, report r3 r3, dashboard renewals Mine"; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}

	if err := s.RemoveDocument(t.Context(), "report", "r3", anyDocuments); err != nil {
		t.Fatal(err)
	}
	if got := save(t, s, store.Document{Kind: "report", Title: "new"}); got != "r5" {
		t.Errorf("a new report is called %s: the old links to one that was removed would lead to it", got)
	}
	if got := save(t, s, store.Document{Kind: "report", Name: "r3", Title: "back"}); got != "r3" {
		t.Errorf("what was removed comes back as %s", got)
	}
	if got := save(t, s, store.Document{Kind: "report", Title: "newer"}); got != "r6" {
		t.Errorf("the next is called %s", got)
	}
	for _, name := range []string{"r99", "d2", "renewals", "r2", "r4", "r0", "r01", "R1", "r999999999999999999", "r1; DROP TABLE document"} {
		_, err := s.SaveDocument(t.Context(), store.Document{Kind: "report", Name: name, Title: "x", Document: []byte(`{}`)}, "", anyDocuments)
		if f := fault.Of(err); f == nil || f.Code != fault.Invalid || f.Field != "name" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTheLastSaveDoesNotWin: two processes change what both have read.
func TestTheLastSaveDoesNotWin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "headroom.db")
	one, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	other, err := store.Open(t.Context(), path, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	says := func(name, text string) store.Document {
		return store.Document{Kind: "report", Name: name, Title: text, Document: []byte(`{"title":"` + text + `"}`)}
	}
	put := func(s *store.Store, text, base string) error {
		_, err := s.SaveDocument(t.Context(), says("r1", text), base, anyDocuments)
		return err
	}
	refused := func(what string, err error) {
		t.Helper()
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || f.Field != store.OutdatedField {
			t.Errorf("%s: %v", what, err)
		}
	}
	kept := func() string {
		d, _ := libraryOf(t, one).Find("report", "r1")
		return d.Title
	}
	save(t, one, says("", "first"))
	read := says("r1", "first").Version()
	if err := put(one, "mine", read); err != nil {
		t.Fatalf("control: what nobody changed meanwhile: %v", err)
	}
	refused("what was changed", put(other, "theirs", read))
	refused("what was there, said to be new", put(other, "theirs", ""))
	if kept() != "mine" {
		t.Errorf("%s is kept", kept())
	}
	if err := put(other, "mine", read); err != nil {
		t.Errorf("what says the same: %v", err)
	}
	if err := put(other, "theirs", says("r1", "mine").Version()); err != nil || kept() != "theirs" {
		t.Errorf("on what is kept now: %v, kept %s", err, kept())
	}
	if err := one.RemoveDocument(t.Context(), "report", "r1", anyDocuments); err != nil {
		t.Fatal(err)
	}
	refused("what was removed", put(other, "again", says("r1", "theirs").Version()))
	if err := put(other, "again", ""); err != nil || kept() != "again" {
		t.Errorf("brought back: %v, kept %s", err, kept())
	}
}

func TestDocumentsAreNoFacts(t *testing.T) {
	bus, said := &change.Bus{}, []string{}
	bus.Listen(func(set change.Set) {
		for _, k := range set {
			said = append(said, string(k))
		}
	})
	path := filepath.Join(t.TempDir(), "headroom.db")
	s, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true, Changes: bus})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	digest, err := s.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	generation := s.Generation()
	save(t, s, store.Document{Kind: "report", Title: "Mine"})
	for _, on := range []bool{true, true, false, false, true} {
		if err := s.Favourite(t.Context(), "dashboard", "portfolio", on); err != nil {
			t.Fatal(err)
		}
	}
	if s.Generation() != generation {
		t.Error("answers are asked again though no figure changed")
	}
	if after, err := s.Digest(t.Context()); err != nil || after != digest {
		t.Errorf("the digest of facts changed: %v", err)
	}
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
	if got := strings.Join(said, " "); got != strings.TrimSpace(strings.Repeat("documents ", 6)) {
		t.Errorf("the window hears %q", got)
	}

	backup, other := filepath.Join(t.TempDir(), "backup.db"), filepath.Join(t.TempDir(), "other.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), backup, other, clock); err != nil {
		t.Fatal(err)
	}
	restored, err := store.Open(t.Context(), other, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if l := libraryOf(t, restored); namesIn(l) != "report r1 Mine" || !l.Favourites[[2]string{"dashboard", "portfolio"}] {
		t.Errorf("restored %+v", l)
	}
	if got := save(t, restored, store.Document{Kind: "report", Title: "next"}); got != "r2" {
		t.Errorf("after restoring the next is %s", got)
	}
}

func TestADocumentIsRefusedAsAWhole(t *testing.T) {
	s := open(t)
	save(t, s, store.Document{Kind: "report", Title: "Mine"})
	no := func(store.Library) error { return errors.New("no") }
	if _, err := s.SaveDocument(t.Context(), store.Document{Kind: "report", Title: "Other", Document: []byte(`{}`)}, "", no); err == nil {
		t.Error("kept though it was refused")
	}
	if err := s.RemoveDocument(t.Context(), "report", "r1", no); err == nil {
		t.Error("removed though it was refused")
	}
	if err := s.RemoveDocument(t.Context(), "report", "r7", anyDocuments); fault.Of(err) == nil || fault.Of(err).Code != fault.NotFound {
		t.Errorf("removing what is not there: %v", err)
	}
	for _, kind := range []string{"", "chart"} {
		if _, err := s.SaveDocument(t.Context(), store.Document{Kind: kind, Document: []byte(`{}`)}, "", anyDocuments); err == nil {
			t.Errorf("kept a %q", kind)
		}
		if err := s.Favourite(t.Context(), kind, "x", true); err == nil {
			t.Errorf("marked a %q", kind)
		}
	}
	if got := namesIn(libraryOf(t, s)); got != "report r1 Mine" {
		t.Errorf("kept %s", got)
	}
}

func TestADefinitionInADocumentIsInUse(t *testing.T) {
	s := open(t)
	define(t, s, someDefinitions())
	save(t, s, store.Document{Kind: "report", Title: "Spare by size", Document: []byte(`{"query":{"metrics":["large"],"filter":{"dimension":"quantity","op":"gt","value":"{{RESERVE}}"}}}`)})
	save(t, s, store.Document{Kind: "dashboard", Title: "All of it", Document: []byte(`{"tabs":[{"tiles":[{"title":"Over {{RESERVE}}"}]}]}`)})
	for _, c := range []struct {
		kind       metric.DefinitionKind
		name, want string
	}{
		{metric.MetricKind, "large", "the report Spare by size"},
		{metric.TokenKind, "RESERVE", "the column spare, the report Spare by size and the dashboard All of it"},
	} {
		err := s.Undefine(t.Context(), c.kind, c.name)
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || !strings.Contains(f.Message, c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}
