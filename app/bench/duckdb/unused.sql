SELECT e.quantity FROM (SELECT account, product, sum(quantity) AS quantity FROM entitlement WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' GROUP BY ALL) e
ANTI JOIN (SELECT account, product FROM usage WHERE date = DATE '2026-09-30') u USING (account, product)
ORDER BY e.quantity DESC, e.account, e.product LIMIT 100
