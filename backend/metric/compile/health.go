package compile

import "strings"

// health renders scored: the entitlements that count and have licenses, with
// what of the account and product is consumed, what a line weighs by its end,
// and what it costs its account. Question.Consumed brings what was used, because
// usage is folded elsewhere.
func (b *builder) health() []string {
	h := b.question.Setting.Scoring
	accounts, used := b.onlyAccounts(), b.used()
	text := strings.NewReplacer("{accounts}", accounts,
		"{critical}", b.arg(h.Windows[0]), "{ending}", b.arg(h.Windows[1]), "{ahead}", b.arg(h.Windows[2]),
		"{w_critical}", b.arg(h.Weights[0]), "{w_ending}", b.arg(h.Weights[1]), "{w_ahead}", b.arg(h.Weights[2]),
		"{healthy}", b.arg(h.Healthy), "{warning}", b.arg(h.Warning))
	ctes := append(b.entitlementState(), b.facts()...)
	ctes = append(ctes, used, text.Replace(`weighed AS (
  SELECT f.*,
    CASE WHEN u.used IS NOT NULL THEN u.used ELSE u.active END AS consumed,
    CASE WHEN u.used IS NOT NULL THEN u.entitled WHEN u.active IS NOT NULL THEN sum(f.sold) OVER (PARTITION BY f.day, f.account_id, f.product_id) END AS entitled,
    CASE
      WHEN f.end_day IS NULL THEN 0.0
      WHEN julianday(f.end_day) - julianday(f.day) <= {critical} THEN {w_critical}
      WHEN julianday(f.end_day) - julianday(f.day) <= {ending} THEN {w_ending}
      WHEN julianday(f.end_day) - julianday(f.day) <= {ahead} THEN {w_ahead}
      ELSE 0.0
    END AS risk
  FROM fact f
  LEFT JOIN used u ON u.label = coalesce(f.period, '') AND u.account_id = f.account_id AND u.product_id = f.product_id
  WHERE f.sold > 0{accounts}
)`), `shared AS (
  SELECT *, CASE WHEN entitled > 0 THEN min(1.0, 1.0 * consumed / entitled) WHEN consumed > 0 THEN 1.0 END AS share
  FROM weighed
)`, `summed AS (
  SELECT *, sold * risk * (1 - share) AS at_risk,
    sum(CASE WHEN share IS NOT NULL THEN sold END) OVER (PARTITION BY day, account_id) AS account_licenses,
    50.0 * sum(sold * (1 - risk * (1 - share) + share)) OVER (PARTITION BY day, account_id) / sum(CASE WHEN share IS NOT NULL THEN sold END) OVER (PARTITION BY day, account_id) AS score
  FROM shared
)`, text.Replace(`scored AS (
  SELECT *, CASE WHEN score >= {healthy} THEN 'healthy' WHEN score >= {warning} THEN 'warning' WHEN score IS NOT NULL THEN 'at risk' END AS band
  FROM summed
)`))
	return append(ctes, b.besideEntitlements()...)
}

// used renders used: what was consumed, by label of the period, account and
// product.
func (b *builder) used() string {
	only := ""
	if b.question.Among != nil {
		only = "\n  WHERE account_id IN " + b.list(b.question.Among)
	}
	return strings.NewReplacer("{consumed}", b.arg(b.question.Consumed), "{only}", only).Replace(`used AS MATERIALIZED (
  SELECT value ->> 0 AS label, value ->> 1 AS account_id, value ->> 2 AS product_id, value ->> 3 AS used, value ->> 4 AS entitled, value ->> 5 AS active
  FROM json_each({consumed}){only}
)`)
}

// onlyAccounts limits health to the accounts that the question is about: what an
// account scores follows from its own entitlements. Where rows are compared with
// all others, all are needed.
func (b *builder) onlyAccounts() string {
	if b.question.Among != nil && len(b.beside)+len(b.wholes) == 0 {
		return " AND f.account_id IN " + b.list(b.question.Among)
	}
	keys := b.question.Query.AccountKeys()
	if keys == nil || len(b.beside)+len(b.wholes) > 0 {
		return ""
	}
	return " AND f.account_id IN (SELECT id FROM account WHERE key IN " + b.list(keys) + ")"
}
