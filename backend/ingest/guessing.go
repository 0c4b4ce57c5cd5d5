package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"

	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Sheet is a table that no profile recognises, as far as it is known before its
// rows are read.
type Sheet struct {
	File     string // name of the file, for the name of the source
	Columns  []Column
	Mixed    []string // what more than half of a text column's values are: number, date, else text
	Distinct []int    // different values of each column among the first rows
	Rows     int      // the first rows that were looked at
	Account  string
	Currency string
}

// Proposal is what a sheet may mean. Mapping is nil where no dataset fits; Why
// then says it in a sentence. Columns are those of the sheet with what becomes
// of each. A proposal with only certain columns and no Asks may be used
// without asking.
type Proposal struct {
	Mapping *Mapping
	Columns []Column
	Asks    []Ask
	Row     string // what a row is, in one sentence
	Why     string
	Certain bool
}

// Guesser proposes what the columns of a sheet mean. It is pure: the same sheet
// gives the same proposal.
type Guesser interface {
	Guess(s Sheet) Proposal
	// Repair fits a remembered mapping to a file that differs from what is
	// remembered, and says with evidence what it would change.
	Repair(m Memory, s Sheet, values [][]string) (Mapping, []Drift)
}

// Signature identifies a header whatever its order and spelling: the folded
// names, sorted, as hexadecimal digits. Whether the shapes of the columns fit
// too is compared where a memory is found.
func Signature(header []string) string {
	keys := make([]string, len(header))
	for i, h := range header {
		keys[i] = value.Key(h)
	}
	sort.Strings(keys)
	sum := sha256.Sum256([]byte(strings.Join(keys, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// NamePattern is the name of a file with every run of digits as #, so that the
// files of one export have one.
func NamePattern(name string) string {
	var b strings.Builder
	digits := false
	for _, r := range name {
		if r >= '0' && r <= '9' {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}

// Rows says in one sentence what a row of a dataset is.
func Rows(d portfolio.Dataset) string {
	switch d {
	case portfolio.Accounts:
		return "One row is one account."
	case portfolio.Entitlements:
		return "One row is one entitlement of an account."
	case portfolio.Deployment:
		return "One row is what an account has assigned of a product."
	case portfolio.Usage:
		return "One row is how much an account used on a day or in a month."
	case portfolio.FeatureUsage:
		return "One row is one recorded act of using."
	case portfolio.SupportRequests:
		return "One row is one support request of an account."
	case portfolio.Charges:
		return "One row is one line of an invoice."
	case portfolio.Products:
		return "One row is one product."
	}
	return ""
}
