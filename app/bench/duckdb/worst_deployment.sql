SELECT min(name), sum(quantity), sum(assigned), sum(assigned) / sum(quantity) AS rate FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'
GROUP BY account ORDER BY rate, account LIMIT 50
