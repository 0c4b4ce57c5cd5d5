package builtin

import (
	"slices"

	"headroom/backend/actby"
	"headroom/backend/metric"
)

// agreedOf limits what is calculated of ends to the rows that have one, whatever
// its expression reads: that follows from a setting.
func agreedOf(c metric.Catalog) metric.Catalog {
	for i, d := range c.Dimensions {
		if slices.Contains([]string{metric.NoticeTerms, metric.ActBy, metric.IfNothing, "days_to_act"}, d.Name) {
			c.Dimensions[i].In = in("", "", sold...)
		}
	}
	return c.Complete()
}

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
			Name: metric.NoticeTerms, Words: "What was agreed about the end, from the setting notice_terms; missing where nothing was",
			Expression: actby.Expression(nil),
		},
		{
			Name: metric.ActBy, Words: "Last day on which the outcome of the end can still be changed: that which a source tells or which follows from what was agreed, else the last day",
			Expression: "ACTBY(" + actby.Arguments(nil) + ")",
		},
		{
			Name: "days_to_act", Words: "Days from the day asked for to the last day to act; below 0 it has passed", Unit: "days", Format: "integer",
			Expression: "DAYSBETWEEN(TODAY(), [act_by])",
		},
		{
			Name: metric.IfNothing, Words: "What happens when nobody acts in time: loss where the right ends, lock-in where it has to be paid for longer; missing where nobody says whether it renews",
			Expression: "IFNOTHING(" + actby.Arguments(nil) + ")",
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
