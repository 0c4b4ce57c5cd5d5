package metric

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"headroom/backend/fault"
	"headroom/backend/metric/expr"
)

// Bounds of what a person defines.
const (
	maxDefinitions = 500
	maxPath        = 32 // calculated columns that use each other
)

// With returns c with what d defines: calculated columns and groups become
// dimensions, metrics become metrics with measures of their own. An error is a
// fault at the part of d, such as define.columns[2].expression. Names are
// unique and none that c has can be taken; definitions may use each other in
// any order but not in a circle.
//
// Groups that follow from data or from the day asked for are as good as empty
// in it; Extend makes them whole for a question.
func (c Catalog) With(d Definitions) (Catalog, error) {
	return c.Extend(d, Definitions{}, func(Group) GroupFacts { return GroupFacts{} })
}

// Extend is With for a question, which goes before what is kept under the same
// names; facts tells what a group is cut with. What is kept was right when it
// was made: a definition that no longer is, is left out and told of where a
// query names it, so that it spoils no other question.
func (c Catalog) Extend(d, kept Definitions, facts func(Group) GroupFacts) (Catalog, error) {
	e := extension{catalog: c.own(), waiting: map[string]definition{}, failed: map[string]error{}, facts: facts}
	all := d.named("define")
	for _, x := range kept.named("kept") {
		if !slices.ContainsFunc(all, func(y definition) bool { return x.name == y.name }) {
			all = append(all, x)
		}
	}
	if len(all) > maxDefinitions {
		return c, fault.At("define", "There can be %d calculated columns, groups and metrics.", maxDefinitions)
	}
	refused := func(x definition, err error) error {
		if err != nil && x.kept {
			e.failed[x.name] = err
			return nil
		}
		return err
	}
	for _, x := range all {
		if err := refused(x, e.announce(x)); err != nil {
			return c, err
		}
	}
	for _, x := range all {
		if err := e.make(x.name); err != nil && !x.kept {
			return c, err
		}
	}
	e.catalog.broken = e.failed
	return e.catalog.Complete(), nil
}

// maxCalled is how many characters a name on the screen can have.
const maxCalled = 60

// Called returns c with what definitions define under the words a person wrote
// for it, where they are short enough for a name; those of the first
// Definitions that define a name hold.
func (c Catalog) Called(definitions ...Definitions) Catalog {
	words := map[string]string{}
	add := func(name, text string) {
		if _, ok := words[name]; !ok && text != "" && utf8.RuneCountInString(text) <= maxCalled {
			words[name] = text
		}
	}
	for _, d := range definitions {
		for _, x := range d.Columns {
			add(x.Name, x.Words)
		}
		for _, x := range d.Groups {
			add(x.Name, x.Words)
		}
		for _, x := range d.Metrics {
			add(x.Name, x.Words)
		}
	}
	out := c.own()
	for i, d := range out.Dimensions {
		if text, ok := words[d.Name]; ok {
			out.Dimensions[i].Label = text
		}
	}
	for i, m := range out.Metrics {
		if text, ok := words[m.Name]; ok {
			out.Metrics[i].Label = text
		}
	}
	return out
}

// definition is one of Definitions and how it becomes a part of a catalog.
type definition struct {
	name, path string
	kept       bool
	define     func(*extension, string) error
}

// named returns the definitions that have a name in a catalog; of is "define"
// or "kept".
func (d Definitions) named(of string) []definition {
	var out []definition
	add := func(name, kind string, i int, define func(*extension, string) error) {
		out = append(out, definition{name, fmt.Sprintf("%s.%s[%d]", of, kind, i), of == "kept", define})
	}
	for i, x := range d.Columns {
		add(x.Name, "columns", i, func(e *extension, path string) error { return e.column(path, x) })
	}
	for i, x := range d.Groups {
		add(x.Name, "groups", i, func(e *extension, path string) error { return e.group(path, x) })
	}
	for i, x := range d.Metrics {
		add(x.Name, "metrics", i, func(e *extension, path string) error { return e.metric(path, x) })
	}
	return out
}

// extension is a catalog that grows by definitions. Those that another one
// needs are defined before it.
type extension struct {
	catalog Catalog
	waiting map[string]definition
	path    []string // the definitions being made, each for the one before
	failed  map[string]error
	facts   func(Group) GroupFacts
}

// own returns c in slices of its own, so that it can grow.
func (c Catalog) own() Catalog {
	c.Datasets, c.Dimensions = slices.Clone(c.Datasets), slices.Clone(c.Dimensions)
	c.Measures, c.Metrics = slices.Clone(c.Measures), slices.Clone(c.Metrics)
	return c
}

