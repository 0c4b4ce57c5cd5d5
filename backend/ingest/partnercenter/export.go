package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// export is a profile put together of its parts.
type export struct {
	info   ingest.Info
	detect func(h ingest.Header) float64
	open   func(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error)
	order  func(h ingest.Header) value.Order // how dates with slashes are written; nil: the format does not say
}

// Info describes the profile.
func (e export) Info() ingest.Info { return e.info }

// Detect scores how surely h is this kind of export.
func (e export) Detect(h ingest.Header) float64 { return e.detect(h) }

// Open returns an adapter for a table with header h.
func (e export) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return e.open(e.info, h, c)
}

// DateOrder is the order of dates of every column, where the format fixes it.
func (e export) DateOrder(h ingest.Header, _ int) string {
	if e.order == nil {
		return ""
	}
	return e.order(h).String()
}

// american is the order of a download as Microsoft writes it: the month first.
// A file with semicolons was saved again where the day may come first.
func american(h ingest.Header) value.Order {
	if h.Comma == ';' {
		return value.AnyOrder
	}
	return value.MDY
}

// byMonth is the order of a dataset of Insights, which its months tell.
func byMonth(h ingest.Header) value.Order {
	month := cells.Of(h).Find(monthNames...)
	if order := orderOf(h, month); order != value.MDY {
		return order
	}
	return american(h)
}

// The days between two exports of one dataset in normal use: Insights shows
// users a month late, and customers and licenses within a week.
const (
	everyMonth = 31
	everyWeek  = 7
)

// ofMonth makes the Info of a dataset of Insights that is told by month.
func ofMonth(i ingest.Info) ingest.Info {
	i.Version, i.Class, i.Cadence = 1, portfolio.PeriodTable, everyMonth
	return i
}

// need is a column that a profile cannot do without, and where it was found.
type need struct {
	at    *int
	names []string
}

// needs finds the columns, or refuses the table for the first it lacks.
func needs(columns cells.Columns, all ...need) error {
	for _, n := range all {
		var err error
		if *n.at, err = columns.Need(n.names...); err != nil {
			return err
		}
	}
	return nil
}

// customField is a column that is kept beside a fact, under a name.
type customField struct {
	name   string
	column int
}

// customFields finds the columns that are there; names are pairs of the name
// to keep and the column's.
func customFields(columns cells.Columns, names ...string) []customField {
	var fields []customField
	for i := 0; i < len(names); i += 2 {
		if column := columns.Find(names[i+1]); column != cells.None {
			fields = append(fields, customField{names[i], column})
		}
	}
	return fields
}

// readCustom returns what the row has in the columns.
func readCustom(r *cells.Reader, fields []customField) []portfolio.Custom {
	var told []portfolio.Custom
	for _, f := range fields {
		if text := r.Text(f.column); text != "" {
			told = append(told, portfolio.Custom{Name: f.name, Value: text})
		}
	}
	return told
}

// plainBlanks writes every run of blanks, no-break ones included, as one space:
// they look the same and would make two names of one.
func plainBlanks(s string) string { return strings.Join(strings.Fields(s), " ") }
