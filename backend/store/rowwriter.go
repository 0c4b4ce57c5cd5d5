package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"headroom/backend/chunk"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// batchRows is how many rows travel to the writer at once.
const batchRows = 500

// rowWriter hands the rows of facts with a key to the writer.
type rowWriter struct {
	im           *session
	batch        []func(*rowStatements) error
	prepared     *rowStatements
	entitlements int64 // and deployment rows taken
	supports     int64
	charges      int64
	books        bookDays
}

// rowStatements are used by the writer only.
type rowStatements struct {
	ctx             context.Context // not watched: a row takes microseconds, and the watch as long again
	addKey, findKey *sql.Stmt
	support, charge *sql.Stmt
	known           bool    // the last key was
	entitlements    [][]any // of the batch at hand
}

func (w *rowWriter) entitlement(at ingest.At, e portfolio.Entitlement) error {
	if e.Key == "" {
		return &ingest.Problem{Code: "missing_key", Message: "The row has no key."}
	}
	row := entitlementRow{
		subject: subject(at, e.Account, named(e.Product)),
		stream:  w.im.speaks(portfolio.Entitlements, at), day: at.Day.String(), line: w.im.line, kind: "entitlement",
		ref: w.im.dict.mention(e.Account, at.Day, w.im.line, false), product: w.im.dict.product(named(e.Product), at.Day),
		sku: e.Product.SKU, quantity: e.Quantity, assigned: e.Assigned, start: e.Start, end: e.End,
		status: string(e.Status), raw: e.StatusRaw, trial: e.Trial, renew: e.AutoRenew, value: e.Value, currency: e.Currency, partner: e.PartnerID,
		term: e.Term, billing: e.Billing, cancelUntil: ifKnown(e.CancelUntil), parent: e.Parent, custom: customText(e.Custom),
	}
	return w.put(e.Key, row)
}

func (w *rowWriter) deployed(at ingest.At, d portfolio.Deployed) error {
	row := entitlementRow{
		subject: subject(at, d.Account, named(d.Product)),
		stream:  w.im.speaks(portfolio.Deployment, at), day: at.Day.String(), line: w.im.line, kind: "deployment",
		ref: w.im.dict.mention(d.Account, at.Day, w.im.line, false), product: w.im.dict.product(named(d.Product), at.Day),
		sku: d.Product.SKU, quantity: d.Sold, assigned: d.Assigned, start: portfolio.NoDay, end: portfolio.NoDay,
		status: string(portfolio.Active), partner: d.PartnerID, parent: d.Parent,
	}
	ref := d.Account.Ref
	who := ref.Kind + ":" + ref.ExternalID
	if ref.ExternalID == "" {
		who = "name:" + foldName(ref.Name)
	}
	key := "deployment:" + w.im.meta.Info.Source + ":" + who + ":" + foldName(named(d.Product).Name)
	if d.Parent != "" {
		key = sharePrefix + w.im.meta.Info.Source + ":" + d.Parent
	}
	if d.Key != "" {
		key += ":" + d.Key
	}
	return w.put(key, row)
}

// sharePrefix begins the keys of deployment rows that name the entitlement they
// are of. No source begins with a colon.
const sharePrefix = "deployment::"

// named gives a product without a name its SKU as one.
func named(p portfolio.Product) portfolio.Product {
	if p.Name == "" {
		p.Name = p.SKU
	}
	if p.Name == "" {
		p.Name = "(no product)"
	}
	return p
}

// subject tells who and what a row is about, in words: numbers of the
// dictionary differ from store to store, and with them which of two rows of
// one key is the greater.
func subject(at ingest.At, a portfolio.Account, p portfolio.Product) int64 {
	return textHash(at.Reporter, a.Ref.Kind, a.Ref.ExternalID, a.Ref.Name, foldName(p.Name))
}

