package compile

import "strings"

// ledgerState renders state: the charges of the books that hold on the day
// asked for.
func (b *builder) ledgerState() []string {
	if b.question.Current {
		return []string{"state AS (\n  SELECT * FROM charge\n)"}
	}
	return b.ledger("state")
}

// ledger renders the charges of each book as the latest telling known that is not
// after the day asked for has it.
func (b *builder) ledger(name string) []string {
	text := strings.NewReplacer("{name}", name, "{canonical}", canonical("v"), "{product}", canonicalID("v"), "{known}", b.arg(b.known()), "{day}", b.day(b.question.Day))
	return []string{text.Replace(`book AS MATERIALIZED (
  SELECT book, import_id FROM (
    SELECT book, import_id, row_number() OVER (PARTITION BY book ORDER BY as_of DESC, rank DESC) AS newest
    FROM (SELECT DISTINCT book, as_of, rank, import_id FROM charge_row WHERE import_id <= {known} AND as_of <= {day})
  )
  WHERE newest = 1
)`), text.Replace(`{name} AS (
  SELECT v.book, v.key, v.import_id, v.as_of, v.stream_id, v.line, r.account_id, {product} AS product_id, v.subscription, v.kind, v.charge_day,
    v.start_day, v.end_day, v.term, v.billing, v.quantity, v.unit_price, v.amount, v.currency, v.meter, v.partner_id
  FROM book
  CROSS JOIN charge_row v ON v.import_id = book.import_id AND v.book = book.book
  CROSS JOIN ref_account r ON r.ref_id = v.ref_id
  {canonical}
)`)}
}

// charged renders what the ledger says of entitlements: of the charges of a
// subscription that are no credit the latest, those before others that are for
// a whole billing cycle and so tell the price of a year.
func (b *builder) charged() []string {
	text := strings.NewReplacer("{day}", b.day(b.question.Day))
	return append(b.ledger("invoiced"), text.Replace(`priced AS (
  SELECT *, coalesce(julianday(end_day) - julianday(start_day) + 1 >=
      CASE billing WHEN 'monthly' THEN 28 WHEN 'annual' THEN 365 WHEN 'triennial' THEN 1095 END, 0) AS whole
  FROM invoiced
  WHERE subscription IS NOT NULL AND amount > 0 AND (charge_day IS NULL OR charge_day <= {day})
)`), `charged AS (
  SELECT k.id AS key_id, l.term, l.billing, l.currency,
    CASE WHEN l.whole THEN CASE l.billing WHEN 'monthly' THEN 12 * l.amount WHEN 'annual' THEN l.amount ELSE CAST(round(l.amount / 3.0) AS INTEGER) END END AS value
  FROM (
    SELECT *, row_number() OVER (
      PARTITION BY lower(subscription) ORDER BY whole DESC, start_day DESC, charge_day DESC, amount DESC, as_of DESC, book, key) AS newest
    FROM priced
  ) l
  JOIN entitlement_key k ON k.key = 'ms:' || lower(l.subscription)
  WHERE l.newest = 1
)`)
}
