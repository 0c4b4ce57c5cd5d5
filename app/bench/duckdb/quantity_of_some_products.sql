WITH told AS (SELECT account, min(country) AS country FROM entitlement GROUP BY account),
level AS (
  SELECT * FROM usage
  WHERE product LIKE 'PRD-01%' AND date IN (SELECT max(date) FROM usage GROUP BY date_trunc('week', date)))
SELECT strftime(date_trunc('week', q.date), '%Y-%m-%d'), q.country, q.used, a.active
FROM (SELECT date, country, sum(used) AS used FROM level JOIN told USING (account) GROUP BY ALL) q
JOIN (
  SELECT date, country, sum(most) AS active FROM (
    SELECT date, account, max(active) AS most FROM (SELECT date, account, feature, sum(active) AS active FROM level GROUP BY ALL) GROUP BY ALL)
  JOIN told USING (account) GROUP BY ALL) a USING (date, country)
