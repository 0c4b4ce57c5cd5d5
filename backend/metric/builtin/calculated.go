package builtin

import "headroom/backend/metric"

// calculated are the shipped calculated columns. Each is of one row: none is a
// figure of a group, for a ratio of sums is no sum of ratios.
func calculated() metric.Definitions {
	return metric.Definitions{Columns: []metric.CalculatedColumn{
		{
			Name: "headroom", Words: "Licenses sold less those assigned; below 0 where more are assigned than sold", Unit: "licenses", Format: "integer",
			Expression: "[quantity] - [assigned]",
		},
		{
			Name: "unassigned", Words: "Licenses sold and assigned to nobody", Unit: "licenses", Format: "integer",
			Expression: "MAX(0, [quantity] - [assigned])",
		},
		{
			Name: "over_assigned", Words: "Licenses assigned beyond those sold", Unit: "licenses", Format: "integer",
			Expression: "MAX(0, [assigned] - [quantity])",
		},
		{
			Name: "deployed_share", Words: "Licenses assigned of those sold, of the row alone", Format: "percent",
			Expression: "[assigned] / [quantity]",
		},
		{
			Name: "notice_deadline", Words: "Last day to give notice: that on which the term can be cancelled, where a source tells it, else the last day",
			Expression: "COALESCE([cancel_until], [end_date])",
		},
		{
			Name: "active_share", Words: "Active users of the whole the source gives, of the row alone", Format: "percent",
			Expression: "[active] / [total]",
		},
		{
			Name: "used_share", Words: "Quantity used of that entitled to, of the row alone", Format: "percent",
			Expression: "[used] / [entitled]",
		},
		{
			Name: "over_entitled", Words: "Quantity used beyond that entitled to", Unit: "units",
			Expression: "MAX(0, [used] - [entitled])",
		},
	}}
}
