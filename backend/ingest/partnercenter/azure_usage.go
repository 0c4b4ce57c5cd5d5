package partnercenter

import (
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// azure is the product under which metered services of Azure are reported.
var azure = portfolio.Product{Name: "Microsoft Azure", Family: "Azure", Vendor: vendor}

// azureUsage tells the quantities used of every service by subscription and
// month. Consumption has no licenses, so nothing is entitled.
var azureUsage = export{
	info: ingest.Info{
		ID: "ms.insights.azure_usage", Version: 1, Title: "Partner Center Azure usage", Source: "Partner Center Azure usage",
		Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Cadence: everyWeek,
		Row: "One row is the quantity of one Azure service that a subscription used in one month.",
	},
	detect: signature{
		has:    []string{"UsageQuantity"},
		either: [][]string{{"ServiceLevel1"}, {"ServiceLevel2"}, {"ServiceLevel4"}, {"ServiceName", "MeterCategory"}, {"IsACRDuplicateAtPGALevel"}},
		known: []string{
			"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "SubscriptionId", "SubscriptionStartDate", "SubscriptionEndDate", "FirstUseDate",
			"SubscriptionState", "Month", "ServiceLevel1", "ServiceLevel2", "ServiceLevel3", "ServiceLevel4", "ServiceGroup2", "ServiceGroup3",
			"ServiceInfluencer", "ComputeOS", "ComputeCoreSoftware", "ServiceName", "MeterCategory", "UsageUnits", "UsageQuantity", "CustomerName",
			"CustomerTenantId", "CustomerTpid", "CustomerSegment", "CustomerMarket", "MpnId", "PartnerName", "PartnerLocation",
			"PartnerLocationID", "PartnerAttributionType", "SalesChannel", "EnrollmentNumber", "IsACRDuplicateAtPGALevel", "ResellerID",
			"ResellerName", "IndustryName", "VerticalName", "EOU", "AdminType", "AssociationType", "ACR_USD", "MonthlySubscriptionLevelACR", "TotalACR",
		},
	}.score,
	open:  openAzureUsage,
	order: byMonth,
}

type azureAdapter struct {
	common
	info        ingest.Info
	levels      []int // from the widest to the narrowest
	units, used int
	identity    []int
	series      cells.SeriesCache
	meters      meters
}

func openAzureUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &azureAdapter{common: shared, info: info, units: columns.Find("UsageUnits")}
	if a.used, err = columns.Need("UsageQuantity"); err != nil {
		return nil, err
	}
	for _, name := range []string{"ServiceLevel1", "ServiceLevel2", "ServiceLevel3", "ServiceLevel4", "ServiceName", "MeterCategory"} {
		if i := columns.Find(name); i != cells.None {
			a.levels = append(a.levels, i)
		}
	}
	if len(a.levels) == 0 {
		return nil, columns.Missing("ServiceLevel1", "Export the file again with the columns that name the service.")
	}
	a.identity = slices.Concat(a.who(), a.levels, []int{a.units})
	return a, nil
}

// Info describes the export.
func (a *azureAdapter) Info() ingest.Info { return a.info }

// Monthly is true: quantities are those of the month.
func (a *azureAdapter) Monthly() bool { return true }

// Adapt adds the quantity of the row to its meter.
func (a *azureAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	day, used := a.day(), a.Number(a.used)
	s := portfolio.Series{Account: a.account(), Product: azure, Meter: a.meter(), PartnerID: a.partnerID()}
	if err := a.Problem(); err != nil {
		return err
	}
	if !used.OK {
		return cells.NoFigures
	}
	id, known := a.series.Find(row, a.identity)
	if !known {
		var err error
		if id, err = out.Series(a.Text(a.pga), s); err != nil {
			return err
		}
		a.series.Add(id)
	}
	a.meters.add(id, day, used)
	return nil
}

func (a *azureAdapter) meter() string {
	names := make([]string, len(a.levels))
	for i, level := range a.levels {
		names[i] = a.Text(level)
	}
	name := meterName(a.Text(a.units), names...)
	if name == "" {
		a.Reject(a.levels[0], cells.MissingKey, "The row does not name a service.")
	}
	return name
}

// meterName joins what a source says of a meter, and its unit, since
// quantities of different units cannot be added: "Storage / Disks (GB)".
func meterName(unit string, parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	name := strings.Join(slices.Compact(parts), " / ")
	if name != "" && unit != "" {
		name += " (" + unit + ")"
	}
	return name
}

// Conclude hands over the quantity of every meter and month.
func (a *azureAdapter) Conclude(out ingest.Sink) error { return a.meters.conclude(out) }
