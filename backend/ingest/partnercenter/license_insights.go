package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// licenseDeployment and licenseUsage are what the API answers about licenses:
// how many of a product are assigned at a customer, and how many are used by
// workload. An answer is about one customer or about all, and nothing tells
// which, so each customer and service is a slice of its own: what an answer
// leaves out of a customer is gone, a customer it leaves out is not.
var (
	licenseDeployment = export{
		info: ingest.Info{
			ID: "ms.pc.license_deployment", Version: 1, Title: "Partner Center license deployment", Source: "Partner Center license deployment",
			Dataset: portfolio.Deployment, Class: portfolio.Snapshot, Cadence: everyWeek,
			Row: "One row is one product at a customer: licenses sold and assigned.",
		},
		detect: answer([]string{"CustomerLicensesDeploymentInsights"}, signature{
			has:    []string{"licensesDeployed", "licensesSold", "productName"},
			either: [][]string{{"customerName"}, {"customerId"}, {"customerTenantId"}},
			known:  append([]string{"licensesDeployed", "licensesSold", "deploymentPercent"}, licenseColumns...),
		}),
		open: openLicenseDeployment,
	}
	licenseUsage = export{
		info: ingest.Info{
			ID: "ms.pc.license_usage", Version: 1, Title: "Partner Center license usage", Source: "Partner Center license usage",
			Dataset: portfolio.Usage, Class: portfolio.Snapshot, Cadence: everyWeek,
			Row: "One row is one workload of a product at a customer: licenses that may use it and that do.",
		},
		detect: answer([]string{"CustomerLicensesUsageInsights"}, signature{
			has:    []string{"licensesQualified", "productName"},
			either: [][]string{{"licensesActive"}, {"licenseActive"}},
			known:  append([]string{"workloadCode", "workloadName", "licensesActive", "licenseActive", "licensesQualified", "usagePercent"}, licenseColumns...),
		}),
		open: openLicenseUsage,
	}
)

var licenseColumns = []string{
	"customerId", "customerTenantId", "customerName", "productId", "productName", "serviceCode", "serviceName", "channel", "processedDateTime",
	"attributes.objectType",
}

// licenseBenchmark are the same figures of the partner's whole portfolio.
// They name no customer, their percentages are weighted in a way nobody
// explains, and what they count is counted by the answers about customers
// already: an account of their own would count it twice.
var licenseBenchmark = export{
	info: ingest.Info{
		ID: "ms.pc.license_benchmark", Version: 1, Title: "Partner Center license figures of the portfolio", Source: "Partner Center license benchmark",
		Dataset: portfolio.Deployment, Class: portfolio.Snapshot,
		Row: "One row is a percentage of your whole portfolio; none is imported, because the answers about customers hold what it is made of.",
	},
	detect: answer([]string{"PartnerLicensesDeploymentInsights", "PartnerLicensesUsageInsights"}, signature{
		either: [][]string{{"proratedDeploymentPercent"}, {"proratedLicensesUsagePercent"}},
		known:  append([]string{"proratedDeploymentPercent", "proratedLicensesUsagePercent", "licensesSold", "workloadName"}, licenseColumns...),
	}),
	open: func(info ingest.Info, _ ingest.Header, _ ingest.Context) (ingest.Adapter, error) {
		return benchmark{info}, nil
	},
}

type benchmark struct{ info ingest.Info }

// Info describes the answer.
func (b benchmark) Info() ingest.Info { return b.info }

// Monthly is false.
func (b benchmark) Monthly() bool { return false }

// Adapt leaves every row out.
func (b benchmark) Adapt(ingest.Row, ingest.Sink) error { return ingest.Skip("portfolio_benchmark") }

// licenses holds the columns both answers share.
type licenses struct {
	cells.Reader
	info                                     ingest.Info
	asOf                                     portfolio.Day
	scope                                    string
	one                                      portfolio.AccountRef // where no row names a customer
	tenant, customer, product, service, when int
	code, channel                            int
}

func openLicenses(info ingest.Info, h ingest.Header, c ingest.Context) (licenses, error) {
	columns := cells.Of(h)
	a := licenses{
		Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf, scope: c.Partner,
		tenant: columns.Find("customerTenantId", "customerId"), customer: columns.Find("customerName"), service: columns.Find("serviceName"),
		code: columns.Find("serviceCode"), channel: columns.Find("channel"), when: columns.Find("processedDateTime"),
	}
	if a.tenant == cells.None && a.customer == cells.None {
		var err error
		if a.one, err = oneCustomer(h, c); err != nil {
			return a, err
		}
	}
	return a, needs(columns, need{&a.product, []string{"productName"}})
}

