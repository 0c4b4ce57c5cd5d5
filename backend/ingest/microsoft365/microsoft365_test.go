package microsoft365

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

var (
	nobody  = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 6)}
	contoso = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 6), Account: "Contoso Italia SRL"}
)

var files = []ingesttest.Case{
	{File: "graph_activeuserdetail_concealed.csv", Profile: userDetail{}, Context: contoso},
	{File: "active_user_detail.csv", Profile: userDetail{}, Context: contoso},
	{File: "active_user_detail_concealed.csv", Profile: userDetail{}, Context: contoso},
	{File: "teams_user_detail.csv", Profile: userDetail{}, Context: contoso},
	{File: "copilot_user_detail.csv", Profile: userDetail{}, Context: contoso},
	{File: "mailbox_usage_detail.csv", Profile: userDetail{}, Context: contoso},
	{File: "services_user_counts.csv", Profile: services{}, Context: contoso},
	{File: "active_user_counts.csv", Profile: userCounts{}, Context: contoso},
	{File: "activations_user_counts.csv", Profile: activations{}, Context: contoso},
}

func TestGoldenFacts(t *testing.T) { ingesttest.Goldens(t, files) }

func TestShufflingChangesNothing(t *testing.T) { ingesttest.Shuffles(t, files) }

func TestQ23ConcealedUsersGiveTheSameCounts(t *testing.T) {
	open := ingesttest.Run(t, userDetail{}, ingesttest.File(t, "active_user_detail.csv"), contoso)
	concealed := ingesttest.Run(t, userDetail{}, ingesttest.File(t, "active_user_detail_concealed.csv"), contoso)
	if len(open.Facts) == 0 || !slices.Equal(open.Facts, concealed.Facts) || !reflect.DeepEqual(open.Skipped, concealed.Skipped) {
		t.Errorf("open:\n%s\nconcealed:\n%s", open.Lines(), concealed.Lines())
	}
	said := func(r ingesttest.Result) (n int) {
		for _, note := range r.Notes {
			if note.Code == "concealed_users" {
				n++
			}
		}
		return n
	}
	if said(open) != 0 || said(concealed) != 1 {
		t.Errorf("concealed users are said %d and %d times, want 0 and 1", said(open), said(concealed))
	}
}

func TestNoPersonIsKept(t *testing.T) {
	for _, f := range files {
		table := ingesttest.File(t, f.File)
		name := slices.Index(table.Head.Columns, principalName)
		if name < 0 {
			continue
		}
		lines := strings.ToLower(ingesttest.Run(t, f.Profile, table, contoso).Lines())
		for _, row := range table.Rows {
			for _, secret := range [][]byte{row.Cell(name), row.Cell(name + 1)} {
				if s := strings.ToLower(string(secret)); len(s) > 5 && strings.Contains(lines, s) {
					t.Errorf("%s: %s is among the facts or notes", f.File, s)
				}
			}
		}
	}
}

// asks reports whether an error asks for the account.
func asks(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Code == fault.Asks && f.Field == "account" && f.Hint != ""
}

func TestQ27AReportWithoutAccountAsks(t *testing.T) {
	for _, f := range files {
		got := ingesttest.Run(t, f.Profile, ingesttest.File(t, f.File), nobody)
		told := f.File == "active_user_detail.csv" || f.File == "teams_user_detail.csv" || f.File == "mailbox_usage_detail.csv"
		if asks(got.Err) == told {
			t.Errorf("%s: %v", f.File, got.Err)
		}
		if told && !strings.Contains(got.Lines(), "{Ref:{Name:contoso.example} Domain:contoso.example}") {
			t.Errorf("%s: the domain of the users is not the account:\n%s", f.File, got.Lines())
		}
		if _, tells := f.Profile.(userDetail); slices.Contains(f.Profile.Info().Needs, "account") == tells {
			t.Errorf("%s: only a report without users always needs the account", f.File)
		}
	}
}

