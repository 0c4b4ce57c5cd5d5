package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// keptMoves bounds the moves of a review; all are counted.
const keptMoves = 500

// span is two states of knowledge: what the imports up to from told and what
// those up to to tell. day is the day to judge by: what counts, and how many
// days an end is away.
type span struct {
	from, to int64
	day      portfolio.Day
}

func (sp span) args(more ...any) []any {
	return append([]any{sql.Named("from", sp.from), sql.Named("to", sp.to)}, more...)
}

// moves gathers the moves of a review: all are counted, those kept that mean
// most money, then those that end soonest, then the largest.
type moves struct {
	kept   []ranked
	counts map[string]int
}

type ranked struct {
	ingest.Move
	size float64 // of the change, where money says nothing
	soon bool    // the end is not over
}

func (m *moves) add(r ranked) {
	m.counts[r.Kind]++
	m.kept = append(m.kept, r)
	if len(m.kept) >= 8*keptMoves {
		m.cut()
	}
}

func (m *moves) cut() {
	slices.SortFunc(m.kept, compareMoves)
	m.kept = m.kept[:min(len(m.kept), keptMoves)]
}

func compareMoves(a, b ranked) int {
	return cmp.Or(
		cmp.Compare(a.weight(), b.weight()), cmp.Compare(a.urgency(), b.urgency()), cmp.Compare(b.size, a.size),
		cmp.Compare(a.AccountKey, b.AccountKey), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field),
	)
}

// weight orders by money, the most first. Amounts of different currencies are
// compared as they are written; they are not added anywhere.
func (r ranked) weight() float64 {
	if r.Money == nil {
		return 0
	}
	return -math.Abs(float64(*r.Money))
}

// urgency orders by the days to an end that is still to come.
func (r ranked) urgency() int {
	if r.Days == nil || !r.soon {
		return math.MaxInt
	}
	return *r.Days
}

func (m *moves) list() []ingest.Move {
	m.cut()
	out := make([]ingest.Move, len(m.kept))
	for i, r := range m.kept {
		out[i] = r.Move
	}
	return out
}

// Of the rows of a stream those speak that are not before its latest whole
// slice (docs/semantics.md, Versions and slices). speaks says so of row r and
// the whole slice w.
func speaks(w string) string {
	return `(` + w + `.stream_id IS NULL OR (r.as_of, r.rank) >= (` + w + `.as_of, ` + w + `.rank))`
}

// wholeUpTo selects the latest whole slice of each stream that the imports up
// to known tell.
func wholeUpTo(known string) string {
	return `SELECT stream_id, as_of, rank FROM (
			SELECT stream_id, as_of, rank, row_number() OVER (PARTITION BY stream_id ORDER BY as_of DESC, rank DESC) AS n
			FROM import_slice WHERE whole = 1 AND import_id <= ` + known + `)
		WHERE n = 1`
}

// worth is what a row adds to the annual value: its value where it counts.
func worth(r string) string {
	return strings.ReplaceAll(`CASE WHEN {r}.kind = 'entitlement' AND {r}.status = 'active' AND {r}.trial = 0 AND ({r}.start_day IS NULL OR {r}.start_day <= :day)
		AND ({r}.end_day IS NULL OR {r}.end_day >= :day) THEN {r}.value END`, "{r}", r)
}

