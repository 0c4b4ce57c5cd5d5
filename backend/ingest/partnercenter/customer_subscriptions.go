package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// customerSubscriptions is the list of the subscriptions of one customer: as
// the portal exports it, in the language of whoever does, as
// Get-PartnerCustomerSubscription | Export-Csv writes it, and as the API
// answers. None of the three names the customer in its rows.
var customerSubscriptions = export{
	info: ingest.Info{
		ID: "ms.pc.customer_subscriptions", Version: 1, Title: "Partner Center subscriptions of one customer",
		Source: "Partner Center subscription list", Dataset: portfolio.Entitlements, Class: portfolio.EntityList, Cadence: everyMonth,
		Row: "One row is one subscription of the customer you name.", Needs: []string{"account"},
	},
	detect: detectCustomerSubscriptions,
	open:   openCustomerSubscriptions,
}

// The labels of the portal in its languages, the names of PowerShell and of
// the API.
var (
	listIDs = []string{
		"Subscription ID", "ID sottoscrizione", "Abonnement-ID", "ID d’abonnement", "Id. de suscripción", "サブスクリプション ID", "id",
	}
	listProducts = []string{
		"Subscription", "Sottoscrizione", "Abonnement", "Suscripción", "サブスクリプション",
	}
	listQuantities = []string{"Quantity", "Quantità", "Menge", "Quantité", "Cantidad", "数量"}
	listStates     = []string{"Status", "Stato", "État", "Estado", "状態"}
	listResellers  = []string{"Reseller", "Rivenditore", "Händler", "Revendeur", "Revendedor", "リセラー"}
)

// subscriptionAnswer are the columns of PowerShell and of the API.
var subscriptionAnswer = signature{
	has: []string{"CommitmentEndDate", "Status"},
	either: [][]string{
		{"SubscriptionId", "FriendlyName"}, {"SubscriptionId", "OfferName"}, {"id", "friendlyName"}, {"id", "offerName"},
	},
	not: []string{"CustomerTenantId", "licenseCount", "Month", "InvoiceNumber"},
	known: []string{
		"id", "SubscriptionId", "entitlementId", "offerId", "offerName", "friendlyName", "productType.id", "productType.displayName", "ProductType",
		"quantity", "unitType", "creationDate", "effectiveStartDate", "commitmentEndDate", "cancellationAllowedUntilDate", "status",
		"autoRenewEnabled", "isTrial", "isMicrosoftProduct", "billingType", "billingCycle", "contractType", "termDuration",
		"renewalTermDuration", "renewalTermEndDate", "parentSubscriptionId", "partnerId", "publisherName", "orderId", "hasPurchasableAddons",
		"suspensionReasons", "refundOptions", "actions", "attentionNeeded", "actionTaken", "termLifeCycleState", "promotionId",
		"consumptionType", "customTermEndDate", "migratedFromSubscriptionId", "attributes.etag", "attributes.objectType",
		"links.offer.uri", "links.offer.method", "links.offer.headers", "links.self.uri", "links.self.method", "links.self.headers",
		"links.product.uri", "links.product.method", "links.sku.uri", "links.sku.method", "links.availability.uri", "links.availability.method",
		"Attributes", "Links",
	},
}

// detectCustomerSubscriptions knows the type, or the names of PowerShell and
// the API, or all columns of the portal and nearly no others: a hand-made list
// that calls its columns the same has more, its customer above all.
func detectCustomerSubscriptions(h ingest.Header) float64 {
	if t := objectType(h); t != "" {
		return certainIf(t == "Subscription")
	}
	c := cells.Of(h)
	if c.Has(listIDs...) && c.Has(listProducts...) && c.Has(listQuantities...) && c.Has(listStates...) {
		var known []string
		for _, more := range [][]string{listIDs, listProducts, listQuantities, listStates, listResellers} {
			known = append(known, more...)
		}
		return certainIf(c.Known(known) > 0.9)
	}
	return subscriptionAnswer.score(h)
}

type customerSubscriptionsAdapter struct {
	cells.Reader
	info                                           ingest.Info
	asOf                                           portfolio.Day
	customer                                       portfolio.AccountRef
	scope                                          string // the partner of record where no row names one
	id, product, nickname, offer, offerLink        int
	quantity, state, renew, trial                  int
	created, start, end, cancel                    int
	term, billing, kind, kindName, parent, partner int
	order, reseller, publisher                     int
}

func openCustomerSubscriptions(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	customer, err := oneCustomer(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &customerSubscriptionsAdapter{
		Reader: cells.For(h, c, value.MDY, 0), info: info, asOf: c.AsOf, customer: customer, scope: c.Partner,
		product:  columns.Find(append([]string{"offerName"}, listProducts...)...),
		nickname: columns.Find("friendlyName"), offer: columns.Find("offerId"), offerLink: columns.Find("links.offer.uri"),
		state: columns.Find(listStates...), renew: columns.Find("autoRenewEnabled"), trial: columns.Find("isTrial"),
		created: columns.Find("creationDate"), start: columns.Find("effectiveStartDate"), end: columns.Find("commitmentEndDate"),
		cancel: columns.Find("cancellationAllowedUntilDate"), term: columns.Find("termDuration"), billing: columns.Find("billingCycle"),
		kind: columns.Find("productType.id", "productType"), kindName: columns.Find("productType.displayName"),
		parent: columns.Find("parentSubscriptionId"), partner: columns.Find("partnerId"), order: columns.Find("orderId"),
		reseller: columns.Find(listResellers...), publisher: columns.Find("publisherName"),
	}
	if a.product == cells.None {
		a.product, a.nickname = a.nickname, cells.None
	}
	if a.product == cells.None {
		return nil, columns.Missing("Subscription", "Export the file again with this column; it names the product.")
	}
	return a, needs(columns, need{&a.id, listIDs}, need{&a.quantity, listQuantities})
}

// Info describes the list.
func (a *customerSubscriptionsAdapter) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *customerSubscriptionsAdapter) Monthly() bool { return false }

