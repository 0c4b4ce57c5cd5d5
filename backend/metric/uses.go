package metric

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"headroom/backend/fault"
)

// DefinitionKind says what a definition adds to the catalog.
type DefinitionKind string

// The kinds of definition. Columns, groups and metrics share one space of
// names; tokens, which are written in upper case, have their own.
const (
	ColumnKind DefinitionKind = "column"
	GroupKind  DefinitionKind = "group"
	MetricKind DefinitionKind = "metric"
	TokenKind  DefinitionKind = "token"
)

// DefinitionKinds lists the kinds in the order in which definitions are shown.
var DefinitionKinds = []DefinitionKind{ColumnKind, GroupKind, MetricKind, TokenKind}

// Definition is one of Definitions: a CalculatedColumn, Group, DerivedMetric or
// Token.
type Definition struct {
	Kind  DefinitionKind
	Name  string
	Value any
}

// All returns the definitions one by one, by kind and in the order of each.
func (d Definitions) All() []Definition {
	out := make([]Definition, 0, len(d.Columns)+len(d.Groups)+len(d.Metrics)+len(d.Tokens))
	for _, x := range d.Columns {
		out = append(out, Definition{ColumnKind, x.Name, x})
	}
	for _, x := range d.Groups {
		out = append(out, Definition{GroupKind, x.Name, x})
	}
	for _, x := range d.Metrics {
		out = append(out, Definition{MetricKind, x.Name, x})
	}
	for _, x := range d.Tokens {
		out = append(out, Definition{TokenKind, x.Name, x})
	}
	return out
}

// Add adds a definition by its JSON form.
func (d *Definitions) Add(kind DefinitionKind, document []byte) error {
	x := Definition{Kind: kind}
	var err error
	switch kind {
	case ColumnKind:
		x.Value, err = read[CalculatedColumn](document)
	case GroupKind:
		x.Value, err = read[Group](document)
	case MetricKind:
		x.Value, err = read[DerivedMetric](document)
	case TokenKind:
		x.Value, err = read[Token](document)
	default:
		err = fmt.Errorf("no kind of definition is called %q", kind)
	}
	if err == nil {
		d.Put(x)
	}
	return err
}

func read[T any](document []byte) (any, error) {
	var x T
	err := json.Unmarshal(document, &x)
	return x, err
}

// Put adds a definition.
func (d *Definitions) Put(x Definition) {
	switch v := x.Value.(type) {
	case CalculatedColumn:
		d.Columns = append(d.Columns, v)
	case Group:
		d.Groups = append(d.Groups, v)
	case DerivedMetric:
		d.Metrics = append(d.Metrics, v)
	case Token:
		d.Tokens = append(d.Tokens, v)
	}
}

// Over returns the definitions of d with those of below whose names d does not
// have. What below defines keeps its place.
func (d Definitions) Over(below Definitions) Definitions {
	above := map[string]bool{}
	for _, x := range d.All() {
		above[x.Name] = true
	}
	return Definitions{
		Columns: over(d.Columns, below.Columns, above, func(x CalculatedColumn) string { return x.Name }),
		Groups:  over(d.Groups, below.Groups, above, func(x Group) string { return x.Name }),
		Metrics: over(d.Metrics, below.Metrics, above, func(x DerivedMetric) string { return x.Name }),
		Tokens:  over(d.Tokens, below.Tokens, above, func(x Token) string { return x.Name }),
	}
}

func over[T any](upper, lower []T, above map[string]bool, name func(T) string) []T {
	var out []T
	left := slices.Clone(upper)
	for _, x := range lower {
		if !above[name(x)] {
			out = append(out, x)
		} else if i := slices.IndexFunc(left, func(y T) bool { return name(y) == name(x) }); i >= 0 {
			out = append(out, left[i])
			left = slices.Delete(left, i, i+1)
		}
	}
	return append(out, left...)
}

