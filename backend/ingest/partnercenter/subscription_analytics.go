package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// subscriptionAnalytics is the API's list of the subscriptions of all
// customers with their states, renewals and risk.
var subscriptionAnalytics = export{
	info: ingest.Info{
		ID: "ms.pc.subscription_analytics", Version: 1, Title: "Partner Center subscription analytics", Source: "Partner Center subscription analytics",
		Dataset: portfolio.Entitlements, Class: portfolio.EntityList, Cadence: everyWeek,
		Row: "One row is one subscription of a customer.",
	},
	detect: signature{
		has:    []string{"customerTenantId", "commitmentEndDate"},
		either: [][]string{{"licenseCount"}, {"currentStateEndDate"}, {"churnRisk"}},
		known: []string{
			"customerTenantId", "customerName", "customerMarket", "id", "status", "productName", "subscriptionType", "autoRenewEnabled", "partnerId",
			"friendlyName", "partnerName", "providerName", "creationDate", "effectiveStartDate", "commitmentEndDate", "currentStateEndDate",
			"trialToPaidConversionDate", "trialStartDate", "trialEndDate", "lastUsageDate", "deprovisionedDate", "lastRenewalDate", "licenseCount",
			"churnRisk", "billingCycleName", "attributes.objectType",
		},
	}.score,
	open: openSubscriptionAnalytics,
}

type analytics struct {
	cells.Reader
	info                                            ingest.Info
	asOf                                            portfolio.Day
	tenant, customer, market, id, state, product    int
	kind, renew, partner, nickname, start, created  int
	end, trialStart, trialEnd, paid, count, billing int
	custom                                          []customField
}

func openSubscriptionAnalytics(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &analytics{
		Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf,
		customer: columns.Find("customerName"), market: columns.Find("customerMarket"), state: columns.Find("status"),
		kind: columns.Find("subscriptionType"), renew: columns.Find("autoRenewEnabled"), partner: columns.Find("partnerId"),
		nickname: columns.Find("friendlyName"), start: columns.Find("effectiveStartDate"), created: columns.Find("creationDate"),
		trialStart: columns.Find("trialStartDate"), trialEnd: columns.Find("trialEndDate"), paid: columns.Find("trialToPaidConversionDate"),
		count: columns.Find("licenseCount"), billing: columns.Find("billingCycleName"),
		custom: customFields(columns, "Churn risk", "churnRisk", "Last used", "lastUsageDate", "Last renewal", "lastRenewalDate", "Nickname", "friendlyName"),
	}
	return a, needs(columns, need{&a.tenant, []string{"customerTenantId"}}, need{&a.id, []string{"id"}},
		need{&a.end, []string{"commitmentEndDate"}}, need{&a.product, []string{"productName"}})
}

// Info describes the list.
func (a *analytics) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *analytics) Monthly() bool { return false }

// Adapt hands over the subscription. Its end is taken as its last day: nothing
// in the row tells new commerce from legacy.
func (a *analytics) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	e := portfolio.Entitlement{
		Key: subscriptionKey(a.Need(a.id)),
		Account: portfolio.Account{
			Ref:     portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Need(a.tenant)), Name: a.Text(a.customer)},
			Country: a.Text(a.market),
		},
		Product:   portfolio.Product{Name: a.Need(a.product), Family: a.Text(a.kind), Vendor: vendor},
		Quantity:  a.Count(a.count),
		Start:     a.Day(a.start),
		End:       a.LastDay(a.end),
		AutoRenew: a.Bool(a.renew, out),
		Billing:   billingOf(a.Text(a.billing)),
		PartnerID: a.Text(a.partner),
		Status:    portfolio.Active,
	}
	if e.Start.IsZero() {
		e.Start = a.Day(a.created)
	}
	e.Trial = a.inTrial()
	if err := a.Problem(); err != nil {
		return err
	}
	if a.state != cells.None {
		e.Status, e.StatusRaw = a.Status(a.state, out)
	}
	if !e.End.IsZero() {
		out.Note(a.Name(a.end), assumedInclusive, assumedInclusiveText)
	}
	e.Custom = readCustom(&a.Reader, a.custom)
	cells.NoteOdd(&e, a.Name(a.end), "", out)
	return out.Entitlement(ingest.At{Day: a.asOf}, e)
}

// inTrial reports whether the subscription began as a trial and was not paid
// for since.
func (a *analytics) inTrial() bool {
	started, paid := a.Day(a.trialStart), a.Day(a.paid)
	return started.Known() && started <= a.asOf && !paid.Known()
}
