SELECT strftime(date_trunc('month', date), '%Y-%m-%d'), feature, sum(active) FROM (
  SELECT date, account, feature, sum(active) AS active FROM usage
  WHERE date IN (SELECT max(date) FROM usage GROUP BY date_trunc('month', date))
  GROUP BY ALL)
GROUP BY ALL