// announce checks the name of a definition and lets others use it.
func (e *extension) announce(x definition) error {
	_, dimension := e.catalog.Dimension(x.name)
	_, measure := e.catalog.Measure(x.name)
	_, metric := e.catalog.Metric(x.name)
	switch {
	case !name.MatchString(x.name) || len(x.name) > 60:
		return fault.At(x.path+".name", "%q cannot be a name.", x.name).WithHint("A name is lower case letters, digits and _, begins with a letter and has up to 60 of them.")
	case dimension || measure || metric:
		return fault.At(x.path+".name", "The name %s is taken.", x.name).WithHint("Choose another name; what is shipped keeps its own.")
	}
	if other, ok := e.waiting[x.name]; ok {
		return fault.At(x.path+".name", "%s is defined twice, also in %s.", x.name, other.path).WithHint("Choose another name.")
	}
	e.waiting[x.name] = x
	return nil
}

// make defines what is waiting under a name; anything else needs nothing.
func (e *extension) make(name string) error {
	x, ok := e.waiting[name]
	if !ok {
		_, dimension := e.catalog.Dimension(name)
		if _, metric := e.catalog.Metric(name); dimension || metric {
			return nil
		}
		return e.failed[name]
	}
	if i := slices.Index(e.path, name); i >= 0 {
		return &circle{names: append(slices.Clone(e.path[i:]), name)}
	}
	if len(e.path) >= maxPath {
		return fault.At(x.path, "%s is made of more than %d definitions, one of the other.", e.path[0], maxPath)
	}
	e.path = append(e.path, name)
	err := x.define(e, x.path)
	e.path = e.path[:len(e.path)-1]
	delete(e.waiting, name)
	if err != nil {
		e.failed[name] = err
	}
	return err
}

// circle is an error of definitions that need each other.
type circle struct{ names []string }

func (c *circle) Error() string { return strings.Join(c.names, " → ") }

// cannot returns the fault of a definition at path that failed because of what
// it is made of.
func cannot(path, name, of string, err error) error {
	var c *circle
	if errors.As(err, &c) {
		f := fault.Wrap(c, fault.Invalid, "%s is made of itself: %s.", c.names[0], c.Error()).WithHint("Take one of these out of the definition of another.")
		f.Field = path
		return f
	}
	var f *flaw
	if !errors.As(err, &f) {
		f = &flaw{of: of, message: fault.Of(err).Message}
	}
	told := fault.Wrap(f, fault.Invalid, "%s uses %s, which has a mistake of its own: %s", name, f.of, f.message).WithHint("Mend " + f.of + " first.")
	told.Field = path
	return told
}

// flaw is the mistake of a definition that others are made of, however many
// are between.
type flaw struct{ of, message string }

func (f *flaw) Error() string { return f.of + ": " + f.message }

// The bounds of what is said about a definition, in characters.
const (
	maxWords = 1000
	maxUnit  = 60
)

// formats are the ways to show a number that a definition can ask for.
var formats = []string{"integer", "decimal", "percent", "text"}

// showable refuses what a definition says about itself and nothing can show.
func showable(path, words, unit, format string) error {
	switch {
	case utf8.RuneCountInString(words) > maxWords:
		return fault.At(path+".words", "The words for a definition can have %d characters.", maxWords)
	case utf8.RuneCountInString(unit) > maxUnit:
		return fault.At(path+".unit", "A unit can have %d characters.", maxUnit)
	case strings.ContainsFunc(words, unicode.IsControl):
		return fault.At(path+".words", "There is a character in the text that cannot be shown.").WithHint("Leave it out.")
	case strings.ContainsFunc(unit, unicode.IsControl):
		return fault.At(path+".unit", "There is a character in the text that cannot be shown.").WithHint("Leave it out.")
	case format != "" && !slices.Contains(formats, format):
		return fault.At(path+".format", "There is no format %q.", format).WithHint("Use one of " + strings.Join(formats, ", ") + ".")
	}
	return nil
}

func (e *extension) column(path string, x CalculatedColumn) error {
	if err := showable(path, x.Words, x.Unit, x.Format); err != nil {
		return err
	}
	parse := expr.Parse
	if x.Made {
		parse = expr.ParseMade
	}
	return e.calculated(path+".expression", Dimension{Name: x.Name, Words: x.Words, Unit: x.Unit, Format: x.Format}, x.Expression, parse)
}

// calculated adds a dimension whose values follow from text.
func (e *extension) calculated(path string, d Dimension, text string, parse func(string, expr.Scope) (*expr.Expression, error)) error {
	s := &scope{extension: e}
	x, err := parse(text, s)
	if s.err != nil {
		return cannot(path, d.Name, s.of, s.err)
	}
	if err != nil {
		return misread(path, err)
	}
	d.Kind, d.Expression, d.Formula = kindOf(x.Type()), x, text
	if d.UnitColumn = x.UnitColumn(); d.Unit == "" {
		d.Unit = x.Unit()
	}
	if d.Words == "" {
		d.Words = text
	}
	columns := x.Columns()
	d.In = e.catalog.having(columns)
	for _, n := range columns {
		c, _ := e.catalog.Dimension(n)
		d.Listed, d.Counting = d.Listed || c.Listed, d.Counting || c.Counting
	}
	if len(d.In) == 0 {
		return fault.At(path, "No dataset has all of %s.", strings.Join(columns, ", ")).
			WithHint("Use columns of one dataset; \"headroom catalog\" says which dataset has which.")
	}
	e.catalog.Dimensions = append(e.catalog.Dimensions, d)
	return nil
}

