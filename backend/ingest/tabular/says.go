package tabular

import (
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// said is what a person said about how to read a file, checked.
type said struct {
	was     spelling
	comma   byte   // 0: to be found
	sheet   string // "": all
	header  int    // 0: to be found
	keepEnd bool
}

// checkReading checks what a person said. Faults point at the field.
func checkReading(r ingest.Reading) (said, error) {
	s := said{was: spelling{encoding(r.Encoding), r.Encoding != ""}, sheet: r.Sheet, header: r.Header, keepEnd: r.KeepEnd}
	if s.was.said && !slices.Contains(encodings, s.was.enc) {
		return s, fault.At("reading.encoding", "The encoding %q is not known.", r.Encoding).
			WithHint("It is one of " + strings.Join(encodingNames(), ", ") + ".")
	}
	if len(r.Delimiter) > 1 || strings.ContainsAny(r.Delimiter, "\"\r\n\x00") {
		return s, fault.At("reading.delimiter", "%q is no delimiter.", r.Delimiter).
			WithHint("Give one character, such as a comma, a semicolon or a tab.")
	}
	if r.Delimiter != "" {
		s.comma = r.Delimiter[0]
	}
	if r.Header < 0 {
		return s, fault.At("reading.header", "Row %d cannot be the header.", r.Header).
			WithHint("Give the number of the row that names the columns, from 1.")
	}
	return s, nil
}

func encodingNames() []string {
	names := make([]string, len(encodings))
	for i, e := range encodings {
		names[i] = string(e)
	}
	return names
}

// rowAt returns which of the first rows stands on a line, or that none does.
func rowAt(rows []ingest.Row, line int) (int, bool) {
	return slices.BinarySearchFunc(rows, line, func(r ingest.Row, line int) int { return r.Line - line })
}

func noSuchRow(line int) *fault.Error {
	return fault.At("reading.header", "No row begins on line %s among the first rows, so it cannot be the header.", strconv.Itoa(line)).
		WithHint("Give the number of a row that the preview shows, with the lines above the header counted.")
}
