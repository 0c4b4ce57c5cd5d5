package compile

import (
	"strings"
)

// terms renders term: every end that an entitlement that was active and not a
// trial had and that came, up to the day asked for, with the attributes of the
// last version that had it, and what became of it. Most entitlements have not
// come to an end, so that first those that have are sought, and then all versions
// of them and of what their accounts have beside them. A list of a few rows needs
// only those.
func (b *builder) terms() []string {
	few := ""
	if b.question.Rows != nil {
		few = "\n    AND v.key_id IN " + b.list(b.question.Rows)
	}
	text := strings.NewReplacer("{canonical}", canonical("v"), "{product}", canonicalID("v"), "{known}", b.arg(b.known()), "{day}", b.day(b.question.Day), "{few}", few, "{grace}", b.arg(b.question.Setting.GraceDays))
	return []string{text.Replace(`came AS MATERIALIZED (
  SELECT DISTINCT v.key_id, r.account_id
  FROM entitlement_row v
  JOIN ref_account r ON r.ref_id = v.ref_id
  WHERE v.import_id <= {known} AND v.as_of <= {day} AND v.kind = 'entitlement' AND v.status = 'active' AND v.trial = 0 AND v.end_day <= {day}{few}
)`), text.Replace(`version AS MATERIALIZED (
  SELECT v.*, r.account_id, p.id AS canonical_id, coalesce(p.family, p.key) AS line_of_product
  FROM entitlement_row v
  JOIN ref_account r ON r.ref_id = v.ref_id
  {canonical}
  JOIN product p ON p.id = {product}
  WHERE v.import_id <= {known} AND v.as_of <= {day} AND v.kind = 'entitlement' AND v.status = 'active' AND v.trial = 0
    AND (v.key_id IN (SELECT key_id FROM came) OR r.account_id IN (SELECT account_id FROM came))
)`), text.Replace(`ending AS MATERIALIZED (
  SELECT * FROM (
    SELECT *,
      row_number() OVER (PARTITION BY key_id, end_day ORDER BY as_of DESC, rank DESC) AS newest,
      max(coalesce(end_day, '9999-12-31')) OVER (PARTITION BY key_id ORDER BY as_of, rank ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later_end
    FROM version
  )
  WHERE newest = 1 AND end_day <= {day}
)`), text.Replace(`followed AS MATERIALIZED (
  SELECT DISTINCT e.key_id, e.end_day
  FROM ending e
  JOIN (SELECT DISTINCT account_id, line_of_product, key_id, start_day FROM version WHERE start_day IS NOT NULL) o
    ON o.account_id = e.account_id AND o.line_of_product = e.line_of_product
  WHERE o.key_id <> e.key_id AND o.start_day > coalesce(e.start_day, '')
    AND o.start_day BETWEEN date(e.end_day, '-' || {grace} || ' days') AND date(e.end_day, {grace} || ' days')
)`), text.Replace(`term AS (
  SELECT e.*, e.key_id AS id,
    CASE
      WHEN e.later_end > e.end_day OR followed.key_id IS NOT NULL THEN 'renewed'
      WHEN date(e.end_day, {grace} || ' days') < {day} THEN 'expired'
      ELSE 'open'
    END AS outcome
  FROM ending e
  LEFT JOIN followed ON followed.key_id = e.key_id AND followed.end_day = e.end_day
)`)}
}
