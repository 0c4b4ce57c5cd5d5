package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// teamsWorkload is the workload all three datasets about Teams speak of.
const teamsWorkload = "Microsoft Teams"

// teamsKnown are the columns all three have.
var teamsKnown = []string{
	"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "CustomerId", "CustomerTenantId", "CustomerName", "CustomerCountryCode", "CustomerCountry",
	"CustomerSegment", "IndustryName", "VerticalName", "EOU", "MonthKey", "DateKey", "SubWorkload",
}

// teamsMonthly, teamsMeetings and teamsApps tell who used what in Teams: by
// month and sub-workload, meetings by day, and apps of others by day.
var (
	teamsMonthly = export{
		info: ofMonth(ingest.Info{
			ID: "ms.insights.teams_monthly", Title: "Partner Center Teams usage", Source: "Partner Center Teams usage",
			Dataset: portfolio.Usage, Row: "One row is one way of using Teams at a tenant in one month, with its users by device.",
		}),
		detect: signature{
			has:    []string{"SubWorkload"},
			either: [][]string{{"AllUpParticipants"}, {"AllUpPartiticipants"}, {"DesktopUsers", "WebUsers"}, {"DesktopUsers", "MobileUsers"}},
			known:  append([]string{"DesktopUsers", "WebUsers", "MobileUsers", "AllUpParticipants", "AllUpPartiticipants"}, teamsKnown...),
		}.score,
		open: openTeams(true, "SubWorkload", []teamsFigure{
			{columns: []string{"AllUpParticipants", "AllUpPartiticipants"}},
			{columns: []string{"DesktopUsers"}, suffix: " on a desktop"},
			{columns: []string{"WebUsers"}, suffix: " in a browser"},
			{columns: []string{"MobileUsers"}, suffix: " on a phone"},
		}),
		order: byMonth,
	}
	teamsMeetings = export{
		info: ofMonth(ingest.Info{
			ID: "ms.insights.teams_meetings", Title: "Partner Center Teams meetings and calls", Source: "Partner Center Teams meetings",
			Dataset: portfolio.Usage, Row: "One row is the meetings or calls of a tenant on one day.",
		}),
		detect: signature{
			has:    []string{"SubWorkload"},
			either: [][]string{{"MeetingCount"}, {"MeetingDuration"}},
			known:  append([]string{"MeetingCount", "MeetingDuration"}, teamsKnown...),
		}.score,
		open: openTeams(false, "SubWorkload", []teamsFigure{
			{columns: []string{"MeetingCount"}, meter: "Meetings"},
			{columns: []string{"MeetingDuration"}, meter: "Meeting duration"},
		}),
		order: byMonth,
	}
	teamsApps = export{
		info: ofMonth(ingest.Info{
			ID: "ms.insights.teams_3p_apps", Title: "Partner Center Teams apps", Source: "Partner Center Teams apps",
			Dataset: portfolio.Usage, Row: "One row is the users of one app in Teams at a tenant on one day.",
		}),
		detect: signature{
			has:    []string{"AppName"},
			either: [][]string{{"UserCount", "CustomerTenantId"}},
			known:  append([]string{"AppName", "UserCount"}, teamsKnown...),
		}.score,
		open:  openTeams(false, "AppName", []teamsFigure{{columns: []string{"UserCount"}}}),
		order: byMonth,
	}
)

// teamsFigure is one column with a figure: users, or the quantity of a meter.
type teamsFigure struct {
	columns []string // its spellings
	suffix  string   // of the feature's name
	meter   string
}

type teamsAdapter struct {
	common
	info     ingest.Info
	monthly  bool
	feature  int
	figures  []teamsFigure
	columns  []int
	identity []int
	series   []cells.SeriesCache
}

func openTeams(monthly bool, feature string, figures []teamsFigure) func(ingest.Info, ingest.Header, ingest.Context) (ingest.Adapter, error) {
	return func(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
		shared, err := openCommon(h, c)
		if err != nil {
			return nil, err
		}
		columns := cells.Of(h)
		a := &teamsAdapter{common: shared, info: info, monthly: monthly, figures: figures, series: make([]cells.SeriesCache, len(figures))}
		if a.feature, err = columns.Need(feature); err != nil {
			return nil, err
		}
		for _, f := range figures {
			a.columns = append(a.columns, columns.Find(f.columns...))
		}
		a.identity = append(a.who(), a.feature)
		return a, nil
	}
}

// Info describes the dataset.
func (a *teamsAdapter) Info() ingest.Info { return a.info }

// Monthly reports whether a row is about a month.
func (a *teamsAdapter) Monthly() bool { return a.monthly }

// Adapt hands over every figure of the row.
func (a *teamsAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	day, feature, account := a.NeedDay(a.month), a.Need(a.feature), a.account()
	if a.monthly && !day.IsZero() {
		day = cells.MonthLevel(day, a.asOf)
	}
	told := make([]portfolio.Observation, len(a.figures))
	known := false
	for i, f := range a.figures {
		if f.meter != "" {
			told[i].Used = a.Number(a.columns[i])
		} else {
			told[i].Active = a.Count(a.columns[i])
		}
		known = known || told[i] != portfolio.Observation{}
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
		id, known := a.series[i].Find(row, a.identity)
		if !known {
			var err error
			id, err = out.Series(a.Text(a.pga), portfolio.Series{
				Account: account, Workload: teamsWorkload, WorkloadRaw: teamsWorkload, Feature: feature + a.figures[i].suffix,
				Meter: a.figures[i].meter, PartnerID: a.partnerID(),
			})
			if err != nil {
				return err
			}
			a.series[i].Add(id)
		}
		if err := out.Observe(id, day, o); err != nil {
			return err
		}
	}
	return nil
}
