package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// The bounds of the rejected rows that are kept of one file; beyond them they
// are only counted.
const (
	keptRejected      = 100_000
	keptRejectedBytes = 64 << 20
)

// quarantine hands rejected rows to the writer.
type quarantine struct {
	im    *session
	batch []rejectedRow
	n     int
	bytes int
}

type rejectedRow struct {
	n, line                      int
	cells, column, code, message string
}

func (q *quarantine) add(p ingest.Problem, cells [][]byte) error {
	if q.n >= keptRejected || q.bytes >= keptRejectedBytes {
		return q.im.err()
	}
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = string(c)
	}
	data, err := json.Marshal(texts)
	if err != nil {
		return fmt.Errorf("encode cells: %w", err)
	}
	q.n++
	q.bytes += len(data)
	q.batch = append(q.batch, rejectedRow{q.n, p.Row, string(data), p.Column, p.Code, p.Message})
	if len(q.batch) < batchRows {
		return q.im.err()
	}
	return q.flush()
}

func (q *quarantine) flush() error {
	batch := q.batch
	q.batch = nil
	if len(batch) == 0 {
		return nil
	}
	return q.im.do(func(tx *sql.Tx) error {
		return repeat(q.im.ctx, tx, `INSERT INTO rejected_row (import_id, n, line, cells, "column", code, message) VALUES (?, ?, ?, ?, ?, ?, ?)`, batch, func(r rejectedRow) []any {
			return []any{q.im.id, r.n, r.line, r.cells, r.column, r.code, r.message}
		})
	})
}

// Rejected returns the kept rejected rows of an import in the order of the
// file, from offset on; a limit of 0 is all of them. Total counts those kept.
func (s *Store) Rejected(ctx context.Context, id int64, limit, offset int) (ingest.Quarantine, error) {
	if limit <= 0 {
		limit = -1
	}
	out := ingest.Quarantine{Import: id, Header: []string{}, Rows: []ingest.Rejected{}}
	err := s.read(ctx, func(tx *sql.Tx) error {
		var header string
		err := tx.QueryRowContext(ctx, `SELECT file, header, (SELECT count(*) FROM rejected_row WHERE import_id = i.id) FROM import i WHERE id = ?`, id).
			Scan(&out.File, &header, &out.Total)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "There is no import %d.", id)
		}
		if err != nil {
			return storeError(err, "find rejected rows")
		}
		if err := json.Unmarshal([]byte(header), &out.Header); err != nil {
			return fmt.Errorf("decode header: %w", err)
		}
		return storeError(each(ctx, tx, func(rows *sql.Rows) error {
			var r ingest.Rejected
			var cells string
			if err := rows.Scan(&r.Line, &cells, &r.Column, &r.Code, &r.Message, &r.FixedBy); err != nil {
				return err
			}
			out.Rows = append(out.Rows, r)
			return json.Unmarshal([]byte(cells), &out.Rows[len(out.Rows)-1].Cells)
		}, `SELECT line, cells, "column", code, message, coalesce(fixed_by, 0) FROM rejected_row WHERE import_id = ? ORDER BY n LIMIT ? OFFSET ?`, id, limit, offset), "read rejected rows")
	})
	return out, err
}

// MarkFixed notes that import by brought the mended rows of some lines that
// import id rejected. An undo of by takes the note back.
func (s *Store) MarkFixed(ctx context.Context, id int64, lines []int, by int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		var known bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM import WHERE id = ? AND state = 'committed')`, by).Scan(&known); err != nil {
			return nil, storeError(err, "mark mended rows")
		}
		if !known {
			return nil, fault.New(fault.NotFound, "There is no import %d.", by)
		}
		list, err := json.Marshal(lines)
		if err != nil {
			return nil, fmt.Errorf("encode lines: %w", err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE rejected_row SET fixed_by = ? WHERE import_id = ? AND line IN (SELECT value FROM json_each(?))`, by, id, string(list))
		return change.Set{change.Facts}, storeError(err, "mark mended rows")
	})
}

// unfix takes back what import id, which is being undone, had mended.
func unfix(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE rejected_row SET fixed_by = NULL WHERE fixed_by = ?`, id)
	return storeError(err, "undo import")
}