type entitlementRow struct {
	subject              int64
	stream, ref, product int64
	line                 int
	day, kind, sku       string
	quantity, assigned   portfolio.Int
	start, end           portfolio.Day
	status, raw          string
	trial                bool
	renew                portfolio.Bool
	value                portfolio.Int
	currency, partner    string

	term, billing, cancelUntil, parent, custom string
}

// hash tells versions of a key apart; what the row is true for is left out, and
// so is the source's word for a status that is understood: "Aktiv" in a German
// file and "Active" in an English one are one state.
func (r entitlementRow) hash() int64 {
	raw := ""
	if r.status == string(portfolio.Unknown) {
		raw = r.raw
	}
	return textHash(r.kind, strconv.FormatInt(r.subject, 10), r.sku, intText(r.quantity), intText(r.assigned),
		r.start.String(), r.end.String(), r.status, raw, strconv.FormatBool(r.trial), strconv.Itoa(int(r.renew)), intText(r.value), r.currency, r.partner,
		r.term, r.billing, r.cancelUntil, r.parent, r.custom)
}

func (w *rowWriter) put(key string, r entitlementRow) error {
	w.entitlements++
	w.im.handed.entity = true
	im := w.im
	args := []any{
		im.id, nil, r.day, im.rank, r.stream, r.line, r.kind, r.ref, r.product, orNull(r.sku), maybe(r.quantity), maybe(r.assigned),
		orNull(r.start.String()), orNull(r.end.String()), r.status, r.raw, r.trial, maybeBool(r.renew), maybe(r.value), orNull(r.currency), r.partner,
		orNull(r.term), orNull(r.billing), orNull(r.cancelUntil), orNull(r.parent), orNull(r.custom), r.hash(),
	}
	return w.add(func(s *rowStatements) error {
		id, err := s.keyID(key)
		if err != nil {
			return err
		}
		args[1] = id
		s.entitlements = append(s.entitlements, args)
		return nil
	})
}

