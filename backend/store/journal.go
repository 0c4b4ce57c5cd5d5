package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

var _ watch.Journal = (*Store)(nil)

// Agenda returns the active rules, the watch list, the segments and the state of
// the facts.
func (s *Store) Agenda(ctx context.Context) (watch.Agenda, error) {
	var a watch.Agenda
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		var day int64
		err = tx.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE name = 'generation'), (SELECT value FROM meta WHERE name = 'evaluated_day'), (`+lastImport+`)`).Scan(&a.Generation, &day, &a.Import)
		if err != nil {
			return err
		}
		a.LastDay = portfolio.Day(day)
		if a.Watched, err = watched(ctx, tx); err != nil {
			return err
		}
		if a.Segments, err = segments(ctx, tx); err != nil {
			return err
		}
		if a.Former, err = formerNames(ctx, tx); err != nil {
			return err
		}
		if a.Open, err = openInstances(ctx, tx); err != nil {
			return err
		}
		return each(ctx, tx, func(rows *sql.Rows) error {
			r, err := scanStored(rows)
			a.Rules = append(a.Rules, r)
			return err
		}, `SELECT `+ruleColumns+` FROM rule r WHERE r.state = 'active' ORDER BY r.id`)
	})
	return a, storeError(err, "read rules")
}

// formerNames returns what accounts were called by imports that call them
// otherwise now, or before they were merged, with the keys they have now.
func formerNames(ctx context.Context, tx *sql.Tx) (map[string][]string, error) {
	all, told := map[string][]string{}, map[[2]string]bool{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var kind, external, name, key, nowExternal, nowName string
		if err := rows.Scan(&kind, &external, &name, &key, &nowExternal, &nowName); err != nil {
			return err
		}
		var was []string
		if name != "" {
			was = append(was, name, "name:"+name)
		}
		if external != "" {
			was = append(was, external, kind+":"+external)
		}
		now := []string{watch.Fold(nowName), watch.Fold(nowExternal), watch.Fold(key)}
		for _, w := range was {
			w = watch.Fold(w)
			if known := [2]string{w, key}; !slices.Contains(now, w) && !told[known] {
				told[known] = true
				all[w] = append(all[w], key)
			}
		}
		return nil
	}, `SELECT q.kind, q.external, q.name, a.key, a.external, a.name FROM account_ref q JOIN ref_account x ON x.ref_id = q.id JOIN account a ON a.id = x.account_id
	    WHERE a.live = 1 AND (q.name <> '' AND q.name <> a.name OR q.external <> '' AND q.external <> a.external) ORDER BY q.id`)
	return all, err
}

// openInstances returns the instances of active rules that something is expected
// of: an episode goes on, or is being counted up to.
func openInstances(ctx context.Context, tx *sql.Tx) ([]watch.OpenInstance, error) {
	var all []watch.OpenInstance
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var o watch.OpenInstance
		var lines []byte
		if err := rows.Scan(&o.Rule, &o.Instance, &lines); err != nil {
			return err
		}
		if !readable(lines, &o.Lines) {
			o.Lines = nil // the rule says so when it is judged
		}
		all = append(all, o)
		return nil
	}, `SELECT x.rule_id, x.instance, coalesce(x.status -> '$.lines', '[]') FROM rule r JOIN rule_state x ON x.rule_id = r.id
	    WHERE r.state = 'active' AND x.instance <> '`+watch.RuleItself+`' AND (x.open = 1 OR x.state IN ('pending', 'no_data', 'failed') AND x.status ->> '$.held' > 0) ORDER BY x.rule_id, x.instance`)
	return all, err
}

// lastImport asks for the id of the last import there was.
const lastImport = `SELECT coalesce(max(id), 0) FROM import`

func generation(ctx context.Context, tx *sql.Tx) (g int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'generation'`).Scan(&g)
	return g, err
}

// Record judges the rules of an evaluation and stores what follows: states,
// items, what is to be told beyond the inbox and the log, in one transaction.
func (s *Store) Record(ctx context.Context, e watch.Evaluation) ([]watch.Transition, error) {
	var r recorder
	err := s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		r = recorder{ctx: ctx, tx: tx, e: e, rules: map[int64]watch.Rule{}}
		if err := r.run(); err != nil {
			return nil, err
		}
		if len(r.transitions) == 0 {
			return nil, nil
		}
		return change.Set{change.Inbox, change.Rules}, nil
	})
	if err != nil {
		return nil, storeError(err, "record evaluation")
	}
	return r.transitions, nil
}

// recorder stores one evaluation in one transaction.
type recorder struct {
	ctx         context.Context
	tx          *sql.Tx
	e           watch.Evaluation
	lastImport  int64                // that there is now
	rules       map[int64]watch.Rule // by id, of those that told something
	transitions []watch.Transition
}

