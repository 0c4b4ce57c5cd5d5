package backend_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "headroom/"

// imports are what one package's code, not its tests, imports: packages of this
// module without its name, and all others.
type imports struct{ ours, others map[string]bool }

// read parses the sources under a folder, given from here. It parses rather
// than asks the go command, because the test cache sees the files a test opens
// and not what a child process reads.
func read(t *testing.T, root string, into map[string]imports) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Join("backend", filepath.ToSlash(filepath.Dir(file)))
		if into[pkg].ours == nil {
			into[pkg] = imports{map[string]bool{}, map[string]bool{}}
		}
		for _, spec := range f.Imports {
			dep, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(dep, module); ok {
				into[pkg].ours[ours] = true
			} else {
				into[pkg].others[dep] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// check returns every difference between what packages import and what the
// architecture says.
func check(got map[string]imports, allowed map[string][]string, owners map[string][]string) []string {
	var wrong []string
	for pkg, deps := range got {
		want, known := allowed[pkg]
		if !known {
			wrong = append(wrong, pkg+" is not in the table")
		}
		for dep := range deps.ours {
			if !slices.Contains(want, dep) {
				wrong = append(wrong, pkg+" imports "+dep)
			}
		}
		for _, dep := range want {
			if !deps.ours[dep] {
				wrong = append(wrong, pkg+" no longer imports "+dep)
			}
		}
	}
	for pkg := range allowed {
		if _, exists := got[pkg]; !exists {
			wrong = append(wrong, pkg+" does not exist")
		}
	}
	for pkg, deps := range got {
		for dep := range deps.others {
			outside := strings.Contains(strings.Split(dep, "/")[0], ".")
			if outside && !slices.ContainsFunc(slices.Collect(maps.Keys(owners)), func(library string) bool { return strings.HasPrefix(dep, library) }) {
				wrong = append(wrong, pkg+" imports "+dep+", which nobody owns")
			}
		}
	}
	for library, packages := range owners {
		var users []string
		for pkg, deps := range got {
			if slices.ContainsFunc(slices.Collect(maps.Keys(deps.others)), func(dep string) bool { return strings.HasPrefix(dep, library) }) {
				users = append(users, pkg)
			}
		}
		slices.Sort(users)
		if !slices.Equal(users, packages) {
			wrong = append(wrong, "of "+strings.Join(packages, " ")+" is "+library+", but "+strings.Join(users, " ")+" imports it")
		}
	}
	slices.Sort(wrong)
	return wrong
}

func TestTheArchitectureIsWhatTheTableSays(t *testing.T) {
	got := map[string]imports{}
	read(t, ".", got)
	read(t, "../app", got)
	for _, complaint := range check(got, allowed, owners) {
		t.Error(complaint)
	}
}

// The control: the check finds each kind of violation.
func TestTheCheckFindsViolations(t *testing.T) {
	set := func(names ...string) map[string]bool {
		m := map[string]bool{}
		for _, name := range names {
			m[name] = true
		}
		return m
	}
	got := map[string]imports{
		"backend/store": {set("backend/fault", "app"), set("github.com/mattn/go-sqlite3")},
		"backend/watch": {set(), set("github.com/mattn/go-sqlite3")},
		"backend/new":   {set(), set("fmt", "net/http", "example.org/library")},
	}
	table := map[string][]string{
		"backend/store": {"backend/fault", "backend/change"},
		"backend/watch": {},
		"backend/gone":  {},
	}
	want := []string{
		"backend/gone does not exist",
		"backend/new imports example.org/library, which nobody owns",
		"backend/new is not in the table",
		"backend/store imports app",
		"backend/store no longer imports backend/change",
		"of backend/store is github.com/mattn/go-sqlite3, but backend/store backend/watch imports it",
	}
	if got := check(got, table, map[string][]string{"github.com/mattn/go-sqlite3": {"backend/store"}}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
