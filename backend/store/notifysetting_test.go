package store

import (
	"strings"
	"testing"
)

func TestSettingsOfDeliveriesTakeWhatTheyCanUse(t *testing.T) {
	tests := []struct {
		name   string
		values []string
		wrong  []string
	}{
		{"notify_desktop", []string{"yes", "no"}, []string{"", "maybe"}},
		{"quiet_from", []string{"", "18:00", "00:00", "23:59"}, []string{"24:00", "8:00", "18", "18:60", "-1:00", "18:00 "}},
		{"digest_time", []string{"08:30"}, []string{"", "noon"}},
		{"quiet_holidays", []string{"", "DE", "DE,IT", "DE, IT"}, []string{"XX", "de", "Germany"}},
		{"weekly_budget", []string{"0", "5", "999"}, []string{"", "-1", "1000", "2.5"}},
		{"digest_days", []string{"daily", "weekdays", "monday"}, []string{"", "friday"}},
		{"smtp_host", []string{"", "smtp.example.com", "127.0.0.1", "::1"}, []string{"https://example.com", "a@b", "example.com:25", "a b", "a\r\nb"}},
		{"smtp_port", []string{"25", "465", "65535"}, []string{"0", "65536", "x", ""}},
		{"smtp_security", []string{"starttls", "tls"}, []string{"none", ""}},
		{"smtp_user", []string{"", "ana"}, []string{"a\nb", "a\x00"}},
		{"smtp_from", []string{"", "ana@example.com", "Ana <ana@example.com>"}, []string{"ana", "a@b, c@d", "a@b\r\nBcc: c@d"}},
		{"mail_to", []string{"", "ana@example.com", "ana@example.com, Bo <bo@example.com>"}, []string{"ana", "a@b;c@d", "a@b\nBcc: c@d"}},
		{
			"webhooks",
			[]string{"", "[]", `[{"name":"ops","url":"https://example.com/hook?x=1"}]`, `[{"name":"a","url":"https://a.example"},{"name":"b","url":"https://a.example"}]`},
			[]string{
				"{}", `[{"name":"ops","url":"http://example.com"}]`, `[{"name":"ops","url":"https://ana:secret@example.com"}]`, `[{"name":"Ops!","url":"https://example.com"}]`,
				`[{"name":"ops","url":"https://a.example"},{"name":"ops","url":"https://b.example"}]`, `[{"name":"ops","url":"https://a.example","secret":"x"}]`, `[{"name":"ops","url":"ftp://a"}]`,
				`[{"name":"ops","url":"https:///x"}]`, "[" + strings.Repeat(`{"name":"a","url":"https://a"},`, 30) + `{"name":"b","url":"https://a"}]`, `[]x`,
			},
		},
		{"drafts_folder", []string{"", "/home/ana/Drafts", `C:\Drafts`}, []string{"a\nb"}},
	}
	for _, tt := range tests {
		for _, v := range tt.values {
			if err := settingKinds[tt.name](v); err != nil {
				t.Errorf("%s = %q: %v", tt.name, v, err)
			}
		}
		for _, v := range tt.wrong {
			if err := settingKinds[tt.name](v); err == nil {
				t.Errorf("%s takes %q", tt.name, v)
			} else if strings.Contains(err.Error(), "secret@") {
				t.Errorf("%s: %v tells the password", tt.name, err)
			}
		}
	}
}

// Every default is one that the setting takes, too.
func TestDefaultsAreValues(t *testing.T) {
	for name, value := range settingDefaults {
		if check, ok := settingKinds[name]; !ok || check(value) != nil {
			t.Errorf("%s = %q", name, value)
		}
	}
	for name := range settingKinds {
		if _, ok := settingDefaults[name]; !ok {
			t.Errorf("%s has no default", name)
		}
	}
}