func TestUsersOfTwoDomainsAreNobodys(t *testing.T) {
	table := ingesttest.Read(t, "f.csv", "Report Refresh Date,User Principal Name,Exchange Last Activity Date,Has Exchange License\n"+
		strings.Repeat("2024-03-05,anna@contoso.example,2024-03-01,True\n", 250)+"2024-03-05,bob@fabrikam.example,2024-03-01,True\n", ',')
	got := ingesttest.Run(t, userDetail{}, table, nobody)
	if !asks(got.Err) || len(got.Facts) != 0 {
		t.Errorf("after the first rows: %v", got)
	}
	if got := ingesttest.Run(t, userDetail{}, table, contoso); got.Err != nil {
		t.Errorf("the person knows better: %v", got.Err)
	}
	table = ingesttest.Read(t, "f.csv", "Report Refresh Date,User Principal Name,Exchange Last Activity Date\n2024-03-05,a@contoso.onmicrosoft.com,2024-03-01\n", ',')
	if got := ingesttest.Run(t, userDetail{}, table, nobody); !strings.Contains(got.Lines(), "contoso.onmicrosoft.com") {
		t.Errorf("a tenant without a domain of its own: %v", got)
	}
}

func TestQ28TheDayIsTheRefreshDate(t *testing.T) {
	for _, f := range files {
		for _, fact := range ingesttest.Run(t, f.Profile, ingesttest.File(t, f.File), contoso).Facts {
			if strings.Contains(fact, "2024-03-06") {
				t.Errorf("%s: %s", f.File, fact)
			}
		}
	}
}

func TestQ20NothingIsNotZero(t *testing.T) {
	got := ingesttest.Run(t, userCounts{}, ingesttest.File(t, "active_user_counts.csv"), contoso)
	if strings.Contains(got.Lines(), "Yammer") || got.Skipped["no_figures"] != 1 {
		t.Errorf("empty cells count as figures:\n%s", got.Lines())
	}
}

func TestAnotherPeriodHasNoActiveUsers(t *testing.T) {
	text := "Report Refresh Date,Exchange Active,Exchange Inactive,Report Period\n2024-03-05,40,10,"
	month := ingesttest.Run(t, services{}, ingesttest.Read(t, "f.csv", text+"30\n", ','), contoso).Lines()
	half := ingesttest.Run(t, services{}, ingesttest.Read(t, "f.csv", text+"180\n", ','), contoso).Lines()
	if !strings.Contains(month, "{Active:{N:40 OK:true} Total:{N:50 OK:true}}") || strings.Contains(month, "other_period") {
		t.Errorf("30 days:\n%s", month)
	}
	if !strings.Contains(half, "{Total:{N:50 OK:true}}") || !strings.Contains(half, "other_period") {
		t.Errorf("180 days:\n%s", half)
	}
}

