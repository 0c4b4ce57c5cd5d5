package program

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/engine"
	"headroom/backend/metric/expr"
	"headroom/backend/metric/token"
	"headroom/backend/watch"
)

// Catalog returns what can be asked: what is shipped and what the person added.
// Definitions that no longer work are left out; metric.Catalog.Broken tells why.
func (p *Program) Catalog(ctx context.Context) (metric.Catalog, error) {
	return p.CatalogIn(ctx, p.language)
}

// CatalogIn returns the catalog in a language of builtin.Languages, in English
// for any other.
func (p *Program) CatalogIn(ctx context.Context, language string) (metric.Catalog, error) {
	state, err := p.state(ctx)
	if err != nil {
		return metric.Catalog{}, err
	}
	return p.extended(state, language, metric.Definitions{}, p.figure(ctx))
}

// state returns what is stored, and not the facts themselves.
func (p *Program) state(ctx context.Context) (state engine.State, err error) {
	err = p.Store.Read(ctx, func(s engine.Snapshot) error {
		state = s.State()
		return nil
	})
	return state, err
}

// catalog extends the shipped catalog by d and by what is kept. ask answers the
// questions of tokens.
func (p *Program) catalog(state engine.State, d metric.Definitions, ask token.Ask) (metric.Catalog, error) {
	return p.extended(state, p.language, d, ask)
}

func (p *Program) extended(state engine.State, language string, d metric.Definitions, ask token.Ask) (metric.Catalog, error) {
	all := d.Over(state.Definitions)
	tokens := token.New(p.moment(state), all.Tokens, metric.Query{}, ask)
	own, err := tokens.Definitions(d)
	if err != nil {
		return metric.Catalog{}, err
	}
	var kept metric.Definitions
	for _, x := range state.Definitions.All() {
		var one metric.Definitions
		one.Put(x)
		resolved, err := tokens.Definitions(one)
		if err != nil { // told of where it is used: its token cannot be read
			resolved = one
		}
		kept.Put(resolved.All()[0])
	}
	on := compile.On{Calendar: p.moment(state).Calendar, Day: p.Today()}
	c, err := shipped(language).Extend(own, kept, func(metric.Group) metric.GroupFacts { return metric.GroupFacts{Calendar: on} })
	if err != nil {
		return c, err
	}
	return c.Called(own, kept), nil
}

// moment is what system tokens follow from.
func (p *Program) moment(state engine.State) token.Moment {
	env := p.env()
	return token.Moment{Today: env.Today, Now: env.Now, Calendar: compile.Calendar{WeekStart: state.WeekStart, FiscalStart: state.FiscalStart}}
}

// figure answers the questions of tokens.
func (p *Program) figure(ctx context.Context) token.Ask {
	return func(q metric.Query) (metric.Result, error) { return p.Ask(ctx, q) }
}

// pretended answers the questions of tokens without asking them, where only
// their type matters.
func pretended(metric.Query) (metric.Result, error) {
	return metric.Result{Rows: [][]any{{1.0}}}, nil
}

// Definitions returns what the person added to the catalog.
func (p *Program) Definitions(ctx context.Context) (metric.Definitions, error) {
	return p.Store.Definitions(ctx)
}

// Define adds definitions to the catalog, all or none; one whose name is taken
// by another takes its place. With dryRun they are only checked. Expressions
// are kept in canonical form.
func (p *Program) Define(ctx context.Context, d metric.Definitions, dryRun bool) error {
	state, err := p.state(ctx)
	if err != nil {
		return err
	}
	if err := d.CheckNames(); err != nil {
		return err
	}
	d.Columns = slices.Clone(d.Columns)
	check := func(kept metric.Definitions) error {
		state.Definitions = kept
		return p.checkDefinitions(state, d)
	}
	if err := check(state.Definitions); err != nil {
		return err
	}
	if err := p.checkRules(ctx, d); err != nil || dryRun {
		return err
	}
	return p.Store.Define(ctx, d, check)
}

// checkRules reports an active rule that would no longer work, or would fire by
// itself, if d held.
func (p *Program) checkRules(ctx context.Context, d metric.Definitions) error {
	return p.stillWork(ctx, func(r watch.Rule, k watch.Known) (watch.Rule, watch.Known) {
		var own metric.Definitions
		if r.Query.Define != nil {
			own = *r.Query.Define
		}
		all := own.Over(d)
		r.Query.Define = &all
		return r, k
	})
}

