package tabular

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/transform"

	"headroom/backend/fault"
)

// encoding is how the bytes of a text file spell characters.
type encoding string

// The encodings. A file that has been only ASCII so far is undecided: its first
// other character tells UTF-8 from Windows-1252, wherever it comes, and ASCII
// reads the same in both. So a file is never read twice to be sure. A later byte
// that does not fit what was decided is an error that names its row.
const (
	undecided   encoding = ""
	utf8Text    encoding = "utf-8"
	utf16le     encoding = "utf-16le"
	utf16be     encoding = "utf-16be"
	windows1252 encoding = "windows-1252"
	shiftJIS    encoding = "shift_jis"
	gb18030     encoding = "gb18030"
)

// encodings are those a person can choose from.
var encodings = []encoding{utf8Text, utf16le, utf16be, windows1252, shiftJIS, gb18030}

// name returns the encoding as it is shown.
func (e encoding) name() string {
	if e == undecided {
		return string(utf8Text)
	}
	return string(e)
}

// marks are the byte order marks.
var marks = map[encoding]string{utf8Text: "\xEF\xBB\xBF", utf16le: "\xFF\xFE", utf16be: "\xFE\xFF"}

// detectEncoding tells the encoding of a file from its first bytes, and how
// many of them are a byte order mark.
func detectEncoding(head []byte) (encoding, int) {
	for e, mark := range marks {
		if bytes.HasPrefix(head, []byte(mark)) {
			return e, len(mark)
		}
	}
	// Without a mark, the NUL half of Latin characters tells.
	var even, odd int
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	pairs := len(head) / 2
	switch {
	case odd*10 > pairs*4 && even*10 < pairs:
		return utf16le, 0
	case even*10 > pairs*4 && odd*10 < pairs:
		return utf16be, 0
	}
	return undecided, 0
}

// decoder gives the text of a file as UTF-8 without a byte order mark. It
// refuses bytes that are no text; what precedes them is still delivered.
type decoder struct {
	src     io.Reader
	enc     encoding
	pending []byte // raw bytes read and not yet delivered
	err     error  // what follows the pending bytes
	marked  bool   // a byte order mark was found
	wide    io.Reader
	scratch [1 << 15]byte
}

// spelling is the encoding of a file and how it came to be: said by the person,
// or found in an earlier look at the same file.
type spelling struct {
	enc  encoding
	said bool
}

// newDecoder returns a decoder of src. What a person says about it is obeyed;
// what was found before only counts where the start does not tell.
func newDecoder(src io.Reader, was spelling) *decoder {
	d := &decoder{src: src}
	head := make([]byte, 4096)
	n, err := io.ReadFull(src, head)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	found, mark := detectEncoding(head[:n])
	d.marked = mark > 0
	if was.said && found != was.enc {
		found, mark = was.enc, 0
	} else if found == undecided {
		found = was.enc
	}
	d.pending, d.err, d.enc = head[mark:n], err, found
	if multibyte[d.enc] != nil {
		d.wide = transform.NewReader(&rest{d}, transform.Chain(multibyte[d.enc].NewDecoder(), refusing{}))
	}
	return d
}

