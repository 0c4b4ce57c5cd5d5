package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
)

// Document is a report or dashboard that the person keeps. The store knows what
// it is called and leaves to others what it says.
type Document struct {
	Kind      string // report or dashboard
	Name      string // "" is given one: r1, d2
	Copy      bool   // of the shipped document called Name
	Title     string
	Document  []byte // JSON
	ChangedAt time.Time
}

// Version tells what a document says from what it said before: two windows that
// look at the same state of it see the same version, and what nobody kept has "".
func (d Document) Version() string {
	if len(d.Document) == 0 {
		return ""
	}
	sum := sha256.Sum256(d.Document)
	return hex.EncodeToString(sum[:8])
}

// Library is every kept document, in the order in which they were made, and the
// marked ones by kind and name, shipped ones too.
type Library struct {
	Documents  []Document
	Favourites map[[2]string]bool
}

// Find returns the kept document of a kind called name.
func (l Library) Find(kind, name string) (Document, bool) {
	for _, d := range l.Documents {
		if d.Kind == kind && d.Name == name {
			return d, true
		}
	}
	return Document{}, false
}

// Library returns the documents that are kept and marked.
func (s *Store) Library(ctx context.Context) (Library, error) {
	var l Library
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		l, err = library(ctx, tx)
		return err
	})
	return l, storeError(err, "read documents")
}

func library(ctx context.Context, tx *sql.Tx) (Library, error) {
	l := Library{Favourites: map[[2]string]bool{}}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var d Document
		var changed int64
		if err := rows.Scan(&d.Kind, &d.Name, &d.Copy, &d.Title, &d.Document, &changed); err != nil {
			return err
		}
		d.ChangedAt = time.UnixMicro(changed).UTC()
		l.Documents = append(l.Documents, d)
		return nil
	}, `SELECT kind, name, copy, title, document, changed_at FROM document ORDER BY id`)
	if err != nil {
		return l, err
	}
	return l, each(ctx, tx, func(rows *sql.Rows) error {
		var key [2]string
		if err := rows.Scan(&key[0], &key[1]); err != nil {
			return err
		}
		l.Favourites[key] = true
		return nil
	}, `SELECT kind, name FROM favourite`)
}

// initials begin the names that the store gives.
var initials = map[string]string{"report": "r", "dashboard": "d"}

var givenName = regexp.MustCompile(`^[rd]([1-9][0-9]{0,17})$`)

// mostDocuments bounds how many documents are kept.
const mostDocuments = 5000

// SaveDocument keeps a document in the place of the one of its name, and returns
// its name. base is the version that the change started from, "" where nothing
// was kept: where something else is kept by now it stays, and the fault says so.
// One of the person's own that was removed may come back under the name that it
// had. check is given the library without d, and its error keeps everything as
// it was; it must not use the store.
func (s *Store) SaveDocument(ctx context.Context, d Document, base string, check func(Library) error) (string, error) {
	initial, ok := initials[d.Kind]
	if !ok {
		return "", fault.At("kind", "There is no kind of document called %q.", d.Kind)
	}
	err := s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		l, err := library(ctx, tx)
		if err != nil {
			return nil, storeError(err, "read documents")
		}
		if err := check(l); err != nil {
			return nil, err
		}
		now, kept := l.Find(d.Kind, d.Name)
		if err := outdated(now, d, base); err != nil {
			return nil, err
		}
		if kept {
			_, err := tx.ExecContext(ctx, `UPDATE document SET copy = ?, title = ?, document = ?, changed_at = ? WHERE kind = ? AND name = ?`,
				d.Copy, d.Title, string(d.Document), s.now().UnixMicro(), d.Kind, d.Name)
			return change.Set{change.Documents}, storeError(err, "keep document")
		}
		if len(l.Documents) >= mostDocuments {
			return nil, fault.New(fault.Conflict, "There are %d reports and dashboards already.", mostDocuments).WithHint("Remove some first.")
		}
		return change.Set{change.Documents}, s.addDocument(ctx, tx, initial, &d)
	})
	return d.Name, err
}

// OutdatedField is the field of the fault that refuses a change of a document
// because it started from another version than the kept one.
const OutdatedField = "version"

