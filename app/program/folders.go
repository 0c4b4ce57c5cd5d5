package program

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/folder"
	"headroom/backend/ingest/tabular"
	"headroom/backend/portfolio"
)

// AddFolder watches a folder for files to import, and returns its id. Auto lets
// files of trusted shapes in without asking.
func (p *Program) AddFolder(ctx context.Context, dir string, auto bool) (int64, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, fault.Wrap(err, fault.Invalid, "%s is no folder.", dir)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return 0, fault.Wrap(err, fault.Invalid, "%s is no folder that can be read.", dir).WithHint("Choose a folder that files are saved to.")
	}
	return p.Store.AddFolder(ctx, dir, auto)
}

// RemoveFolder watches a folder no longer; what came in from it stays.
func (p *Program) RemoveFolder(ctx context.Context, id int64) error {
	return p.Store.RemoveFolder(ctx, id)
}

// Folders returns the watched folders.
func (p *Program) Folders(ctx context.Context) ([]folder.Folder, error) { return p.Store.Folders(ctx) }

// FoundFiles returns the files that were found in watched folders and that
// nothing became of yet.
func (p *Program) FoundFiles(ctx context.Context) ([]folder.File, error) {
	all, err := p.Store.Found(ctx, 0)
	offered := []folder.File{}
	for _, f := range all {
		if f.State == folder.New {
			offered = append(offered, f)
		}
	}
	return offered, err
}

// SetFound says what the person did with a found file: imported or dismissed it.
func (p *Program) SetFound(ctx context.Context, id int64, path string, state folder.State) error {
	return p.Store.SetFound(ctx, id, path, state)
}

// LookIntoFolders looks into the watched folders once. Looks must not overlap.
func (p *Program) LookIntoFolders(ctx context.Context) (folder.Seen, error) {
	if p.Store.ReadOnly() != "" {
		return folder.Seen{}, nil
	}
	w := folder.Watcher{Store: p.Store, Open: func(dir string) fs.FS { return os.DirFS(dir) }, Now: p.now, Takes: tabular.Takes, Import: p.importTrusted}
	return w.Look(ctx)
}

// importTrusted imports a file if everything behind it, with every sheet of a
// workbook that comes in, has a shape that the person trusts and leaves nothing
// to ask, and reports whether all of it is in. An import that makes a total
// fall further than the person allows is held back.
func (p *Program) importTrusted(ctx context.Context, path string) (bool, error) {
	files, err := p.Files(path)
	if err != nil || len(files) == 0 {
		return false, err
	}
	for _, f := range files {
		for _, q := range p.importer.Sheets(f, ingest.Request{AsOf: portfolio.NoDay}) {
			in, err := p.Inspect(ctx, path, f.Name(), q)
			if err != nil || in.Memory == nil || !in.Memory.Trusted || len(in.Asks)+len(in.Drift) > 0 {
				return false, err
			}
		}
	}
	results, err := p.Import(ctx, ingest.Request{Paths: []string{path}, AsOf: portfolio.NoDay, Hold: true})
	if err != nil {
		return false, err
	}
	for _, r := range results {
		if r.State != "committed" && r.State != "duplicate" {
			return false, nil
		}
	}
	return true, nil
}
