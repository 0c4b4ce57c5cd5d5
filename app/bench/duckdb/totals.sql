WITH counted AS (SELECT * FROM entitlement WHERE status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30'),
level AS (
  SELECT sum(most) AS active FROM (
    SELECT account, max(active) AS most FROM (
      SELECT account, feature, sum(active) AS active FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL)
    GROUP BY account)),
metered AS (
  SELECT sum(greatest(0, u.used - e.quantity)) AS over
  FROM (SELECT account, product, sum(used) AS used FROM usage WHERE date = DATE '2026-09-30' GROUP BY ALL) u
  JOIN (SELECT account, product, sum(quantity) AS quantity FROM counted GROUP BY ALL) e USING (account, product))
SELECT (SELECT count(*) FROM (SELECT account FROM entitlement UNION SELECT account FROM usage)), count(*), sum(quantity), sum(assigned),
  sum(assigned) / sum(quantity), (SELECT active FROM level), NULL, NULL, (SELECT over FROM metered)
FROM counted
