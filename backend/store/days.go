package store

import (
	"context"
	"database/sql"

	"headroom/backend/chunk"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// mergedDay lays the chunks of a stream's day over one another by rank, up to
// import known. A whole slice replaces what is below it.
func mergedDay(ctx context.Context, tx *sql.Tx, stream int64, day portfolio.Day, known int64) (merged *chunk.Day, err error) {
	err = eachChunk(ctx, tx, stream, day, known, func(_ teller, d *chunk.Day, whole bool) { merged = chunk.Merge(merged, d, whole) })
	return merged, err
}

// packedDay returns the chunks of a stream's day as they are stored, up to
// import known.
func packedDay(ctx context.Context, tx *sql.Tx, stream int64, day portfolio.Day, known int64) (*chunk.Packed, error) {
	var parts []chunk.Part
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var data []byte
		var crc int64
		var whole bool
		if err := rows.Scan(&data, &crc, &whole); err != nil {
			return err
		}
		p, err := chunk.Checked(data, uint32(crc), whole)
		if err != nil {
			return damaged(err)
		}
		parts = append(parts, p)
		return nil
	}, `SELECT c.data, c.crc, s.whole FROM usage_chunk c
		CROSS JOIN import_slice s ON s.stream_id = c.stream_id AND s.as_of = c.day AND s.import_id = c.import_id
		WHERE c.stream_id = ? AND c.day = ? AND c.import_id <= ? ORDER BY c.rank`, stream, day.String(), known)
	return chunk.Pack(parts), err
}

// eachEvents hands over the events of a stream's day that the imports up to known
// brought, the lowest rank first.
func eachEvents(ctx context.Context, tx *sql.Tx, stream int64, day portfolio.Day, known int64, take func(importID int64, d *chunk.EventDay)) error {
	return each(ctx, tx, func(rows *sql.Rows) error {
		var data sql.RawBytes
		var crc, importID int64
		if err := rows.Scan(&data, &crc, &importID); err != nil {
			return err
		}
		d, err := chunk.DecodeEvents(data, uint32(crc))
		if err != nil {
			return damaged(err)
		}
		take(importID, d)
		return nil
	}, `SELECT data, crc, import_id FROM event_chunk WHERE stream_id = ? AND day = ? AND import_id <= ? ORDER BY rank`, stream, day.String(), known)
}

// teller is the import that told a chunk, and its rank.
type teller struct{ importID, rank int64 }

// eachChunk hands over the chunks of a stream's day that the imports up to
// known brought, the lowest rank first.
func eachChunk(ctx context.Context, tx *sql.Tx, stream int64, day portfolio.Day, known int64, take func(by teller, d *chunk.Day, whole bool)) error {
	return each(ctx, tx, func(rows *sql.Rows) error {
		var data sql.RawBytes
		var crc int64
		var by teller
		var whole bool
		if err := rows.Scan(&data, &crc, &by.importID, &by.rank, &whole); err != nil {
			return err
		}
		d, err := chunk.Decode(data, uint32(crc))
		if err != nil {
			return damaged(err)
		}
		take(by, d, whole)
		return nil
	}, `SELECT c.data, c.crc, c.import_id, c.rank, s.whole FROM usage_chunk c
		CROSS JOIN import_slice s ON s.stream_id = c.stream_id AND s.as_of = c.day AND s.import_id = c.import_id
		WHERE c.stream_id = ? AND c.day = ? AND c.import_id <= ? ORDER BY c.rank`, stream, day.String(), known)
}

// mergedEvents is mergedDay for events, which only ever add.
func mergedEvents(ctx context.Context, tx *sql.Tx, stream int64, day portfolio.Day, known int64) (*chunk.EventDay, error) {
	var merged *chunk.EventDay
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var data sql.RawBytes
		var crc int64
		if err := rows.Scan(&data, &crc); err != nil {
			return err
		}
		d, err := chunk.DecodeEvents(data, uint32(crc))
		if err != nil {
			return damaged(err)
		}
		merged = chunk.MergeEvents(merged, d)
		return nil
	}, `SELECT data, crc FROM event_chunk WHERE stream_id = ? AND day = ? AND import_id <= ? ORDER BY rank`, stream, day.String(), known)
	return merged, err
}

func damaged(err error) error {
	return fault.Wrap(err, fault.Store, "A part of the stored usage is damaged.").WithHint("Restore a backup, or undo and import the file again.")
}
