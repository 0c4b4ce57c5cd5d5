package tabular

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"headroom/backend/ingest"
)

// dialect is how a text file separates rows and cells, and the rows found at
// its start with it.
type dialect struct {
	comma byte
	eol   byte
	rows  []ingest.Row
	head  int   // which of rows is the header
	err   error // what stopped the look before the end of the sample
}

// commas are the delimiters looked for; the first wins when none is found.
var commas = []byte{',', ';', '\t', '|'}

// detectDialect tells the dialect of a text file from its start.
func detectDialect(h textHead) dialect {
	eol := detectEOL(h.text)
	skipped, declared := leadLines(h.text, eol)
	candidates := commas
	if declared != 0 {
		candidates = []byte{declared}
	}
	var best dialect
	bestScore, bestWidth := 0.0, 0
	for i, comma := range candidates {
		d := readDialect(h, comma, eol, skipped)
		score, width := d.score()
		// Nearly equal scores are decided by the width: a second delimiter that
		// occurs once in every row is text.
		if i == 0 || score > bestScore*1.01 || score > bestScore*0.99 && width > bestWidth {
			best, bestScore, bestWidth = d, score, width
		}
	}
	return best
}

// detectEOL returns how lines end: CR only where the first end of a line
// outside quotes is a lone CR.
func detectEOL(text []byte) byte {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			return '\n'
		case b == '\r' && i+1 < len(text) && text[i+1] != '\n':
			return '\r'
		}
	}
	return '\n'
}

// leadLines recognises the lines programs put above a header: "sep=;", which
// declares the delimiter, and "#TYPE ..." of PowerShell. It returns how many
// there are.
func leadLines(text []byte, eol byte) (skipped int, comma byte) {
	for {
		line, rest, _ := bytes.Cut(text, []byte{eol})
		first := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
		switch {
		case len(first) == 5 && strings.EqualFold(first[:4], "sep=") && skipped == 0:
			comma = first[4]
		case strings.HasPrefix(first, "#TYPE "):
		default:
			return skipped, comma
		}
		skipped++
		text = rest
	}
}

// readDialect cuts the start of a text by one delimiter.
func readDialect(h textHead, comma, eol byte, skipped int) dialect {
	d := dialect{comma: comma, eol: eol}
	s := newSplitter(io.MultiReader(bytes.NewReader(h.text), ending{h.err}), comma, eol)
	for len(d.rows) < headerRows+sampleRows {
		cells, err := s.row()
		if err != nil {
			if err != io.EOF && !errors.Is(err, errCut) {
				d.err = d.named(s)
			}
			break
		}
		if s.line > skipped {
			d.rows = append(d.rows, copyRow(ingest.Row{Line: s.line, Cells: cells}))
		}
	}
	d.head = findHeader(d.rows)
	return d
}

// named returns the error s is stopped by, with the column named: the row that
// failed is cut again now that the header is known.
func (d *dialect) named(s *splitter) error {
	if len(d.rows) > 0 {
		s.columns = columnNames(texts(d.rows[findHeader(d.rows)]))
	}
	_, err := s.row()
	return err
}

// errCut ends the start of a text that goes on, so that its last row is not
// taken for a whole one.
var errCut = errors.New("only the start of the text was read")

// ending is a reader of nothing but an error.
type ending struct{ err error }

func (e ending) Read([]byte) (int, error) { return 0, e.err }

// score says how well the delimiter fits: the share of rows of the usual width,
// counted less where the header does not read like one. A header alone says
// nothing: `Price, net;Count` has one comma, and prices have one in each row.
func (d *dialect) score() (score float64, width int) {
	if len(d.rows) == 0 {
		return 0, 0
	}
	body := d.rows[d.head:]
	width = usualWidth(body)
	if width < 2 {
		return 0, width
	}
	fits, rows := 0, 0
	for _, r := range body {
		if blank(r.Cells) {
			continue
		}
		rows++
		if len(r.Cells) == width {
			fits++
		}
	}
	header := d.rows[d.head]
	named := 0
	for _, c := range header.Cells {
		if label(c) && !bytes.ContainsAny(c, ",;\t") {
			named++
		}
	}
	filled := max(filledCells(header), 1)
	score = float64(fits) / float64(max(rows, 1)) * (0.1 + 0.9*float64(named)/float64(filled))
	if d.err != nil {
		score /= 2
	}
	return score, width
}

// textHead is the decoded start of a text file.
type textHead struct {
	text []byte
	enc  encoding
	err  error // what follows: io.EOF, errCut, or why the text cannot be read on
}

// headSize holds at least one row of the greatest length.
const headSize = maxRow + maxRow/8

// readHead decodes the start of a text file.
func readHead(f File) (textHead, error) {
	r, err := f.source.open()
	if err != nil {
		return textHead{}, err
	}
	defer r.Close()
	d := newDecoder(r, undecided)
	buf := make([]byte, headSize)
	n := 0
	for n < len(buf)-minRead && err == nil {
		var m int
		m, err = d.Read(buf[n:])
		n += m
	}
	if err == nil {
		err = errCut
	}
	return textHead{text: buf[:n], enc: d.enc, err: err}, nil
}
