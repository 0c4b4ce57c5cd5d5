SELECT strftime(date_trunc('month', date), '%Y-%m-%d'), sum(most) FROM (
  SELECT date, account, max(active) AS most FROM (
    SELECT date, account, feature, sum(active) AS active FROM usage
    WHERE account = 'ACC-000123' AND date IN (SELECT max(date) FROM usage GROUP BY date_trunc('month', date))
    GROUP BY ALL)
  GROUP BY ALL)
GROUP BY ALL
