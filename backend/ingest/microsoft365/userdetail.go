package microsoft365

import (
	"maps"
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// userDetail is every report with one row per user that says when the user was
// last active: in several services, or in one whose own columns tell it.
type userDetail struct{}

// detail is a report about the users of one service, by a column only it has.
type detail struct {
	by       []string // any of these columns
	workload string
	title    string
}

// details are looked at in this order: what Teams counts, for instance, is
// told before the devices that several reports count.
var details = []detail{
	{[]string{"Copilot Chat Last Activity Date", "Word Copilot Last Activity Date", "Microsoft Teams Copilot Last Activity Date"}, "Microsoft 365 Copilot", "Microsoft 365 Copilot usage by user"},
	{[]string{"Last Activation Date"}, "Microsoft 365 Apps", "Microsoft 365 Apps usage by user"},
	{[]string{"Team Chat Message Count", "Private Chat Message Count"}, "Teams", "Microsoft 365 Teams activity by user"},
	{[]string{"Used Mac"}, "Teams", "Microsoft 365 Teams devices by user"},
	{[]string{"Send Count", "Receive Count"}, "Exchange", "Microsoft 365 email activity by user"},
	{[]string{"Outlook For Windows", "Outlook For Mobile"}, "Exchange", "Microsoft 365 email apps by user"},
	{[]string{"Issue Warning Quota (Byte)", "Prohibit Send Quota (Byte)"}, "Exchange mailboxes", "Microsoft 365 mailbox usage"},
	{[]string{"Visited Page Count"}, "SharePoint", "Microsoft 365 SharePoint activity by user"},
	{[]string{"Synced File Count", "Viewed Or Edited File Count"}, "OneDrive", "Microsoft 365 OneDrive activity by user"},
	{[]string{"User State", "Posted Count"}, "Yammer", "Microsoft 365 Yammer activity by user"},
	{[]string{"Total Organized Conference Count", "Peer-to-peer Last Activity Date", "Used iPad"}, "Skype For Business", "Microsoft 365 Skype for Business activity by user"},
}

// Info describes the report of active users, the one that most people have.
func (userDetail) Info() ingest.Info {
	info := infoOf("user_detail", "Microsoft 365 active users",
		"One row is one user; users are only counted, by service.", portfolio.Snapshot)
	info.Needs = nil // the domain of the users may tell; Open asks where it does not
	return info
}

// Detect recognises users with a day of their last activity.
func (userDetail) Detect(h ingest.Header) float64 {
	c := looked(h)
	if !isReport(c) || !c.Has(principalName) || len(activityColumns(h)) == 0 {
		return 0
	}
	if _, ok := detailOf(c); !ok && !hasServices(h) {
		return 0
	}
	return known
}

// detailOf returns the report of one service that c is.
func detailOf(c cells.Columns) (detail, bool) {
	for _, d := range details {
		if hasAny(c, d.by) {
			return d, true
		}
	}
	return detail{}, false
}

// activityColumns finds the columns that say when a user was last active, with
// the words before it: "" for the report's own service.
func activityColumns(h ingest.Header) map[int]string {
	found := map[int]string{}
	for i, name := range h.Columns {
		if n := len(name) - len(lastActivity); n >= 0 && strings.EqualFold(name[n:], lastActivity) {
			found[i] = strings.TrimSpace(name[:n])
		}
	}
	return found
}

// hasServices reports whether h has activity by service.
func hasServices(h ingest.Header) bool {
	for _, service := range activityColumns(h) {
		if service != "" {
			return true
		}
	}
	return false
}

// users sums up the rows of users.
type users struct {
	cells.Reader
	info                                    ingest.Info
	header                                  ingest.Header
	account                                 portfolio.Account // "" until the domain of the users tells it
	refresh, name, deleted, state, products int
	services                                []service
	sums                                    map[portfolio.Day]*sum
	domains, fallback                       map[string]bool // of the users' names; the second those of Microsoft's own
	concealed                               bool
}

// service is something whose users are counted.
type service struct {
	workload, raw, feature string
	active                 []int // columns of a last activity, any of which counts
	license                int   // column that says who has a license; None where every row has one
	everybody              bool  // without a license column every row is a user of it
}

// sum is what is counted for one refresh date.
type sum struct {
	active, total []int64           // by service
	assigned      map[string]int64  // by folded product name
	names         map[string]string // as the file writes it
}

// Open needs an account, or users whose names show one domain.
func (p userDetail) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	refresh, err := columns.Need(refreshDate)
	if err != nil {
		return nil, err
	}
	name, err := columns.Need(principalName)
	if err != nil {
		return nil, err
	}
	if len(activityColumns(h)) == 0 {
		return nil, columns.Missing(lastActivity, "Export the report with one row per user and the day of the last activity.")
	}
	u := &users{
		Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info(), header: h, refresh: refresh, name: name,
		deleted: columns.Find("Is Deleted"), state: columns.Find("User State"), products: cells.None,
		sums: map[portfolio.Day]*sum{}, domains: map[string]bool{}, fallback: map[string]bool{},
	}
	if d, ok := detailOf(looked(h)); ok {
		u.info.Title, u.info.Source = d.title, d.title
		u.services = servicesOf(d, h, columns)
	} else {
		u.services = servicesBy(h, columns)
		u.products = columns.Find("Assigned Products")
	}
	return u, u.findAccount(c)
}

