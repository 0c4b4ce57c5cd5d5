package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/identity"
)

// tables hold what decisions are about, by kind.
var tables = map[identity.Kind]string{identity.OfAccounts: "account", identity.OfProducts: "product"}

// mergedKeys are the merges that hold: from key -> into key.
func mergedKeys(ctx context.Context, tx *sql.Tx, kind identity.Kind) (map[string]string, error) {
	merged := map[string]string{}
	return merged, each(ctx, tx, func(rows *sql.Rows) error {
		var from, into string
		err := rows.Scan(&from, &into)
		merged[from] = into
		return err
	}, `SELECT from_key, into_key FROM identity_decision WHERE kind = ? AND state = 'merged'`, kind)
}

// Merge makes two accounts or products one: everything of from is into's from
// now on, whatever is imported or undone later, until Unmerge. It returns the
// decision's id. A merge in a circle is a fault.
func (s *Store) Merge(ctx context.Context, kind identity.Kind, from, into string) (id int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if err := canMerge(ctx, tx, kind, from, into); err != nil {
			return nil, err
		}
		c, err := carry(ctx, tx, kind, from, into)
		if err != nil {
			return nil, storeError(err, "merge")
		}
		if id, err = decide(ctx, tx, s.now().UnixMicro(), kind, from, into, identity.Merged, c); err != nil {
			return nil, err
		}
		return change.Set{change.Facts, change.Watches, change.Inbox}, resolveIdentity(ctx, tx)
	})
	return id, err
}

// KeepApart remembers that two that look alike are not one, so that it is not
// suggested again. It returns the decision's id, that of the one known already
// where it was decided before.
func (s *Store) KeepApart(ctx context.Context, kind identity.Kind, a, b string) (id int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if _, err := namesOf(ctx, tx, kind, a, b); err != nil {
			return nil, err
		}
		err := tx.QueryRowContext(ctx, `SELECT id FROM identity_decision WHERE kind = ?1 AND state = 'apart' AND (from_key, into_key) IN ((?2, ?3), (?3, ?2))`, kind, a, b).Scan(&id)
		if err != sql.ErrNoRows {
			return nil, storeError(err, "find decision")
		}
		id, err = decide(ctx, tx, s.now().UnixMicro(), kind, a, b, identity.Apart, carried{})
		return change.Set{change.Facts}, err
	})
	return id, err
}

func decide(ctx context.Context, tx *sql.Tx, at int64, kind identity.Kind, from, into string, state identity.State, c carried) (int64, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return 0, fmt.Errorf("encode decision: %w", err)
	}
	r, err := tx.ExecContext(ctx, `INSERT INTO identity_decision (kind, from_key, into_key, state, carried, decided_at) VALUES (?, ?, ?, ?, ?, ?)`, kind, from, into, state, string(text), at)
	if err != nil {
		return 0, storeError(err, "decide")
	}
	return r.LastInsertId()
}

func canMerge(ctx context.Context, tx *sql.Tx, kind identity.Kind, from, into string) error {
	names, err := namesOf(ctx, tx, kind, from, into)
	if err != nil {
		return err
	}
	merged, err := mergedKeys(ctx, tx, kind)
	if err != nil {
		return storeError(err, "merge")
	}
	if _, is := merged[from]; is {
		return fault.New(fault.Conflict, "%s is already merged into another %s.", names[0], kind).WithHint("Take that back first.")
	}
	if identity.Circular(merged, from, into) {
		return fault.New(fault.Conflict, "%s cannot be merged into %s, which is merged into it.", names[0], names[1]).WithHint("Take that back first.")
	}
	return nil
}

// namesOf returns the names of two keys that are different, and that live
// imports speak of or that are merged.
func namesOf(ctx context.Context, tx *sql.Tx, kind identity.Kind, a, b string) (names [2]string, err error) {
	table, ok := tables[kind]
	if !ok {
		return names, fault.At("kind", "%q is neither account nor product.", string(kind))
	}
	for i, key := range []string{a, b} {
		err := tx.QueryRowContext(ctx, `SELECT name FROM `+table+` WHERE key = ?1 AND (live = 1
			OR EXISTS (SELECT 1 FROM identity_decision WHERE kind = ?2 AND from_key = ?1 AND state = 'merged'))`, key, kind).Scan(&names[i])
		if err == sql.ErrNoRows {
			return names, fault.New(fault.NotFound, "There is no %s %q.", kind, key)
		}
		if err != nil {
			return names, storeError(err, "find "+table)
		}
	}
	if a == b {
		return names, fault.New(fault.Invalid, "%s is one %s already.", names[0], kind)
	}
	return names, nil
}

// Unmerge takes a decision back, a merge or that two are kept apart: it is as
// if it had never been made.
func (s *Store) Unmerge(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		var d identity.Decision
		var text string
		err := tx.QueryRowContext(ctx, `SELECT kind, from_key, into_key, state, carried FROM identity_decision WHERE id = ? AND state <> 'withdrawn'`, id).
			Scan(&d.Kind, &d.From, &d.Into, &d.State, &text)
		if err == sql.ErrNoRows {
			return nil, fault.New(fault.NotFound, "There is no decision %d.", id)
		}
		if err != nil {
			return nil, storeError(err, "find decision")
		}
		if _, err := tx.ExecContext(ctx, `UPDATE identity_decision SET state = 'withdrawn' WHERE id = ?`, id); err != nil {
			return nil, storeError(err, "withdraw decision")
		}
		if d.State != identity.Merged {
			return change.Set{change.Facts}, nil
		}
		if err := resolveIdentity(ctx, tx); err != nil {
			return nil, err
		}
		return change.Set{change.Facts, change.Watches, change.Inbox}, storeError(giveBack(ctx, tx, d, text), "withdraw decision")
	})
}

