package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"headroom/backend/chunk"
	"headroom/backend/portfolio"
)

// byHand is what one pass over the tables of a store finds, written for the
// rules of the bench alone: the peer of their evaluation. It knows nothing of
// what the store and the engine are for: later imports, scopes, other sources.
type byHand struct {
	names    []string // of accounts, by place
	keys     []string
	products map[int64]string
	lines    []handLine
	sold     []float64 // by account, of what counts
	assigned []float64 // of what counts and is known
	base     []float64 // licenses of those
	active   []float64 // by account: the most of one feature; NaN is unknown
	before   []float64 // a month before
	used     map[[2]int]float64
	entitled map[[2]int]float64
	busy     map[int]float64 // active by product
}

type handLine struct {
	account, product   int
	quantity, assigned float64 // NaN is unknown
	end                portfolio.Day
}

// readByHand reads the store as of a day, with the usage of two days.
func readByHand(ctx context.Context, file string, today, usage, before portfolio.Day) (*byHand, error) {
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro") // of the driver the store brings along
	if err != nil {
		return nil, err
	}
	defer db.Close()
	h := &byHand{products: map[int64]string{}, used: map[[2]int]float64{}, entitled: map[[2]int]float64{}, busy: map[int]float64{}}
	place, err := h.accounts(ctx, db)
	if err != nil {
		return nil, err
	}
	if err := h.entitlements(ctx, db, place, today, usage); err != nil {
		return nil, err
	}
	series, err := h.series(ctx, db, place)
	if err != nil {
		return nil, err
	}
	if h.active, err = h.day(ctx, db, series, usage, true); err != nil {
		return nil, err
	}
	h.before, err = h.day(ctx, db, series, before, false)
	return h, err
}

func (h *byHand) accounts(ctx context.Context, db *sql.DB) (map[int64]int, error) {
	place := map[int64]int{}
	err := each(ctx, db, func(rows *sql.Rows) error {
		var id int64
		var name, key string
		if err := rows.Scan(&id, &name, &key); err != nil {
			return err
		}
		place[id] = len(h.names)
		h.names, h.keys = append(h.names, name), append(h.keys, key)
		return nil
	}, `SELECT id, name, key FROM account`)
	if err == nil {
		err = each(ctx, db, func(rows *sql.Rows) error {
			var id int64
			var name string
			err := rows.Scan(&id, &name)
			h.products[id] = name
			return err
		}, `SELECT id, name FROM product`)
	}
	n := len(h.names)
	h.sold, h.assigned, h.base = make([]float64, n), make([]float64, n), make([]float64, n)
	return place, err
}

func (h *byHand) entitlements(ctx context.Context, db *sql.DB, place map[int64]int, today, usage portfolio.Day) error {
	return each(ctx, db, func(rows *sql.Rows) error {
		var account, product int64
		var quantity, assigned sql.NullFloat64
		var start, end sql.NullString
		if err := rows.Scan(&account, &product, &quantity, &assigned, &start, &end); err != nil {
			return err
		}
		l := handLine{account: place[account], product: int(product), quantity: quantity.Float64, assigned: math.NaN(), end: portfolio.NoDay}
		var err error
		if end.Valid {
			if l.end, err = portfolio.ParseDay(end.String); err != nil {
				return err
			}
		}
		if !end.Valid || l.end >= usage {
			h.entitled[[2]int{l.account, l.product}] += l.quantity
		}
		if end.Valid && l.end < today {
			return nil
		}
		h.sold[l.account] += l.quantity
		if assigned.Valid {
			l.assigned = assigned.Float64
			h.assigned[l.account] += l.assigned
			h.base[l.account] += l.quantity
		}
		h.lines = append(h.lines, l)
		return nil
	}, `SELECT account_id, product_id, quantity, assigned, start_day, end_day FROM entitlement
	    WHERE status = 'active' AND trial = 0 AND (start_day IS NULL OR start_day <= ?)`, today.String())
}

// handSeries is the account, product and feature of a series.
type handSeries struct{ account, product, feature int }

func (h *byHand) series(ctx context.Context, db *sql.DB, place map[int64]int) ([]handSeries, error) {
	var out []handSeries
	features := map[string]int{}
	err := each(ctx, db, func(rows *sql.Rows) error {
		var id, account, product int64
		var feature string
		if err := rows.Scan(&id, &account, &product, &feature); err != nil {
			return err
		}
		if _, ok := features[feature]; !ok {
			features[feature] = len(features)
		}
		for int64(len(out)) <= id {
			out = append(out, handSeries{})
		}
		out[id] = handSeries{place[account], int(product), features[feature]}
		return nil
	}, `SELECT s.id, r.account_id, s.product_id, s.feature FROM series s JOIN ref_account r ON r.ref_id = s.ref_id`)
	return out, err
}

// day adds up the usage of a day: active users by account, the most of one
// feature; with metered, the quantities and the active users by product, too.
func (h *byHand) day(ctx context.Context, db *sql.DB, series []handSeries, on portfolio.Day, metered bool) ([]float64, error) {
	var days []*chunk.Day
	err := each(ctx, db, func(rows *sql.Rows) error {
		var data []byte
		var crc uint32
		if err := rows.Scan(&data, &crc); err != nil {
			return err
		}
		d, err := chunk.Decode(data, crc)
		days = append(days, d)
		return err
	}, `SELECT data, crc FROM usage_chunk WHERE day = ?`, on.String())
	if err != nil {
		return nil, err
	}
	cells := map[[2]int]float64{}
	most := map[[2]int]float64{} // account and product: the most of one feature
	for _, d := range days {
		for i, id := range d.Series {
			s := series[id]
			if d.Active.Values != nil && d.Active.Values[i] != chunk.Null {
				cells[[2]int{s.account, s.feature}] += float64(d.Active.Values[i])
			}
			if metered && d.Used.Values != nil && d.Used.Values[i] != chunk.Null {
				h.used[[2]int{s.account, s.product}] += float64(d.Used.Values[i]) / math.Pow10(int(d.Used.Scale))
			}
			if metered && d.Active.Values != nil {
				key := [2]int{s.account, s.product}
				most[key] = max(most[key], float64(d.Active.Values[i]))
			}
		}
	}
	for key, v := range most {
		h.busy[key[1]] += v
	}
	out := make([]float64, len(h.names))
	for i := range out {
		out[i] = math.NaN()
	}
	for key, v := range cells {
		if math.IsNaN(out[key[0]]) || v > out[key[0]] {
			out[key[0]] = v
		}
	}
	return out, nil
}

// each calls fn for every row of an answer.
func each(ctx context.Context, db *sql.DB, fn func(*sql.Rows) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read by hand: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
