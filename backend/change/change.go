// Package change carries the news that stored data changed. A stage that
// stores publishes after its commit; whoever shows or watches listens.
package change

import "sync"

// Kind says what changed.
type Kind string

// The kinds of change.
const (
	Facts       Kind = "facts"       // an import was committed or undone
	Settings    Kind = "settings"    // a setting was edited
	Definitions Kind = "definitions" // the person's part of the catalog was edited
	Documents   Kind = "documents"   // a report or dashboard was kept, removed or marked
	Rules       Kind = "rules"       // a rule was added, changed or removed
	Inbox       Kind = "inbox"       // inbox items appeared or changed state
	Watches     Kind = "watches"     // the watch list was edited
	Files       Kind = "files"       // a remembered mapping, a watched folder or a found file changed
)

// Set is what one transaction changed.
type Set []Kind

// Has reports whether s contains k.
func (s Set) Has(k Kind) bool {
	for _, x := range s {
		if x == k {
			return true
		}
	}
	return false
}

// Bus hands every published Set to every listener, in order of subscription,
// on the publisher's goroutine. The zero Bus is ready.
type Bus struct {
	mu   sync.Mutex
	subs []func(Set)
}

// Listen adds fn. It must return quickly; long work belongs on its own goroutine.
func (b *Bus) Listen(fn func(Set)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs = append(b.subs, fn)
}

// Publish hands s to the listeners. An empty set is not published.
func (b *Bus) Publish(s Set) {
	if len(s) == 0 {
		return
	}
	b.mu.Lock()
	subs := append([]func(Set){}, b.subs...)
	b.mu.Unlock()
	for _, fn := range subs {
		fn(s)
	}
}
