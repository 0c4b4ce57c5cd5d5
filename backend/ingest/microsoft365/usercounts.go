package microsoft365

import (
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// userCounts is every report with one row per day that counts users.
type userCounts struct{}

// counted is a report of users by day.
type counted struct {
	name     string   // as Microsoft calls the download
	has, not []string // columns
	workload string   // "" where the columns are the workloads
	title    string
	twin     bool // another report with these columns counts what was done, not who did it
}

var counts = []counted{
	{"Office365ActiveUserCounts", []string{"Exchange", "Teams"}, nil, "", "Microsoft 365 active users by day", false},
	{"Office365ActiveUserCounts", []string{"Office 365"}, nil, "", "Microsoft 365 active users by day", false},
	{"TeamsUserActivityUserCounts", []string{"Team Chat Messages", "Other Actions"}, nil, "Teams", "Microsoft 365 Teams users by day", false},
	{"TeamsDeviceUsageUserCounts", []string{"Web", "iOS", "Mac"}, nil, "Teams", "Microsoft 365 Teams users of devices by day", false},
	{"YammerDeviceUsageUserCounts", []string{"Web", "iPad"}, nil, "Yammer", "Microsoft 365 Yammer users of devices by day", false},
	{"SkypeForBusinessDeviceUsageUserCounts", []string{"Windows Phone", "iPad"}, []string{"Web"}, "Skype For Business", "Microsoft 365 Skype for Business users of devices by day", false},
	{"EmailAppUsageUserCounts", []string{"Outlook For Windows", "Outlook For Mobile"}, nil, "Exchange", "Microsoft 365 users of email apps by day", false},
	{"SharePointActivityUserCounts", []string{"Visited Page", "Viewed Or Edited"}, nil, "SharePoint", "Microsoft 365 SharePoint users by day", false},
	{"EmailActivityUserCounts", []string{"Send", "Receive", "Read"}, nil, "Exchange", "Microsoft 365 email users by day", true},
	{"OneDriveActivityUserCounts", []string{"Viewed Or Edited", "Synced"}, []string{"Visited Page"}, "OneDrive", "Microsoft 365 OneDrive users by day", true},
	{"YammerActivityUserCounts", []string{"Liked", "Posted", "Read"}, nil, "Yammer", "Microsoft 365 Yammer users by day", true},
	{"SkypeForBusinessActivityUserCounts", []string{"Peer-to-peer", "Organized"}, nil, "Skype For Business", "Microsoft 365 Skype for Business users by day", true},
	{"SkypeForBusinessOrganizerActivityUserCounts", []string{"IM", "Audio/Video", "Dial-in/out Microsoft"}, nil, "Skype For Business", "Microsoft 365 Skype for Business organizers by day", true},
	{"SkypeForBusinessParticipantActivityUserCounts", []string{"IM", "Audio/Video"}, nil, "Skype For Business", "Microsoft 365 Skype for Business participants by day", true},
	{"SkypeForBusinessPeerToPeerActivityUserCounts", []string{"IM", "File Transfer"}, nil, "Skype For Business", "Microsoft 365 Skype for Business callers by day", true},
}

// Info describes the report of active users by day.
func (userCounts) Info() ingest.Info {
	return infoOf("user_counts", "Microsoft 365 active users by day",
		"One row is one day: how many users were active that day, by service.", portfolio.PeriodTable)
}

// Detect recognises users counted by day.
func (userCounts) Detect(h ingest.Header) float64 {
	if _, ok := countedOf(h); !ok {
		return 0
	}
	return known
}

func countedOf(h ingest.Header) (counted, bool) {
	c := looked(h)
	if !isReport(c) || !c.Has(reportDate) || c.Has(principalName) {
		return counted{}, false
	}
	for _, r := range counts {
		if hasAll(c, r.has) && !hasAny(c, r.not) {
			return r, true
		}
	}
	return counted{}, false
}

// Open needs the account, and for some reports the name that the file had when
// it was downloaded: users and what they did are counted under one header.
func (p userCounts) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	report, ok := countedOf(h)
	if !ok {
		return nil, columns.Missing(reportDate, "Export the report of active users by day.")
	}
	if report.twin && !strings.Contains(value.Key(h.File), strings.ToLower(report.name)) {
		return nil, fault.New(fault.Invalid, "These columns count either users or what they did, and only the file's name tells which.").InFile(h.File).
			WithHint("If it counts users, keep the name of the download (" + report.name + "…); or export the report by user.")
	}
	account, err := accountOf(h, c)
	if err != nil {
		return nil, err
	}
	a := &countsByDay{Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info(), account: account, day: columns.Find(reportDate)}
	a.info.Title, a.info.Source = report.title, report.title
	for i, name := range h.Columns {
		switch value.Key(name) {
		case "", value.Key(refreshDate), value.Key(reportDate), value.Key(reportPeriod):
			continue
		}
		s := portfolio.Series{Account: account, Workload: cells.Workload(name), WorkloadRaw: name}
		if report.workload != "" {
			s = portfolio.Series{Account: account, Workload: cells.Workload(report.workload), WorkloadRaw: report.workload, Feature: name}
		}
		h.Uses.Use(i, "Active users")
		a.columns = append(a.columns, i)
		a.series = append(a.series, s)
	}
	return a, nil
}

// countsByDay adapts one day per row.
type countsByDay struct {
	cells.Reader
	info    ingest.Info
	account portfolio.Account
	day     int
	columns []int // of figures
	series  []portfolio.Series
}

// Info describes the report that was opened.
func (a *countsByDay) Info() ingest.Info { return a.info }

// Monthly is false: the users are those of a day.
func (a *countsByDay) Monthly() bool { return false }

// Adapt hands over the users of one day. A report over seven days and one over
// ninety say the same of a day, so that the period does not matter.
func (a *countsByDay) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	day := a.NeedDay(a.day)
	figures := make([]portfolio.Int, len(a.columns))
	said := false
	for n, i := range a.columns {
		figures[n] = a.Count(i)
		said = said || figures[n].OK
	}
	if err := a.Problem(); err != nil {
		return err
	}
	if !said {
		return cells.NoFigures
	}
	for n, figure := range figures {
		if !figure.OK {
			continue
		}
		id, err := out.Series(reporterOf(a.account), a.series[n])
		if err != nil {
			return err
		}
		if err := out.Observe(id, day, portfolio.Observation{Active: figure}); err != nil {
			return err
		}
	}
	return nil
}
