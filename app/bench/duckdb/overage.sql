SELECT t.name, u.product, u.used, e.quantity, greatest(0, u.used - e.quantity) AS over
FROM (SELECT account, product, sum(used) AS used FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL) u
JOIN (SELECT account, product, sum(quantity) AS quantity FROM entitlement WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' GROUP BY ALL) e USING (account, product)
JOIN (SELECT account, min(name) AS name FROM entitlement GROUP BY account) t USING (account)
ORDER BY over DESC, u.account, u.product LIMIT 100
