package builtin

import (
	"headroom/backend/actby"
	"headroom/backend/metric"
)

// endOfLine is what decides about the last day to act on an entitlement.
const endOfLine = "[end_date], [" + metric.NoticeTerms + "], [start_date], [cancel_until], [auto_renew], [country], TODAY()"

// agreedOf limits what was agreed about ends to the rows that have one, whatever
// its expression reads: that follows from a setting.
func agreedOf(c metric.Catalog) metric.Catalog {
	for i, d := range c.Dimensions {
		if d.Name == metric.NoticeTerms {
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
			Name: "act_by", Words: "Last day on which the outcome of the end can still be changed: that which a source tells or which follows from what was agreed, else the last day",
			Expression: "ACTBY(" + endOfLine + ")",
		},
		{
			Name: "days_to_act", Words: "Days from the day asked for to the last day to act; below 0 it has passed", Unit: "days", Format: "integer",
			Expression: "DAYSBETWEEN(TODAY(), [act_by])",
		},
		{
			Name: "if_nothing_is_done", Words: "What happens when nobody acts in time: loss where the right ends, lock-in where it has to be paid for longer; missing where nobody says whether it renews",
			Expression: "IFNOTHING(" + endOfLine + ")",
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
