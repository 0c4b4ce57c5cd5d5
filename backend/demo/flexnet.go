package demo

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/portfolio"
)

func (p *invented) flexnetAccountRows() [][]string {
	rows := [][]string{{
		"AccountID", "AccountName", "AccountType", "ParentAccount", "Address1", "Address2", "City", "State", "PostalCode", "Country", "Visible",
		"Region", "AccountDescription", "CA[ACCT|Segment]", "CA[ACCT|CSM]",
	}}
	for _, a := range p.accounts {
		if a.flexnet {
			rows = append(rows, []string{a.id, a.name, "CUSTOMER", "", "", "", "", "", "", a.country, "true", a.region, "", a.segment, a.owner})
		}
	}
	return append(rows, []string{"UNKNOWN_ACCT_UNIT", "Information Not Available", "UNKNOWN", "", "", "", "", "", "", "", "true", "", "", "", ""})
}

// engineering are the products of a software vendor that runs FlexNet, with
// the features its programs check out.
var engineering = []struct {
	name, part string
	features   []string
}{
	{"Design Suite Pro", "DS-100", []string{"Modeling", "Drafting", "Rendering"}},
	{"Flow Simulation", "FS-200", []string{"Solver", "Meshing"}},
	{"Data Vault", "DV-300", []string{"Check-in", "Search"}},
	{"Field Service", "FI-400", []string{"Work orders"}},
}

// line is one line item of an entitlement at FlexNet Operations. Terms are of
// three years, so all lines ran through the months of the demo.
type line struct {
	account               *account
	entitlement, id       string
	product, part         string
	quantity, fulfilled   int
	start, end            portfolio.Day
	permanent, hasChanged bool
}

func (p *invented) lines() []line {
	var lines []line
	for i := range p.accounts {
		a := &p.accounts[i]
		if !a.flexnet {
			continue
		}
		rnd := p.dice("flexnet", a.index)
		for n := range 2 + rnd.IntN(len(engineering)-1) {
			sold := max(2, a.people/(2+3*n))
			end := p.Today + 14 + portfolio.Day((a.index*61+n*97)%350)
			lines = append(lines, line{
				account: a, entitlement: fmt.Sprintf("ENT-%04d", a.index), id: fmt.Sprintf("act-%04d-%d", a.index, n+1),
				product: engineering[n].name, part: engineering[n].part, quantity: sold, fulfilled: int(float64(sold) * (0.6 + 0.4*rnd.Float64())),
				start: addMonths(end, -36) + 1, end: end, permanent: n == 2, hasChanged: rnd.IntN(2) == 0,
			})
		}
	}
	return lines
}

// flexnetFirstExtract is what the first run brought: every line, some with
// fewer licenses than today.
func (p *invented) flexnetFirstExtract() map[string][][]string {
	lines := p.lines()
	for i := range lines {
		if lines[i].hasChanged {
			lines[i].quantity = max(1, lines[i].quantity*4/5)
			lines[i].fulfilled = min(lines[i].fulfilled, lines[i].quantity)
		}
	}
	return extractFiles(lines, p.months[0])
}

// flexnetLastExtract is what the latest run brought: the lines that changed.
func (p *invented) flexnetLastExtract() map[string][][]string {
	lines := slices.DeleteFunc(p.lines(), func(l line) bool { return !l.hasChanged })
	return extractFiles(lines, p.Today)
}

func extractFiles(lines []line, day portfolio.Day) map[string][][]string {
	rows := [][]string{{
		"EntitlementID", "EntitlementState", "EntitlementDescription", "AllowPortalLogin", "ShipToEmail", "Address", "End Customer|Account",
		"End Customer|AccountName", "Partner Tier 1|Account", "Partner Tier 1|AccountName", "ActivationID", "PartNumber", "ProductName", "Quantity",
		"FulfilledAmount", "StartDate", "ExpirationDate", "CA[LINE|Region]",
	}}
	maintenance := [][]string{{"EntitlementID", "ActivationID", "MaintenanceProduct", "StartDate", "ExpirationDate"}}
	for _, l := range lines {
		expires := l.end.String()
		if l.permanent {
			expires = "permanent"
		}
		rows = append(rows, []string{
			l.entitlement, "DEPLOYED", "", "true", "", "", l.account.id, l.account.name, "", "", l.id, l.part, l.product,
			strconv.Itoa(l.quantity), strconv.Itoa(l.fulfilled), l.start.String(), expires, l.account.region,
		})
		maintenance = append(maintenance, []string{l.entitlement, l.id, l.product + " Maintenance", l.start.String(), l.end.String()})
	}
	stamp := day.String() + "-02-27-18.csv"
	return map[string][][]string{"EntitlementsExtract-" + stamp: rows, "MaintenanceLine-" + stamp: maintenance}
}

// zip writes an archive with the files in order of their names.
func (w *writer) zip(what string, day portfolio.Day, files map[string][][]string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedKeys(files) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: day.Time()})
		if err == nil {
			_, err = f.Write(w.csv(files[name]))
		}
		if err != nil && w.err == nil {
			w.err = err
		}
	}
	if err := z.Close(); err != nil && w.err == nil {
		w.err = err
	}
	path := w.name(what, day, ".zip")
	w.write(path, b.Bytes())
	w.files = append(w.files, File{Path: path, AsOf: day})
}

// usageDays is how far back the usage extract reaches.
const usageDays = 120

// flexnetUsageRows are the acts of using by person and working day.
func (p *invented) flexnetUsageRows() [][]string {
	rows := [][]string{{
		"Account", "Product", "Feature", "Transaction Time", "Received Time", "Count", "Acquisition ID", "Consumer ID", "Device ID", "Server ID",
	}}
	for day := p.Today - usageDays; day <= p.Today; day++ {
		if weekday := day.Time().Weekday(); weekday == 0 || weekday == 6 {
			continue
		}
		for i := range p.accounts {
			if a := &p.accounts[i]; a.flexnet {
				rows = append(rows, p.usedOn(a, day)...)
			}
		}
	}
	return rows
}

func (p *invented) usedOn(a *account, day portfolio.Day) [][]string {
	var rows [][]string
	rnd := p.dice("used"+day.String(), a.index)
	people := min(24, max(3, a.people/10))
	for person := range people {
		if rnd.IntN(3) > 0 {
			continue
		}
		product := engineering[person%2]
		feature := product.features[rnd.IntN(len(product.features))]
		if a.index%12 == 11 && feature == "Meshing" && day > p.Today-45 {
			feature = "Solver" // they stopped using the other
		}
		at := moment(day, rnd)
		rows = append(rows, []string{
			a.name, product.name, feature, at, strings.Replace(at, ":00.000Z", ":05.000Z", 1), "1", "",
			fmt.Sprintf("user%02d@%s.example", person+1, strings.ToLower(strings.ReplaceAll(a.id, "_", "-"))), fmt.Sprintf("ws-%03d", person+1), "LS1",
		})
	}
	return rows
}

func moment(day portfolio.Day, rnd *rand.Rand) string {
	return fmt.Sprintf("%sT%02d:%02d:00.000Z", day, 7+rnd.IntN(11), rnd.IntN(60))
}
