package texts_test

import (
	"testing"
	"testing/fstest"

	"headroom/backend/texts"
)

func TestTextsAreSaidInTheLanguageElseInEnglish(t *testing.T) {
	in := texts.From(fstest.MapFS{
		"words/en.json": {Data: []byte(`{"left":"{name} has {n} left","only":"Only here","stop":"It ends on {n}, at {name}."}`)},
		"words/de.json": {Data: []byte(`{"left":"Noch {n} bei {name}"}`)},
	}, "words")
	for _, c := range []struct{ lang, key, want string }{
		{"de", "left", "Noch 3 bei {n}"}, // what is put in is no part itself
		{"en", "left", "{n} has 3 left"},
		{"xx", "left", "{n} has 3 left"},
		{"en", "stop", "It ends on 3, at {n}."},
		{"de", "only", "Only here"},
		{"de", "none", "none"},
	} {
		if got := in(c.lang).Say(c.key, "name", "{n}", "n", "3"); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.key, got, c.want)
		}
	}
	if got, want := in("en").Say("stop", "n", "1. Dez.", "name", "Gradoni S.r.l."), "It ends on 1. Dez., at Gradoni S.r.l."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
