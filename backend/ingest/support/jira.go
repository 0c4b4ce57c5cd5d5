package support

import (
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// jira is the CSV export of issues. A field with several values is several
// columns of one name.
type jira struct{}

// Info describes the export.
func (jira) Info() ingest.Info {
	return infoOf("jira.issues", "Jira issues", "Jira", "One row is one issue.")
}

// Detect recognises the key and the number of an issue.
func (jira) Detect(h ingest.Header) float64 {
	h.Uses = nil
	c := cells.Of(h)
	if !c.Has("Issue key") || !c.Has("Summary") || !c.Has("Issue id") && (!c.Has("Issue Type") || !c.Has("Created")) {
		return 0
	}
	return 0.95
}

// The names of the field that says whose issue it is: in Jira Service
// Management, and as a field of one's own.
var organizationNames = []string{"Organizations", "Organization", "Custom field (Organizations)", "Custom field (Organization)"}

// The names of the stars that a customer gave.
var satisfactionNames = []string{"Satisfaction rating", "Custom field (Satisfaction rating)"}

// Open needs the number of the issue, since its key changes when it moves to
// another project, and the day it was created.
func (p jira) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	id, err := columns.Need("Issue id")
	if err != nil {
		return nil, err
	}
	created, err := columns.Need("Created")
	if err != nil {
		return nil, err
	}
	a := &issues{
		desk: openDesk(p.Info(), h, c), id: id, created: created, width: len(h.Columns),
		key:           columns.Find("Issue key"),
		summary:       columns.Find("Summary"),
		kind:          columns.Find("Issue Type", "Request Type", "Work type"),
		status:        columns.Find("Status"),
		priority:      columns.Find("Priority"),
		resolved:      columns.Find("Resolved"),
		satisfaction:  columns.Find(satisfactionNames...),
		organizations: allOf(h, "Organization", organizationNames...),
		reporters:     allOf(h, "Reporter", "Reporter", "Reporter Email", "Custom field (Reporter Email)", "Creator"),
		labels:        allOf(h, "Labels", "Labels"),
		extras:        jiraExtras(h),
	}
	if len(a.organizations) == 0 && a.account == "" && !a.tellsDomain(h) {
		return nil, asksAccount(h)
	}
	return a, nil
}

// allOf finds every column of one of the names, repeated ones included, in the
// order of the names.
func allOf(h ingest.Header, use string, names ...string) []int {
	var found []int
	for _, name := range names {
		for i, column := range h.Columns {
			if value.Key(withoutNumber(column)) == value.Key(name) {
				h.Uses.Use(i, use)
				found = append(found, i)
			}
		}
	}
	return found
}

// withoutNumber takes off what tells a repeated name from the first, "#2".
func withoutNumber(column string) string {
	name, number, ok := strings.Cut(column, "#")
	if ok && number != "" && strings.Trim(number, "0123456789") == "" {
		return name
	}
	return column
}

// jiraExtras are the fields that are kept as they are: those of the help
// desk's own, and the labels and components.
func jiraExtras(h ingest.Header) []extra {
	var extras []extra
	for i, column := range h.Columns {
		name := withoutNumber(column)
		switch own, ok := strings.CutPrefix(name, "Custom field ("); {
		case ok && strings.HasSuffix(own, ")"):
			if slices.ContainsFunc(slices.Concat(organizationNames, satisfactionNames), func(n string) bool { return value.Key(n) == value.Key(name) }) {
				continue
			}
			name = strings.TrimSuffix(own, ")")
		case value.Key(name) == "labels" || value.Key(name) == "components":
		default:
			continue
		}
		h.Uses.Use(i, "custom")
		if n := slices.IndexFunc(extras, func(e extra) bool { return e.name == name }); n >= 0 {
			extras[n].columns = append(extras[n].columns, i)
			continue
		}
		extras = append(extras, extra{name, []int{i}})
	}
	return extras
}

// issues adapts one issue per row.
type issues struct {
	desk
	width                                                       int
	id, created, key, summary, kind, status, priority, resolved int
	satisfaction                                                int
	organizations, reporters, labels                            []int
	extras                                                      []extra
}

// tellsDomain reports whether the first rows name somebody by an address. A
// file without rows needs no account.
func (a *issues) tellsDomain(h ingest.Header) bool {
	for _, row := range h.Sample {
		a.Start(row)
		if slices.ContainsFunc(a.values(a.reporters), func(s string) bool { return isAddress(s) }) {
			return true
		}
	}
	return len(h.Sample) == 0
}

// isAddress reports whether a name is an address: a dotted user name is not
// the domain it looks like.
func isAddress(name string) bool { return strings.Contains(name, "@") && cells.Domain(name) != "" }

// Adapt hands over one issue. Cells beyond the header are further values of
// fields at the end, comments as a rule, that the header has no room for.
func (a *issues) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	organization := ""
	names := a.values(a.organizations)
	if len(names) > 0 {
		organization = names[0]
	}
	account, ok := a.owner(organization, slices.DeleteFunc(a.values(a.reporters), func(s string) bool { return !isAddress(s) })...)
	if !ok {
		a.Reject(a.reporter(), cells.MissingKey, noAccount)
	}
	r := portfolio.SupportRequest{
		Key: "jira:" + a.Need(a.id), Account: account, Title: a.title(a.summary), Opened: a.NeedDay(a.created), Closed: a.Day(a.resolved),
		Category: category(a.Text(a.kind), a.labelled()), Status: a.Text(a.status), Severity: a.Text(a.priority),
		Custom: a.custom(a.extras),
	}
	if key := a.Text(a.key); key != "" {
		r.Custom = append([]portfolio.Custom{{Name: "Issue key", Value: key}}, r.Custom...)
	}
	if err := a.Problem(); err != nil {
		return err
	}
	r.Satisfaction = a.rating(row, out)
	if len(names) > 1 {
		out.Note(a.Name(a.organizations[1]), "several_organizations", "The issue has several organizations; it is counted for the first.")
	}
	if slices.ContainsFunc(row.Cells[min(a.width, len(row.Cells)):], func(c []byte) bool { return !value.IsNull(c) }) {
		out.Note("", "wide_row", "The row has more cells than the header; those beyond it are not read.")
	}
	return out.Support(ingest.At{Day: a.asOf}, r)
}

// reporter is the column that is named where an issue has no account.
func (a *issues) reporter() int {
	if all := slices.Concat(a.organizations, a.reporters); len(all) > 0 {
		return all[0]
	}
	return cells.None
}

// labelled are the labels of an issue; a file that was joined by hand has them
// in one cell.
func (a *issues) labelled() []string {
	return strings.FieldsFunc(a.joined(a.labels), func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
}

// rating reads the stars that a customer gave. Another text is only noted: the
// field may be one of the help desk's own.
func (a *issues) rating(row ingest.Row, out ingest.Sink) portfolio.Decimal {
	if a.satisfaction == cells.None {
		return portfolio.Decimal{}
	}
	d, res := value.Decimal(row.Cell(a.satisfaction), row.Kind(a.satisfaction), a.SignOf(a.satisfaction))
	if res == value.Bad {
		out.Note(a.Name(a.satisfaction), cells.UnknownWord, "Not a number of stars.")
	}
	return d
}
