package partnercenter

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// objectType is the type that Partner Center writes into every item of an
// answer of its API, "" for other tables.
func objectType(h ingest.Header) string {
	i := cells.Of(h).Find("attributes.objectType")
	if i == cells.None {
		return ""
	}
	for _, row := range h.Sample {
		if cell := value.Trim(row.Cell(i)); len(cell) > 0 {
			return string(cell)
		}
	}
	return ""
}

// answer makes a detector for the items of one type. Where the type is not
// written, the columns decide.
func answer(types []string, columns signature) func(ingest.Header) float64 {
	return func(h ingest.Header) float64 {
		t := objectType(h)
		if t == "" {
			return columns.score(h)
		}
		for _, known := range types {
			if t == known {
				return 1
			}
		}
		return 0
	}
}

const guid = `[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}`

var (
	customerPath     = regexp.MustCompile(`(?i)customers/(` + guid + `)`)
	subscriptionPath = regexp.MustCompile(`(?i)subscriptions/(` + guid + `)`)
	anyGUID          = regexp.MustCompile(guid)
)

// oneCustomer finds the customer of a table that names none: what the person
// said, else the id in an address that the answer or its rows carry, else the
// one in the name of the file. Without any it asks.
func oneCustomer(h ingest.Header, c ingest.Context) (portfolio.AccountRef, error) {
	if said := strings.TrimSpace(c.Account); said != "" {
		if value.IsGUID([]byte(said)) {
			return portfolio.AccountRef{Kind: tenantKind, ExternalID: value.ID(said)}, nil
		}
		return portfolio.AccountRef{Kind: tenantKind, Name: said}, nil
	}
	if id := linkedCustomer(h); id != "" {
		return portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(id)}, nil
	}
	if ids := anyGUID.FindAllString(h.File, 2); len(ids) == 1 && !inSample(h, ids[0]) {
		return portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(ids[0])}, nil
	}
	f := fault.New(fault.Asks, "The file does not say which customer it is about.").InFile(h.File).
		WithHint("Say whose it is: the name of the account, or its tenant id.")
	f.Field = "account"
	return portfolio.AccountRef{}, f
}

// linkedCustomer is the customer in the addresses around and in the rows.
func linkedCustomer(h ingest.Header) string {
	for _, line := range h.Preamble {
		if m := customerPath.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	for _, row := range h.Sample {
		for i, cell := range row.Cells {
			if i >= len(h.Columns) || !strings.HasPrefix(h.Columns[i], "links.") {
				continue
			}
			if m := customerPath.FindSubmatch(cell); m != nil {
				return string(m[1])
			}
		}
	}
	return ""
}

// inSample reports whether a cell is the id: then the file is named after one
// of its rows, not after its customer.
func inSample(h ingest.Header, id string) bool {
	for _, row := range h.Sample {
		for _, cell := range row.Cells {
			if bytes.EqualFold(value.Trim(cell), []byte(id)) {
				return true
			}
		}
	}
	return false
}

// dayOnly returns the row with the time cut off those of its cells that are an
// ISO day with a time that cannot be one: an example of Microsoft has blanks in
// it. Only the days are ever read.
func dayOnly(row ingest.Row, columns ...int) ingest.Row {
	own := false
	for _, i := range columns {
		cell := value.Trim(row.Cell(i))
		if len(cell) < 11 || cell[4] != '-' || cell[10] != 'T' || bytes.IndexByte(cell, ' ') < 0 {
			continue
		}
		if !own {
			row.Cells, own = slices.Clone(row.Cells), true
		}
		row.Cells[i] = cell[:10]
	}
	return row
}
