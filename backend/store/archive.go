package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"

	"github.com/klauspost/compress/s2"

	"headroom/backend/fault"
)

// archivePart is the size of one stored part of a compressed original.
const archivePart = 1 << 20

// archiveFile compresses and hashes the original into the import's
// transaction, beside the reading of its rows.
func (im *session) archiveFile() {
	im.archive <- im.compress()
}

func (im *session) compress() error {
	r, err := im.meta.Open()
	if err != nil {
		return im.unreadable(err)
	}
	defer r.Close()
	parts := &partWriter{im: im}
	z := s2.NewWriter(parts, s2.WriterConcurrency(1)) // a third of the time of zstd; half as much again on disk
	sum := sha256.New()
	buf := make([]byte, 1<<18)
	for {
		if err := im.ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(buf)
		sum.Write(buf[:n])
		if _, werr := z.Write(buf[:n]); werr != nil {
			return werr
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return im.unreadable(err)
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	im.sum = hex.EncodeToString(sum.Sum(nil))
	return parts.flush()
}

// unreadable says that the file could be read once, for its rows, and not again.
func (im *session) unreadable(err error) error {
	var ours *fault.Error
	if errors.As(err, &ours) {
		return err
	}
	return fault.Wrap(err, fault.Invalid, "The file cannot be read.").InFile(im.meta.File).WithHint("Close it in other programs and try again.")
}

// keepArchive names the archived original by its content. Of two with the same
// content, as after an undo, the first is kept.
func (im *session) keepArchive(ctx context.Context) error {
	if im.meta.SHA256 != "" && im.meta.SHA256 != im.sum {
		return fault.New(fault.Invalid, "The file changed while it was imported.").InFile(im.meta.File).WithHint("Import it again when nobody writes to it.")
	}
	r, err := im.tx.ExecContext(ctx, `INSERT INTO archive (id, sha256) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING`, im.id, im.sum)
	if err != nil {
		return storeError(err, "archive")
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return storeError(err, "archive")
	}
	_, err = im.tx.ExecContext(ctx, `DELETE FROM archive_part WHERE archive_id = ?`, im.id)
	return storeError(err, "archive")
}

// partWriter cuts a stream into the parts that are stored.
type partWriter struct {
	im  *session
	buf bytes.Buffer
	n   int
}

// Write keeps p until a part is full.
func (w *partWriter) Write(p []byte) (int, error) {
	w.buf.Write(p)
	for w.buf.Len() >= archivePart {
		if err := w.put(w.buf.Next(archivePart)); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func (w *partWriter) flush() error {
	if w.buf.Len() == 0 && w.n > 0 {
		return nil
	}
	return w.put(w.buf.Bytes())
}

func (w *partWriter) put(part []byte) error {
	data, n := append([]byte{}, part...), w.n
	w.n++
	return w.im.do(func(tx *sql.Tx) error {
		_, err := tx.ExecContext(w.im.ctx, `INSERT INTO archive_part (archive_id, n, data) VALUES (?, ?, ?)`, w.im.id, n, data)
		return err
	})
}

// Original returns the archived original with the SHA-256 sum, to be closed.
func (s *Store) Original(ctx context.Context, sum string) (io.ReadCloser, error) {
	r := &partReader{ctx: ctx, s: s}
	err := s.r.QueryRowContext(ctx, `SELECT a.id, count(*) FROM archive a JOIN archive_part p ON p.archive_id = a.id WHERE a.sha256 = ? GROUP BY a.id`, sum).Scan(&r.id, &r.left)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "The original of this import is no longer kept.")
	}
	if err != nil {
		return nil, storeError(err, "read archive")
	}
	return io.NopCloser(s2.NewReader(r)), nil
}

type partReader struct {
	ctx     context.Context
	s       *Store
	id      int64
	n, left int
	buf     []byte
}

// Read gives the next bytes, one part in memory at a time.
func (r *partReader) Read(p []byte) (int, error) {
	if len(r.buf) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		if err := r.s.r.QueryRowContext(r.ctx, `SELECT data FROM archive_part WHERE archive_id = ? AND n = ?`, r.id, r.n).Scan(&r.buf); err != nil {
			return 0, storeError(err, "read archive")
		}
		r.n, r.left = r.n+1, r.left-1
	}
	n := copy(p, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}
