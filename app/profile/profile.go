// Package profile says where a person's files are: the store, and beside it
// what belongs to the window on that store. One store is one profile.
package profile

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// Profile is one store and the files beside it.
type Profile struct {
	// Store is the absolute path of the SQLite file.
	Store string
}

// At returns the profile of a store, or the person's own for "".
func At(store string) (Profile, error) {
	if store == "" {
		return Profile{Store: own()}, nil
	}
	path, err := filepath.Abs(store)
	if err != nil {
		return Profile{}, fmt.Errorf("store %s: %w", store, err)
	}
	return Profile{Store: path}, nil
}

// own has a capital because WebKit on Linux keeps its files in a folder called
// like the program, headroom.
func own() string { return filepath.Join(xdg.DataHome, "Headroom", "headroom.db") }

// Create makes the folder of the profile. A new one is the person's alone; one
// that exists keeps its rights.
func (p Profile) Create() error {
	if err := os.MkdirAll(filepath.Dir(p.Store), 0o700); err != nil {
		return fmt.Errorf("create the profile: %w", err)
	}
	return nil
}

// Log is the file the window writes its log to.
func (p Profile) Log() string { return p.beside(".log") }

// Lock is the file that the window on this store holds.
func (p Profile) Lock() string { return p.beside(".lock") }

// Window is the file that remembers size and place of the window.
func (p Profile) Window() string { return p.beside(".window.json") }

// Language is the one that the window on this store last had, "" before it had
// any: what the system speaks, where the person left it to the system.
func (p Profile) Language() string {
	var remembered struct {
		Lang string `json:"lang"`
	}
	text, err := os.ReadFile(p.Window())
	if err != nil || json.Unmarshal(text, &remembered) != nil {
		return ""
	}
	return remembered.Lang
}

// ID tells profiles apart: "" for the person's own, else a short name made
// of the path.
func (p Profile) ID() string {
	if p.Store == own() {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(p.Store))
	return fmt.Sprintf("%016x", h.Sum64())
}

// beside names a file next to the store: headroom.db has headroom.log.
func (p Profile) beside(suffix string) string {
	return strings.TrimSuffix(p.Store, filepath.Ext(p.Store)) + suffix
}
