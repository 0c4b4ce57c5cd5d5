package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// bizappsUsage tells of every subscription, workload and fiscal month how much
// the business applications were used.
var bizappsUsage = export{
	info: ofMonth(ingest.Info{
		ID: "ms.insights.bizapps_usage", Title: "Partner Center business applications usage", Source: "Partner Center business applications usage",
		Dataset: portfolio.Usage, Row: "One row is one workload of a subscription in one month, measured in users or capacity.",
	}),
	detect: signature{
		has:    []string{"Workload", "SubscriptionId"},
		either: [][]string{{"MAU", "PAMAU"}, {"MAU", "MAC"}, {"PAMAU", "MAC"}, {"MAU", "MetricType"}},
		known: []string{
			"FiscalMonthName", "GlobalPartnerID", "PartnerName", "PartnerAssociationType", "CustomerID", "CustomerName", "CustomerTenantID",
			"CustomerTenantName", "SubscriptionID", "SubscriptionStartDate", "MetricType", "WorkloadCategory", "Workload", "SkuGroup", "PAMAU", "MAC", "MAU",
		},
	}.score,
	open:  openBizappsUsage,
	order: byMonth,
}

// bizappsMetrics are the three ways in which use is measured: people, people
// who use Power Apps, and active capacity.
var bizappsMetrics = []string{"MAU", "PAMAU", "MAC"}

// powerApps is the feature under which PAMAU is reported.
const powerApps = "Power Apps"

type bizappsAdapter struct {
	common
	info                          ingest.Info
	id, workload, group, category int
	metric                        int // the column that names the measured one
	figures                       [3]int
	identity                      []int
	series                        [3]cells.SeriesCache
	levels                        levels
	meters                        meters
}

func openBizappsUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &bizappsAdapter{
		common: shared, info: info, group: columns.Find("SkuGroup"), category: columns.Find("WorkloadCategory"), metric: columns.Find("MetricType"),
	}
	if a.id, err = columns.Need("SubscriptionID"); err != nil {
		return nil, err
	}
	if a.workload, err = columns.Need("Workload"); err != nil {
		return nil, err
	}
	for i, name := range bizappsMetrics {
		a.figures[i] = columns.Find(name)
	}
	a.identity = append(a.who(), a.workload, a.group)
	return a, nil
}

// Info describes the export.
func (a *bizappsAdapter) Info() ingest.Info { return a.info }

// Monthly is true: active users are those of the month.
func (a *bizappsAdapter) Monthly() bool { return true }

// Adapt adds the figures of the row to those of the workload. Where the row
// says what it measures, the other figures are zeros that mean nothing.
func (a *bizappsAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	day, part := a.day(), strings.ToLower(a.Need(a.id))
	users, other, capacity := a.figures[0], a.figures[1], a.figures[2]
	switch value.Key(a.Text(a.metric)) {
	case "mau":
		other, capacity = cells.None, cells.None
	case "pamau":
		users, capacity = cells.None, cells.None
	case "mac":
		users, other = cells.None, cells.None
	}
	mau, pamau, mac := a.Count(users), a.Count(other), a.Number(capacity)
	s := a.seriesOf()
	if err := a.Problem(); err != nil {
		return err
	}
	if !mau.OK && !pamau.OK && !mac.OK {
		return cells.NoFigures
	}
	if mau.OK {
		if err := a.add(row, 0, s, day, part, mau, out); err != nil {
			return err
		}
	}
	if pamau.OK {
		s.Feature = powerApps
		if err := a.add(row, 1, s, day, part, pamau, out); err != nil {
			return err
		}
		s.Feature = ""
	}
	if !mac.OK {
		return nil
	}
	s.Meter = "Monthly active capacity"
	id, err := a.find(row, 2, s, out)
	if err == nil {
		a.meters.add(id, day, mac)
	}
	return err
}

func (a *bizappsAdapter) seriesOf() portfolio.Series {
	workload := a.Need(a.workload)
	name := a.Text(a.group)
	if name == "" {
		name = workload
	}
	return portfolio.Series{
		Account: a.account(), Workload: workload, WorkloadRaw: workload, PartnerID: a.partnerID(),
		Product: portfolio.Product{Name: name, Family: a.Text(a.category), Vendor: vendor},
	}
}

func (a *bizappsAdapter) add(row ingest.Row, metric int, s portfolio.Series, day portfolio.Day, part string, active portfolio.Int, out ingest.Sink) error {
	id, err := a.find(row, metric, s, out)
	if err == nil {
		a.levels.add(id, day, part, portfolio.Observation{Active: active})
	}
	return err
}

func (a *bizappsAdapter) find(row ingest.Row, metric int, s portfolio.Series, out ingest.Sink) (portfolio.SeriesID, error) {
	id, known := a.series[metric].Find(row, a.identity)
	if known {
		return id, nil
	}
	id, err := out.Series(a.Text(a.pga), s)
	if err == nil {
		a.series[metric].Add(id)
	}
	return id, err
}

// Conclude hands over the figures of every workload and month.
func (a *bizappsAdapter) Conclude(out ingest.Sink) error {
	if err := a.levels.conclude(out); err != nil {
		return err
	}
	return a.meters.conclude(out)
}
