package sentences_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// formats are the English formats of everything the source says to people.
func (s *source) formats() []string {
	var out []string
	add := func(found []string) {
		for _, format := range found {
			if strings.Trim(format, "%svq .,:") != "" && !slices.Contains(out, format) {
				out = append(out, format)
			}
		}
	}
	for _, p := range s.packages {
		p.calls(func(f *ast.FuncDecl, call *ast.CallExpr) {
			for _, a := range p.taking(call) {
				add(said{s, p, f, 0}.texts(argumentOf(call, a.at), a.format))
			}
		})
		for _, file := range p.files {
			ast.Inspect(file, func(n ast.Node) bool {
				if pair, ok := n.(*ast.KeyValueExpr); ok && slices.Contains(shown, nameOf(pair.Key)) {
					add(said{s, p, nil, 0}.texts(pair.Value, false))
				}
				if set, ok := n.(*ast.AssignStmt); ok && len(set.Lhs) == len(set.Rhs) && slices.Contains(assigned, nameOf(set.Lhs[len(set.Lhs)-1])) {
					add(said{s, p, nil, 0}.texts(set.Rhs[len(set.Rhs)-1], false))
				}
				if lit, ok := n.(*ast.CompositeLit); ok && strings.HasSuffix(nameOf(lit.Type), "Ask") {
					add(said{s, p, nil, 0}.reasons(lit))
				}
				return true
			})
		}
	}
	for _, name := range parts {
		at := strings.LastIndex(name, ".")
		if p := s.packages[name[:at]]; p != nil {
			add(said{s, p, nil, 0}.returned(name[at+1:]))
		}
	}
	slices.Sort(out)
	return out
}

// shown are the fields of what is handed to the window that are sentences.
var shown = []string{"Message", "Evidence"}

// assigned are the fields that are set to sentences: why a way to the person cannot
// deliver, why a rule cannot be judged, and why a column means what it does.
var assigned = []string{"w.Detail", "out.blind", "c.Detail", "g.refused"}

// reasons are what a question to the person says.
func (x said) reasons(ask *ast.CompositeLit) []string {
	for _, e := range ask.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok && nameOf(pair.Key) == "Reason" {
			return x.texts(pair.Value, false)
		}
	}
	return nil
}

// said finds the texts that an expression of a function may be.
type said struct {
	source *source
	folder *folder
	within *ast.FuncDecl
	depth  int
}

// texts are formats; what is not known of one is a gap.
func (x said) texts(e ast.Expr, format bool) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil || e.Kind != token.STRING {
			return []string{"%s"}
		}
		if !format {
			text = strings.ReplaceAll(text, "%", "%%")
		}
		return []string{text}
	case *ast.ParenExpr:
		return x.texts(e.X, format)
	case *ast.BinaryExpr:
		return x.both(e, format)
	case *ast.CallExpr:
		return x.called(e)
	case *ast.Ident:
		return x.named(e.Name, format)
	case *ast.SelectorExpr:
		return x.fields(e.Sel.Name)
	case *ast.IndexExpr:
		return x.values(nameOf(e.X))
	}
	return []string{"%s"}
}

// both are the texts of two after each other.
func (x said) both(e *ast.BinaryExpr, format bool) []string {
	var out []string
	for _, a := range x.piece(e.X, format) {
		for _, b := range x.piece(e.Y, format) {
			out = append(out, a+b)
		}
	}
	return out
}

// piece are the texts of a part: what is called or chosen within a sentence is
// a gap.
func (x said) piece(e ast.Expr, format bool) []string {
	switch part := e.(type) {
	case *ast.BasicLit, *ast.BinaryExpr, *ast.ParenExpr:
		return x.texts(e, format)
	case *ast.CallExpr:
		if name := nameOf(part.Fun); name == "fmt.Sprintf" || name == "strconv.Quote" {
			return x.texts(e, format)
		}
	case *ast.Ident:
		if v, ok := x.folder.values[part.Name]; ok {
			return x.texts(v, format)
		}
	}
	return []string{"%s"}
}

// called are the texts that a call returns.
func (x said) called(call *ast.CallExpr) []string {
	switch name := nameOf(call.Fun); name {
	case "fmt.Sprintf":
		return x.texts(call.Args[0], true)
	case "strconv.Quote":
		return []string{"%q"}
	case "strings.TrimSpace":
		return x.texts(call.Args[0], false)
	default:
		_, last, _ := strings.Cut(name, ".")
		if last == "" {
			last = name
		}
		return x.returned(last)
	}
}

// returned are the texts that the functions of a name return.
func (x said) returned(name string) []string {
	if x.depth > 3 {
		return nil
	}
	var out []string
	for _, f := range x.folder.functions[name] {
		inner := said{x.source, x.folder, f, x.depth + 1}
		ast.Inspect(f, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
				out = append(out, inner.texts(r.Results[len(r.Results)-1], false)...)
			}
			return true
		})
	}
	return out
}

// named are the texts of a constant, a variable of the package, or all that a
// variable of the function is set to.
func (x said) named(name string, format bool) []string {
	if v, ok := x.folder.values[name]; ok {
		return x.texts(v, format)
	}
	if x.within == nil || x.depth > 3 {
		return nil
	}
	deeper := x
	deeper.depth++
	var out []string
	ast.Inspect(x.within, func(n ast.Node) bool {
		switch a := n.(type) {
		case *ast.AssignStmt:
			for i, left := range a.Lhs {
				if id, ok := left.(*ast.Ident); ok && id.Name == name && len(a.Lhs) == len(a.Rhs) {
					out = append(out, deeper.texts(a.Rhs[i], format)...)
				}
			}
		case *ast.ValueSpec:
			for i, id := range a.Names {
				if id.Name == name && i < len(a.Values) {
					out = append(out, deeper.texts(a.Values[i], format)...)
				}
			}
		}
		return true
	})
	return out
}

// fields are the texts of a field in the tables of the package.
func (x said) fields(field string) []string {
	var out []string
	for _, v := range x.folder.values {
		table, ok := v.(*ast.CompositeLit)
		if !ok {
			continue
		}
		list, ok := table.Type.(*ast.ArrayType)
		if !ok {
			continue
		}
		row, ok := list.Elt.(*ast.StructType)
		if !ok {
			continue
		}
		at, n := -1, 0
		for _, f := range row.Fields.List {
			for _, name := range f.Names {
				if name.Name == field {
					at = n
				}
				n++
			}
		}
		for _, e := range table.Elts {
			if one, ok := e.(*ast.CompositeLit); ok && at >= 0 && at < len(one.Elts) {
				out = append(out, x.texts(one.Elts[at], false)...)
			}
		}
	}
	return out
}

// values are the texts of a map or list of the package.
func (x said) values(name string) []string {
	table, ok := x.folder.values[name].(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var out []string
	for _, e := range table.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			out = append(out, x.texts(pair.Value, false)...)
		}
	}
	return out
}
