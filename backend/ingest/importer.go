package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// certain is the lowest score of a profile that is used without being named.
const certain = 0.8

// keptProblems bounds the problems kept with an import; all are counted.
const keptProblems = 1000

// progressRows is how often progress is told and a cancellation noticed.
const progressRows = 8192

// File is one importable file: on disk, or a part of an archive.
type File interface {
	Name() string // shown to the person, e.g. "extract.zip/usage.csv"
	Size() int64
	ModTime() time.Time
	Open() (io.ReadCloser, error) // the raw bytes, as often as wanted
	// Tables returns one table, or one per sheet of a workbook, read as r says.
	Tables(r Reading) ([]Table, error)
}

// Meta describes an import before its rows are read. SHA256 is "" where the
// content was not hashed yet; the session then does so while it archives.
type Meta struct {
	File    string
	SHA256  string
	Bytes   int64
	Info    Info
	AsOf    portfolio.Day
	Monthly bool
	Partial bool
	Context string // canonical JSON of what the person added to the file
	Header  []string
	Open    func() (io.ReadCloser, error)
	Hold    bool // do not commit what makes a total fall further than the person allows
}

// Tally is what the importer counted itself.
type Tally struct {
	Rows, Accepted, Skipped, Rejected int64
	Notes                             []string
	Problems                          []Problem
	Started                           time.Time
}

// Session takes the facts of one import inside one transaction.
type Session interface {
	Sink
	// Row announces the line that the next facts come from; 0 for facts that
	// were summed up over rows, after the last one.
	Row(line int)
	// Reject keeps a rejected row with its cells, so that it can be mended.
	Reject(p Problem, cells [][]byte) error
	// Finish stores everything and commits unless dry; nothing is kept then. A
	// dry run has a Review. Where a total moves further than Meta allows, nothing
	// is kept either and the state is "held".
	Finish(ctx context.Context, t Tally, dry bool) (Result, error)
	// Abort gives everything up. After Finish it does nothing.
	Abort()
}

// Store keeps imports.
type Store interface {
	// Seen reports whether a committed import had so many bytes: without one, a
	// file cannot be a duplicate and need not be hashed before it is read.
	Seen(ctx context.Context, bytes int64) (bool, error)
	// Find returns the committed import of the same content and context.
	Find(ctx context.Context, sha256, context string) (Result, bool, error)
	Begin(ctx context.Context, m Meta) (Session, error)
}

// Request asks for files to be imported.
type Request struct {
	Paths   []string
	Member  string // of the files behind the paths only the one of this name; "" all
	Profile string // "" to recognise
	// Mapping is of a sheet, or, with a Profile, says which of its columns the
	// headers of the file stand for.
	Mapping  *Mapping
	Account  string
	AsOf     portfolio.Day // NoDay: from the file
	Currency string
	Partner  string           // partner of record of rows that name none
	Habits   map[string]Habit // by header; decided by the person
	Reading  Reading          // how to read the file; the zero value guesses
	Partial  bool
	DryRun   bool
	// Hold keeps nothing of an import that makes a total fall further than the
	// setting import_warn_share allows: the person looks at it first.
	Hold     bool
	Remember bool           // keep what was said for files of the same shape
	Trust    bool           // and let such files in without asking
	Progress func(Progress) // may be nil

	several bool  // of the sheets of a workbook that are imported one by one
	mends   int64 // the import whose rejected rows these are
}

// Progress tells how far one file is.
type Progress struct {
	File         string
	Index, Count int
	Rows         int64
	Bytes, Size  int64
	Stage        string // reading, storing, done
}

// Result is what became of one file. Its JSON is the contract of docs/cli.md.
type Result struct {
	ID         int64        `json:"id"`
	File       string       `json:"file"`
	SHA256     string       `json:"sha256"`
	Profile    string       `json:"profile"`
	Source     string       `json:"source"`
	Dataset    string       `json:"dataset"`
	Class      string       `json:"class"`
	AsOf       string       `json:"as_of"`
	State      string       `json:"state"` // committed duplicate dry_run held refused undone
	Rows       int64        `json:"rows"`
	Added      int64        `json:"added"`
	Changed    int64        `json:"changed"`
	Unchanged  int64        `json:"unchanged"`
	Skipped    int64        `json:"skipped"`
	Rejected   int64        `json:"rejected"`
	Notes      []string     `json:"notes"`
	Problems   []Problem    `json:"problems"`
	Error      *fault.Error `json:"error,omitempty"`
	ImportedAt string       `json:"imported_at,omitempty"`
	Seconds    float64      `json:"seconds"`
	Version    int          `json:"profile_version,omitempty"`
	Review     *Review      `json:"review,omitempty"` // of a dry run
	Path       string       `json:"-"`                // what was asked for
	Member     string       `json:"-"`                // and which of its files this is
}

// Importer imports files through the profiles it knows.
type Importer struct {
	Profiles []Profile
	Generic  Profile  // used when a mapping is given
	Formats  []Format // files that are no table
	Guesser  Guesser  // nil: a sheet needs a mapping
	Memories Memories // nil: nothing is remembered
	// Quarantines is needed by Retry only.
	Quarantines Quarantines
	// Expand lists the files behind a path: itself, or those of a folder or an archive.
	Expand func(path string) ([]File, error)
	Store  Store
	Now    func() time.Time
	Zone   *time.Location // of the person; decides the day of a file's date
}