// Read fills p with text; p holds at least 16 bytes.
func (d *decoder) Read(p []byte) (int, error) {
	for {
		var n int
		var err error
		switch d.enc {
		case utf16le, utf16be:
			n, err = d.readUTF16(p)
		case windows1252:
			n, err = d.read1252(p)
		case shiftJIS, gb18030:
			n, err = d.readWide(p)
		default:
			n, err = d.readUTF8(p)
		}
		if i := bytes.IndexByte(p[:n], 0); i >= 0 {
			n, err = i, binaryFault()
			d.pending, d.err = nil, err
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// raw moves up to len(p) bytes of the file into p. The error comes with the
// last of them.
func (d *decoder) raw(p []byte) (int, error) {
	n := copy(p, d.pending)
	d.pending = d.pending[n:]
	if len(d.pending) > 0 {
		return n, nil
	}
	if d.err == nil && n < len(p) {
		var m int
		m, d.err = d.src.Read(p[n:])
		n += m
	}
	return n, d.err
}

// keep puts raw bytes back, to come first in the next read.
func (d *decoder) keep(b []byte) {
	if len(b) > 0 {
		d.pending = append(bytes.Clone(b), d.pending...)
	}
}

// readUTF8 reads without a copy: p is validated where it is.
func (d *decoder) readUTF8(p []byte) (int, error) {
	n, err := d.raw(p)
	start := asciiPrefix(p[:n])
	if start == n {
		return n, err
	}
	end := n
	if err == nil {
		end = n - partialRune(p[start:n])
	}
	if end > start && d.enc == undecided {
		d.enc = firstDecides(p[start:end])
	}
	if d.enc == windows1252 {
		d.keep(p[start:n])
		return start, nil
	}
	if utf8.Valid(p[start:end]) {
		d.keep(p[end:n])
		return end, err
	}
	bad := start + validPrefix(p[start:end])
	d.pending = nil
	d.err = fault.New(fault.Invalid, "The text is UTF-8 up to here, where a byte follows that is not.").
		WithHint("Save the file as UTF-8 (in Excel: CSV UTF-8), or export it again.")
	return bad, d.err
}

// firstDecides tells the encoding by the first character that is not ASCII. Were
// it by all of them, one damaged byte would turn the names of a UTF-8 file into
// those of another encoding.
func firstDecides(b []byte) encoding {
	if r, size := utf8.DecodeRune(b); r == utf8.RuneError && size == 1 {
		return windows1252
	}
	return utf8Text
}

// asciiPrefix returns how many of the first bytes are ASCII.
func asciiPrefix(b []byte) int {
	const high = 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		if binary.LittleEndian.Uint64(b[i:])&high != 0 {
			break
		}
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// validPrefix returns how many of the first bytes are UTF-8.
func validPrefix(b []byte) int {
	i := 0
	for i < len(b) {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return i
}

// partialRune returns how many of the last bytes begin a rune that is not
// complete.
func partialRune(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		tail := b[len(b)-n:]
		if !utf8.RuneStart(tail[0]) {
			continue
		}
		if utf8.FullRune(tail) {
			return 0
		}
		return n
	}
	return 0
}

// readUTF16 needs at most three bytes of p for two of the file.
func (d *decoder) readUTF16(p []byte) (int, error) {
	raw := d.scratch[:min(len(p)/3, len(d.scratch))&^1]
	n, err := d.raw(raw)
	raw = raw[:n]
	order := binary.ByteOrder(binary.LittleEndian)
	if d.enc == utf16be {
		order = binary.BigEndian
	}
	out := p[:0]
	for len(raw) >= 2 {
		r, size := rune(order.Uint16(raw)), 2
		if utf16.IsSurrogate(r) {
			if len(raw) < 4 {
				break
			}
			r, size = utf16.DecodeRune(r, rune(order.Uint16(raw[2:]))), 4
			if r == utf8.RuneError {
				return d.stop(out, "The text is UTF-16 up to here, where half a character follows.", exportAgain)
			}
		}
		out = utf8.AppendRune(out, r)
		raw = raw[size:]
	}
	if len(raw) > 0 && err == io.EOF {
		return d.stop(out, "The text is cut off in the middle of a character.", exportAgain)
	}
	d.keep(raw)
	return len(out), err
}

const exportAgain = "Export the file again."

func (d *decoder) stop(out []byte, message, hint string) (int, error) {
	d.pending = nil
	d.err = fault.New(fault.Invalid, "%s", message).WithHint(hint)
	return len(out), d.err
}

// high1252 holds the characters of the bytes 0x80 to 0x9F. Five have none: a
// file with one of them is in another encoding, often an Asian one, and read
// as Windows-1252 its names would be garbled without a sign.
var high1252 = [32]rune{
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
}

// read1252 needs at most three bytes of p for one of the file.
func (d *decoder) read1252(p []byte) (int, error) {
	raw := d.scratch[:min(len(p)/3, len(d.scratch))]
	n, err := d.raw(raw)
	out := p[:0]
	for _, b := range raw[:n] {
		r := rune(b)
		if b >= 0x80 && b < 0xA0 {
			r = high1252[b-0x80]
			if r == 0 {
				return d.stop(out, "The text is neither UTF-8 nor Windows-1252.", "Choose its encoding, such as shift_jis or gb18030, or export it as UTF-8.")
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return len(out), err
}

func binaryFault() *fault.Error {
	return fault.New(fault.Invalid, "The file holds NUL bytes: it is not text.").
		WithHint("Export it as CSV or XLSX.")
}