// headers are every list of columns in the research, by its key.
func headers(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("../../../../shared/research/headers.json")
	if err != nil {
		t.Skip("the list of headers is not there")
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for key, raw := range all {
		var entry struct {
			Columns []string `json:"columns"`
		}
		if json.Unmarshal(raw, &entry) == nil && len(entry.Columns) > 0 {
			out[key] = entry.Columns
		}
	}
	return out
}

// read are the reports that are read, by the profile that reads them.
var read = map[string][]string{
	"ms.graph.user_detail": {
		"emailactivityuserdetail", "emailappusageuserdetail", "mailboxusagedetail", "mailboxusagedetail@2024", "office365activeuserdetail",
		"onedriveactivityuserdetail", "sharepointactivityuserdetail", "skypeforbusinessactivityuserdetail", "skypeforbusinessdeviceusageuserdetail",
		"teamsdeviceusageuserdetail", "teamsuseractivityuserdetail", "teamsuseractivityuserdetail@2024", "yammeractivityuserdetail",
		"yammerdeviceusageuserdetail", "microsoft365copilotusageuserdetail",
	},
	"ms.graph.services_user_counts": {"office365servicesusercounts"},
	"ms.graph.activations":          {"office365activationsusercounts"},
	"ms.graph.user_counts": {
		"emailactivityusercounts", "emailappusageusercounts", "office365activeusercounts", "onedriveactivityusercounts", "sharepointactivityusercounts",
		"skypeforbusinessactivityusercounts", "skypeforbusinessdeviceusageusercounts", "skypeforbusinessorganizeractivityusercounts",
		"skypeforbusinessparticipantactivityusercounts", "skypeforbusinesspeertopeeractivityusercounts", "teamsdeviceusageusercounts",
		"teamsuseractivityusercounts", "yammeractivityusercounts", "yammerdeviceusageusercounts",
	},
}

func TestEveryReportOfTheFamilyIsReadOrRefusedInWords(t *testing.T) {
	all := headers(t)
	want := map[string]string{}
	for id, names := range read {
		for _, name := range names {
			want["ms.graph.get"+name] = id
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		columns := all[key]
		h := ingest.Header{File: strings.TrimPrefix(key, "ms.graph.get") + "3_5_2024.csv", Line: 1, Columns: columns}
		var found []ingest.Profile
		for _, p := range Profiles() {
			if p.Detect(h) >= 0.8 {
				found = append(found, p)
			}
		}
		if !strings.HasPrefix(key, "ms.graph.get") {
			if len(found) > 0 {
				t.Errorf("%s is taken for %s", key, found[0].Info().ID)
			}
			continue
		}
		if len(found) != 1 {
			t.Errorf("%s fits %d profiles", key, len(found))
			continue
		}
		_, err := found[0].Open(h, contoso)
		if id := found[0].Info().ID; want[key] != "" && (id != want[key] || err != nil) {
			t.Errorf("%s is %s (%v), want %s", key, id, err, want[key])
		}
		var f *fault.Error
		if want[key] == "" && (!errors.As(err, &f) || f.Code != fault.Invalid || f.Hint == "" || f.File == "") {
			t.Errorf("%s is not refused in words: %v", key, err)
		}
	}
}

func TestUsersAndWhatTheyDidHaveOneHeader(t *testing.T) {
	text := "Report Refresh Date,Send,Receive,Read,Report Date,Report Period\n2024-03-05,3,40,38,2024-03-04,30\n"
	for file, reads := range map[string]bool{
		"EmailActivityUserCounts3_5_2024 9_24_12 AM.csv": true, "extract.zip/EmailActivityUserCounts.csv": true,
		"EmailActivityCounts3_5_2024 9_24_12 AM.csv": false, "Book1.csv": false,
	} {
		got := ingesttest.Run(t, userCounts{}, ingesttest.Read(t, file, text, ','), contoso)
		if (got.Err == nil) != reads {
			t.Errorf("%s: %v", file, got.Err)
		}
		if !reads && !strings.Contains(got.Err.Error(), "EmailActivityUserCounts") {
			t.Errorf("%s: nobody is told what to do: %v", file, got.Err)
		}
	}
}

func TestReportsGrowAndShift(t *testing.T) {
	table := ingesttest.Read(t, "f.csv", "New Column,Report Period,Teams Last Activity Date,User Principal Name,Viva Last Activity Date,Report Refresh Date,Has Viva License\n"+
		"x,30,2024-03-01,a@contoso.example,2024-03-01,2024-03-05,True\nx,30,,b@contoso.example,,2024-03-05,True\n", ',')
	if score := (userDetail{}).Detect(table.Head); score < 0.8 {
		t.Errorf("scores %.2f", score)
	}
	got := ingesttest.Run(t, userDetail{}, table, contoso).Lines()
	if !strings.Contains(got, "Workload:Viva WorkloadRaw:Viva} {Active:{N:1 OK:true} Total:{N:2 OK:true}}") {
		t.Errorf("a new service:\n%s", got)
	}
	if !strings.Contains(got, "WorkloadRaw:Teams} {Active:{N:1 OK:true}}") {
		t.Errorf("without a license column nobody knows how many could use it:\n%s", got)
	}
}

func TestQ32HeaderOnly(t *testing.T) { ingesttest.HeadersOnly(t, files) }

func TestAMissingColumnIsNamed(t *testing.T) {
	for _, f := range files {
		table := ingesttest.File(t, f.File).Without(refreshDate)
		_, err := f.Profile.Open(table.Head, contoso)
		var ours *fault.Error
		if _, byDay := f.Profile.(userCounts); byDay {
			continue // its day is Report Date
		}
		if !errors.As(err, &ours) || ours.Column != refreshDate || ours.Hint == "" {
			t.Errorf("%s: %v", f.File, err)
		}
	}
}
