// Package mapping proposes what the columns of a sheet mean: by the words of
// their headers in six languages, checked against what their values look like;
// and it fits a remembered mapping to a file whose columns have changed. It is
// pure. The rule not to break: a proposal is certain only where a header says
// it in a known word and the values agree; everything else is left to the
// person.
package mapping

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/shape"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Guesser proposes mappings; the zero Guesser is ready.
type Guesser struct{}

// role is what a column is taken for.
type role struct {
	column int
	rank   int
	sure   ingest.Confidence
}

// guess is the work on one sheet.
type guess struct {
	sheet   ingest.Sheet
	dataset portfolio.Dataset
	roles   map[string]role // by field
	refused map[int]string  // why the values of a column contradict its header
}

// Guess proposes a mapping by the headers and shapes of a sheet.
func (Guesser) Guess(s ingest.Sheet) ingest.Proposal {
	g := &guess{sheet: s, refused: map[int]string{}}
	g.roles = g.named(nil)
	g.dataset = g.decide()
	if g.dataset == "" {
		return ingest.Proposal{Columns: s.Columns, Why: g.why()}
	}
	g.roles = g.named(allowed[g.dataset])
	g.money()
	g.ends()
	return g.proposal()
}

// allowed are the fields that a dataset has a place for.
var allowed = map[portfolio.Dataset][]string{
	portfolio.Accounts: {"account", "account_id", "country", "region", "segment", "owner", "domain", "parent", "status"},
	portfolio.Entitlements: {
		"account", "account_id", "product", "sku", "vendor", "family", "entitlement", "quantity", "assigned", "start_date", "end_date", "status", "auto_renew", "trial", "value",
		"currency", "partner_id", "country", "region", "segment", "owner", "domain", "parent", "term", "billing", "cancel_until",
	},
	portfolio.Deployment: {"account", "account_id", "product", "sku", "vendor", "family", "quantity", "assigned", "partner_id", "country", "region", "segment", "owner", "domain"},
	portfolio.Usage: {
		"account", "account_id", "product", "sku", "vendor", "family", "workload", "feature", "meter", "date", "active", "total", "used", "entitled", "entitlement", "partner_id",
		"country", "region", "segment", "owner", "domain",
	},
	portfolio.FeatureUsage: {"account", "account_id", "product", "sku", "vendor", "family", "feature", "meter", "date", "used", "entitlement", "person", "partner_id", "country", "region", "segment", "owner"},
	portfolio.SupportRequests: {
		"account", "account_id", "product", "request", "title", "severity", "category", "status", "date", "closed_date", "first_response", "resolution", "resolution_hours", "satisfaction",
		"country", "region", "segment", "owner", "domain", "entitlement",
	},
}

// named gives each field the column whose header names it best, among the
// fields allowed (nil: all). A column takes one field.
func (g *guess) named(fields []string) map[string]role {
	roles := map[string]role{}
	taken := map[int]bool{}
	for _, exactly := range []bool{true, false} {
		for i, c := range g.sheet.Columns {
			found, exact := means(c.Name)
			if exact != exactly || taken[i] {
				continue
			}
			for _, w := range found {
				if fields != nil && !slices.Contains(fields, w.field) {
					continue
				}
				fits, mostly := g.fits(i, w.field)
				if !fits {
					g.refused[i] = fmt.Sprintf("The header reads like %s, but the values are of the shape %s.", w.field, c.Shape)
					continue
				}
				if best, ok := roles[w.field]; ok && (best.sure == ingest.Certain && !exact || best.rank <= w.rank) {
					continue
				} else if ok {
					delete(taken, best.column)
				}
				sure := ingest.Likely
				if exact && !mostly {
					sure = ingest.Certain
				}
				roles[w.field] = role{i, w.rank, sure}
				taken[i] = true
				break
			}
		}
	}
	return roles
}

