package builtin

import (
	"slices"

	"headroom/backend/metric"
)

// everywhere lists the relations of facts, which all have an account.
var everywhere = []metric.Relation{
	metric.Accounts, metric.Entitlements, metric.Renewals, metric.Usage, metric.FeatureUsage, metric.Support, metric.Charges,
	metric.EveryEntitlement, metric.EntitlementHistory, metric.EntitlementChanges, metric.Deployment, metric.Health, metric.Inbox,
}

// The relations that share columns.
var (
	lines   = []metric.Relation{metric.Entitlements, metric.EveryEntitlement, metric.EntitlementChanges, metric.Health}
	rows    = append(slices.Clone(lines), metric.EntitlementHistory)
	sold    = append(slices.Clone(rows), metric.Renewals)
	counted = append(slices.Clone(sold), metric.Deployment)
	used    = []metric.Relation{metric.Usage, metric.FeatureUsage}
	priced  = append(slices.Clone(sold), metric.Charges)
	metered = append(slices.Clone(used), metric.Charges)
	partner = append(slices.Clone(counted), metered...)
	facts   = append(slices.Clone(partner), metric.Support)
	told    = append(slices.Clone(counted), metric.Support, metric.Charges) // rows that say which line of a file they are
)

// in puts a column at the same place of several relations.
func in(table, sql string, relations ...metric.Relation) map[metric.Relation]metric.Place {
	out := map[metric.Relation]metric.Place{}
	for _, r := range relations {
		out[r] = metric.Place{Table: table, SQL: sql}
	}
	return out
}

// with adds the places of more to places.
func with(places, more map[metric.Relation]metric.Place) map[metric.Relation]metric.Place {
	for r, p := range more {
		places[r] = p
	}
	return places
}

// mixed marks places whose SQL reads the relation's own columns too.
func mixed(places map[metric.Relation]metric.Place) map[metric.Relation]metric.Place {
	for r, p := range places {
		p.Mixed = true
		places[r] = p
	}
	return places
}

// customFields are those of the row, else of its account.
func customFields() map[metric.Relation]metric.Place {
	return with(in("account", "a.custom", everywhere...), mixed(in("account", "f.custom, a.custom", append(slices.Clone(counted), metric.Support)...)))
}

func dimensions() []metric.Dimension {
	return slices.Concat(factDimensions(), recordDimensions(), healthDimensions())
}

