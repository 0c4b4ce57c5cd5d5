package tabular

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
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

// endTag reads "</name>".
func (x *xmlReader) endTag(b []byte) (int, error) {
	end := bytes.IndexByte(b, '>')
	if end < 0 {
		return 0, errPartial
	}
	name := bytes.TrimRight(b[2:end], " \t\r\n")
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
