package bridge_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"headroom/app/bridge"
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