// movedKeys finds the keys whose state differs between two states of
// knowledge, and the rows that say so: o before, n after. Only keys that the
// imports in between speak of, or leave out of a whole slice, can have moved.
// Each state is the greatest position (day and rank) of the rows that speak,
// so that one pass over the index finds both.
var movedKeys = `
	WITH before AS MATERIALIZED (` + wholeUpTo(":from") + `),
	after AS MATERIALIZED (` + wholeUpTo(":to") + `),
	touched AS MATERIALIZED (
		SELECT key_id FROM entitlement_row WHERE import_id > :from AND import_id <= :to
		UNION
		SELECT r.key_id
		FROM (SELECT DISTINCT stream_id FROM import_slice WHERE whole = 1 AND import_id > :from AND import_id <= :to) t
		JOIN import_slice s ON s.stream_id = t.stream_id AND s.import_id <= :from
		JOIN entitlement_row r ON r.import_id = s.import_id AND r.stream_id = s.stream_id AND r.as_of = s.as_of
		LEFT JOIN before b ON b.stream_id = s.stream_id
		WHERE ` + speaks("b") + `
	),
	place AS (
		SELECT r.key_id,
			max(CASE WHEN r.import_id <= :from AND ` + speaks("b") + ` THEN r.as_of || printf('%019d', r.rank) END) AS was,
			max(CASE WHEN ` + speaks("a") + ` THEN r.as_of || printf('%019d', r.rank) END) AS is_now
		FROM touched t
		CROSS JOIN entitlement_row r ON r.key_id = t.key_id AND r.import_id <= :to
		LEFT JOIN before b ON b.stream_id = r.stream_id
		LEFT JOIN after a ON a.stream_id = r.stream_id
		GROUP BY t.key_id
		HAVING was IS NOT is_now
	),
	moved AS MATERIALIZED (
		SELECT p.key_id, o.import_id AS o_import, o.as_of AS o_as_of, n.import_id AS n_import, n.as_of AS n_as_of,
			abs(coalesce(CASE WHEN n.key_id IS NULL THEN ` + worth("o") + ` ELSE ` + worth("n") + ` END, 0)) AS money,
			coalesce(n.end_day, o.end_day) AS ends
		FROM place p
		LEFT JOIN entitlement_row o ON o.key_id = p.key_id AND o.as_of = substr(p.was, 1, 10) AND o.rank = CAST(substr(p.was, 11) AS INTEGER)
		LEFT JOIN entitlement_row n ON n.key_id = p.key_id AND n.as_of = substr(p.is_now, 1, 10) AND n.rank = CAST(substr(p.is_now, 11) AS INTEGER)
		WHERE o.vhash IS NOT n.vhash
	),
	picked AS (
		SELECT *, 0 AS all_of FROM moved WHERE o_import IS NOT NULL AND n_import IS NOT NULL
		UNION ALL SELECT * FROM (SELECT *, count(*) OVER () FROM moved WHERE o_import IS NULL
			ORDER BY money DESC, CASE WHEN ends >= :day THEN ends ELSE '9999' END, key_id LIMIT :kept)
		UNION ALL SELECT * FROM (SELECT *, count(*) OVER () FROM moved WHERE n_import IS NULL
			ORDER BY money DESC, CASE WHEN ends >= :day THEN ends ELSE '9999' END, key_id LIMIT :kept)
	)
	SELECT k.key, i.file, x.all_of, ` + worth("o") + ` AS o_worth, ` + worth("n") + ` AS n_worth,
		oa.key, oa.name, op.name, na.key, na.name, np.name, o.*, n.*
	FROM picked x
	JOIN entitlement_key k ON k.id = x.key_id
	LEFT JOIN entitlement_row o ON o.import_id = x.o_import AND o.key_id = x.key_id AND o.as_of = x.o_as_of
	LEFT JOIN entitlement_row n ON n.import_id = x.n_import AND n.key_id = x.key_id AND n.as_of = x.n_as_of
	LEFT JOIN "import" i ON i.id = coalesce(x.n_import, x.o_import)
	LEFT JOIN ref_account ox ON ox.ref_id = o.ref_id LEFT JOIN account oa ON oa.id = ox.account_id LEFT JOIN product op ON op.id = ` + canonicalOf("o") + `
	LEFT JOIN ref_account nx ON nx.ref_id = n.ref_id LEFT JOIN account na ON na.id = nx.account_id LEFT JOIN product np ON np.id = ` + canonicalOf("n")

// told is how many columns of movedKeys come before those of the rows.
const told = 11

