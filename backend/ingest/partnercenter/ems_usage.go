package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// emsUsage tells of every subscription to Enterprise Mobility + Security and
// month who used which of its services.
var emsUsage = export{
	info: ofMonth(ingest.Info{
		ID: "ms.insights.ems_usage", Title: "Partner Center EMS usage", Source: "Partner Center EMS usage",
		Dataset: portfolio.Usage, Row: "One row is one subscription to Enterprise Mobility + Security in one month, with the users of each of its services.",
	}),
	detect: signature{
		has: []string{"SubscriptionId"},
		either: [][]string{
			{"PaidAvailableUnits", "MonthlyActiveUsers", "SKUId"},
			{"IntuneMonthlyActiveUsers"},
			{"AADPMonthlyActiveUsers"},
			{"AzipMonthlyActiveUsers"},
		},
		not: []string{"WorkloadName", "ActiveSeats"},
		known: append([]string{
			"PaidAvailableUnits", "MonthlyActiveUsers", "AATPActiveUsage", "MCASActiveUsage", "AADPPaidAvailableUnits", "IntunePaidAvailableUnits",
			"AzipPaidAvailableUnits", "AADPMonthlyActiveUsers", "IntuneMonthlyActiveUsers", "AzipMonthlyActiveUsers", "MDM", "MAM", "SSPR",
			"PartnerAttributionType",
		}, seatColumns...),
	}.score,
	open:  openEMSUsage,
	order: byMonth,
}

// emsServices are the services a row tells apart, and where it tells of them.
// MDM, MAM and SSPR are features of a service and have no licenses of their
// own.
var emsServices = []struct{ workload, feature, active, total string }{
	{"Microsoft Intune", "", "IntuneMonthlyActiveUsers", "IntunePaidAvailableUnits"},
	{"Microsoft Intune", "Mobile device management", "MDM", ""},
	{"Microsoft Intune", "Mobile application management", "MAM", ""},
	{"Azure Active Directory Premium", "", "AADPMonthlyActiveUsers", "AADPPaidAvailableUnits"},
	{"Azure Active Directory Premium", "Self-service password reset", "SSPR", ""},
	{"Azure Information Protection", "", "AzipMonthlyActiveUsers", "AzipPaidAvailableUnits"},
	{"Azure Advanced Threat Protection", "", "AATPActiveUsage", ""},
	{"Microsoft Cloud App Security", "", "MCASActiveUsage", ""},
}

// emsWhole is the workload of a file that does not tell the services apart.
const emsWhole = "Enterprise Mobility + Security"

// service is one pair of columns.
type service struct {
	workload, feature string
	active, total     int
	series            cells.SeriesCache
}

// services finds the services of a table. The columns about all services
// together are read only where none is told of by itself: beside them they
// would count every user twice.
func services(columns cells.Columns) []*service {
	var found []*service
	for _, s := range emsServices {
		if active := columns.Find(s.active); active != cells.None {
			found = append(found, &service{workload: s.workload, feature: s.feature, active: active, total: total(columns, s.total)})
		}
	}
	if len(found) == 0 {
		found = []*service{{workload: emsWhole, active: columns.Find("MonthlyActiveUsers"), total: columns.Find("PaidAvailableUnits")}}
	}
	return found
}

// total finds the column of licenses of a service that has one.
func total(columns cells.Columns, name string) int {
	if name == "" {
		return cells.None
	}
	return columns.Find(name)
}

type emsAdapter struct {
	common
	info                 ingest.Info
	id, sku, skuID, free int
	services             []*service
	identity             []int
	levels               levels
}

func openEMSUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &emsAdapter{
		common: shared, info: info, skuID: columns.Find("SKUId"), free: columns.Find("FreeVsPaidSKU"), services: services(columns),
	}
	if a.id, err = columns.Need("SubscriptionId"); err != nil {
		return nil, err
	}
	if a.sku, err = columns.Need("SKU"); err != nil {
		return nil, err
	}
	if a.services[0].active == cells.None {
		return nil, columns.Missing("MonthlyActiveUsers", "Export the file again with this column.")
	}
	a.identity = append(a.who(), a.sku)
	return a, nil
}

// Info describes the export.
func (a *emsAdapter) Info() ingest.Info { return a.info }

// Monthly is true: active users are those of the month.
func (a *emsAdapter) Monthly() bool { return true }

// Adapt adds the users of every service to those of the product.
func (a *emsAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	if isFree(a.Text(a.free)) {
		return freeSKU
	}
	day, part := a.day(), strings.ToLower(a.Need(a.id)+"/"+a.Text(a.skuID))
	told := make([]portfolio.Observation, len(a.services))
	known := false
	for i, s := range a.services {
		told[i] = portfolio.Observation{Active: a.Count(s.active), Total: a.Count(s.total)}
		known = known || told[i] != portfolio.Observation{}
	}
	s := portfolio.Series{
		Account: a.account(), PartnerID: a.partnerID(),
		Product: portfolio.Product{Name: a.Need(a.sku), Family: emsWhole, Vendor: vendor},
	}
	if err := a.Problem(); err != nil {
		return err
	}
	if !known {
		return cells.NoFigures
	}
	for i, o := range told {
		if o == (portfolio.Observation{}) {
			continue
		}
		if err := a.add(row, a.services[i], s, day, part, o, out); err != nil {
			return err
		}
	}
	return nil
}

func (a *emsAdapter) add(row ingest.Row, of *service, s portfolio.Series, day portfolio.Day, part string, o portfolio.Observation, out ingest.Sink) error {
	id, known := of.series.Find(row, a.identity)
	if !known {
		s.Workload, s.WorkloadRaw, s.Feature = of.workload, of.workload, of.feature
		var err error
		if id, err = out.Series(a.Text(a.pga), s); err != nil {
			return err
		}
		of.series.Add(id)
	}
	a.levels.add(id, day, part, o)
	return nil
}

// Conclude hands over the users of every service and month.
func (a *emsAdapter) Conclude(out ingest.Sink) error { return a.levels.conclude(out) }
