package program_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/testkit/fakemail"
	"headroom/backend/watch"
)

// What a server refuses for good reaches nobody, is tried again, and holds back
// nothing that was to be told with it.
func TestALetterThatIsRefusedHoldsBackNoOther(t *testing.T) {
	o := newOffice(t)
	for _, title := range []string{"First", "Second", "Unwanted", "Fourth", "Fifth"} {
		r := soon()
		r.Name, r.Message.Title, r.Destinations = title, title+" of them", []watch.Destination{watch.ToMail}
		if _, err := o.Store.AddRule(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Evaluate(t.Context()); err != nil {
		t.Fatal(err)
	}
	taken := func() (all []string) {
		for _, l := range o.post.Letters() {
			subject, body := letter(t, l.Text)
			for _, title := range []string{"First", "Second", "Unwanted", "Fourth", "Fifth"} {
				if strings.Contains(subject+"\n"+body, title+" of them") {
					all = append(all, title)
				}
			}
		}
		slices.Sort(all)
		return all
	}
	o.post.Behave(fakemail.Options{User: "ana", Password: password, Refuse: 554, Unwanted: "Unwanted of them"})
	others := []string{"Fifth", "First", "Fourth", "Second"}
	o.deliver(t.Context())
	if got := taken(); !slices.Equal(got, others) {
		t.Errorf("taken %q, want %q", got, others)
	}
	for _, d := range o.deliver(t.Context()) {
		t.Errorf("at once tried again: %+v", d)
	}
	o.clock = o.clock.Add(time.Minute)
	if done := o.deliver(t.Context()); len(done) != 1 || !strings.Contains(done[0].Error, "refused the letter (554)") {
		t.Errorf("a minute later: %+v", done)
	}
	o.post.Behave(fakemail.Options{User: "ana", Password: password})
	o.clock = o.clock.Add(2 * time.Minute)
	o.deliver(t.Context())
	if got := taken(); !slices.Equal(got, append(others, "Unwanted")) {
		t.Errorf("in the end %q", got)
	}
}
