package systest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixture is a file of a profile's own tests.
func fixture(folder, name string) string {
	return filepath.Join("..", "..", "backend", "ingest", folder, "testdata", name)
}

func readFile(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// figures asks for metrics by dimensions and returns each row as text.
func (h *headroom) figures(day string, metrics, by []string) []string {
	h.t.Helper()
	var rows []string
	for _, row := range h.ask(map[string]any{"metrics": metrics, "by": by, "as_of": day}).Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			if cell != nil {
				cells[i] = fmt.Sprint(cell)
			}
		}
		rows = append(rows, strings.Join(cells, " | "))
	}
	slices.Sort(rows)
	return rows
}

func (h *headroom) expect(what string, got []string, want ...string) {
	h.t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		h.t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestUsageReportsOfTwoTenantsStandSideBySide imports reports of two customers:
// the later one of the second takes nothing of the first away, the same report
// twice is once, and a report without the names of its users says the same.
func TestUsageReportsOfTwoTenantsStandSideBySide(t *testing.T) {
	h := newHeadroom(t)
	open, concealed := fixture("microsoft365", "active_user_detail.csv"), fixture("microsoft365", "active_user_detail_concealed.csv")
	first := h.imports1("--account", "Contoso", open)
	if first.Profile != "ms.graph.user_detail" || first.counts() != (counts{6, 5, 0, 0, 1, 0}) {
		t.Fatalf("import: %+v", first)
	}
	before := h.digest()
	again := h.imports1("--account", "Contoso", concealed)
	if c := again.counts(); c.added != 0 || c.changed != 0 {
		t.Errorf("the concealed report changes something: %+v", c)
	}
	if h.digest() != before {
		t.Error("the concealed report says something else")
	}
	later := strings.ReplaceAll(readFile(t, concealed), "2024-03-05,", "2024-03-12,")
	h.imports1("--account", "Fabrikam", writeFile(t, "later.csv", []byte(later)))
	h.expect("users by service", h.figures("2024-03-20", []string{"active_users", "usage_total"}, []string{"account", "workload"}),
		"Contoso | Exchange Online | 2 | 4", "Contoso | Microsoft Teams | 2 | 4", "Contoso | SharePoint and OneDrive | 2 | 3",
		"Fabrikam | Exchange Online | 1 | 4", "Fabrikam | Microsoft Teams | 2 | 4", "Fabrikam | SharePoint and OneDrive | 1 | 3")
	h.expect("assigned products", h.figures("2024-03-20", []string{"licenses_assigned"}, []string{"account", "product"}),
		"Contoso | EXCHANGE ONLINE (PLAN 1) | 1", "Contoso | MICROSOFT 365 BUSINESS PREMIUM | 3", "Contoso | MICROSOFT TEAMS (FREE) | 2", "Contoso | POWER BI (FREE) | 1",
		"Fabrikam | EXCHANGE ONLINE (PLAN 1) | 1", "Fabrikam | MICROSOFT 365 BUSINESS PREMIUM | 3", "Fabrikam | MICROSOFT TEAMS (FREE) | 2", "Fabrikam | POWER BI (FREE) | 1")
	control := h.copied(t) // a later report of its own does take the place of the first
	control.imports1("--account", "Contoso", writeFile(t, "own.csv", []byte(strings.ReplaceAll(later, "EXCHANGE ONLINE (PLAN 1)+", ""))))
	control.expect("after a later report", control.figures("2024-03-20", []string{"licenses_assigned"}, []string{"account"}), "Contoso | 6", "Fabrikam | 7")
	h.undo(first.ID)
	h.undo(again.ID)
	h.expect("after undo", h.figures("2024-03-20", []string{"licenses_assigned"}, []string{"account"}), "Fabrikam | 7")
}

// TestAReportThatNamesNobodyAsks refuses what would be nobody's, and says what
// is missing; nothing is stored.
func TestAReportThatNamesNobodyAsks(t *testing.T) {
	h := newHeadroom(t)
	for _, file := range []string{
		fixture("microsoft365", "services_user_counts.csv"), fixture("microsoft365", "active_user_detail_concealed.csv"),
		fixture("support", "jira_export.csv"), fixture("microsoft365", "active_user_counts.csv"),
	} {
		var answer struct{ Error refusal }
		h.ends(1, &answer, "import", file)
		if e := answer.Error; e.Code != "asks" || e.Field != "account" || e.File != filepath.Base(file) || e.Hint == "" {
			t.Errorf("%s: %+v", file, e)
		}
	}
	got := h.imports1("--account", "Contoso", fixture("microsoft365", "services_user_counts.csv"))
	if got.counts() != (counts{1, 1, 0, 0, 0, 0}) {
		t.Errorf("a wide row counts once: %+v", got)
	}
	h.expect("users by service", h.figures("2024-03-20", []string{"usage_rate"}, []string{"workload"}),
		"Exchange Online | 0.8", "Microsoft Teams | 0.9", "Office 365 | 0.94", "SharePoint and OneDrive | 0.6", "Skype for Business | ")
}

// TestTheDomainOfTheUsersIsTheAccount needs nobody to name it.
func TestTheDomainOfTheUsersIsTheAccount(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(fixture("microsoft365", "active_user_detail.csv"))
	h.imports1("--as-of", "2024-03-06", fixture("userlist", "google_users.csv"))
	h.expect("accounts", h.figures("2024-03-20", []string{"active_users"}, []string{"account_key", "workload"}),
		"name:contoso.example | Exchange Online | 2", "name:contoso.example | Google Workspace | 1",
		"name:contoso.example | Microsoft Teams | 2", "name:contoso.example | SharePoint and OneDrive | 2")
}

// TestADomainMeansTheAccountThatHasIt brings reports and requests to a customer
// that another file knows with its domain; without that file they are nobody
// else's.
func TestADomainMeansTheAccountThatHasIt(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(fixture("microsoft365", "active_user_detail.csv"))
	h.imports1("--as-of", "2024-03-06", fixture("support", "zendesk_fields.csv"))
	by := []string{"account_key"}
	h.expect("before", h.figures("2024-03-20", []string{"active_users"}, by), "name:contoso.example | 2")
	known := h.imports1("--as-of", "2024-03-06", writeFile(t, "subscriptions.csv", []byte("SubscriptionId,CustomerTenantId,CustomerName,TenantDomainName,Month,AvailableSeatsEOP,SKU\n"+
		"s1,11111111-aaaa-4bbb-8ccc-000000000001,Contoso Italia SRL,contoso.example,2024-03,50,Suite\n")))
	const tenant = "tenant:11111111-aaaa-4bbb-8ccc-000000000001"
	h.expect("active users", h.figures("2024-03-20", []string{"active_users"}, by), tenant+" | 2")
	h.expect("requests", h.figures("2024-03-20", []string{"support_requests"}, by), tenant+" | 1", "name:fabrikam gmbh | 1", "name:fabrikam.example | 1")
	h.undo(known.ID)
	h.expect("after undo", h.figures("2024-03-20", []string{"active_users"}, by), "name:contoso.example | 2")
}

// TestRequestsOfHelpDesks imports tickets and issues: twice is once, an issue
// that moved is the same issue, how-to is by type and label.
func TestRequestsOfHelpDesks(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-09-30"
	got := h.imports1(fixture("support", "zendesk_fields.csv"))
	if got.Profile != "zendesk.tickets" || got.counts() != (counts{6, 3, 0, 0, 0, 3}) {
		t.Errorf("tickets: %+v", got)
	}
	file := fixture("support", "jira_service.csv")
	if got := h.imports1(file); got.Profile != "jira.issues" || got.counts() != (counts{6, 3, 0, 0, 0, 3}) {
		t.Errorf("issues: %+v", got)
	}
	moved := strings.ReplaceAll(readFile(t, file), "MOVED-1", "ELSEWHERE-4")
	if c := h.imports1(writeFile(t, "moved.csv", []byte(moved))).counts(); c.added != 0 {
		t.Errorf("an issue that moved is new: %+v", c)
	}
	h.expect("requests", h.figures("2026-09-30", []string{"support_requests", "how_to_requests"}, []string{"account"}),
		"Contoso Italia SRL | 2 | 2", "Fabrikam GmbH | 1 | 0", "contoso.example | 1 | 1", "fabrikam.example | 2 | 0")
}
