package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

const usageSource = "Partner Center usage"

// officeUsage is Office or Microsoft 365 usage as the portal downloads it.
type officeUsage struct{}

// officeUsageAPI is the same dataset as the API delivers it, without the
// global partner id and the industry.
type officeUsageAPI struct{}

var officeUsageSignature = signature{
	has:    []string{"WorkloadName"},
	either: [][]string{{"PaidAvailableUnits"}, {"MonthlyActiveUsers"}},
	not:    []string{"SubscriptionId", "SKUId", "MetricType"},
	known: []string{
		"PGAPartnerID", "PGAMpnId", "PGA_MPNID", "CustomerTenantId", "CustomerTpid", "WorkloadName", "Month", "MonthKey", "PaidAvailableUnits",
		"MonthlyActiveUsers", "CustomerName", "CustomerMarket", "CustomerSegment", "IndustryName", "VerticalName", "EOU", "PartnerID", "MPNId",
		"PartnerName", "PartnerLocation", "PartnerLocationID", "PartnerAttributionType", "IsDuplicateRowForPGA",
	},
}

// fromAPI reports whether h is the API's form: it has no column of the global
// partner account.
func fromAPI(h ingest.Header) bool { return !cells.Of(h).Has(pgaNames...) }

// Info describes the profile.
func (officeUsage) Info() ingest.Info {
	return ingest.Info{
		ID: "ms.insights.office_usage", Version: 1, Title: "Partner Center Office usage",
		Source: usageSource, Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Cadence: everyMonth,
		Row: "One row is one workload of a customer in one month: people who use it, and paid licenses.",
	}
}

// Detect recognises the dataset with a global partner account.
func (officeUsage) Detect(h ingest.Header) float64 {
	if fromAPI(h) {
		return 0
	}
	return officeUsageSignature.score(h)
}

// Open needs tenant, month and workload.
func (p officeUsage) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return openUsage(p.Info(), h, c)
}

// Info describes the profile.
func (officeUsageAPI) Info() ingest.Info {
	info := officeUsage{}.Info()
	info.ID, info.Title = "ms.insights.api.OfficeUsage", "Partner Center Office usage (API)"
	return info
}

// Detect recognises the dataset without a global partner account.
func (officeUsageAPI) Detect(h ingest.Header) float64 {
	if !fromAPI(h) {
		return 0
	}
	return officeUsageSignature.score(h)
}

// Open needs tenant, month and workload.
func (p officeUsageAPI) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return openUsage(p.Info(), h, c)
}

// usage adapts one row per tenant, workload and month.
type usage struct {
	common
	info                    ingest.Info
	workload, units, active int
	identity                []int // the columns a series is made of
	series                  cells.SeriesCache
}

func openUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	workload, err := columns.Need("WorkloadName", "Workload")
	if err != nil {
		return nil, err
	}
	active, err := columns.Need("MonthlyActiveUsers")
	if err != nil {
		return nil, err
	}
	return &usage{
		common: shared, info: info, workload: workload, active: active,
		units:    columns.Find("PaidAvailableUnits"),
		identity: []int{shared.tenant, workload, shared.partner, shared.pga, shared.customer, shared.market, shared.segment, shared.country, shared.domain},
	}, nil
}

// Info describes the form that was opened.
func (a *usage) Info() ingest.Info { return a.info }

// Monthly is true: active users are those of the month.
func (a *usage) Monthly() bool { return true }

// Adapt hands over the figures of one workload in one month. More users than
// licenses is normal (trials, turnover, other partners) and only noted.
func (a *usage) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	day := a.day()
	o := portfolio.Observation{Active: a.Count(a.active), Total: a.Count(a.units)}
	if o == (portfolio.Observation{}) && a.Problem() == nil {
		return cells.NoFigures
	}
	id, known := a.series.Find(row, a.identity)
	if known {
		if err := a.Problem(); err != nil {
			return err
		}
	} else if err := a.addSeries(&id, out); err != nil {
		return err
	}
	if o.Active.OK && o.Total.OK && o.Active.N > o.Total.N {
		out.Note(a.Name(a.active), cells.Above100, "More active users than paid licenses.")
	}
	return out.Observe(id, day, o)
}

func (a *usage) addSeries(id *portfolio.SeriesID, out ingest.Sink) error {
	s := portfolio.Series{Account: a.account(), WorkloadRaw: a.Need(a.workload), PartnerID: a.partnerID()}
	s.Workload = cells.Workload(s.WorkloadRaw)
	if err := a.Problem(); err != nil {
		return err
	}
	added, err := out.Series(a.Text(a.pga), s)
	if err != nil {
		return err
	}
	a.series.Add(added)
	*id = added
	return nil
}

// DateOrder is the order of dates, which the months tell.
func (officeUsage) DateOrder(h ingest.Header, _ int) string { return byMonth(h).String() }

// DateOrder is the order of dates, which the months tell.
func (officeUsageAPI) DateOrder(h ingest.Header, _ int) string { return byMonth(h).String() }
