package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"headroom/backend/chunk"
)

// handed remembers what the rows of a file gave, so that each accepted one is
// counted once however many facts it gave (docs/semantics.md, Counts).
type handed struct {
	entity   bool  // the row at hand gave a fact with a key of its own
	entities int64 // rows that gave one
	others   int64 // levels and events given by rows
	events   int64 // events given by rows
	over     bool  // the rows are over: what follows was summed up
	summed   bool  // levels or events were
	halves   []int // lines rejected after they had given a fact with a key
}

// next ends the row at hand.
func (h *handed) next() {
	if h.entity && !h.over {
		h.entities++
	}
	h.entity = false
}

// reject notes that the row at hand is not an accepted one.
func (h *handed) reject(line int) {
	if h.entity {
		h.halves = append(h.halves, line)
	}
	h.entity = false
}

// other notes a level or an event.
func (h *handed) other() {
	if h.over {
		h.summed = true
		return
	}
	h.others++
}

// event notes an event.
func (h *handed) event() {
	if !h.over {
		h.events++
	}
	h.other()
}

// counts says how the accepted rows stand to what was known before this
// import, and how many of them repeat the key of another row of the file.
func (im *session) counts(ctx context.Context, accepted int64) (c chunk.Counts, repeated int64, err error) {
	lines, sums, err := im.entityCounts(ctx)
	if err != nil {
		return c, 0, err
	}
	var others, events chunk.Counts
	for _, part := range im.usage.counts {
		others = plus(others, part)
	}
	for _, part := range im.events.counts {
		events = plus(events, part)
	}
	others = plus(others, events)
	c = lines
	repeated = im.handed.entities - total(lines)
	rest := accepted - im.handed.entities
	switch {
	case rest <= 0:
	case im.handed.entities == 0 && im.handed.events == rest: // levels beside them were summed up
		c = plus(c, events)
		repeated += rest - total(events)
	case im.handed.entities == 0 && !im.handed.summed && im.handed.others == rest:
		c = plus(c, others)
		repeated += rest - total(others)
	default:
		c = plus(c, strongest(plus(others, sums), rest))
	}
	return c, repeated, nil
}

func plus(a, b chunk.Counts) chunk.Counts {
	return chunk.Counts{Added: a.Added + b.Added, Changed: a.Changed + b.Changed, Unchanged: a.Unchanged + b.Unchanged}
}

func total(c chunk.Counts) int64 { return c.Added + c.Changed + c.Unchanged }

// strongest counts n rows as the strongest of what facts are: added, then
// changed, then unchanged.
func strongest(facts chunk.Counts, n int64) chunk.Counts {
	switch {
	case facts.Added > 0:
		return chunk.Counts{Added: n}
	case facts.Changed > 0:
		return chunk.Counts{Changed: n}
	default:
		return chunk.Counts{Unchanged: n}
	}
}

// entityCounts counts the lines that gave facts with a key, each by the
// strongest of them, and the facts that were summed up, which have no line.
func (im *session) entityCounts(ctx context.Context) (lines, sums chunk.Counts, err error) {
	var queries []string
	for _, q := range []struct {
		any  bool
		text string
	}{
		{im.rows.entitlements > 0, priorVersion("entitlement_row", "key_id")},
		{im.rows.supports > 0, priorVersion("support_row", "key")},
		{im.rows.charges > 0, priorCharge},
		{im.dict.accountsListed, priorAccount},
		{im.dict.productsListed, priorProduct},
	} {
		if q.any {
			queries = append(queries, q.text)
		}
	}
	if len(queries) == 0 {
		return lines, sums, nil
	}
	halves, err := json.Marshal(append([]int{}, im.handed.halves...))
	if err != nil {
		return lines, sums, err
	}
	err = each(ctx, im.tx, func(rows *sql.Rows) error {
		var state int
		var summed bool
		var n int64
		if err := rows.Scan(&summed, &state, &n); err != nil {
			return err
		}
		into := &lines
		if summed {
			into = &sums
		}
		switch state {
		case 2:
			into.Added += n
		case 1:
			into.Changed += n
		default:
			into.Unchanged += n
		}
		return nil
	}, `SELECT line = 0, state, count(*) FROM (
			SELECT line, max(CASE WHEN was IS NULL THEN 2 WHEN was <> now THEN 1 ELSE 0 END) AS state
			FROM (`+strings.Join(queries, "\nUNION ALL\n")+`)
			WHERE line NOT IN (SELECT value FROM json_each(:halves))
			GROUP BY line)
		GROUP BY 1, 2`, sql.Named("import", im.id), sql.Named("halves", string(halves)))
	return lines, sums, storeError(err, "count rows")
}

// priorHash is the hash of the version p that a row r of the import is compared
// with. One of the same day that goes before r by rank holds as it did.
const priorHash = `CASE WHEN (p.as_of, p.rank) > (r.as_of, r.rank) THEN r.vhash ELSE p.vhash END`

// priorVersion finds, for each row of the import, the hash of the version that
// held before: in a stream of slices the row of the same slice, else the
// latest version of the key that is not younger. In a slice of which a file of
// a later Data As Of told the whole, no row of the import holds.
func priorVersion(table, key string) string {
	return `
	SELECT r.line, r.vhash AS now, CASE WHEN s.class IN ('P', 'S')
		THEN CASE WHEN w.rank > r.rank THEN r.vhash
			ELSE (SELECT ` + priorHash + ` FROM ` + table + ` p WHERE p.` + key + ` = r.` + key + ` AND p.stream_id = r.stream_id AND p.as_of = r.as_of
				AND p.import_id < r.import_id AND p.rank >= coalesce(w.rank, 0) ORDER BY p.rank DESC LIMIT 1) END
		ELSE (SELECT ` + priorHash + ` FROM ` + table + ` p WHERE p.` + key + ` = r.` + key + ` AND p.as_of <= r.as_of
			AND p.import_id < r.import_id ORDER BY p.as_of DESC, p.rank DESC LIMIT 1) END AS was
	FROM ` + table + ` r JOIN stream s ON s.id = r.stream_id
	LEFT JOIN (SELECT stream_id, as_of, max(rank) AS rank FROM import_slice WHERE whole = 1 AND import_id < :import GROUP BY 1, 2) w
		ON w.stream_id = r.stream_id AND w.as_of = r.as_of
	WHERE r.import_id = :import`
}

const priorAccount = `
	SELECT r.line, r.vhash AS now, (SELECT ` + priorHash + ` FROM account_row p JOIN account_ref q ON q.id = p.ref_id
		WHERE p.listed = 1 AND q.kind = a.kind AND q.external = a.external AND (a.external <> '' OR q.name_key = a.name_key)
			AND p.as_of <= r.as_of AND p.import_id < r.import_id ORDER BY p.as_of DESC, p.rank DESC, p.ref_id = r.ref_id DESC LIMIT 1) AS was
	FROM account_row r JOIN account_ref a ON a.id = r.ref_id WHERE r.import_id = :import AND r.listed = 1`

const priorProduct = `
	SELECT r.line, r.vhash AS now, (SELECT ` + priorHash + ` FROM product_row p
		WHERE p.listed = 1 AND p.product_id = r.product_id AND p.as_of <= r.as_of AND p.import_id < r.import_id
		ORDER BY p.as_of DESC, p.rank DESC LIMIT 1) AS was
	FROM product_row r WHERE r.import_id = :import AND r.listed = 1`
