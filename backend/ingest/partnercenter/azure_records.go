package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// azureAnalytics, azureRecords and azureResources are the API's answers about
// the consumption of Azure: quantities by day of all customers, quantities of
// the running billing period of one subscription, and the cost of its
// resources, which has no quantities and goes to the ledger.
var (
	azureAnalytics = export{
		info: ingest.Info{
			ID: "ms.pc.azure_analytics", Version: 1, Title: "Partner Center Azure usage analytics", Source: "Partner Center Azure analytics",
			Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Cadence: everyWeek,
			Row: "One row is the quantity of one Azure meter that a subscription used on one day.",
		},
		detect: signature{
			has:    []string{"usageDate", "meterCategory", "quantity", "customerTenantId"},
			either: [][]string{{"meterUnit"}, {"meterSubcategory"}},
			not:    []string{"InvoiceNumber", "BillingPreTaxTotal"},
			known: []string{
				"customerTenantId", "customerName", "subscriptionId", "subscriptionName", "usageDate", "resourceLocation", "meterCategory",
				"meterSubcategory", "meterUnit", "reservationOrderId", "reservationId", "consumptionMeterId", "serviceType", "quantity",
				"attributes.objectType",
			},
		}.score,
		open: openAzureRecords(recordColumns{
			tenant: "customerTenantId", customer: "customerName", day: "usageDate", used: "quantity", unit: "meterUnit",
			meter: []string{"meterCategory", "meterSubcategory"},
		}),
	}
	azureRecords = export{
		info: ingest.Info{
			ID: "ms.pc.azure_records", Version: 1, Title: "Partner Center Azure usage of one subscription", Source: "Partner Center Azure records",
			Dataset: portfolio.Usage, Class: portfolio.Snapshot, Cadence: everyWeek,
			Row:   "One row is the quantity of one Azure resource in the running billing period of the customer you name.",
			Needs: []string{"account"},
		},
		detect: answer([]string{"AzureResourceMonthlyUsageRecord"}, signature{
			has:    []string{"quantityUsed", "unit", "category"},
			either: [][]string{{"totalCost"}, {"subcategory"}},
			known:  []string{"category", "subcategory", "quantityUsed", "unit", "id", "name", "totalCost", "currencyLocale", "resourceId", "resourceName"},
		}),
		open: openAzureRecords(recordColumns{used: "quantityUsed", unit: "unit", meter: []string{"category", "subcategory", "name"}}),
	}
)

// recordColumns are the names of the columns of an answer; without a tenant it
// is about one customer, without a day about the running period.
type recordColumns struct {
	tenant, customer, day, used, unit string
	meter                             []string
}

type azureRecordsAdapter struct {
	cells.Reader
	info                              ingest.Info
	asOf                              portfolio.Day
	scope                             string
	one                               portfolio.AccountRef
	reporter                          string
	tenant, customer, day, used, unit int
	meter                             []int
	identity                          []int
	series                            cells.SeriesCache
	meters                            meters
}

func openAzureRecords(names recordColumns) func(ingest.Info, ingest.Header, ingest.Context) (ingest.Adapter, error) {
	return func(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
		columns := cells.Of(h)
		find := func(name string) int {
			if name == "" {
				return cells.None
			}
			return columns.Find(name)
		}
		a := &azureRecordsAdapter{
			Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf, scope: c.Partner,
			tenant: find(names.tenant), customer: find(names.customer), day: find(names.day), unit: find(names.unit),
		}
		if names.tenant == "" {
			var err error
			if a.one, err = oneCustomer(h, c); err != nil {
				return nil, err
			}
			a.reporter = a.one.ExternalID + value.Name(a.one.Name) + " " + linkedSubscription(h)
		}
		for _, name := range names.meter {
			if i := find(name); i != cells.None {
				a.meter = append(a.meter, i)
			}
		}
		a.identity = append([]int{a.tenant, a.customer, a.unit}, a.meter...)
		return a, needs(columns, need{&a.used, []string{names.used}})
	}
}

// Info describes the answer.
func (a *azureRecordsAdapter) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *azureRecordsAdapter) Monthly() bool { return false }

// Adapt adds the quantity to its meter.
func (a *azureRecordsAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	day := a.asOf
	if a.day != cells.None {
		day = a.NeedDay(a.day)
	}
	s := portfolio.Series{Account: portfolio.Account{Ref: a.one}, Product: azure, PartnerID: a.scope}
	if a.tenant != cells.None {
		s.Account.Ref = portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Need(a.tenant)), Name: a.Text(a.customer)}
	}
	parts := make([]string, len(a.meter))
	for i, column := range a.meter {
		parts[i] = a.Text(column)
	}
	s.Meter = meterName(a.Text(a.unit), parts...)
	used := a.Number(a.used)
	if err := a.Problem(); err != nil {
		return err
	}
	if !used.OK || s.Meter == "" {
		return cells.NoFigures
	}
	id, known := a.series.Find(row, a.identity)
	if !known {
		var err error
		if id, err = out.Series(a.reporter, s); err != nil {
			return err
		}
		a.series.Add(id)
	}
	a.meters.add(id, day, used)
	return nil
}

// Conclude hands over the quantity of every meter and day.
func (a *azureRecordsAdapter) Conclude(out ingest.Sink) error { return a.meters.conclude(out) }

// linkedSubscription is the subscription in an address around the rows, "" if
// none is named.
func linkedSubscription(h ingest.Header) string {
	for _, line := range h.Preamble {
		if m := subscriptionPath.FindStringSubmatch(line); m != nil {
			return strings.ToLower(m[1])
		}
	}
	return ""
}
