package tabular

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/jsontable"
)

// File is one file of rows: a text file, JSON or a workbook, on disk, inside a zip
// archive, or from any place that can be read at random. Name is what the
// person is shown and never used as a path. A File holds no open handle.
type File struct {
	Name    string
	Size    int64
	ModTime time.Time
	source  source
}

// source is where the bytes of a file are.
type source interface {
	open() (io.ReadCloser, error)
	openAt() (readerAt, error)
}

// readerAt is an open file that can be read at random.
type readerAt interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// FromBytes returns the file name with content data.
func FromBytes(name string, data []byte, mod time.Time) File {
	return FromReaderAt(name, bytes.NewReader(data), int64(len(data)), mod)
}

// FromReaderAt returns the file name whose content is the size bytes of r, as
// an archived original is. The caller keeps r open while the file is read.
func FromReaderAt(name string, r io.ReaderAt, size int64, mod time.Time) File {
	return File{Name: name, Size: size, ModTime: mod, source: &section{io.NewSectionReader(r, 0, size)}}
}

// Open returns the bytes of the file as they are, from the start. It can be
// called as often as wanted.
func (f File) Open() (io.ReadCloser, error) {
	if f.Size > maxFile {
		return nil, tooLarge(f.Name)
	}
	r, err := f.source.open()
	if err != nil {
		return nil, inFile(err, f.Name)
	}
	return &namedReader{r, f.Name}, nil
}

// Tables returns the tables of the file as far as everything about them can be
// guessed.
func (f File) Tables() ([]ingest.Table, error) { return f.TablesAs(ingest.Reading{}) }

// TablesAs returns the tables of the file, in order: the one of a text or JSON
// file, or one for each visible sheet of a workbook that holds anything. What r
// says about how to read it is obeyed, the rest is guessed and said in
// Header.Guesses. Headers and samples are known from about the first megabyte;
// rows are opened by the first Next. Errors are *fault.Errors that name the file.
//
// A table may also have Complete() error, which reads on for what the header
// lacks (see ingest/jsontable), and Dropped() []string, the rows of its footer,
// known after its last row.
func (f File) TablesAs(r ingest.Reading) ([]ingest.Table, error) {
	s, err := checkReading(r)
	if err != nil {
		return nil, inFile(err, f.Name)
	}
	tables, err := f.tables(s)
	return tables, inFile(err, f.Name)
}

func (f File) tables(s said) ([]ingest.Table, error) {
	if f.Size > maxFile {
		return nil, tooLarge(f.Name)
	}
	if err := refuseLock(path.Base(f.Name)); err != nil {
		return nil, err
	}
	head, err := f.magic()
	if err != nil {
		return nil, err
	}
	packed := bytes.HasPrefix(head, gzipMagic)
	if packed {
		if f, head, err = ungzip(f); err != nil {
			return nil, err
		}
	}
	switch {
	case len(head) == 0:
		return nil, fault.New(fault.Invalid, "The file is empty.").WithHint("Export it again.")
	case isZip(head):
		return workbookTables(f, s)
	case bytes.HasPrefix(head, oleMagic):
		return nil, refuseOLE(f.source)
	}
	if err := refuseForeign(head); err != nil {
		return nil, err
	}
	table, err := textOrJSON(f, s, packed)
	if err != nil {
		return nil, err
	}
	return []ingest.Table{table}, nil
}

// textOrJSON returns the one table of a file that is no workbook.
func textOrJSON(f File, s said, packed bool) (ingest.Table, error) {
	head, err := readHead(f, s, smallHead)
	if err != nil {
		return nil, err
	}
	guesses := containerGuesses(packed)
	if !jsontable.Looks(head.text) {
		return newTextTable(f, s, head, guesses)
	}
	h := ingest.Header{File: f.Name, Encoding: head.was.enc.name(), Guesses: append(guesses, head.encodingGuess())}
	return jsontable.Open(h, func() (io.ReadCloser, error) {
		r, err := f.source.open()
		if err != nil {
			return nil, err
		}
		return &decoded{newDecoder(r, head.was), r}, nil
	})
}

