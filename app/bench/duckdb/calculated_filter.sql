SELECT country, count(*), sum(quantity) FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' AND quantity - assigned > 500
GROUP BY ALL
