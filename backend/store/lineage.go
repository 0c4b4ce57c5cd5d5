package store

import (
	"context"
	"database/sql"
	"errors"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// AccountRefs returns the refs by which files speak of the account with a key.
func (s *Store) AccountRefs(ctx context.Context, key string) ([]portfolio.AccountRef, error) {
	var out []portfolio.AccountRef
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var r portfolio.AccountRef
			if err := rows.Scan(&r.Kind, &r.ExternalID, &r.Name); err != nil {
				return err
			}
			out = append(out, r)
			return nil
		}, `SELECT r.kind, r.external, r.name FROM account a JOIN ref_account x ON x.account_id = a.id JOIN account_ref r ON r.id = x.ref_id WHERE a.key = ?`, key)
	})
	return out, storeError(err, "find the refs of an account")
}

// ProductKeys returns the folded names by which files speak of a product.
func (s *Store) ProductKeys(ctx context.Context, name string) ([]string, error) {
	var out []string
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var key string
			if err := rows.Scan(&key); err != nil {
				return err
			}
			out = append(out, key)
			return nil
		}, `SELECT p.key FROM product p WHERE p.name = ?1
UNION SELECT a.key FROM product p JOIN product_canonical c ON c.canonical_id = p.id JOIN product a ON a.id = c.product_id WHERE p.name = ?1`, name)
	})
	return out, storeError(err, "find the names of a product")
}

// Import returns one import.
func (s *Store) Import(ctx context.Context, id int64) (ingest.Result, error) {
	r, err := scanImport(s.r.QueryRowContext(ctx, `SELECT `+importColumns+` FROM import WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.New(fault.NotFound, "There is no import %d.", id)
	}
	return r, storeError(err, "find import")
}
