package flexlm

import (
	"fmt"
	"slices"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// The rules for rows of lmstat -a without figures.
const (
	serverDown = ingest.Skip("server_down")
	notServed  = ingest.Skip("not_served") // the server has a license that it does not serve
)

// serverStatus is the profile of the answer of lmstat -a. What was issued is
// sold, and it is what the licenses in use are measured against: nobody is
// assigned a floating license, so nothing is known to be deployed.
type serverStatus struct{}

// Info describes the profile.
func (serverStatus) Info() ingest.Info {
	return ingest.Info{
		ID: "flexlm.lmstat", Version: 1, Title: "FlexNet license server status (lmstat -a)",
		Source: "FlexNet license server", Dataset: portfolio.Usage, Class: portfolio.Snapshot,
		Row:   "One row is one feature of a license server at one moment: licenses issued and in use.",
		Needs: []string{"account"},
	}
}

// Detect recognises the table of the format.
func (serverStatus) Detect(h ingest.Header) float64 { return score(isTable(h, statusColumns)) }

// Open needs an account, which the answer does not name.
func (p serverStatus) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	account, err := accountOf(h, c)
	if err != nil {
		return nil, err
	}
	a := &statuses{Reader: reader(h), info: p.Info(), asOf: c.AsOf, account: account, partner: c.Partner, features: map[string]*level{}}
	columns := cells.Of(h)
	for name, at := range map[string]*int{
		"Server": &a.server, "Daemon": &a.daemon, "Feature": &a.feature, "Issued": &a.issued, "In use": &a.inUse, "Listed": &a.listed, "State": &a.state,
	} {
		if *at, err = columns.Need(name); err != nil {
			return nil, err
		}
	}
	// A snapshot speaks of the whole of one server of one account, and of
	// nobody else's: each has slices of its own.
	a.reporter = value.Name(account.Ref.Name)
	if len(h.Sample) > 0 {
		a.reporter += " " + string(value.Trim(h.Sample[0].Cell(a.server)))
	}
	return a, nil
}

type statuses struct {
	cells.Reader
	info                                                  ingest.Info
	asOf                                                  portfolio.Day
	account                                               portfolio.Account
	partner, reporter                                     string
	server, daemon, feature, issued, inUse, listed, state int
	features                                              map[string]*level // by folded name
	rows                                                  int
}

// level is what is known of a feature, which several daemons may serve.
type level struct {
	name, daemon  string
	active, total portfolio.Int
}

// Info describes the answer.
func (a *statuses) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *statuses) Monthly() bool { return false }

// Adapt adds a feature's licenses to those of the same feature at other daemons.
func (a *statuses) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	a.rows++
	state := a.Text(a.state)
	if state == stateDown {
		out.Note(a.Name(a.state), string(serverDown), a.Text(a.listed))
		return serverDown
	}
	l := level{name: a.Need(a.feature), daemon: a.Text(a.daemon)}
	listed := a.Count(a.listed)
	switch state {
	case stateCounted:
		l.active, l.total = a.Count(a.inUse), a.Count(a.issued)
		if listed.OK && listed.N > 0 && l.active.OK && listed.N != l.active.N {
			out.Note(a.Name(a.inUse), "lines_differ", fmt.Sprintf("The users and reservations listed add up to %d, not %d; the server's own number counts.", listed.N, l.active.N))
		}
	case stateUncounted:
		if listed.N == 0 {
			return cells.NoFigures
		}
		l.active = listed
	default:
		return notServed
	}
	if err := a.Problem(); err != nil {
		return err
	}
	key := value.Name(l.name)
	if known, ok := a.features[key]; ok {
		known.active, known.total = plus(known.active, l.active), plus(known.total, l.total)
		return nil
	}
	a.features[key] = &l
	return nil
}

// plus adds two numbers, of which one that is missing adds nothing.
func plus(a, b portfolio.Int) portfolio.Int {
	return portfolio.Int{N: a.N + b.N, OK: a.OK || b.OK}
}

// Conclude hands over the levels; an answer without any says so.
func (a *statuses) Conclude(out ingest.Sink) error {
	if len(a.features) == 0 && a.rows == 0 {
		out.Note("", "no_features", "The answer lists no features: ask the server again with lmstat -a.")
	}
	names := make([]string, 0, len(a.features))
	for name := range a.features {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		l := a.features[name]
		id, err := out.Series(a.reporter, portfolio.Series{Account: a.account, Product: product(l.name, l.daemon), Feature: l.name, PartnerID: a.partner})
		if err != nil {
			return err
		}
		if err := out.Observe(id, a.asOf, portfolio.Observation{Active: l.active, Total: l.total}); err != nil {
			return err
		}
		if !l.total.OK {
			continue
		}
		err = out.Deployed(ingest.At{Day: a.asOf, Reporter: a.reporter}, portfolio.Deployed{
			Account: a.account, Product: product(l.name, l.daemon), Sold: l.total, PartnerID: a.partner,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