// servicesOf returns the one service of a report, and its parts.
func servicesOf(d detail, h ingest.Header, columns cells.Columns) []service {
	license := columns.Find("Is Licensed")
	all := service{workload: cells.Workload(d.workload), raw: d.workload, license: license, everybody: true}
	services := []service{all}
	for _, i := range slices.Sorted(maps.Keys(activityColumns(h))) {
		h.Uses.Use(i, lastActivity)
		services[0].active = append(services[0].active, i)
		if part := activityColumns(h)[i]; part != "" {
			one := all
			one.feature, one.active = strings.TrimSpace(strings.TrimSuffix(part, " Copilot")), []int{i}
			services = append(services, one)
		}
	}
	return services
}

// servicesBy returns the services that the columns name.
func servicesBy(h ingest.Header, columns cells.Columns) []service {
	var services []service
	for _, i := range slices.Sorted(maps.Keys(activityColumns(h))) {
		raw := activityColumns(h)[i]
		if raw == "" {
			continue
		}
		h.Uses.Use(i, lastActivity)
		services = append(services, service{
			workload: cells.Workload(raw), raw: raw, active: []int{i}, license: columns.Find("Has " + raw + " License"),
		})
	}
	return services
}

// findAccount takes the account from the person, and refuses a file whose
// first rows already show that nobody can tell it.
func (u *users) findAccount(c ingest.Context) error {
	if strings.TrimSpace(c.Account) != "" {
		account, err := accountOf(u.header, c)
		u.account = account
		return err
	}
	if len(u.header.Sample) == 0 {
		return nil
	}
	for _, row := range u.header.Sample {
		u.tell(string(value.Trim(row.Cell(u.name))))
	}
	_, err := u.tenant()
	return err
}

// tell remembers the domain of a user's name. Guests have that of their host.
func (u *users) tell(name string) {
	switch domain := cells.Domain(name); {
	case !strings.Contains(name, "@") || domain == "" || strings.Contains(strings.ToUpper(name), "#EXT#"):
	case strings.HasSuffix(domain, ".onmicrosoft.com"):
		u.fallback[domain] = true
	default:
		u.domains[domain] = true
	}
}

// tenant returns the account: the person's, else the one domain of the users.
func (u *users) tenant() (portfolio.Account, error) {
	if u.account.Ref != (portfolio.AccountRef{}) {
		return u.account, nil
	}
	domains := u.domains
	if len(domains) == 0 {
		domains = u.fallback
	}
	if len(domains) != 1 {
		return portfolio.Account{}, asksAccount(u.header)
	}
	for domain := range domains {
		return portfolio.Account{Ref: portfolio.AccountRef{Name: domain}, Domain: domain}, nil
	}
	return portfolio.Account{}, nil
}

