WITH told AS (SELECT account, min(country) AS country FROM entitlement GROUP BY account)
SELECT CAST(date AS VARCHAR), country, sum(most) FROM (
  SELECT date, account, max(active) AS most FROM (
    SELECT date, account, feature, sum(active) AS active FROM usage WHERE date > DATE '2026-09-30' - 28 GROUP BY ALL)
  GROUP BY ALL) u
JOIN told USING (account)
GROUP BY ALL
