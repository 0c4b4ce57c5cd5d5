// Package tabular knows files of rows as they are: delimited text in the
// encodings vendors and spreadsheets write, XLSX workbooks, and zip archives of
// both. It gives every one as ingest.Tables, streamed, and knows nothing of
// what the columns mean. The rule not to break: a file is read to its end
// exactly as it was written, or refused with a *fault.Error that names file and
// row; never fewer rows without an error, never more memory than the bounds in
// bounds.go.
package tabular
