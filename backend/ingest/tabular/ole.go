package tabular

import (
	"bytes"
	"io"

	"headroom/backend/fault"
)

// oleMagic begins a compound file: an old Office document, or the envelope
// around an encrypted new one.
var oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

// refuseOLE says which of the two a compound file is.
func refuseOLE(s source) error {
	encrypted, err := contains(s, utf16Name("EncryptedPackage"))
	if err != nil {
		return err
	}
	if encrypted {
		return fault.New(fault.Invalid, "The workbook is protected with a password.").
			WithHint("Open it in Excel, save a copy without a password and import the copy.")
	}
	return fault.New(fault.Invalid, "This is a workbook of the old .xls format.").
		WithHint("Open it in Excel and save it as .xlsx.")
}

// utf16Name is how a compound file spells the name of a stream.
func utf16Name(name string) []byte {
	b := make([]byte, 0, 2*len(name))
	for i := range len(name) {
		b = append(b, name[i], 0)
	}
	return b
}

// contains reports whether what occurs in the bytes of s.
func contains(s source, what []byte) (bool, error) {
	r, err := s.open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	buf := make([]byte, 1<<16)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		n += kept
		if bytes.Contains(buf[:n], what) {
			return true, nil
		}
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = min(n, len(what)-1)
		copy(buf, buf[n-kept:n])
	}
}
