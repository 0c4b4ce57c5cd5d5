// Package export writes the answer to a question into a file that other programs
// read: a workbook with a sheet about it, or CSV. Rows pass through one by one,
// so that a million of them needs no more memory than a thousand. The rule not
// to break: a text that came from a file is never run by the program that opens
// what is written here.
package export

import (
	"context"
	"io"
	"slices"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/report"
)

// Format is a kind of file.
type Format string

// The formats. CSV is for machines: UTF-8, commas, names of the catalog, values
// as they are. CSVLocal is for a spreadsheet of the person's region: its
// separator and decimal sign, and the words of the window.
const (
	XLSX     Format = "xlsx"
	CSV      Format = "csv"
	CSVLocal Format = "csv_local"
)

// Formats lists them.
var Formats = []Format{XLSX, CSV, CSVLocal}

// Extension is how the name of a file ends.
func (f Format) Extension() string {
	if f == XLSX {
		return ".xlsx"
	}
	return ".csv"
}

// Check refuses what is no format.
func (f Format) Check() error {
	if slices.Contains(Formats, f) {
		return nil
	}
	return fault.At("format", "%q is no format of a table.", string(f)).WithHint("Take xlsx, csv or csv_local.")
}

// File is one import figures of a dataset can follow from.
type File struct {
	Name, SHA256, AsOf, ImportedAt, Dataset string
}

// Table is everything about an answer but its rows.
type Table struct {
	Title   string
	Words   string // about the report, "" for nothing
	Query   metric.Query
	Visual  report.Visual
	Catalog metric.Catalog // in Lang, with the definitions the query uses
	Lang    string
	Region  Region
	Zone    *time.Location // of the person
	Today   string         // of the person; what is asked for no day is asked for this one
	Version string         // of the program
	Files   []File
	// NotApplied are dimensions whose filters the rows cannot hold.
	NotApplied []string
}

// Write writes an answer, the JSON text of a metric.Result, and returns how many
// rows it has.
func Write(ctx context.Context, w io.Writer, f Format, t Table, answer []byte) (int, error) {
	if err := f.Check(); err != nil {
		return 0, err
	}
	a, err := open(answer)
	if err != nil {
		return 0, err
	}
	l := t.layout(a.columns, wordsIn(t.Lang))
	if f == XLSX {
		return l.workbook(ctx, w, a)
	}
	return l.csv(ctx, w, f, a)
}