// Info describes the report that was opened.
func (u *users) Info() ingest.Info { return u.info }

// Monthly is false: the counts are of the refresh date.
func (u *users) Monthly() bool { return false }

// deletedUser is the rule for users who are gone: they have no license.
const deletedUser = ingest.Skip("deleted_user")

// Adapt adds one user to the counts.
func (u *users) Adapt(row ingest.Row, out ingest.Sink) error {
	u.Start(row)
	name, day := u.Need(u.name), u.NeedDay(u.refresh)
	gone := u.Bool(u.deleted, out) == portfolio.Yes || strings.EqualFold(u.Text(u.state), "deleted")
	last := make([]portfolio.Day, len(u.Columns))
	for _, s := range u.services {
		for _, i := range s.active {
			last[i] = u.Day(i)
		}
	}
	if err := u.Problem(); err != nil {
		return err
	}
	u.tell(name)
	if cells.IsConcealed(name) && !u.concealed {
		u.concealed = true
		out.Note(u.Name(u.name), "concealed_users", "The names of users are concealed; they are counted all the same.")
	}
	if gone {
		return deletedUser
	}
	u.add(u.sumOf(day), day, last, out)
	return nil
}

func (u *users) sumOf(day portfolio.Day) *sum {
	s := u.sums[day]
	if s == nil {
		s = &sum{
			active: make([]int64, len(u.services)), total: make([]int64, len(u.services)),
			assigned: map[string]int64{}, names: map[string]string{},
		}
		u.sums[day] = s
	}
	return s
}

// add counts a user. Whoever is active in a service without a license for it
// is noted and not counted: the rate is of licenses.
func (u *users) add(to *sum, day portfolio.Day, last []portfolio.Day, out ingest.Sink) {
	for n, s := range u.services {
		licensed := s.license == cells.None || u.Bool(s.license, out) == portfolio.Yes
		active := slices.ContainsFunc(s.active, func(i int) bool { return cells.ActiveOn(day, last[i]) })
		switch {
		case licensed:
			to.total[n]++
			if active {
				to.active[n]++
			}
		case active && s.feature == "":
			out.Note(u.Name(s.active[0]), "active_without_license", "Somebody without a license is active in "+s.raw+" and is not counted.")
		}
	}
	seen := map[string]bool{}
	for name := range strings.SplitSeq(u.Text(u.products), "+") {
		name = strings.TrimSpace(name)
		key := value.Name(name)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		to.assigned[key]++
		to.names[key] = max(to.names[key], name)
	}
}

// Conclude hands the counts over. A service that nobody has a license for and
// nobody uses is not there.
func (u *users) Conclude(out ingest.Sink) error {
	if len(u.sums) == 0 {
		return nil
	}
	account, err := u.tenant()
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(u.sums)) {
		if err := u.conclude(u.sums[day], day, account, out); err != nil {
			return err
		}
	}
	return nil
}

func (u *users) conclude(sums *sum, day portfolio.Day, account portfolio.Account, out ingest.Sink) error {
	reporter := reporterOf(account)
	for n, s := range u.services {
		if sums.total[n] == 0 {
			continue
		}
		o := portfolio.Observation{Active: portfolio.SomeInt(sums.active[n])}
		if s.everybody || s.license != cells.None {
			o.Total = portfolio.SomeInt(sums.total[n])
		}
		if !o.Total.OK && o.Active.N == 0 {
			continue
		}
		id, err := out.Series(reporter, portfolio.Series{Account: account, Workload: s.workload, WorkloadRaw: s.raw, Feature: s.feature})
		if err != nil {
			return err
		}
		if err := out.Observe(id, day, o); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(sums.assigned)) {
		err := out.Deployed(ingest.At{Day: day, Reporter: reporter}, portfolio.Deployed{
			Account: account, Product: portfolio.Product{Name: sums.names[key], Vendor: vendor}, Assigned: portfolio.SomeInt(sums.assigned[key]),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
