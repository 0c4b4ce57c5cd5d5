package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/fnv"
	"sort"

	"headroom/backend/chunk"
	"headroom/backend/portfolio"
)

// Digest identifies all current facts: equal facts give equal digests,
// whatever the order or the files they came in (docs/semantics.md, Digest).
func (s *Store) Digest(ctx context.Context) (string, error) {
	var out string
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		out, err = factsDigest(ctx, tx)
		return err
	})
	return out, storeError(err, "digest")
}

// sum adds up the hashes of facts, so that their order does not matter.
type sum struct {
	n    uint64
	a, b uint64
}

func (s *sum) add(h uint64) {
	s.n++
	s.a += mix(h)
	s.b += mix(h ^ 0x9e3779b97f4a7c15)
}

// mix is the finaliser of splitmix64: every bit of the result depends on every
// bit of x.
func mix(x uint64) uint64 {
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// entityFacts are the texts of every current fact that is a row.
var entityFacts = []string{
	`SELECT key, name, country, region, segment, owner, domain, parent, status, custom FROM account WHERE live = 1`,
	`SELECT k.key, e.kind, a.key, p.key, p.family, p.vendor, e.sku, e.quantity, e.assigned, e.start_day, e.end_day, e.status, CASE e.status WHEN 'unknown' THEN e.status_raw END, e.trial, e.auto_renew, e.value, e.currency, e.partner_id,
		e.term, e.billing, e.cancel_until, e.parent, e.custom
		FROM entitlement e JOIN entitlement_key k ON k.id = e.id JOIN account a ON a.id = e.account_id JOIN product p ON p.id = e.product_id`,
	`SELECT s.key, a.key, p.key, s.opened_day, s.category, s.status, s.title, s.closed_day, s.severity, s.first_response, s.resolution, s.satisfaction, s.custom
		FROM support_request s JOIN account a ON a.id = s.account_id LEFT JOIN product p ON p.id = s.product_id`,
	`SELECT c.book, c.key, a.key, p.key, ` + chargeValues + ` FROM charge c JOIN account a ON a.id = c.account_id LEFT JOIN product p ON p.id = c.product_id`,
}

func factsDigest(ctx context.Context, tx *sql.Tx) (string, error) {
	h := sha256.New()
	for _, q := range entityFacts {
		var s sum
		if err := eachValues(ctx, tx, func(v []any) error { s.add(valuesHash(v)); return nil }, q); err != nil {
			return "", err
		}
		writeSum(h, s)
	}
	usage, events, err := usageSums(ctx, tx)
	if err != nil {
		return "", err
	}
	writeSum(h, usage)
	writeSum(h, events)
	return hex.EncodeToString(h.Sum(nil)), nil
}

func writeSum(h hash.Hash, s sum) {
	for _, v := range []uint64{s.n, s.a, s.b} {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], v)
		h.Write(b[:])
	}
}

// eachValues runs a query and hands over every row as it is.
func eachValues(ctx context.Context, tx *sql.Tx, row func([]any) error, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

func valuesHash(values []any) uint64 {
	h := fnv.New64a()
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			h.Write([]byte{0})
		case int64:
			fmt.Fprintf(h, "\x01%d", v)
		case string:
			h.Write(append([]byte{2}, v...))
		case []byte:
			h.Write(append([]byte{3}, v...))
		default:
			fmt.Fprintf(h, "\x04%v", v)
		}
		h.Write([]byte{0xff})
	}
	return h.Sum64()
}

func usageSums(ctx context.Context, tx *sql.Tx) (usage, events sum, err error) {
	series, err := seriesHashes(ctx, tx)
	if err != nil {
		return usage, events, err
	}
	persons, err := personHashes(ctx, tx)
	if err != nil {
		return usage, events, err
	}
	days, err := storedDays(ctx, tx)
	if err != nil {
		return usage, events, err
	}
	for _, k := range days {
		if k.events {
			d, err := mergedEvents(ctx, tx, k.stream, portfolio.Day(k.day), latestImport)
			if err != nil {
				return usage, events, err
			}
			for i, h := range d.Hash {
				events.add(mix(h) ^ mix(series[d.Series[i]]^uint64(k.day)) ^ persons[d.Person[i]] ^ mix(uint64(d.Count[i])))
			}
			continue
		}
		d, err := mergedDay(ctx, tx, k.stream, portfolio.Day(k.day), latestImport)
		if err != nil {
			return usage, events, err
		}
		addDay(&usage, d, k.day, series)
	}
	return usage, events, nil
}

// latestImport is a known-at that every import is before.
const latestImport = int64(1) << 62

