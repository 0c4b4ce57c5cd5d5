// Package support adapts the exports of help desks: Zendesk tickets and Jira
// issues. The rule not to break: a request is how-to only where its type or a
// label says so, never because of what its title sounds like.
package support

import (
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Profiles returns the profiles of help desks.
func Profiles() []ingest.Profile { return []ingest.Profile{zendesk{}, jira{}} }

// cadence is how many days lie between two exports in normal use.
const cadence = 30

// howTo are the types of requests and the labels that say that somebody asked
// how something is done, folded.
var howTo = map[string]bool{
	"howto": true, "howdoi": true, "question": true, "training": true, "usagequestion": true, "enablement": true,
	"domanda": true, "formazione": true, "comefare": true, "frage": true, "schulung": true, "anleitung": true,
	"formation": true, "modedemploi": true, "pregunta": true, "formacion": true, "capacitacion": true, "comohacer": true,
	"質問": true, "使い方": true, "操作方法": true, "研修": true,
}

// category is how-to where the type or a label says so, else the type.
func category(kind string, labels []string) string {
	if howTo[value.Key(kind)] || slices.ContainsFunc(labels, func(l string) bool { return howTo[value.Key(l)] }) {
		return "how-to"
	}
	return kind
}

// infoOf describes the requests of one help desk.
func infoOf(id, title, source, row string) ingest.Info {
	return ingest.Info{
		ID: id, Version: 1, Title: title, Source: source, Dataset: portfolio.SupportRequests, Class: portfolio.EntityList,
		Row: row, Cadence: cadence,
	}
}

// desk is what both help desks share.
type desk struct {
	cells.Reader
	info    ingest.Info
	asOf    portfolio.Day
	account string // for requests that name none
}

func openDesk(info ingest.Info, h ingest.Header, c ingest.Context) desk {
	return desk{Reader: cells.For(h, c, value.AnyOrder, 0), info: info, asOf: c.AsOf, account: strings.TrimSpace(c.Account)}
}

// Info describes the help desk.
func (d *desk) Info() ingest.Info { return d.info }

// Monthly is false: requests are no levels.
func (d *desk) Monthly() bool { return false }

// owner is the account of a request: its organization, else the account that
// the person named for the file, else the domain of whoever asked.
func (d *desk) owner(organization string, addresses ...string) (portfolio.Account, bool) {
	if organization == "" {
		organization = d.account
	}
	if organization != "" {
		return portfolio.Account{Ref: portfolio.AccountRef{Name: organization}}, true
	}
	for _, a := range addresses {
		if domain := cells.Domain(a); domain != "" {
			return portfolio.Account{Ref: portfolio.AccountRef{Name: domain}, Domain: domain}, true
		}
	}
	return portfolio.Account{}, false
}

// noAccount says why a request without an account is rejected.
const noAccount = "The request names neither an organization nor somebody at a company's address."

// asksAccount refuses a file none of whose columns names an account.
func asksAccount(h ingest.Header) error {
	f := fault.New(fault.Asks, "The file does not say whose requests these are.").InFile(h.File).
		WithHint("Name the account with the import, or export the organization too.")
	f.Field = "account"
	return f
}

// minutes reads a number of minutes, of which a fraction is dropped.
func (d *desk) minutes(i int) portfolio.Int {
	n := d.Number(i)
	if !n.OK {
		return portfolio.Int{}
	}
	for range n.Scale {
		n.Mantissa /= 10
	}
	if n.Mantissa < 0 {
		d.Reject(i, cells.Negative, "The number is negative.")
	}
	return portfolio.SomeInt(n.Mantissa)
}

// custom keeps the cells of further columns that say something.
func (d *desk) custom(columns []extra) []portfolio.Custom {
	var kept []portfolio.Custom
	for _, e := range columns {
		if text := d.joined(e.columns); text != "" {
			kept = append(kept, portfolio.Custom{Name: e.name, Value: text})
		}
	}
	return kept
}

// extra is a column, or several of one name, that is kept as it is.
type extra struct {
	name    string
	columns []int
}

// title is a cell on one line.
func (d *desk) title(i int) string { return strings.Join(strings.Fields(d.Text(i)), " ") }

// values are the cells of columns of one name that say something.
func (d *desk) values(columns []int) []string {
	var found []string
	for _, i := range columns {
		if text := d.Text(i); text != "" {
			found = append(found, text)
		}
	}
	return found
}

func (d *desk) joined(columns []int) string { return strings.Join(d.values(columns), ", ") }
