package compile

import (
	"encoding/json"
	"slices"
	"strings"

	"headroom/backend/portfolio"
)

// entitlementColumns are the columns of a row of entitlement_row, v, as its
// resolution has them.
func entitlementColumns() string {
	return "v.key_id AS id, v.import_id, v.as_of, v.stream_id, v.line, v.kind, r.account_id, " + canonicalID("v") + " AS product_id, v.sku, v.quantity, v.assigned,\n" +
		"    v.start_day, v.end_day, v.status, v.status_raw, v.trial, v.auto_renew, v.value, v.currency, v.partner_id,\n" +
		"    v.term, v.billing, v.cancel_until, v.parent, v.custom"
}

// history renders history: every version that was told of an entitlement up to
// the day asked for, one row for each file and day that told it.
func (b *builder) history() []string {
	text := strings.NewReplacer("{columns}", entitlementColumns(), "{canonical}", canonical("v"), "{known}", b.arg(b.known()), "{day}", b.day(b.question.Day))
	return []string{text.Replace(`history AS (
  SELECT {columns},
    {day} AS day, NULL AS period
  FROM entitlement_row v
  JOIN ref_account r ON r.ref_id = v.ref_id
  {canonical}
  WHERE v.import_id <= {known} AND v.as_of <= {day} AND v.kind = 'entitlement'
)`)}
}

// besideEntitlements renders what is joined to entitlements where a key or a
// column asks for it: what the ledger says of them, and the first day told.
func (b *builder) besideEntitlements() []string {
	var ctes []string
	if slices.Contains(b.tables, "charged") {
		ctes = append(ctes, b.charged()...)
	}
	if slices.Contains(b.tables, "first_told") {
		only := ""
		if b.question.Rows != nil {
			only = " AND key_id IN " + b.list(b.question.Rows)
		}
		ctes = append(ctes, "first_told AS (\n  SELECT key_id, min(as_of) AS day\n  FROM entitlement_row\n  WHERE import_id <= "+b.arg(b.known())+only+"\n  GROUP BY 1\n)")
	}
	return ctes
}

// counted is the entitlements that count, of the CTE state.
const counted = `counted AS (
  SELECT * FROM state
  WHERE kind = 'entitlement' AND status = 'active' AND trial = 0
    AND (start_day IS NULL OR start_day <= day) AND (end_day IS NULL OR end_day >= day)
)`

// changes renders change: the entitlements that count at the end of a span and
// did not on the day before it began, and the reverse. after is 1 for the
// former; account_after is how many of the account's entitlements count at the end,
// and account_before how many did before, whatever they are of.
func (b *builder) changes() []string {
	rows := [][3]string{}
	for _, p := range b.question.Periods {
		rows = append(rows, [3]string{(p.From - 1).String(), p.Day.String(), p.Label})
	}
	text, err := json.Marshal(rows)
	if err != nil { // texts
		panic(err)
	}
	ctes := append(b.entitlementState(), counted, `span AS MATERIALIZED (
  SELECT value ->> 0 AS before, value ->> 1 AS last, value ->> 2 AS label
  FROM json_each(`+b.arg(string(text))+`)
)`, `side AS (
  SELECT c.*, span.label, 1 AS after FROM span JOIN counted c ON c.day = span.last
  UNION ALL
  SELECT c.*, span.label, 0 AS after FROM span JOIN counted c ON c.day = span.before
)`, `change AS (
  SELECT * FROM (
    SELECT *, count(*) OVER (PARTITION BY label, id) AS sides,
      sum(after) OVER (PARTITION BY label, account_id) AS account_after,
      sum(1 - after) OVER (PARTITION BY label, account_id) AS account_before
    FROM side
  )
  WHERE sides = 1
)`)
	return append(ctes, b.besideEntitlements()...)
}

// spanDays are the days whose states changes compares, each once.
func (b *builder) spanDays() []Period {
	var days []portfolio.Day
	for _, p := range b.question.Periods {
		days = append(days, p.From-1, p.Day)
	}
	slices.Sort(days)
	var out []Period
	for _, d := range slices.Compact(days) {
		out = append(out, Period{Day: d})
	}
	return out
}
