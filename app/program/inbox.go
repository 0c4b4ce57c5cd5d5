package program

import (
	"context"

	"headroom/app/bridge"
	"headroom/backend/metric"
	"headroom/backend/watch"
)

// FindInbox returns a page of the inbox with what can be chosen to narrow it.
func (p *Program) FindInbox(ctx context.Context, a watch.InboxAsking) (watch.InboxPage, error) {
	return p.Store.FindInbox(ctx, a, p.Today())
}

// ChooseInbox returns the ids of all items that an asking finds.
func (p *Program) ChooseInbox(ctx context.Context, a watch.InboxAsking) ([]int64, error) {
	return p.Store.ChooseInbox(ctx, a, p.Today())
}

// InboxItem returns one item with where its line came from.
func (p *Program) InboxItem(ctx context.Context, id int64, _ string) (watch.Item, bridge.ItemDetail, error) {
	item, err := p.Store.Item(ctx, id)
	if err != nil {
		return item, bridge.ItemDetail{}, err
	}
	detail := bridge.ItemDetail{ActBy: item.ActBy, Advice: []bridge.Advice{}}
	if item.Entitlement == "" {
		return item, detail, nil
	}
	r, err := p.Ask(ctx, metric.Query{
		Columns: []string{"import_id", "file", "line"}, Dataset: metric.EveryEntitlement,
		Filter: &metric.Filter{Dimension: "entitlement_key", Op: "eq", Value: item.Entitlement},
	})
	if err != nil || len(r.Rows) == 0 {
		return item, detail, err
	}
	detail.Import, _ = r.Rows[0][0].(int64)
	detail.File, _ = r.Rows[0][1].(string)
	detail.Line, _ = r.Rows[0][2].(int64)
	return item, detail, nil
}

// ItemHistory says what happened to an item, oldest first.
func (p *Program) ItemHistory(ctx context.Context, id int64) ([]watch.Activity, error) {
	return p.Store.ItemHistory(ctx, id)
}

// DoneWith closes items, with the person's reason.
func (p *Program) DoneWith(ctx context.Context, ids []int64, reason string) error {
	return p.Store.DoneWith(ctx, ids, reason)
}

// SnoozeUntil puts items off until what brings them back.
func (p *Program) SnoozeUntil(ctx context.Context, ids []int64, until watch.Return, reason string) error {
	return p.Store.SnoozeUntil(ctx, ids, until, reason, p.Today())
}

// Channels says of every way to the person whether it could deliver now.
func (p *Program) Channels(ctx context.Context) ([]bridge.Channel, error) {
	ways, err := p.Ways(ctx)
	out := make([]bridge.Channel, len(ways))
	for i, w := range ways {
		out[i] = bridge.Channel(w)
	}
	return out, err
}
