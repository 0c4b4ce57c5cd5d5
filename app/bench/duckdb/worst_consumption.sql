WITH told AS (SELECT account, min(name) AS name FROM entitlement GROUP BY account)
SELECT t.name, sum(u.used), sum(e.quantity), sum(u.used) FILTER (WHERE e.quantity IS NOT NULL) / sum(e.quantity) AS rate
FROM (SELECT account, product, sum(used) AS used FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL) u
LEFT JOIN (SELECT account, product, sum(quantity) AS quantity FROM entitlement WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' GROUP BY ALL) e USING (account, product)
JOIN told t ON t.account = u.account
GROUP BY u.account, t.name ORDER BY rate NULLS LAST, u.account LIMIT 50