// Adapt hands over the subscription.
func (a *customerSubscriptionsAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(dayOnly(row, a.created, a.start, a.end, a.cancel))
	e := portfolio.Entitlement{
		Key:         subscriptionKey(a.Need(a.id)),
		Account:     portfolio.Account{Ref: a.customer},
		Product:     a.productOf(),
		Quantity:    a.Count(a.quantity),
		Start:       a.Day(a.start),
		End:         a.LastDay(a.end),
		AutoRenew:   a.Bool(a.renew, out),
		Term:        termOf(a.Text(a.term)),
		Billing:     billingOf(a.Text(a.billing)),
		CancelUntil: a.Day(a.cancel),
		PartnerID:   a.Text(a.partner),
	}
	if e.Start.IsZero() {
		e.Start = a.Day(a.created)
	}
	if parent := a.Text(a.parent); parent != "" {
		e.Parent = subscriptionKey(parent)
	}
	if e.PartnerID == "" {
		e.PartnerID = a.scope
	}
	if err := a.Problem(); err != nil {
		return err
	}
	a.status(&e, out)
	a.inclusiveEnd(&e, out)
	e.Custom = a.custom(e.Product.Name, out)
	cells.NoteOdd(&e, a.Name(a.end), "", out)
	return out.Entitlement(ingest.At{Day: a.asOf}, e)
}

// productOf takes the name of the offer; the nickname a customer gave is all
// that some answers have.
func (a *customerSubscriptionsAdapter) productOf() portfolio.Product {
	p := portfolio.Product{Name: a.Text(a.product), SKU: a.Text(a.offer), Vendor: a.Text(a.publisher)}
	if p.Name == "" {
		p.Name = a.Text(a.nickname)
	}
	if p.Name == "" {
		p.Name = p.SKU
	}
	if p.Name == "" {
		a.Reject(a.product, cells.MissingKey, "The row does not name a product.")
	}
	if p.Vendor == "" || strings.HasPrefix(p.Vendor, vendor) {
		p.Vendor = vendor
	}
	return p
}

// status reads the state. An expired subscription is in the month after its
// end in which people keep their access.
func (a *customerSubscriptionsAdapter) status(e *portfolio.Entitlement, out ingest.Sink) {
	e.Status, e.StatusRaw = portfolio.Active, ""
	if a.state == cells.None {
		out.Note("Status", "assumed_active", "The file has no Status; the subscription is taken as active.")
	} else {
		e.Status, e.StatusRaw = a.Status(a.state, out)
	}
	if e.Status == portfolio.Ended {
		e.Status = portfolio.Grace
	}
	e.Trial = e.Status == portfolio.TrialStatus || a.Bool(a.trial, out) == portfolio.Yes
}

// commerce is which of Microsoft's two ways of selling a subscription is of.
type commerce int

const (
	unknownCommerce commerce = iota
	newCommerce
	legacyCommerce
)

// commerceOf tells by the type of product; else by the offer, which is
// product:SKU:availability in new commerce and a GUID in legacy; else by the
// term, which legacy subscriptions do not have.
func (a *customerSubscriptionsAdapter) commerceOf() commerce {
	for _, i := range [...]int{a.kind, a.kindName} {
		if word := value.Key(a.Text(i)); strings.HasSuffix(word, "nce") || strings.Contains(word, "newcommerce") {
			return newCommerce
		}
	}
	offer := a.Text(a.offer)
	if offer == "" {
		link := a.Text(a.offerLink)
		offer = link[strings.LastIndexByte(link, '/')+1:]
	}
	switch {
	case strings.Contains(offer, ":"):
		return newCommerce
	case strings.HasPrefix(strings.ToUpper(offer), "MS-AZR-"), value.IsGUID([]byte(offer)):
		return legacyCommerce
	case a.Text(a.term) != "":
		return newCommerce
	}
	return unknownCommerce
}

// inclusiveEnd makes the end the last day of the subscription: legacy ones
// write the day after it.
func (a *customerSubscriptionsAdapter) inclusiveEnd(e *portfolio.Entitlement, out ingest.Sink) {
	if e.End.IsZero() {
		return
	}
	switch a.commerceOf() {
	case legacyCommerce:
		e.End--
	case unknownCommerce:
		out.Note(a.Name(a.end), assumedInclusive, assumedInclusiveText)
	}
}

const (
	assumedInclusive     = "assumed_inclusive_end"
	assumedInclusiveText = "Nothing says whether the end is the last day or the day after, as in legacy subscriptions; it is taken as the last day."
)

// custom keeps what has no place of its own.
func (a *customerSubscriptionsAdapter) custom(product string, out ingest.Sink) []portfolio.Custom {
	var kept []portfolio.Custom
	for _, f := range [...]customField{{"Nickname", a.nickname}, {"Order", a.order}, {"Reseller", a.reseller}} {
		text := a.Text(f.column)
		if text == "" || text == product || damagedID(&a.Reader, f.column, out) {
			continue
		}
		kept = append(kept, portfolio.Custom{Name: f.name, Value: text})
	}
	return kept
}

// damagedID notes an id that a spreadsheet turned into a number: its last
// digits are lost, so it is left out.
func damagedID(r *cells.Reader, i int, out ingest.Sink) bool {
	if !value.Scientific([]byte(r.Text(i))) {
		return false
	}
	out.Note(r.Name(i), cells.LostDigits, "A spreadsheet has cut the end off this id: "+r.Text(i)+". The original download has it whole.")
	return true
}
