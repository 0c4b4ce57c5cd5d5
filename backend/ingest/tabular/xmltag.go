package tabular

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// endTag reads "</name>".
func (x *xmlReader) endTag(b []byte) (int, error) {
	end := bytes.IndexByte(b, '>')
	if end < 0 {
		return 0, errPartial
	}
	name := b[2:end]
	for len(name) > 0 && name[len(name)-1] <= ' ' {
		name = name[:len(name)-1]
	}
	if len(x.starts) == 0 || string(name) != string(x.open[x.starts[len(x.starts)-1]:]) {
		return 0, errors.New("an element ends that was not begun")
	}
	x.pop()
	return end + 1, nil
}

// pop gives the end of the innermost element.
func (x *xmlReader) pop() {
	last := x.starts[len(x.starts)-1]
	x.kind, x.name = endTag, localName(x.open[last:])
	x.open, x.starts = x.open[:last], x.starts[:len(x.starts)-1]
}

// startTag reads "<name attributes>".
func (x *xmlReader) startTag(b []byte) (int, error) {
	if len(x.starts) == 0 && x.rooted {
		return 0, errors.New("it goes on behind its end")
	}
	i := nameEnd(b, 1)
	full := b[1:i]
	x.attrs, x.decoded = x.attrs[:0], x.decoded[:0]
	for {
		gap := i
		i = skipSpace(b, i)
		if i >= len(b) || b[i] == '/' && i+1 == len(b) {
			return 0, errPartial
		}
		if b[i] == '>' || b[i] == '/' && b[i+1] == '>' {
			break
		}
		if gap == i {
			return 0, errors.New("a tag is malformed")
		}
		var err error
		if i, err = x.attribute(b, i); err != nil {
			return 0, err
		}
	}
	if len(full) == 0 {
		return 0, errors.New("a tag has no name")
	}
	if len(x.starts) == maxDepth {
		return 0, errors.New("its elements are nested too deeply")
	}
	x.empty = b[i] == '/'
	if x.empty {
		i++
	}
	x.rooted = true
	x.starts = append(x.starts, len(x.open))
	x.open = append(x.open, full...)
	x.kind, x.name = startTag, localName(full)
	return i + 1, nil
}

// attribute reads name="value" at i and returns where it ends.
func (x *xmlReader) attribute(b []byte, i int) (int, error) {
	from := i
	i = nameEnd(b, i)
	name := b[from:i]
	i = skipSpace(b, i)
	if i == len(b) {
		return 0, errPartial
	}
	if len(name) == 0 || b[i] != '=' {
		return 0, errors.New("an attribute is malformed")
	}
	i = skipSpace(b, i+1)
	if i == len(b) {
		return 0, errPartial
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, errors.New("an attribute is malformed")
	}
	end := bytes.IndexByte(b[i+1:], quote)
	if end < 0 {
		return 0, errPartial
	}
	value := b[i+1 : i+1+end]
	if bytes.IndexByte(value, '<') >= 0 {
		return 0, errors.New("an attribute is not closed")
	}
	for _, a := range x.attrs {
		if string(a.name) == string(name) {
			return 0, errors.New("an attribute is given twice")
		}
	}
	if len(x.attrs) == maxAttributes {
		return 0, errors.New("a tag has too many attributes")
	}
	value, err := x.decode(value)
	x.attrs = append(x.attrs, attribute{name, value})
	return i + end + 2, err
}

// attr returns the value of an attribute without a prefix, or nil.
func (x *xmlReader) attr(name string) []byte {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// prefixed returns the value of an attribute with any prefix, or nil.
func (x *xmlReader) prefixed(name string) []byte {
	for _, a := range x.attrs {
		if local := localName(a.name); len(local) < len(a.name) && string(local) == name {
			return a.value
		}
	}
	return nil
}

// nameEnd returns where the name at i ends. A name does not begin with a digit,
// a hyphen or a point.
func nameEnd(b []byte, i int) int {
	from := i
	for i < len(b) && nameByte(b[i]) && (i > from || b[i] > '9') {
		i++
	}
	return i
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '_' || c == '-' || c == '.' || c == ':' || c >= utf8.RuneSelf
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// localName returns a name without its prefix.
func localName(name []byte) []byte {
	return name[bytes.IndexByte(name, ':')+1:]
}
