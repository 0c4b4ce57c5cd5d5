package tabular

import (
	"bytes"
	"errors"
	"io"

	xencoding "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// multibyte are the East Asian encodings, read by a library.
var multibyte = map[encoding]xencoding.Encoding{shiftJIS: japanese.ShiftJIS, gb18030: simplifiedchinese.GB18030}

// rest is what a decoder has not yet read of its source.
type rest struct{ d *decoder }

// Read gives raw bytes.
func (r *rest) Read(p []byte) (int, error) { return r.d.raw(p) }

// readWide reads text of an East Asian encoding.
func (d *decoder) readWide(p []byte) (int, error) {
	n, err := d.wide.Read(p)
	if errors.Is(err, errReplaced) {
		return d.stop(p[:n], "The text is not "+d.enc.name()+" from here on.", "Choose another encoding, or export the file as UTF-8.")
	}
	return n, err
}

// refusing passes UTF-8 on up to the first replacement character, which is what
// the library gives for bytes that spell nothing.
type refusing struct{ transform.NopResetter }

var errReplaced = errors.New("bytes that spell no character")

const replacement = "\uFFFD"

// Transform implements transform.Transformer.
func (refusing) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	good := src
	if i := bytes.Index(src, []byte(replacement)); i >= 0 {
		good, err = src[:i], errReplaced
	} else if !atEOF {
		for n := len(replacement) - 1; n > 0; n-- {
			if bytes.HasSuffix(src, []byte(replacement[:n])) {
				good, err = src[:len(src)-n], transform.ErrShortSrc
				break
			}
		}
	}
	n := copy(dst, good)
	if n < len(good) {
		err = transform.ErrShortDst
	}
	return n, n, err
}

// guessMultibyte tells which East Asian encoding the start of a file is in that
// is neither UTF-8 nor Windows-1252: Shift-JIS where it spells kana, which any
// Japanese text has; else GB18030 where all of it is valid.
func guessMultibyte(f File, size int) (textHead, bool) {
	for _, enc := range []encoding{shiftJIS, gb18030} {
		h, err := readHeadAs(f, spelling{enc, true}, size)
		if err != nil || h.err != io.EOF && h.err != errCut {
			continue
		}
		if enc == gb18030 || bytes.ContainsFunc(h.text, kana) {
			h.was.said = false
			return h, true
		}
	}
	return textHead{}, false
}

// kana reports the letters of Japanese syllables, of full and half width.
func kana(r rune) bool { return r >= 0x3041 && r <= 0x30FF || r >= 0xFF66 && r <= 0xFF9F }
