SELECT country, product, sum(quantity), sum(assigned) FROM entitlement
WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' AND auto = 'yes' AND end_day <= DATE '2027-12-31'
GROUP BY ALL
