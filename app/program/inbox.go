package program

import (
	"context"

	"headroom/app/bridge"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
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

// inboxFacts are what is asked of the line that an item is about.
var inboxFacts = []string{"import_id", "file", "line", "end_date", "act_by", "if_nothing_is_done", "quantity", "unassigned"}

// InboxItem returns one item with where its line came from and what can still be
// done about it, in a language.
func (p *Program) InboxItem(ctx context.Context, id int64, lang string) (watch.Item, bridge.ItemDetail, error) {
	item, err := p.Store.Item(ctx, id)
	if err != nil {
		return item, bridge.ItemDetail{}, err
	}
	detail := bridge.ItemDetail{ActBy: item.ActBy, Advice: []bridge.Advice{}}
	if item.Entitlement == "" {
		return item, detail, nil
	}
	line := metric.Exactly("entitlement_key", "eq", item.Entitlement)
	r, err := p.Ask(ctx, metric.Query{Columns: inboxFacts, Dataset: metric.EveryEntitlement, Filter: &line})
	if err != nil || len(r.Rows) == 0 {
		return item, detail, err
	}
	row := r.Rows[0]
	detail.Import, _ = row[0].(int64)
	detail.File, _ = row[1].(string)
	detail.Line, _ = row[2].(int64)
	words, err := p.words(ctx, lang)
	if err != nil {
		return item, detail, err
	}
	about := watch.About{
		End: dayIn(row[3]), ActBy: dayIn(row[4]), Licenses: numberIn(row[6]), Unassigned: numberIn(row[7]), Today: p.Today(),
	}
	about.IfNothing, _ = row[5].(string)
	for _, a := range words.Advise(about) {
		detail.Advice = append(detail.Advice, bridge.Advice(a))
	}
	return item, detail, nil
}

// dayIn reads a day of an answer, NoDay where there is none.
func dayIn(v any) portfolio.Day {
	text, _ := v.(string)
	day, err := portfolio.ParseDay(text)
	if err != nil {
		return portfolio.NoDay
	}
	return day
}

// numberIn reads a number of an answer, nil where there is none.
func numberIn(v any) *float64 {
	var n float64
	switch x := v.(type) {
	case int64:
		n = float64(x)
	case float64:
		n = x
	default:
		return nil
	}
	return &n
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
