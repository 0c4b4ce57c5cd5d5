package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"headroom/backend/portfolio"
)

// Verify checks the file's structure, the digest of every import, the
// checksum of every chunk, every remembered mapping, every definition and every archived
// original, and that the current tables are what the rows resolve to. Each problem is a sentence; none means the store is whole.
func (s *Store) Verify(ctx context.Context) ([]string, error) {
	problems := []string{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		checks := []func(context.Context, *sql.Tx) ([]string, error){verifyDigests, verifyChunks, verifySeries, verifyMemories, verifyDefinitions, verifyRules, verifyCurrent}
		for _, check := range checks {
			found, err := check(ctx, tx)
			if err != nil {
				return err
			}
			problems = append(problems, found...)
		}
		return nil
	})
	if err != nil {
		// A page that cannot be read is a finding, not a failure to check.
		problems = append(problems, strings.TrimSpace(fmt.Sprintf("The store cannot be read whole: %v", storeError(err, "verify"))))
	}
	for _, check := range []func(context.Context) ([]string, error){s.verifyOriginals, s.verifyStructure} {
		found, err := check(ctx)
		if err != nil {
			return problems, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

// verifyStructure runs on the writer: the reader's authorizer forbids pragmas.
func (s *Store) verifyStructure(ctx context.Context) ([]string, error) {
	var problems []string
	rows, err := s.w.QueryContext(ctx, `PRAGMA integrity_check(20)`)
	if err != nil {
		return []string{"The file's structure is damaged."}, nil
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, storeError(err, "verify")
		}
		if line != "ok" {
			problems = append(problems, "The file's structure is damaged: "+line)
		}
	}
	return problems, storeError(rows.Err(), "verify")
}

func verifyDigests(ctx context.Context, tx *sql.Tx) ([]string, error) {
	type stored struct {
		id           int64
		file, digest string
	}
	var imports []stored
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var i stored
		err := rows.Scan(&i.id, &i.file, &i.digest)
		imports = append(imports, i)
		return err
	}, `SELECT id, file, digest FROM import WHERE state = 'committed' ORDER BY id`)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, i := range imports {
		now, err := importDigest(ctx, tx, i.id)
		if err != nil {
			return nil, err
		}
		if now != i.digest {
			problems = append(problems, fmt.Sprintf("Import %d (%s) is not as it was stored.", i.id, i.file))
		}
	}
	return problems, nil
}

func verifyChunks(ctx context.Context, tx *sql.Tx) ([]string, error) {
	days, err := storedDays(ctx, tx)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, k := range days {
		if k.events {
			_, err = mergedEvents(ctx, tx, k.stream, portfolio.Day(k.day), latestImport)
		} else {
			_, err = mergedDay(ctx, tx, k.stream, portfolio.Day(k.day), latestImport)
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("Usage of %s in stream %d is damaged.", portfolio.Day(k.day), k.stream))
		}
	}
	return problems, nil
}

func verifySeries(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var problems []string
	err := eachValues(ctx, tx, func(v []any) error {
		text := make([]string, 0, 7)
		for _, x := range v[2:] {
			text = append(text, x.(string))
		}
		if seriesHash(text) != v[1].(int64) {
			problems = append(problems, fmt.Sprintf("Series %d is not as it was stored.", v[0]))
		}
		return nil
	}, `SELECT id, vhash, workload, workload_raw, feature, meter, partner_id, clock, reason FROM series`)
	return problems, err
}

// verifyMemories finds changed mappings: with one, the next file of its shape
// would be understood wrongly.
func verifyMemories(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var problems []string
	err := eachValues(ctx, tx, func(v []any) error {
		if textHash(v[2].(string), v[3].(string), v[4].(string), v[5].(string)) != v[1].(int64) {
			problems = append(problems, fmt.Sprintf("What is remembered of files, number %d, is not as it was stored.", v[0]))
		}
		return nil
	}, `SELECT id, vhash, signature, name, folder, document FROM mapping_memory`)
	return problems, err
}