// Import imports every file behind the paths, each in its own transaction, in
// order. A file that is refused is a Result with an Error and does not stop the
// others; only a cancellation or a broken store does.
func (im *Importer) Import(ctx context.Context, q Request) ([]Result, error) {
	var files []File
	var paths []string // of each file
	results := []Result{}
	for _, path := range q.Paths {
		found, err := im.Expand(path)
		if err != nil {
			r := refused(path, err)
			r.Path = path
			results = append(results, r)
			continue
		}
		for _, f := range found {
			if q.Member == "" || f.Name() == q.Member {
				files, paths = append(files, f), append(paths, path)
			}
		}
	}
	for i, f := range files {
		q.Paths = []string{paths[i]}
		for _, q := range im.Sheets(f, q) {
			r, err := im.one(ctx, f, q, i, len(files))
			if err != nil {
				if code := fault.Of(err).Code; code == fault.Cancelled || code == fault.Store || code == fault.Internal {
					return results, err
				}
				r = refused(f.Name(), err)
			}
			r.Path, r.Member = paths[i], f.Name()
			results = append(results, r)
		}
	}
	return results, nil
}

func refused(file string, err error) Result {
	f := *fault.Of(err)
	if f.File == "" {
		f.File = filepath.Base(file)
	}
	return Result{File: filepath.Base(file), State: "refused", Error: &f, Notes: []string{}, Problems: []Problem{}}
}

func (im *Importer) one(ctx context.Context, f File, q Request, index, count int) (Result, error) {
	started := im.Now()
	said, err := saidOf(q)
	if err != nil {
		return Result{}, err
	}
	known, sum, err := im.find(ctx, f, said)
	if err != nil || known != nil {
		return duplicate(known, f.Name()), err
	}
	u, adapter, err := im.open(ctx, f, q)
	if err != nil {
		return Result{}, err
	}
	defer u.close()
	if sum != "" {
		if r, err := im.findUnderstood(ctx, u, said, sum); err != nil || r != nil {
			return duplicate(r, f.Name()), err
		}
	}
	if said, err = saidOf(u.effective()); err != nil {
		return Result{}, err
	}
	table := u.tables[u.at]
	session, err := im.Store.Begin(ctx, Meta{
		File: q.shown(f), SHA256: sum, Bytes: f.Size(), Info: adapter.Info(), AsOf: u.context.AsOf,
		Monthly: adapter.Monthly(), Partial: q.Partial, Context: said, Header: u.header.Columns, Open: f.Open, Hold: q.Hold,
	})
	if err != nil {
		if fault.Of(err).Code == fault.Conflict { // another program was faster
			if known, _, again := im.find(ctx, f, said); again != nil || known != nil {
				return duplicate(known, f.Name()), again
			}
		}
		return Result{}, err
	}
	defer session.Abort()
	run := reading{ctx: ctx, table: table, adapter: adapter, session: session, tell: func(rows int64, stage string) {
		if q.Progress != nil {
			p := Progress{File: f.Name(), Index: index, Count: count, Rows: rows, Size: f.Size(), Stage: stage}
			if b, ok := table.(interface{ BytesRead() int64 }); ok {
				p.Bytes = b.BytesRead()
			}
			q.Progress(p)
		}
	}}
	if err := run.all(); err != nil {
		return Result{}, err
	}
	run.tally.Started = started
	run.tell(run.tally.Rows, "storing")
	r, err := session.Finish(ctx, run.tally, q.DryRun)
	if err != nil {
		return r, err
	}
	run.tell(run.tally.Rows, "done")
	if r.State == "committed" { // whoever cancels now is too late: the import is in
		err = u.memorize(context.WithoutCancel(ctx))
	}
	return r, err
}

// find returns the committed import of the same content said the same way, nil
// where there is none, and the hash of the content where it had to be known.
func (im *Importer) find(ctx context.Context, f File, said string) (*Result, string, error) {
	seen, err := im.Store.Seen(ctx, f.Size())
	if err != nil || !seen {
		return nil, "", err
	}
	sum, err := hash(ctx, f)
	if err != nil {
		return nil, "", err
	}
	r, ok, err := im.Store.Find(ctx, sum, said)
	if err != nil || !ok {
		return nil, sum, err
	}
	return &r, sum, nil
}

// findUnderstood is find for content of a known hash, with what was found out
// beside what was said.
func (im *Importer) findUnderstood(ctx context.Context, u *understanding, said, sum string) (*Result, error) {
	understood, err := saidOf(u.effective())
	if err != nil || understood == said {
		return nil, err
	}
	r, ok, err := im.Store.Find(ctx, sum, understood)
	if err != nil || !ok {
		return nil, err
	}
	return &r, nil
}

