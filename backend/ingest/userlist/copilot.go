package userlist

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// copilotSeats is the seat activity report of GitHub Copilot.
type copilotSeats struct{}

// Info describes the report.
func (copilotSeats) Info() ingest.Info {
	return infoOf("github.copilot_seats", "GitHub Copilot seats",
		"One row is one seat; seats are only counted, by organization.")
}

// Detect recognises logins with their last activity.
func (copilotSeats) Detect(h ingest.Header) float64 {
	h.Uses = nil
	c := cells.Of(h)
	for _, name := range []string{"Report Time", "Login", "Last Activity At"} {
		if !c.Has(name) {
			return 0
		}
	}
	return 0.95
}

// Open needs when the report was made, who has the seat and the last activity.
func (p copilotSeats) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &copilot{adapter: adapter{Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info(), header: h, said: said(c), users: tallies{}}}
	var err error
	for _, need := range []struct {
		column *int
		name   string
	}{{&a.time, "Report Time"}, {&a.login, "Login"}, {&a.last, "Last Activity At"}} {
		if *need.column, err = columns.Need(need.name); err != nil {
			return nil, err
		}
	}
	a.organization = columns.Find("Organization")
	if a.organization == cells.None && a.said.Name == "" {
		return nil, asksAccount(h)
	}
	return a, nil
}

// copilot counts seats by organization and day of the report.
type copilot struct {
	adapter
	time, login, last, organization int
}

// Adapt adds one seat. An account that the person named has all the
// organizations of the report, and a user in two of them has one seat.
func (a *copilot) Adapt(row ingest.Row, _ ingest.Sink) error {
	a.Start(row)
	day, login, last := a.NeedDay(a.time), a.Need(a.login), a.Day(a.last)
	ref := a.said
	if ref.Name == "" {
		name := a.Need(a.organization)
		ref = portfolio.AccountRef{Kind: "github", ExternalID: strings.ToLower(name), Name: name}
	}
	if err := a.Problem(); err != nil {
		return err
	}
	a.users.add(group{day, ref}, login, cells.ActiveOn(day, last))
	return nil
}

// Conclude hands over the counts: every seat is an assigned license.
func (a *copilot) Conclude(out ingest.Sink) error {
	return a.users.conclude("GitHub Copilot", "", portfolio.Product{Name: "GitHub Copilot", Vendor: "GitHub"}, out)
}
