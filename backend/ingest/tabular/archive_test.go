package tabular

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
)

// write puts a file below a folder and returns its path.
func write(t *testing.T, folder, name, data string) string {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func names(files []File) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Name)
	}
	return out
}

func TestExpandFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "b.csv", "a,b\n1,2\n")
	write(t, dir, "a/z.tsv", "a\tb\n")
	write(t, dir, "a/book.xlsx", pack(t, workbookParts(sheetHead)))
	write(t, dir, "x.zip", pack(t, map[string]string{"p2.csv": "a\n", "p1.CSV": "a\n", "readme.pdf": "x", "__MACOSX/._p1.csv": "x", "d/p3.txt": "a\n"}))
	for _, passed := range []string{"notes.pdf", ".hidden.csv", "~$book.xlsx", ".git/c.csv"} {
		write(t, dir, passed, "x")
	}
	files, err := Expand(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a/book.xlsx", "a/z.tsv", "b.csv", "x.zip/d/p3.txt", "x.zip/p1.CSV", "x.zip/p2.csv"}
	if got := names(files); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, f := range files {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || int64(len(data)) != f.Size {
			t.Errorf("%s: got %d bytes, %v, want %d", f.Name, len(data), err, f.Size)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		// An archived copy gives the same table as the original.
		copied, err := FromBytes(f.Name, data, f.ModTime).Tables()
		if err != nil {
			t.Fatal(err)
		}
		tables, err := f.Tables()
		if err != nil || len(tables) != 1 || !slices.Equal(tables[0].Header().Columns, copied[0].Header().Columns) {
			t.Errorf("%s: got %d tables, %v", f.Name, len(tables), err)
		}
	}
}

func TestExpandOneFile(t *testing.T) {
	dir := t.TempDir()
	files, err := Expand(write(t, dir, "export.dat", "a,b\n"))
	if err != nil || !slices.Equal(names(files), []string{"export.dat"}) {
		t.Errorf("got %q, %v", names(files), err)
	}
	_, err = Expand(filepath.Join(dir, "none.csv"))
	if f := fault.Of(err); f.Code != fault.NotFound || f.File != "none.csv" {
		t.Errorf("got %v, want a file that is not found", err)
	}
	_, err = Expand(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "holds no CSV") {
		t.Errorf("got %v for an empty folder", err)
	}
	if info, err := os.Stat(os.DevNull); err == nil && info.Mode()&fs.ModeDevice != 0 {
		_, err = Expand(os.DevNull)
		checkFault(t, err, filepath.Base(os.DevNull), "not a file", 0)
	}
}

func TestHugeFileIsRefused(t *testing.T) {
	path := write(t, t.TempDir(), "huge.csv", "a,b\n")
	if err := os.Truncate(path, maxFile+1); err != nil {
		t.Skip("the file system has no sparse files")
	}
	_, err := Expand(path)
	checkFault(t, err, "huge.csv", "larger than 2 GiB", 0)
}

func TestFileThatChangesIsRefused(t *testing.T) {
	path := write(t, t.TempDir(), "f.csv", "a,b\n1,2\n")
	files, err := Expand(path)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := files[0].Tables()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tables[0].Next(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("a,b\n1,2\n3,4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = files[0].Tables(); err == nil {
		t.Error("a changed file was opened")
	}
	checkFault(t, err, "f.csv", "changed while", 0)
}

// entry is an entry of an archive written as it is told.
type entry struct {
	zip.FileHeader
	data string
}

func packRaw(t *testing.T, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.CreateRaw(&e.FileHeader)
		if err == nil {
			_, err = io.WriteString(w, e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func deflated(t *testing.T, data string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		_, err = io.WriteString(w, data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func raw(name, data string, packed, unpacked int) entry {
	return entry{zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(packed), UncompressedSize64: uint64(unpacked)}, data}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	zeros := deflated(t, strings.Repeat("0", 60<<20))
	small := deflated(t, "a,b\n1,2\n")
	many := map[string]string{}
	for i := range maxEntries + 1 {
		many[fmt.Sprintf("%d.csv", i)] = "a\n"
	}
	encrypted := raw("a.csv", small, len(small), 8)
	encrypted.Flags = 1
	whole := pack(t, map[string]string{"a.csv": "a,b\n1,2\n"})
	cases := []struct {
		name, data, file, message string
		row                       int
	}{
		{"bomb", packRaw(t, raw("a.csv", zeros, len(zeros), 60<<20)), "x.zip", "far more", 0},
		{"entry beyond the bound", packRaw(t, raw("a.csv", small, len(small), maxEntry+1)), "x.zip", "far more", 0},
		{"size of 2^63", packRaw(t, raw("a.csv", small, len(small), 1<<62), raw("b.csv", small, len(small), 1<<62)), "x.zip", "far more", 0},
		{"size that lies", packRaw(t, raw("a.csv", zeros, len(zeros), 8)), "x.zip/a.csv", "does not unpack", 0},
		{"many entries", pack(t, many), "x.zip", "more than 1000 files", 0},
		{"archive in an archive", pack(t, map[string]string{"a.zip": whole}), "x.zip", "another archive", 0},
		{"password", packRaw(t, encrypted), "x.zip/a.csv", "protected with a password", 0},
		{"nothing to import", pack(t, map[string]string{"a.pdf": "x"}), "x.zip", "no CSV", 0},
		{"empty archive", pack(t, nil), "x.zip", "no CSV", 0},
		{"cut", whole[:len(whole)-10], "x.zip", "cut off", 0},
		{"start only", whole[:20], "x.zip", "cut off", 0},
		{"no workbook", pack(t, map[string]string{"[Content_Types].xml": "x"}), "x.zip", "missing", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files, err := Expand(write(t, t.TempDir(), "x.zip", c.data))
			if err == nil {
				_, err = files[0].Tables()
			}
			checkFault(t, err, c.file, c.message, c.row)
		})
	}
	// The control: the same with nothing wrong.
	if _, err := Expand(write(t, t.TempDir(), "x.zip", whole)); err != nil {
		t.Error(err)
	}
}

// The list of an archive is held in memory: it is not read beyond its bound.
func TestLongListIsNotRead(t *testing.T) {
	var crowd []entry
	for i := range 100_000 {
		crowd = append(crowd, raw(fmt.Sprintf("%0100d.csv", i), "", 0, 0))
	}
	data := packRaw(t, crowd...)
	at := &measured{section: section{io.NewSectionReader(strings.NewReader(data), 0, int64(len(data)))}}
	_, err := openZip(at, maxParts)
	checkFault(t, inFile(err, "x.zip"), "x.zip", "more than 10000 files", 0)
	if at.read > maxDirectory || len(data) < 2*maxDirectory {
		t.Errorf("read %d of %d bytes", at.read, len(data))
	}
}

// measured counts what is read of a file.
type measured struct {
	section
	read int
}

func (m *measured) ReadAt(p []byte, off int64) (int, error) {
	n, err := m.section.ReadAt(p, off)
	m.read += n
	return n, err
}

// Damage inside of a part is found at the latest at its end.
func TestDamagedPartIsRefused(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "%d,%d\n", i, i*7919%1000)
	}
	whole := []byte(pack(t, map[string]string{"a.csv": b.String()}))
	for _, at := range []int{len(whole) / 2, len(whole) - 200, len(whole) / 3} {
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x55
		files, err := Expand(write(t, t.TempDir(), "x.zip", string(damaged)))
		if err != nil {
			t.Fatal(err)
		}
		tables, err := files[0].Tables()
		if err == nil {
			_, err = rowsOf(tables[0])
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.File != "x.zip/a.csv" || !strings.Contains(f.Message, "unpack") || f.Row == 0 {
			t.Errorf("byte %d: got %v, want a fault that names part and row", at, err)
		}
	}
}

// Names in an archive are labels: whatever they are, they are made harmless to
// show, and nothing is written anywhere.
func TestNamesInArchivesAreOnlyShown(t *testing.T) {
	var entries []entry
	data := deflated(t, "a,b\n")
	for _, name := range []string{"../../up.csv", "/etc/root.csv", `C:\win.csv`, "a\x00\n\u202eb.csv", "CON.csv", strings.Repeat("x", 300) + ".csv", "\xff.csv"} {
		entries = append(entries, raw(name, data, len(data), 4))
	}
	link := raw("link.csv", data, len(data), 4)
	link.SetMode(fs.ModeSymlink | 0o777)
	dir := t.TempDir()
	files, err := Expand(write(t, dir, "x.zip", packRaw(t, append(entries, link)...)))
	if err != nil {
		t.Fatal(err)
	}
	got := names(files)
	want := []string{
		"x.zip/../../up.csv", "x.zip//etc/root.csv", "x.zip/C:/win.csv", "x.zip/CON.csv", "x.zip/_.csv", "x.zip/a___b.csv",
		"x.zip/" + strings.Repeat("x", 251) + ".csv",
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("got %d files in the folder, want only the archive", len(left))
	}
}

// A workbook in an archive is read like one beside it.
func TestWorkbookInArchive(t *testing.T) {
	inner := pack(t, workbookParts(sheetHead+`<row r="2"><c><v>1</v></c></row>`))
	files, err := Expand(write(t, t.TempDir(), "x.zip", pack(t, map[string]string{"w.xlsx": inner})))
	if err != nil {
		t.Fatal(err)
	}
	tables, err := files[0].Tables()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := rowsOf(tables[0])
	if err != nil || !slices.Equal(rows, []string{"2: 1"}) || tables[0].Header().File != "x.zip/w.xlsx" {
		t.Errorf("got %q of %s, %v", rows, tables[0].Header().File, err)
	}
}
