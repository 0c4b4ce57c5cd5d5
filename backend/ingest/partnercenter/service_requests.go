package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// serviceRequests are the support requests of one customer, or of all.
var serviceRequests = export{
	info: ingest.Info{
		ID: "ms.pc.service_requests", Version: 1, Title: "Partner Center service requests", Source: "Partner Center service requests",
		Dataset: portfolio.SupportRequests, Class: portfolio.EntityList, Cadence: everyMonth,
		Row: "One row is one support request.", Needs: []string{"account"},
	},
	detect: answer([]string{"ServiceRequest"}, signature{
		has:    []string{"title", "severity", "createdDate"},
		either: [][]string{{"lastClosedDate"}, {"primaryContact.firstName"}, {"organization.id"}},
		known: []string{
			"id", "title", "description", "severity", "supportTopicId", "supportTopicName", "serviceName", "status", "organization.id",
			"organization.name", "organization.phoneNumber", "primaryContact.firstName", "primaryContact.lastName", "primaryContact.email",
			"primaryContact.phoneNumber", "lastUpdatedBy.contact", "productName", "productId", "createdDate", "lastModifiedDate", "lastClosedDate",
			"fileLinks", "newNote", "notes", "countryCode",
		},
	}),
	open: openServiceRequests,
}

// The documented words behind the integers of the API.
var (
	requestStates     = []string{"none", "open", "closed", "attention needed"}
	requestSeverities = []string{"unknown", "critical", "moderate", "minimal"}
)

type requests struct {
	cells.Reader
	info                                       ingest.Info
	asOf                                       portfolio.Day
	one                                        portfolio.AccountRef // where no row names a customer
	tenant, customer                           int
	id, title, severity, state, opened, closed int
	product, topic                             int
}

func openServiceRequests(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &requests{
		Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf,
		tenant: columns.Find("organization.id"), customer: columns.Find("organization.name"),
		title: columns.Find("title"), severity: columns.Find("severity"), state: columns.Find("status"),
		closed: columns.Find("lastClosedDate"), product: columns.Find("productName", "serviceName"), topic: columns.Find("supportTopicName"),
	}
	if a.tenant == cells.None && a.customer == cells.None {
		var err error
		if a.one, err = oneCustomer(h, c); err != nil {
			return nil, err
		}
	}
	return a, needs(columns, need{&a.id, []string{"id"}}, need{&a.opened, []string{"createdDate"}})
}

// Info describes the list.
func (a *requests) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *requests) Monthly() bool { return false }

// Adapt hands over the request.
func (a *requests) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	ref := a.one
	if a.tenant != cells.None || a.customer != cells.None {
		ref = portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Text(a.tenant)), Name: a.Text(a.customer)}
		if ref.ExternalID == "" && ref.Name == "" {
			a.Reject(a.tenant, cells.MissingKey, "The row does not name a customer.")
		}
	}
	r := portfolio.SupportRequest{
		Key:      "ms:" + a.Need(a.id),
		Account:  portfolio.Account{Ref: ref},
		Product:  portfolio.Product{Name: a.Text(a.product)},
		Title:    a.Text(a.title),
		Opened:   a.NeedDay(a.opened),
		Closed:   a.Day(a.closed),
		Category: a.Text(a.topic),
		Status:   a.word(a.state, requestStates),
		Severity: a.word(a.severity, requestSeverities),
	}
	if r.Status == "open" {
		r.Closed = portfolio.NoDay
	}
	if err := a.Problem(); err != nil {
		return err
	}
	return out.Support(ingest.At{Day: a.asOf}, r)
}

// word reads one of a list of words, or its number in the list.
func (a *requests) word(i int, words []string) string {
	text := a.Text(i)
	if n, res := value.Whole([]byte(text), ingest.Text, '.'); res == value.OK && n >= 0 && int(n) < len(words) {
		return words[n]
	}
	for _, w := range words {
		if value.Key(w) == value.Key(text) {
			return w
		}
	}
	return text
}
