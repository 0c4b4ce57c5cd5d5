package notify

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSanitize(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"plain", "Contoso S.p.A.", "Contoso S.p.A."},
		{"letters of all kinds stay", "Müller & Söhne – 株式会社 – שלום – 👩‍💻", "Müller & Söhne – 株式会社 – שלום – 👩‍💻"},
		{"NUL", "a\x00b", "ab"},
		{"invalid UTF-8", "a\xff\xfeb", "a\uFFFDb"},
		{"half a surrogate", "a\xed\xa0\x80b", "a\uFFFDb"},
		{"lines and tabs are blanks", "a\r\n\tb\u2028c\u0085d", "a b c d"},
		{"C1 controls", "a\u009bb", "ab"},
		{"escape sequence", "\x1b[31mred", "[31mred"},
		{"direction", "safe\u202egnp.exe\u2066x\u200f", "safegnp.exex"},
		{"invisible", "a\u200bb\ufeffc\u00add", "abcd"},
		{"not characters", "a\uffffb\ufdd0c", "abc"},
		{"an option", "--help", "\u2010-help"},
		{"an option after a blank", " -i /etc/passwd", "\u2010i /etc/passwd"},
		{"a dash inside stays", "Contoso-West", "Contoso-West"},
		{"subexpression", "$(Start-Process calc)", "$ (Start-Process calc)"},
		{"variable in braces", "${env:PATH}", "$ {env:PATH}"},
		{"a price stays", "US$5", "US$5"},
		{"backtick", "a`nb", "a'nb"},
		{"end of CDATA", "]]><toast/>", "]] ><toast/>"},
		{"typographic quotes", "‘a’ ‚b‛", "'a' 'b'"},
	}
	for _, tt := range tests {
		if got := Sanitize(Message{Title: tt.in, Body: tt.in}, false); got.Title != tt.want || got.Body != tt.want {
			t.Errorf("%s: %q, %q, want %q", tt.name, got.Title, got.Body, tt.want)
		}
	}
}

func TestSanitizeForMarkup(t *testing.T) {
	in := Message{Title: "R&D <b>", Body: `<a href="x">R&D</a>`, Route: "#/inbox/1", ID: "7"}
	if got := Sanitize(in, false); !reflect.DeepEqual(got, in) {
		t.Errorf("without markup %+v", got)
	}
	want := in
	want.Body = `&lt;a href="x"&gt;R&amp;D&lt;/a&gt;`
	if got := Sanitize(in, true); !reflect.DeepEqual(got, want) {
		t.Errorf("with markup %+v", got)
	}
}

func TestSanitizeBoundsLengthsAndNeedsATitle(t *testing.T) {
	got := Sanitize(Message{Title: strings.Repeat("ü", 10_000), Body: strings.Repeat("ab ", 10_000)}, false)
	if n := utf8.RuneCountInString(got.Title); n != maxTitle || !strings.HasSuffix(got.Title, "ü…") {
		t.Errorf("title of %d characters: %q", n, got.Title)
	}
	if n := utf8.RuneCountInString(got.Body); n > maxBody || !strings.HasSuffix(got.Body, "b…") {
		t.Errorf("body of %d characters ends with %q", n, got.Body[len(got.Body)-8:])
	}
	if got := Sanitize(Message{Title: " \x00\u202e"}, false); got.Title != "Headroom" {
		t.Errorf("title %q", got.Title)
	}
}

func FuzzSanitize(f *testing.F) {
	for _, s := range []string{"Contoso", "--x", "$(a)`]]>", "\xff\x00\u202e", "$`(", "$\x00(", "]]\x00>", "\u200b-x"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, markup bool) {
		m := Sanitize(Message{Title: s, Body: s}, markup)
		for _, text := range []string{m.Title, m.Body} {
			if !utf8.ValidString(text) || strings.HasPrefix(text, "-") || strings.ContainsFunc(text, unicode.IsControl) {
				t.Fatalf("%q became %q", s, text)
			}
			for _, bad := range []string{"$(", "`", "]]>", "\u2019", "\u202e"} {
				if strings.Contains(text, bad) {
					t.Fatalf("%q became %q, which has %q", s, text, bad)
				}
			}
		}
		if markup && strings.ContainsAny(m.Body, "<>") {
			t.Fatalf("%q became %q", s, m.Body)
		}
	})
}
