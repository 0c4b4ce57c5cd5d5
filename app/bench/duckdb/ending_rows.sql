SELECT name, product, quantity, assigned, CAST(end_day AS VARCHAR), date_diff('day', DATE '2026-09-30', end_day), auto FROM entitlement
WHERE status = 'active' AND end_day BETWEEN DATE '2026-09-30' AND DATE '2026-12-29'
ORDER BY end_day, name, entitlement LIMIT 500
