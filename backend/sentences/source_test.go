package sentences_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// silent are the folders whose sentences no window shows: commands speak
// English, the others are for measurements and tests.
var silent = []string{"app/command", "app/bench", "app/desktest", "app/systest", "backend/testkit", "backend/ingest/ingesttest", "backend/sentences"}

// argument says which argument of a function is a sentence, and whether it is a
// format.
type argument struct {
	at     int
	format bool
}

// tellers are the functions that make what people read of one of their
// arguments, by name. Those that hand an argument of their own on to one of
// these are found.
var tellers = map[string][]argument{
	"fault.New": {{1, true}}, "fault.At": {{1, true}}, "fault.Wrap": {{2, true}}, "WithHint": {{0, false}},
	"problem": {{2, false}, {3, false}}, "Reject": {{2, false}}, "Note": {{2, false}},
}

// parts are the functions of which a sentence has parts of its own, and those
// that say why something is as it is.
var parts = []string{
	"backend/fault.found", "backend/fault.wanted", "backend/metric.participle", "backend/metric/token.words", "backend/metric/expr.place",
	"backend/metric/expr.arguments", "backend/metric/expr.String", "backend/metric/expr.dateHint", "backend/metric/expr.convert", "backend/metric.Suggest", "backend/notify/desktop.State", "backend/notify.sentence", "backend/ingest/shape.Shape",
}

// source is what the program's own files say.
type source struct {
	packages map[string]*folder
	literals []string
}

// folder is one package.
type folder struct {
	path      string
	files     []*ast.File
	functions map[string][]*ast.FuncDecl
	values    map[string]ast.Expr // of package variables and constants
	takes     map[string][]argument
}

// readSource parses every file whose sentences a window may show.
func readSource(t *testing.T) *source {
	t.Helper()
	root := filepath.Join("..", "..")
	s := &source{packages: map[string]*folder{}}
	for _, top := range []string{"app", "backend"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			path, err := filepath.Rel(root, filepath.Dir(file))
			if path = filepath.ToSlash(path); err != nil || slices.ContainsFunc(silent, func(one string) bool { return path == one || strings.HasPrefix(path, one+"/") }) {
				return err
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err == nil {
				s.add(path, parsed)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for s.forward() {
	}
	return s
}

// parsed is a source of one file, for controls.
func parsedSource(t *testing.T, text string) *source {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	s := &source{packages: map[string]*folder{}}
	s.add("backend/x", file)
	for s.forward() {
	}
	return s
}

func (s *source) add(path string, file *ast.File) {
	p := s.packages[path]
	if p == nil {
		p = &folder{path: path, functions: map[string][]*ast.FuncDecl{}, values: map[string]ast.Expr{}, takes: map[string][]argument{}}
		s.packages[path] = p
	}
	p.files = append(p.files, file)
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			p.functions[d.Name.Name] = append(p.functions[d.Name.Name], d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for i, name := range v.Names {
						if i < len(v.Values) {
							p.values[name.Name] = v.Values[i]
						}
					}
				}
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				s.literals = append(s.literals, text)
			}
		}
		return true
	})
}

// taking returns which arguments of a call are sentences.
func (p *folder) taking(call *ast.CallExpr) []argument {
	name := nameOf(call.Fun)
	_, last, _ := strings.Cut(name, ".")
	if last == "" {
		last = name
	}
	if p.path == "backend/fault" && slices.Contains(makers, name) {
		name, last = "fault."+name, ""
	}
	if p.path == "backend/ingest/tabular" && name == "errors.New" { // why a workbook is damaged
		return []argument{{0, false}}
	}
	for _, key := range []string{name, last} {
		if found := append(slices.Clone(tellers[key]), p.takes[key]...); len(found) > 0 && !(key == "problem" && p.path != "backend/metric/expr") {
			return passedOn(call, found)
		}
	}
	return nil
}

// makers are the functions of the package fault that make one.
var makers = []string{"New", "At", "Wrap"}

// passedOn adds what stands for the one gap of the format "%s": it is the
// sentence.
func passedOn(call *ast.CallExpr, found []argument) []argument {
	for _, a := range found {
		if l, ok := argumentOf(call, a.at).(*ast.BasicLit); ok && a.format && l.Value == `"%s"` {
			found = append(found, argument{a.at + 1, false})
		}
	}
	return found
}

// nameOf is what a call calls: "New", "fault.New", ".WithHint" of any value.
func nameOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if of, ok := x.X.(*ast.Ident); ok {
			return of.Name + "." + x.Sel.Name
		}
		return x.Sel.Name
	case *ast.IndexExpr:
		return nameOf(x.X)
	default:
		return ""
	}
}

// forward finds functions that hand an argument on as a sentence, and reports
// whether there were more.
func (s *source) forward() bool {
	more := false
	for _, p := range s.packages {
		p.calls(func(f *ast.FuncDecl, call *ast.CallExpr) {
			for _, a := range p.taking(call) {
				at := parameter(f, argumentOf(call, a.at))
				own := argument{at, a.format}
				if at >= 0 && !slices.Contains(makers, f.Name.Name) && !slices.Contains(p.takes[f.Name.Name], own) && len(tellers[f.Name.Name]) == 0 {
					p.takes[f.Name.Name] = append(p.takes[f.Name.Name], own)
					more = true
				}
			}
		})
	}
	return more
}

// calls visits the calls of every function.
func (p *folder) calls(visit func(*ast.FuncDecl, *ast.CallExpr)) {
	for _, all := range p.functions {
		for _, f := range all {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					visit(f, call)
				}
				return true
			})
		}
	}
}

func argumentOf(call *ast.CallExpr, at int) ast.Expr {
	if at >= len(call.Args) {
		return nil
	}
	return call.Args[at]
}

// parameter is the place of the parameter that an expression is, else -1.
func parameter(f *ast.FuncDecl, e ast.Expr) int {
	name, ok := e.(*ast.Ident)
	if !ok {
		return -1
	}
	at := 0
	for _, field := range f.Type.Params.List {
		for _, one := range field.Names {
			if one.Name == name.Name {
				return at
			}
			at++
		}
	}
	return -1
}
