package bridge

import (
	"context"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// Inbox is the notification centre.
type Inbox struct{ base }

// Items returns every item, newest first.
func (i *Inbox) Items(v View) (items []InboxItem, err error) {
	defer i.guard("Inbox.Items", &err)
	return i.after(func(context.Context, Desk) error { return nil })
}

// Done closes items.
func (i *Inbox) Done(ids []int64) (items []InboxItem, err error) {
	defer i.guard("Inbox.Done", &err)
	if err := i.writable(); err != nil {
		return items, err
	}
	return i.after(func(ctx context.Context, desk Desk) error { return desk.MarkDone(ctx, ids...) })
}

// Reopen brings items back.
func (i *Inbox) Reopen(ids []int64) (items []InboxItem, err error) {
	defer i.guard("Inbox.Reopen", &err)
	if err := i.writable(); err != nil {
		return items, err
	}
	return i.after(func(ctx context.Context, desk Desk) error { return desk.Reopen(ctx, ids...) })
}

// Snooze puts items off until a day, YYYY-MM-DD.
func (i *Inbox) Snooze(ids []int64, until string) (items []InboxItem, err error) {
	defer i.guard("Inbox.Snooze", &err)
	if err := i.writable(); err != nil {
		return items, err
	}
	day, err := portfolio.ParseDay(until)
	if err != nil {
		return nil, fault.At("until", "%q is not a day.", until)
	}
	return i.after(func(ctx context.Context, desk Desk) error { return desk.Snooze(ctx, ids, day) })
}

// after does something to the inbox and returns it.
func (i *Inbox) after(do func(context.Context, Desk) error) ([]InboxItem, error) {
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	if err := do(ctx, desk); err != nil {
		return nil, err
	}
	items, err := desk.Inbox(ctx)
	if err != nil {
		return nil, err
	}
	return inboxItems(items, desk.Today()), nil
}

func inboxItems(items []watch.Item, today portfolio.Day) []InboxItem {
	out := make([]InboxItem, 0, len(items))
	for _, i := range items {
		row := InboxItem{
			ID: i.ID, Rule: i.Rule, RuleName: i.RuleName, Template: string(i.Template), Instance: i.Instance, Episode: i.Episode, Title: i.Title, Body: i.Body,
			Reason: i.Reason, Value: i.Value, State: string(i.State), SnoozedTo: i.SnoozedTo, Resolution: string(i.Resolution), AccountKey: i.AccountKey,
			Account: i.Account, Product: i.Product, End: i.End, CreatedAt: i.CreatedAt.UTC().Format(time.RFC3339), Delivered: i.Delivered,
		}
		if row.Delivered == nil {
			row.Delivered = []string{}
		}
		if end, err := portfolio.ParseDay(i.End); err == nil {
			days := int(end - today)
			row.Days = &days
		}
		out = append(out, row)
	}
	return out
}
