package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// nceReconciliation is the reconciliation file of new commerce and its export
// through Microsoft Graph: what each subscription was charged.
var nceReconciliation = export{
	info: ofLedger(ingest.Info{
		ID: "ms.recon.nce", Title: "Partner Center reconciliation (new commerce)", Source: "Partner Center reconciliation",
		Row: "One row is one charge of an invoice: its period, term, price and amount.",
	}),
	detect: signature{
		has:    []string{"SubscriptionId", "ChargeType", "TermAndBillingCycle"},
		either: [][]string{{"Subtotal"}, {"BillableQuantity"}},
		not:    []string{"MeterId", "UsageDate", "SyndicationPartnerSubscriptionNumber"},
		known: []string{
			"PartnerId", "CustomerId", "CustomerName", "CustomerDomainName", "CustomerCountry", "InvoiceNumber", "MPNID", "ResellerMPNID", "Tier2MPNID",
			"OrderId", "OrderDate", "ProductId", "SkuId", "AvailabilityId", "SkuName", "ProductName", "ChargeType", "UnitPrice", "Quantity",
			"Subtotal", "TaxTotal", "Total", "Currency", "PriceAdjustmentDescription", "PublisherName", "PublisherId",
			"SubscriptionDescription", "SubscriptionId", "ChargeStartDate", "ChargeEndDate", "TermAndBillingCycle", "EffectiveUnitPrice",
			"UnitType", "AlternateId", "BillableQuantity", "BillingFrequency", "PricingCurrency", "PCToBCExchangeRate",
			"PCToBCExchangeRateDate", "MeterDescription", "ReservationOrderId", "CreditReasonCode", "SubscriptionStartDate",
			"SubscriptionEndDate", "ReferenceID", "ProductQualifiers", "PromotionID", "ProductCategory",
		},
	}.score,
	open: openLedger(ledgerColumns{
		kind: "nce", invoice: []string{"InvoiceNumber"}, customer: []string{"CustomerId"}, subscription: []string{"SubscriptionId"},
		product: []string{"SkuName", "ProductName"}, sku: [2]string{"ProductId", "SkuId"}, charge: []string{"ChargeType"},
		day: []string{"ChargeStartDate", "OrderDate"}, term: []string{"TermAndBillingCycle"}, billing: []string{"BillingFrequency"},
		quantity: []string{"Quantity", "BillableQuantity"}, price: []string{"EffectiveUnitPrice", "UnitPrice"}, amount: []string{"Subtotal"},
		currency: []string{"Currency"},
	}),
	order: american,
}

// legacyLicenses is the licence-based file of legacy commerce, retired but kept
// in archives. It has no invoice number, and its SubscriptionId is not the one
// of the portal, which stands in SyndicationPartnerSubscriptionNumber.
var legacyLicenses = export{
	info: ofLedger(ingest.Info{
		ID: "ms.recon.legacy_license", Title: "Partner Center reconciliation (legacy licenses)", Source: "Partner Center legacy licenses",
		Row: "One row is one charge for licenses: its period, price and amount.",
	}),
	detect: signature{
		has:    []string{"SubscriptionId", "ChargeType"},
		either: [][]string{{"SyndicationPartnerSubscriptionNumber"}, {"DurableOfferId"}},
		not:    []string{"TermAndBillingCycle", "MeterId", "ResourceGuid"},
		known: []string{
			"PartnerId", "CustomerId", "CustomerName", "MPNID", "ResellerMPNID", "OrderId", "SubscriptionId",
			"SyndicationPartnerSubscriptionNumber", "OfferId", "DurableOfferId", "OfferName", "SubscriptionStartDate", "SubscriptionEndDate",
			"ChargeStartDate", "ChargeEndDate", "ChargeType", "UnitPrice", "Quantity", "Amount", "TotalOtherDiscount", "Subtotal", "Tax",
			"TotalForCustomer", "Currency", "DomainName", "SubscriptionName", "SubscriptionDescription", "BillingCycleType",
		},
	}.score,
	open: openLedger(ledgerColumns{
		kind: "legacy-license", customer: []string{"CustomerId"}, subscription: []string{"SyndicationPartnerSubscriptionNumber", "SubscriptionId"},
		product: []string{"OfferName", "SubscriptionName"}, sku: [2]string{"DurableOfferId"}, charge: []string{"ChargeType"},
		day: []string{"ChargeStartDate"}, billing: []string{"BillingCycleType"}, quantity: []string{"Quantity"}, price: []string{"UnitPrice"},
		amount: []string{"Subtotal", "Amount"}, currency: []string{"Currency"},
	}),
	order: american,
}

