package tabular

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"headroom/backend/fault"
)

// Expand lists the files of rows behind a path, in the order of their names: a
// folder gives the files of its whole tree with a known extension, an archive
// its parts, shown as "x.zip/part.csv", and any other file itself. Hidden
// files, lock files of Office and links inside a folder are passed over.
func Expand(path string) ([]File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, pathFault(err).InFile(filepath.Base(path))
	}
	if info.IsDir() {
		return expandFolder(path)
	}
	return expandFile(path, filepath.Base(path), info)
}

// expandFolder lists a folder; names are shown from the folder on.
func expandFolder(root string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		shown := shownBelow(root, path)
		switch {
		case err != nil:
			return pathFault(err).InFile(shown)
		case path == root:
			return nil
		case hidden(d.Name()) && d.IsDir():
			return filepath.SkipDir
		case d.IsDir() || hidden(d.Name()) || !d.Type().IsRegular() || !known(d.Name(), true):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return pathFault(err).InFile(shown)
		}
		more, err := expandFile(path, shown, info)
		if err != nil {
			return err
		}
		files = append(files, more...)
		if len(files) > maxFiles {
			return fault.New(fault.Invalid, "The folder holds more than %d files.", maxFiles).
				InFile(filepath.Base(root)).WithHint("Choose the folder that holds only the exports.")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "The folder holds no CSV, TSV, JSON, XLSX, log or zip file.").
			InFile(filepath.Base(root)).WithHint("Choose the folder that holds the exports.")
	}
	return files, nil
}

// expandFile gives a file itself, or the parts of an archive.
func expandFile(path, shown string, info fs.FileInfo) ([]File, error) {
	if !info.Mode().IsRegular() {
		return nil, fault.New(fault.Invalid, "This is not a file.").InFile(shown).
			WithHint("Choose a CSV, TSV, JSON, XLSX, log or zip file, or a folder of them.")
	}
	f := File{
		Name: shown, Size: info.Size(), ModTime: info.ModTime(),
		source: &diskFile{path, info.Size(), info.ModTime()},
	}
	if f.Size > maxFile {
		return nil, tooLarge(shown)
	}
	magic, err := f.magic()
	if err != nil {
		return nil, inFile(err, shown)
	}
	if !isZip(magic) {
		return []File{f}, nil
	}
	parts, err := expandArchive(f)
	return parts, inFile(err, shown)
}

func shownBelow(root, path string) string {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." {
		return filepath.Base(path)
	}
	return shownName(filepath.ToSlash(rel))
}

// hidden reports files that systems and Office leave beside exports.
func hidden(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$")
}

// Takes says by its name whether a file, among others, is meant for import.
func Takes(name string) bool { return known(name, true) }

// known reports whether a file among others is meant for import. An old .xls
// is: it is refused with advice rather than passed over. So are logs without an
// extension, as license servers write them, and rotated ones ("debug.log.1").
func known(name string, archives bool) bool {
	name = strings.ToLower(name)
	switch ext := filepath.Ext(name); ext {
	case ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".json", ".jsonl", ".ndjson", ".log":
		return true
	case ".zip":
		return archives
	case ".gz":
		inner := strings.TrimSuffix(name, ext)
		return archives && filepath.Ext(inner) != ".xlsx" && filepath.Ext(inner) != ".xlsm" && known(inner, false)
	default:
		return ext == "" && strings.Contains(name, "log") || strings.Contains(name, ".log.") && strings.Trim(ext, ".0123456789") == ""
	}
}
