package compile

import (
	"encoding/json"
	"strings"
)

// Shift is how far the clocks of the person are from UTC from a moment on, both
// in seconds.
type Shift struct {
	From   int64
	Offset int
}

// local renders an instant, microseconds in UTC, in seconds of the person's
// clocks.
func (b *builder) local(instant string) string {
	rows := [][2]int64{}
	for _, s := range b.question.Setting.Shifts {
		rows = append(rows, [2]int64{s.From, int64(s.Offset)})
	}
	text, err := json.Marshal(rows)
	if err != nil { // whole numbers
		panic(err)
	}
	shifts := b.arg(string(text))
	return "(" + instant + " / 1e6 + coalesce((SELECT value ->> 1 FROM json_each(" + shifts + ") WHERE value ->> 0 <= " + instant + " / 1000000 ORDER BY value ->> 0 DESC LIMIT 1), 0))"
}

// files renders file: the imports that hold, up to the day asked for, with the
// rhythm that their source and dataset have shown and how many days the next
// file is late on the day asked for. A rhythm is the median distance between
// the days of its files and is known from three days on.
func (b *builder) files() []string {
	text := strings.NewReplacer("{known}", b.arg(b.known()), "{day}", b.day(b.question.Day), "{local}", b.local("i.imported_at"))
	return []string{text.Replace(`held AS MATERIALIZED (
  SELECT i.id, i.file, i.profile, i.source, i.dataset, i.as_of, i.rows, i.added, i.changed, i.unchanged, i.skipped, i.rejected,
    datetime({local}, 'unixepoch', 'subsec') AS imported_time, date({local}, 'unixepoch') AS imported_day
  FROM "import" i
  WHERE i.state = 'committed' AND i.id <= {known} AND i.as_of <= {day}
)`), `distance AS (
  SELECT source, dataset, days, row_number() OVER (PARTITION BY source, dataset ORDER BY days) AS place, count(*) OVER (PARTITION BY source, dataset) AS n
  FROM (
    SELECT source, dataset, julianday(as_of) - julianday(lag(as_of) OVER (PARTITION BY source, dataset ORDER BY as_of)) AS days
    FROM (SELECT DISTINCT source, dataset, as_of FROM held)
  )
  WHERE days IS NOT NULL
)`, `rhythm AS (
  SELECT source, dataset, CAST(min(days) + max(days) + 1 AS INTEGER) / 2 AS every
  FROM distance
  WHERE n >= 2 AND place IN ((n + 1) / 2, n / 2 + 1)
  GROUP BY 1, 2
)`, text.Replace(`file AS (
  SELECT h.*, CAST(julianday({day}) - julianday(h.as_of) AS INTEGER) AS age, rhythm.every,
    max(0, CAST(julianday({day}) - julianday(max(h.as_of) OVER (PARTITION BY h.source, h.dataset)) AS INTEGER) - rhythm.every) AS late
  FROM held h
  LEFT JOIN rhythm ON rhythm.source = h.source AND rhythm.dataset = h.dataset
)`)}
}

// notified renders item: the inbox as it is now, up to the day asked for.
func (b *builder) notified() []string {
	text := strings.NewReplacer("{day}", b.day(b.question.Day), "{local}", b.local("n.created_at"))
	return []string{text.Replace(`item AS (
  SELECT * FROM (
    SELECT n.*, r.name AS rule, r.template, datetime({local}, 'unixepoch', 'subsec') AS created_time, date({local}, 'unixepoch') AS created_day
    FROM inbox n
    JOIN rule r ON r.id = n.rule_id
  )
  WHERE created_day <= {day}
)`)}
}
