package cells

import (
	"strings"

	"headroom/backend/ingest/value"
)

// workloads names the services that sources spell in several ways. OneDrive
// and SharePoint are one, whose figures are the larger of both.
var workloads = map[string]string{
	"exchange": "Exchange Online", "exchangeonline": "Exchange Online",
	"onedrive": sharePoint, "onedriveforbusiness": sharePoint, "sharepoint": sharePoint, "sharepointonline": sharePoint,
	"sharepointandonedrive": sharePoint, "onedriveandsharepoint": sharePoint,
	"teams": "Microsoft Teams", "skypeforbusiness": "Skype for Business", "skypeforbusinessonline": "Skype for Business",
}

const sharePoint = "SharePoint and OneDrive"

// Workload returns the name under which a service is reported, whichever way
// its source spells it; a service that is not known keeps its own name.
func Workload(raw string) string {
	if name, ok := workloads[value.Key(strings.TrimPrefix(raw, "Microsoft "))]; ok {
		return name
	}
	return raw
}
