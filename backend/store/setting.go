package store

import (
	"context"
	"database/sql"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"headroom/backend/actby"
	"headroom/backend/change"
	"headroom/backend/fault"
)

// settingKinds names every setting a person may change and how its value is
// checked.
var settingKinds = map[string]func(string) error{
	"own_partner_ids":    anyText,
	"week_start":         oneOf("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
	"fiscal_year_start":  wholeBetween(1, 12),
	"renewal_grace_days": wholeBetween(0, 365),
	"notice_terms":       noticeTerms, // what was agreed about ends, by product, vendor and source
	"notify_names":       oneOf("yes", "no"),
	"notify_desktop":     oneOf("yes", "no"),
	"quiet_from":         clockOr(true), // with quiet_until: the hours in which nothing interrupts
	"quiet_until":        clockOr(true),
	"quiet_weekends":     oneOf("yes", "no"),
	"quiet_holidays":     countries,
	"quiet_critical":     oneOf("yes", "no"), // what is critical passes
	"weekly_budget":      wholeBetween(0, 999),
	"digest_time":        clockOr(false),
	"digest_days":        oneOf("daily", "weekdays", "monday"),
	"digest_by":          oneOf("desktop", "mail"),
	"smtp_host":          hostName,
	"smtp_port":          wholeBetween(1, 65535),
	"smtp_security":      oneOf("starttls", "tls"),
	"smtp_user":          plainText,
	"smtp_from":          address,
	"mail_to":            addresses,
	"webhooks":           webhooks,
	"drafts_folder":      plainText,
	"hide_on_close":      oneOf("yes", "no"), // the window; the program goes on
	"start_at_login":     oneOf("yes", "no"), // told to the system, too
	"language":           oneOf("system", "en", "it", "de", "fr", "es", "ja"),
	"region":             regionTag, // whose numbers, dates and weeks: "system", or "de-DE"
	"density":            oneOf("dense", "normal", "relaxed"),
	"import_warn_share":  share,                                                      // of what a total was, beyond which a review warns; 0: never
	"health_windows":     wholeNumbers(numbersWithin(3, 0, 3650, true, "30,90,200")), // days to an end: critical, ending, ahead
	"health_weights":     numbersWithin(3, 0, 1, false, "0.9,0.5,0.25"),              // of licenses that end within them
	"health_limits":      numbersWithin(2, 0, 100, false, "70,40"),                   // of healthy and of warning
}

// settingDefaults are the values of settings nobody changed.
var settingDefaults = map[string]string{
	"own_partner_ids": "", "week_start": "monday", "fiscal_year_start": "1", "renewal_grace_days": "30", "notice_terms": "", "notify_names": "yes", "import_warn_share": "0.05",
	"language": "system", "region": "system", "density": "normal", "hide_on_close": "no", "start_at_login": "no",
	"notify_desktop": "yes", "quiet_from": "", "quiet_until": "", "quiet_weekends": "no", "quiet_holidays": "", "quiet_critical": "no",
	"weekly_budget": "0", "digest_time": "08:00", "digest_days": "daily", "digest_by": "desktop",
	"smtp_host": "", "smtp_port": "587", "smtp_security": "starttls", "smtp_user": "", "smtp_from": "", "mail_to": "", "webhooks": "", "drafts_folder": "",
	"health_windows": "30,90,200", "health_weights": "0.9,0.5,0.25", "health_limits": "70,40",
}

func anyText(string) error { return nil }

func noticeTerms(v string) error {
	_, err := actby.ParseAgreed(v)
	if err != nil {
		f := fault.Of(err)
		f.Field = "value"
		return f
	}
	return nil
}

var regionForm = regexp.MustCompile(`^[a-z]{2,3}-[A-Z]{2}$`)

// regionTag takes a language and a country: "de-CH".
func regionTag(v string) error {
	if v != "system" && !regionForm.MatchString(v) {
		return fault.At("value", "%q is not a language and a country.", v).WithHint("Write system, or for example de-DE.")
	}
	return nil
}

func oneOf(words ...string) func(string) error {
	return func(v string) error {
		for _, w := range words {
			if v == w {
				return nil
			}
		}
		return fault.At("value", "%q is not one of %s.", v, strings.Join(words, ", "))
	}
}

func wholeBetween(low, high int) func(string) error {
	return func(v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < low || n > high {
			return fault.At("value", "%q is not a whole number from %d to %d.", v, low, high)
		}
		return nil
	}
}

func share(v string) error {
	x, err := strconv.ParseFloat(v, 64)
	if err != nil || !(x >= 0 && x <= 1) {
		return fault.At("value", "%q is not a share from 0 to 1.", v).WithHint("0.05 is 5 %; 0 turns the warning off.")
	}
	return nil
}

// Settings returns every setting with its value or default.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	all := make(map[string]string, len(settingDefaults))
	err := s.read(ctx, func(tx *sql.Tx) error { return readSettings(ctx, tx, all) })
	return all, err
}

func readSettings(ctx context.Context, tx *sql.Tx, into map[string]string) error {
	for name, value := range settingDefaults {
		into[name] = value
	}
	rows, err := tx.QueryContext(ctx, `SELECT name, value FROM setting`)
	if err != nil {
		return storeError(err, "read settings")
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return storeError(err, "read settings")
		}
		if _, ok := settingDefaults[name]; ok {
			into[name] = value
		}
	}
	return storeError(rows.Err(), "read settings")
}

// SetSetting changes one setting. An unknown name or a value that does not fit
// is a fault and changes nothing.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	check, ok := settingKinds[name]
	if !ok {
		names := make([]string, 0, len(settingKinds))
		for n := range settingKinds {
			names = append(names, n)
		}
		sort.Strings(names)
		return fault.At("name", "There is no setting %q.", name).WithHint("Settings are: " + strings.Join(names, ", ") + ".")
	}
	if name == "own_partner_ids" {
		value = strings.Join(splitList(value), ",")
	}
	if err := check(value); err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
		return change.Set{change.Settings}, storeError(err, "set "+name)
	})
}

// splitList reads a list separated by commas, blanks or semicolons.
func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
}
