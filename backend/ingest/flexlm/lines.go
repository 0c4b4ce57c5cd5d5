package flexlm

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// longestLine bounds a line in memory; a daemon's lines are a few hundred bytes
// long, so the rest of a longer one is noise.
const longestLine = 64 << 10

// lines reads the lines of a text one by one, with their numbers.
type lines struct {
	file   string
	closer io.Closer
	in     *bufio.Reader
	number int   // of the line returned last
	read   int64 // bytes so far
	back   bool  // the line is to be returned again
	line   []byte
}

// openLines opens the lines of f.
func openLines(f ingest.File) (*lines, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &lines{file: f.Name(), closer: r, in: bufio.NewReaderSize(r, longestLine)}, nil
}

// next returns the next line without its end, valid until the call after, and
// io.EOF after the last. A line that is no UTF-8 was written by an older
// Windows and is read as Windows-1252.
func (l *lines) next() ([]byte, error) {
	if l.back {
		l.back = false
		return l.line, nil
	}
	line, more, err := l.in.ReadLine()
	if err != nil {
		return nil, l.fault(err)
	}
	l.number++
	l.read += int64(len(line)) + 1
	if more {
		line = bytes.Clone(line)
	}
	for more {
		var rest []byte
		if rest, more, err = l.in.ReadLine(); err != nil {
			return nil, l.fault(err)
		}
		l.read += int64(len(rest))
	}
	if l.number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if !utf8.Valid(line) {
		if line, err = charmap.Windows1252.NewDecoder().Bytes(line); err != nil {
			return nil, l.fault(err)
		}
	}
	l.line = line
	return line, nil
}

// unread makes next return the same line again.
func (l *lines) unread() { l.back = true }

func (l *lines) fault(err error) error {
	if err == io.EOF {
		return err
	}
	f := *fault.Of(err)
	if f.Code == fault.Internal {
		f = *fault.Wrap(err, fault.Invalid, "The file cannot be read to its end.").WithHint("Check that it is complete, or copy it again.")
	}
	f.File = l.file
	return &f
}

// wholeLines returns the complete lines of the beginning of a file.
func wholeLines(head []byte) [][]byte {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	all := bytes.Split(head, []byte("\n"))
	if len(all) > 1 {
		all = all[:len(all)-1]
	}
	return all
}