// duplicate says that a file is already in the store: its rows are read as
// unchanged, because that is what importing them again would find.
func duplicate(known *Result, name string) Result {
	if known == nil {
		return Result{}
	}
	r := *known
	r.State = "duplicate"
	r.File = name
	r.Unchanged += r.Added + r.Changed
	r.Added, r.Changed = 0, 0
	return r
}

func hash(ctx context.Context, f File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, &cancellable{ctx, r}); err != nil {
		var ours *fault.Error
		if errors.As(err, &ours) {
			return "", err
		}
		if ctx.Err() != nil {
			return "", fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
		}
		return "", fault.Wrap(err, fault.Invalid, "The file cannot be read.").InFile(f.Name()).WithHint("Close it in other programs and try again.")
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// saidOnce is what a person said about a file, or what was found out and is not
// in the file alone.
type saidOnce struct {
	Profile  string           `json:"profile,omitempty"`
	Mapping  *Mapping         `json:"mapping,omitempty"`
	Account  string           `json:"account,omitempty"`
	AsOf     string           `json:"as_of,omitempty"`
	Currency string           `json:"currency,omitempty"`
	Partner  string           `json:"partner,omitempty"`
	Habits   map[string]Habit `json:"habits,omitempty"`
	Reading  Reading          `json:"reading,omitzero"`
	Partial  bool             `json:"partial,omitempty"`
	// Mends is the import whose rejected rows these are: the same rows mended
	// for a file that was taken back and imported again are news.
	Mends int64 `json:"mends,omitempty"`
}

// saidOf returns the canonical JSON of what the person said about a file: the
// same file said differently is another import.
func saidOf(q Request) (string, error) {
	said := saidOnce{q.Profile, q.Mapping, q.Account, q.AsOf.String(), q.Currency, q.Partner, q.Habits, q.Reading, q.Partial, q.mends}
	b, err := json.Marshal(said)
	if err != nil {
		return "", fmt.Errorf("encode request: %w", err)
	}
	return string(b), nil
}

// open understands the file and opens the adapter of its profile.
func (im *Importer) open(ctx context.Context, f File, q Request) (*understanding, Adapter, error) {
	u, err := im.understand(ctx, f, q, false)
	if err != nil {
		return nil, nil, err
	}
	if err := u.complete(ctx); err != nil {
		u.close()
		return nil, nil, withFile(err, f.Name())
	}
	adapter, err := u.adapter()
	if err != nil {
		u.close()
		return nil, nil, withFile(err, f.Name())
	}
	return u, adapter, nil
}

func withFile(err error, file string) error {
	var f *fault.Error
	if errors.As(err, &f) && f.File == "" {
		f.File = file
	}
	return err
}

// choose returns which of the tables fits best, and the profile that reads it:
// the one that was said, else the surest of at least 0.8, else nil.
func (im *Importer) choose(tables []Table, q Request) (int, Profile, error) {
	profiles := im.Profiles
	sheet := q.Mapping != nil && (q.Profile == "" || q.Profile == im.Generic.Info().ID)
	switch {
	case sheet:
		profiles = []Profile{im.Generic}
	case q.Profile != "":
		p, err := im.named(q.Profile)
		if err != nil {
			return 0, nil, err
		}
		profiles = []Profile{p}
	}
	if len(tables) == 0 {
		return 0, nil, fault.New(fault.Invalid, "The file holds no table.").WithHint("Export it again.")
	}
	named := q.Mapping != nil || q.Profile != ""
	at, best := 0, -1.0
	var profile Profile
	for i, t := range tables {
		for _, p := range profiles {
			score := p.Detect(t.Header())
			if sheet {
				score = mapped(t.Header(), q.Mapping)
			}
			if score > best {
				at, profile, best = i, p, score
			}
		}
	}
	if !named && best < certain {
		profile = nil
	}
	return at, profile, nil
}

// profile returns the profile with an id, nil where there is none.
func (im *Importer) profile(id string) Profile {
	p, err := im.named(id)
	if err != nil {
		return nil
	}
	return p
}

// named returns the profile with an id.
func (im *Importer) named(id string) (Profile, error) {
	var ids []string
	for _, p := range append([]Profile{im.Generic}, im.Profiles...) {
		if p.Info().ID == id {
			return p, nil
		}
		ids = append(ids, p.Info().ID)
	}
	return nil, fault.At("profile", "There is no profile %q.", id).WithHint("It is one of " + strings.Join(ids, ", ") + ".")
}

// mapped is the share of a mapping's columns that h has.
func mapped(h Header, m *Mapping) float64 {
	have := map[string]bool{}
	for _, c := range h.Columns {
		have[c] = true
	}
	n := 0.0
	for c := range m.Columns {
		if have[c] {
			n++
		}
	}
	return n / float64(max(1, len(m.Columns)))
}

// fileDay finds 2026-10-31, 2026_10_31 or 20261031 in a file name.
var fileDay = regexp.MustCompile(`(?:^|\D)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:\D|$)`)

// cancelled returns the fault of a cancellation, nil while there is none.
func cancelled(ctx context.Context) error {
	if ctx.Err() == nil {
		return nil
	}
	return fault.Wrap(ctx.Err(), fault.Cancelled, "Cancelled; nothing was changed.")
}
