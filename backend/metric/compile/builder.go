package compile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// builder writes one statement over one relation.
type builder struct {
	question   Question
	relation   metric.Relation
	everyState bool // list entitlements whether they count or not
	tables     []string
	args       []any
}

func newBuilder(q Question, r metric.Relation) *builder { return &builder{question: q, relation: r} }

// arg binds v and returns its placeholder; equal values share one.
func (b *builder) arg(v any) string {
	i := slices.Index(b.args, v)
	if i < 0 {
		b.args = append(b.args, v)
		i = len(b.args) - 1
	}
	return fmt.Sprintf("?%d", i+1)
}

func (b *builder) day(d portfolio.Day) string { return b.arg(d.String()) }

// list binds values as one JSON list, so that the text does not depend on
// their number.
func (b *builder) list(values []any) string {
	text, err := json.Marshal(values)
	if err != nil { // operands are text and finite numbers
		panic(err)
	}
	return "(SELECT value FROM json_each(" + b.arg(string(text)) + "))"
}

// tableOrder is the order of joins.
var tableOrder = []string{"account", "stream", "product", "entitlement_key", "charged", "import"}

func (b *builder) join(table string) {
	if table != "" && !slices.Contains(b.tables, table) {
		b.tables = append(b.tables, table)
	}
}

// from renders the relation and the tables joined to it.
func (b *builder) from() string {
	if b.relation == metric.Accounts {
		return "FROM account a\n"
	}
	sql := "FROM " + map[metric.Relation]string{
		metric.Usage: "series f", metric.FeatureUsage: "series f", metric.Support: "state f", metric.Renewals: "term f", metric.Charges: "state f",
	}[b.relation]
	if b.relation == metric.Entitlements {
		sql = "FROM fact f"
		if b.everyState {
			sql = "FROM state f"
		}
	}
	for _, t := range tableOrder {
		if slices.Contains(b.tables, t) {
			sql += "\n" + b.joined(t)
		}
	}
	return sql + "\n"
}

func (b *builder) joined(table string) string {
	switch table {
	case "account":
		if b.relation == metric.Usage || b.relation == metric.FeatureUsage {
			return "JOIN ref_account r ON r.ref_id = f.ref_id\nJOIN account a ON a.id = r.account_id"
		}
		return "JOIN account a ON a.id = f.account_id"
	case "product":
		if b.relation == metric.Usage || b.relation == metric.FeatureUsage {
			return canonical("f") + "\nLEFT JOIN product p ON p.id = " + canonicalID("f")
		}
		return "LEFT JOIN product p ON p.id = " + b.product()
	case "stream":
		return "JOIN stream t ON t.id = f.stream_id"
	case "charged":
		return "LEFT JOIN charged c ON c.key_id = f.id"
	case "entitlement_key":
		return "JOIN entitlement_key k ON k.id = f.id"
	default:
		return `JOIN "import" i ON i.id = f.import_id`
	}
}

// canonical joins the product that the product of a row is, where it is another
// one; canonicalID is the number of what it is.
func canonical(row string) string {
	return "LEFT JOIN product_canonical y ON y.product_id = " + row + ".product_id"
}

func canonicalID(row string) string { return "coalesce(y.canonical_id, " + row + ".product_id)" }

// product is the number of the product of a row of the relation, which was
// resolved already, except that terms keep every column of their rows beside it.
func (b *builder) product() string {
	if b.relation == metric.Renewals {
		return "f.canonical_id"
	}
	return "f.product_id"
}

// key renders a dimension as it is shown: with its grain.
func (b *builder) key(d metric.Dimension, grain string) string {
	expr := b.expr(d)
	if d.Kind == metric.Date && !(d.Name == metric.DateName && b.levels()) {
		return b.question.Setting.Calendar.SQL(expr, grain)
	}
	return expr
}

