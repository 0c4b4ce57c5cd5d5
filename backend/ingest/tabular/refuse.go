package tabular

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"headroom/backend/fault"
)

// magicSize is how many of the first bytes tell what a file is.
const magicSize = 512

// foreign are files that are often dropped by mistake, by how they begin.
var foreign = []struct{ magic, is, hint string }{
	{"%PDF-", "a PDF document", "Export the report as CSV or XLSX: the rows of a PDF cannot be read safely."},
	{"\x89PNG\r\n\x1a\n", "a picture", pictureHint},
	{"\xff\xd8\xff", "a picture", pictureHint},
	{"GIF8", "a picture", pictureHint},
	{"II*\x00", "a picture", pictureHint},
	{"MM\x00*", "a picture", pictureHint},
	{"RIFF", "a picture or a recording", pictureHint},
	{"Rar!\x1a\x07", "a RAR archive", unpackHint},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", unpackHint},
	{"BZh", "a bzip2 archive", unpackHint},
	{"\xfd7zXZ\x00", "an xz archive", unpackHint},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive", unpackHint},
	{"SQLite format 3\x00", "a database", "Export its tables as CSV."},
	{"PAR1", "a Parquet file", "Export it as CSV or XLSX."},
	{"MZ", "a program", "Choose the export itself."},
	{"\x7fELF", "a program", "Choose the export itself."},
	{"{\\rtf", "a text document", "Export the rows as CSV or XLSX."},
}

const (
	pictureHint = "Export the rows as CSV or XLSX: numbers are not read from pictures."
	unpackHint  = "Unpack it and import the files inside."
)

// refuseForeign says what a file is that begins like no file of rows.
func refuseForeign(head []byte) error {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) && (f.magic != "MZ" || bytes.IndexByte(head, 0) >= 0) {
			return fault.New(fault.Invalid, "This is %s, not a file of rows.", f.is).WithHint(f.hint)
		}
	}
	text := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\uFEFF"), " \t\r\n"))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<style", "<div"} {
		if strings.HasPrefix(text, tag) {
			return fault.New(fault.Invalid, "This is a web page, whatever its name says: some portals save tables so.").
				WithHint("Open it in Excel and save it as .xlsx, or export CSV.")
		}
	}
	switch {
	case strings.HasPrefix(text, "<?xml") && strings.Contains(text, "office:spreadsheet"):
		return fault.New(fault.Invalid, "This is a workbook in the XML format of Excel 2003.").
			WithHint("Open it in Excel and save it as .xlsx.")
	case strings.HasPrefix(text, "<?xml"):
		return fault.New(fault.Invalid, "This is an XML document, not a file of rows.").WithHint("Export CSV, XLSX or JSON.")
	}
	return nil
}

// refuseDocument says which document an archive is that is no workbook we read.
func refuseDocument(z *zip.Reader) error {
	for _, e := range z.File {
		var is string
		switch name := strings.ToLower(e.Name); {
		case name == "xl/workbook.bin":
			is = "a binary workbook (.xlsb)"
		case name == "word/document.xml":
			is = "a Word document"
		case strings.HasPrefix(name, "ppt/presentation"):
			is = "a presentation"
		case name == "content.xml":
			is = "a document of LibreOffice or OpenOffice"
		case path.Ext(name) == ".iwa":
			is = "a document of Apple Numbers, Pages or Keynote"
		default:
			continue
		}
		return fault.New(fault.Invalid, "This is %s.", is).WithHint("Open it and save the sheet with the rows as .xlsx or as CSV UTF-8.")
	}
	return nil
}

// refuseLock says that a file is what Office keeps beside an open document.
func refuseLock(base string) error {
	if !strings.HasPrefix(base, "~$") {
		return nil
	}
	return fault.New(fault.Invalid, "This is not a workbook but the mark that Excel keeps beside one while it is open.").
		WithHint("Choose the file " + shownName(base[2:]) + " instead.")
}
