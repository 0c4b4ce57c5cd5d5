package ingest

import (
	"errors"
	"io"
)

// sniffed is how much of a file a Format sees to recognise it.
const sniffed = 64 << 10

// tablesOf opens the tables of f: through the format that recognises a file
// which is no table, unless the person said how to read it, else as r says.
func (im *Importer) tablesOf(f File, r Reading) ([]Table, error) {
	if r == (Reading{}) {
		format, err := im.formatOf(f)
		if err != nil {
			return nil, err
		}
		if format != nil {
			tables, err := format.Tables(f)
			return tables, withFile(err, f.Name())
		}
	}
	return f.Tables(r)
}

// formatOf returns the format that recognises the beginning of f most surely,
// nil where none does.
func (im *Importer) formatOf(f File) (Format, error) {
	if len(im.Formats) == 0 {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, sniffed)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, withFile(err, f.Name())
	}
	var found Format
	best := certain
	for _, format := range im.Formats {
		if score := format.Detect(head[:n]); score >= best && (found == nil || score > best) {
			found, best = format, score
		}
	}
	return found, nil
}
