package bridge

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/folder"
	"headroom/backend/portfolio"
)

// pageOfRejected is how many rejected rows the window gets at once.
const pageOfRejected = 200

// Said is everything the person said about a file before it is imported.
type Said struct {
	Profile  string                  `json:"profile"` // "" to recognise
	Mapping  *ingest.Mapping         `json:"mapping"`
	Account  string                  `json:"account"`
	AsOf     string                  `json:"asOf"` // "": from the file
	Currency string                  `json:"currency"`
	Partner  string                  `json:"partner"`
	Habits   map[string]ingest.Habit `json:"habits"`
	Reading  ingest.Reading          `json:"reading"`
	Partial  bool                    `json:"partial"`
}

// request asks for one file, said so.
func (s Said) request(path, member string) (ingest.Request, error) {
	q := ingest.Request{
		Paths: []string{path}, Member: member, Profile: s.Profile, Mapping: s.Mapping, Account: s.Account, AsOf: portfolio.NoDay,
		Currency: s.Currency, Partner: s.Partner, Habits: s.Habits, Reading: s.Reading, Partial: s.Partial,
	}
	if s.AsOf == "" {
		return q, nil
	}
	day, err := portfolio.ParseDay(s.AsOf)
	if err != nil {
		return q, fault.At("asOf", "%q is not a day.", s.AsOf)
	}
	q.AsOf = day
	return q, nil
}

// FileEntry is one file behind paths that were dropped.
type FileEntry struct {
	Path   string `json:"path"`
	Member string `json:"member"` // which of the files behind Path
	Name   string `json:"name"`
	Size   int64  `json:"size"`
}

// Checked is a dry run: the counts, and what would change.
type Checked struct {
	Row    ImportRow      `json:"row"`
	Review *ingest.Review `json:"review"`
}

// Expand lists the files behind paths.
func (i *Imports) Expand(paths []string) (files []FileEntry, err error) {
	defer i.guard("Imports.Expand", &err)
	desk, err := i.host.Desk()
	if err != nil {
		return nil, err
	}
	files = []FileEntry{}
	for _, path := range paths {
		found, err := desk.Files(path)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			files = append(files, FileEntry{Path: path, Member: f.Name(), Name: f.Name(), Size: f.Size()})
		}
	}
	return files, nil
}

// Inspect says what is known of a file before it is imported.
func (i *Imports) Inspect(path, member string, said Said) (in ingest.Inspection, err error) {
	defer i.guard("Imports.Inspect", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return in, err
	}
	q, err := said.request(path, member)
	if err != nil {
		return in, err
	}
	in, err = desk.Inspect(ctx, path, member, q)
	return toldInspection(in, i.words()), err
}

// Check imports a file without keeping anything and says what would change.
func (i *Imports) Check(path, member string, said Said) (c Checked, err error) {
	defer i.guard("Imports.Check", &err)
	q, err := said.request(path, member)
	if err != nil {
		return c, err
	}
	q.DryRun = true
	row, results, err := i.one(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) ([]ingest.Result, error) {
		q.Progress = tell
		return desk.Import(ctx, q)
	})
	if len(results) == 1 {
		c.Review = results[0].Review
	}
	c.Row = row
	return c, err
}

// Import imports one file as it was said. It remembers what was said for files
// of the same shape; trust lets such files in without asking.
func (i *Imports) Import(path, member string, said Said, remember, trust bool) (row ImportRow, err error) {
	defer i.guard("Imports.Import", &err)
	if err := i.writable(); err != nil {
		return row, err
	}
	q, err := said.request(path, member)
	if err != nil {
		return row, err
	}
	row, _, err = i.one(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) ([]ingest.Result, error) {
		q.Progress, q.Remember, q.Trust = tell, remember, trust
		results, err := desk.Import(ctx, q)
		if err != nil {
			return results, err
		}
		return results, i.settle(ctx, desk, results)
	})
	return row, err
}

// settle marks found files that are in now.
func (i *Imports) settle(ctx context.Context, desk Desk, results []ingest.Result) error {
	out := map[string]bool{} // paths of which something is not in
	var paths []string
	for _, r := range results {
		if r.State != "committed" && r.State != "duplicate" {
			out[r.Path] = true
		}
		paths = append(paths, r.Path)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return out[p] })
	return settleFound(ctx, desk, paths, folder.Imported)
}

