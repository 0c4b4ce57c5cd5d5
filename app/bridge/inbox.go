package bridge

import (
	"context"
	"io"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// Inbox is the notification centre. What it is asked and what it answers is JSON
// text.
type Inbox struct{ base }

// pageOfInbox and mostOfInbox are how many items a page has, by default and at
// most; mostChosen how many can be chosen at once.
const (
	pageOfInbox = 100
	mostOfInbox = 500
	mostChosen  = 20_000
)

// Find returns a page of the inbox with what can be chosen to narrow it.
func (i *Inbox) Find(asking string) (text string, err error) {
	defer i.guard("Inbox.Find", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	a, err := inboxAsking(asking)
	if err != nil {
		return "", err
	}
	if a.Limit <= 0 {
		a.Limit = pageOfInbox
	}
	a.Limit = min(a.Limit, mostOfInbox)
	page, err := desk.FindInbox(ctx, a)
	if err != nil {
		return "", err
	}
	return written(inboxPage{page, i.items(page.Items, desk.Today())}, nil)
}

// inboxPage is a page whose items are those of the window.
type inboxPage struct {
	watch.InboxPage
	Items []InboxItem `json:"items"`
}

// Choose returns the ids of all items that an asking finds.
func (i *Inbox) Choose(asking string) (ids []int64, err error) {
	defer i.guard("Inbox.Choose", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	a, err := inboxAsking(asking)
	if err != nil {
		return nil, err
	}
	if ids, err = desk.ChooseInbox(ctx, a); ids == nil {
		ids = []int64{}
	}
	return ids[:min(len(ids), mostChosen)], err
}

func inboxAsking(text string) (a watch.InboxAsking, err error) {
	err = readText("asking", text, &a)
	return a, err
}

// Item returns one item, whatever became of it, with what can still be done and
// where its line came from.
func (i *Inbox) Item(id int64, lang string) (text string, err error) {
	defer i.guard("Inbox.Item", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	item, detail, err := desk.InboxItem(ctx, id, lang)
	if err != nil {
		return "", err
	}
	return written(struct {
		InboxItem
		ItemDetail
	}{i.items([]watch.Item{item}, desk.Today())[0], detail}, nil)
}

// History says what happened to an item, oldest first.
func (i *Inbox) History(id int64) (text string, err error) {
	defer i.guard("Inbox.History", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	all, err := desk.ItemHistory(ctx, id)
	toldActivity(all, i.words())
	return written(all, err)
}

// DoneWith closes items, with the person's reason.
func (i *Inbox) DoneWith(ids []int64, reason string) (done bool, err error) {
	defer i.guard("Inbox.DoneWith", &err)
	return i.change(func(ctx context.Context, desk Desk) error { return desk.DoneWith(ctx, ids, reason) })
}

// Reopen brings items back.
func (i *Inbox) Reopen(ids []int64) (reopened bool, err error) {
	defer i.guard("Inbox.Reopen", &err)
	return i.change(func(ctx context.Context, desk Desk) error { return desk.Reopen(ctx, ids...) })
}

// SnoozeUntil puts items off until what the JSON text says brings them back.
func (i *Inbox) SnoozeUntil(ids []int64, until, reason string) (snoozed bool, err error) {
	defer i.guard("Inbox.SnoozeUntil", &err)
	return i.change(func(ctx context.Context, desk Desk) error {
		var back watch.Return
		if err := readText("until", until, &back); err != nil {
			return err
		}
		return desk.SnoozeUntil(ctx, ids, back, reason)
	})
}

// Draft asks where to and writes an item as an e-mail that nobody has sent yet;
// "" when cancelled.
func (i *Inbox) Draft(id int64, lang string) (file string, err error) {
	defer i.guard("Inbox.Draft", &err)
	return i.save(id, ".eml", func(ctx context.Context, desk Desk, w io.Writer) error {
		return desk.WriteDraft(ctx, id, lang, w)
	})
}

// Calendar asks where to and writes the days of items for a calendar; "" when
// cancelled.
func (i *Inbox) Calendar(ids []int64, lang string) (file string, err error) {
	defer i.guard("Inbox.Calendar", &err)
	if len(ids) == 0 {
		return "", fault.At("ids", "There is nothing to put into a calendar.")
	}
	return i.save(ids[0], ".ics", func(ctx context.Context, desk Desk, w io.Writer) error {
		return desk.WriteCalendar(ctx, ids, lang, w)
	})
}

// save asks where to and writes a file about an item.
func (i *Inbox) save(id int64, extension string, write func(context.Context, Desk, io.Writer) error) (string, error) {
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	name, err := desk.DraftName(ctx, id, extension)
	if err != nil {
		return "", err
	}
	return (&Exports{i.base}).save(name, name, func(w io.Writer) error {
		// The dialog took as long as it took: the writing has its own time.
		ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
		defer cancel()
		return write(ctx, desk, w)
	})
}

func (b base) items(items []watch.Item, today portfolio.Day) []InboxItem {
	words := b.words()
	out := make([]InboxItem, 0, len(items))
	for _, i := range items {
		row := InboxItem{
			ID: i.ID, Rule: i.Rule, RuleName: i.RuleName, RuleRemoved: i.RuleRemoved, Template: string(i.Template), Instance: i.Instance, Episode: i.Episode, Title: i.Title, Body: i.Body,
			Reason: i.Reason, Value: i.Value, State: string(i.State), SnoozedTo: i.SnoozedTo, Resolution: string(i.Resolution), AccountKey: i.AccountKey,
			Account: i.Account, Product: i.Product, Entitlement: i.Entitlement, End: i.End, CreatedAt: i.CreatedAt.UTC().Format(time.RFC3339), Delivered: i.Delivered,
			Severity: string(i.Severity), Due: i.ActBy, Returns: i.Returns, Note: i.Note, Error: words.Say(i.Error),
		}
		if i.Instance == watch.RuleItself { // why is a sentence then, no comparison
			row.Reason = words.Say(i.Reason)
		}
		if row.Delivered == nil {
			row.Delivered = []string{}
		}
		if row.Due == "" {
			row.Due = i.End
		}
		row.Days, row.DueDays = daysTo(i.End, today), daysTo(row.Due, today)
		out = append(out, row)
	}
	return out
}

// daysTo counts the days to a day; nil for none.
func daysTo(day string, today portfolio.Day) *int {
	d, err := portfolio.ParseDay(day)
	if err != nil {
		return nil
	}
	days := int(d - today)
	return &days
}
