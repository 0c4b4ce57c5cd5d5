package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"headroom/backend/fault"
)

// sharedStrings are the texts cells refer to by number.
type sharedStrings struct {
	data []byte
	ends []uint32
	x    *xmlReader // reads on while only the first rows of a sheet are looked at
	part string
}

// at returns a text, and whether there is one of that number.
func (s *sharedStrings) at(i int) (text []byte, in bool, err error) {
	for s.x != nil && i >= len(s.ends) && err == nil {
		var more bool
		if more, err = s.step(s.x); !more {
			s.x = nil
		}
	}
	if err != nil || i < 0 || i >= len(s.ends) {
		return nil, false, damagedPartOf(s.part, err)
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.data[from:s.ends[i]:s.ends[i]], true, nil
}

// read reads all texts.
func (s *sharedStrings) read(x *xmlReader) error {
	for {
		if more, err := s.step(x); !more || err != nil {
			return err
		}
	}
}

// step reads up to the next text; more is false behind the last.
func (s *sharedStrings) step(x *xmlReader) (more bool, err error) {
	if err := x.next(); err != nil {
		return false, err
	}
	switch {
	case x.kind == endTag:
		return false, nil
	case x.kind != startTag:
		return true, nil
	case string(x.name) != "si":
		return true, x.skip()
	}
	if s.data, err = richText(x, s.data); err != nil {
		return false, err
	}
	if len(s.data) > maxStrings || len(s.ends) == maxStringCount {
		return false, fault.New(fault.Invalid, "The workbook holds more than %d MiB of text.", maxStrings>>20).
			WithHint("Save each sheet as CSV UTF-8 and import those.")
	}
	s.ends = append(s.ends, uint32(len(s.data)))
	return true, nil
}

// richText appends the text of the element just begun: its own and that of its
// runs, but not how it is pronounced.
func richText(x *xmlReader, to []byte) ([]byte, error) {
	from := len(to)
	err := x.each(func(name string) error {
		switch name {
		case "t":
			return appendText(x, &to)
		case "r":
			return x.each(func(name string) error {
				if name == "t" {
					return appendText(x, &to)
				}
				return x.skip()
			})
		}
		return x.skip()
	})
	return unescape(to, from), err
}

// appendText appends the text of an element that holds nothing else.
func appendText(x *xmlReader, to *[]byte) error {
	for {
		if err := x.next(); err != nil {
			return err
		}
		switch x.kind {
		case endTag:
			return nil
		case startTag:
			return errors.New("an element stands where only text may")
		}
		if len(x.text) > maxCell {
			return fmt.Errorf("a text is longer than %d KiB", maxCell>>10)
		}
		*to = append(*to, x.text...)
	}
}

// unescape rewrites, in place from an index on, what Excel writes for
// characters that XML does not know: "_x000D_" is a carriage return, "_x005F_"
// the underscore of a text that looks like that.
func unescape(b []byte, from int) []byte {
	if !bytes.Contains(b[from:], []byte("_x")) {
		return b
	}
	out := b[:from]
	for i := from; i < len(b); i++ {
		if r, ok := escaped(b[i:]); ok {
			out = append(out, string(r)...)
			i += 6
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// escaped returns the character that "_xHHHH_" at the start of b stands for.
func escaped(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil || n == 0 || n >= 0xD800 && n < 0xE000 {
		return 0, false
	}
	return rune(n), true
}