// one runs an import of one file.
func (i *Imports) one(do func(context.Context, Desk, func(ingest.Progress)) ([]ingest.Result, error)) (ImportRow, []ingest.Result, error) {
	var results []ingest.Result
	rows, err := i.run(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) (r []ingest.Result, err error) {
		results, err = do(ctx, desk, tell)
		return results, err
	})
	if err != nil {
		return ImportRow{Notes: []string{}, Problems: []Problem{}}, results, err
	}
	if len(rows) == 0 {
		return ImportRow{}, results, fault.New(fault.Invalid, "There is nothing to import.")
	}
	return rows[0], results, nil
}

// Moved says what an import changed.
func (i *Imports) Moved(id int64) (r ingest.Review, err error) {
	defer i.guard("Imports.Moved", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return r, err
	}
	return desk.Moved(ctx, id)
}

// MovedBetween says what changed from the state an import left to the state a
// later one left.
func (i *Imports) MovedBetween(from, to int64) (r ingest.Review, err error) {
	defer i.guard("Imports.MovedBetween", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return r, err
	}
	return desk.MovedBetween(ctx, from, to)
}

// Rejected returns the rejected rows of an import with their cells, from an
// offset on.
func (i *Imports) Rejected(id int64, offset int) (q ingest.Quarantine, err error) {
	defer i.guard("Imports.Rejected", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return q, err
	}
	q, err = desk.Rejected(ctx, id, pageOfRejected, offset)
	return toldQuarantine(q, i.words()), err
}