func addDay(s *sum, d *chunk.Day, day int32, series map[int32]uint64) {
	columns := d.Columns()
	for i, id := range d.Series {
		h := series[id] ^ mix(uint64(uint32(day)))
		for _, c := range columns {
			v, scale := c.At(i), c.Scale
			if v == chunk.Null {
				scale = 0xff
			} else {
				v, scale = chunk.Trim(v, scale)
			}
			h = mix(h*31 + uint64(v)*257 + uint64(scale))
		}
		s.add(h)
	}
}

func seriesHashes(ctx context.Context, tx *sql.Tx) (map[int32]uint64, error) {
	out := map[int32]uint64{}
	return out, eachValues(ctx, tx, func(v []any) error {
		about := v[1:]
		if last := len(about) - 2; about[last] == "" && about[last+1] == "" { // as in stores that knew neither
			about = about[:last]
		}
		out[int32(v[0].(int64))] = valuesHash(about)
		return nil
	}, `SELECT e.id, s.source, s.dataset, s.reporter, s.monthly, a.key, p.key, e.workload, e.workload_raw, e.feature, e.meter, e.partner_id, e.clock, e.reason
		FROM series e JOIN stream s ON s.id = e.stream_id JOIN ref_account x ON x.ref_id = e.ref_id JOIN account a ON a.id = x.account_id
		LEFT JOIN product p ON p.id = `+canonicalOf("e"))
}

func personHashes(ctx context.Context, tx *sql.Tx) (map[int32]uint64, error) {
	out := map[int32]uint64{}
	return out, eachValues(ctx, tx, func(v []any) error {
		out[int32(v[0].(int64))] = valuesHash(v[1:])
		return nil
	}, `SELECT id, key FROM person`)
}

// storedDays lists every stream and day that has a chunk.
func storedDays(ctx context.Context, tx *sql.Tx) ([]dayKey, error) {
	var days []dayKey
	for _, table := range []string{"usage_chunk", "event_chunk"} {
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var stream int64
			var text string
			if err := rows.Scan(&stream, &text); err != nil {
				return err
			}
			day, err := portfolio.ParseDay(text)
			days = append(days, dayKey{stream: stream, day: int32(day), events: table == "event_chunk"})
			return err
		}, `SELECT DISTINCT stream_id, day FROM `+table)
		if err != nil {
			return nil, err
		}
	}
	sort.Slice(days, func(i, j int) bool {
		return days[i].stream < days[j].stream || (days[i].stream == days[j].stream && days[i].day < days[j].day)
	})
	return days, nil
}

// importRows are what an import stored, with the texts it refers to, in an
// order of their own. Their digest is kept with the import and finds changed
// data that a structural check cannot.
var importRows = []string{
	`SELECT file, as_of, context, header FROM import WHERE id = ?`,
	`SELECT r.*, k.key, q.kind, q.external, q.name, p.key FROM entitlement_row r JOIN entitlement_key k ON k.id = r.key_id JOIN account_ref q ON q.id = r.ref_id JOIN product p ON p.id = r.product_id
		WHERE r.import_id = ?`,
	`SELECT r.*, q.kind, q.external, q.name FROM account_row r JOIN account_ref q ON q.id = r.ref_id WHERE r.import_id = ?`,
	`SELECT r.*, p.key FROM product_row r JOIN product p ON p.id = r.product_id WHERE r.import_id = ?`,
	`SELECT a.as_of, a.rank, a.alias, p.key FROM product_alias a JOIN product p ON p.id = a.product_id WHERE a.import_id = ?`,
	`SELECT * FROM support_row WHERE import_id = ?`,
	`SELECT r.*, q.kind, q.external, q.name FROM charge_row r JOIN account_ref q ON q.id = r.ref_id WHERE r.import_id = ?`,
	`SELECT n, line, cells, "column", code, message FROM rejected_row WHERE import_id = ?`,
	`SELECT stream_id, day, rank, peaks FROM usage_chunk WHERE import_id = ?`,
	`SELECT * FROM import_slice WHERE import_id = ?`,
}

func importDigest(ctx context.Context, tx *sql.Tx, id int64) (string, error) {
	h := sha256.New()
	for _, q := range importRows {
		var s sum
		if err := eachValues(ctx, tx, func(v []any) error { s.add(valuesHash(v)); return nil }, q, id); err != nil {
			return "", storeError(err, "digest import")
		}
		writeSum(h, s)
	}
	for _, table := range []string{"usage_chunk", "event_chunk"} {
		var s sum
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var stream, rank, n, crc int64
			var day string
			var data sql.RawBytes
			if err := rows.Scan(&stream, &day, &rank, &n, &crc, &data); err != nil {
				return err
			}
			s.add(uint64(textHash(fmt.Sprint(stream, day, rank, n, crc, chunk.Checksum(data)))))
			return nil
		}, `SELECT stream_id, day, rank, n, crc, data FROM `+table+` WHERE import_id = ?`, id)
		if err != nil {
			return "", storeError(err, "digest import")
		}
		writeSum(h, s)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
