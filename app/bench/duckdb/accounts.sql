WITH told AS (SELECT account, min(name) AS name, min(country) AS country FROM entitlement GROUP BY account),
counted AS (
  SELECT account, sum(quantity) AS quantity, sum(assigned) AS assigned, min(end_day) AS next_end FROM entitlement
  WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'
  GROUP BY account),
level AS (
  SELECT account, max(active) AS active FROM (
    SELECT account, feature, sum(active) AS active FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL)
  GROUP BY account),
metered AS (
  SELECT account, sum(greatest(0, u.used - e.quantity)) AS over
  FROM (SELECT account, product, sum(used) AS used FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL) u
  JOIN (SELECT account, product, sum(quantity) AS quantity FROM entitlement WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' GROUP BY ALL) e USING (account, product)
  GROUP BY account)
SELECT t.name, t.country, 1, coalesce(c.quantity, 0), c.assigned, c.assigned / c.quantity, l.active, NULL, m.over, date_diff('day', DATE '2026-09-30', c.next_end)
FROM told t LEFT JOIN counted c USING (account) LEFT JOIN level l USING (account) LEFT JOIN metered m USING (account)
