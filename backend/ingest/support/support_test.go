package support

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

var (
	nobody  = ingest.Context{AsOf: portfolio.DayOf(2026, 9, 30)}
	contoso = ingest.Context{AsOf: portfolio.DayOf(2026, 9, 30), Account: "Contoso Italia SRL"}
)

var files = []ingesttest.Case{
	{File: "zendesk_tickets.csv", Profile: zendesk{}, Context: nobody},
	{File: "zendesk_fields.csv", Profile: zendesk{}, Context: nobody},
	{File: "jira_export.csv", Profile: jira{}, Context: contoso},
	{File: "jira_service.csv", Profile: jira{}, Context: nobody},
}

func TestGoldenFacts(t *testing.T) { ingesttest.Goldens(t, files) }

// Repeated headers of Jira are joined in the order of the file, so that only
// Zendesk's columns can move.
func TestShufflingChangesNothing(t *testing.T) { ingesttest.Shuffles(t, files[:2]) }

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
		"somebody's list of tickets": "Id,Subject,Status,Customer,Created at",
		"ravenstack":                 "ticket_id,account_id,submitted_at,closed_at,resolution_time_hours,priority,first_response_time_minutes,satisfaction_score,escalation_flag",
		"somebody's plan":            "Summary,Status,Created,Due Date",
		"nothing":                    "",
	} {
		for _, p := range Profiles() {
			if score := p.Detect(ingest.Header{Columns: strings.Split(columns, ",")}); score >= 0.8 {
				t.Errorf("%s scores %.2f as %s", name, score, p.Info().ID)
			}
		}
	}
}

func TestQ10AWideRowIsReadAndNoted(t *testing.T) {
	got := ingesttest.Run(t, jira{}, ingesttest.File(t, "jira_service.csv"), nobody)
	var wide []int
	for _, n := range got.Notes {
		if n.Code == "wide_row" {
			wide = append(wide, n.Row)
		}
	}
	if !slices.Equal(wide, []int{2}) || !strings.Contains(got.Lines(), "Key:jira:10007") {
		t.Errorf("wide rows: %v\n%s", wide, got.Lines())
	}
}

func TestQ11RepeatedHeadersAreJoined(t *testing.T) {
	text := "Summary,Issue key,Issue id,Created,Labels,Labels,Labels\nx,S-1,1,14/Jul/25 3:42 PM,billing,,how-to\n"
	for _, numbered := range []bool{false, true} {
		if numbered { // as the parser names them
			text = strings.Replace(text, "Labels,Labels,Labels", "Labels,Labels#2,Labels#3", 1)
		}
		got := ingesttest.Run(t, jira{}, ingesttest.Read(t, "f.csv", text, ','), contoso).Lines()
		if !strings.Contains(got, "{Name:Labels Value:billing, how-to}") || !strings.Contains(got, "Category:how-to") {
			t.Errorf("numbered %t:\n%s", numbered, got)
		}
	}
}

func TestQ12ALineBreakEndsNoRow(t *testing.T) {
	got := ingesttest.Run(t, jira{}, ingesttest.File(t, "jira_service.csv"), nobody)
	if !strings.Contains(got.Lines(), "Title:Come si assegna una licenza Opened:2026-09-03 Closed:2026-09-04") {
		t.Errorf("got:\n%s", got.Lines())
	}
}

func TestQ20ADashIsNothing(t *testing.T) {
	got := ingesttest.Run(t, zendesk{}, ingesttest.File(t, "zendesk_tickets.csv"), nobody)
	for _, fact := range got.Facts {
		if strings.Contains(fact, ":-") || strings.Contains(fact, "Not Offered") || strings.Contains(fact, "Name:- ") {
			t.Errorf("a dash is kept: %s", fact)
		}
	}
	if !strings.Contains(got.Lines(), "Ref:{Name:fabrikam.example} Domain:fabrikam.example") {
		t.Errorf("without an organization the domain is the account:\n%s", got.Lines())
	}
}

