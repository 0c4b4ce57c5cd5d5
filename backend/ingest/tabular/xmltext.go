package tabular

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// checkXMLText refuses what is no character of XML. It returns how many bytes
// it checked: all but a character that may go on, unless last.
func checkXMLText(b []byte, last bool) (int, error) {
	for i := 0; i < len(b); {
		if i += plainASCII(b[i:]); i == len(b) {
			break
		}
		c := b[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return i, errors.New("it holds a control character")
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			if !last && !utf8.FullRune(b[i:]) {
				return i, nil
			}
			return i, errors.New("it holds a byte that is not UTF-8")
		}
		if r == 0xFFFE || r == 0xFFFF {
			return i, errors.New("it holds a character that XML does not know")
		}
		i += size
	}
	return len(b), nil
}

// plainASCII returns how many of the first bytes are printable ASCII.
func plainASCII(b []byte) int {
	for i, c := range b {
		if c < ' ' || c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// decode replaces entities and the ends of lines, as XML has it.
func (x *xmlReader) decode(b []byte) ([]byte, error) {
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return b, nil
	}
	from := len(x.decoded)
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '&':
			end := bytes.IndexByte(b[i:], ';')
			if end < 0 {
				return nil, errors.New("an entity is malformed")
			}
			r, err := entity(string(b[i+1 : i+end]))
			if err != nil {
				return nil, err
			}
			x.decoded = utf8.AppendRune(x.decoded, r)
			i += end
		case '\r':
			x.decoded = append(x.decoded, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
		default:
			x.decoded = append(x.decoded, b[i])
		}
	}
	return x.decoded[from:], nil
}

// entity returns the character an entity stands for.
func entity(name string) (rune, error) {
	switch name {
	case "amp":
		return '&', nil
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "quot":
		return '"', nil
	case "apos":
		return '\'', nil
	}
	unknown := errors.New("an entity is unknown")
	if len(name) < 2 || name[0] != '#' {
		return 0, unknown
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(r) || r == 0xFFFE || r == 0xFFFF ||
		r < ' ' && r != '\n' && r != '\t' && r != '\r' {
		return 0, unknown
	}
	return r, nil
}
