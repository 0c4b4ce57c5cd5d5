package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"
)

// together is how many rows one statement inserts: calls cost as much as rows.
const together = 50

// repeat runs one statement for every item, an INSERT for many items at once.
// A cancellation is noticed between statements: watching each for one takes as
// long as a row.
func repeat[T any](ctx context.Context, tx *sql.Tx, query string, items []T, args func(T) []any) error {
	if many := insertMany(query, together); many != "" && len(items) >= together {
		full := items[:len(items)/together*together]
		items = items[len(full):]
		err := execute(ctx, tx, many, slices.Chunk(full, together), func(rows []T) (all []any) {
			for _, row := range rows {
				all = append(all, args(row)...)
			}
			return all
		})
		if err != nil {
			return err
		}
	}
	if len(items) == 0 {
		return nil
	}
	return execute(ctx, tx, query, slices.Values(items), args)
}

func execute[T any](ctx context.Context, tx *sql.Tx, query string, items iter.Seq[T], args func(T) []any) error {
	stmt, err := tx.PrepareContext(ctx, query) //nolint:sqlclosecheck // it is closed below; the linter loses it in generic code
	if err != nil {
		return err
	}
	defer stmt.Close()
	unwatched := context.WithoutCancel(ctx)
	for item := range items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := stmt.ExecContext(unwatched, args(item)...); err != nil {
			return err
		}
	}
	return nil
}

// insertMany returns an INSERT of one row as one of n rows, "" for any other
// statement.
func insertMany(query string, n int) string {
	from := strings.Index(query, "VALUES (")
	if from < 0 {
		return ""
	}
	from += len("VALUES ")
	to := from + strings.IndexByte(query[from:], ')') + 1
	return query[:to] + strings.Repeat(", "+query[from:to], n-1) + query[to:]
}
