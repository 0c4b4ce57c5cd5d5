SELECT product, quantity, assigned, CAST(start_day AS VARCHAR), CAST(end_day AS VARCHAR), date_diff('day', DATE '2026-09-30', end_day), auto
FROM entitlement WHERE account = 'ACC-000123'
