package ingest

import (
	"path/filepath"
	"strings"
)

// Sheets splits the request for a workbook into one for each sheet that is a
// table of its own: an export that is known, or a list whose columns say with
// certainty what they mean. Where fewer than two are, or the person says
// anything about the sheets, the request stays as it is and the sheet that
// fits best is imported.
func (im *Importer) Sheets(f File, q Request) []Request {
	one := []Request{q}
	switch strings.ToLower(filepath.Ext(f.Name())) {
	case ".xlsx", ".xlsm":
	default:
		return one
	}
	if q.Reading != (Reading{}) || q.Mapping != nil || q.Profile != "" {
		return one
	}
	tables, err := f.Tables(q.Reading)
	if err != nil {
		return one // importing it says why
	}
	defer closeTables(tables)
	var own []Request
	for _, t := range tables {
		if t.Header().Sheet != "" && im.ownTable(t.Header(), q) {
			each := q
			each.Reading.Sheet, each.several = t.Header().Sheet, true
			own = append(own, each)
		}
	}
	if len(own) < 2 {
		return one
	}
	return own
}

// ownTable reports whether a sheet can be imported without a question about
// what it is.
func (im *Importer) ownTable(h Header, q Request) bool {
	for _, p := range im.Profiles {
		if p.Detect(h) >= certain {
			return true
		}
	}
	if im.Guesser == nil {
		return false
	}
	p := im.Guesser.Guess(sheetOf(h, shapesOf(h), Context{Account: q.Account, Currency: q.Currency}))
	return p.Mapping != nil && p.Certain
}

// shown is the name of the import: the file, and the sheet where it is one of
// several.
func (q Request) shown(f File) string {
	if q.several {
		return f.Name() + " [" + q.Reading.Sheet + "]"
	}
	return f.Name()
}
