// Package draft puts notifications as files into a folder of the person:
// letters for a mail program to send, and days for a calendar. Nothing leaves
// the machine.
package draft

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

// maxName bounds how much of a title is in the name of a file.
const maxName = 60

// Write writes a message as a file.
type Write func(m notify.Message, out io.Writer) error

// Folder is where files of one kind are put.
type Folder struct {
	path, extension string
	write           Write
}

var _ notify.Sender = (*Folder)(nil)

// In returns a Sender that writes files with an extension, ".eml", into a folder,
// which it makes where there is none.
func In(path, extension string, write Write) *Folder { return &Folder{path, extension, write} }

// Verbatim says that files hold texts as they are.
func (f *Folder) Verbatim() {}

// Notify writes one file, or none. The same message is the same file each time.
func (f *Folder) Notify(_ context.Context, m notify.Message) (string, error) {
	name := f.name(m)
	if err := f.put(name, m); err != nil {
		return "", fault.Wrap(err, fault.Invalid, "The folder %s cannot be written to.", f.path).WithHint("Choose another one in the settings, or make room there.")
	}
	return name, nil
}

func (f *Folder) put(name string, m notify.Message) error {
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	file, err := os.CreateTemp(f.path, ".headroom-*")
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	defer os.Remove(file.Name()) // it has another name once it is whole
	defer file.Close()
	if err := f.write(m, file); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	if err := os.Rename(file.Name(), filepath.Join(f.path, name)); err != nil {
		return fmt.Errorf("name the file: %w", err)
	}
	return nil
}

// name is made of the title and of what tells the message from all others.
func (f *Folder) name(m notify.Message) string {
	return FileName(m.Title+" "+m.Digest()[:8], f.extension)
}

// FileName returns a name that every system takes, for a file about something.
func FileName(about, extension string) string {
	words := strings.FieldsFunc(about, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) == 0 {
		return "headroom" + extension
	}
	last := words[len(words)-1]
	var name []rune
	for _, w := range words[:len(words)-1] {
		if len(name)+len([]rune(w)) > maxName {
			break
		}
		name = append(append(name, []rune(w)...), '-')
	}
	if last = string([]rune(last)[:min(len([]rune(last)), maxName)]); last == "" {
		last = "headroom"
	}
	return "headroom-" + string(name) + last + extension
}
