SELECT product, sum(quantity), sum(assigned), sum(assigned) / sum(quantity) FROM entitlement
WHERE account = 'ACC-000123' AND status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'
GROUP BY product
