package bridge

import (
	"context"

	"headroom/backend/fault"
	"headroom/backend/report"
)

// Library keeps reports and dashboards: the shipped ones, the person's copies of
// them and the person's own. Documents are JSON text.
type Library struct{ base }

// mostDocument bounds the JSON text of a document, in bytes: it may have images.
const mostDocument = 4 << 20

// List returns the documents of a kind, in a language.
func (l *Library) List(kind, lang string) (text string, err error) {
	defer l.guard("Library.List", &err)
	desk, ctx, cancel, err := l.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.Library(ctx, report.Kind(kind), lang))
}

// Get returns one document; a shipped one that the person did not change in a
// language.
func (l *Library) Get(kind, name, lang string) (text string, err error) {
	defer l.guard("Library.Get", &err)
	desk, ctx, cancel, err := l.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	document, err := desk.Document(ctx, report.Kind(kind), name, lang)
	return string(document), err
}

// Save keeps a document and returns what it is called from now on, and its
// version. One that started from another version than what is kept by now is
// refused with a conflict at the field "version".
func (l *Library) Save(kind, document string) (kept report.Kept, err error) {
	defer l.guard("Library.Save", &err)
	if err := l.writable(); err != nil {
		return kept, err
	}
	desk, ctx, cancel, err := l.reading()
	defer cancel()
	if err != nil {
		return kept, err
	}
	if len(document) > mostDocument {
		return kept, fault.At("document", "A document can have %d MiB.", mostDocument>>20).WithHint("Leave some images out.")
	}
	return desk.SaveDocument(ctx, report.Kind(kind), []byte(document))
}

// Remove throws one of the person's own documents away.
func (l *Library) Remove(kind, name string) (removed bool, err error) {
	defer l.guard("Library.Remove", &err)
	if err := l.writable(); err != nil {
		return removed, err
	}
	return l.done(func(ctx context.Context, desk Desk) error { return desk.RemoveDocument(ctx, report.Kind(kind), name) })
}

// Restore throws the person's changes to a shipped document away.
func (l *Library) Restore(kind, name string) (restored bool, err error) {
	defer l.guard("Library.Restore", &err)
	if err := l.writable(); err != nil {
		return restored, err
	}
	return l.done(func(ctx context.Context, desk Desk) error { return desk.RestoreDocument(ctx, report.Kind(kind), name) })
}

// Favourite marks a document, or no longer.
func (l *Library) Favourite(kind, name string, on bool) (marked bool, err error) {
	defer l.guard("Library.Favourite", &err)
	if err := l.writable(); err != nil {
		return marked, err
	}
	done, err := l.done(func(ctx context.Context, desk Desk) error {
		return desk.FavouriteDocument(ctx, report.Kind(kind), name, on)
	})
	return done && on, err
}

// done does something and reports whether it was done.
func (b base) done(do func(context.Context, Desk) error) (bool, error) {
	desk, ctx, cancel, err := b.reading()
	defer cancel()
	if err == nil {
		err = do(ctx, desk)
	}
	return err == nil, err
}
