package generic

import (
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

const totalsRow = ingest.Skip("totals_row")

// sheet reads the fields of one row after another, whatever the dataset.
type sheet struct {
	cells.Reader
	info      ingest.Info
	header    ingest.Header
	mapping   *ingest.Mapping
	asOf      portfolio.Day
	account   string // of the import, for rows that name none
	columns   [fieldCount]int
	constants [fieldCount]string
	key       []keyPart
	custom    []int // columns kept as they are
	exclusive bool
	monthly   bool
	habits    bool // how the columns write was found out before
	supposed  bool // monthly is only what the sample looks like
	halted    error
	row       ingest.Row
}

func openSheet(info ingest.Info, h ingest.Header, c ingest.Context) (*sheet, error) {
	info, err := refine(info, c.Mapping)
	if err != nil {
		return nil, err
	}
	for field, said := range map[string]string{"source": c.Mapping.Source, "account": c.Account, "currency": c.Currency, "partner": c.Partner} {
		if err := storable(field, said); err != nil {
			return nil, err
		}
	}
	s := &sheet{
		Reader: cells.For(h, c, value.AnyOrder, 0), habits: c.Habits != nil, info: info, header: h, mapping: c.Mapping, asOf: c.AsOf,
		account: strings.TrimSpace(c.Account), exclusive: c.Mapping.End == "exclusive",
	}
	if s.columns, err = bind(h, c.Mapping); err != nil {
		return nil, err
	}
	if err := s.readConstants(c.Mapping.Constants); err != nil {
		return nil, err
	}
	for f, said := range map[field]string{currency: c.Currency, partnerID: c.Partner} {
		if s.constants[f] == "" {
			s.constants[f] = strings.TrimSpace(said)
		}
	}
	if !s.habits {
		if s.Order, err = s.dateOrder(); err != nil {
			return nil, err
		}
		s.Decimal = s.decimalSign()
	}
	if s.key, err = s.keyOf(c.Mapping.Key); err != nil {
		return nil, err
	}
	for _, name := range c.Mapping.Custom {
		i, err := columnOf(h, name)
		if err != nil {
			return nil, err
		}
		h.Uses.Use(i, "custom")
		s.custom = append(s.custom, i)
	}
	s.monthly, s.supposed = s.isMonthly()
	return s, nil
}

func (s *sheet) readConstants(constants map[string]string) error {
	for _, name := range sortedNames(constants) {
		if name == period {
			if p := constants[name]; p != "month" && p != "day" {
				return fault.At("constants.period", "The period is %q.", p).WithHint(`It is "month" or "day".`)
			}
			continue
		}
		f, ok := fieldOf(name)
		if !ok {
			return unknownField("constants."+name, name)
		}
		if err := storable("constants."+name, constants[name]); err != nil {
			return err
		}
		s.constants[f] = strings.TrimSpace(constants[name])
	}
	return nil
}

// storable refuses a NUL in what a person says of a file: the store would end
// the text there. Files that hold one are refused where they are read.
func storable(field, text string) error {
	if strings.ContainsRune(text, 0) {
		return fault.At(field, "There is a character in the text that cannot be shown.").WithHint("Leave it out.")
	}
	return nil
}

// Info describes the sheet in the words of its mapping.
func (s *sheet) Info() ingest.Info { return s.info }

// Monthly reports whether the figures are levels of a month.
func (s *sheet) Monthly() bool { return s.monthly }

// begin turns to the next row.
func (s *sheet) begin(row ingest.Row) {
	s.Start(row)
	s.row = row
}

// says reports whether the mapping gives the field to every row.
func (s *sheet) says(fields ...field) bool {
	for _, f := range fields {
		if s.columns[f] != cells.None || s.constants[f] != "" {
			return true
		}
	}
	return false
}

// constant reports whether f must be taken from the constants in this row.
func (s *sheet) constant(f field) bool {
	return s.constants[f] != "" && (s.columns[f] == cells.None || value.IsNull(s.row.Cell(s.columns[f])))
}

func (s *sheet) text(f field) string {
	if s.constant(f) {
		return s.constants[f]
	}
	return s.Text(s.columns[f])
}

func (s *sheet) missing(f field) {
	s.Reject(s.columns[f], cells.MissingKey, "The row has no "+strings.ReplaceAll(fieldNames[f], "_", " ")+".")
}

func (s *sheet) when(f field) (portfolio.Day, value.When) {
	if s.constant(f) {
		return value.Date([]byte(s.constants[f]), ingest.Text, value.YMD)
	}
	return s.When(s.columns[f])
}

func (s *sheet) day(f field) portfolio.Day {
	day, _ := s.when(f)
	return day
}

// end reads the last day, which the mapping may say is the first day after.
func (s *sheet) end() portfolio.Day {
	day, when := s.when(endDate)
	switch {
	case when == value.InMonth && !s.exclusive:
		return day.MonthEnd()
	case s.exclusive && !day.IsZero():
		return day - 1
	}
	return day
}

func (s *sheet) count(f field) portfolio.Int {
	if s.constant(f) {
		n, res := value.Whole([]byte(s.constants[f]), ingest.Text, '.')
		return portfolio.Int{N: n, OK: res == value.OK}
	}
	return s.Count(s.columns[f])
}

func (s *sheet) number(f field) portfolio.Decimal {
	if s.constant(f) {
		d, _ := value.Decimal([]byte(s.constants[f]), ingest.Text, '.')
		return d
	}
	return s.Number(s.columns[f])
}

func (s *sheet) yesNo(f field, out ingest.Sink) portfolio.Bool {
	if s.constant(f) {
		b, _ := value.Bool([]byte(s.constants[f]))
		return b
	}
	return s.Bool(s.columns[f], out)
}

// accountOf reads the account. A row that names none belongs to the account of
// the import.
func (s *sheet) accountOf() portfolio.Account {
	a := portfolio.Account{
		Ref:     portfolio.AccountRef{ExternalID: s.text(accountID), Name: s.text(account)},
		Country: s.text(country), Region: s.text(region), Segment: s.text(segment), Owner: s.text(owner), Domain: s.text(domain), Parent: value.ID(s.text(parent)),
	}
	if a.Ref.ExternalID == "" && a.Ref.Name == "" {
		a.Ref.Name = s.account
	}
	switch {
	case value.IsGUID([]byte(a.Ref.ExternalID)):
		a.Ref.Kind, a.Ref.ExternalID = "tenant", value.ID(a.Ref.ExternalID)
	case a.Ref.ExternalID == "" && a.Ref.Name == "" && s.held() && s.text(entitlement) != "":
		a.Ref.Kind, a.Ref.ExternalID = heldBy, value.ID(s.text(entitlement))
	case a.Ref.ExternalID != "":
		a.Ref.Kind = "sheet"
	case a.Ref.Name == "":
		s.missing(s.accountField())
	}
	return a
}

// accountField is the field that names the account to a person.
func (s *sheet) accountField() field {
	if s.columns[account] == cells.None && s.columns[accountID] != cells.None {
		return accountID
	}
	return account
}

// heldBy is the kind of an account that is named by an entitlement it holds:
// whoever has the entitlement with this id.
const heldBy = "entitlement"

// held reports whether the sheet names accounts only by their entitlements, as
// lists of usage and requests do.
func (s *sheet) held() bool {
	return s.info.Dataset != portfolio.Entitlements && s.account == "" && !s.says(account, accountID) && s.says(entitlement)
}

// customOf returns what the columns without a place of their own say.
func (s *sheet) customOf() []portfolio.Custom {
	var out []portfolio.Custom
	for _, i := range s.custom {
		if text := s.Text(i); text != "" {
			out = append(out, portfolio.Custom{Name: s.Name(i), Value: text})
		}
	}
	return out
}

func (s *sheet) productOf() portfolio.Product {
	return portfolio.Product{Name: s.text(product), SKU: s.text(sku), Family: s.text(family), Vendor: s.text(vendor)}
}

// isTotals reports whether the row sums up others: its first cell or account is
// a word for totals, or nothing says what it is about although it has numbers.
func (s *sheet) isTotals() bool {
	if value.IsTotals(s.row.Cell(0)) || value.IsTotals(s.row.Cell(s.columns[account])) || value.IsTotals(s.row.Cell(s.columns[accountID])) {
		return true
	}
	named := false
	for _, f := range [...]field{account, accountID, product, sku, entitlement, workload, feature, meter, category} {
		if s.columns[f] == cells.None {
			continue
		}
		named = true
		if !value.IsNull(s.row.Cell(s.columns[f])) {
			return false
		}
	}
	return named && s.hasNumbers()
}

func (s *sheet) hasNumbers() bool {
	for _, f := range [...]field{quantity, assigned, amount, active, total, used, entitled} {
		if i := s.columns[f]; i != cells.None && !value.IsNull(s.row.Cell(i)) {
			return true
		}
	}
	return false
}

// at is what the row is true for: its date where the sheet has one, else the
// file's own day.
func (s *sheet) at() ingest.At {
	day := s.day(date)
	if day.IsZero() {
		return ingest.At{Day: s.asOf}
	}
	return ingest.At{Day: s.level(day)}
}

// level is the day that figures of this day or month speak of. A sheet that
// looked monthly and turns out to have days is stopped: its days would all
// become one.
func (s *sheet) level(day portfolio.Day) portfolio.Day {
	if !s.monthly {
		return day
	}
	if s.supposed && day != day.MonthStart() && s.halted == nil {
		f := fault.New(fault.Invalid, "The first dates are first days of months, but this one is not.").InFile(s.header.File)
		f.Row, f.Column = s.row.Line, s.Name(s.columns[date])
		s.halted = f.WithHint(`Say "constants": {"period": "day"} or "month" in the mapping.`)
	}
	return cells.MonthLevel(day, s.asOf)
}

// Problem returns why the row, or the whole sheet, must be refused, or nil.
func (s *sheet) Problem() error {
	if s.halted != nil {
		return s.halted
	}
	return s.Reader.Problem()
}
