SELECT CASE WHEN quantity < 100 THEN 'small' WHEN quantity < 1000 THEN 'medium' ELSE 'large' END AS size, country, count(*), sum(quantity) FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'
GROUP BY ALL