// legacyUsage is the usage-based file of legacy commerce. Its SubscriptionId is
// an id of its own, known to no other export.
var legacyUsage = export{
	info: ofLedger(ingest.Info{
		ID: "ms.recon.legacy_usage", Title: "Partner Center reconciliation (legacy usage)", Source: "Partner Center legacy usage",
		Row: "One row is the use of one resource; rows of one meter, subscription, day and price are added up.",
	}),
	detect: signature{
		has:    []string{"SubscriptionId", "ConsumedQuantity"},
		either: [][]string{{"PretaxCharges"}, {"OverageQuantity"}, {"ResourceGuid"}},
		not:    []string{"TermAndBillingCycle", "BillingPreTaxTotal"},
		known: []string{
			"PartnerId", "PartnerName", "PartnerBillableAccountId", "CustomerCompanyName", "MPNID", "ResellerMPNID", "InvoiceNumber",
			"ChargeStartDate", "ChargeEndDate", "SubscriptionId", "SubscriptionName", "SubscriptionDescription", "OrderID", "ServiceName",
			"ServiceType", "ResourceGuid", "ResourceName", "Region", "Sku", "DetailLineItemId", "ConsumedQuantity", "IncludedQuantity",
			"OverageQuantity", "ListPrice", "PretaxCharges", "TaxAmount", "PostTaxTotal", "Currency", "PretaxEffectiveRate",
			"PostTaxEffectiveRate", "ChargeType", "CustomerId", "DomainName", "BillingCycleType", "Unit", "CustomerBillableAccount",
			"UsageDate", "MeteredRegion", "MeteredService", "MeteredServiceType", "Project", "ServiceInfo",
		},
	}.score,
	open: openLedger(ledgerColumns{
		kind: "legacy-usage", invoice: []string{"InvoiceNumber"}, customer: []string{"CustomerId"}, subscription: []string{"SubscriptionId"},
		sku: [2]string{"Sku"}, charge: []string{"ChargeType"}, day: []string{"UsageDate", "ChargeStartDate"}, billing: []string{"BillingCycleType"},
		quantity: []string{"ConsumedQuantity"}, price: []string{"PretaxEffectiveRate", "ListPrice"}, amount: []string{"PretaxCharges"},
		currency: []string{"Currency"}, meter: []string{"ServiceName", "ServiceType", "ResourceName"}, unit: "Unit", rated: true,
	}),
	order: american,
}

// dailyRated is the daily rated usage of the Azure plan, as a download or as
// the lines of Microsoft Graph's billing export. The Azure subscription is the
// EntitlementId; the SubscriptionId is that of the plan.
var dailyRated = export{
	info: ofLedger(ingest.Info{
		ID: "ms.recon.daily_rated", Title: "Partner Center daily rated usage", Source: "Partner Center daily rated usage",
		Row: "One row is the use of one resource on one day; rows of one meter, subscription, day and price are added up.",
	}),
	detect: signature{
		has:    []string{"UsageDate", "Quantity"},
		either: [][]string{{"BillingPreTaxTotal", "MeterName"}, {"BillingPreTaxTotal", "MeterId"}, {"PricingPreTaxTotal", "MeterId"}},
		not:    []string{"ConsumedQuantity", "TermAndBillingCycle"},
		known: []string{
			"PartnerId", "PartnerName", "CustomerId", "CustomerName", "CustomerDomainName", "CustomerCountry", "MPNID", "ResellerMPNID",
			"Tier2MPNID", "InvoiceNumber", "ProductId", "SkuId", "AvailabilityId", "SkuName", "ProductName", "PublisherName", "PublisherId",
			"SubscriptionDescription", "SubscriptionId", "ChargeStartDate", "ChargeEndDate", "UsageDate", "MeterType", "MeterCategory",
			"MeterId", "MeterSubCategory", "MeterName", "MeterRegion", "Unit", "UnitOfMeasure", "ResourceLocation", "ConsumedService",
			"ResourceGroup", "ResourceURI", "ChargeType", "UnitPrice", "Quantity", "UnitType", "BillingPreTaxTotal", "BillingCurrency",
			"PricingPreTaxTotal", "PricingCurrency", "ServiceInfo1", "ServiceInfo2", "Tags", "AdditionalInfo", "EffectiveUnitPrice",
			"PCToBCExchangeRate", "PCToBCExchangeRateDate", "EntitlementId", "EntitlementDescription", "PartnerEarnedCreditPercentage",
			"CreditPercentage", "CreditType", "BenefitOrderId", "BenefitId", "BenefitType",
		},
	}.score,
	open: openLedger(ledgerColumns{
		kind: "daily-rated", invoice: []string{"InvoiceNumber"}, customer: []string{"CustomerId"},
		subscription: []string{"EntitlementId", "SubscriptionId"}, product: []string{"SkuName", "ProductName"},
		sku: [2]string{"ProductId", "SkuId"}, charge: []string{"ChargeType"}, day: []string{"UsageDate"}, quantity: []string{"Quantity"},
		price: []string{"EffectiveUnitPrice", "UnitPrice"}, amount: []string{"BillingPreTaxTotal"}, currency: []string{"BillingCurrency"},
		meter: []string{"MeterCategory", "MeterSubCategory", "MeterName"}, unit: "Unit", rated: true, looseEnd: true,
	}),
	order: american,
}

// azureResources is the API's answer about what the resources of one
// subscription cost in the running billing period.
var azureResources = export{
	info: func() ingest.Info {
		i := ofLedger(ingest.Info{
			ID: "ms.pc.azure_resources", Title: "Partner Center Azure cost of one subscription", Source: "Partner Center Azure cost",
			Row: "One row is the cost of one Azure resource in the running billing period; rows of one type of resource are added up.",
		})
		i.Needs = []string{"account"}
		return i
	}(),
	detect: answer([]string{"ResourceUsageRecord"}, signature{
		has:    []string{"resourceType", "totalCost"},
		either: [][]string{{"resourceUri"}, {"entitlementId"}, {"resourceName"}},
		known: []string{
			"subscriptionId", "resourceUri", "resourceType", "entitlementId", "entitlementName", "resourceGroupName", "name", "resourceName",
			"totalCost", "currencyCode", "usdTotalCost", "lastModifiedDate", "attributes.objectType",
		},
	}),
	open: openLedger(ledgerColumns{
		kind: "azure-cost", subscription: []string{"entitlementId", "subscriptionId"}, amount: []string{"totalCost"},
		currency: []string{"currencyCode"}, meter: []string{"resourceType"}, rated: true, undated: true,
	}),
}

// ofLedger makes the Info of a format of the ledger.
func ofLedger(i ingest.Info) ingest.Info {
	i.Version, i.Class, i.Dataset, i.Cadence = 1, portfolio.Ledger, portfolio.Charges, everyMonth
	return i
}
