package watch

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Asker answers a question as of the person's day.
type Asker interface {
	Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error)
}

// line is the current state of an entitlement. end is NoDay for a perpetual one.
type line struct {
	subject
	key, product string
	quantity     *float64
	end          portfolio.Day
	serves       bool // counts, as long as its end is not over
}

// told is the name of a line and its end in an instance's memory.
func (l line) told() string { return l.key + "@" + l.end.String() }

// splitTold is the inverse of told.
func splitTold(s string) (key string, end portfolio.Day) {
	cut := len(s) - len("@YYYY-MM-DD")
	if cut < 0 || s[cut] != '@' {
		return s, portfolio.NoDay
	}
	end, err := portfolio.ParseDay(s[cut+1:])
	if err != nil {
		return s, portfolio.NoDay
	}
	return s[:cut], end
}

// lines are all entitlements, soonest end first.
type lines struct {
	all   []line
	byKey map[string]int
	err   error
}

var lineColumns = []string{"entitlement_key", "account_key", "account_id", "account", "product", "quantity", "end_date", "start_date", "status", "trial"}

func askLines(ctx context.Context, a Asker, today portfolio.Day) lines {
	res, err := a.Ask(ctx, metric.Query{Columns: lineColumns}, today)
	if err != nil {
		return lines{err: fmt.Errorf("ask for entitlements: %w", err)}
	}
	at, err := columnsOf(res, lineColumns...)
	if err != nil {
		return lines{err: err}
	}
	got := lines{all: make([]line, 0, len(res.Rows)), byKey: make(map[string]int, len(res.Rows))}
	for _, row := range res.Rows {
		l, err := readLine(row, at, today)
		if err != nil {
			return lines{err: err}
		}
		got.all = append(got.all, l)
	}
	slices.SortStableFunc(got.all, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.account, b.account), cmp.Compare(a.product, b.product), cmp.Compare(a.key, b.key))
	})
	for i, l := range got.all {
		got.byKey[l.key] = i
	}
	return got
}

func readLine(row []any, at []int, today portfolio.Day) (line, error) {
	key := text(row[at[0]])
	l := line{key: key, product: text(row[at[4]]), quantity: number(row[at[5]])}
	l.subject = subject{accountKey: text(row[at[1]]), accountID: text(row[at[2]]), account: text(row[at[3]]), entitlements: []string{key}}
	var err error
	if l.end, err = day(row[at[6]]); err != nil {
		return line{}, fmt.Errorf("end of entitlement %s: %w", key, err)
	}
	start, err := day(row[at[7]])
	if err != nil {
		return line{}, fmt.Errorf("start of entitlement %s: %w", key, err)
	}
	l.serves = text(row[at[8]]) == string(portfolio.Active) && text(row[at[9]]) != "yes" && start <= today
	return l, nil
}

// gauge is an account's use of a product. value is nil where it is unknown.
type gauge struct {
	subject
	product string
	metric  string
	value   *float64
}

func (g gauge) instance() string { return "usage:" + g.accountKey + "|" + g.product }

// gauges are all of them, by instance.
type gauges struct {
	all        []gauge
	byInstance map[string]int
	known      bool // at least one has a value
	asOf       portfolio.Day
	err        error
}

var gaugeColumns = []string{"account_key", "account_id", "account", "product", "consumption_rate", "usage_rate"}

// askGauges asks for the use of every product by every account. covered holds
// the keys of the lines an account has of a product, for those who watch lines.
func askGauges(ctx context.Context, a Asker, today portfolio.Day, covered map[string][]string) gauges {
	q := metric.Query{Metrics: gaugeColumns[4:]}
	for _, d := range gaugeColumns[:4] {
		q.By = append(q.By, metric.By{Dimension: d})
	}
	res, err := a.Ask(ctx, q, today)
	if err != nil {
		return gauges{err: fmt.Errorf("ask for usage: %w", err)}
	}
	at, err := columnsOf(res, gaugeColumns...)
	if err != nil {
		return gauges{err: err}
	}
	got := gauges{byInstance: make(map[string]int, len(res.Rows)), asOf: portfolio.NoDay}
	if day, err := portfolio.ParseDay(res.AsOfByDataset[string(portfolio.Usage)]); err == nil {
		got.asOf = day
	}
	for _, row := range res.Rows {
		g := gauge{product: text(row[at[3]]), metric: "consumption_rate", value: number(row[at[4]])}
		g.subject = subject{accountKey: text(row[at[0]]), accountID: text(row[at[1]]), account: text(row[at[2]])}
		g.entitlements = covered[g.accountKey+"|"+g.product]
		if g.value == nil {
			g.metric, g.value = "usage_rate", number(row[at[5]])
		}
		got.known = got.known || g.value != nil
		got.all = append(got.all, g)
	}
	slices.SortStableFunc(got.all, func(a, b gauge) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.accountKey, b.accountKey), cmp.Compare(a.product, b.product))
	})
	for i, g := range got.all {
		got.byInstance[g.instance()] = i
	}
	return got
}

// columnsOf returns where the named columns are in a result.
func columnsOf(res metric.Result, names ...string) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		at[i] = slices.IndexFunc(res.Columns, func(c metric.Column) bool { return c.Name == name })
		if at[i] < 0 {
			return nil, fault.New(fault.Internal, "The answer has no column %s.", name)
		}
	}
	return at, nil
}

func text(cell any) string {
	s, _ := cell.(string)
	return s
}

// day reads a day; a missing one is NoDay.
func day(cell any) (portfolio.Day, error) {
	s := text(cell)
	if s == "" {
		return portfolio.NoDay, nil
	}
	return portfolio.ParseDay(s)
}

func number(cell any) *float64 {
	switch v := cell.(type) {
	case int64:
		f := float64(v)
		return &f
	case float64:
		return &v
	default:
		return nil
	}
}