func (r *recorder) run() error {
	now, err := generation(r.ctx, r.tx)
	if err != nil {
		return err
	}
	if now != r.e.Generation {
		return watch.ErrStale
	}
	if err := r.tx.QueryRowContext(r.ctx, lastImport).Scan(&r.lastImport); err != nil {
		return err
	}
	for _, rule := range r.e.Rules {
		if err := r.judge(rule); err != nil {
			return fmt.Errorf("rule %d: %w", rule, err)
		}
	}
	if err := r.wake(); err != nil {
		return fmt.Errorf("wake snoozed items: %w", err)
	}
	if err := r.exec(`UPDATE meta SET value = ?1 WHERE name = 'evaluated_day' AND value <> ?1`, int64(r.e.Today)); err != nil {
		return err
	}
	return forget(r.ctx, r.tx, r.e.At)
}

func (r *recorder) exec(query string, args ...any) error {
	_, err := r.tx.ExecContext(r.ctx, query, args...)
	return err
}

// judged is a rule as it stands when it is judged.
type judged struct {
	id             int64
	number         int
	before, undone int64 // imports taken back when it was judged last, and now
}

func (r *recorder) judge(id int64) error {
	j := judged{id: id}
	var revision, basisImport int64
	var basisDay string
	err := r.tx.QueryRowContext(r.ctx, `SELECT number, revision, undone, (`+countUndone+`), basis_day, basis_import FROM rule WHERE id = ? AND state = 'active'`, id).
		Scan(&j.number, &revision, &j.before, &j.undone, &basisDay, &basisImport)
	if err == sql.ErrNoRows {
		return nil // paused or removed meanwhile
	}
	if err != nil {
		return err
	}
	if asked, ok := r.e.Revisions[id]; ok && asked != revision {
		return nil // edited meanwhile: the next evaluation asks for what it says now
	}
	if before, ok := r.e.Before[id]; ok && !sameBasis(before, basisDay, basisImport) {
		return watch.ErrStale // judged meanwhile: it is to be compared with that
	}
	if due, ok := r.e.Due[id]; ok {
		if mine, err := r.mark(id, due); err != nil || !mine {
			return err
		}
	}
	s, err := standing(r.ctx, r.tx, id)
	if err != nil {
		return err
	}
	s.Undone = j.undone > j.before
	v := r.e.Judge(s)
	for _, d := range v.Decisions {
		if err := r.apply(j, v.Health, d); err != nil {
			return fmt.Errorf("instance %s: %w", d.Instance, err)
		}
	}
	return r.conclude(j, v, firing(s.Statuses, v.Decisions))
}

