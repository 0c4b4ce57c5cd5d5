package support

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// zendesk is the CSV export of a view of tickets.
type zendesk struct{}

// Info describes the export.
func (zendesk) Info() ingest.Info {
	return infoOf("zendesk.tickets", "Zendesk tickets", "Zendesk", "One row is one ticket.")
}

// Detect recognises the columns that only a view of tickets has.
func (zendesk) Detect(h ingest.Header) float64 {
	h.Uses = nil
	c := cells.Of(h)
	for _, name := range []string{"Id", "Subject", "Status", "Requester"} {
		if !c.Has(name) {
			return 0
		}
	}
	signs := 0
	for _, name := range []string{"Summation column", "Ticket type", "Requester domain", "Solved at", "Group stations", "Assignee stations", "First reply time in minutes"} {
		if c.Has(name) {
			signs++
		}
	}
	if signs < 2 {
		return 0
	}
	return 0.95
}

// Open needs the number of the ticket and the day it was created.
func (p zendesk) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	id, err := columns.Need("Id")
	if err != nil {
		return nil, err
	}
	created, err := columns.Need("Created at")
	if err != nil {
		return nil, err
	}
	a := &tickets{
		desk: openDesk(p.Info(), h, c), id: id, created: created,
		organization: columns.Find("Organization"),
		domain:       columns.Find("Requester domain"),
		email:        columns.Find("Requester email"),
		subject:      columns.Find("Subject"),
		tags:         columns.Find("Tags"),
		status:       columns.Find("Status"),
		priority:     columns.Find("Priority"),
		kind:         columns.Find("Ticket type"),
		solved:       columns.Find("Solved at"),
		reply:        columns.Find("First reply time in minutes"),
		resolution:   columns.Find("Full resolution time in minutes"),
		satisfaction: columns.Find("Satisfaction Score"),
	}
	if max(a.organization, a.domain, a.email) == cells.None && a.account == "" {
		return nil, asksAccount(h)
	}
	for i, name := range h.Columns {
		if field, ok := customField(name); ok {
			h.Uses.Use(i, "custom")
			a.extras = append(a.extras, extra{field, []int{i}})
		}
	}
	return a, nil
}

// customField returns the name of a field that the people of a help desk added
// themselves: Zendesk writes its kind behind it, "Product area [list]".
func customField(name string) (string, bool) {
	field, kind, ok := strings.Cut(name, " [")
	if !ok {
		return "", false
	}
	switch kind {
	case "list]", "txt]", "int]", "dec]", "flag]", "date]", "multi]":
		return field, true
	}
	return "", false
}

// tickets adapts one ticket per row.
type tickets struct {
	desk
	id, created, organization, domain, email      int
	subject, tags, status, priority, kind, solved int
	reply, resolution, satisfaction               int
	extras                                        []extra
}

// Adapt hands over one ticket.
func (a *tickets) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	account, ok := a.owner(a.Text(a.organization), a.Text(a.email), a.Text(a.domain))
	if !ok {
		a.Reject(a.organization, cells.MissingKey, noAccount)
	}
	r := portfolio.SupportRequest{
		Key: "zendesk:" + a.Need(a.id), Account: account, Title: a.title(a.subject), Opened: a.NeedDay(a.created), Closed: a.Day(a.solved),
		Category: category(a.Text(a.kind), strings.FieldsFunc(a.Text(a.tags), func(r rune) bool { return r == ' ' || r == ',' })),
		Status:   a.Text(a.status), Severity: a.Text(a.priority),
		FirstResponse: a.minutes(a.reply), Resolution: a.minutes(a.resolution), Custom: a.custom(a.extras),
	}
	if err := a.Problem(); err != nil {
		return err
	}
	r.Satisfaction = a.rating(out)
	return out.Support(ingest.At{Day: a.asOf}, r)
}

// ratings are Zendesk's words for a customer's answer: 1 is good and 0 is bad,
// so that the mean is the share of good ones. The others say that nobody
// answered.
var ratings = map[string]portfolio.Decimal{
	"good": {Mantissa: 1, OK: true}, "goodwithcomment": {Mantissa: 1, OK: true},
	"bad": {OK: true}, "badwithcomment": {OK: true},
	"offered": {}, "unoffered": {}, "notoffered": {}, "": {},
}

func (a *tickets) rating(out ingest.Sink) portfolio.Decimal {
	word := a.Text(a.satisfaction)
	score, ok := ratings[value.Key(word)]
	if !ok {
		out.Note(a.Name(a.satisfaction), cells.UnknownWord, "Neither good nor bad: "+word)
	}
	return score
}
