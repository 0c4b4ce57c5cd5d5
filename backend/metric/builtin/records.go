package builtin

import "headroom/backend/metric"

// recordDimensions are the columns that one relation has: of what was told of
// entitlements, of support requests, of files and of notifications.
func recordDimensions() []metric.Dimension {
	imports := func(name, column, words string) metric.Dimension {
		return metric.Dimension{Name: name, Words: words, Kind: metric.Number, Unit: "rows", In: in("", column, metric.Imports)}
	}
	return []metric.Dimension{
		{Name: "first_told_date", Words: "First day any file told the entitlement of", Kind: metric.Date, In: in("first_told", "o.day", lines...)},
		{
			Name: "created_date", Words: "Day the entitlement was created: its first day, else the first day any file told it of", Kind: metric.Date,
			In: mixed(in("first_told", "coalesce(f.start_day, o.day)", lines...)),
		},
		{
			Name: "change_kind", Words: "added where the entitlement began to count within the span, churned where it ceased", Kind: metric.Text,
			In: in("", "CASE f.after WHEN 1 THEN 'added' ELSE 'churned' END", metric.EntitlementChanges),
		},
		{Name: "due_outcome", Words: "What became of a term that ended: renewed, expired or open", Kind: metric.Text, In: in("", "f.outcome", metric.Renewals)},
		{
			Name: "activity_window", Words: "When a source calls a user active: in the 28 days, in the month, or at the level of the day", Kind: metric.Text,
			In: in("stream", "CASE WHEN t.dataset = 'feature_usage' THEN '28 days' WHEN t.monthly THEN 'month' ELSE 'day' END", used...),
		},
		observed("active", "users", "Users the source calls active", metric.Usage),
		observed("total", "users", "Users or licenses the source gives as the whole of active", metric.Usage),
		observed("used", "units", "Metered quantity used", metric.Usage),
		observed("entitled", "units", "Metered quantity entitled to, as the source tells it", metric.Usage),
		observed("used_since_reset", "units", "Metered quantity used since the meter was last reset", metric.Usage),
		observed("entitled_since_reset", "units", "Metered quantity entitled to, where the quantity used since the reset is told", metric.Usage),
		observed("overage_told_reset", "units", "What the source says was used beyond the entitlement since the reset", metric.Usage),
		observed("overage_told_statement", "units", "What the source says was used beyond the entitlement since the statement", metric.Usage),
		{Name: "clock", Words: "What the metered quantities of the row are counted from, where they stand beside those that count", Kind: metric.Text, In: in("", "nullif(f.clock, '')", used...)},
		{Name: "denial_reason", Words: "Why the use was denied, as the source says it", Kind: metric.Text, In: in("", "nullif(f.reason, '')", used...)},
		observed("peak", "licenses", "Most checked out at one moment of the day observed", metric.Usage),
		{Name: "observed_date", Words: "Day of the observation that speaks", Kind: metric.Date, In: in("", "", metric.Usage)},
		observed("count", "", "How many acts of use one record tells of", metric.FeatureUsage),
		{Name: "denied", Words: "yes where the use was denied", Kind: metric.Flag, In: in("", "", metric.FeatureUsage)},
		observed("person", "", "Number that stands for the person who used; missing where nobody is known", metric.FeatureUsage),
		{Name: "first_response", Words: "Minutes to the first response", Kind: metric.Number, Unit: "minutes", In: in("", "f.first_response", metric.Support)},
		{Name: "resolution", Words: "Minutes to the resolution", Kind: metric.Number, Unit: "minutes", In: in("", "f.resolution", metric.Support)},
		{Name: "satisfaction_score", Words: "Satisfaction on the scale of the source", Kind: metric.Number, In: in("", "CAST(f.satisfaction AS REAL)", metric.Support)},
		{Name: "support_open", Words: "yes where the request was not closed by the day asked for", Kind: metric.Flag, In: in("", "("+openRequest+")", metric.Support)},
		{Name: "import_dataset", Words: "What the file tells of", Kind: metric.Text, In: in("", "f.dataset", metric.Imports)},
		{Name: "import_profile", Words: "Profile that read the file", Kind: metric.Text, In: in("", "f.profile", metric.Imports)},
		{Name: "imported_at", Words: "When the file was imported", Kind: metric.Time, In: in("", "f.imported_time", metric.Imports)},
		imports("import_rows", "f.rows", "Rows of the file"),
		imports("import_added", "f.added", "Rows that told something new"),
		imports("import_changed", "f.changed", "Rows that told something else than before"),
		imports("import_unchanged", "f.unchanged", "Rows that told what was known"),
		imports("import_skipped", "f.skipped", "Rows left out by a rule"),
		imports("import_rejected", "f.rejected", "Rows that could not be read"),
		{Name: "source_rhythm", Words: "Median days between the files of the source and dataset; missing before three days are known", Kind: metric.Number, Unit: "days", In: in("", "f.every", metric.Imports)},
		{Name: "source_late", Words: "Days the next file of the source and dataset is late against that rhythm", Kind: metric.Number, Unit: "days", In: in("", "f.late", metric.Imports)},
		{Name: "rule", Words: "Name of the rule", Kind: metric.Text, In: in("", "f.rule", metric.Inbox)},
		{Name: "rule_template", Words: "Kind of the rule", Kind: metric.Text, In: in("", "nullif(f.template, '')", metric.Inbox)},
		{Name: "notification_state", Words: "open, done, snoozed, resolved or superseded", Kind: metric.Text, In: in("", "f.state", metric.Inbox)},
		{Name: "notification_title", Words: "Title of the notification", Kind: metric.Text, In: in("", "f.title", metric.Inbox)},
		{Name: "notified_at", Words: "When the notification came", Kind: metric.Time, In: in("", "f.created_time", metric.Inbox)},
	}
}

// observed is a number that is observed: the engine takes it from packed days,
// no SQL does.
func observed(name, unit, words string, r metric.Relation) metric.Dimension {
	return metric.Dimension{Name: name, Words: words, Kind: metric.Number, Unit: unit, In: in("", "", r)}
}

// openRequest holds of a request that nobody closed by the day asked for. Where
// no source says when, its word for the state does.
const openRequest = "f.closed_day IS NULL AND lower(f.status) NOT IN ('closed', 'resolved', 'solved', 'done', 'completed', 'cancelled', 'canceled')"