// Recalculated returns c with other expressions for calculated columns, by name,
// which those made of them follow. Each is in the relations it was in.
func (c Catalog) Recalculated(expressions map[string]string) (Catalog, error) {
	out := c.own()
	e := extension{catalog: out}
	for i, d := range c.Dimensions {
		made := false
		for name := range expressions {
			made = made || d.Expression != nil && d.Group == nil && c.MadeOf(d.Name, name)
		}
		text, other := expressions[d.Name]
		switch {
		case other:
			d.Formula = text
		case !made:
			continue
		}
		x, err := expr.ParseMade(d.Formula, &scope{extension: &e})
		if err != nil {
			return c, misread(d.Name, err)
		}
		d.Expression = x
		e.catalog.Dimensions[i] = d
	}
	return e.catalog, nil
}

// having returns the relations that have all of columns. The day of a level is
// chosen by the question and no column of its rows.
func (c Catalog) having(columns []string) map[Relation]Place {
	out := map[Relation]Place{}
	for _, r := range c.Datasets {
		all := !slices.ContainsFunc(columns, func(n string) bool {
			d, _ := c.Dimension(n)
			_, ok := d.In[r.Name]
			return !ok || (n == DateName && r.Levels)
		})
		if all {
			out[r.Name] = Place{}
		}
	}
	return out
}

// misread returns the fault of an expression that cannot be read.
func misread(path string, err error) error {
	var p *expr.Problem
	if !errors.As(err, &p) {
		return fault.At(path, "%s", err.Error())
	}
	f := fault.Wrap(p, fault.Invalid, "At character %d: %s", p.Start+1, p.Message).WithHint(p.Hint)
	f.Field = path
	return f
}

func (e *extension) group(path string, g Group) error {
	if err := showable(path, g.Words, "", ""); err != nil {
		return err
	}
	if err := e.make(g.Column); err != nil {
		return cannot(path+".column", g.Name, g.Column, err)
	}
	column, err := e.catalog.knowsDimension(path+".column", g.Column)
	if err != nil {
		return err
	}
	text, items, err := g.Cut(path, column, e.facts(g))
	if err != nil {
		return err
	}
	d := Dimension{Name: g.Name, Words: g.Words, Items: items, Group: &g}
	if d.Words == "" {
		d.Words = "Groups of " + g.Column
	}
	return e.calculated(path, d, text, expr.ParseMade)
}

// scope is what expressions may use: the dimensions of a catalog that grows.
type scope struct {
	*extension
	of  string // the definition that could not be made
	err error
}

// Column returns the column called name, which is defined first where it waits.
func (s *scope) Column(name string) (expr.Column, bool) {
	if err := s.make(name); err != nil && s.err == nil {
		s.of, s.err = name, err
	}
	d, ok := s.catalog.Dimension(name)
	if !ok {
		return expr.Column{}, false
	}
	return expr.Column{Name: d.Name, Type: d.Kind.Expression(), Unit: d.Unit, UnitColumn: d.UnitColumn, Whole: d.Whole, Expression: d.Formula}, true
}

// Names returns the names of all columns.
func (s *scope) Names() []string {
	var out []string
	for _, d := range s.catalog.Dimensions {
		out = append(out, d.Name)
	}
	return append(out, slices.Sorted(maps.Keys(s.waiting))...)
}

// MadeOf reports whether the dimension called name is the one called of, or is
// calculated from it.
func (c Catalog) MadeOf(name, of string) bool {
	d, ok := c.Dimension(name)
	switch {
	case name == of:
		return true
	case !ok || d.Expression == nil:
		return false
	case d.Group != nil:
		return c.MadeOf(d.Group.Column, of)
	}
	return slices.ContainsFunc(c.Dimensions, func(x Dimension) bool {
		return x.Expression != nil && x.Name != name && strings.Contains(d.Formula, "["+x.Name+"]") && c.MadeOf(x.Name, of)
	})
}

// Scope returns the columns of c for an expression.
func (c Catalog) Scope() expr.Scope { return &scope{extension: &extension{catalog: c}} }

// Expression returns the type that a dimension of kind k has in an expression:
// flags are true or false there, and yes or no in answers and filters.
func (k Kind) Expression() expr.Type {
	switch k {
	case Number, Days:
		return expr.Number
	case Date:
		return expr.Date
	case Time:
		return expr.Time
	case Flag:
		return expr.Boolean
	default:
		return expr.Text
	}
}

func kindOf(t expr.Type) Kind {
	switch t {
	case expr.Number:
		return Number
	case expr.Date:
		return Date
	case expr.Time:
		return Time
	case expr.Boolean:
		return Flag
	default:
		return Text
	}
}