// verifyCurrent compares the tables of what is current with what their rows
// resolve to, computed without the temporary tables of resolution.
func verifyCurrent(ctx context.Context, tx *sql.Tx) ([]string, error) {
	const columns = `import_id, as_of, stream_id, line, kind, account_id, product, ` + entitlementValues
	const requests = `key, import_id, as_of, stream_id, line, account_id, product, ` + supportValues
	stored := strings.NewReplacer("account_id, product,", "account_id, product_id,")
	var problems []string
	for _, table := range []struct{ name, current, state string }{
		{"entitlements", stored.Replace(`SELECT id, ` + columns + ` FROM entitlement`), wholeSlices + `
			SELECT key_id, ` + columns + ` FROM (
				SELECT r.*, a.account_id, ` + canonicalOf("r") + ` AS product, row_number() OVER (PARTITION BY r.key_id ORDER BY r.as_of DESC, r.rank DESC) AS n
				FROM entitlement_row r JOIN ref_account a ON a.ref_id = r.ref_id LEFT JOIN whole w ON w.stream_id = r.stream_id
				WHERE w.stream_id IS NULL OR (r.as_of, r.rank) >= (w.as_of, w.rank))
			WHERE n = 1`},
		{"support requests", stored.Replace(`SELECT ` + requests + ` FROM support_request`), wholeSlices + `
			SELECT ` + requests + ` FROM (
				SELECT r.*, a.account_id, ` + canonicalOf("r") + ` AS product, row_number() OVER (PARTITION BY r.key ORDER BY r.as_of DESC, r.rank DESC) AS n
				FROM support_row r JOIN ref_account a ON a.ref_id = r.ref_id LEFT JOIN whole w ON w.stream_id = r.stream_id
				WHERE w.stream_id IS NULL OR (r.as_of, r.rank) >= (w.as_of, w.rank))
			WHERE n = 1`},
		{"charges", `SELECT book, key, import_id, as_of, stream_id, line, account_id, product_id, ` + chargeValues + ` FROM charge`, currentCharges()},
		{"accounts", `SELECT id, name, country, region, segment, owner, domain, parent, status, custom, live FROM account`, selectAt("account", latestAccount)},
		{"products", `SELECT id, name, sku, family, vendor, live FROM product`, selectAt("product", latestProduct)},
	} {
		var want, got sum
		if err := eachValues(ctx, tx, func(v []any) error { want.add(valuesHash(v)); return nil }, table.state); err != nil {
			return nil, err
		}
		if err := eachValues(ctx, tx, func(v []any) error { got.add(valuesHash(v)); return nil }, table.current); err != nil {
			return nil, err
		}
		if want != got {
			problems = append(problems, "The current "+table.name+" differ from what the imports say.")
		}
	}
	return problems, nil
}

// selectAt makes a selection for the row at hand one for every row of a table.
func selectAt(table, selection string) string {
	return `SELECT id, ` + strings.TrimPrefix(selection, "SELECT ") + ` FROM ` + table
}

// verifyOriginals reads every archived original and compares its sum.
func (s *Store) verifyOriginals(ctx context.Context) ([]string, error) {
	var sums []string
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var sum string
			err := rows.Scan(&sum)
			sums = append(sums, sum)
			return err
		}, `SELECT DISTINCT a.sha256 FROM archive a JOIN archive_part p ON p.archive_id = a.id ORDER BY a.id`)
	})
	if err != nil {
		return []string{fmt.Sprintf("The archive of original files cannot be read: %v", storeError(err, "verify"))}, nil
	}
	var problems []string
	for _, sum := range sums {
		if err := s.verifyOriginal(ctx, sum); err != nil {
			if ctx.Err() != nil {
				return nil, storeError(err, "verify")
			}
			problems = append(problems, fmt.Sprintf("The original file %.12s… is not as it was archived.", sum))
		}
	}
	return problems, nil
}

func (s *Store) verifyOriginal(ctx context.Context, sum string) error {
	r, err := s.Original(ctx, sum)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return errors.New("another sum")
	}
	return nil
}
