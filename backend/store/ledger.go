package store

import (
	"context"
	"database/sql"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// The ledger: the lines of invoices and of rated consumption. A book is
// replaced as a whole: the latest (as_of, rank) that has it tells all of it
// (docs/semantics.md, Ledger).

// chargeValues are the columns that the rows and the current table of charges
// share, beside who and what they are about.
const chargeValues = `subscription, kind, charge_day, start_day, end_day, term, billing, quantity, unit_price, amount, currency, meter, partner_id`

// currentCharges selects the charges of the books that hold.
func currentCharges() string {
	return `SELECT r.book, r.key, r.import_id, r.as_of, r.stream_id, r.line, a.account_id, ` + canonicalOf("r") + ` AS product, ` + chargeValues + `
		FROM charge_row r JOIN ref_account a ON a.ref_id = r.ref_id
		WHERE (r.as_of, r.rank) = (SELECT q.as_of, q.rank FROM charge_row q WHERE q.book = r.book ORDER BY q.as_of DESC, q.rank DESC LIMIT 1)`
}

// bookDays notes the day that each book of an import speaks of: the latest of
// its lines, because a book is one statement.
type bookDays struct {
	day   map[string]portfolio.Day
	mixed map[string]bool
}

func (b *bookDays) note(book string, day portfolio.Day) {
	if b.day == nil {
		b.day, b.mixed = map[string]portfolio.Day{}, map[string]bool{}
	}
	if known, ok := b.day[book]; ok && known != day {
		b.mixed[book] = true
		day = max(day, known)
	}
	b.day[book] = day
}

// settle gives all lines of a book its day.
func (b *bookDays) settle(ctx context.Context, tx *sql.Tx, id int64) error {
	for book := range b.mixed {
		if _, err := tx.ExecContext(ctx, `UPDATE charge_row SET as_of = ? WHERE import_id = ? AND book = ?`, b.day[book].String(), id, book); err != nil {
			return storeError(err, "store charges")
		}
	}
	return nil
}

func (w *rowWriter) charge(at ingest.At, c portfolio.Charge) error {
	if c.Key == "" || c.Book == "" {
		return &ingest.Problem{Code: "missing_key", Message: "A charge needs an invoice and a key within it."}
	}
	w.im.handed.entity = true
	w.charges++
	w.books.note(c.Book, at.Day)
	im := w.im
	stream, ref, product := im.speaks(portfolio.Charges, at), im.dict.mention(c.Account, at.Day, im.line, false), im.dict.product(c.Product, at.Day)
	line := im.line
	hash := textHash(intText(portfolio.SomeInt(subject(at, c.Account, c.Product))),
		c.Subscription, c.Kind, ifKnown(c.Day), ifKnown(c.Start), ifKnown(c.End), c.Term, c.Billing, decimalText(c.Quantity), decimalText(c.UnitPrice),
		intText(c.Amount), c.Currency, c.Meter, c.PartnerID)
	return w.add(func(s *rowStatements) error {
		_, err := s.charge.ExecContext(s.ctx, im.id, c.Book, c.Key, at.Day.String(), im.rank, stream, line, ref, orNone(product),
			orNull(c.Subscription), orNull(c.Kind), orNull(ifKnown(c.Day)), orNull(ifKnown(c.Start)), orNull(ifKnown(c.End)), orNull(c.Term), orNull(c.Billing),
			orNull(decimalText(c.Quantity)), orNull(decimalText(c.UnitPrice)), maybe(c.Amount), orNull(c.Currency), orNull(c.Meter), c.PartnerID, hash)
		return err
	})
}

// orNone is a number of the dictionary, 0 for none.
func orNone(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// priorCharge finds, for each charge of the import, the hash of the one of its
// key in the book as it was before. A book of the same day that goes before the
// import's by rank holds as it did. What was before is looked for once per
// book, because the lookup passes over all lines that the import has of it.
const priorCharge = `
	SELECT line, now, was FROM (
		WITH told AS MATERIALIZED (
			SELECT o.book,
				EXISTS (SELECT 1 FROM charge_row q WHERE q.book = o.book AND q.as_of = o.as_of AND q.rank > o.rank AND q.import_id < :import) AS stays,
				(SELECT q.import_id FROM charge_row q WHERE q.book = o.book AND q.as_of <= o.as_of AND q.import_id < :import
					ORDER BY q.as_of DESC, q.rank DESC LIMIT 1) AS prior
			FROM (SELECT DISTINCT book, as_of, rank FROM charge_row WHERE import_id = :import) o)
		SELECT r.line, r.vhash AS now, CASE WHEN told.stays THEN r.vhash
			ELSE (SELECT p.vhash FROM charge_row p WHERE p.import_id = told.prior AND p.book = r.book AND p.key = r.key) END AS was
		FROM told CROSS JOIN charge_row r ON r.import_id = :import AND r.book = told.book)`

// touchBooks marks the books of an import.
func touchBooks(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `CREATE TEMP TABLE IF NOT EXISTS touched_book (book TEXT PRIMARY KEY); DELETE FROM touched_book`)
	if err == nil {
		_, err = tx.ExecContext(ctx, `INSERT INTO touched_book SELECT DISTINCT book FROM charge_row WHERE import_id = ?`, id)
	}
	return storeError(err, "mark books")
}

// resolveBooks brings the marked books up to date.
func resolveBooks(ctx context.Context, tx *sql.Tx) error {
	return putCharges(ctx, tx, `WHERE book IN (SELECT book FROM touched_book)`, ` AND r.book IN (SELECT book FROM touched_book)`)
}

// resolveLedger brings all books up to date.
func resolveLedger(ctx context.Context, tx *sql.Tx) error { return putCharges(ctx, tx, ``, ``) }

func putCharges(ctx context.Context, tx *sql.Tx, old, now string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM charge `+old); err != nil {
		return storeError(err, "resolve charges")
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO charge (book, key, import_id, as_of, stream_id, line, account_id, product_id, `+chargeValues+`) `+currentCharges()+now)
	return storeError(err, "resolve charges")
}
