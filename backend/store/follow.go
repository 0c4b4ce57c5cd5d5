package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"headroom/backend/watch"
)

// followed is an instance of a rule that goes by another name, because its
// account has another key.
type followed struct {
	Rule int64  `json:"rule"`
	From string `json:"from"`
	Into string `json:"into"`
}

// following finds what goes by another name where accounts got other keys: the
// instances that move, and those that the account has under its new key already,
// which learn what was told under the old one. Of several that get the same name
// the first that told moves, and learns from the others.
func following(ctx context.Context, tx *sql.Tx, keys map[string]string) (move, teach []followed, err error) {
	told := map[followed]bool{} // by rule and name, as From
	var all []followed
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var x followed
		var is bool
		if err := rows.Scan(&x.Rule, &x.From, &is); err != nil {
			return err
		}
		if is {
			told[followed{Rule: x.Rule, From: x.From}] = true
		}
		if into, ok := keys[watch.AccountOf(x.From)]; ok {
			x.Into = watch.OfAccount(x.From, into)
			all = append(all, x)
		}
		return nil
	}, `SELECT rule_id, instance, episode > 0 FROM rule_state ORDER BY rule_id, instance`)
	for _, x := range all {
		from, into := followed{Rule: x.Rule, From: x.From}, followed{Rule: x.Rule, From: x.Into}
		if told[into] {
			teach = append(teach, x)
			continue
		}
		move = append(move, x)
		told[into] = told[from]
	}
	return move, teach, err
}

// followInstances lets what was told about accounts follow them to their new
// keys, so that it is not told again.
func followInstances(ctx context.Context, tx *sql.Tx, keys map[string]string) error {
	move, teach, err := following(ctx, tx, keys)
	if err != nil {
		return err
	}
	for _, x := range move {
		if err := rename(ctx, tx, x); err != nil {
			return err
		}
	}
	for _, x := range teach {
		if err := learn(ctx, tx, x); err != nil {
			return err
		}
	}
	return nil
}

// rename gives an instance and its items another name. What is there under that
// name has told nothing.
func rename(ctx context.Context, tx *sql.Tx, x followed) error {
	for _, statement := range []string{
		`DELETE FROM rule_state WHERE rule_id = ?1 AND instance = ?3 AND EXISTS (SELECT 1 FROM rule_state WHERE rule_id = ?1 AND instance = ?2)`,
		`UPDATE rule_state SET instance = ?3 WHERE rule_id = ?1 AND instance = ?2`,
		`UPDATE inbox SET instance = ?3 WHERE rule_id = ?1 AND instance = ?2`,
	} {
		if _, err := tx.ExecContext(ctx, statement, x.Rule, x.From, x.Into); err != nil {
			return err
		}
	}
	return nil
}

// learn adds the lines that were told under one name to those under another. What
// cannot be read teaches nothing and learns nothing: its rule says so when it is
// judged.
func learn(ctx context.Context, tx *sql.Tx, x followed) error {
	var from, into watch.Status
	for name, s := range map[string]*watch.Status{x.From: &from, x.Into: &into} {
		var text []byte
		if err := tx.QueryRowContext(ctx, `SELECT status FROM rule_state WHERE rule_id = ? AND instance = ?`, x.Rule, name).Scan(&text); err != nil {
			return err
		}
		if !readable(text, s) {
			return nil
		}
	}
	text, err := json.Marshal(into.Knowing(from))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE rule_state SET status = ? WHERE rule_id = ? AND instance = ?`, string(text), x.Rule, x.Into)
	return err
}