// stillWork reports an active rule that works, and would no longer if what with
// makes of it, or of what it may name, held.
func (p *Program) stillWork(ctx context.Context, with func(watch.Rule, watch.Known) (watch.Rule, watch.Known)) error {
	rules, err := p.Store.Rules(ctx)
	if err != nil || len(rules) == 0 {
		return err
	}
	k, err := p.known(ctx)
	if err != nil {
		return err
	}
	for _, l := range rules {
		if l.State != watch.Active || l.Fault != nil || l.Rule.Validate(k) != nil {
			continue
		}
		r, changed := with(l.Rule, k)
		if err := r.Validate(changed); err != nil {
			return fault.Wrap(err, fault.Conflict, "The rule %s would no longer work: %s", l.Rule.Name, fault.Of(err).Message).WithHint("Change or pause the rule first.")
		}
	}
	return nil
}

// checkDefinitions reports why d cannot be added to what is kept, and brings
// its expressions into canonical form.
func (p *Program) checkDefinitions(state engine.State, d metric.Definitions) error {
	c, err := p.catalog(state, d, pretended)
	if err != nil {
		return err
	}
	for i, x := range d.Columns {
		if column, ok := c.Dimension(x.Name); ok && !strings.Contains(x.Expression, "{{") {
			d.Columns[i].Expression = column.Expression.Canonical()
		}
	}
	all := d.Over(state.Definitions)
	kept := slices.DeleteFunc(slices.Clone(all.Tokens), func(t metric.Token) bool {
		return slices.ContainsFunc(d.Tokens, func(x metric.Token) bool { return x.Name == t.Name })
	})
	tokens := slices.Concat(d.Tokens, kept) // those of d first: faults point at their places in d
	err = token.Check(p.moment(state), metric.Definitions{Tokens: tokens}, func(q metric.Query) (metric.Result, error) {
		if err := q.Validate(c); err != nil {
			return metric.Result{}, err
		}
		return pretended(q)
	})
	if err != nil {
		return err
	}
	var columns []string
	for _, x := range c.Dimensions {
		columns = append(columns, x.Name)
	}
	for i, t := range d.Tokens {
		if _, ok := c.Dimension(t.Column); t.Kind == "data" && !ok {
			return fault.At(fmt.Sprintf("define.tokens[%d].column", i), "There is no column %q for the token %s.", t.Column, t.Name).WithHint(metric.Suggest(t.Column, columns))
		}
	}
	return p.checkUsers(state, c, d)
}

// checkUsers reports a kept definition that works and would no longer, because
// d changes what it uses.
func (p *Program) checkUsers(state engine.State, with metric.Catalog, d metric.Definitions) error {
	before, err := p.catalog(state, metric.Definitions{}, pretended)
	if err != nil {
		return err
	}
	changed := map[string]bool{}
	for _, x := range d.All() {
		changed[x.Name] = true
	}
	for _, x := range state.Definitions.All() {
		err := with.Broken()[x.Name]
		if err == nil || changed[x.Name] || before.Broken()[x.Name] != nil {
			continue
		}
		return fault.Wrap(err, fault.Conflict, "The %s %s would no longer work: %s", x.Kind, x.Name, fault.Of(err).Message).
			WithHint("Change it in the same document.")
	}
	return nil
}

// Undefine removes a definition that nothing uses.
func (p *Program) Undefine(ctx context.Context, kind metric.DefinitionKind, name string) error {
	return p.Store.Undefine(ctx, kind, name)
}

// Uses returns what names a definition.
func (p *Program) Uses(ctx context.Context, kind metric.DefinitionKind, name string) ([]metric.Use, error) {
	return p.Store.Uses(ctx, kind, name)
}

// Values lists the values a dimension has, for lists to choose from.
func (p *Program) Values(ctx context.Context, l metric.ValueList) ([]metric.ListedValue, error) {
	return p.Engine.Values(ctx, l, p.env())
}

// sampleRows is how many rows a sample has.
const sampleRows = 5

// sampleName names the value in a sample.
const sampleName = "expression_value"