// resolveIdentity brings everything up to date with the decisions.
func resolveIdentity(ctx context.Context, tx *sql.Tx) error {
	accounts, err := resolveAccounts(ctx, tx, -1)
	if err != nil {
		return err
	}
	products, err := resolveProducts(ctx, tx)
	if err != nil {
		return err
	}
	return moveRefs(ctx, tx, accounts || products)
}

// carried is what a merge of accounts takes along that is no fact: what the
// person watches and was told. Unmerge gives it back.
type carried struct {
	Watched int64   `json:"watched,omitempty"` // since when from was watched, 0: it was not
	Already bool    `json:"already,omitempty"` // into was watched as well
	Inbox   []int64 `json:"inbox,omitempty"`
	// Instances are those of rules that go by the other name.
	Instances []followed `json:"instances,omitempty"`
}

func carry(ctx context.Context, tx *sql.Tx, kind identity.Kind, from, into string) (c carried, err error) {
	if kind != identity.OfAccounts {
		return c, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce((SELECT created_at FROM watch_item WHERE kind = 'account' AND key = ?), 0),
		EXISTS (SELECT 1 FROM watch_item WHERE kind = 'account' AND key = ?)`, from, into).Scan(&c.Watched, &c.Already)
	if err != nil {
		return c, err
	}
	if c.Instances, _, err = following(ctx, tx, map[string]string{from: into}); err != nil {
		return c, err
	}
	return c, each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		c.Inbox = append(c.Inbox, id)
		return err
	}, `SELECT id FROM inbox WHERE account_key = ? ORDER BY id`, from)
}

func giveBack(ctx context.Context, tx *sql.Tx, d identity.Decision, text string) error {
	var c carried
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	if c.Watched != 0 {
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO watch_item (kind, key, created_at) VALUES ('account', ?, ?)`, d.From, c.Watched); err != nil {
			return err
		}
		if !c.Already {
			if _, err := tx.ExecContext(ctx, `DELETE FROM watch_item WHERE kind = 'account' AND key = ?`, d.Into); err != nil {
				return err
			}
		}
	}
	for _, x := range c.Instances {
		// All of it goes back, what was told meanwhile, too: the numbers of episodes
		// go with the name.
		if err := rename(ctx, tx, followed{x.Rule, x.Into, x.From}); err != nil {
			return err
		}
	}
	return repeat(ctx, tx, `UPDATE inbox SET account_key = ? WHERE id = ?`, c.Inbox, func(id int64) []any { return []any{d.From, id} })
}

// Decisions returns what the person decided and has not taken back, newest first.
func (s *Store) Decisions(ctx context.Context) ([]identity.Decision, error) {
	all := []identity.Decision{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var d identity.Decision
			var at int64
			err := rows.Scan(&d.ID, &d.Kind, &d.From, &d.Into, &d.State, &at, &d.FromName, &d.IntoName)
			d.DecidedAt = fromMicros(at)
			all = append(all, d)
			return err
		}, `SELECT d.id, d.kind, from_key, into_key, state, decided_at,
				coalesce(CASE d.kind WHEN 'account' THEN (SELECT name FROM account WHERE key = from_key) ELSE (SELECT name FROM product WHERE key = from_key) END, ''),
				coalesce(CASE d.kind WHEN 'account' THEN (SELECT name FROM account WHERE key = into_key) ELSE (SELECT name FROM product WHERE key = into_key) END, '')
			FROM identity_decision d WHERE state <> 'withdrawn' ORDER BY d.id DESC`)
	})
	return all, storeError(err, "read decisions")
}

// Suggestions returns the pairs of accounts and products that are likely one.
// Nothing is merged by it.
func (s *Store) Suggestions(ctx context.Context) ([]identity.Suggestion, error) {
	out := []identity.Suggestion{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		apart := map[[2]string]bool{}
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var kind, a, b string
			err := rows.Scan(&kind, &a, &b)
			apart[[2]string{kind + a, b}], apart[[2]string{kind + b, a}] = true, true
			return err
		}, `SELECT kind, from_key, into_key FROM identity_decision WHERE state = 'apart'`)
		if err != nil {
			return err
		}
		for _, of := range []struct {
			kind  identity.Kind
			query string
		}{
			{identity.OfAccounts, `SELECT key, name, coalesce(domain, '') FROM account WHERE live = 1`},
			{identity.OfProducts, `SELECT key, name, '' FROM product WHERE live = 1 AND NOT EXISTS (SELECT 1 FROM product_canonical c WHERE c.product_id = product.id)`},
		} {
			var named []identity.Named
			err := each(ctx, tx, func(rows *sql.Rows) error {
				var n identity.Named
				err := rows.Scan(&n.Key, &n.Name, &n.Domain)
				n.Domain = foldName(n.Domain)
				named = append(named, n)
				return err
			}, of.query)
			if err != nil {
				return err
			}
			out = append(out, identity.Suggest(of.kind, named, func(a, b string) bool { return apart[[2]string{string(of.kind) + a, b}] })...)
		}
		return nil
	})
	return out, storeError(err, "suggest merges")
}

// Aliases returns the other names under which facts speak of a product: its
// aliases in catalogues, and the products that are it.
func (s *Store) Aliases(ctx context.Context, key string) ([]string, error) {
	out := []string{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			out = append(out, name)
			return err
		}, `SELECT a.alias FROM product_alias a JOIN product p ON p.id = a.product_id WHERE p.key = ?1
			UNION SELECT q.key FROM product_canonical c JOIN product p ON p.id = c.canonical_id JOIN product q ON q.id = c.product_id WHERE p.key = ?1`, key)
	})
	slices.Sort(out)
	return out, storeError(err, "read aliases")
}
