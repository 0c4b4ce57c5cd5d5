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
	whole bool  // rows are all of the file
	err   error // what stopped the look before the end of the sample
	lead  []string
	runs  []run // how each delimiter fits
}

// run is how well one delimiter fits.
type run struct {
	comma            byte
	score            float64
	fits, rows, wide int // rows of the usual width, rows, that width
}

// commas are the delimiters looked for; the first wins when none is found.
var commas = []byte{',', ';', '\t', '|'}

// detectDialect tells the dialect of a text file from its start. A delimiter
// that was said is taken, whatever a "sep=" line declares.
func detectDialect(h textHead, said byte) dialect {
	eol := detectEOL(h.text)
	lead, declared := leadLines(h.text, eol)
	candidates := commas
	if said != 0 {
		candidates = []byte{said}
	} else if declared != 0 {
		candidates = []byte{declared}
	}
	var best dialect
	var runs []run
	bestScore, bestWidth := 0.0, 0
	for i, comma := range candidates {
		d := readDialect(h, comma, eol, len(lead))
		fit := d.score()
		score, width := fit.score, fit.wide
		runs = append(runs, fit)
		// Nearly equal scores are decided by the width: a second delimiter that
		// occurs once in every row is text.
		if i == 0 || score > bestScore*1.01 || score > bestScore*0.99 && width > bestWidth {
			best, bestScore, bestWidth = d, score, width
		}
	}
	best.lead, best.runs = lead, runs
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
// declares the delimiter, and "#TYPE ..." of PowerShell.
func leadLines(text []byte, eol byte) (lines []string, comma byte) {
	for {
		line, rest, _ := bytes.Cut(text, []byte{eol})
		first := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
		switch {
		case len(first) == 5 && isSepLine(first) && len(lines) == 0:
			comma = first[4]
		case strings.HasPrefix(first, "#TYPE "):
		default:
			return lines, comma
		}
		lines = append(lines, first)
		text = rest
	}
}

func isSepLine(line string) bool { return len(line) >= 4 && strings.EqualFold(line[:4], "sep=") }

// readDialect cuts the start of a text by one delimiter.
func readDialect(h textHead, comma, eol byte, skipped int) dialect {
	d := dialect{comma: comma, eol: eol}
	s := newSplitter(io.MultiReader(bytes.NewReader(h.text), ending{h.err}), comma, eol)
	for len(d.rows) < headerRows+sampleRows {
		cells, err := s.row()
		if err != nil {
			d.whole = err == io.EOF
			if err != io.EOF && !errors.Is(err, errCut) {
				d.err = d.named(s)
			}
			break
		}
		if s.line > skipped {
			d.rows = append(d.rows, ingest.Row{Line: s.line, Cells: cells}.Copy())
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
func (d *dialect) score() run {
	fit := run{comma: d.comma}
	if len(d.rows) == 0 {
		return fit
	}
	body := d.rows[d.head:]
	fit.wide = usualWidth(body)
	for _, r := range body {
		if blank(r.Cells) {
			continue
		}
		fit.rows++
		if len(r.Cells) == fit.wide {
			fit.fits++
		}
	}
	if fit.wide < 2 {
		return fit
	}
	header := d.rows[d.head]
	named := 0
	for _, c := range header.Cells {
		if label(c) && !bytes.ContainsAny(c, ",;\t") {
			named++
		}
	}
	filled := max(filledCells(header), 1)
	fit.score = float64(fit.fits) / float64(max(fit.rows, 1)) * (0.1 + 0.9*float64(named)/float64(filled))
	if d.err != nil {
		fit.score /= 2
	}
	return fit
}

// textHead is the decoded start of a text file.
type textHead struct {
	text   []byte
	was    spelling
	marked bool  // a byte order mark was found
	err    error // what follows: io.EOF, errCut, or why the text cannot be read on
}

// smallHead holds the rows of a sample of nearly any file; headSize holds at
// least one row of the greatest length.
const (
	smallHead = 1 << 18
	headSize  = maxRow + maxRow/32
)

// readHead decodes the start of a text file.
func readHead(f File, s said, size int) (textHead, error) {
	h, err := readHeadAs(f, s.was, size)
	if err != nil || s.was.said || h.was.enc != windows1252 || h.err == io.EOF || h.err == errCut {
		return h, err
	}
	if wide, ok := guessMultibyte(f, size); ok {
		return wide, nil
	}
	return h, nil
}

func readHeadAs(f File, was spelling, size int) (textHead, error) {
	r, err := f.source.open()
	if err != nil {
		return textHead{}, err
	}
	defer r.Close()
	d := newDecoder(r, was)
	buf := make([]byte, size)
	n := 0
	for n < len(buf)-minRead && err == nil {
		var m int
		m, err = d.Read(buf[n:])
		n += m
	}
	if err == nil {
		err = errCut
	}
	return textHead{text: buf[:n], was: spelling{d.enc, was.said}, marked: d.marked, err: err}, nil
}
