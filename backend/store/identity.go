package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
)

// liveRef is an account ref that some live import mentions.
type liveRef struct {
	id                            int64
	kind, external, name, nameKey string
}

// accountKeys decides which account each ref means. It is a function of the
// set of refs alone, so that the order of imports does not matter: refs with
// the same external id are one account; a ref without one means the only
// account with an external id that has exactly its name, looked for first in
// the ref's own namespace, where its name may also be the id; else one of its
// own.
func accountKeys(refs []liveRef) map[int64]string {
	type name struct{ kind, folded string }
	named := map[name]string{} // key of the only account of that name, "" when there are several
	ids := map[string]bool{}
	know := func(n name, key string) {
		if known, ok := named[n]; ok && known != key {
			key = ""
		}
		named[n] = key
	}
	for _, r := range refs {
		if r.external == "" {
			continue
		}
		key := r.kind + ":" + r.external
		ids[key] = true
		if r.nameKey != "" {
			know(name{r.kind, r.nameKey}, key)
			know(name{"", r.nameKey}, key)
		}
	}
	keys := make(map[int64]string, len(refs))
	for _, r := range refs {
		key := r.kind + ":" + r.external
		if r.external == "" {
			if id := r.kind + ":" + r.name; r.kind != "" && ids[id] {
				keys[r.id] = id
				continue
			}
			if key = named[name{r.kind, r.nameKey}]; key == "" {
				key = named[name{"", r.nameKey}]
			}
			if key == "" {
				key = "name:" + r.nameKey
			}
		}
		keys[r.id] = key
	}
	return keys
}

