// Package flexlm reads what a FlexNet Publisher license server writes itself:
// the debug log of lmgrd and its vendor daemons, and the answers of lmstat.
// They are texts, no tables; a Format reads each as a table with one row a
// statement, and a Profile adapts the rows like those of any file. None of them
// names the account it is about: whoever imports it says so once.
// The rule not to break: what the server counts itself is taken at its word,
// and what it does not say stays unknown.
package flexlm

import (
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Profiles returns the profiles of this vendor's license server.
func Profiles() []ingest.Profile {
	return []ingest.Profile{logEvents{}, serverStatus{}, licenseFile{}}
}

// Formats returns the formats of its texts.
func Formats() []ingest.Format {
	return []ingest.Format{debugLog{}, lmstatAll{}, lmstatLicenses{}}
}

// accountOf returns the account that the person named. Without one the file is
// refused: every figure would be nobody's.
func accountOf(h ingest.Header, c ingest.Context) (portfolio.Account, error) {
	name := strings.TrimSpace(c.Account)
	if name == "" {
		f := fault.New(fault.Asks, "A license server does not say whose it is.").
			InFile(h.File).WithHint("Choose the account that runs it (--account NAME).")
		f.Field = "account"
		return portfolio.Account{}, f
	}
	return portfolio.Account{Ref: portfolio.AccountRef{Name: name}}, nil
}

// product is the product of a feature. A license server sells features, so a
// feature is a product, which lets use be compared with what the license file
// grants; the daemon stands for the vendor.
func product(feature, daemon string) portfolio.Product {
	return portfolio.Product{Name: feature, Vendor: daemon}
}

// isTable reports whether h has exactly the columns of one of this package's
// own tables, in their order.
func isTable(h ingest.Header, columns []string) bool {
	if len(h.Columns) != len(columns) {
		return false
	}
	for i, c := range columns {
		if value.Key(h.Columns[i]) != value.Key(c) {
			return false
		}
	}
	return true
}

// score is what Detect returns for a table that is, or is not, one's own.
func score(mine bool) float64 {
	if mine {
		return 1
	}
	return 0
}

// reader returns a reader of the rows of a table of this package, whose dates
// are ISO and whose numbers are plain.
func reader(h ingest.Header) cells.Reader {
	return cells.Reader{Columns: h.Columns, Order: value.YMD, Decimal: '.'}
}