// Memories returns every mapping that is remembered.
func (i *Imports) Memories() (all []ingest.Memory, err error) {
	defer i.guard("Imports.Memories", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	all, err = desk.Memories(ctx)
	if all == nil {
		all = []ingest.Memory{}
	}
	return all, err
}

// Forget forgets a mapping.
func (i *Imports) Forget(id int64) (forgotten bool, err error) {
	defer i.guard("Imports.Forget", &err)
	if err := i.writable(); err != nil {
		return forgotten, err
	}
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	return true, desk.ForgetMemory(ctx, id)
}

// Trust lets files of a remembered shape in without asking, or no longer.
func (i *Imports) Trust(id int64, on bool) (trusted bool, err error) {
	defer i.guard("Imports.Trust", &err)
	if err := i.writable(); err != nil {
		return trusted, err
	}
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	return on, desk.TrustMemory(ctx, id, on)
}

// Retry imports rejected rows as the person mended them.
func (i *Imports) Retry(id int64, rows []Mended) (row ImportRow, err error) {
	defer i.guard("Imports.Retry", &err)
	if err := i.writable(); err != nil {
		return row, err
	}
	mended := make([]ingest.Rejected, len(rows))
	for n, r := range rows {
		mended[n] = ingest.Rejected{Line: r.Line, Cells: r.Cells}
	}
	row, _, err = i.one(func(ctx context.Context, desk Desk, tell func(ingest.Progress)) ([]ingest.Result, error) {
		r, err := desk.Retry(ctx, id, mended, ingest.Request{AsOf: portfolio.NoDay, Progress: tell})
		return []ingest.Result{r}, err
	})
	return row, err
}

// SaveRejected asks for a file and writes the rejected rows of an import into
// it, with the reasons.
func (i *Imports) SaveRejected(id int64) (file string, err error) {
	defer i.guard("Imports.SaveRejected", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	file, err = i.host.SaveFile(i.words().Say("Save the rejected rows"), "rejected-rows.csv")
	if err != nil || file == "" {
		return "", err
	}
	return file, desk.SaveRejected(ctx, id, file)
}

// Mended is a rejected row as the person wants it.
type Mended struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// Staleness says how late a source is against its own rhythm.
type Staleness struct {
	Source  string `json:"source"`
	Dataset string `json:"dataset"`
	AsOf    string `json:"asOf"`
	Every   int    `json:"every"` // days between two exports
	Late    int    `json:"late"`  // days beyond it
	Gap     string `json:"gap"`   // a hole in an incremental chain
	// ImportedAt is when its last file was imported.
	ImportedAt string `json:"importedAt"`
}

// Staleness says of every source how late it is.
func (i *Imports) Staleness() (all []Staleness, err error) {
	defer i.guard("Imports.Staleness", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	known, err := desk.Staleness(ctx)
	if err != nil {
		return nil, err
	}
	all = make([]Staleness, 0, len(known))
	for _, s := range known {
		all = append(all, Staleness{Source: s.Source, Dataset: s.Dataset, AsOf: s.AsOf.String(), Every: s.Every, Late: s.Late, Gap: s.Gap, ImportedAt: s.ImportedAt})
	}
	return all, nil
}

// WatchedFolder is a folder whose new files are announced.
type WatchedFolder struct {
	Path    string `json:"path"`
	Missing bool   `json:"missing"` // it is not there at the moment
}

// FoundFile is a new file in a watched folder.
type FoundFile struct {
	Path      string `json:"path"`
	Name      string `json:"name"` // within the folder
	Size      int64  `json:"size"`
	Modified  string `json:"modified"`
	FirstSeen string `json:"firstSeen"`
}

// Folders returns the watched folders.
func (i *Imports) Folders() (all []WatchedFolder, err error) {
	defer i.guard("Imports.Folders", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	known, err := desk.Folders(ctx)
	if err != nil {
		return nil, err
	}
	all = make([]WatchedFolder, 0, len(known))
	for _, f := range known {
		info, err := os.Stat(f.Path)
		all = append(all, WatchedFolder{Path: f.Path, Missing: err != nil || !info.IsDir()})
	}
	return all, nil
}

// AddFolder asks for a folder and watches it. Files of shapes that the person
// trusts come in by themselves; the others are announced.
func (i *Imports) AddFolder() (added bool, err error) {
	defer i.guard("Imports.AddFolder", &err)
	if err := i.writable(); err != nil {
		return added, err
	}
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	dir, err := i.host.OpenFolder(i.words().Say("Watch a folder"))
	if err != nil || dir == "" {
		return false, err
	}
	_, err = desk.AddFolder(ctx, dir, true)
	return err == nil, err
}

// RemoveFolder watches a folder no longer; what came in from it stays.
func (i *Imports) RemoveFolder(path string) (removed bool, err error) {
	defer i.guard("Imports.RemoveFolder", &err)
	if err := i.writable(); err != nil {
		return removed, err
	}
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	known, err := desk.Folders(ctx)
	for _, f := range known {
		if f.Path == path {
			return true, desk.RemoveFolder(ctx, f.ID)
		}
	}
	return false, err
}

// Found returns the files in watched folders that nothing became of yet.
func (i *Imports) Found() (all []FoundFile, err error) {
	defer i.guard("Imports.Found", &err)
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	all = []FoundFile{}
	err = found(ctx, desk, func(dir folder.Folder, f folder.File) error {
		all = append(all, FoundFile{
			Path: filepath.Join(dir.Path, filepath.FromSlash(f.Path)), Name: f.Path, Size: f.Size,
			Modified: f.Mod.UTC().Format(time.RFC3339), FirstSeen: f.FirstSeen.UTC().Format(time.RFC3339),
		})
		return nil
	})
	return all, err
}

// Dismiss says that a found file is of no interest.
func (i *Imports) Dismiss(path string) (dismissed bool, err error) {
	defer i.guard("Imports.Dismiss", &err)
	if err := i.writable(); err != nil {
		return dismissed, err
	}
	desk, ctx, cancel, err := i.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	return true, settleFound(ctx, desk, []string{path}, folder.Dismissed)
}

// settleFound says what became of those paths that were found in a watched folder.
func settleFound(ctx context.Context, desk Desk, paths []string, state folder.State) error {
	return found(ctx, desk, func(dir folder.Folder, f folder.File) error {
		if slices.Contains(paths, filepath.Join(dir.Path, filepath.FromSlash(f.Path))) {
			return desk.SetFound(ctx, f.Folder, f.Path, state)
		}
		return nil
	})
}

func found(ctx context.Context, desk Desk, each func(folder.Folder, folder.File) error) error {
	dirs, err := desk.Folders(ctx)
	if err != nil || len(dirs) == 0 {
		return err
	}
	files, err := desk.FoundFiles(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		at := slices.IndexFunc(dirs, func(d folder.Folder) bool { return d.ID == f.Folder })
		if at < 0 {
			continue
		}
		if err := each(dirs[at], f); err != nil {
			return err
		}
	}
	return nil
}
