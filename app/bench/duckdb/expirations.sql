SELECT strftime(date_trunc('month', end_day), '%Y-%m-%d'), product, count(*), sum(quantity) FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' AND end_day <= DATE '2027-09-30'
GROUP BY ALL
