package export

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"headroom/backend/fault"
)

// Save writes a file beside its place and puts it there when it is whole, so
// that nobody ever finds half of it. What is in the place is replaced only if
// replace says so; a link there is replaced and never followed.
func Save(path string, replace bool, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); !replace && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "The file is there already.").InFile(path).WithHint("Choose another name.")
	}
	out, err := os.CreateTemp(filepath.Dir(path), ".headroom-*.part")
	if err != nil {
		return unwritable(path, err)
	}
	defer func() {
		if err != nil {
			_ = out.Close()
			_ = os.Remove(out.Name())
		}
	}()
	if err := write(out); err != nil {
		var told *fs.PathError // what the system says of a full disk or a lost folder
		if errors.As(err, &told) {
			return unwritable(path, err)
		}
		return err
	}
	if err := errors.Join(out.Sync(), out.Close()); err != nil {
		return unwritable(path, err)
	}
	if err := os.Rename(out.Name(), path); err != nil {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, cause error) error {
	return fault.Wrap(cause, fault.Invalid, "The file cannot be written.").InFile(path).WithHint("Choose another folder, or make room on the disk.")
}

// reserved are the names Windows keeps for devices, whatever follows the point.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)`)

// longestName is how many characters a proposed name has, without its extension.
const longestName = 80

// Name proposes the name of a file for a title and the day it is about. It
// names no folder and no device, whatever the title is.
func Name(title, day, extension string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/\|?*%`, r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // marks that turn or hide what follows
			return -1
		}
		return r
	}, title)
	plain = strings.Join(strings.Fields(plain), " ")
	if runes := []rune(plain); len(runes) > longestName {
		plain = string(runes[:longestName])
	}
	plain = strings.Trim(plain, ". ~-")
	if plain == "" {
		plain = "Headroom"
	}
	if reserved.MatchString(plain) {
		plain = "Headroom " + plain
	}
	if day != "" {
		plain = fmt.Sprintf("%s %s", plain, day)
	}
	return plain + extension
}