func TestQ27WithoutAnyAccountTheFileAsks(t *testing.T) {
	_, err := jira{}.Open(ingesttest.File(t, "jira_export.csv").Head, nobody)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Asks || f.Field != "account" || f.Hint == "" {
		t.Errorf("got %v", err)
	}
	_, err = zendesk{}.Open(ingest.Header{Columns: []string{"Id", "Subject", "Status", "Requester", "Created at"}}, nobody)
	if !errors.As(err, &f) || f.Code != fault.Asks {
		t.Errorf("got %v", err)
	}
}

func TestHowToIsNeverGuessedFromTheTitle(t *testing.T) {
	cases := []struct{ kind, labels, want string }{
		{"Question", "", "how-to"},
		{"question", "", "how-to"},
		{"How-to", "", "how-to"},
		{"Domanda", "", "how-to"},
		{"Bug", "how-to", "how-to"},
		{"Bug", "how_to other", "how-to"},
		{"Bug", "training", "how-to"},
		{"Bug", "training-room", "Bug"},
		{"Bug", "", "Bug"},
		{"", "", ""},
	}
	for _, c := range cases {
		if got := category(c.kind, strings.Fields(c.labels)); got != c.want {
			t.Errorf("category(%q, %q) = %q, want %q", c.kind, c.labels, got, c.want)
		}
	}
	got := ingesttest.Run(t, zendesk{}, ingesttest.File(t, "zendesk_tickets.csv"), nobody)
	if !strings.Contains(got.Lines(), "How-to: sharing") || strings.Contains(got.Lines(), "Category:how-to") {
		t.Errorf("the title decides:\n%s", got.Lines())
	}
}

func TestAnIssueKeepsItsKeyWhenItMoves(t *testing.T) {
	text := "Summary,Issue key,Issue id,Created\nx,OLD-1,10001,14/Jul/25 3:42 PM\n"
	was := ingesttest.Run(t, jira{}, ingesttest.Read(t, "f.csv", text, ','), contoso).Lines()
	is := ingesttest.Run(t, jira{}, ingesttest.Read(t, "f.csv", strings.Replace(text, "OLD-1", "NEW-7", 1), ','), contoso).Lines()
	if !strings.Contains(was, "{Key:jira:10001 ") || !strings.Contains(is, "{Key:jira:10001 ") {
		t.Errorf("was:\n%s\nis:\n%s", was, is)
	}
	table := ingesttest.Read(t, "f.csv", "Summary,Issue key,Issue Type,Created\nx,OLD-1,Bug,14/Jul/25 3:42 PM\n", ',')
	_, err := jira{}.Open(table.Head, contoso)
	var f *fault.Error
	if (jira{}).Detect(table.Head) < 0.8 || !errors.As(err, &f) || f.Column != "Issue id" || f.Hint == "" {
		t.Errorf("without the number: %v", err)
	}
}

func TestDatesByTheLocaleOfTheSite(t *testing.T) {
	text := "Summary,Issue key,Issue id,Created\nx,S-1,1,6/5/2025 16:14\n"
	for order, want := range map[string]string{"mdy": "Opened:2025-06-05", "dmy": "Opened:2025-05-06"} {
		c := contoso
		c.Habits = map[string]ingest.Habit{"Created": {DateOrder: order}}
		if got := ingesttest.Run(t, jira{}, ingesttest.Read(t, "f.csv", text, ','), c).Lines(); !strings.Contains(got, want) {
			t.Errorf("%s:\n%s", order, got)
		}
	}
	if got := ingesttest.Run(t, jira{}, ingesttest.Read(t, "f.csv", text, ','), contoso); len(got.Rejects) != 1 {
		t.Errorf("a date that can be read in two ways is guessed: %v", got)
	}
}

func TestQ32HeaderOnly(t *testing.T) { ingesttest.HeadersOnly(t, files) }
