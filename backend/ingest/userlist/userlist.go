// Package userlist adapts lists of users that say when each was last active:
// Google Workspace users and GitHub Copilot seats. The rule not to break: they
// leave counts behind, never a person.
package userlist

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// Profiles returns the profiles of lists of users.
func Profiles() []ingest.Profile { return []ingest.Profile{googleUsers{}, copilotSeats{}} }

// cadence is how many days lie between two exports in normal use.
const cadence = 30

func infoOf(id, title, row string) ingest.Info {
	return ingest.Info{
		ID: id, Version: 1, Title: title, Source: title, Dataset: portfolio.Usage, Class: portfolio.Snapshot,
		Row: row, Cadence: cadence,
	}
}

func asksAccount(h ingest.Header) error {
	f := fault.New(fault.Asks, "The list does not say whose users these are.").InFile(h.File).WithHint("Name the account with the import.")
	f.Field = "account"
	return f
}

// group is what is counted together: an account on a day.
type group struct {
	day portfolio.Day
	ref portfolio.AccountRef
}

// tally counts each user of a group once, however often the list names them.
type tally struct {
	active, all map[string]bool
}

// tallies are the users by account and day, until they are handed over as
// counts.
type tallies map[group]tally

func (t tallies) add(g group, user string, active bool) {
	found, ok := t[g]
	if !ok {
		found = tally{map[string]bool{}, map[string]bool{}}
		t[g] = found
	}
	user = strings.ToLower(user)
	found.all[user] = true
	if active {
		found.active[user] = true
	}
}

// conclude hands the counts over: as users of the workload and, where assigned
// is set, as licenses of the product.
func (t tallies) conclude(workload, domain string, assigned portfolio.Product, out ingest.Sink) error {
	for _, g := range slices.SortedFunc(maps.Keys(t), func(a, b group) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.ref.ExternalID, b.ref.ExternalID), cmp.Compare(a.ref.Name, b.ref.Name))
	}) {
		account := portfolio.Account{Ref: g.ref, Domain: domain}
		reporter := cmp.Or(g.ref.ExternalID, g.ref.Name)
		all := portfolio.SomeInt(int64(len(t[g].all)))
		id, err := out.Series(reporter, portfolio.Series{Account: account, Workload: workload, WorkloadRaw: workload})
		if err != nil {
			return err
		}
		if err := out.Observe(id, g.day, portfolio.Observation{Active: portfolio.SomeInt(int64(len(t[g].active))), Total: all}); err != nil {
			return err
		}
		if assigned.Name == "" {
			continue
		}
		if err := out.Deployed(ingest.At{Day: g.day, Reporter: reporter}, portfolio.Deployed{Account: account, Product: assigned, Assigned: all}); err != nil {
			return err
		}
	}
	return nil
}

// said is the account the person named, if any.
func said(c ingest.Context) portfolio.AccountRef {
	return portfolio.AccountRef{Name: strings.TrimSpace(c.Account)}
}

// inactive is the rule for users who cannot sign in: they are no users.
const inactive = ingest.Skip("suspended_user")

// adapter is what both lists share.
type adapter struct {
	cells.Reader
	info   ingest.Info
	header ingest.Header
	said   portfolio.AccountRef
	users  tallies
}

// Info describes the list.
func (a *adapter) Info() ingest.Info { return a.info }

// Monthly is false: the counts are of a day.
func (a *adapter) Monthly() bool { return false }
