package bridge_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"headroom/app/bridge"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// shown is a desk with some notifications.
type shown struct {
	bridge.Desk
	items []watch.Item
}

func (s shown) FindInbox(context.Context, watch.InboxAsking) (watch.InboxPage, error) {
	return watch.InboxPage{Items: s.items}, nil
}

func (shown) Today() portfolio.Day { return portfolio.DayOf(2026, 11, 20) }

// speaker is a lender whose window has a language.
type speaker struct {
	lender
	language string
}

func (s speaker) Language() string { return s.language }

// one is the bound struct of a type.
func one[T any](t *testing.T, h bridge.Host) T {
	t.Helper()
	for _, bound := range bridge.Bound(h, slog.New(slog.DiscardHandler)) {
		if found, ok := bound.(T); ok {
			return found
		}
	}
	t.Fatal("there is none")
	panic("unreachable")
}

// Why something was not delivered is told in the language of the window, whichever
// it was in when it failed.
func TestWhyNothingWasDeliveredIsToldInTheLanguageOfTheWindow(t *testing.T) {
	o := &outbox{}
	routes := func(context.Context, watch.Destination, notify.Settings) ([]notify.Channel, error) { return nil, nil }
	done, err := notify.NewDispatcher(o, routes, notify.Person{Language: "ja"}).Deliver(t.Context(), time.Now())
	if err != nil || len(done) != 1 || len(o.settled) != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	desk := shown{items: []watch.Item{{ID: 1, Error: o.settled[0].Error}}}
	for language, want := range map[string]string{
		"en": "The notification could not be shown; it is under Notifications and is tried again.",
		"de": "Die Benachrichtigung konnte nicht gezeigt werden; sie steht unter Benachrichtigungen und wird erneut versucht.",
	} {
		text, err := one[*bridge.Inbox](t, speaker{lender{desk: desk}, language}).Find("{}")
		var page struct{ Items []bridge.InboxItem }
		if err != nil || json.Unmarshal([]byte(text), &page) != nil || len(page.Items) != 1 || page.Items[0].Error != want {
			t.Errorf("%s: %s, %v", language, text, err)
		}
	}
}

// outbox has one notification for the desktop.
type outbox struct{ settled []notify.Settlement }

func (*outbox) Claim(context.Context, time.Time) ([]notify.Pending, error) {
	return []notify.Pending{{ID: 1, Destination: watch.ToDesktop}}, nil
}

func (o *outbox) Settle(_ context.Context, done []notify.Settlement, _ time.Time) error {
	o.settled = done
	return nil
}

func (*outbox) ShownSince(context.Context, time.Time) (int, error) { return 0, nil }

func (*outbox) Settings(context.Context) (map[string]string, error) { return nil, nil }

// Why a rule could not be evaluated is a sentence, and is told in the language of
// the window; a comparison stays, whatever it looks like.
func TestWhyARuleFailedIsToldInTheLanguageOfTheWindow(t *testing.T) {
	const english = "The file is empty."
	desk := shown{items: []watch.Item{{ID: 1, Instance: watch.RuleItself, Reason: english}, {ID: 2, Instance: "account_key:k", Reason: english}}}
	for language, want := range map[string]string{"": english, "en": english, "de": "Die Datei ist leer."} {
		text, err := one[*bridge.Inbox](t, speaker{lender{desk: desk}, language}).Find("{}")
		if err != nil {
			t.Fatal(err)
		}
		var page struct{ Items []bridge.InboxItem }
		if err := json.Unmarshal([]byte(text), &page); err != nil || len(page.Items) != 2 {
			t.Fatalf("%s, %v", text, err)
		}
		if page.Items[0].Reason != want || page.Items[1].Reason != english {
			t.Errorf("%q: %q and %q", language, page.Items[0].Reason, page.Items[1].Reason)
		}
	}
}