// kinds are the shapes that the values of a field have; fields not listed are
// text and take what is no date.
var kinds = map[string][]shape.Name{
	"quantity": {shape.Number}, "assigned": {shape.Number}, "active": {shape.Number}, "total": {shape.Number},
	"used": {shape.Number}, "entitled": {shape.Number}, "first_response": {shape.Number}, "resolution": {shape.Number}, "resolution_hours": {shape.Number},
	"satisfaction": {shape.Number, shape.Percent}, "value": {shape.Number, shape.Money},
	"start_date": {shape.Date}, "end_date": {shape.Date}, "date": {shape.Date}, "closed_date": {shape.Date}, "cancel_until": {shape.Date},
	"auto_renew": {shape.YesNo}, "trial": {shape.YesNo},
	"account": {shape.Text, shape.ID, shape.Email, shape.Number}, "account_id": {shape.GUID, shape.ID, shape.Text, shape.Number},
	"entitlement": {shape.GUID, shape.ID, shape.Text, shape.Number}, "request": {shape.GUID, shape.ID, shape.Text, shape.Number},
	"product": {shape.Text, shape.ID, shape.GUID}, "status": {shape.Text, shape.ID}, "person": {shape.Text, shape.Email, shape.ID, shape.Hex32, shape.GUID},
}

// fits reports whether the values of column i may be those of a field. A column
// without values contradicts nothing; neither does a whole number of days in a
// workbook that forgot it is a date: that is the person's to say. mostly is
// true where only more than half of the values fit: the others will be
// rejected, so the person is asked.
func (g *guess) fits(i int, field string) (fits, mostly bool) {
	is := shape.Name(g.sheet.Columns[i].Shape)
	if is == shape.Empty {
		return true, false
	}
	list := kinds[field]
	switch {
	case list == nil:
		return is != shape.Date, false
	case slices.Contains(list, is):
		return true, false
	}
	mostly = is == shape.Text && i < len(g.sheet.Mixed) && g.sheet.Mixed[i] != string(shape.Text) && slices.Contains(list, shape.Name(g.sheet.Mixed[i]))
	return mostly, mostly
}

func (g *guess) has(fields ...string) bool {
	for _, f := range fields {
		if _, ok := g.roles[f]; ok {
			return true
		}
	}
	return false
}

func (g *guess) count(fields ...string) int {
	n := 0
	for _, f := range fields {
		if g.has(f) {
			n++
		}
	}
	return n
}

// decide says which dataset the sheet is of, "" where none fits.
func (g *guess) decide() portfolio.Dataset {
	switch {
	case g.isSupport():
		return portfolio.SupportRequests
	case g.has("active") && g.has("date", "total") || g.has("used") && g.has("date") && g.has("entitled", "meter", "workload"):
		return portfolio.Usage
	case g.has("used") && g.has("date") && g.has("feature", "product", "person"):
		return portfolio.FeatureUsage
	case g.isAccounts():
		return portfolio.Accounts
	case g.has("assigned") && g.has("product", "sku") && !g.has("entitlement", "start_date", "end_date", "value", "auto_renew"):
		return portfolio.Deployment
	case g.has("product", "sku") && g.has("entitlement", "start_date", "end_date", "quantity", "value"):
		return portfolio.Entitlements
	case g.has("end_date", "start_date") && g.has("quantity", "entitlement", "assigned", "value"):
		return portfolio.Entitlements
	}
	return ""
}

func (g *guess) isSupport() bool {
	asked := g.count("severity", "title", "category", "closed_date", "first_response", "resolution", "resolution_hours", "satisfaction", "status")
	return g.has("date") && (g.has("request") && asked > 0 || asked > 2 && g.has("title", "severity", "satisfaction"))
}

// isAccounts reports whether every row is another account and most of what it
// says describes the account.
func (g *guess) isAccounts() bool {
	about := g.count("country", "region", "segment", "owner", "domain", "parent")
	if g.has("entitlement", "end_date", "request") || !g.has("account", "account_id") {
		return false
	}
	if g.has("account") && g.has("account_id") && about > 0 || g.has("account") && about > 1 {
		return g.distinct("account_id") || !g.has("account_id") && g.distinct("account")
	}
	return false
}

// distinct reports whether no two of the first rows have the same value.
func (g *guess) distinct(field string) bool {
	r, ok := g.roles[field]
	return ok && g.sheet.Distinct[r.column] >= min(g.sheet.Rows, 200)
}

