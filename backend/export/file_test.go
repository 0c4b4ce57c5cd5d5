package export_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"headroom/backend/export"
	"headroom/backend/fault"
)

func TestT32NamesStayInTheirFolder(t *testing.T) {
	for title, want := range map[string]string{
		"Renewals":                "Renewals 2026-11-20.xlsx",
		"../../etc/passwd":        "etc passwd 2026-11-20.xlsx",
		`..\..\windows\system32`:  "windows system32 2026-11-20.xlsx",
		"C:\\x":                   "C x 2026-11-20.xlsx",
		"CON":                     "Headroom CON 2026-11-20.xlsx",
		"nul.txt":                 "Headroom nul.txt 2026-11-20.xlsx",
		"com1":                    "Headroom com1 2026-11-20.xlsx",
		"console":                 "console 2026-11-20.xlsx",
		"":                        "Headroom 2026-11-20.xlsx",
		" . . ":                   "Headroom 2026-11-20.xlsx",
		".hidden":                 "hidden 2026-11-20.xlsx",
		"-rf":                     "rf 2026-11-20.xlsx",
		"a\x00b\nc":               "a b c 2026-11-20.xlsx",
		"x\u202excod.exe":         "xxcod.exe 2026-11-20.xlsx",
		"<img onerror=alert(1)>":  "img onerror=alert(1) 2026-11-20.xlsx",
		"%APPDATA%":               "APPDATA 2026-11-20.xlsx",
		"株式会社みなと精機":               "株式会社みなと精機 2026-11-20.xlsx",
		strings.Repeat("ä", 300):  strings.Repeat("ä", 80) + " 2026-11-20.xlsx",
		"ends with a point.":      "ends with a point 2026-11-20.xlsx",
		"Ü: deployment, by month": "Ü deployment, by month 2026-11-20.xlsx",
	} {
		got := export.Name(title, "2026-11-20", ".xlsx")
		if got != want {
			t.Errorf("%q is called %q, want %q", title, got, want)
		}
		if filepath.Base(got) != got || !filepath.IsLocal(got) {
			t.Errorf("%q leaves its folder", got)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, seed := range []string{"../x", "aux", "a/b", "\u202e", "~", "..."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) {
		got := export.Name(title, "", ".csv")
		if !filepath.IsLocal(got) || strings.ContainsAny(got, `/\:*?"<>|`) || len([]rune(got)) > 100 || strings.HasPrefix(got, ".") {
			t.Errorf("%q is called %q", title, got)
		}
	})
}

// content is what a file holds, "" where there is none.
func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

func says(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// only lists what is in a folder.
func only(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

func TestT32OnlyWholeFilesAreInTheirPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := export.Save(path, false, says("first")); err != nil || content(t, path) != "first" {
		t.Fatalf("%q %v", content(t, path), err)
	}
	var told *fault.Error
	if err := export.Save(path, false, says("second")); !errors.As(err, &told) || told.Code != fault.Conflict || content(t, path) != "first" {
		t.Errorf("an existing file: %v, %q", err, content(t, path))
	}
	if err := export.Save(path, true, says("second")); err != nil || content(t, path) != "second" {
		t.Errorf("%q %v", content(t, path), err)
	}
	// What is there is untouched until the new file is whole.
	broken := errors.New("broken")
	err := export.Save(path, true, func(w io.Writer) error {
		if err := says("half")(w); err != nil {
			return err
		}
		if content(t, path) != "second" {
			t.Error("half a file is in the place")
		}
		return broken
	})
	if !errors.Is(err, broken) || content(t, path) != "second" || only(t, dir) != "a.csv" {
		t.Errorf("%v left %s with %q", err, only(t, dir), content(t, path))
	}
}

func TestT32AFolderThatDisappears(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.csv")
	var told *fault.Error
	err := export.Save(path, false, func(w io.Writer) error {
		if runtime.GOOS == "windows" {
			return &fs.PathError{Op: "write", Path: path, Err: fs.ErrNotExist} // a folder in use cannot go there
		}
		return os.RemoveAll(dir)
	})
	if !errors.As(err, &told) || told.Code != fault.Invalid || told.Hint == "" {
		t.Errorf("got %v", err)
	}
	if err := export.Save(path, false, says("x")); !errors.As(err, &told) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestT32LinksAreReplacedAndNotFollowed(t *testing.T) {
	dir := t.TempDir()
	aim, link := filepath.Join(dir, "aim.txt"), filepath.Join(dir, "a.csv")
	if err := os.WriteFile(aim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(aim, link); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := export.Save(link, false, says("x")); err == nil {
		t.Error("a link was taken for no file")
	}
	if err := export.Save(link, true, says("x")); err != nil || content(t, aim) != "precious" || content(t, link) != "x" {
		t.Errorf("%v: %q behind the link, %q in its place", err, content(t, aim), content(t, link))
	}
}
