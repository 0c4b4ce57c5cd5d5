package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"strings"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/metric/expr"
)

// Questions are asked on connections of their own, whose authorizer knows the
// tables, columns and functions that questions need and refuses everything
// else when a statement is prepared: what slipped past the compiler reads
// nothing it should not, and no other statement runs at all.

// mostBytes bounds a text or blob that a question's statement makes or reads:
// far more than a day of usage takes.
const mostBytes = 64 << 20

// mostPattern bounds a pattern of GLOB or LIKE, whose cost grows with it.
const mostPattern = 4096

// everyColumn stands for all columns of a table.
var everyColumn []string

// askedTables are the tables and columns that questions read. Settings and meta
// are read by the store itself, to say what state a question meets.
var askedTables = map[string][]string{
	"account": everyColumn, "account_row": everyColumn, "account_ref": everyColumn, "ref_account": everyColumn,
	"product": everyColumn, "product_row": everyColumn, "product_canonical": everyColumn,
	"stream": everyColumn, "import_slice": everyColumn, "series": everyColumn,
	"entitlement": everyColumn, "entitlement_row": everyColumn, "entitlement_key": everyColumn,
	"support_request": everyColumn, "support_row": everyColumn, "charge": everyColumn, "charge_row": everyColumn,
	"usage_chunk": everyColumn, "event_chunk": everyColumn, "definition": everyColumn,
	"setting": {"name", "value"}, "meta": {"name", "value"},
	"import": {
		"id", "file", "sha256", "bytes", "profile", "profile_version", "source", "dataset", "class", "as_of", "partial", "state", "rows", "added",
		"changed", "unchanged", "skipped", "rejected", "imported_at", "duration", "notes",
	},
	"inbox":     everyColumn,
	"rule":      {"id", "name", "template", "state"},
	"json_each": {"key", "value", "type", "atom", "json"},
}

// askedFunctions are the functions of SQLite that questions call. Those that
// make long texts of short ones (printf, zeroblob) are not among them; replace
// is, for package expr calls it only where its result stays short.
var askedFunctions = strings.Fields(`
	count sum total min max avg coalesce ifnull nullif iif abs round ceil ceiling floor sqrt ln log log10 exp pow power mod sign trunc
	date time datetime julianday strftime unixepoch
	lower upper length substr instr replace trim ltrim rtrim unicode like glob typeof random
	json_each json_valid json_extract json_array json_object json_group_array json_type -> ->>
	row_number rank dense_rank lag lead first_value last_value ntile percent_rank cume_dist group_concat median percentile`)

// authorizer decides what a statement of a question may do. real holds the
// names of what the schema has and of the modules SQLite brings; others are the
// names that a statement gives its own parts.
type authorizer struct {
	real, functions map[string]bool
}

// newAuthorizer reads from the connection what there is.
func newAuthorizer(c *sqlite3.SQLiteConn) (*authorizer, error) {
	a := &authorizer{real: map[string]bool{}, functions: map[string]bool{}}
	for _, f := range askedFunctions {
		a.functions[f] = true
	}
	for _, f := range expr.SQLFunctions() {
		a.functions[strings.ToLower(f.Name)] = true
	}
	names, err := textsOf(c, "SELECT lower(name) FROM sqlite_schema UNION SELECT lower(name) FROM pragma_module_list")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		a.real[n] = true
	}
	return a, nil
}

// allows is what SQLite calls for everything that a statement does.
func (a *authorizer) allows(op int, what, column, _ string) int {
	allowed := false
	switch op {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION:
		allowed = true
	case sqlite3.SQLITE_FUNCTION:
		allowed = a.functions[strings.ToLower(column)]
	case sqlite3.SQLITE_READ:
		allowed = a.reads(strings.ToLower(what), strings.ToLower(column))
	}
	if !allowed {
		return sqlite3.SQLITE_DENY
	}
	return sqlite3.SQLITE_OK
}

// reads reports whether a column of a table may be read. Of a part that a
// statement names itself, and of a table of which it only counts rows, SQLite
// gives no column.
func (a *authorizer) reads(table, column string) bool {
	columns, known := askedTables[table]
	if !known {
		return column == "" && !a.real[table] && !strings.HasPrefix(table, "sqlite_") && !strings.HasPrefix(table, "pragma_")
	}
	if columns == nil || column == "" || column == "rowid" {
		return true
	}
	for _, c := range columns {
		if c == column {
			return true
		}
	}
	return false
}

// textsOf returns the first column of a statement.
func textsOf(c *sqlite3.SQLiteConn, query string) (texts []string, err error) {
	rows, err := c.Query(query, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	row := make([]driver.Value, 1)
	for {
		switch err := rows.Next(row); {
		case errors.Is(err, io.EOF):
			return texts, nil
		case err != nil:
			return nil, err
		}
		if s, ok := row[0].(string); ok {
			texts = append(texts, s)
		}
	}
}

// prepareAsking makes a connection one that questions are asked on.
func prepareAsking(c *sqlite3.SQLiteConn) error {
	if err := prepareReading(c, askingCache); err != nil {
		return err
	}
	a, err := newAuthorizer(c)
	if err != nil {
		return err
	}
	c.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, mostBytes)
	c.SetLimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, mostPattern)
	c.RegisterAuthorizer(a.allows)
	return nil
}
