package store

import (
	"context"
	"database/sql"

	"headroom/backend/identity"
)

// resolveProducts decides which products are one, gives every product its
// latest attributes that are not empty, and says whether any import still
// speaks of it. It reports whether facts mean another product now.
func resolveProducts(ctx context.Context, tx *sql.Tx) (moved bool, err error) {
	if moved, err = resolveCanonical(ctx, tx); err != nil {
		return false, storeError(err, "resolve products")
	}
	_, err = tx.ExecContext(ctx, `UPDATE product SET (name, sku, family, vendor, live) = (`+latestProduct+`)`)
	return moved, storeError(err, "resolve products")
}

// resolveCanonical brings product_canonical up to date with the aliases of the
// live imports and with the decisions.
func resolveCanonical(ctx context.Context, tx *sql.Tx) (moved bool, err error) {
	aliases, err := aliasKeys(ctx, tx)
	if err != nil {
		return false, err
	}
	merged, err := mergedKeys(ctx, tx, identity.OfProducts)
	if err != nil {
		return false, err
	}
	was := map[int64]int64{}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var product, canonical int64
		err := rows.Scan(&product, &canonical)
		was[product] = canonical
		return err
	}, `SELECT product_id, canonical_id FROM product_canonical`)
	if err != nil || (len(aliases)+len(merged)+len(was) == 0) {
		return false, err
	}
	products, ids, err := liveProducts(ctx, tx)
	if err != nil {
		return false, err
	}
	means := identity.Products(products, aliases, merged)
	type pair struct{ product, canonical int64 }
	var put []pair
	for _, p := range products {
		canonical := ids[means[p.ID]]
		if canonical == p.ID {
			continue
		}
		if was[p.ID] != canonical {
			put = append(put, pair{p.ID, canonical})
		}
		delete(was, p.ID)
	}
	for product := range was {
		if _, err := tx.ExecContext(ctx, `DELETE FROM product_canonical WHERE product_id = ?`, product); err != nil {
			return false, err
		}
	}
	return len(put)+len(was) > 0, repeat(ctx, tx, `INSERT INTO product_canonical (product_id, canonical_id) VALUES (?, ?)
		ON CONFLICT (product_id) DO UPDATE SET canonical_id = excluded.canonical_id`, put, func(p pair) []any { return []any{p.product, p.canonical} })
}

// aliasKeys are the keys of the products that catalogues give each alias, the
// latest catalogue first; of several products of one catalogue the first by name.
func aliasKeys(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	keys := map[string]string{}
	return keys, each(ctx, tx, func(rows *sql.Rows) error {
		var alias, key string
		if err := rows.Scan(&alias, &key); err != nil {
			return err
		}
		if keys[alias] == "" {
			keys[alias] = key
		}
		return nil
	}, `SELECT a.alias, p.key FROM product_alias a JOIN product p ON p.id = a.product_id ORDER BY a.alias, a.as_of DESC, a.rank DESC, p.key`)
}

// liveProducts are the products that some live import mentions, and the ids of
// all of them by key.
func liveProducts(ctx context.Context, tx *sql.Tx) (all []identity.Product, ids map[string]int64, err error) {
	ids = map[string]int64{}
	return all, ids, each(ctx, tx, func(rows *sql.Rows) error {
		var p identity.Product
		if err := rows.Scan(&p.ID, &p.Key, &p.Listed); err != nil {
			return err
		}
		all, ids[p.Key] = append(all, p), p.ID
		return nil
	}, `SELECT p.id, p.key, max(r.listed) FROM product p JOIN product_row r ON r.product_id = p.id GROUP BY p.id ORDER BY p.id`)
}

// canonicalOf is the product that the product of a row is.
func canonicalOf(row string) string {
	return `coalesce((SELECT canonical_id FROM product_canonical WHERE product_id = ` + row + `.product_id), ` + row + `.product_id)`
}

// latestProduct selects what the rows say of the product at hand; its own go
// before those of products that are it.
var latestProduct = `SELECT coalesce(` + ofProduct("name") + `, name), ` + ofProduct("sku") + `, ` + ofProduct("family") + `, ` + ofProduct("vendor") + `,
	EXISTS (SELECT 1 FROM product_row r WHERE r.product_id = product.id)`

func ofProduct(column string) string {
	return `(SELECT r.` + column + ` FROM (SELECT product.id AS id UNION ALL SELECT product_id FROM product_canonical WHERE canonical_id = product.id) m
		CROSS JOIN product_row r ON r.product_id = m.id WHERE r.` + column + ` <> '' ORDER BY m.id <> product.id, r.as_of DESC, r.rank DESC LIMIT 1)`
}
