package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"sort"
	"strings"
	"unicode"

	"headroom/backend/fault"
)

func isZip(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PK\x03\x04")) || bytes.HasPrefix(magic, []byte("PK\x05\x06"))
}

// expandArchive gives the files of rows in a zip archive, or f itself when it
// is a workbook.
func expandArchive(f File) ([]File, error) {
	at, err := f.source.openAt()
	if err != nil {
		return nil, err
	}
	defer at.Close()
	z, err := openZip(at, maxParts)
	if err != nil {
		return nil, err
	}
	if err := refuseDocument(z); err != nil {
		return nil, err
	}
	if isWorkbook(z) {
		return []File{f}, nil
	}
	if len(z.File) > maxEntries {
		return nil, tooManyEntries(maxEntries)
	}
	var files []File
	for i, entry := range z.File {
		base := path.Base(strings.ReplaceAll(entry.Name, `\`, "/"))
		if !entry.Mode().IsRegular() || hidden(base) || strings.HasPrefix(entry.Name, "__MACOSX/") {
			continue
		}
		shown := f.Name + "/" + shownName(entry.Name)
		if ext := strings.ToLower(path.Ext(base)); ext == ".zip" || ext == ".gz" {
			return nil, fault.New(fault.Invalid, "The archive holds another archive, %q.", shownName(entry.Name)).
				WithHint("Unpack it and import the files inside.")
		}
		if known(base, false) {
			files = append(files, File{
				Name: shown, Size: int64(entry.UncompressedSize64), ModTime: entry.Modified,
				source: &zipPart{f.source, i},
			})
		}
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "The archive holds no CSV, TSV, JSON, XLSX or log file.").
			WithHint("Choose the archive that holds the exports.")
	}
	sort.SliceStable(files, func(i, j int) bool { return files[i].Name < files[j].Name })
	return files, nil
}

// openZip lists an archive and refuses one whose directory alone shows that it
// is no export. What it says of sizes binds: archive/zip stops with an error
// where an entry holds more than it said.
func openZip(at readerAt, entries int) (*zip.Reader, error) {
	listing := &listingReader{r: at, left: maxDirectory}
	z, err := zip.NewReader(listing, at.Size())
	switch {
	case errors.Is(err, errListing):
		return nil, tooManyEntries(entries)
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, "The file is damaged or was cut off: its end, which lists its content, is missing.").
			WithHint("Download or export it again.")
	case len(z.File) > entries:
		return nil, tooManyEntries(entries)
	}
	listing.left = -1
	var packed, unpacked uint64
	for _, e := range z.File {
		packed, unpacked = packed+e.CompressedSize64, unpacked+e.UncompressedSize64
		if e.UncompressedSize64 > maxEntry || unpacked > maxUnpacked || bomb(e.UncompressedSize64, e.CompressedSize64) {
			return nil, tooMuch()
		}
	}
	// Entries may overlap, so that their packed sizes add up to more than there is.
	if bomb(unpacked, min(packed, uint64(at.Size()))) {
		return nil, tooMuch()
	}
	return z, nil
}

func bomb(unpacked, packed uint64) bool {
	return unpacked > ratioFloor && unpacked/maxRatio > packed
}

func tooMuch() *fault.Error {
	return fault.New(fault.Invalid, "The file unpacks to far more than an export holds.").
		WithHint("Unpack it and import the files one by one, if you trust it.")
}

func tooManyEntries(n int) *fault.Error {
	return fault.New(fault.Invalid, "The archive holds more than %d files.", n).
		WithHint("Unpack it and import only the exports.")
}

// listingReader bounds what may be read to list an archive: the list is held
// in memory before its length is known. A negative rest is no bound.
type listingReader struct {
	r    io.ReaderAt
	left int64
}

var errListing = errors.New("the list of the archive is too long")

func (l *listingReader) ReadAt(p []byte, off int64) (int, error) {
	if l.left >= 0 {
		if int64(len(p)) > l.left {
			return 0, errListing
		}
		l.left -= int64(len(p))
	}
	return l.r.ReadAt(p, off)
}

// zipPart is a source in an entry of an archive, found by its position: names
// may repeat and are only shown.
type zipPart struct {
	archive source
	index   int
}

func (p *zipPart) open() (io.ReadCloser, error) {
	at, err := p.archive.openAt()
	if err != nil {
		return nil, err
	}
	z, err := openZip(at, maxParts)
	if err == nil && p.index >= len(z.File) {
		err = damagedPart(io.ErrUnexpectedEOF)
	}
	if err != nil {
		at.Close()
		return nil, err
	}
	r, err := openEntry(z.File[p.index])
	if err != nil {
		at.Close()
		return nil, err
	}
	return &entryFile{r, at}, nil
}

// openAt holds the entry in memory: a workbook is read at random, and what is
// packed cannot be.
func (p *zipPart) openAt() (readerAt, error) {
	r, err := p.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxSpool+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxSpool {
		return nil, fault.New(fault.Invalid, "The workbook in the archive is larger than %d MiB.", maxSpool>>20).
			WithHint("Unpack the archive and import the workbook.")
	}
	return &section{io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))}, nil
}

// entryFile closes the archive with its entry.
type entryFile struct {
	io.ReadCloser
	archive io.Closer
}

func (e *entryFile) Close() error {
	return errors.Join(e.ReadCloser.Close(), e.archive.Close())
}

// openEntry opens an entry for reading; damage is told as a fault, at the
// latest at its end, where the checksum is compared.
func openEntry(e *zip.File) (io.ReadCloser, error) {
	if e.Flags&1 != 0 {
		return nil, fault.New(fault.Invalid, "The archive is protected with a password.").
			WithHint("Unpack it with its password and import the files inside.")
	}
	r, err := e.Open()
	if err != nil {
		return nil, damagedPart(err)
	}
	return &entryReader{r}, nil
}

type entryReader struct{ io.ReadCloser }

func (r *entryReader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = damagedPart(err)
	}
	return n, err
}

func damagedPart(err error) *fault.Error {
	return fault.Wrap(err, fault.Invalid, "The file is damaged: its content does not unpack.").
		WithHint("Download or export it again.")
}

// shownName makes a name from an archive or a folder safe to show on one line.
func shownName(name string) string {
	safe := strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case !unicode.IsPrint(r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	if runes := []rune(safe); len(runes) > 255 {
		safe = string(runes[len(runes)-255:])
	}
	return safe
}