// resolveAccounts brings ref_account and account up to date after import id
// was stored or taken back (0: all). It reports whether a ref that facts
// already used now means another account.
func resolveAccounts(ctx context.Context, tx *sql.Tx, id int64) (moved bool, err error) {
	refs, err := liveRefs(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	keys := accountKeys(refs)
	known, err := knownAccounts(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	was, err := refAccounts(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	if err := clearTouched(ctx, tx); err != nil {
		return false, err
	}
	touched := map[int64]bool{}
	var added, pointed []liveRef
	became := map[int64]int64{} // account a ref left -> account it means now
	next, err := lastAccount(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	for _, r := range refs {
		key := keys[r.id]
		account, ok := known[key]
		if !ok {
			next++
			account = next
			known[key], touched[account] = account, true
			added = append(added, r)
		}
		old, had := was[r.id]
		delete(was, r.id)
		if old == account {
			continue
		}
		moved = moved || had
		touched[account] = true
		if had {
			touched[old], became[old] = true, account
		}
		pointed = append(pointed, r)
	}
	err = repeat(ctx, tx, `INSERT INTO account (id, key, external, name, live) VALUES (?, ?, ?, ?, 1)`, added, func(r liveRef) []any {
		kind, external, _ := strings.Cut(keys[r.id], ":")
		if kind == "name" {
			external = r.name
		}
		return []any{known[keys[r.id]], keys[r.id], external, r.name}
	})
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	err = repeat(ctx, tx, `INSERT INTO ref_account (ref_id, account_id) VALUES (?, ?) ON CONFLICT (ref_id) DO UPDATE SET account_id = excluded.account_id`, pointed,
		func(r liveRef) []any { return []any{r.id, known[keys[r.id]]} })
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	for ref, account := range was { // no live import mentions these any more
		touched[account] = true
		if _, err := tx.ExecContext(ctx, `DELETE FROM ref_account WHERE ref_id = ?`, ref); err != nil {
			return false, storeError(err, "resolve accounts")
		}
	}
	if err := followAccounts(ctx, tx, became); err != nil {
		return false, err
	}
	return moved, refreshAccounts(ctx, tx, id, touched)
}

// followAccounts takes what the person said and was told about an account
// along, where nothing means that account any more: one known by name alone
// that an import has given its id, or the other way round after an undo.
func followAccounts(ctx context.Context, tx *sql.Tx, became map[int64]int64) error {
	for old, account := range became {
		for _, update := range []string{
			`UPDATE OR REPLACE watch_item SET key = (SELECT key FROM account WHERE id = ?2) WHERE kind = 'account' AND key = (SELECT key FROM account WHERE id = ?1)`,
			`UPDATE inbox SET account_key = (SELECT key FROM account WHERE id = ?2) WHERE account_key = (SELECT key FROM account WHERE id = ?1)`,
		} {
			if _, err := tx.ExecContext(ctx, update+` AND NOT EXISTS (SELECT 1 FROM ref_account WHERE account_id = ?1)`, old, account); err != nil {
				return storeError(err, "follow accounts")
			}
		}
	}
	return nil
}

func lastAccount(ctx context.Context, tx *sql.Tx) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM account`).Scan(&id)
	return id, err
}

func liveRefs(ctx context.Context, tx *sql.Tx) ([]liveRef, error) {
	var refs []liveRef
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var r liveRef
		if err := rows.Scan(&r.id, &r.kind, &r.external, &r.name, &r.nameKey); err != nil {
			return err
		}
		refs = append(refs, r)
		return nil
	}, `SELECT id, kind, external, name, name_key FROM account_ref r WHERE EXISTS (SELECT 1 FROM account_row a WHERE a.ref_id = r.id) ORDER BY id`)
	return refs, err
}

func knownAccounts(ctx context.Context, tx *sql.Tx) (map[string]int64, error) {
	known := map[string]int64{}
	return known, each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var key string
		if err := rows.Scan(&id, &key); err != nil {
			return err
		}
		known[key] = id
		return nil
	}, `SELECT id, key FROM account`)
}

func refAccounts(ctx context.Context, tx *sql.Tx) (map[int64]int64, error) {
	was := map[int64]int64{}
	return was, each(ctx, tx, func(rows *sql.Rows) error {
		var ref, account int64
		if err := rows.Scan(&ref, &account); err != nil {
			return err
		}
		was[ref] = account
		return nil
	}, `SELECT ref_id, account_id FROM ref_account`)
}

// refreshAccounts gives accounts their latest attributes that are not empty:
// those whose refs changed and those import id mentions (0: all). What is told
// with the external id goes before what is told with a name alone.
func refreshAccounts(ctx context.Context, tx *sql.Tx, id int64, changed map[int64]bool) error {
	if err := repeat(ctx, tx, `INSERT OR IGNORE INTO touched VALUES (?)`, slices.Sorted(maps.Keys(changed)), func(account int64) []any { return []any{account} }); err != nil {
		return storeError(err, "refresh accounts")
	}
	mark := `INSERT OR IGNORE INTO touched SELECT a.account_id FROM account_row r JOIN ref_account a ON a.ref_id = r.ref_id WHERE r.import_id = ?`
	if id == 0 {
		mark = `INSERT OR IGNORE INTO touched SELECT id FROM account WHERE ? = 0`
	}
	if _, err := tx.ExecContext(ctx, mark, id); err != nil {
		return storeError(err, "refresh accounts")
	}
	// Most accounts of a large file are told by name alone; the seven attributes
	// are looked for only where some row or the account has one.
	for _, update := range []string{
		`UPDATE account SET name = coalesce(` + ofAccount("q.name") + `, external), live = EXISTS (SELECT 1 FROM ref_account x WHERE x.account_id = account.id)
			WHERE id IN (SELECT id FROM touched)`,
		`UPDATE account SET (name, country, region, segment, owner, domain, parent, status, custom, live) = (` + latestAccount + `)
			WHERE id IN (SELECT id FROM touched) AND (coalesce(country, region, segment, owner, domain, parent, status, custom) IS NOT NULL
				OR EXISTS (SELECT 1 FROM ref_account x CROSS JOIN account_row r ON r.ref_id = x.ref_id
					WHERE x.account_id = account.id AND r.country || r.region || r.segment || r.owner || r.domain || r.parent || r.status || coalesce(r.custom, '') <> ''))`,
	} {
		if _, err := tx.ExecContext(ctx, update); err != nil {
			return storeError(err, "refresh accounts")
		}
	}
	return nil
}

// latestAccount selects what the rows say of the account at hand.
var latestAccount = `SELECT coalesce(` + ofAccount("q.name") + `, external), ` + ofAccount("r.country") + `, ` + ofAccount("r.region") + `, ` + ofAccount("r.segment") + `,
	` + ofAccount("r.owner") + `, ` + ofAccount("r.domain") + `, ` + ofAccount("r.parent") + `, ` + ofAccount("r.status") + `, ` + customOfAccount + `,
	EXISTS (SELECT 1 FROM ref_account x WHERE x.account_id = account.id)`

func ofAccount(column string) string {
	return `(SELECT ` + column + ` FROM ref_account x CROSS JOIN account_row r ON r.ref_id = x.ref_id JOIN account_ref q ON q.id = r.ref_id
		WHERE x.account_id = account.id AND ` + column + ` <> '' ORDER BY q.external = '', r.as_of DESC, r.import_id DESC, q.name LIMIT 1)`
}
