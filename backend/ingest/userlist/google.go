package userlist

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// googleUsers is the download of the users of a Google Workspace. Its headers
// are English in every language and carry what a column is for, as in "Last
// Sign In [READ ONLY]".
type googleUsers struct{}

// Info describes the download.
func (googleUsers) Info() ingest.Info {
	return infoOf("google.users", "Google Workspace users", "One row is one user; users are only counted.")
}

// Detect recognises the marks in the headers beside the last sign-in.
func (googleUsers) Detect(h ingest.Header) float64 {
	h.Uses = nil
	c := cells.Of(h)
	marked := false
	for _, name := range h.Columns {
		marked = marked || strings.HasSuffix(strings.ToUpper(name), "[READ ONLY]")
	}
	if !marked || !c.Has("Email Address") || !c.Has("Last Sign In") {
		return 0
	}
	return 0.95
}

// Open needs the address of the user and the last sign-in.
func (p googleUsers) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	email, err := columns.Need("Email Address")
	if err != nil {
		return nil, err
	}
	last, err := columns.Need("Last Sign In")
	if err != nil {
		return nil, err
	}
	a := &google{
		adapter: adapter{Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info(), header: h, said: said(c), users: tallies{}},
		day:     c.AsOf, email: email, last: last, status: columns.Find("Status"), domains: map[string]bool{},
	}
	for _, row := range h.Sample {
		a.tell(string(value.Trim(row.Cell(email))))
	}
	if len(h.Sample) > 0 {
		_, err = a.account()
	}
	return a, err
}

// google counts the users of one Workspace on the day of the download.
type google struct {
	adapter
	day                 portfolio.Day
	email, last, status int
	domains             map[string]bool
}

func (a *google) tell(address string) {
	if domain := cells.Domain(address); domain != "" {
		a.domains[domain] = true
	}
}

// account is the person's, else that of the users' one domain.
func (a *google) account() (portfolio.AccountRef, error) {
	if a.said.Name != "" {
		return a.said, nil
	}
	if len(a.domains) != 1 {
		return portfolio.AccountRef{}, asksAccount(a.header)
	}
	for domain := range a.domains {
		return portfolio.AccountRef{Name: domain}, nil
	}
	return portfolio.AccountRef{}, nil
}

// Adapt adds one user. Whoever never signed in is a user who is not active.
func (a *google) Adapt(row ingest.Row, _ ingest.Sink) error {
	a.Start(row)
	email, last := a.Need(a.email), a.Day(a.last)
	if err := a.Problem(); err != nil {
		return err
	}
	a.tell(email)
	if status := a.Text(a.status); status != "" && !strings.EqualFold(status, "active") {
		return inactive
	}
	a.users.add(group{day: a.day}, email, cells.ActiveOn(a.day, last))
	return nil
}

// Conclude hands over the counts. Which editions the users have is not in the
// list, so that it is no deployment.
func (a *google) Conclude(out ingest.Sink) error {
	found, ok := a.users[group{day: a.day}]
	if !ok {
		return nil
	}
	ref, err := a.account()
	if err != nil {
		return err
	}
	domain := ""
	if ref != a.said {
		domain = ref.Name
	}
	return tallies{{a.day, ref}: found}.conclude("Google Workspace", domain, portfolio.Product{}, out)
}
