package cells

import (
	"testing"

	"headroom/backend/portfolio"
)

func TestActiveIsTheLast28Days(t *testing.T) {
	day := portfolio.DayOf(2024, 3, 28)
	cases := map[portfolio.Day]bool{
		day: true, day - 27: true, day - 28: false, day + 1: false, portfolio.NoDay: false,
	}
	for last, want := range cases {
		if got := ActiveOn(day, last); got != want {
			t.Errorf("last active on %q: %t on %s", last, got, day)
		}
	}
}

func TestQ23Concealed(t *testing.T) {
	cases := map[string]bool{
		"A25BD01A4B5F6482758A0C00162A1290": true, "a25bd01a4b5f6482758a0c00162a1290": true,
		"A25BD01A4B5F6482758A0C00162A129": false, "anna@contosoit.example": false, "ABCDEFGHABCDEFGHABCDEFGHABCDEFGH": false, "": false,
	}
	for name, want := range cases {
		if IsConcealed(name) != want {
			t.Errorf("%q", name)
		}
	}
}

func TestDomain(t *testing.T) {
	cases := map[string]string{
		"anna@Contoso.example": "contoso.example", "Anna <anna@contoso.example>": "contoso.example", "contoso.example": "contoso.example",
		"anna@mail.contoso.example ": "mail.contoso.example", "bob@gmail.com": "", "Bob@Outlook.IT": "", "Anna": "", "": "", "@": "", "anna@": "", "J. Doe": "",
	}
	for address, want := range cases {
		if got := Domain(address); got != want {
			t.Errorf("Domain(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestWorkloadIsOneWord(t *testing.T) {
	cases := map[string]string{
		"Exchange": "Exchange Online", "Exchange Online": "Exchange Online", "Teams": "Microsoft Teams", "Microsoft Teams": "Microsoft Teams",
		"OneDrive": "SharePoint and OneDrive", "Microsoft SharePoint Online": "SharePoint and OneDrive",
		"Skype For Business": "Skype for Business", "Yammer": "Yammer", "": "",
	}
	for raw, want := range cases {
		if got := Workload(raw); got != want {
			t.Errorf("Workload(%q) = %q, want %q", raw, got, want)
		}
	}
}