// entitlements adds what became of entitlements and deployment facts.
func (m *moves) entitlements(ctx context.Context, tx *sql.Tx, sp span) error {
	var names []string
	rows, err := tx.QueryContext(ctx, movedKeys, sp.args(sql.Named("day", sp.day.String()), sql.Named("kept", keptMoves))...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if names, err = rows.Columns(); err != nil {
		return err
	}
	width := (len(names) - told) / 2
	fields := names[told+width:]
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		m.keyMoved(sp, keyChange{
			key: text(values[0]), file: text(values[1]), alike: int(whole(values[2])), worth: [2]any{values[3], values[4]},
			account: [2][2]string{{text(values[5]), text(values[6])}, {text(values[8]), text(values[9])}},
			product: [2]string{text(values[7]), text(values[10])}, fields: fields, before: values[told : told+width], after: values[told+width:],
		})
	}
	return rows.Err()
}

// keyChange is one key before and after.
type keyChange struct {
	key, file     string
	alike         int // how many keys are new, or gone, as this one is
	worth         [2]any
	account       [2][2]string // key and name
	product       [2]string
	fields        []string
	before, after []any
}

// at returns a column of the row that is there, the one after first.
func (k keyChange) at(name string) any {
	i := slices.Index(k.fields, name)
	if k.after[0] == nil {
		return k.before[i]
	}
	return k.after[i]
}

// kinds are the kinds of moves by the column that moved, in the order in which
// one of a key carries its change of money. What is not here is other.
var kinds = []struct{ column, kind, field string }{
	{"status", "status", "status"},
	{"trial", "status", "trial"},
	{"quantity", "quantity", "quantity"},
	{"value", "value", "value"},
	{"currency", "value", "currency"},
	{"end_day", "end", "end"},
	{"start_day", "start", "start"},
	{"assigned", "assigned", "assigned"},
	{"auto_renew", "auto_renew", "auto_renew"},
}

// aside are columns that say where a row is from, or what is told otherwise.
var aside = map[string]bool{
	"import_id": true, "key_id": true, "as_of": true, "stream_id": true, "line": true, "kind": true, "ref_id": true, "product_id": true,
	"rank": true, "vhash": true, "status_raw": true,
}

func (m *moves) keyMoved(sp span, k keyChange) {
	one := ingest.Move{Key: k.key, File: k.file, Line: int(whole(k.at("line"))), Currency: text(k.at("currency")), End: text(k.at("end_day"))}
	side := 1
	if k.after[0] == nil {
		side = 0
	}
	one.AccountKey, one.Account, one.Product = k.account[side][0], k.account[side][1], k.product[side]
	soon := false
	if end, err := portfolio.ParseDay(one.End); err == nil {
		days := int(end - sp.day)
		one.Days, soon = &days, days >= 0
	}
	if k.before[0] == nil || k.after[0] == nil {
		one.Kind, one.Field, one.Money = "new", "quantity", k.money()
		into := &one.After
		if side == 0 {
			one.Kind, into = "gone", &one.Before
		}
		*into = text(k.at("quantity"))
		m.add(ranked{Move: one, soon: soon})
		m.counts[one.Kind] = k.alike
		return
	}
	one.Money = k.money()
	put := func(kind, field, before, after string) {
		if before == after {
			return
		}
		move := one
		move.Kind, move.Field, move.Before, move.After = kind, field, before, after
		one.Money = nil // said once
		m.add(ranked{Move: move, size: difference(before, after), soon: soon})
	}
	seen := map[string]bool{}
	for _, x := range kinds {
		i := slices.Index(k.fields, x.column)
		seen[x.column] = true
		put(x.kind, x.field, shown(x.column, k.before[i]), shown(x.column, k.after[i]))
	}
	put("product", "product", k.product[0], k.product[1])
	if k.account[0][0] != k.account[1][0] {
		put("account", "account", k.account[0][1], k.account[1][1])
	}
	for i, name := range k.fields {
		if !seen[name] && !aside[name] {
			put("other", name, shown(name, k.before[i]), shown(name, k.after[i]))
		}
	}
}

// money is the change of annualised value: nil where no side has a value, or
// where the currency changed.
func (k keyChange) money() *int64 {
	if k.worth[0] == nil && k.worth[1] == nil {
		return nil
	}
	i := slices.Index(k.fields, "currency")
	if k.worth[0] != nil && k.worth[1] != nil && text(k.before[i]) != text(k.after[i]) {
		return nil
	}
	n := whole(k.worth[1]) - whole(k.worth[0])
	return &n
}

