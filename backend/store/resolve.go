package store

import (
	"context"
	"database/sql"
	"strings"
)

// Resolution turns the immutable rows into the tables that hold what is
// current (docs/semantics.md). It is written once, for a set of touched keys:
// an import touches its own, an undo those of what it takes back.

// resolveAfter brings the current tables up to date with import id. It returns
// how many entitlements were there before and are in none of the slices now.
func resolveAfter(ctx context.Context, tx *sql.Tx, id int64, entitlements, supports bool) (gone int64, err error) {
	moved, err := resolveAccounts(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	other, err := resolveProducts(ctx, tx)
	if err != nil {
		return 0, err
	}
	if err := clearTouched(ctx, tx); err != nil {
		return 0, err
	}
	if err := touchImport(ctx, tx, id); err != nil {
		return 0, err
	}
	if entitlements {
		if gone, err = resolveCounting(ctx, tx); err != nil {
			return 0, err
		}
	}
	if supports {
		if err := resolveSupport(ctx, tx); err != nil {
			return 0, err
		}
	}
	if err := touchBooks(ctx, tx, id); err != nil {
		return 0, err
	}
	if err := resolveBooks(ctx, tx); err != nil {
		return 0, err
	}
	return gone, moveRefs(ctx, tx, moved || other)
}

func clearTouched(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY); DELETE FROM touched`)
	return storeError(err, "prepare resolution")
}

// touchImport marks the keys whose state import id may have changed: its own,
// and, where it speaks of a whole slice, those that hold now.
func touchImport(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `
		INSERT OR IGNORE INTO touched SELECT key_id FROM entitlement_row WHERE import_id = ?1;`, id)
	if err != nil {
		return storeError(err, "mark keys")
	}
	_, err = tx.ExecContext(ctx, `
		INSERT OR IGNORE INTO touched SELECT id FROM entitlement
		WHERE stream_id IN (SELECT stream_id FROM import_slice WHERE import_id = ?1 AND whole = 1)`, id)
	return storeError(err, "mark keys")
}

// touchSlices marks the keys of the slices that hold now in the streams of an
// import that is being taken back.
func touchSlices(ctx context.Context, tx *sql.Tx, streams []int64) error {
	for _, stream := range streams {
		_, err := tx.ExecContext(ctx, `
			WITH whole AS (SELECT as_of, rank FROM import_slice WHERE stream_id = ?1 AND whole = 1 ORDER BY as_of DESC, rank DESC LIMIT 1)
			INSERT OR IGNORE INTO touched
			SELECT r.key_id FROM import_slice s JOIN entitlement_row r ON r.import_id = s.import_id AND r.stream_id = s.stream_id AND r.as_of = s.as_of
			WHERE s.stream_id = ?1 AND (s.as_of, s.rank) >= (SELECT as_of, rank FROM whole)`, stream)
		if err != nil {
			return storeError(err, "mark keys")
		}
	}
	return nil
}

// wholeSlices names the latest whole slice of each stream.
var wholeSlices = `
	WITH whole AS MATERIALIZED (` + wholeUpTo("9223372036854775807") + `)`

// What an entitlement and a support request are beside who and what they are
// about: the columns that their rows and their current tables share.
const (
	entitlementValues = `sku, quantity, assigned, start_day, end_day, status, status_raw, trial, auto_renew, value, currency, partner_id,
		term, billing, cancel_until, parent, custom`
	supportValues = `opened_day, category, status, title, closed_day, severity, first_response, resolution, satisfaction, custom`
)

// currentRows is the state of keys at the latest day and import: the rows that
// no later one of their key replaces.
var currentRows = wholeSlices + `
	SELECT r.key_id, r.import_id, r.as_of, r.stream_id, r.line, r.kind, a.account_id, ` + canonicalOf("r") + `, ` + ofRow("r", entitlementValues) + `
	FROM touched t
	CROSS JOIN entitlement_row r ON r.key_id = t.id
	JOIN ref_account a ON a.ref_id = r.ref_id
	LEFT JOIN whole w ON w.stream_id = r.stream_id
	WHERE ` + speaks("w") + ` AND NOT EXISTS (
		SELECT 1 FROM entitlement_row l LEFT JOIN whole w ON w.stream_id = l.stream_id
		WHERE l.key_id = r.key_id AND (l.as_of, l.rank) > (r.as_of, r.rank) AND (w.stream_id IS NULL OR (l.as_of, l.rank) >= (w.as_of, w.rank)))`

// ofRow qualifies a list of columns.
func ofRow(row, columns string) string {
	list := strings.Split(columns, ",")
	for i, column := range list {
		list[i] = row + "." + strings.TrimSpace(column)
	}
	return strings.Join(list, ", ")
}

func resolveEntitlements(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM entitlement WHERE id IN (SELECT id FROM touched)`); err != nil {
		return storeError(err, "resolve entitlements")
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, `+entitlementValues+`)`+currentRows)
	return storeError(err, "resolve entitlements")
}

// resolveCounting resolves entitlements and returns how many of them that were
// there before are there no longer.
func resolveCounting(ctx context.Context, tx *sql.Tx) (gone int64, err error) {
	_, err = tx.ExecContext(ctx, `CREATE TEMP TABLE IF NOT EXISTS present (id INTEGER PRIMARY KEY); DELETE FROM present;
		INSERT INTO present SELECT id FROM entitlement WHERE id IN (SELECT id FROM touched)`)
	if err != nil {
		return 0, storeError(err, "resolve entitlements")
	}
	if err := resolveEntitlements(ctx, tx); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT count(*) FROM present p WHERE NOT EXISTS (SELECT 1 FROM entitlement e WHERE e.id = p.id)`).Scan(&gone)
	return gone, storeError(err, "resolve entitlements")
}

// resolveSupport resolves all support requests; there are few.
func resolveSupport(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM support_request`); err != nil {
		return storeError(err, "resolve support requests")
	}
	_, err := tx.ExecContext(ctx, wholeSlices+`
		INSERT INTO support_request (key, import_id, as_of, stream_id, line, account_id, product_id, `+supportValues+`)
		SELECT key, import_id, as_of, stream_id, line, account_id, product, `+supportValues+` FROM (
			SELECT r.*, a.account_id, `+canonicalOf("r")+` AS product, row_number() OVER (PARTITION BY r.key ORDER BY r.as_of DESC, r.rank DESC) AS n
			FROM support_row r JOIN ref_account a ON a.ref_id = r.ref_id LEFT JOIN whole w ON w.stream_id = r.stream_id
			WHERE `+speaks("w")+`)
		WHERE n = 1`)
	return storeError(err, "resolve support requests")
}

// moveRefs gives facts whose account or product changed identity the new one.
func moveRefs(ctx context.Context, tx *sql.Tx, moved bool) error {
	if !moved {
		return nil
	}
	if err := clearTouched(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO touched SELECT DISTINCT key_id FROM entitlement_row`); err != nil {
		return storeError(err, "mark keys")
	}
	if err := resolveEntitlements(ctx, tx); err != nil {
		return err
	}
	if err := resolveLedger(ctx, tx); err != nil {
		return err
	}
	return resolveSupport(ctx, tx)
}
