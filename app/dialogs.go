package app

import (
	"context"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/backend/texts"
)

// Dialogs asks the person for files. What they cancel is empty, not an error.
type Dialogs interface {
	// OpenFiles asks for files to import.
	OpenFiles() ([]string, error)
	// OpenFile asks for one file whose name matches pattern, such as "*.db".
	OpenFile(title, pattern string) (string, error)
	// OpenFolder asks for a folder.
	OpenFolder(title string) (string, error)
	// SaveFile asks where to write a file and proposes a name.
	SaveFile(title, name string) (string, error)
}

// nativeDialogs are those of the operating system.
type nativeDialogs struct {
	ctx   func() (context.Context, error)
	words func() texts.Texts
}

var _ Dialogs = nativeDialogs{}

// OpenFiles asks for files to import.
func (d nativeDialogs) OpenFiles() ([]string, error) {
	ctx, err := d.ctx()
	if err != nil {
		return nil, err
	}
	return runtime.OpenMultipleFilesDialog(ctx, runtime.OpenDialogOptions{
		Title: d.words().Say("dialog.import"),
		Filters: []runtime.FileFilter{
			{DisplayName: d.words().Say("dialog.exports"), Pattern: "*.csv;*.tsv;*.txt;*.xlsx;*.json;*.jsonl;*.log;*.zip;*.gz"},
			{DisplayName: d.words().Say("dialog.all"), Pattern: "*"},
		},
	})
}

// OpenFile asks for one file.
func (d nativeDialogs) OpenFile(title, pattern string) (string, error) {
	ctx, err := d.ctx()
	if err != nil {
		return "", err
	}
	return runtime.OpenFileDialog(ctx, runtime.OpenDialogOptions{
		Title:   title,
		Filters: []runtime.FileFilter{{DisplayName: pattern, Pattern: pattern}, {DisplayName: d.words().Say("dialog.all"), Pattern: "*"}},
	})
}

// OpenFolder asks for a folder.
func (d nativeDialogs) OpenFolder(title string) (string, error) {
	ctx, err := d.ctx()
	if err != nil {
		return "", err
	}
	return runtime.OpenDirectoryDialog(ctx, runtime.OpenDialogOptions{Title: title})
}

// SaveFile asks where to write a file.
func (d nativeDialogs) SaveFile(title, name string) (string, error) {
	ctx, err := d.ctx()
	if err != nil {
		return "", err
	}
	return runtime.SaveFileDialog(ctx, runtime.SaveDialogOptions{Title: title, DefaultFilename: name})
}
