package builtin

import (
	"strings"

	"headroom/backend/metric"
)

// units returns the words for the units of metrics and columns, which are also
// what ratios divide by. Minor units are those of a currency.
func units() map[string]metric.Forms {
	out := map[string]metric.Forms{
		"entitlements": {One: "entitlement", Other: "entitlements"},
		"minor":        {One: "minor unit", Other: "minor units"},
	}
	for _, s := range strings.Fields("accounts attempts charges checkouts days denials imports licenses minutes notifications points requests rows sources units users versions") {
		out[s] = metric.Forms{One: strings.TrimSuffix(s, "s"), Other: s}
	}
	return out
}

// values returns the words for the values that are Headroom's own, not those of
// a source: what is compared and what is kept is always the value itself.
func values() map[string]map[string]string {
	same := func(values ...string) map[string]string {
		out := map[string]string{}
		for _, v := range values {
			out[v] = strings.ReplaceAll(v, "_", " ")
		}
		return out
	}
	datasets := same("accounts", "entitlements", "deployment", "usage", "feature_usage", "support_requests", "charges", "products")
	billing := same("monthly", "annual", "triennial", "one-time")
	return map[string]map[string]string{
		"flag":               same("yes", "no"),
		"scope":              same("own", "other"),
		"kind":               {"text": "text", "number": "number", "date": "date", "time": "date and time", "flag": "yes or no", "scope": "own or other", "days": "days"},
		"format":             {"integer": "whole number", "decimal": "decimal number", "percent": "percent"},
		"class":              same("logic", "number", "text", "date", "aggregate"),
		"source":             same(sources...),
		"status":             same("active", "trial", "grace", "suspended", "disabled", "deprovisioned", "cancelled", "upgraded", "pending", "ended", "unknown"),
		"billing":            billing,
		"charged_billing":    billing,
		"support_category":   same("how-to"),
		"term":               {"P1M": "1 month", "P1Y": "1 year", "P3Y": "3 years"},
		"change_kind":        same("added", "churned"),
		"due_outcome":        same("renewed", "expired", "open"),
		"activity_window":    same("28 days", "month", "day"),
		"clock":              {"reset": "since the reset", "reset overage": "overage since the reset", "statement overage": "overage since the statement"},
		"health_band":        same("healthy", "warning", "at risk"),
		"if_nothing_is_done": same("loss", "lock-in"),
		"import_dataset":     datasets,
		"notification_state": same("open", "done", "snoozed", "resolved", "superseded"),
		"rule_template":      {"ends_within": "an end comes near", "usage_over": "usage above the entitled quantity"},
	}
}
