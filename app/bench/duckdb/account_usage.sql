WITH level AS (
  SELECT product, sum(most) AS active FROM (
    SELECT account, product, max(active) AS most FROM usage WHERE account = 'ACC-000123' AND date = DATE '2026-09-30' GROUP BY ALL)
  GROUP BY product),
metering AS (
  SELECT u.product, sum(u.used) AS used, sum(e.quantity) AS entitled, sum(u.used) FILTER (WHERE e.quantity IS NOT NULL) AS metered
  FROM (SELECT account, product, sum(used) AS used FROM usage WHERE account = 'ACC-000123' AND date = DATE '2026-09-30' GROUP BY ALL) u
  LEFT JOIN (SELECT account, product, sum(quantity) AS quantity FROM entitlement WHERE account = 'ACC-000123' AND status = 'active' AND start_day <= DATE '2026-09-30' AND end_day >= DATE '2026-09-30' GROUP BY ALL) e USING (account, product)
  GROUP BY u.product)
SELECT product, NULL, active, NULL, NULL, metered / entitled, used, entitled FROM level JOIN metering USING (product)
