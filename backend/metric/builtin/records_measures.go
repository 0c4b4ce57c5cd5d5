package builtin

import "headroom/backend/metric"

// recordMeasures are of support requests, files and notifications.
func recordMeasures() []metric.Measure {
	request := func(name, words, sql string, columns []string, f metric.Figure, where ...metric.Filter) metric.Measure {
		b := listed(metric.Support, columns, f, where...)
		return metric.Measure{Name: name, Relation: metric.Support, Words: words, SQL: sql, Behind: &b}
	}
	open := request("support_requests_open", "Support requests that are open", "coalesce(sum("+openRequest+"), 0)", []string{"closed_date", "support_status"}, count, is("support_open", "yes"))
	open.Zero = true
	out := []metric.Measure{
		open,
		request("first_response_sum", "Minutes to the first response", "sum(f.first_response)", []string{"first_response"}, sum("first_response"), known("first_response")),
		request("first_response_known", "Support requests whose first response is known", "nullif(count(f.first_response), 0)", []string{"first_response"}, count, known("first_response")),
		{Name: "first_response_median", Relation: metric.Support, Words: "Median minutes to the first response", Aggregate: "median", Column: "first_response"},
		request("resolution_sum", "Minutes to the resolution", "sum(f.resolution)", []string{"resolution"}, sum("resolution"), known("resolution")),
		request("resolution_known", "Support requests whose resolution is known", "nullif(count(f.resolution), 0)", []string{"resolution"}, count, known("resolution")),
		{Name: "resolution_median", Relation: metric.Support, Words: "Median minutes to the resolution", Aggregate: "median", Column: "resolution"},
		request("satisfaction_sum", "Satisfaction on the scale of the source", "sum(CAST(f.satisfaction AS REAL))", []string{"satisfaction_score"}, sum("satisfaction_score"), known("satisfaction_score")),
		request("satisfaction_known", "Support requests whose satisfaction is known", "nullif(count(f.satisfaction), 0)", []string{"satisfaction_score"}, count, known("satisfaction_score")),
	}
	file := func(name, words, sql string, zero bool, columns []string, f metric.Figure, where ...metric.Filter) metric.Measure {
		b := listed(metric.Imports, columns, f, where...)
		return metric.Measure{Name: name, Relation: metric.Imports, Words: words, SQL: sql, Zero: zero, Behind: &b}
	}
	item := func(name, words, sql string, where ...metric.Filter) metric.Measure {
		b := listed(metric.Inbox, []string{"notified_at", "notification_state"}, count, where...)
		return metric.Measure{Name: name, Relation: metric.Inbox, Words: words, SQL: sql, Zero: true, Behind: &b}
	}
	return append(out,
		file("imports", "Imports that hold", "count(*)", true, []string{"imported_at"}, count),
		file("rows_imported", "Rows of the files imported", "coalesce(sum(f.rows), 0)", true, []string{"import_rows"}, sum("import_rows")),
		file("rows_added", "Rows that told something new", "coalesce(sum(f.added), 0)", true, []string{"import_added"}, sum("import_added")),
		file("rows_changed", "Rows that told something else than before", "coalesce(sum(f.changed), 0)", true, []string{"import_changed"}, sum("import_changed")),
		file("rows_rejected", "Rows that could not be read", "coalesce(sum(f.rejected), 0)", true, []string{"import_rejected"}, sum("import_rejected")),
		metric.Measure{Name: "days_since_data", Relation: metric.Imports, Words: "Days since the latest day a file speaks of", SQL: "min(f.age)"},
		metric.Measure{
			Name: "sources_late", Relation: metric.Imports, Words: "Sources, dataset by dataset, whose next file is late", Zero: true,
			SQL: "count(DISTINCT CASE WHEN f.late > 0 THEN f.source || '/' || f.dataset END)",
		},
		metric.Measure{
			Name: "sources_with_rhythm", Relation: metric.Imports, Words: "Sources, dataset by dataset, that have shown a rhythm", Zero: true,
			SQL: "count(DISTINCT CASE WHEN f.late IS NOT NULL THEN f.source || '/' || f.dataset END)",
		},
		item("notifications", "Notifications", "count(*)"),
		item("notifications_open", "Notifications that are open", "coalesce(sum(f.state = 'open'), 0)", is("notification_state", "open")),
	)
}

func recordMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "support_requests_open", Measure: "support_requests_open", Unit: "requests", Format: "integer",
			Words:   "Support requests that nobody closed; without a day of closing a source's word such as closed, resolved or cancelled says so.",
			Formula: "count(open requests)",
		},
		{
			Name: "first_response_minutes", Measure: "first_response_sum", Per: "first_response_known", Unit: "minutes", Format: "decimal", Denominator: "requests",
			Words:   "Average minutes to the first response, over the requests where they are known.",
			Formula: "Σ minutes ÷ requests",
		},
		{
			Name: "first_response_minutes_median", Measure: "first_response_median", Unit: "minutes", Format: "decimal",
			Words:   "Median minutes to the first response, over the requests where they are known.",
			Formula: "median(minutes)",
		},
		{
			Name: "resolution_minutes", Measure: "resolution_sum", Per: "resolution_known", Unit: "minutes", Format: "decimal", Denominator: "requests",
			Words:   "Average minutes to the resolution, over the requests where they are known.",
			Formula: "Σ minutes ÷ requests",
		},
		{
			Name: "resolution_minutes_median", Measure: "resolution_median", Unit: "minutes", Format: "decimal",
			Words:   "Median minutes to the resolution, over the requests where they are known.",
			Formula: "median(minutes)",
		},
		{
			Name: "satisfaction", Measure: "satisfaction_sum", Per: "satisfaction_known", Unit: "", Format: "decimal", Denominator: "requests",
			Words:   "Average satisfaction on the scale of the source, over the requests where it is known.",
			Formula: "Σ satisfaction ÷ requests",
		},
		{Name: "imports", Measure: "imports", Unit: "imports", Format: "integer", Words: "Imports that hold: committed and not undone.", Formula: "count(imports)"},
		{Name: "rows_imported", Measure: "rows_imported", Unit: "rows", Format: "integer", Words: "Rows of the files imported.", Formula: "Σ rows"},
		{Name: "rows_added", Measure: "rows_added", Unit: "rows", Format: "integer", Words: "Rows of the files imported that told something new.", Formula: "Σ added"},
		{Name: "rows_changed", Measure: "rows_changed", Unit: "rows", Format: "integer", Words: "Rows of the files imported that told something else than before.", Formula: "Σ changed"},
		{Name: "rows_rejected", Measure: "rows_rejected", Unit: "rows", Format: "integer", Words: "Rows of the files imported that could not be read.", Formula: "Σ rejected"},
		{
			Name: "days_since_data", Measure: "days_since_data", Unit: "days", Format: "integer",
			Words:   "Days since the latest day any file speaks of.",
			Formula: "min(day − data as of)",
		},
		{
			Name: "sources_late", Measure: "sources_late", Unit: "sources", Format: "integer", Detail: map[string]string{"of": "sources_with_rhythm"},
			Words:   "Sources, dataset by dataset, whose next file is late against the rhythm they have shown: the median distance between the days of their files. Before three such days are known nobody is late.",
			Formula: "count(day − last day of its files > rhythm)",
		},
		{
			Name: "notifications", Measure: "notifications", Unit: "notifications", Format: "integer",
			Words:   "Notifications, whatever became of them; a repeated one is one of its own. They are asked for as they are now.",
			Formula: "count(notifications)",
		},
		{
			Name: "notifications_open", Measure: "notifications_open", Unit: "notifications", Format: "integer",
			Words:   "Notifications that are open.",
			Formula: "count(open notifications)",
		},
	}
}