// firing counts the instances whose episode goes on after what was decided.
func firing(before map[string]watch.Status, decided []watch.Decision) int {
	n := 0
	for instance, s := range before {
		n += one(s.Open && instance != watch.RuleItself)
	}
	for _, d := range decided {
		if d.Instance != watch.RuleItself {
			n += one(d.Status.Open) - one(before[d.Instance].Open)
		}
	}
	return n
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// sameBasis reports whether before is what is stored.
func sameBasis(before *watch.Basis, day string, lastImport int64) bool {
	if before == nil {
		return day == ""
	}
	return before.Day.String() == day && before.Import == lastImport
}

// conclude stores how the evaluation of a rule went.
func (r *recorder) conclude(j judged, v watch.Verdict, firing int) error {
	day, generation := r.e.Today.String(), r.e.Generation
	if v.Health == watch.Broken {
		j.undone = j.before // what was taken back is still to be judged
		day, generation = "", 0
	}
	if err := r.exec(`UPDATE rule SET outcome = ?, problem = ?, evaluated_at = ?, undone = ?, evaluated_day = ?, evaluated_generation = ? WHERE id = ?`,
		v.Health, v.Problem, r.e.At.UnixMicro(), j.undone, day, generation, j.id); err != nil {
		return err
	}
	// What could not be judged is compared with what was, next time.
	if v.Health == watch.Sound {
		if err := r.exec(`UPDATE rule SET basis_day = ?, basis_import = ? WHERE id = ?`, r.e.Today.String(), r.e.Import, j.id); err != nil {
			return err
		}
	}
	return r.logEvaluation(j.id, v, firing)
}

// logEvaluation adds a line to the log. Equal ones in a row are one line.
func (r *recorder) logEvaluation(rule int64, v watch.Verdict, firing int) error {
	detail := map[string]any{"outcome": string(v.Health), "count": 1, "changes": len(v.Decisions), "firing": firing}
	if v.Problem != "" {
		detail["error"] = v.Problem
	}
	due, scheduled := r.e.Due[rule]
	if scheduled {
		detail["occurrence"] = due.At.UTC().Format(time.RFC3339)
		for key, set := range map[string]bool{"late": due.Late, "corrected": due.Corrected} {
			if set {
				detail[key] = true
			}
		}
		if due.Missed > 0 {
			detail["missed"] = due.Missed
		}
	}
	if len(v.Decisions) == 0 && !due.Late && !due.Corrected && due.Missed == 0 {
		if again, err := r.evaluatedAgain(rule, detail); err != nil || again {
			return err
		}
	}
	if err := logged(r.ctx, r.tx, watch.Activity{At: r.e.At, Rule: rule, Kind: watch.Evaluated, Detail: detail}); err != nil {
		return err
	}
	return r.exec(`DELETE FROM activity WHERE rule_id = ?1 AND kind = 'evaluated' AND id <= (SELECT id FROM activity WHERE rule_id = ?1 AND kind = 'evaluated' ORDER BY id DESC LIMIT 1 OFFSET ?2)`, rule, keptEvaluations)
}

// evaluatedAgain counts one more evaluation in the last line of the log, where
// that says the same.
func (r *recorder) evaluatedAgain(rule int64, detail map[string]any) (bool, error) {
	var id int64
	var kind, instance, text string
	err := r.tx.QueryRowContext(r.ctx, `SELECT id, kind, instance, detail FROM activity WHERE rule_id = ? ORDER BY id DESC LIMIT 1`, rule).Scan(&id, &kind, &instance, &text)
	if err == sql.ErrNoRows || err == nil && (kind != string(watch.Evaluated) || instance != "") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var last struct {
		Outcome   string `json:"outcome"`
		Error     string `json:"error"`
		Count     int    `json:"count"`
		Changes   int    `json:"changes"`
		Missed    int    `json:"missed"`
		Late      bool   `json:"late"`
		Corrected bool   `json:"corrected"`
	}
	if !readable([]byte(text), &last) {
		return false, nil // what cannot be read says something else
	}
	problem, _ := detail["error"].(string)
	if last.Outcome != detail["outcome"] || last.Error != problem || last.Changes+last.Missed > 0 || last.Late || last.Corrected {
		return false, nil
	}
	detail["count"] = last.Count + 1
	now, err := json.Marshal(detail)
	if err != nil {
		return false, err
	}
	return true, r.exec(`UPDATE activity SET at = ?, detail = ? WHERE id = ?`, r.e.At.UnixMicro(), string(now), id)
}

// standing reads what is remembered of the instances of a rule. What cannot be
// read of one is a fault of that rule alone.
func standing(ctx context.Context, tx *sql.Tx, rule int64) (watch.Standing, error) {
	s := watch.Standing{Rule: rule, Statuses: map[string]watch.Status{}}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var instance string
		var text []byte
		var snoozed bool
		if err := rows.Scan(&instance, &text, &snoozed); err != nil {
			return err
		}
		status, err := readStatus(instance, text)
		if err == nil {
			status.Snoozed = snoozed
			s.Statuses[instance] = status
		} else if s.Fault == nil {
			s.Fault = err
		}
		return nil
	}, `SELECT x.instance, x.status, coalesce((SELECT i.state = 'snoozed' OR i.state = 'resolved' AND i.snoozed <> '' FROM inbox i WHERE i.rule_id = x.rule_id AND i.instance = x.instance AND i.episode = x.episode), 0)
	    FROM rule_state x WHERE x.rule_id = ? ORDER BY x.instance`, rule)
	return s, err
}

// readable reads JSON of the store where what follows does not hang on it.
func readable(text []byte, into any) bool { return json.Unmarshal(text, into) == nil }

// readStatus reads what is remembered of an instance.
func readStatus(instance string, text []byte) (s watch.Status, err error) {
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fault.Wrap(err, fault.Store, "The state of %s cannot be read.", instance).
			WithHint("Duplicate the rule and remove this one, or restore a backup.")
	}
	return s, nil
}

// Standing returns how a rule stands: what is remembered of its instances.
func (s *Store) Standing(ctx context.Context, rule int64) (watch.Standing, error) {
	var found watch.Standing
	err := s.read(ctx, func(tx *sql.Tx) error {
		var undone bool
		err := tx.QueryRowContext(ctx, `SELECT undone < (`+countUndone+`) FROM rule WHERE id = ? AND state <> 'removed'`, rule).Scan(&undone)
		if err == sql.ErrNoRows {
			return noRule(rule)
		}
		if err != nil {
			return err
		}
		found, err = standing(ctx, tx, rule)
		found.Undone = undone
		return errors.Join(err, found.Fault)
	})
	return found, storeError(err, "read states")
}
