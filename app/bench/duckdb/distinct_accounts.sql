SELECT product, count(DISTINCT account) FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'
GROUP BY ALL
