package tabular

import (
	"bytes"
	"errors"
	"io"
)

// xmlReader reads the XML of a workbook strictly: tags balance, the root closes
// before the end, only the entities of XML occur, no DOCTYPE, valid UTF-8. Any
// library that is more lenient loses rows of a damaged sheet without a word.
// Tokens are slices of its buffer, valid until the next one.
type xmlReader struct {
	src     io.Reader
	buf     []byte
	pos     int
	end     int
	checked int // buf[:checked] holds whole, valid characters
	err     error

	open   []byte // names of the open elements, one after the other
	starts []int  // where each begins in open
	empty  bool   // the element begun last ends at once
	rooted bool   // the root was begun

	kind  tokenKind
	name  []byte // local name of the element
	attrs []attribute
	text  []byte

	decoded []byte // text and values with entities, decoded
}

type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag
	textToken
)

// attribute is one attribute of a start tag; its name may have a prefix.
type attribute struct{ name, value []byte }

func newXML(src io.Reader) (*xmlReader, error) {
	x := &xmlReader{src: src, buf: make([]byte, 1<<16)}
	if err := x.fill(); err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.HasPrefix(x.buf[:x.end], []byte("\xEF\xBB\xBF")) {
		x.pos = 3
	}
	return x, nil
}

// next reads the next token; io.EOF only after the root was closed and the
// source was read to its end, checksum included.
func (x *xmlReader) next() error {
	if x.empty {
		x.empty = false
		x.pop()
		return nil
	}
	for {
		at := bytes.IndexByte(x.buf[x.pos:x.end], '<')
		switch {
		case at > 0:
			text := x.buf[x.pos : x.pos+at]
			x.pos += at
			if given, err := x.giveText(text); given || err != nil {
				return err
			}
		case at == 0:
			n, given, err := x.markup(x.buf[x.pos:x.end])
			if err != nil && !errors.Is(err, errPartial) {
				return err
			}
			x.pos += n
			if given {
				return nil
			}
			if err == nil {
				continue
			}
			if err := x.more(); err != nil {
				return err
			}
		default:
			if err := x.more(); err != nil {
				return err
			}
		}
	}
}

// errPartial says that a tag goes on beyond the buffer.
var errPartial = errors.New("the tag is not complete")

// more reads on, or reports how the document ends.
func (x *xmlReader) more() error {
	if x.end-x.pos > maxToken {
		return errors.New("a tag or a text is too long")
	}
	err := x.fill()
	if err != io.EOF {
		return err
	}
	if !x.rooted || len(x.starts) > 0 {
		return errors.New("it is cut off")
	}
	if _, err := x.giveText(x.buf[x.pos:x.end]); err != nil {
		return err
	}
	return io.EOF
}

// fill reads more behind pos; io.EOF means there is no more.
func (x *xmlReader) fill() error {
	if x.err != nil {
		return x.err
	}
	kept := copy(x.buf, x.buf[x.pos:x.end])
	x.checked = max(x.checked-x.pos, 0)
	x.pos, x.end = 0, kept
	if kept > len(x.buf)/2 {
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for x.end == kept && x.err == nil {
		var n int
		n, x.err = x.src.Read(x.buf[x.end:])
		x.end += n
	}
	n, err := checkXMLText(x.buf[x.checked:x.end], x.err == io.EOF)
	if err != nil {
		return err
	}
	x.checked += n
	if x.end > kept {
		return nil
	}
	return x.err
}

// giveText makes a token of text; outside the root only blanks may stand.
func (x *xmlReader) giveText(text []byte) (bool, error) {
	if len(x.starts) == 0 {
		if len(bytes.TrimSpace(text)) > 0 {
			return false, errors.New("text stands outside of all elements")
		}
		return false, nil
	}
	if i := bytes.IndexByte(text, '>'); i >= 2 && bytes.Contains(text, []byte("]]>")) {
		return false, errors.New("a CDATA section ends that was not begun")
	}
	x.decoded = x.decoded[:0]
	var err error
	x.kind = textToken
	x.text, err = x.decode(text)
	return true, err
}

// markup reads what begins with '<' at the start of b, and returns its length
// and whether it made a token.
func (x *xmlReader) markup(b []byte) (n int, given bool, err error) {
	if len(b) < 2 {
		return 0, false, errPartial
	}
	switch b[1] {
	case '/':
		n, err = x.endTag(b)
		return n, err == nil, err
	case '?':
		n, err = x.instruction(b)
		return n, false, err
	case '!':
		return x.declaration(b)
	}
	n, err = x.startTag(b)
	return n, err == nil, err
}

// declaration reads a comment or a CDATA section; all else is refused.
func (x *xmlReader) declaration(b []byte) (n int, given bool, err error) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		end := bytes.Index(b[len(comment):], []byte("-->"))
		if end < 0 {
			return 0, false, errPartial
		}
		return len(comment) + end + 3, false, nil
	case bytes.HasPrefix(b, []byte(cdata)) && len(x.starts) > 0:
		end := bytes.Index(b[len(cdata):], []byte("]]>"))
		if end < 0 {
			return 0, false, errPartial
		}
		x.kind, x.text = textToken, b[len(cdata):len(cdata)+end]
		return len(cdata) + end + 3, true, nil
	case len(b) < len(cdata):
		return 0, false, errPartial
	}
	return 0, false, errors.New("it holds a declaration that no workbook needs")
}

// instruction passes over a processing instruction. A declared encoding other
// than UTF-8 is refused.
func (x *xmlReader) instruction(b []byte) (int, error) {
	end := bytes.Index(b, []byte("?>"))
	if end < 0 {
		return 0, errPartial
	}
	if bytes.HasPrefix(b, []byte("<?xml ")) {
		if x.rooted {
			return 0, errors.New("a second document begins in it")
		}
		text := bytes.ToLower(b[:end])
		if bytes.Contains(text, []byte("encoding=")) && !bytes.Contains(text, []byte("utf-8")) {
			return 0, errors.New("it is not UTF-8")
		}
	}
	return end + 2, nil
}

// each calls visit for every element in the element just begun, until that
// ends. visit reads the element to its end, as skip does.
func (x *xmlReader) each(visit func(name string) error) error {
	for {
		if err := x.next(); err != nil {
			return err
		}
		switch x.kind {
		case endTag:
			return nil
		case startTag:
			if err := visit(string(x.name)); err != nil {
				return err
			}
		}
	}
}

// skip reads to the end of the element just begun.
func (x *xmlReader) skip() error {
	for depth := 1; depth > 0; {
		if err := x.next(); err != nil {
			return err
		}
		switch x.kind {
		case startTag:
			depth++
		case endTag:
			depth--
		}
	}
	return nil
}

// root reads to the start of the root element, which must have a name.
func (x *xmlReader) root(name string) error {
	if err := x.next(); err != nil {
		return err
	}
	if x.kind != startTag || string(x.name) != name {
		return errors.New("it is not what the workbook says it is")
	}
	return nil
}

// finish reads to the end of the document, behind the root.
func (x *xmlReader) finish() error {
	err := x.next()
	if err == io.EOF {
		return nil
	}
	return err
}
