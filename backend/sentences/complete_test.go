package sentences_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"headroom/backend/sentences"
)

// unknown are the sentences of a source that no language is told.
func unknown(s *source, known []string) []string {
	return slices.DeleteFunc(s.formats(), func(format string) bool {
		return slices.Contains(known, format) || composed[format] || written.MatchString(format)
	})
}

// composed are put together of parts that are told in each combination, or of
// nothing but what is told already.
var composed = map[string]bool{"What stands %s%s": true, "%s\n\n%s": true, "a %s": true}

// written are signs and calls that stand in their sentence as they are.
var written = regexp.MustCompile(`^(There is no sign \S+|Write (\W+|"%s"|[A-Z]+\(.*\)))\.$`)

func TestEverythingSaidInGoHasItsTexts(t *testing.T) {
	s := readSource(t)
	for _, format := range unknown(s, sentences.Formats()) {
		t.Errorf("nobody tells %q", format)
	}
	if n := len(s.formats()); n < 900 {
		t.Errorf("only %d sentences were found", n)
	}
}

// A sentence that is new, and one that lost its texts, are both noticed, however
// it is put together.
func TestASentenceWithoutTextsIsNoticed(t *testing.T) {
	s := parsedSource(t, `package x
		func refuse(format string, args ...any) error { return fault.At("field", format, args...) }
		func a() error { return refuse("Never said %q before.", "x") }
		func b(n string) error { return fault.New(fault.Invalid, "There is no metric %q.", n).WithHint("Do " + n + " first.") }
		func c() error {
			hint := "Look here."
			if true { hint = "Look there." }
			return fault.New(fault.Invalid, "x").WithHint(hint)
		}
		var table = []struct{ magic, hint string }{{"a", "Of a table."}}
		func e() { out.blind = "Nothing to see." }
		func d() error { for _, f := range table { return fault.New(fault.Invalid, "x").WithHint(f.hint) }; return nil }`)
	want := []string{"Do %s first.", "Look here.", "Look there.", "Never said %q before.", "Nothing to see.", "Of a table.", "There is no metric %q.", "x"}
	if got := s.formats(); !slices.Equal(got, want) {
		t.Errorf("found %q", got)
	}
	known := sentences.Formats()
	if got := unknown(s, known); slices.Contains(got, "There is no metric %q.") || !slices.Contains(got, "Do %s first.") {
		t.Errorf("unknown %q", got)
	}
	known = slices.DeleteFunc(known, func(f string) bool { return f == "There is no metric %q." })
	if got := unknown(s, known); !slices.Contains(got, "There is no metric %q.") {
		t.Errorf("unknown %q without its texts", got)
	}
}

// Nothing is told that nobody says any more: the longest piece of each format is
// in some text of the source.
func TestNothingIsToldThatNobodySays(t *testing.T) {
	s := readSource(t)
	found := s.formats()
	pieces := regexp.MustCompile(`%(?:%|[-+0-9.]*[a-zA-Z])`)
	for _, format := range sentences.Formats() {
		longest := ""
		for _, piece := range pieces.Split(format, -1) {
			if len(piece) > len(longest) {
				longest = piece
			}
		}
		if !slices.Contains(found, format) && !months.MatchString(format) && !strings.HasPrefix(format, "What stands ") && !slices.ContainsFunc(s.literals, func(l string) bool { return strings.Contains(l, strings.TrimSpace(longest)) }) {
			t.Errorf("nobody says %q", format)
		}
	}
}

// months are the days that the clock's own words write: 2 January 2006.
var months = regexp.MustCompile(`^%d [A-Z][a-z]+ %d$`)