// difference is how far two numbers are apart, 0 for anything else.
func difference(a, b string) float64 {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err != nil || err2 != nil {
		return 0
	}
	return math.Abs(x - y)
}

// shown writes a value as a person reads it; missing is "".
func shown(column string, v any) string {
	if column == "trial" || column == "auto_renew" {
		switch v {
		case int64(1):
			return "yes"
		case int64(0):
			return "no"
		}
		return ""
	}
	return text(v)
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

func whole(v any) int64 {
	n, _ := v.(int64)
	return n
}

// missing adds the keys that the last file of a stream of entity lists had and
// the files in between have not, unless those are older ones. They are still
// there: absence from such a list means nothing by itself.
func (m *moves) missing(ctx context.Context, tx *sql.Tx, sp span) error {
	return eachValues(ctx, tx, func(v []any) error {
		one := ingest.Move{
			Kind: "missing", Key: text(v[0]), AccountKey: text(v[1]), Account: text(v[2]), Product: text(v[3]), Field: "quantity", Before: text(v[4]), After: text(v[4]),
			Currency: text(v[5]), End: text(v[6]), File: text(v[7]), Line: int(whole(v[8])),
		}
		soon := false
		if end, err := portfolio.ParseDay(one.End); err == nil {
			days := int(end - sp.day)
			one.Days, soon = &days, days >= 0
		}
		m.add(ranked{Move: one, soon: soon})
		return nil
	}, `WITH last AS (
			SELECT s.stream_id, s.import_id, max(s.rank) AS rank
			FROM import_slice s JOIN stream t ON t.id = s.stream_id
			WHERE t.class = 'E' AND s.import_id <= :from
			GROUP BY s.stream_id)
		SELECT k.key, a.key, a.name, p.name, r.quantity, r.currency, r.end_day, i.file, r.line
		FROM last l
		CROSS JOIN entitlement_row r ON r.import_id = l.import_id AND r.stream_id = l.stream_id
		JOIN entitlement_key k ON k.id = r.key_id JOIN "import" i ON i.id = r.import_id
		JOIN ref_account x ON x.ref_id = r.ref_id JOIN account a ON a.id = x.account_id JOIN product p ON p.id = `+canonicalOf("r")+`
		WHERE EXISTS (SELECT 1 FROM import_slice n WHERE n.stream_id = l.stream_id AND n.rank > l.rank AND n.import_id > :from AND n.import_id <= :to)
			AND NOT EXISTS (SELECT 1 FROM entitlement_row n WHERE n.key_id = r.key_id AND n.stream_id = r.stream_id AND n.import_id > :from AND n.import_id <= :to)`, sp.args()...)
}

// Moved tells what an import changed: the state that was known before it
// against the state with it.
func (s *Store) Moved(ctx context.Context, id int64) (ingest.Review, error) {
	return s.moved(ctx, id-1, id)
}

// MovedBetween tells what changed between two imports: the state known at
// import a (0: nothing) against the state known at the later import b.
func (s *Store) MovedBetween(ctx context.Context, a, b int64) (ingest.Review, error) {
	if a >= b {
		return ingest.Review{}, fault.At("to", "Import %d is not after import %d.", b, a).WithHint("Name the earlier import first.")
	}
	return s.moved(ctx, a, b)
}

func (s *Store) moved(ctx context.Context, from, to int64) (ingest.Review, error) {
	var out ingest.Review
	err := s.read(ctx, func(tx *sql.Tx) error {
		var state, day string
		err := tx.QueryRowContext(ctx, `SELECT state, as_of FROM import WHERE id = ?`, to).Scan(&state, &day)
		switch {
		case err == sql.ErrNoRows:
			return fault.New(fault.NotFound, "There is no import %d.", to)
		case err != nil:
			return err
		case state != "committed":
			return fault.New(fault.Conflict, "Import %d was undone, so that it changes nothing.", to)
		}
		out, err = reviewOf(ctx, tx, reading{now: s.answers(&inside{s: s, tx: tx})}, span{from, to, storedDay(day)})
		return err
	})
	return out, storeError(err, "compare imports")
}
