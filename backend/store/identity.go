package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"headroom/backend/identity"
)

// resolveAccounts brings ref_account and account up to date after import id
// was stored or taken back (0: all). It reports whether a ref that facts
// already used now means another account.
func resolveAccounts(ctx context.Context, tx *sql.Tx, id int64) (moved bool, err error) {
	refs, err := liveRefs(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	merged, err := mergedKeys(ctx, tx, identity.OfAccounts)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	means := identity.Accounts(refs, merged)
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
	var added, pointed []identity.Ref
	became := map[int64]int64{} // account a ref left -> account it means now
	next, err := lastAccount(ctx, tx)
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	for _, r := range refs {
		key := means[r.ID].Key
		account, ok := known[key]
		if !ok {
			next++
			account = next
			known[key] = account
			added = append(added, r)
		}
		old, had := was[r.ID]
		delete(was, r.ID)
		if old.account == account && old.own == means[r.ID].Own {
			continue
		}
		pointed = append(pointed, r)
		if ok || had { // else it is as its one ref says
			touched[account] = true
		}
		if had && old.account != account {
			moved = true
			touched[old.account], became[old.account] = true, account
		}
	}
	err = repeat(ctx, tx, `INSERT INTO account (id, key, external, name, live) VALUES (?, ?, ?, ?, 1)`, added, func(r identity.Ref) []any {
		key := means[r.ID].Key
		kind, external, _ := strings.Cut(key, ":")
		if kind == "name" && r.External == "" {
			external = r.Name
		}
		return []any{known[key], key, external, cmp.Or(r.Name, external)}
	})
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	err = repeat(ctx, tx, `INSERT INTO ref_account (ref_id, account_id, own) VALUES (?, ?, ?)
		ON CONFLICT (ref_id) DO UPDATE SET account_id = excluded.account_id, own = excluded.own`, pointed,
		func(r identity.Ref) []any { return []any{r.ID, known[means[r.ID].Key], means[r.ID].Own} })
	if err != nil {
		return false, storeError(err, "resolve accounts")
	}
	for ref, m := range was { // no live import mentions these any more
		touched[m.account] = true
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
	keys := map[string]string{}
	for old, account := range became {
		var from, into string
		err := tx.QueryRowContext(ctx, `SELECT (SELECT key FROM account WHERE id = ?1), (SELECT key FROM account WHERE id = ?2) WHERE NOT EXISTS (SELECT 1 FROM ref_account WHERE account_id = ?1)`, old, account).Scan(&from, &into)
		if err == sql.ErrNoRows {
			continue
		}
		if err != nil {
			return storeError(err, "follow accounts")
		}
		keys[from] = into
		for _, update := range []string{
			`UPDATE OR REPLACE watch_item SET key = (SELECT key FROM account WHERE id = ?2) WHERE kind = 'account' AND key = (SELECT key FROM account WHERE id = ?1)`,
			`UPDATE inbox SET account_key = (SELECT key FROM account WHERE id = ?2) WHERE account_key = (SELECT key FROM account WHERE id = ?1)`,
		} {
			if _, err := tx.ExecContext(ctx, update, old, account); err != nil {
				return storeError(err, "follow accounts")
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return storeError(followInstances(ctx, tx, keys), "follow accounts")
}

func lastAccount(ctx context.Context, tx *sql.Tx) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM account`).Scan(&id)
	return id, err
}

// liveRefs are the account refs that some live import mentions, with the
// domains that its rows say.
func liveRefs(ctx context.Context, tx *sql.Tx) ([]identity.Ref, error) {
	var refs []identity.Ref
	at := map[int64]int{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var r identity.Ref
		if err := rows.Scan(&r.ID, &r.Kind, &r.External, &r.Name, &r.NameKey); err != nil {
			return err
		}
		at[r.ID] = len(refs)
		refs = append(refs, r)
		return nil
	}, `SELECT id, kind, external, name, name_key FROM account_ref r WHERE EXISTS (SELECT 1 FROM account_row a WHERE a.ref_id = r.id) ORDER BY id`)
	if err != nil {
		return nil, err
	}
	if err := holders(ctx, tx, refs, at); err != nil {
		return nil, err
	}
	return refs, each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var domain string
		if err := rows.Scan(&id, &domain); err != nil {
			return err
		}
		r := &refs[at[id]]
		r.Domains = append(r.Domains, foldName(domain))
		return nil
	}, `SELECT DISTINCT ref_id, domain FROM account_row WHERE domain <> '' ORDER BY 1, 2`)
}

// holders says which entitlements each ref has, where facts name accounts by
// them. The id of an entitlement is what follows its source in the key.
func holders(ctx context.Context, tx *sql.Tx, refs []identity.Ref, at map[int64]int) error {
	wanted := map[string]bool{}
	for _, r := range refs {
		if r.Kind == identity.ByEntitlement {
			wanted[r.External] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return each(ctx, tx, func(rows *sql.Rows) error {
		var ref int64
		var key string
		if err := rows.Scan(&ref, &key); err != nil {
			return err
		}
		id := key[strings.LastIndexByte(key, ':')+1:]
		if i, ok := at[ref]; ok && wanted[id] {
			refs[i].Holds = append(refs[i].Holds, id)
		}
		return nil
	}, `SELECT DISTINCT r.ref_id, k.key FROM entitlement_row r JOIN entitlement_key k ON k.id = r.key_id WHERE r.kind = 'entitlement' ORDER BY 1, 2`)
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

// refMeaning is what a ref means so far.
type refMeaning struct {
	account int64
	own     bool
}

func refAccounts(ctx context.Context, tx *sql.Tx) (map[int64]refMeaning, error) {
	was := map[int64]refMeaning{}
	return was, each(ctx, tx, func(rows *sql.Rows) error {
		var ref int64
		var m refMeaning
		if err := rows.Scan(&ref, &m.account, &m.own); err != nil {
			return err
		}
		was[ref] = m
		return nil
	}, `SELECT ref_id, account_id, own FROM ref_account`)
}

// refreshAccounts gives accounts their latest attributes that are not empty:
// those whose refs changed and those import id mentions (0: all). What is told
// of the account itself goes before what a decision brought to it, and what is
// told with the external id before what is told with a name alone.
func refreshAccounts(ctx context.Context, tx *sql.Tx, id int64, changed map[int64]bool) error {
	if err := repeat(ctx, tx, `INSERT OR IGNORE INTO touched VALUES (?)`, slices.Sorted(maps.Keys(changed)), func(account int64) []any { return []any{account} }); err != nil {
		return storeError(err, "refresh accounts")
	}
	mark := `INSERT OR IGNORE INTO touched SELECT a.account_id FROM account_row r JOIN ref_account a ON a.ref_id = r.ref_id JOIN account_ref q ON q.id = r.ref_id
		WHERE r.import_id = ? AND (q.name <> '' OR ` + saysAttributes + `)`
	if id == 0 {
		mark = `INSERT OR IGNORE INTO touched SELECT id FROM account WHERE ? = 0`
	}
	if _, err := tx.ExecContext(ctx, mark, id); err != nil {
		return storeError(err, "refresh accounts")
	}
	told, err := toldAccounts(ctx, tx)
	if err != nil {
		return storeError(err, "refresh accounts")
	}
	err = repeat(ctx, tx, `UPDATE account SET name = coalesce(?1, external), external = iif(key LIKE 'name:%', coalesce(?1, external), external),
		country = ?2, region = ?3, segment = ?4, owner = ?5, domain = ?6, parent = ?7, status = ?8, live = ?9 WHERE id = ?10`,
		told, toldAccount.args)
	if err != nil {
		return storeError(err, "refresh accounts")
	}
	_, err = tx.ExecContext(ctx, `UPDATE account SET custom = `+customOfAccount+` WHERE id IN (SELECT id FROM touched) AND (custom IS NOT NULL
		OR EXISTS (SELECT 1 FROM ref_account x CROSS JOIN account_row r ON r.ref_id = x.ref_id WHERE x.account_id = account.id AND r.custom IS NOT NULL))`)
	return storeError(err, "refresh accounts")
}

// saysAttributes is true of a row that says more of an account than that it is
// there; many files name accounts by id alone.
const saysAttributes = `r.country || r.region || r.segment || r.owner || r.domain || r.parent || r.status || coalesce(r.custom, '') <> ''`

// toldAccount is what the rows say of an account.
type toldAccount struct {
	id     int64
	live   bool
	fields [8]string // name country region segment owner domain parent status
}

func (a toldAccount) args() []any {
	var args []any
	for _, f := range a.fields {
		args = append(args, orNull(f))
	}
	return append(args, a.live, a.id)
}

// toldAccounts reads what the rows say of the touched accounts, each field from
// the first row that has it.
func toldAccounts(ctx context.Context, tx *sql.Tx) ([]toldAccount, error) {
	var told []toldAccount
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var live bool
		var fields [8]sql.RawBytes
		if err := rows.Scan(&id, &live, &fields[0], &fields[1], &fields[2], &fields[3], &fields[4], &fields[5], &fields[6], &fields[7]); err != nil {
			return err
		}
		if n := len(told); n == 0 || told[n-1].id != id {
			told = append(told, toldAccount{id: id, live: live})
		}
		into := &told[len(told)-1].fields
		for i, f := range fields {
			if into[i] == "" {
				into[i] = string(f)
			}
		}
		return nil
	}, `SELECT t.id, x.ref_id IS NOT NULL, q.name, r.country, r.region, r.segment, r.owner, r.domain, r.parent, r.status
		FROM touched t
		LEFT JOIN ref_account x ON x.account_id = t.id
		LEFT JOIN account_row r ON r.ref_id = x.ref_id
		LEFT JOIN account_ref q ON q.id = r.ref_id
		ORDER BY t.id, x.own DESC, q.external = '', r.as_of DESC, r.rank DESC, q.name`)
	return told, err
}

// latestAccount selects the same in one statement for the account at hand,
// which takes ten times as long: it is what verify compares with.
var latestAccount = `SELECT coalesce(` + ofAccount("q.name") + `, external), ` + ofAccount("r.country") + `, ` + ofAccount("r.region") + `, ` + ofAccount("r.segment") + `,
	` + ofAccount("r.owner") + `, ` + ofAccount("r.domain") + `, ` + ofAccount("r.parent") + `, ` + ofAccount("r.status") + `, ` + customOfAccount + `,
	EXISTS (SELECT 1 FROM ref_account x WHERE x.account_id = account.id)`

func ofAccount(column string) string {
	return `(SELECT ` + column + ` FROM ref_account x CROSS JOIN account_row r ON r.ref_id = x.ref_id JOIN account_ref q ON q.id = r.ref_id
		WHERE x.account_id = account.id AND ` + column + ` <> '' ORDER BY x.own DESC, q.external = '', r.as_of DESC, r.rank DESC, q.name LIMIT 1)`
}