// why says in a sentence why no dataset fits.
func (g *guess) why() string {
	switch {
	case !g.has("account", "account_id", "entitlement"):
		return "No column says whose account a row is, and nothing says what was sold, used or asked."
	case g.has("date"):
		return "There is an account and a date, but no column that says what was sold, used or asked; Headroom keeps no other facts."
	}
	return "There is an account, but no column that describes it or says what was sold, used or asked; Headroom keeps no other facts."
}

// money takes the value back where nothing says its currency: it is kept as it
// is rather than lost.
func (g *guess) money() {
	r, ok := g.roles["value"]
	if !ok || g.has("currency") || g.sheet.Currency != "" || currencyIn(g.sheet.Columns[r.column].Name) != "" ||
		g.sheet.Columns[r.column].Shape == string(shape.Money) {
		return
	}
	delete(g.roles, "value")
	g.refused[r.column] = "An amount without a currency is kept as it is; say the currency to make it the value."
}

// ends looks for the end of entitlements where no header says it: the only
// dates nobody named are it, likely; among several only the person can choose.
func (g *guess) ends() {
	if g.dataset != portfolio.Entitlements || g.has("end_date") {
		return
	}
	used := map[int]bool{}
	for _, r := range g.roles {
		used[r.column] = true
	}
	var dates []int
	for i, c := range g.sheet.Columns {
		if !used[i] && c.Shape == string(shape.Date) {
			dates = append(dates, i)
			g.refused[i] = "It holds dates, and no column says when an entitlement ends."
		}
	}
	if len(dates) == 1 {
		g.roles["end_date"] = role{column: dates[0], sure: ingest.Likely}
	}
}

// proposal puts the roles together as a mapping.
func (g *guess) proposal() ingest.Proposal {
	m := &ingest.Mapping{Dataset: g.dataset, Class: classes[g.dataset], Columns: map[string]string{}, Source: sourceOf(g.sheet.File), Constants: map[string]string{}}
	p := ingest.Proposal{Mapping: m, Columns: slices.Clone(g.sheet.Columns), Asks: g.asks(), Row: ingest.Rows(g.dataset), Certain: true}
	fields := map[int]string{}
	for field, r := range g.roles {
		fields[r.column] = field
	}
	for i := range p.Columns {
		c := &p.Columns[i]
		field, ok := fields[i]
		switch {
		case ok:
			sure := g.roles[field].sure
			p.Certain = p.Certain && sure == ingest.Certain
			c.Becomes, c.Reason, c.Confidence = field, "header", sure
			c.Detail = g.said(i, field, sure)
			m.Columns[c.Name] = field
		case keepsCustom[g.dataset] && c.Name != "" && c.Shape != string(shape.Empty):
			c.Becomes, c.Reason, c.Confidence = "custom", "none", ingest.Certain
			c.Detail = "It has no place of its own and is kept as it is."
			if why := g.refused[i]; why != "" {
				c.Detail = why
				if c.Shape != string(shape.Number) && c.Shape != string(shape.Money) {
					c.Confidence, p.Certain = ingest.Unknown, false
				}
			}
			m.Custom = append(m.Custom, c.Name)
		}
	}
	if r, ok := g.roles["value"]; ok && !g.has("currency") {
		if code := currencyIn(g.sheet.Columns[r.column].Name); code != "" {
			m.Constants["currency"] = code
		}
	}
	if what := g.counted(); what != "" {
		m.Constants["product"] = what
	}
	m.Key = g.key()
	if len(p.Asks) > 0 {
		p.Certain = false
	}
	return p
}

// said says in a sentence why column i is taken for a field.
func (g *guess) said(i int, field string, sure ingest.Confidence) string {
	c := g.sheet.Columns[i]
	switch _, mostly := g.fits(i, field); {
	case mostly:
		return fmt.Sprintf("The header says so, but not every value is %s; rows where it is not will be rejected.", "a "+g.sheet.Mixed[i])
	case sure != ingest.Certain && field == "end_date" && g.refused[i] != "":
		return g.refused[i]
	}
	return fmt.Sprintf("The header says so; the values are of the shape %s (%s).", c.Shape, c.Detail)
}