// Expression reads an expression, written with a decimal comma or in canonical
// form, and computes it for the first rows of dataset, or of the first that has
// all its columns. An error in the text is a fault that wraps an *expr.Problem;
// text is then what it speaks of, with tokens in their places.
func (p *Program) Expression(ctx context.Context, written string, dataset metric.Relation, decimalComma bool) (out metric.ExpressionReading, text string, err error) {
	state, err := p.state(ctx)
	if err != nil {
		return out, written, err
	}
	c, err := p.catalog(state, metric.Definitions{}, p.figure(ctx))
	if err != nil {
		return out, written, err
	}
	tokens := token.New(p.moment(state), state.Definitions.Tokens, metric.Query{}, p.figure(ctx))
	if text, err = tokens.Expression("expression", written, decimalComma); err != nil {
		return out, written, err
	}
	x, err := expr.ParseLocal(text, c.Scope(), decimalComma)
	if err != nil {
		return out, text, misread(err)
	}
	defined, err := c.With(metric.Definitions{Columns: []metric.CalculatedColumn{{Name: sampleName, Expression: x.Canonical()}}})
	if err != nil {
		return out, text, err
	}
	d, _ := defined.Dimension(sampleName)
	out = metric.ExpressionReading{
		Type: typeName(x.Type()), Unit: x.Unit(), Canonical: x.Canonical(), Local: x.Local(decimalComma), Columns: x.Columns(), Datasets: []metric.Relation{},
	}
	if out.Columns == nil {
		out.Columns = []string{}
	}
	for _, set := range defined.Datasets {
		if _, ok := d.In[set.Name]; ok {
			out.Datasets = append(out.Datasets, set.Name)
		}
	}
	switch {
	case dataset == "" && len(out.Datasets) > 0:
		dataset = out.Datasets[0]
		if slices.Contains(out.Datasets, metric.Entitlements) {
			dataset = metric.Entitlements
		}
	case !slices.Contains(out.Datasets, dataset):
		return out, text, fault.At("dataset", "%s does not have all of these columns: %s.", dataset, strings.Join(out.Columns, ", "))
	}
	out.Dataset = dataset
	out.Sample, err = p.Ask(ctx, metric.Query{
		Columns: append(slices.Clone(out.Columns), sampleName), Dataset: dataset, Limit: sampleRows,
		Define: &metric.Definitions{Columns: []metric.CalculatedColumn{{Name: sampleName, Expression: x.Canonical()}}},
	})
	return out, text, err
}

// misread is the fault of an expression that cannot be read.
func misread(err error) error {
	var problem *expr.Problem
	if !errors.As(err, &problem) {
		return err
	}
	f := fault.Wrap(problem, fault.Invalid, "At character %d: %s", problem.Start+1, problem.Message).WithHint(problem.Hint)
	f.Field = "expression"
	return f
}

func typeName(t expr.Type) string {
	switch t {
	case expr.Number:
		return "number"
	case expr.Text:
		return "text"
	case expr.Date:
		return "date"
	case expr.Time:
		return "time"
	case expr.Boolean:
		return "boolean"
	case expr.Null:
	}
	return "nothing"
}

// Text writes a message with its tokens in the place of their values. Data
// tokens and names of columns are those of a row, counted from 1, of the answer
// to q; nil has none.
func (p *Program) Text(ctx context.Context, template string, q *metric.Query, row int) (string, error) {
	state, err := p.state(ctx)
	if err != nil {
		return "", err
	}
	var basis metric.Query
	var value func(string) (any, bool)
	if q != nil {
		basis = *q
		if value, err = p.row(ctx, basis, row); err != nil {
			return "", err
		}
	}
	return token.New(p.moment(state), state.Definitions.Tokens, basis, p.figure(ctx)).Text(template, value)
}

// row returns the values of a row of the answer to q by column.
func (p *Program) row(ctx context.Context, q metric.Query, row int) (func(string) (any, bool), error) {
	r, err := p.Ask(ctx, q)
	if err != nil {
		return nil, err
	}
	if row < 1 || row > len(r.Rows) {
		return nil, fault.At("row", "The answer has %d rows and no row %d.", len(r.Rows), row)
	}
	return func(column string) (any, bool) {
		i := slices.IndexFunc(r.Columns, func(c metric.Column) bool { return c.Name == column })
		if i < 0 {
			return nil, false
		}
		return r.Rows[row-1][i], true
	}, nil
}
