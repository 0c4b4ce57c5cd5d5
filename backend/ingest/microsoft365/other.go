package microsoft365

import (
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// other is a report of the family that has nothing Headroom counts. It is
// recognised to be refused in plain words.
type other struct{}

// what a report is, by its columns, and which report would do instead.
var refusals = []struct {
	has           []string
	what, instead string
}{
	{[]string{"Product Type", "Last Activated Date"}, "the devices on which each user activated the apps", "the activations by product (Office365ActivationsUserCounts)"},
	{[]string{"Product Type"}, "activations by device", "the activations by product (Office365ActivationsUserCounts)"},
	{[]string{"Site URL"}, "sites and their files, not users", "OneDriveActivityUserDetail or SharePointActivityUserDetail"},
	{[]string{"Site Id"}, "sites and their files, not users", "OneDriveActivityUserDetail or SharePointActivityUserDetail"},
	{[]string{"Team Name"}, "teams, not users", "TeamsUserActivityUserDetail"},
	{[]string{"Group Display Name"}, "groups, not users", "Office365ActiveUserDetail"},
	{[]string{"Storage Used (Byte)", reportDate}, "storage, not users", "Office365ActiveUserDetail"},
	{[]string{"Mailbox Storage Used (Byte)"}, "storage, not users", "Office365ActiveUserDetail"},
	{[]string{"Indeterminate"}, "the quotas of mailboxes, not users", "Office365ActiveUserDetail"},
	{[]string{"Visited Page Count"}, "pages, not users", "SharePointActivityUserDetail"},
	{[]string{"Page View Count"}, "pages, not users", "SharePointActivityUserDetail"},
	{[]string{"Total", "Active"}, "mailboxes, sites, files or groups, not users", "Office365ActiveUserDetail"},
	{[]string{"Undetermined"}, "versions of an app", "EmailAppUsageUserDetail"},
	{[]string{"Outlook For Windows"}, "the apps of a whole period", "EmailAppUsageUserDetail"},
	{[]string{"Windows Phone"}, "the devices of a whole period", "the same report by day or by user"},
	{[]string{principalName, lastActivity}, "users of a service that its columns do not name", "Office365ActiveUserDetail"},
	{[]string{principalName}, "users without the day of their last activity", "Office365ActiveUserDetail"},
	{[]string{"Team Chat Messages"}, "messages and meetings, not users", "TeamsUserActivityUserDetail"},
}

// Info describes the family.
func (other) Info() ingest.Info {
	info := infoOf("other", "Microsoft 365 usage report", "The rows of this report count nothing that Headroom reads.", portfolio.Snapshot)
	info.Needs, info.Cadence = nil, 0
	return info
}

// Detect recognises every report of the family that no other profile reads.
func (other) Detect(h ingest.Header) float64 {
	if !isReport(looked(h)) {
		return 0
	}
	for _, p := range []ingest.Profile{userDetail{}, services{}, userCounts{}, activations{}} {
		if p.Detect(h) > 0 {
			return 0
		}
	}
	return family
}

// Open refuses the report and says what it is and what would do instead.
func (other) Open(h ingest.Header, _ ingest.Context) (ingest.Adapter, error) {
	c := looked(h)
	for _, r := range refusals {
		if hasAll(c, r.has) {
			return nil, fault.New(fault.Invalid, "This Microsoft 365 report is about %s, which Headroom does not count.", r.what).InFile(h.File).
				WithHint("Export " + r.instead + " instead.")
		}
	}
	return nil, fault.New(fault.Invalid, "This Microsoft 365 report counts what was done, not who is active.").InFile(h.File).
		WithHint("Export the active users by user (Office365ActiveUserDetail) instead.")
}
