SELECT feature, count(DISTINCT account) FROM usage
WHERE date = DATE '2026-09-30' AND used / nullif(active, 0) > 4
GROUP BY ALL