// groups renders what to group by. Where a key stands for a row of a joined
// table, the row's number does, and the table's other keys follow from it:
// numbers sort faster than texts. The plus keeps SQLite from walking the index
// of the number, which reads the table in random order.
func (b *builder) groups() []string {
	numbers := map[string]string{"account": "+f.account_id", "product": "+" + b.product(), "entitlement_key": "f.id"}
	if b.relation == metric.Accounts {
		numbers = map[string]string{"account": "a.id"}
	}
	var terms []string
	for i, by := range b.question.Query.By {
		d, _ := b.question.Catalog.Dimension(by.Dimension)
		place := d.In[b.relation]
		term := fmt.Sprint(i + 1)
		if numbers[place.Table] != "" && place.Follows() && b.question.stands(place.Table, b.relation) {
			term = numbers[place.Table]
		}
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// levels reports whether date is chosen by the question rather than a column.
func (b *builder) levels() bool {
	d, _ := b.question.Catalog.Dataset(b.relation)
	return d.Levels
}

// expr renders the value of a dimension and joins the table it is in.
func (b *builder) expr(d metric.Dimension) string {
	place := d.In[b.relation]
	b.join(place.Table)
	if place.Field != "" {
		return b.custom(place)
	}
	switch d.Kind {
	case metric.Flag:
		return "CASE " + place.SQL + " WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END"
	case metric.Scope:
		own := b.question.Setting.OwnPartners
		if len(own) == 0 {
			return "'own'"
		}
		return "CASE WHEN " + b.own(place) + " THEN 'own' ELSE 'other' END"
	case metric.Days:
		return "CAST(julianday(" + place.SQL + ") - julianday(f.day) AS INTEGER)"
	default:
		return place.SQL
	}
}

// custom renders the value of a custom field. Its header is bound and compared
// as it is, because a JSON path would read signs in it as a part of the path.
func (b *builder) custom(place metric.Place) string {
	var terms []string
	for column := range strings.SplitSeq(place.SQL, ", ") {
		terms = append(terms, "(SELECT value FROM json_each("+column+") WHERE key = "+b.arg(place.Field)+")")
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "coalesce(" + strings.Join(terms, ", ") + ")"
}

// own renders whether a partner is one of ours.
func (b *builder) own(place metric.Place) string {
	var marks []string
	for _, id := range b.question.Setting.OwnPartners {
		marks = append(marks, b.arg(id))
	}
	return place.SQL + " IN (" + strings.Join(marks, ", ") + ")"
}

// where renders what limits the rows: the relation's own terms, the scope, and
// the filter without the days it chooses.
func (b *builder) where() []string {
	var terms []string
	switch b.relation {
	case metric.Accounts:
		terms = append(terms, "a.live = 1")
	case metric.Support:
		terms = append(terms, "f.opened_day <= "+b.day(b.question.Day))
	case metric.Charges:
		terms = append(terms, "(f.charge_day IS NULL OR f.charge_day <= "+b.day(b.question.Day)+")")
	case metric.Entitlements, metric.Renewals, metric.Usage, metric.FeatureUsage:
	}
	if b.question.Query.Scope == "own" && len(b.question.Setting.OwnPartners) > 0 {
		if d, ok := b.scope(); ok {
			terms = append(terms, b.own(d.In[b.relation]))
		}
	}
	for _, f := range b.filters() {
		terms = append(terms, b.condition(&f))
	}
	return terms
}

// scope returns the dimension that tells own rows from others, where the
// relation has one.
func (b *builder) scope() (metric.Dimension, bool) {
	for _, d := range b.question.Catalog.Dimensions {
		if _, ok := d.In[b.relation]; ok && d.Kind == metric.Scope {
			return d, true
		}
	}
	return metric.Dimension{}, false
}

// filters returns the conjuncts of the filter that limit rows.
func (b *builder) filters() []metric.Filter {
	if !b.levels() {
		if b.question.Query.Filter == nil {
			return nil
		}
		return conjuncts(b.question.Query.Filter)
	}
	_, rest, err := split(b.question.Query.Filter, "filter")
	if err != nil { // DaysOf refused it before
		panic(err)
	}
	return rest
}

func conjuncts(f *metric.Filter) []metric.Filter {
	if f.All == nil {
		return []metric.Filter{*f}
	}
	var out []metric.Filter
	for i := range f.All {
		out = append(out, conjuncts(&f.All[i])...)
	}
	return out
}
