package tabular

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"

	"headroom/backend/fault"
)

var gzipMagic = []byte("\x1F\x8B")

// gzipped is the source in a gzip file. The name it holds is never used.
type gzipped struct{ packed source }

func (g *gzipped) open() (io.ReadCloser, error) {
	r, err := g.packed.open()
	if err != nil {
		return nil, err
	}
	u := &unpacking{packed: &counting{r: r}, closer: r}
	if u.z, err = gzip.NewReader(bufio.NewReaderSize(u.packed, 1<<16)); err != nil {
		r.Close()
		return nil, damagedGzip(err)
	}
	return u, nil
}

func (g *gzipped) openAt() (readerAt, error) {
	return nil, fault.New(fault.Invalid, "The gzip file holds another archive or a workbook.").
		WithHint("Unpack it and import the file inside.")
}

// unpacking reads a gzip file and stops where it unpacks to more than an export
// holds. What the file says of its own size is never believed.
type unpacking struct {
	z        *gzip.Reader
	packed   *counting
	closer   io.Closer
	unpacked uint64
}

// Read gives what is unpacked.
func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.z.Read(p)
	u.unpacked += uint64(n)
	if u.unpacked > maxEntry || bomb(u.unpacked, u.packed.n) {
		return 0, tooMuch()
	}
	if err != nil && err != io.EOF {
		err = damagedGzip(err)
	}
	return n, err
}

// Close closes the file.
func (u *unpacking) Close() error { return u.closer.Close() }

// counting counts what is read.
type counting struct {
	r io.Reader
	n uint64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += uint64(n)
	return n, err
}

func damagedGzip(err error) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF:
		return fault.Wrap(err, fault.Invalid, "The gzip file is cut off.").WithHint("Download or export it again.")
	}
	return damagedPart(err)
}

// admitsBomb reports whether a gzip file itself says, in its last four bytes,
// that it unpacks to too much. One that lies is stopped while it is read, and
// the end of one that was cut says anything.
func admitsBomb(packed source) (bool, error) {
	at, err := packed.openAt()
	if err != nil {
		return false, err
	}
	defer at.Close()
	var last [4]byte
	if at.Size() < int64(len(last)) {
		return false, nil
	}
	if _, err := at.ReadAt(last[:], at.Size()-int64(len(last))); err != nil && err != io.EOF {
		return false, err
	}
	return bomb(uint64(binary.LittleEndian.Uint32(last[:])), uint64(at.Size())), nil
}

// drain reads a file to its end or to what stops it.
func (f File) drain() error {
	r, err := f.source.open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// ungzip returns f as what a gzip file holds, and its first bytes.
func ungzip(f File) (File, []byte, error) {
	packed := f.source
	f.source = &gzipped{packed}
	suspect, err := admitsBomb(packed)
	if err == nil && suspect {
		err = f.drain()
	}
	if err != nil {
		return f, nil, err
	}
	head, err := f.magic()
	if err == nil && (isZip(head) || bytes.HasPrefix(head, gzipMagic) || len(head) > 262 && string(head[257:262]) == "ustar") {
		_, err = f.source.openAt()
	}
	return f, head, err
}