// decoded is the text of a file.
type decoded struct {
	*decoder
	io.Closer
}

// magic returns the first bytes of the file, as many as tell its format.
func (f File) magic() ([]byte, error) {
	r, err := f.source.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, magicSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, readFault(err)
	}
	return head[:n], nil
}

// inFile names the file in an error; a cause that is no fault is one of
// reading. nil gives nil.
func inFile(err error, name string) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		f = readFault(err)
	}
	return f.InFile(name)
}

// readFault says that the bytes of a file could not be had.
func readFault(err error) *fault.Error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return f
	case locked(err):
		return fault.Wrap(err, fault.Invalid, "A part of the file is locked by another program.").
			WithHint("Close it there, in Excel for example, and try again.")
	}
	return fault.Wrap(err, fault.Invalid, "The file cannot be read to its end.").
		WithHint("Check that it is complete, or export it again.")
}

func tooLarge(name string) *fault.Error {
	return fault.New(fault.Invalid, "The file is larger than 2 GiB.").InFile(name).
		WithHint("Export a shorter period, or split the file.")
}

// namedReader names the file in errors of reading.
type namedReader struct {
	io.ReadCloser
	name string
}

func (r *namedReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = inFile(err, r.name)
	}
	return n, err
}

// section is a source in something already open; closing it does nothing.
type section struct{ *io.SectionReader }

func (s *section) open() (io.ReadCloser, error) {
	return &section{io.NewSectionReader(s.SectionReader, 0, s.Size())}, nil
}
func (s *section) openAt() (readerAt, error) { return s, nil }
func (s *section) Close() error              { return nil }

// diskFile is a source in a file on disk, which must stay as it was found.
type diskFile struct {
	path string
	size int64
	mod  time.Time
}

func (d *diskFile) open() (io.ReadCloser, error) { return d.openFile() }
func (d *diskFile) openAt() (readerAt, error)    { return d.openFile() }

func (d *diskFile) openFile() (*openFile, error) {
	f, err := os.Open(d.path)
	if err != nil {
		return nil, pathFault(err)
	}
	o := &openFile{File: f, was: d}
	if err := o.unchanged(); err != nil {
		f.Close()
		return nil, err
	}
	return o, nil
}

// openFile reports at its end when the file was written to meanwhile: rows of
// two states would be mixed without a sign.
type openFile struct {
	*os.File
	was *diskFile
}

func (o *openFile) Size() int64 { return o.was.size }

func (o *openFile) Read(p []byte) (int, error) {
	n, err := o.File.Read(p)
	if err == io.EOF {
		if changed := o.unchanged(); changed != nil {
			return n, changed
		}
	}
	return n, err
}

func (o *openFile) unchanged() error {
	info, err := o.Stat()
	if err != nil {
		return pathFault(err)
	}
	if info.Size() != o.was.size || !info.ModTime().Equal(o.was.mod) {
		return fault.New(fault.Invalid, "The file changed while it was being read.").
			WithHint("Wait until it is complete, or save and close it in the program it is open in, then import it again.")
	}
	return nil
}

// pathFault says why a path cannot be read.
func pathFault(err error) *fault.Error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fault.Wrap(err, fault.NotFound, "The file does not exist.").
			WithHint("Check its name and folder.")
	case locked(err):
		return fault.Wrap(err, fault.Invalid, "The file is open in another program, which keeps others from reading it.").
			WithHint("Close it there, in Excel for example, and try again.")
	case errors.Is(err, os.ErrPermission):
		return fault.Wrap(err, fault.Invalid, "The file may not be read.").
			WithHint("Ask for the right to read it, or copy it elsewhere.")
	}
	return readFault(err)
}