// keyID interns the key of an entitlement. Most files are of one kind: all
// their keys are new, or all are known.
func (s *rowStatements) keyID(key string) (id int64, err error) {
	if s.known {
		err := s.findKey.QueryRowContext(s.ctx, key).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	r, err := s.addKey.ExecContext(s.ctx, key)
	if err != nil {
		return 0, err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		s.known = false
		id, _ = r.LastInsertId() // which SQLite always knows
		return id, err
	}
	s.known = true
	return id, s.findKey.QueryRowContext(s.ctx, key).Scan(&id)
}

func (w *rowWriter) support(at ingest.At, r portfolio.SupportRequest) error {
	if r.Key == "" || r.Opened.IsZero() {
		return &ingest.Problem{Code: "missing_key", Message: "A support request needs a key and the day it was opened."}
	}
	w.supports++
	w.im.handed.entity = true
	im := w.im
	stream, ref, product := im.speaks(portfolio.SupportRequests, at), im.dict.mention(r.Account, at.Day, im.line, false), im.dict.product(r.Product, at.Day)
	line, closed, satisfaction, custom := im.line, ifKnown(r.Closed), decimalText(r.Satisfaction), customText(r.Custom)
	hash := textHash(strconv.FormatInt(subject(at, r.Account, r.Product), 10), r.Opened.String(), r.Category, r.Status,
		r.Title, closed, r.Severity, intText(r.FirstResponse), intText(r.Resolution), satisfaction, custom)
	return w.add(func(s *rowStatements) error {
		_, err := s.support.ExecContext(s.ctx, im.id, r.Key, at.Day.String(), im.rank, stream, line, ref, orNone(product), r.Opened.String(), r.Category, r.Status,
			orNull(r.Title), orNull(closed), orNull(r.Severity), maybe(r.FirstResponse), maybe(r.Resolution), orNull(satisfaction), orNull(custom), hash)
		return err
	})
}

func (w *rowWriter) add(put func(*rowStatements) error) error {
	w.batch = append(w.batch, put)
	if len(w.batch) < batchRows {
		return w.im.err()
	}
	return w.flush()
}

func (w *rowWriter) flush() error {
	batch := w.batch
	w.batch = nil
	if len(batch) == 0 {
		return nil
	}
	return w.im.doFacts(func(tx *sql.Tx) error {
		if w.prepared == nil {
			s, err := prepareRows(w.im.ctx, tx)
			if err != nil {
				return err
			}
			w.prepared = s
		}
		for _, put := range batch {
			if err := put(w.prepared); err != nil {
				return err
			}
		}
		rows := w.prepared.entitlements
		w.prepared.entitlements = rows[:0]
		return repeat(w.im.ctx, tx, insertEntitlement, rows, func(args []any) []any { return args })
	})
}

// insertEntitlement takes the greater of two rows of one key, like the others.
var insertEntitlement = insertOver("entitlement_row", "import_id, key_id, as_of", "rank, stream_id, line, kind, ref_id, product_id, "+entitlementValues+", vhash") + `
	WHERE (coalesce(excluded.quantity, -1), coalesce(excluded.end_day, '9999'), excluded.vhash) > (coalesce(quantity, -1), coalesce(end_day, '9999'), vhash)`

// prepareRows prepares the inserts. Of several rows with one key in one file
// the greatest holds, so that the order of the file's rows does not matter.
func prepareRows(ctx context.Context, tx *sql.Tx) (*rowStatements, error) {
	s := &rowStatements{ctx: context.WithoutCancel(ctx)}
	for text, into := range map[string]**sql.Stmt{
		`INSERT INTO entitlement_key (key) VALUES (?) ON CONFLICT (key) DO NOTHING`: &s.addKey,
		`SELECT id FROM entitlement_key WHERE key = ?`:                              &s.findKey,
		insertOver("support_row", "import_id, key, as_of", "rank, stream_id, line, ref_id, product_id, "+supportValues+", vhash") + `
		WHERE excluded.vhash > vhash`: &s.support,
		insertOver("charge_row", "import_id, book, key", "as_of, rank, stream_id, line, ref_id, product_id, "+chargeValues+", vhash") + `
		WHERE excluded.vhash > vhash`: &s.charge,
	} {
		stmt, err := tx.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		*into = stmt
	}
	return s, nil
}

// insertOver returns the statement that inserts the columns of a row, keys
// before values, and replaces the values where the keys are there already.
func insertOver(table, keys, values string) string {
	var sets []string
	for column := range strings.SplitSeq(values, ",") {
		column = strings.TrimSpace(column)
		sets = append(sets, column+" = excluded."+column)
	}
	marks := strings.Repeat("?, ", strings.Count(keys+","+values, ",")) + "?"
	return "INSERT INTO " + table + " (" + keys + ", " + values + ") VALUES (" + marks + ") ON CONFLICT (" + keys + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func maybe(n portfolio.Int) any {
	if !n.OK {
		return nil
	}
	return n.N
}

func intText(n portfolio.Int) string {
	if !n.OK {
		return ""
	}
	return strconv.FormatInt(n.N, 10)
}

// decimalText writes d in its shortest form, "" where it is absent.
func decimalText(d portfolio.Decimal) string {
	if !d.OK {
		return ""
	}
	mantissa, scale := chunk.Trim(d.Mantissa, d.Scale)
	sign, digits := "", strconv.FormatInt(mantissa, 10)
	if mantissa < 0 {
		sign, digits = "-", digits[1:]
	}
	if scale == 0 {
		return sign + digits
	}
	digits = strings.Repeat("0", max(0, int(scale)+1-len(digits))) + digits
	at := len(digits) - int(scale)
	return sign + digits[:at] + "." + digits[at:]
}

// ifKnown writes an optional day, "" where it is absent.
func ifKnown(d portfolio.Day) string {
	if !d.Known() {
		return ""
	}
	return d.String()
}

func maybeBool(b portfolio.Bool) any {
	switch b {
	case portfolio.Yes:
		return 1
	case portfolio.No:
		return 0
	}
	return nil
}
