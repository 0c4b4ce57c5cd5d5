package flexlm

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// licenseColumns are the columns of the table of lmstat -i. Number counts the
// lines of one feature, the one that lasts longest first, so that a line keeps
// its number when another ends and when the whole file is renewed.
var licenseColumns = []string{"Feature", "Version", "Licenses", "Expires", "Vendor", "Number"}

// lmstatLicenses is the format of the answer of lmstat -i, which lists the
// license file.
type lmstatLicenses struct{}

// Detect recognises the headings.
func (lmstatLicenses) Detect(head []byte) float64 {
	if licenseListing(head) {
		return 0.95
	}
	return 0
}

// licenseHeader reads the headings "Feature Version #licenses Expires Vendor",
// whose order differs between versions of lmstat.
func licenseHeader(line []byte) (order []int, ok bool) {
	words := bytes.Fields(line)
	headings := licenseColumns[:len(licenseColumns)-1]
	if len(words) != len(headings) {
		return nil, false
	}
	for _, w := range words {
		i := slices.IndexFunc(headings, func(c string) bool { return value.Key(c) == value.Key(string(w)) })
		if i < 0 || slices.Contains(order, i) {
			return nil, false
		}
		order = append(order, i)
	}
	return order, true
}

// Tables returns the one table of the answer: a row for every line of the
// license file.
func (lmstatLicenses) Tables(f ingest.File) ([]ingest.Table, error) {
	var rows []ingest.Row
	var order []int
	var preamble []string
	err := eachLine(f, func(line []byte, number int) bool {
		found, ok := licenseHeader(line)
		switch {
		case ok:
			order = found
		case order == nil && len(preamble) < 100 && len(bytes.TrimSpace(line)) > 0:
			preamble = append(preamble, string(bytes.TrimSpace(line)))
		case order != nil:
			if cells, ok := licenseCells(line, order); ok {
				rows = append(rows, ingest.Row{Line: number, Cells: cells})
			}
		}
		return len(rows) <= mostFeatures
	})
	if err != nil {
		return nil, err
	}
	number(rows)
	return textTable(f, licenseColumns, rows, preamble, "FlexNet lmstat -i")
}

// licenseCells splits a line under the headings. Only an expiry holds blanks:
// "permanent(no expiration date)".
func licenseCells(line []byte, order []int) ([][]byte, bool) {
	words := bytes.Fields(bytes.Clone(line))
	extra := len(words) - len(order)
	if extra < 0 || words[0][0] == '_' {
		return nil, false
	}
	row := make([][]byte, len(licenseColumns))
	for _, column := range order {
		n := 1
		if licenseColumns[column] == "Expires" {
			n += extra
		}
		row[column] = bytes.Join(words[:n], []byte(" "))
		words = words[n:]
	}
	return row, true
}

// number writes into each row its number among the lines of its feature.
func number(rows []ingest.Row) {
	lines := map[string][]ingest.Row{}
	for _, r := range rows {
		key := value.Name(string(r.Cell(4))) + ":" + value.Name(string(r.Cell(0)))
		lines[key] = append(lines[key], r)
	}
	for _, same := range lines {
		slices.SortStableFunc(same, longestFirst)
		for i, r := range same {
			r.Cells[5] = []byte(strconv.Itoa(i + 1))
		}
	}
}

// longestFirst orders lines by their end, none being the latest, then by how
// many licenses they grant.
func longestFirst(a, b ingest.Row) int {
	end := func(r ingest.Row) portfolio.Day {
		day, when := value.Date(r.Cell(3), ingest.Text, value.DMY)
		if when == value.Never {
			return math.MaxInt32
		}
		return day
	}
	licenses := func(r ingest.Row) int64 {
		n, _ := value.Whole(r.Cell(2), ingest.Text, '.')
		return n
	}
	return cmp.Or(cmp.Compare(end(b), end(a)), cmp.Compare(licenses(b), licenses(a)))
}

// licenseFile is the profile of the answer of lmstat -i: what the license file
// grants. It says nothing of when, so absence from it means nothing either: an
// account may have several license files.
type licenseFile struct{}

// Info describes the profile.
func (licenseFile) Info() ingest.Info {
	return ingest.Info{
		ID: "flexlm.licenses", Version: 1, Title: "FlexNet license file (lmstat -i)",
		Source: "FlexNet license file", Dataset: portfolio.Entitlements, Class: portfolio.EntityList,
		Row:   "One row is one line of a license file: so many licenses of a feature until a day.",
		Needs: []string{"account", "as_of"},
	}
}

// Detect recognises the table of the format.
func (licenseFile) Detect(h ingest.Header) float64 { return score(isTable(h, licenseColumns)) }

// Open needs an account, which the file does not name.
func (p licenseFile) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	account, err := accountOf(h, c)
	if err != nil {
		return nil, err
	}
	a := &grants{Reader: reader(h), info: p.Info(), asOf: c.AsOf, account: account, partner: c.Partner}
	columns := cells.Of(h)
	for i, name := range licenseColumns {
		if a.column[i], err = columns.Need(name); err != nil {
			return nil, err
		}
	}
	return a, nil
}

type grants struct {
	cells.Reader
	info    ingest.Info
	asOf    portfolio.Day
	account portfolio.Account
	partner string
	column  [6]int
}

// Info describes the file.
func (a *grants) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *grants) Monthly() bool { return false }

// Adapt hands over a line as an entitlement. The number among the lines of its
// feature is part of the key, the version is not: it rises with every renewal.
func (a *grants) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	feature, vendor, number := a.Need(a.column[0]), a.Text(a.column[4]), a.Need(a.column[5])
	e := portfolio.Entitlement{
		Key:     "flexlm:" + value.Name(a.account.Ref.Name) + ":" + value.Name(vendor) + ":" + value.Name(feature) + "#" + number,
		Account: a.account, Product: product(feature, vendor), Start: portfolio.NoDay, End: a.LastDay(a.column[3]),
		Status: portfolio.Active, PartnerID: a.partner,
	}
	if value.Key(a.Text(a.column[2])) != stateUncounted {
		e.Quantity = a.Count(a.column[2])
	}
	if err := a.Problem(); err != nil {
		return err
	}
	return out.Entitlement(ingest.At{Day: a.asOf}, e)
}
