package compile

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"headroom/backend/metric"
)

// with renders the common table expressions the relation is made of.
func (b *builder) with() string {
	var ctes []string
	if with := relationOf(b.relation).with; with != nil {
		ctes = with(b)
	}
	ctes = append(ctes, b.wholeTables()...)
	if len(ctes) == 0 {
		return ""
	}
	return "WITH\n" + strings.Join(ctes, ",\n") + "\n"
}

// entitlementState renders state: every key as it is on each day asked for.
// Where deployment facts name entitlements, those of an entitlement are what is
// assigned of it, unless it says so itself.
func (b *builder) entitlementState() []string {
	name := "state"
	if b.question.Shares {
		name = "stated"
	}
	var ctes []string
	if b.question.Current {
		ctes = []string{fmt.Sprintf("%s AS (\n  SELECT *, %s AS day, NULL AS period\n  FROM entitlement\n)", name, b.day(b.question.Day))}
	} else {
		ctes = b.resolved(versions{
			name: name, table: "entitlement_row", key: "key_id", datasets: "'entitlements', 'deployment'",
			columns: entitlementColumns(),
		})
	}
	if !b.question.Shares {
		return ctes
	}
	return append(ctes, `state AS (
  SELECT id, import_id, as_of, stream_id, line, kind, account_id, product_id, sku, quantity,
    CASE WHEN kind = 'entitlement' THEN coalesce(assigned, shares) ELSE assigned END AS assigned,
    start_day, end_day, status, status_raw, trial, auto_renew, value, currency, partner_id, term, billing, cancel_until, parent, custom,
    day, period
  FROM (
    SELECT s.*, sum(s.assigned) FILTER (WHERE s.kind = 'deployment') OVER (PARTITION BY s.day, coalesce(k.id, s.id)) AS shares
    FROM stated s
    LEFT JOIN entitlement_key k ON k.key = s.parent AND s.kind = 'deployment'
  )
  WHERE kind = 'entitlement' OR parent IS NULL
)`)
}

func (b *builder) supportState() []string {
	if b.question.Current {
		return []string{"state AS (\n  SELECT * FROM support_request\n)"}
	}
	return b.resolved(versions{
		name: "state", table: "support_row", key: "key", datasets: "'support_requests'",
		columns: "v.key AS id, v.key, v.import_id, v.as_of, v.stream_id, v.line, r.account_id, " + canonicalID("v") + " AS product_id, v.opened_day, v.category, v.status,\n" +
			"    v.title, v.closed_day, v.severity, v.first_response, v.resolution, v.satisfaction, v.custom",
	})
}

// versions names a table that keeps every row of every import; name is that of
// its state.
type versions struct{ name, table, key, datasets, columns string }

// resolved renders the state of every key on each day as the imports known
// tell it: of the slices that speak on a day, which are those not before their
// stream's last whole one, the newest row of each key. Nothing changes between
// two slices, so that days with the same last slice share one resolution. CROSS
// JOIN and the pluses make SQLite read the rows of the slices by their import,
// where it would rather index all rows afresh.
func (b *builder) resolved(v versions) []string {
	text := strings.NewReplacer("{name}", v.name, "{table}", v.table, "{key}", v.key, "{datasets}", v.datasets, "{columns}", v.columns,
		"{canonical}", canonical("v"), "{known}", b.arg(b.known()), "{periods}", b.arg(b.periods()))
	return []string{text.Replace(`slice AS MATERIALIZED (
  SELECT s.import_id, s.stream_id, s.as_of, s.rank, s.whole
  FROM import_slice s
  JOIN stream t ON t.id = s.stream_id
  WHERE t.dataset IN ({datasets}) AND s.import_id <= {known}
)`), text.Replace(`period AS MATERIALIZED (
  SELECT value ->> 0 AS day, value ->> 1 AS label,
    (SELECT max(as_of) FROM slice WHERE as_of <= value ->> 0) AS told
  FROM json_each({periods})
)`), text.Replace(`speaking AS (
  SELECT told.told, s.import_id, s.stream_id, s.as_of
  FROM (SELECT DISTINCT told FROM period) told
  JOIN slice s ON s.as_of <= told.told
  WHERE NOT EXISTS (
    SELECT 1 FROM slice w
    WHERE w.stream_id = s.stream_id AND w.whole = 1 AND w.as_of <= told.told AND (w.as_of, w.rank) > (s.as_of, s.rank)
  )
)`), text.Replace(`version AS (
  SELECT v.*, s.told, row_number() OVER (PARTITION BY s.told, v.{key} ORDER BY v.as_of DESC, v.rank DESC) AS newest
  FROM speaking s
  CROSS JOIN {table} v ON v.import_id = s.import_id AND +v.as_of = s.as_of AND +v.stream_id = s.stream_id
)`), text.Replace(`{name} AS (
  SELECT {columns},
    period.day, period.label AS period
  FROM version v
  CROSS JOIN period ON period.told = v.told
  CROSS JOIN ref_account r ON r.ref_id = v.ref_id
  {canonical}
  WHERE v.newest = 1
)`)}
}

