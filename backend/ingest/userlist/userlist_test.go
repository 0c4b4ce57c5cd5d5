package userlist

import (
	"errors"
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
	{File: "google_users.csv", Profile: googleUsers{}, Context: nobody},
	{File: "copilot_seats.csv", Profile: copilotSeats{}, Context: nobody},
}

func TestGoldenFacts(t *testing.T) { ingesttest.Goldens(t, files) }

func TestShufflingChangesNothing(t *testing.T) { ingesttest.Shuffles(t, files) }

func TestNoPersonIsKept(t *testing.T) {
	for _, f := range files {
		lines := ingesttest.Run(t, f.Profile, ingesttest.File(t, f.File), nobody).Lines()
		for _, name := range []string{"anna", "bruno", "dario", "rossi"} {
			if strings.Contains(strings.ToLower(lines), name) {
				t.Errorf("%s: %s is among the facts", f.File, name)
			}
		}
	}
}

func TestQ20NeverLoggedInIsAUserWhoIsNotActive(t *testing.T) {
	got := ingesttest.Run(t, googleUsers{}, ingesttest.File(t, "google_users.csv"), nobody)
	if !strings.Contains(got.Lines(), "{Active:{N:1 OK:true} Total:{N:3 OK:true}}") || got.Skipped["suspended_user"] != 1 {
		t.Errorf("got:\n%s", got.Lines())
	}
}

func TestAUserInTwoOrganizationsOfOneAccountIsOneSeat(t *testing.T) {
	table := ingesttest.File(t, "copilot_seats.csv")
	apart := ingesttest.Run(t, copilotSeats{}, table, nobody).Lines()
	together := ingesttest.Run(t, copilotSeats{}, table, contoso).Lines()
	if strings.Count(apart, "{Active:{N:1 OK:true} Total:{N:2 OK:true}}") != 2 || !strings.Contains(together, "{Active:{N:1 OK:true} Total:{N:4 OK:true}}") {
		t.Errorf("apart:\n%s\ntogether:\n%s", apart, together)
	}
}

func TestQ27WithoutAccountTheListAsks(t *testing.T) {
	var f *fault.Error
	_, err := copilotSeats{}.Open(ingesttest.File(t, "copilot_seats.csv").Without("Organization").Head, nobody)
	if !errors.As(err, &f) || f.Code != fault.Asks || f.Field != "account" {
		t.Errorf("got %v", err)
	}
	two := ingesttest.Read(t, "f.csv", "Email Address [Required],Last Sign In [READ ONLY]\na@contoso.example,2024-03-01\nb@fabrikam.example,2024-03-01\n", ',')
	if got := ingesttest.Run(t, googleUsers{}, two, nobody); !errors.As(got.Err, &f) || f.Code != fault.Asks {
		t.Errorf("two domains: %v", got)
	}
	if got := ingesttest.Run(t, googleUsers{}, two, contoso); got.Err != nil || len(got.Facts) != 1 {
		t.Errorf("the person knows better: %v", got)
	}
}

func TestDetectKnowsItsOwn(t *testing.T) {
	for _, f := range files {
		for _, p := range Profiles() {
			score := p.Detect(ingesttest.File(t, f.File).Head)
			if want := p.Info().ID == f.Profile.Info().ID; (score >= 0.8) != want {
				t.Errorf("%s scores %.2f as %s", f.File, score, p.Info().ID)
			}
		}
	}
	for name, columns := range map[string]string{
		"the template for uploads": "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],New Status [UPLOAD ONLY]",
		"somebody's list":          "Email Address,Last Sign In",
		"Atlassian users":          "group_name,username,full_name,email,active,last_login,last_session,Jira Service Desk,Jira Software,Jira Core,Confluence",
		"Microsoft 365":            "Report Refresh Date,User Principal Name,Last Activity Date",
	} {
		for _, p := range Profiles() {
			if score := p.Detect(ingest.Header{Columns: strings.Split(columns, ",")}); score >= 0.8 {
				t.Errorf("%s scores %.2f as %s", name, score, p.Info().ID)
			}
		}
	}
}

func TestQ32HeaderOnly(t *testing.T) { ingesttest.HeadersOnly(t, files) }
