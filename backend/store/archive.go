package store

import (
	"bytes"
	"context"
	"database/sql"
	"io"

	"github.com/klauspost/compress/s2"

	"headroom/backend/fault"
)

// archivePart is the size of one stored part of a compressed original.
const archivePart = 1 << 20

// archiveFile compresses the original into the import's transaction, beside
// the reading of its rows.
func (im *session) archiveFile() {
	var known int
	found := make(chan error, 1)
	err := im.do(func(tx *sql.Tx) error {
		err := tx.QueryRowContext(im.ctx, `SELECT count(*) FROM archive_part WHERE sha256 = ?`, im.meta.SHA256).Scan(&known)
		found <- err
		return err
	})
	if err == nil {
		err = im.wait(found)
	}
	if err == nil && known == 0 {
		err = im.compress()
	}
	im.archive <- err
}

// wait returns what a job sends, or gives up with the import.
func (im *session) wait(done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-im.ctx.Done():
		return im.ctx.Err()
	}
}

func (im *session) compress() error {
	r, err := im.meta.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	parts := &partWriter{im: im}
	z := s2.NewWriter(parts, s2.WriterConcurrency(1)) // a third of the time of zstd; half as much again on disk
	buf := make([]byte, 1<<18)
	for {
		if err := im.ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(buf)
		if _, werr := z.Write(buf[:n]); werr != nil {
			return werr
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return parts.flush()
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
		_, err := tx.ExecContext(w.im.ctx, `INSERT INTO archive_part (sha256, n, data) VALUES (?, ?, ?)`, w.im.meta.SHA256, n, data)
		return err
	})
}

// Original returns the archived original of an import, to be closed.
func (s *Store) Original(ctx context.Context, sha256 string) (io.ReadCloser, error) {
	var parts int
	if err := s.r.QueryRowContext(ctx, `SELECT count(*) FROM archive_part WHERE sha256 = ?`, sha256).Scan(&parts); err != nil {
		return nil, storeError(err, "read archive")
	}
	if parts == 0 {
		return nil, fault.New(fault.NotFound, "The original of this import is no longer kept.")
	}
	return io.NopCloser(s2.NewReader(&partReader{ctx: ctx, s: s, sha: sha256, left: parts})), nil
}

type partReader struct {
	ctx     context.Context
	s       *Store
	sha     string
	n, left int
	buf     []byte
}

// Read gives the next bytes, one part in memory at a time.
func (r *partReader) Read(p []byte) (int, error) {
	if len(r.buf) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		if err := r.s.r.QueryRowContext(r.ctx, `SELECT data FROM archive_part WHERE sha256 = ? AND n = ?`, r.sha, r.n).Scan(&r.buf); err != nil {
			return 0, storeError(err, "read archive")
		}
		r.n, r.left = r.n+1, r.left-1
	}
	n := copy(p, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}
