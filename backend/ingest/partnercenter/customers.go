package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// customers is the customer list: as the portal exports it, in the language of
// whoever does, as Get-PartnerCustomer | Export-Csv writes it, and as the API
// answers. A filter in the portal narrows the file without a word, so absence
// means nothing.
var customers = export{
	info: ingest.Info{
		ID: "ms.pc.customers", Version: 1, Title: "Partner Center customers", Source: "Partner Center customer list",
		Dataset: portfolio.Accounts, Class: portfolio.EntityList, Cadence: everyMonth,
		Row: "One row is one customer and how it is related to you.",
	},
	detect: detectCustomers,
	open:   openCustomers,
}

// The labels of the portal in its languages, the names of PowerShell and of
// the API. The first of each is the one a refusal names.
var (
	customerIDs = []string{
		"Microsoft ID", "ID Microsoft", "Microsoft-ID", "Identificador de Microsoft", "CustomerId", "id", "companyProfile.tenantId",
	}
	customerNames = []string{
		"Company name", "Nome società", "Firmenname", "Nom de la société", "Nombre de la empresa", "会社名", "CustomerName", "Name",
		"CompanyName", "companyProfile.companyName",
	}
	customerDomains = []string{
		"Primary domain name", "Nome di dominio primario", "Primärer Domänenname", "Nom de domaine principal", "Nombre de dominio principal",
		"プライマリ ドメイン名", "Domain", "companyProfile.domain",
	}
	customerRelations = []string{"Relationship", "Relazione", "Beziehung", "Relation", "Relación", "関係", "RelationshipToPartner"}
)

// detectCustomers needs all four columns, and nearly no others where nothing
// says that the rows are of this type: a hand-made list has more.
func detectCustomers(h ingest.Header) float64 {
	if t := objectType(h); t != "" {
		return certainIf(t == "Customer")
	}
	c := cells.Of(h)
	if !c.Has(customerIDs...) || !c.Has(customerNames...) || !c.Has(customerDomains...) || !c.Has(customerRelations...) {
		return 0
	}
	known := append([]string{"BillingProfile", "AllowDelegatedAccess", "AssociatedPartnerId", "CommerceId", "CompanyProfile", "CustomDomains", "Attributes", "Links"},
		customerIDs...)
	for _, more := range [][]string{customerNames, customerDomains, customerRelations} {
		known = append(known, more...)
	}
	return certainIf(c.Known(known) > 0.7)
}

func certainIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

type customersAdapter struct {
	cells.Reader
	info                             ingest.Info
	asOf                             portfolio.Day
	id, name, domain, relation, addr int
}

func openCustomers(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &customersAdapter{
		Reader: cells.For(h, c, value.AnyOrder, 0), info: info, asOf: c.AsOf,
		name: columns.Find(customerNames...), domain: columns.Find(customerDomains...), relation: columns.Find(customerRelations...),
		addr: columns.Find("companyProfile.address.country", "BillingProfile.DefaultAddress.Country"),
	}
	return a, needs(columns, need{&a.id, customerIDs})
}

// Info describes the list.
func (a *customersAdapter) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *customersAdapter) Monthly() bool { return false }

// Adapt hands over the customer. Its id is the one of its tenant; the name is
// the one on its bills and may be another elsewhere, so it never matches.
func (a *customersAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	customer := portfolio.Account{
		Ref:     portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(value.ID(a.Need(a.id))), Name: a.Text(a.name)},
		Domain:  a.Text(a.domain),
		Country: a.Text(a.addr),
	}
	if err := a.Problem(); err != nil {
		return err
	}
	if relation := a.Text(a.relation); relation != "" {
		customer.Custom = []portfolio.Custom{{Name: "Relationship", Value: relation}}
	}
	return out.Account(ingest.At{Day: a.asOf}, customer)
}
