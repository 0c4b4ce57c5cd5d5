// Package flexnet adapts the data extracts and reports of FlexNet Operations:
// accounts, entitlements, maintenance, deployment and usage. Extracts are incremental: they bring what changed
// since the run before, and a file with only a header says that nothing did.
// The rule not to break: absence from an extract means nothing.
package flexnet

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// refKind is the namespace of account ids in FlexNet Operations.
const refKind = "fno"

// Profiles returns the profiles of this vendor.
func Profiles() []ingest.Profile {
	return []ingest.Profile{
		accountExtract{},
		entitlementExtract{},
		maintenanceLines{},
		maintenanceReport{},
		entitlementReport{},
		usageExtract{},
		fulfillmentExtract{},
		deviceExtract{},
		servedDevices{},
		reconciliation{},
		userExtract{},
	}
}

// daily is how many days lie between two runs of a data extract.
const daily = 1

// americanDates is how an instance writes dates that was not set to ISO.
const americanDates = "mdy"

// reader returns a reader for the extracts: their dates are ISO or, where the
// instance was not set so, American.
func reader(h ingest.Header, c ingest.Context) cells.Reader {
	return cells.For(h, c, value.MDY, '.')
}

// recognise scores a file by columns that only one extract has together. All
// of them make it certain; all but one still leave it recognised when most
// other columns are known too, so that the refusal can name what is missing.
func recognise(h ingest.Header, needed, known []string) float64 {
	c := cells.Of(h)
	missing := 0
	for _, name := range needed {
		if !c.Has(name) {
			missing++
		}
	}
	switch share := c.Known(known); {
	case missing == 0:
		return 0.9 + 0.1*share
	case missing == 1 && share > 0.7:
		return 0.8
	}
	return 0
}

// attribute finds the custom attribute of a kind of record whose name ends in
// one of the words: "CA[ACCT|Customer Segment]" for "segment".
func attribute(h ingest.Header, record string, words ...string) int {
	for _, word := range words {
		for i, column := range h.Columns {
			name, ok := strings.CutPrefix(column, "CA["+record+"|")
			if ok && strings.HasSuffix(value.Key(strings.TrimSuffix(name, "]")), word) {
				return i
			}
		}
	}
	return cells.None
}

// either returns the first column that is there.
func either(columns ...int) int {
	for _, i := range columns {
		if i != cells.None {
			return i
		}
	}
	return cells.None
}

// accountRef turns what an extract writes for an account into a reference. The
// usage extract may write the id or the name: a word of capitals with a digit
// or underscore is an id, anything else a name.
func accountRef(text string) portfolio.AccountRef {
	if looksLikeID(text) {
		return portfolio.AccountRef{Kind: refKind, ExternalID: text}
	}
	return portfolio.AccountRef{Kind: refKind, Name: text}
}

func looksLikeID(s string) bool {
	marked := false
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9' || c == '_':
			marked = true
		case c >= 'A' && c <= 'Z' || c == '-' || c == '.':
		default:
			return false
		}
	}
	return marked
}
