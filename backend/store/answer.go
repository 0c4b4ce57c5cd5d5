package store

import (
	"context"
	"database/sql"
	"unicode/utf8"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// mostReason bounds what a person says with an answer, in characters.
const mostReason = 2000

// answered is an item as the person answers it.
type answered struct {
	id, rule   int64
	instance   string
	episode    int
	state      watch.ItemState
	resolution watch.Resolution
	actBy      string
}

// DoneWith marks items as dealt with, for a reason or "". Items whose episode is
// over stay as they are. An unknown id is a fault and changes nothing, here and
// below.
func (s *Store) DoneWith(ctx context.Context, ids []int64, reason string) error {
	return s.answer(ctx, ids, reason, func(tx *sql.Tx, i answered) (map[string]any, error) {
		if i.state != watch.Open && i.state != watch.Snoozed {
			return nil, nil
		}
		_, err := tx.ExecContext(ctx, `UPDATE inbox SET state = 'done', snoozed = '', snoozed_day = '', said = ? WHERE id = ?`, reason, i.id)
		return map[string]any{"to": string(watch.Done)}, err
	})
}

// Reopen takes back that items were done or snoozed. An item whose episode
// ended meanwhile is resolved, one that was told again is superseded.
func (s *Store) Reopen(ctx context.Context, ids ...int64) error {
	return s.answer(ctx, ids, "", func(tx *sql.Tx, i answered) (map[string]any, error) {
		if i.state != watch.Done && i.state != watch.Snoozed {
			return nil, nil
		}
		to, err := reopened(ctx, tx, i)
		if err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `UPDATE inbox SET state = ?, snoozed = '', snoozed_day = '', said = '' WHERE id = ?`, to, i.id)
		return map[string]any{"to": string(to)}, err
	})
}

// reopened is what an item becomes whose answer is taken back.
func reopened(ctx context.Context, tx *sql.Tx, i answered) (watch.ItemState, error) {
	if i.resolution != "" {
		return watch.Resolved, nil
	}
	var again bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM inbox WHERE rule_id = ? AND instance = ? AND episode > ?)`, i.rule, i.instance, i.episode).Scan(&again)
	if again {
		return watch.Superseded, err
	}
	return watch.Open, err
}

// SnoozeUntil puts items away, for a reason or "", until what brings them back: once
// a day after today, the next import, a value that moved so far, or the last day
// to act.
func (s *Store) SnoozeUntil(ctx context.Context, ids []int64, until watch.Return, reason string, today portfolio.Day) error {
	kind, err := returning(until, today)
	if err != nil {
		return err
	}
	return s.answer(ctx, ids, reason, func(tx *sql.Tx, i answered) (map[string]any, error) {
		if i.state != watch.Open && i.state != watch.Snoozed {
			return nil, fault.New(fault.Conflict, "Notification %d is %s and cannot be snoozed.", i.id, i.state)
		}
		day, err := dayOf(until, i, today)
		if err != nil {
			return nil, err
		}
		// The value is that of the instance now, which may be another than was told.
		res, err := tx.ExecContext(ctx, `UPDATE inbox SET state = 'snoozed', said = ?2, snoozed = ?3, snoozed_day = ?4, snoozed_by = ?5, snoozed_import = (`+lastImport+`),
			snoozed_value = coalesce((SELECT `+statusValue+` FROM rule_state x WHERE x.rule_id = inbox.rule_id AND x.instance = inbox.instance AND x.episode = inbox.episode), value)
			WHERE id = ?1 AND (?3 <> 'moved' OR value IS NOT NULL)`, i.id, reason, kind, day, until.Moved)
		if err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return nil, faultOr(err, "snooze", fault.New(fault.Conflict, "Notification %d has no value that could move.", i.id).WithHint("Snooze it until a day or the next import."))
		}
		return map[string]any{"to": string(watch.Snoozed), "until": saidOf(until, day)}, nil
	})
}

// returning names the kind of a Return, of which exactly one field is set.
func returning(until watch.Return, today portfolio.Day) (kind string, err error) {
	kinds := map[string]bool{"day": until.Day != "", "import": until.Import, "moved": until.Moved != nil, "notice": until.Notice}
	for name, set := range kinds {
		switch {
		case set && kind != "":
			return "", fault.At("until", "A snoozed notification waits for one thing.")
		case set:
			kind = name
		}
	}
	switch kind {
	case "":
		return "", fault.At("until", "Say what brings the notification back: day, import, moved or notice.")
	case "moved":
		if !(*until.Moved > 0) {
			return "", fault.At("until", "How far the value has to move is more than 0.")
		}
	case "day":
		day, err := portfolio.ParseDay(until.Day)
		if err != nil {
			return "", fault.At("until", "%q is not a day.", until.Day).WithHint("Write YYYY-MM-DD.")
		}
		if day <= today {
			return "", fault.At("until", "%s is not after today, %s.", day, today)
		}
	}
	return kind, nil
}

// dayOf is the day on which an item comes back, "" where it waits for something
// else.
func dayOf(until watch.Return, i answered, today portfolio.Day) (string, error) {
	if !until.Notice {
		return until.Day, nil
	}
	day := storedDay(i.actBy)
	switch {
	case day.IsZero():
		return "", fault.New(fault.Conflict, "The last day to act of notification %d is not known.", i.id).WithHint("Snooze it until a day.")
	case day <= today:
		return "", fault.New(fault.Conflict, "The last day to act of notification %d is %s, which is not after today.", i.id, day)
	}
	return day.String(), nil
}

// saidOf says in the log what an item waits for.
func saidOf(until watch.Return, day string) any {
	switch {
	case until.Import:
		return "import"
	case until.Moved != nil:
		return map[string]any{"moved": *until.Moved}
	case until.Notice:
		return map[string]any{"notice": day}
	default:
		return day
	}
}

// answer does something to each item and logs what was done. do returns nil
// where there was nothing to do.
func (s *Store) answer(ctx context.Context, ids []int64, reason string, do func(*sql.Tx, answered) (map[string]any, error)) error {
	if utf8.RuneCountInString(reason) > mostReason {
		return fault.At("reason", "A reason has at most %d characters.", mostReason)
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		for _, id := range ids {
			i := answered{id: id}
			err := tx.QueryRowContext(ctx, `SELECT rule_id, instance, episode, state, resolution, act_by FROM inbox WHERE id = ?`, id).Scan(&i.rule, &i.instance, &i.episode, &i.state, &i.resolution, &i.actBy)
			if err == sql.ErrNoRows {
				return nil, noItem(id)
			}
			if err != nil {
				return nil, storeError(err, "change inbox")
			}
			detail, err := do(tx, i)
			if err != nil {
				return nil, storeError(err, "change inbox")
			}
			if detail == nil {
				continue
			}
			detail["from"] = string(i.state)
			if reason != "" {
				detail["reason"] = reason
			}
			if err := logged(ctx, tx, watch.Activity{At: s.now(), Rule: i.rule, Kind: watch.Answered, Instance: i.instance, Item: id, Detail: detail}); err != nil {
				return nil, err
			}
		}
		return change.Set{change.Inbox}, nil
	})
}
