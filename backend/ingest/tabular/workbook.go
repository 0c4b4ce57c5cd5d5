package tabular

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"headroom/backend/fault"
)

// workbook is what the sheets of an XLSX file share.
type workbook struct {
	sheets   []sheetPart
	strings  sharedStrings
	texts    string // part of the shared strings that is to be read again in full
	dates    []bool // by style number: shows dates
	date1904 bool
	closer   io.Closer // of the shared strings that were begun
}

// sheetPart is a visible sheet and the part of the file that holds it.
type sheetPart struct{ name, part string }

// isWorkbook tells a workbook from another archive.
func isWorkbook(z *zip.Reader) bool {
	for _, e := range z.File {
		if e.Name == "[Content_Types].xml" || strings.EqualFold(e.Name, "xl/workbook.xml") {
			return true
		}
	}
	return false
}

// parts finds the parts of a workbook; their names ignore case.
type parts map[string]*zip.File

// openParts lists the parts of a workbook. Two of one name are refused: which
// one is read would be a guess.
func openParts(at readerAt) (parts, error) {
	z, err := openZip(at, maxParts)
	if err != nil {
		return nil, err
	}
	if err := refuseDocument(z); err != nil {
		return nil, err
	}
	if !isWorkbook(z) {
		return nil, fault.New(fault.Invalid, "This is an archive, not a workbook.").
			WithHint("Import the archive itself.")
	}
	p := parts{}
	for _, e := range z.File {
		name := strings.ToLower(strings.TrimPrefix(e.Name, "/"))
		if p[name] != nil {
			return nil, damaged(fmt.Errorf("it holds two parts of the name %q", shownName(e.Name)))
		}
		p[name] = e
	}
	return p, nil
}

// read hands the XML of a part to parse, which begins behind the start tag of
// the root, and then insists on its proper end.
func (p parts) read(name, root string, parse func(*xmlReader) error) error {
	r, x, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err = x.root(root); err == nil {
		err = parse(x)
	}
	if err == nil {
		err = x.finish()
	}
	return damagedPartOf(name, err)
}

// open opens the XML of a part.
func (p parts) open(name string) (io.ReadCloser, *xmlReader, error) {
	e := p[strings.ToLower(name)]
	if e == nil {
		return nil, nil, damaged(fmt.Errorf("its part %s is missing", shownName(name)))
	}
	r, err := openEntry(e)
	if err != nil {
		return nil, nil, err
	}
	x, err := newXML(r)
	if err != nil {
		r.Close()
		return nil, nil, damagedPartOf(name, err)
	}
	return r, x, nil
}

// damaged says that a workbook cannot be trusted.
func damaged(why error) *fault.Error {
	return fault.Wrap(why, fault.Invalid, "The workbook is damaged: %s.", why).
		WithHint("Open it in Excel, save it again and import the saved file.")
}

// damagedPartOf says which part is damaged; a fault is kept as it is.
func damagedPartOf(name string, err error) error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) {
		return err
	}
	return damaged(fmt.Errorf("part %s: %w", shownName(name), err))
}

// openWorkbook reads all of a workbook but its sheets.
func openWorkbook(p parts) (*workbook, error) {
	main := "xl/workbook.xml"
	rels, err := p.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	if part := rels.ofType("/officeDocument"); part != "" {
		main = part
	}
	dir, base := path.Split(main)
	if rels, err = p.relations(dir+"_rels/"+base+".rels", dir); err != nil {
		return nil, err
	}
	b := &workbook{}
	if err := p.read(main, "workbook", func(x *xmlReader) error { return b.readSheets(x, rels) }); err != nil {
		return nil, err
	}
	if part := rels.ofType("/sharedStrings"); part != "" {
		if err := b.openStrings(p, part); err != nil {
			return nil, err
		}
	}
	if part := rels.ofType("/styles"); part != "" {
		if err := p.read(part, "styleSheet", b.readStyles); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// openStrings reads the shared strings, or begins to where they are many: the
// first rows of a sheet refer to the first of them.
func (b *workbook) openStrings(p parts, part string) error {
	b.strings = sharedStrings{part: part}
	if e := p[strings.ToLower(part)]; e == nil || e.UncompressedSize64 <= smallPart {
		return p.read(part, "sst", b.strings.read)
	}
	r, x, err := p.open(part)
	if err != nil {
		return err
	}
	if err := x.root("sst"); err != nil {
		r.Close()
		return damagedPartOf(part, err)
	}
	b.closer, b.texts, b.strings.x = r, part, x
	return nil
}

// pause ends the reading of shared strings that was only begun.
func (b *workbook) pause() error {
	if b.closer == nil {
		return nil
	}
	err := b.closer.Close()
	b.closer, b.strings.x = nil, nil
	return err
}

// allStrings reads the shared strings to their end where they were only begun.
func (b *workbook) allStrings(p parts) error {
	if b.texts == "" {
		return nil
	}
	b.strings = sharedStrings{part: b.texts}
	err := p.read(b.texts, "sst", b.strings.read)
	if err == nil {
		b.texts = ""
	}
	return err
}

// readSheets reads the list of sheets and the date system.
func (b *workbook) readSheets(x *xmlReader, rels relations) error {
	return x.each(func(name string) error {
		switch name {
		case "workbookPr":
			v := string(x.attr("date1904"))
			b.date1904 = v == "1" || v == "true"
		case "sheets":
			return x.each(func(name string) error {
				if err := b.addSheet(x, rels); err != nil {
					return err
				}
				return x.skip()
			})
		}
		return x.skip()
	})
}

// addSheet adds a sheet of cells that can be seen.
func (b *workbook) addSheet(x *xmlReader, rels relations) error {
	rel, ok := rels[string(x.prefixed("id"))]
	switch state := string(x.attr("state")); {
	case !ok || rel.part == "":
		return fmt.Errorf("the sheet %q has no content", shownName(string(x.attr("name"))))
	case state == "hidden" || state == "veryHidden" || !strings.HasSuffix(rel.kind, "/worksheet"):
		return nil
	case len(b.sheets) == maxSheets:
		return fmt.Errorf("it holds more than %d sheets", maxSheets)
	}
	b.sheets = append(b.sheets, sheetPart{shownName(string(x.attr("name"))), rel.part})
	return nil
}

// relations are the parts another part refers to, by id.
type relations map[string]relation

type relation struct{ kind, part string }

// ofType returns the part of a type, the first by name if there are more.
func (r relations) ofType(suffix string) string {
	found := ""
	for _, rel := range r {
		if strings.HasSuffix(rel.kind, suffix) && (found == "" || rel.part < found) {
			found = rel.part
		}
	}
	return found
}

// relations reads a list of relations; dir is where its targets begin.
// Targets outside of the workbook are never followed.
func (p parts) relations(name, dir string) (relations, error) {
	rels := relations{}
	err := p.read(name, "Relationships", func(x *xmlReader) error {
		return x.each(func(string) error {
			r := relation{kind: string(x.attr("Type"))}
			target := string(x.attr("Target"))
			switch {
			case string(x.attr("TargetMode")) == "External":
			case strings.HasPrefix(target, "/"):
				r.part = path.Clean(target[1:])
			default:
				r.part = path.Join(dir, target)
			}
			rels[string(x.attr("Id"))] = r
			return x.skip()
		})
	})
	return rels, err
}