// outdated refuses to put d in the place of now where that is not what base says.
// What is new takes no place, and what says the same already loses nothing.
func outdated(now, d Document, base string) error {
	if d.Name == "" || now.Version() == base || bytes.Equal(now.Document, d.Document) {
		return nil
	}
	f := fault.New(fault.Conflict, "This %s was changed in another window.", d.Kind)
	if len(now.Document) == 0 {
		f = fault.New(fault.Conflict, "This %s was removed in another window.", d.Kind)
	}
	f.Field = OutdatedField
	return f.WithHint("Keep yours as a copy, or look at what is kept now.")
}

// addDocument keeps a new document, and names one that has no name.
func (s *Store) addDocument(ctx context.Context, tx *sql.Tx, initial string, d *Document) error {
	id, err := documentID(ctx, tx, initial, *d)
	if err != nil {
		return err
	}
	if d.Name == "" {
		d.Name = initial + strconv.FormatInt(id, 10)
	}
	now := s.now().UnixMicro()
	_, err = tx.ExecContext(ctx, `INSERT INTO document (id, kind, name, copy, title, document, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		id, d.Kind, d.Name, d.Copy, d.Title, string(d.Document), now, now)
	return storeError(err, "keep document")
}

// documentID returns the id of a new document: one that nobody had, or that of
// its name for one that comes back.
func documentID(ctx context.Context, tx *sql.Tx, initial string, d Document) (int64, error) {
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'document'`).Scan(&last); err != nil {
		return 0, storeError(err, "name document")
	}
	if d.Name == "" || d.Copy {
		return last + 1, nil
	}
	if m := givenName.FindStringSubmatch(d.Name); m != nil && d.Name[:1] == initial {
		var taken bool
		id, err := strconv.ParseInt(m[1], 10, 64)
		if err == nil && id <= last {
			err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM document WHERE id = ?)`, id).Scan(&taken)
			if err != nil || !taken {
				return id, storeError(err, "name document")
			}
		}
	}
	return 0, fault.At("name", "There is no %s called %q.", d.Kind, d.Name).WithHint("Save it as a new one.")
}

// RemoveDocument throws a kept document away. check is given the library as it
// is with the document, and its error keeps everything as it was; it must not
// use the store.
func (s *Store) RemoveDocument(ctx context.Context, kind, name string, check func(Library) error) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		l, err := library(ctx, tx)
		if err != nil {
			return nil, storeError(err, "read documents")
		}
		d, ok := l.Find(kind, name)
		if !ok {
			return nil, fault.New(fault.NotFound, "There is no %s %q of yours.", kind, name)
		}
		if err := check(l); err != nil {
			return nil, err
		}
		if _, err = tx.ExecContext(ctx, `DELETE FROM document WHERE kind = ? AND name = ?`, kind, name); err == nil && !d.Copy {
			_, err = tx.ExecContext(ctx, `DELETE FROM favourite WHERE kind = ? AND name = ?`, kind, name)
		}
		return change.Set{change.Documents}, storeError(err, "remove document")
	})
}

// Favourite marks a document, or no longer.
func (s *Store) Favourite(ctx context.Context, kind, name string, on bool) error {
	if _, ok := initials[kind]; !ok {
		return fault.At("kind", "There is no kind of document called %q.", kind)
	}
	statement := `DELETE FROM favourite WHERE kind = ? AND name = ?`
	if on {
		statement = `INSERT INTO favourite (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		_, err := tx.ExecContext(ctx, statement, kind, name)
		return change.Set{change.Documents}, storeError(err, "mark document")
	})
}

// documentUses returns the kept documents that name a definition, by their
// titles.
func documentUses(ctx context.Context, tx *sql.Tx, kind metric.DefinitionKind, name string) ([]metric.Use, error) {
	l, err := library(ctx, tx)
	if err != nil {
		return nil, err
	}
	var users []metric.Use
	for _, d := range l.Documents {
		names, err := metric.Named(d.Document)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", d.Kind, d.Name, err)
		}
		if names.Has(kind, name) {
			users = append(users, metric.Use{Kind: d.Kind, Name: d.Title})
		}
	}
	return users, nil
}
