package compile

import (
	"strings"
)

// terms renders term: every end that an entitlement that was active and not a
// trial had and that came, up to the day asked for, with the attributes of the
// last version that had it, and what became of it.
func (b *builder) terms() []string {
	grace := b.question.Setting.GraceDays
	return []string{
		strings.NewReplacer("{known}", b.arg(b.known()), "{day}", b.day(b.question.Day)).Replace(
			`version AS (
  SELECT v.*, r.account_id, coalesce(p.family, p.key) AS line_of_product
  FROM entitlement_row v
  JOIN ref_account r ON r.ref_id = v.ref_id
  JOIN product p ON p.id = v.product_id
  WHERE v.import_id <= {known} AND v.as_of <= {day} AND v.kind = 'entitlement' AND v.status = 'active' AND v.trial = 0
),
ending AS (
  SELECT *, row_number() OVER (PARTITION BY key_id, end_day ORDER BY as_of DESC, import_id DESC) AS newest
  FROM version
  WHERE end_day <= {day}
)`),
		strings.NewReplacer("{grace}", b.arg(grace), "{day}", b.day(b.question.Day)).Replace(
			`term AS (
  SELECT e.*, e.key_id AS id,
    CASE
      WHEN EXISTS (
        SELECT 1 FROM version l
        WHERE l.key_id = e.key_id AND (l.end_day IS NULL OR l.end_day > e.end_day) AND (l.as_of, l.import_id) > (e.as_of, e.import_id)
      ) OR EXISTS (
        SELECT 1 FROM version o
        WHERE o.account_id = e.account_id AND o.line_of_product = e.line_of_product AND o.key_id <> e.key_id
          AND o.start_day > coalesce(e.start_day, '')
          AND o.start_day BETWEEN date(e.end_day, '-' || {grace} || ' days') AND date(e.end_day, {grace} || ' days')
      ) THEN 'renewed'
      WHEN date(e.end_day, {grace} || ' days') < {day} THEN 'expired'
      ELSE 'open'
    END AS outcome
  FROM ending e
  WHERE e.newest = 1
)`),
	}
}