func factDimensions() []metric.Dimension {
	return []metric.Dimension{
		{Name: "account", Words: "Name of the account", Kind: metric.Text, In: in("account", "a.name", everywhere...)},
		{Name: "account_id", Words: "Number of the account in its source, else its name", Kind: metric.Text, In: in("account", "a.external", everywhere...)},
		{Name: "account_key", Words: "Unique key of the account", Kind: metric.Text, Unique: true, In: in("account", "a.key", everywhere...)},
		{Name: "country", Words: "Country of the account", Kind: metric.Text, In: in("account", "a.country", everywhere...)},
		{Name: "region", Words: "Region of the account", Kind: metric.Text, In: in("account", "a.region", everywhere...)},
		{Name: "segment", Words: "Segment of the account", Kind: metric.Text, In: in("account", "a.segment", everywhere...)},
		{Name: "owner", Words: "Who looks after the account", Kind: metric.Text, In: in("account", "a.owner", everywhere...)},
		{Name: "source", Words: "Where the fact came from", Kind: metric.Text, In: with(in("stream", "t.source", facts...), in("", "f.source", metric.Imports))},
		{Name: "vendor", Words: "Maker of the product", Kind: metric.Text, In: in("product", "p.vendor", facts...)},
		{Name: "product", Words: "What is licensed", Kind: metric.Text, Unique: true, In: with(in("product", "p.name", facts...), in("", "nullif(f.product, '')", metric.Inbox))},
		{
			Name: "sku", Words: "Stock number of the product", Kind: metric.Text,
			In: with(in("product", "p.sku", facts...), mixed(in("product", "coalesce(f.sku, p.sku)", counted...))),
		},
		{Name: "family", Words: "Family of the product", Kind: metric.Text, In: in("product", "p.family", facts...)},
		{Name: "workload", Words: "Service within a product", Kind: metric.Text, In: in("", "nullif(f.workload, '')", used...)},
		{Name: "feature", Words: "Part of a product that can be used on its own", Kind: metric.Text, In: in("", "nullif(f.feature, '')", used...)},
		{
			Name: "unit", Words: "What active users are counted by: the workload, else the feature, else the product", Kind: metric.Text,
			In: mixed(in("product", "coalesce(nullif(f.workload, ''), nullif(f.feature, ''), p.name)", used...)),
		},
		{Name: "meter", Words: "What is metered", Kind: metric.Text, In: in("", "nullif(f.meter, '')", metered...)},
		{Name: "status", Words: "State of the entitlement in our words", Kind: metric.Text, In: in("", "f.status", sold...)},
		{Name: "status_raw", Words: "State of the entitlement in the source's word", Kind: metric.Text, In: in("", "nullif(f.status_raw, '')", sold...)},
		{Name: "auto_renew", Words: "Renews by itself", Kind: metric.Flag, In: in("", "f.auto_renew", sold...)},
		{Name: "trial", Words: "Is a trial", Kind: metric.Flag, In: in("", "f.trial", sold...)},
		{Name: "partner_scope", Words: "own, or other partners'", Kind: metric.Scope, In: in("", "f.partner_id", partner...)},
		{Name: "partner_id", Words: "Partner of record", Kind: metric.Text, In: in("", "nullif(f.partner_id, '')", partner...)},
		{
			Name: "entitlement", Words: "Number of the entitlement in its source", Kind: metric.Text, Unique: true,
			In: with(in("entitlement_key", "k.key", sold...), in("", "nullif(f.entitlement, '')", metric.Inbox)),
		},
		{Name: "entitlement_key", Words: "Unique key of the entitlement", Kind: metric.Text, Unique: true, In: in("entitlement_key", "k.key", counted...)},
		{Name: "currency", Words: "Currency of the value or amount", Kind: metric.Text, In: in("", "nullif(f.currency, '')", priced...)},
		{Name: "start_date", Words: "First day of the entitlement", Kind: metric.Date, In: in("", "f.start_day", sold...)},
		{Name: "end_date", Words: "Last day of the entitlement; missing is perpetual", Kind: metric.Date, In: with(in("", "f.end_day", sold...), in("", "nullif(f.end_day, '')", metric.Inbox))},
		{
			Name: metric.DateName, Words: "The day a level is true for, or the day something happened", Kind: metric.Date,
			In: map[metric.Relation]metric.Place{
				metric.Entitlements: {SQL: "f.period"}, metric.Renewals: {SQL: "f.end_day"}, metric.Support: {SQL: "f.opened_day"},
				metric.Charges:            {SQL: "f.charge_day"},
				metric.EveryEntitlement:   {SQL: "f.period"},
				metric.Health:             {SQL: "f.period"},
				metric.EntitlementHistory: {SQL: "f.as_of"},
				metric.EntitlementChanges: {SQL: "f.label"},
				metric.Deployment:         {SQL: "f.period"},
				metric.Imports:            {SQL: "f.imported_day"},
				metric.Inbox:              {SQL: "f.created_day"},
				metric.Usage:              {}, metric.FeatureUsage: {},
			},
		},
		{Name: "term", Words: "Length of the term, as an ISO 8601 duration", Kind: metric.Text, In: in("", "f.term", priced...)},
		{Name: "billing", Words: "How often it is billed: monthly, annual, triennial, one-time", Kind: metric.Text, In: in("", "f.billing", priced...)},
		{Name: "cancel_until", Words: "Last day on which the term can be cancelled", Kind: metric.Date, In: in("", "f.cancel_until", sold...)},
		{Name: "charge_kind", Words: "Kind of charge in the source's word", Kind: metric.Text, In: in("", "f.kind", metric.Charges)},
		{Name: "support_category", Words: "Kind of support request", Kind: metric.Text, In: in("", "nullif(f.category, '')", metric.Support)},
		{Name: "support_title", Words: "Title of the support request", Kind: metric.Text, In: in("", "f.title", metric.Support)},
		{Name: "support_severity", Words: "Severity of the support request in the source's word", Kind: metric.Text, In: in("", "f.severity", metric.Support)},
		{Name: "support_status", Words: "State of the support request in the source's word", Kind: metric.Text, In: in("", "nullif(f.status, '')", metric.Support)},
		{Name: "closed_date", Words: "Day the support request was closed; missing where it is open or nobody says", Kind: metric.Date, In: in("", "f.closed_day", metric.Support)},
		{Name: "quantity", Words: "Licenses of the entitlement", Kind: metric.Number, Unit: "licenses", Whole: true, In: in("", "f.quantity", counted...)},
		{Name: "assigned", Words: "Licenses assigned", Kind: metric.Number, Unit: "licenses", Whole: true, In: in("", "f.assigned", counted...)},
		{Name: "days_to_end", Words: "Days from the day asked for to the last day", Kind: metric.Days, Unit: "days", In: in("", "f.end_day", rows...)},
		{Name: "value", Words: "Price of a year, in minor units of the currency", Kind: metric.Number, Unit: "minor", UnitColumn: "currency", Whole: true, In: in("", "f.value", sold...)},
		{Name: "charged_value", Words: "Price of a year by the latest invoice of the subscription, in minor units of charged_currency", Kind: metric.Number, Unit: "minor", UnitColumn: "charged_currency", Whole: true, Listed: true, In: in("charged", "c.value", lines...)},
		{Name: "charged_currency", Words: "Currency of that invoice", Kind: metric.Text, Listed: true, In: in("charged", "c.currency", lines...)},
		{Name: "charged_term", Words: "Length of the term by that invoice", Kind: metric.Text, Listed: true, In: in("charged", "c.term", lines...)},
		{Name: "charged_billing", Words: "How often it is billed by that invoice", Kind: metric.Text, Listed: true, In: in("charged", "c.billing", lines...)},
		{Name: "account_counted_before", Words: "How many entitlements of the account counted before the span, whatever they are of", Kind: metric.Number, Listed: true, In: in("", "f.account_before", metric.EntitlementChanges)},
		{Name: "account_counts_after", Words: "How many entitlements of the account count at the end of the span, whatever they are of", Kind: metric.Number, Listed: true, In: in("", "f.account_after", metric.EntitlementChanges)},
		{Name: "data_age", Words: "Days since the day the file speaks of", Kind: metric.Number, Unit: "days", Listed: true, In: in("", "f.age", metric.Imports)},
		{Name: "counts", Words: "1 where the row counts as an entitlement, 0 for a deployment fact that only adds what is assigned", Kind: metric.Number, Listed: true, Counting: true, In: in("", "f.n", metric.Entitlements)},
		{Name: "sold", Words: "Licenses of the row that count as sold", Kind: metric.Number, Unit: "licenses", Listed: true, Counting: true, In: in("", "f.sold", metric.Entitlements)},
		{Name: "base", Words: "Licenses that the assigned ones of the row are measured against", Kind: metric.Number, Unit: "licenses", Listed: true, Counting: true, In: in("", "f.base", metric.Entitlements)},
		{Name: "amount", Words: "Amount of the charge before tax, in minor units of the currency", Kind: metric.Number, Unit: "minor", UnitColumn: "currency", Whole: true, Listed: true, In: in("", "f.amount", metric.Charges)},
		{Name: "as_of_date", Words: "Day the row speaks of", Kind: metric.Date, Listed: true, In: in("", "f.as_of", append(slices.Clone(told), metric.Imports)...)},
		{Name: "import_id", Words: "Import that brought the row", Kind: metric.Number, Listed: true, In: with(in("", "f.import_id", told...), with(in("", "f.id", metric.Imports), in("", "", used...)))},
		{Name: "file", Words: "File the row came from", Kind: metric.Text, Listed: true, In: with(in("import", "i.file", told...), with(in("", "f.file", metric.Imports), in("", "", used...)))},
		{Name: "line", Words: "Line of the file the row came from", Kind: metric.Number, Listed: true, In: in("", "f.line", told...)},
	}
}
