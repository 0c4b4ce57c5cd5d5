package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
)

// NamedAccount is an account as a person may look for it.
type NamedAccount struct {
	ID                           int64
	Key, External, Name, Country string
}

// NamedProduct is a product as a person may look for it.
type NamedProduct struct {
	ID   int64
	Name string
}

// NamedEntitlement is an entitlement as a person may look for it. Number is how
// its source calls it, and what Take is given is only valid until it returns.
type NamedEntitlement struct {
	ID, Account, Product int64
	Number               []byte
}

// Names takes what a person may look for. Accounts and products come before the
// entitlements of them.
type Names struct {
	Account     func(NamedAccount)
	Product     func(NamedProduct)
	Entitlement func(NamedEntitlement)
}

// Names hands over every account that an import speaks of, every product and
// every entitlement, of one state, and returns the generation of that state.
func (s *Store) Names(ctx context.Context, take Names) (generation int64, err error) {
	ctx, cancel := s.whileOpen(ctx)
	defer cancel()
	err = s.read(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'generation'`).Scan(&generation); err != nil {
			return err
		}
		if err := each(ctx, tx, func(rows *sql.Rows) error {
			var a NamedAccount
			err := rows.Scan(&a.ID, &a.Key, &a.External, &a.Name, &a.Country)
			take.Account(a)
			return err
		}, `SELECT id, key, external, name, coalesce(country, '') FROM account WHERE live = 1`); err != nil {
			return err
		}
		if err := each(ctx, tx, func(rows *sql.Rows) error {
			var p NamedProduct
			err := rows.Scan(&p.ID, &p.Name)
			take.Product(p)
			return err
		}, `SELECT id, name FROM product`); err != nil {
			return err
		}
		var key sql.RawBytes
		return each(ctx, tx, func(rows *sql.Rows) error {
			var e NamedEntitlement
			err := rows.Scan(&e.ID, &e.Account, &e.Product, &key)
			e.Number = sourceNumber(key)
			take.Entitlement(e)
			return err
		}, `SELECT f.id, f.account_id, f.product_id, k.key FROM entitlement f JOIN entitlement_key k ON k.id = f.id WHERE f.kind = 'entitlement'`)
	})
	return generation, storeError(err, "read names")
}

// sourceNumber is the part of an entitlement's key that its source calls it by.
func sourceNumber(key []byte) []byte {
	if i := bytes.LastIndexByte(key, ':'); i >= 0 && i < len(key)-1 {
		return key[i+1:]
	}
	return key
}

// EntitlementKeys returns the keys of entitlements by their ids.
func (s *Store) EntitlementKeys(ctx context.Context, ids []int64) (map[int64]string, error) {
	keys := make(map[int64]string, len(ids))
	err := s.read(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			var key string
			err := tx.QueryRowContext(ctx, `SELECT key FROM entitlement_key WHERE id = ?`, id).Scan(&key)
			switch {
			case err == nil:
				keys[id] = key
			case !errors.Is(err, sql.ErrNoRows): // else it is gone since it was found
				return err
			}
		}
		return nil
	})
	return keys, storeError(err, "read entitlements")
}