var (
	definedName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)
	tokenName   = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,59}$`)
)

// CheckNames reports a name that cannot be one, or that two definitions have.
func (d Definitions) CheckNames() error {
	seen, place := map[string]bool{}, map[DefinitionKind]int{}
	for _, x := range d.All() {
		path := fmt.Sprintf("define.%ss[%d].name", x.Kind, place[x.Kind])
		place[x.Kind]++
		switch {
		case x.Kind == TokenKind && !tokenName.MatchString(x.Name):
			return fault.At(path, "%q cannot be the name of a token.", x.Name).WithHint("Use A to Z, digits and _, a letter first.")
		case x.Kind != TokenKind && !definedName.MatchString(x.Name):
			return fault.At(path, "%q cannot be the name of a %s.", x.Name, x.Kind).WithHint("Use a to z, digits and _, a letter first.")
		case seen[x.Name]:
			return fault.At(path, "%s is defined twice.", x.Name).WithHint("Columns, groups and metrics share their names.")
		}
		seen[x.Name] = true
	}
	return nil
}

// Broken returns the errors of kept definitions that c left out, by name.
func (c Catalog) Broken() map[string]error { return c.broken }

// Use is something that names a definition: another definition, or whatever
// else keeps questions, such as a rule.
type Use struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// String returns "the group size".
func (u Use) String() string { return "the " + u.Kind + " " + u.Name }

// Uses returns the definitions of d that name the one of kind called name, in
// the order of All.
func (d Definitions) Uses(kind DefinitionKind, name string) ([]Use, error) {
	var out []Use
	for _, x := range d.All() {
		if x.Name == name && (x.Kind == TokenKind) == (kind == TokenKind) {
			continue
		}
		document, err := json.Marshal(x.Value)
		if err != nil {
			return nil, fmt.Errorf("write %s %s: %w", x.Kind, x.Name, err)
		}
		names, err := Named(document)
		if err != nil {
			return nil, err
		}
		if names.Has(kind, name) {
			out = append(out, Use{string(x.Kind), x.Name})
		}
	}
	return out, nil
}

// Names are the columns, groups and metrics, and the tokens, that a document
// names: a definition, a question, a rule.
type Names struct {
	Columns map[string]bool // and groups and metrics
	Tokens  map[string]bool
}

// Has reports whether the definition of kind called name is among n.
func (n Names) Has(kind DefinitionKind, name string) bool {
	if kind == TokenKind {
		return n.Tokens[name]
	}
	return n.Columns[name]
}

// naming are the keys of JSON documents whose texts are names.
var naming = map[string]bool{
	"metric": true, "metrics": true, "dimension": true, "dimensions": true, "column": true, "columns": true,
	"by": true, "per": true, "pivot": true, "fallback": true,
}

var (
	tokenMark  = regexp.MustCompile(`\{\{\s*([A-Za-z][A-Za-z0-9_]*)`)
	quoted     = regexp.MustCompile(`"(?:[^"]|"")*"|//[^\n]*`)
	columnMark = regexp.MustCompile(`\[([^\[\]]+)\]|([A-Za-z_][A-Za-z0-9_]*)`)
)

// Named returns what a JSON document names.
func Named(document []byte) (Names, error) {
	n := Names{map[string]bool{}, map[string]bool{}}
	var v any
	if err := json.Unmarshal(document, &v); err != nil {
		return n, fmt.Errorf("read names: %w", err)
	}
	n.gather("", v)
	return n, nil
}

func (n Names) gather(key string, v any) {
	switch x := v.(type) {
	case map[string]any:
		for k, child := range x {
			n.gather(k, child)
		}
	case []any:
		for _, child := range x {
			n.gather(key, child)
		}
	case string:
		for _, m := range tokenMark.FindAllStringSubmatch(x, -1) {
			n.Tokens[m[1]] = true
		}
		if key == "expression" {
			for _, m := range columnMark.FindAllStringSubmatch(quoted.ReplaceAllString(x, " "), -1) {
				n.Columns[m[1]+m[2]] = true
			}
		}
		if naming[key] {
			n.Columns[x] = true
			name, _, _ := strings.Cut(x, ".") // a column of an answer: licenses.before
			n.Columns[name] = true
		}
	}
}