// known returns the last import that is known.
func (b *builder) known() int64 {
	if b.question.Known == 0 {
		return math.MaxInt64
	}
	return b.question.Known
}

// periods returns the days asked for as JSON: [["2026-01-31","2026-01-01"]].
func (b *builder) periods() string {
	rows := [][2]string{}
	for _, p := range b.asked() {
		rows = append(rows, [2]string{p.Day.String(), p.Label})
	}
	text, err := json.Marshal(rows)
	if err != nil { // pairs of strings
		panic(err)
	}
	return string(text)
}

// asked returns the periods of levels. What happened on a day of its own is
// resolved for the day asked for alone.
func (b *builder) asked() []Period {
	switch {
	case !b.levels():
		return []Period{{Day: b.question.Day}}
	case b.relation == metric.EntitlementChanges:
		return b.spanDays()
	}
	return b.question.Periods
}

// facts renders fact: the entitlements that count, and with deployment facts
// those that docs/semantics.md lets speak. Those of one source, account and
// product add up: the first of them is measured against what is left of the
// base for it, each other against itself, so that sums over them are right.
func (b *builder) facts() []string {
	if !b.question.Deployment {
		return []string{counted, "fact AS (\n  SELECT *, 1 AS n, quantity AS sold, quantity AS base FROM counted\n)"}
	}
	return []string{counted, `beside AS (
  SELECT day, account_id, product_id, count(*) AS n, sum(quantity) FILTER (WHERE assigned IS NULL) AS untold
  FROM counted
  GROUP BY 1, 2, 3
)`, `told AS (
  SELECT DISTINCT c.day, s.source, c.account_id, c.product_id
  FROM counted c JOIN stream s ON s.id = c.stream_id
  WHERE c.assigned IS NOT NULL
)`, `deployed AS (
  SELECT d.*,
    CASE WHEN b.n IS NULL AND row_number() OVER (of_one ORDER BY d.assigned IS NULL, d.id) = 1 THEN 1 ELSE 0 END AS n,
    CASE WHEN b.n IS NULL THEN d.quantity END AS sold,
    CASE
      WHEN d.assigned IS NULL AND b.n IS NOT NULL OR coalesce(sum(d.quantity) OVER of_one, b.untold) IS NULL THEN NULL
      WHEN row_number() OVER (of_one ORDER BY d.assigned IS NULL, d.id) > 1 THEN d.assigned
      ELSE coalesce(sum(d.quantity) OVER of_one, b.untold) - coalesce(sum(d.assigned) OVER of_one, 0) + coalesce(d.assigned, 0)
    END AS base
  FROM state d
  JOIN stream s ON s.id = d.stream_id
  LEFT JOIN beside b ON b.day = d.day AND b.account_id = d.account_id AND b.product_id = d.product_id
  LEFT JOIN told ON told.day = d.day AND told.source = s.source AND told.account_id = d.account_id AND told.product_id = d.product_id
  WHERE d.kind = 'deployment' AND told.source IS NULL
  WINDOW of_one AS (PARTITION BY d.day, s.source, d.account_id, d.product_id)
)`, `fact AS (
  SELECT *, 1 AS n, quantity AS sold, quantity AS base FROM counted
  UNION ALL
  SELECT * FROM deployed
)`}
}
