package bridge

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"io"
	"path/filepath"
	"strings"
	"time"

	"headroom/backend/export"
	"headroom/backend/fault"
	"headroom/backend/report"
)

// Exports lets what is shown leave the window: as files, on the clipboard, on
// paper. Where a file goes is asked by a native dialog, never by the page.
type Exports struct{ base }

// exportTimeout bounds an export, which may be of a million rows.
const exportTimeout = 10 * time.Minute

// mostPicture bounds a picture, and mostCopied a text, in bytes.
const (
	mostPicture = 32 << 20
	mostCopied  = 16 << 20
)

// Table writes the whole answer to a report as it is looked at into a file; ""
// when cancelled. Region is how figures are written in csv_local, such as de-AT.
func (e *Exports) Table(v View, asking, format, region string) (file string, err error) {
	defer e.guard("Exports.Table", &err)
	desk, err := e.host.Desk()
	if err != nil {
		return "", err
	}
	var a report.Asking
	if err := readText("asking", asking, &a); err != nil {
		return "", err
	}
	f := export.Format(format)
	if err := f.Check(); err != nil {
		return "", err
	}
	day := v.AsOf
	if day == "" {
		day = desk.Today().String()
	}
	ctx, cancel := context.WithTimeout(context.Background(), exportTimeout)
	defer cancel()
	return e.save(export.DialogTitle(v.Lang, false), export.Name(a.Report.Title, day, f.Extension()), func(w io.Writer) error {
		_, err := desk.Export(ctx, w, f, v.asked(), a, region)
		return err
	})
}

// Picture writes a PNG, given as a data address, into a file; "" when cancelled.
func (e *Exports) Picture(lang, name, picture string) (file string, err error) {
	defer e.guard("Exports.Picture", &err)
	content, err := readPicture(picture)
	if err != nil {
		return "", err
	}
	return e.save(export.DialogTitle(lang, true), export.Name(name, "", ".png"), func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// CopyText puts a text on the clipboard.
func (e *Exports) CopyText(text string) (done bool, err error) {
	defer e.guard("Exports.CopyText", &err)
	if len(text) > mostCopied {
		return false, fault.New(fault.Invalid, "This is too much for the clipboard.").WithHint("Export it as a file.")
	}
	return true, e.host.CopyText(text)
}

// CopyPicture puts a PNG, given as a data address, on the clipboard; false where
// this system cannot.
func (e *Exports) CopyPicture(picture string) (done bool, err error) {
	defer e.guard("Exports.CopyPicture", &err)
	content, err := readPicture(picture)
	if err != nil {
		return false, err
	}
	return e.host.CopyPicture(content)
}

// Print opens the system's dialog for printing the page.
func (e *Exports) Print() (done bool, err error) {
	defer e.guard("Exports.Print", &err)
	return true, e.host.Print()
}

// save asks where to and writes a file. The dialog asks before it takes the name
// of a file that exists; the ending that is added to a name it has not asked for.
func (e *Exports) save(title, name string, write func(io.Writer) error) (string, error) {
	file, err := e.host.SaveFile(title, name)
	if err != nil || file == "" {
		return "", err
	}
	asked := true
	if end := filepath.Ext(name); !strings.EqualFold(filepath.Ext(file), end) {
		file, asked = file+end, false
	}
	if err := export.Save(file, asked, write); err != nil {
		return "", err
	}
	return file, nil
}

// readPicture reads a PNG given as a data address, and refuses anything else.
func readPicture(address string) ([]byte, error) {
	refused := fault.At("picture", "This is no PNG.")
	text, ok := strings.CutPrefix(address, "data:image/png;base64,")
	if !ok || len(text) > mostPicture {
		return nil, refused
	}
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, refused
	}
	if _, err := png.DecodeConfig(bytes.NewReader(content)); err != nil {
		return nil, refused
	}
	return content, nil
}
