package store

import (
	"encoding/json"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/workday"
)

// maxWebhooks bounds how many addresses are told of notifications.
const maxWebhooks = 20

// clockOr takes a time of the day, or nothing where none is needed.
func clockOr(nothing bool) func(string) error {
	return func(v string) error {
		if _, ok := notify.ParseClock(v); !ok && !(v == "" && nothing) {
			return fault.At("value", "%q is not a time of the day.", v).WithHint("Write it as 08:00.")
		}
		return nil
	}
}

// countries takes codes of countries whose holidays are known: "DE,IT".
func countries(v string) error {
	known := workday.Countries()
	for _, c := range splitList(v) {
		if !slices.Contains(known, c) {
			return fault.At("value", "The holidays of %q are not known.", c).WithHint("Countries are: " + strings.Join(known, ", ") + ".")
		}
	}
	return nil
}

// hostName takes the name or address of a server.
func hostName(v string) error {
	if strings.ContainsAny(v, "/@:[] \t\r\n") && !isIPv6(v) {
		return fault.At("value", "%q is not the name of a server.", v).WithHint("Write only the name, as smtp.example.com; the port is a setting of its own.")
	}
	return nil
}

func isIPv6(v string) bool {
	return strings.Count(v, ":") > 1 && !strings.ContainsAny(v, "/@[] \t\r\n")
}

// plainText takes one line that people see.
func plainText(v string) error {
	if strings.ContainsFunc(v, unicode.IsControl) {
		return fault.At("value", "%q holds characters that cannot be seen.", v)
	}
	return nil
}

// address takes an address for mail, or nothing.
func address(v string) error {
	if v == "" {
		return nil
	}
	if _, err := mail.ParseAddress(v); err != nil {
		return fault.At("value", "%q is not an e-mail address.", v).WithHint("Write it as name@example.com.")
	}
	return nil
}

// addresses takes a list of them, separated by commas.
func addresses(v string) error {
	if v == "" {
		return nil
	}
	if _, err := mail.ParseAddressList(v); err != nil {
		return fault.At("value", "%q is not a list of e-mail addresses.", v).WithHint("Write them as one@example.com, two@example.com.")
	}
	return nil
}

var webhookName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// webhooks takes what is told of notifications: a JSON list of name and url.
func webhooks(v string) error {
	if v == "" {
		return nil
	}
	var all []notify.Webhook
	d := json.NewDecoder(strings.NewReader(v))
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil || d.More() {
		return fault.At("value", "The webhooks are not a list of name and url.").WithHint(`Write [{"name":"ops","url":"https://example.com/hook"}].`)
	}
	if len(all) > maxWebhooks {
		return fault.At("value", "There are more than %d webhooks.", maxWebhooks)
	}
	seen := map[string]bool{}
	for _, w := range all {
		if err := webhook(w); err != nil {
			return err
		}
		if seen[w.Name] {
			return fault.At("value", "Two webhooks are named %s.", w.Name)
		}
		seen[w.Name] = true
	}
	return nil
}

func webhook(w notify.Webhook) error {
	if !webhookName.MatchString(w.Name) {
		return fault.At("value", "%q cannot be the name of a webhook.", w.Name).WithHint("Use a to z, digits, - and _.")
	}
	u, err := url.Parse(w.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return fault.At("value", "The address of the webhook %s is not https.", w.Name).WithHint("Write it as https://example.com/hook, without a password in it.")
	}
	return nil
}