// classes are what a re-import does to a sheet of a dataset.
var classes = map[portfolio.Dataset]portfolio.Class{
	portfolio.Accounts: portfolio.EntityList, portfolio.Entitlements: portfolio.EntityList, portfolio.Deployment: portfolio.Snapshot,
	portfolio.Usage: portfolio.PeriodTable, portfolio.FeatureUsage: portfolio.Events, portfolio.SupportRequests: portfolio.EntityList,
}

// keepsCustom are the datasets whose facts have custom fields.
var keepsCustom = map[portfolio.Dataset]bool{portfolio.Accounts: true, portfolio.Entitlements: true, portfolio.SupportRequests: true}

// asks lists what the sheet lacks and a person must say.
func (g *guess) asks() []ingest.Ask {
	var asks []ingest.Ask
	ask := func(name, reason string) {
		asks = append(asks, ingest.Ask{Name: name, Reason: reason, Choices: g.free(), Samples: []string{}})
	}
	byEntitlement := g.dataset != portfolio.Entitlements && g.dataset != portfolio.Deployment && g.has("entitlement")
	if !g.has("account", "account_id") && g.sheet.Account == "" && !byEntitlement {
		asks = append(asks, ingest.Ask{Name: "account", Reason: "No column says whose account a row is.", Choices: []string{}, Samples: []string{}})
	}
	if (g.dataset == portfolio.Entitlements || g.dataset == portfolio.Deployment) && !g.has("product", "sku") && g.counted() == "" {
		ask("product", "No column says which product a row is about.")
	}
	if g.dataset == portfolio.SupportRequests && !g.has("date") {
		ask("date", "No column says when a request was opened.")
	}
	return asks
}

// counted is what a sheet without a column of products counts, where its header
// says it above the figures: "Licences" over "Sold" and "Assigned".
func (g *guess) counted() string {
	r, ok := g.roles["quantity"]
	if !ok || g.has("product", "sku") {
		return ""
	}
	parent, _, grouped := strings.Cut(g.sheet.Columns[r.column].Name, " / ")
	if !grouped {
		return ""
	}
	return parent
}

// free lists the columns of words that have no field yet.
func (g *guess) free() []string {
	used := map[int]bool{}
	for _, r := range g.roles {
		used[r.column] = true
	}
	out := []string{}
	for i, c := range g.sheet.Columns {
		if !used[i] && (c.Shape == string(shape.Text) || c.Shape == string(shape.ID)) {
			out = append(out, c.Name)
		}
	}
	return out
}

// key is what tells the rows apart, nil where the account or the series does.
func (g *guess) key() []string {
	switch g.dataset {
	case portfolio.Entitlements:
		if g.has("entitlement") {
			return []string{"entitlement"}
		}
		return g.present([]string{"account_id", "account"}, []string{"product", "sku"}, []string{"start_date"})
	case portfolio.SupportRequests:
		return g.present([]string{"request"})
	case portfolio.FeatureUsage:
		return g.rowID()
	}
	return nil
}

// present returns the first field of each group that a column has.
func (g *guess) present(groups ...[]string) []string {
	var out []string
	for _, group := range groups {
		for _, f := range group {
			if g.has(f) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// rowID is the first column where it numbers the rows and means nothing else.
func (g *guess) rowID() []string {
	if len(g.sheet.Columns) == 0 || !strings.HasSuffix(value.Key(g.sheet.Columns[0].Name), "id") || g.sheet.Distinct[0] < min(g.sheet.Rows, 200) {
		return nil
	}
	for _, r := range g.roles {
		if r.column == 0 {
			return nil
		}
	}
	return []string{g.sheet.Columns[0].Name}
}

// sourceOf names the source after the file, without what changes from one
// export to the next: digits, and the signs around them.
func sourceOf(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	words := strings.FieldsFunc(base, func(r rune) bool { return strings.ContainsRune("0123456789-_. ()[]", r) })
	if len(words) == 0 {
		return "Sheet"
	}
	return strings.Join(words, " ")
}