// Info describes the answer.
func (a *licenses) Info() ingest.Info { return a.info }

// Monthly is false: figures are those of the day they were processed.
func (a *licenses) Monthly() bool { return false }

// account reads the customer; the examples of Microsoft name it without its id.
func (a *licenses) account() portfolio.Account {
	ref := a.one
	if a.tenant != cells.None || a.customer != cells.None {
		ref = portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Text(a.tenant)), Name: a.Text(a.customer)}
		if ref.ExternalID == "" && ref.Name == "" {
			a.Reject(a.customer, cells.MissingKey, "The row does not name a customer.")
		}
	}
	return portfolio.Account{Ref: ref}
}

// at is the day the figures were processed, in the slice of the customer and
// service.
func (a *licenses) at(ref portfolio.AccountRef) ingest.At {
	day := a.Day(a.when)
	if day.IsZero() {
		day = a.asOf
	}
	who := ref.ExternalID
	if who == "" {
		who = value.Name(ref.Name)
	}
	service := a.Text(a.code)
	if service == "" {
		service = a.Text(a.service)
	}
	return ingest.At{Day: day, Reporter: strings.TrimSpace(who + " " + value.Key(service))}
}

func (a *licenses) productOf() portfolio.Product {
	return portfolio.Product{Name: a.Need(a.product), Family: a.Text(a.service), Vendor: vendor}
}

type licenseDeploymentAdapter struct {
	licenses
	sold, assigned int
	deployments    deployments
}

func openLicenseDeployment(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openLicenses(info, h, c)
	if err != nil {
		return nil, err
	}
	a := &licenseDeploymentAdapter{licenses: shared}
	if err := needs(cells.Of(h), need{&a.sold, []string{"licensesSold"}}, need{&a.assigned, []string{"licensesDeployed"}}); err != nil {
		return nil, err
	}
	return a, nil
}

// Adapt adds the row to its product; one sold through two channels has two.
func (a *licenseDeploymentAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	d := portfolio.Deployed{Account: a.account(), Product: a.productOf(), Sold: a.Count(a.sold), Assigned: a.Count(a.assigned), PartnerID: a.scope}
	at := a.at(d.Account.Ref)
	if err := a.Problem(); err != nil {
		return err
	}
	if !d.Sold.OK && !d.Assigned.OK {
		return cells.NoFigures
	}
	if d.Sold.OK && d.Assigned.OK && d.Assigned.N > d.Sold.N {
		out.Note(a.Name(a.assigned), cells.OverAssigned, "More licenses are assigned than sold.")
	}
	a.deployments.add(at, "channel "+a.Text(a.channel), d)
	return nil
}

// Conclude hands over the licenses of every customer and product.
func (a *licenseDeploymentAdapter) Conclude(out ingest.Sink) error {
	return a.deployments.conclude(out)
}

type licenseUsageAdapter struct {
	licenses
	workload, active, total int
	identity                []int
	series                  cells.SeriesCache
	levels                  levels
}

func openLicenseUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openLicenses(info, h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &licenseUsageAdapter{licenses: shared}
	err = needs(columns, need{&a.workload, []string{"workloadName", "workloadCode"}},
		need{&a.active, []string{"licensesActive", "licenseActive"}}, need{&a.total, []string{"licensesQualified"}})
	a.identity = []int{a.tenant, a.customer, a.product, a.workload, a.service, a.code}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Adapt adds the row to its workload; a product sold through two channels has
// two rows.
func (a *licenseUsageAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	s := portfolio.Series{Account: a.account(), Product: a.productOf(), WorkloadRaw: a.Need(a.workload), PartnerID: a.scope}
	s.Workload = cells.Workload(s.WorkloadRaw)
	at := a.at(s.Account.Ref)
	o := portfolio.Observation{Active: a.Count(a.active), Total: a.Count(a.total)}
	if err := a.Problem(); err != nil {
		return err
	}
	if o == (portfolio.Observation{}) {
		return cells.NoFigures
	}
	id, known := a.series.Find(row, a.identity)
	if !known {
		var err error
		if id, err = out.Series(at.Reporter, s); err != nil {
			return err
		}
		a.series.Add(id)
	}
	if o.Active.OK && o.Total.OK && o.Active.N > o.Total.N {
		out.Note(a.Name(a.active), cells.Above100, "More licenses are active than qualified.")
	}
	a.levels.add(id, at.Day, a.Text(a.channel), o)
	return nil
}

// Conclude hands over the figures of every workload.
func (a *licenseUsageAdapter) Conclude(out ingest.Sink) error { return a.levels.conclude(out) }
