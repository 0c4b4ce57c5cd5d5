package store

import (
	"context"
	"database/sql"

	"headroom/backend/change"
	"headroom/backend/fault"
)

// importTables hold the rows of imports, each with an import_id.
var importTables = []string{"entitlement_row", "account_row", "product_row", "product_alias", "support_row", "charge_row", "usage_chunk", "event_chunk", "rejected_row", "import_slice"}

// Undo takes one import back, whenever it was made: its rows go, and what
// others said before or after holds. The archived original stays.
func (s *Store) Undo(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		var state string
		err := tx.QueryRowContext(ctx, `SELECT state FROM import WHERE id = ?`, id).Scan(&state)
		switch {
		case err == sql.ErrNoRows:
			return nil, fault.New(fault.NotFound, "There is no import %d.", id)
		case err != nil:
			return nil, storeError(err, "find import")
		case state != "committed":
			return nil, fault.New(fault.Conflict, "Import %d is already undone.", id)
		}
		return change.Set{change.Facts}, retract(ctx, tx, id)
	})
}

func retract(ctx context.Context, tx *sql.Tx, id int64) error {
	accounts, streams, err := retracted(ctx, tx, id)
	if err != nil {
		return storeError(err, "undo import")
	}
	if err := unfix(ctx, tx, id); err != nil {
		return err
	}
	for _, table := range importTables {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE import_id = ?`, id); err != nil {
			return storeError(err, "undo import")
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE import SET state = 'undone' WHERE id = ?`, id); err != nil {
		return storeError(err, "undo import")
	}
	moved, err := resolveAccounts(ctx, tx, -1)
	if err != nil {
		return err
	}
	if err := clearTouched(ctx, tx); err != nil {
		return err
	}
	if err := refreshAccounts(ctx, tx, -1, accounts); err != nil {
		return err
	}
	other, err := resolveProducts(ctx, tx)
	if err != nil {
		return err
	}
	if err := clearTouched(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO touched SELECT id FROM retracted`); err != nil {
		return storeError(err, "undo import")
	}
	if err := touchSlices(ctx, tx, streams); err != nil {
		return err
	}
	if err := resolveEntitlements(ctx, tx); err != nil {
		return err
	}
	if err := resolveSupport(ctx, tx); err != nil {
		return err
	}
	if err := resolveBooks(ctx, tx); err != nil {
		return err
	}
	return moveRefs(ctx, tx, moved || other)
}

// retracted notes, before its rows go, what an import touched: keys in the
// temporary table retracted, books, accounts, and streams it spoke whole slices of.
func retracted(ctx context.Context, tx *sql.Tx, id int64) (accounts map[int64]bool, streams []int64, err error) {
	if err := clearTouched(ctx, tx); err != nil {
		return nil, nil, err
	}
	if err := touchImport(ctx, tx, id); err != nil {
		return nil, nil, err
	}
	if err := touchBooks(ctx, tx, id); err != nil {
		return nil, nil, err
	}
	if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE IF NOT EXISTS retracted (id INTEGER PRIMARY KEY); DELETE FROM retracted; INSERT INTO retracted SELECT id FROM touched`); err != nil {
		return nil, nil, err
	}
	accounts = map[int64]bool{}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var account int64
		err := rows.Scan(&account)
		accounts[account] = true
		return err
	}, `SELECT DISTINCT a.account_id FROM account_row r JOIN ref_account a ON a.ref_id = r.ref_id WHERE r.import_id = ?`, id)
	if err != nil {
		return nil, nil, err
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var stream int64
		err := rows.Scan(&stream)
		streams = append(streams, stream)
		return err
	}, `SELECT DISTINCT stream_id FROM import_slice WHERE import_id = ? AND whole = 1`, id)
	return accounts, streams, err
}
