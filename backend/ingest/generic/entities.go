package generic

import (
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// needs refuses a mapping that lacks all of these fields.
func (s *sheet) needs(fields ...field) error {
	if s.says(fields...) {
		return nil
	}
	return fault.At("columns", "No column means %s.", fieldNames[fields[0]]).
		WithHint("Say in the mapping which column it is, or give it as a constant.")
}

// needsAccount is needs for the account, which may also come with the import.
func (s *sheet) needsAccount() error {
	if s.account != "" || s.held() {
		return nil
	}
	if s.says(account, accountID) {
		return nil
	}
	f := fault.New(fault.Asks, "No column says whose account a row is.").InFile(s.header.File)
	f.Field = "account"
	return f.WithHint("Say in the mapping which column it is, give it as a constant, or name the account with the import.")
}

// firstOf returns the first error.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// accounts adapts a list of accounts.
type accounts struct{ *sheet }

func openAccounts(s *sheet) (ingest.Adapter, error) {
	if err := s.needsAccount(); err != nil {
		return nil, err
	}
	return accounts{s}, nil
}

// Adapt hands over one account.
func (s accounts) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	a, at := s.accountOf(), s.at()
	a.Status, a.Custom = s.text(status), s.customOf()
	if err := s.Problem(); err != nil {
		return err
	}
	return out.Account(at, a)
}

// entitlements adapts a list of what was sold.
type entitlements struct{ *sheet }

func openEntitlements(s *sheet) (ingest.Adapter, error) {
	if err := firstOf(s.needsAccount(), s.needs(product, sku)); err != nil {
		return nil, err
	}
	if len(s.key) == 0 {
		s.key = s.fieldsKey(s.accountKey(), s.productField(), startDate)
		if s.says(entitlement) {
			s.key = s.fieldsKey(entitlement)
		} else if !s.says(account, accountID) {
			s.key = s.fieldsKey(s.productField(), startDate)
		}
	}
	return entitlements{s}, nil
}

// productField is the field that names the product.
func (s *sheet) productField() field {
	if s.says(product) {
		return product
	}
	return sku
}

// needProduct reads the product; a sheet that has only part numbers names
// products by them.
func (s *sheet) needProduct() portfolio.Product {
	p := s.productOf()
	if p.Name == "" {
		p.Name = p.SKU
	}
	if p.Name == "" {
		s.missing(s.productField())
	}
	return p
}

// Adapt hands over one entitlement.
func (s entitlements) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	e := portfolio.Entitlement{
		Account:   s.accountOf(),
		Product:   s.needProduct(),
		Key:       s.keyText(s.key),
		Quantity:  s.count(quantity),
		Assigned:  s.count(assigned),
		Start:     s.day(startDate),
		End:       s.end(),
		PartnerID: s.text(partnerID), Term: value.Term(s.text(term)), Billing: value.Billing(s.text(billing)), Custom: s.customOf(),
	}
	if day := s.day(cancelUntil); day.Known() {
		e.CancelUntil = day
	}
	e.Value, e.Currency = s.money(out)
	at := s.at()
	if err := s.Problem(); err != nil {
		return err
	}
	s.noteLost(out, accountID, entitlement)
	e.Start, e.End = s.modern(startDate, e.Start, e.End, out), s.modern(endDate, e.End, e.Start, out)
	e.AutoRenew = s.yesNo(autoRenew, out)
	e.Status, e.StatusRaw = s.statusOf(out)
	e.Trial = e.Status == portfolio.TrialStatus || s.yesNo(trial, out) == portfolio.Yes
	cells.NoteOdd(&e, s.Name(s.columns[endDate]), s.Name(s.columns[assigned]), out)
	return out.Entitlement(at, e)
}

// modern reads a day of 1970 beside a modern one a thousand times later.
func (s *sheet) modern(f field, day, beside portfolio.Day, out ingest.Sink) portfolio.Day {
	if s.columns[f] == cells.None || day.IsZero() || day.Time().Year() != 1970 {
		return day
	}
	return s.DayBeside(s.columns[f], out, beside)
}

// noteLost notes identifiers that a spreadsheet turned into numbers.
func (s *sheet) noteLost(out ingest.Sink, fields ...field) {
	for _, f := range fields {
		if s.columns[f] != cells.None {
			s.ID(s.columns[f], out)
		}
	}
}

// statusOf reads the status. A sheet without one lists what is in force; an
// empty cell in a sheet that has one is unknown, and noted.
func (s *sheet) statusOf(out ingest.Sink) (portfolio.Status, string) {
	if s.constant(status) {
		word, _ := value.Status([]byte(s.constants[status]))
		return word, s.constants[status]
	}
	if s.columns[status] == cells.None {
		return portfolio.Active, ""
	}
	return s.Status(s.columns[status], out)
}

// money reads the value in minor units of its currency. Without a currency the
// amount means nothing and is left out, with a note.
func (s *sheet) money(out ingest.Sink) (portfolio.Int, string) {
	if s.columns[amount] == cells.None && s.constants[amount] == "" {
		return portfolio.Int{}, ""
	}
	cell, kind, sign := s.row.Cell(s.columns[amount]), s.row.Kind(s.columns[amount]), s.SignOf(s.columns[amount])
	if s.constant(amount) {
		cell, kind, sign = []byte(s.constants[amount]), ingest.Text, '.'
	}
	n, code, res := value.Money(cell, kind, sign, value.Currency([]byte(s.text(currency))))
	switch {
	case res == value.Bad:
		s.Reject(s.columns[amount], cells.NotANumber, "Not an amount of money.")
		return portfolio.Int{}, ""
	case res == value.Absent:
		return portfolio.Int{}, ""
	case code == "":
		out.Note(s.Name(s.columns[amount]), "no_currency", "The amount has no currency and is left out.")
		return portfolio.Int{}, ""
	}
	return portfolio.SomeInt(n), code
}

// deployment adapts a list of what is assigned.
type deployment struct{ *sheet }

func openDeployment(s *sheet) (ingest.Adapter, error) {
	if err := firstOf(s.needsAccount(), s.needs(product, sku), s.needs(assigned, quantity)); err != nil {
		return nil, err
	}
	return deployment{s}, nil
}

// Adapt hands over one statement of deployment.
func (s deployment) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	d := portfolio.Deployed{
		Account: s.accountOf(), Product: s.needProduct(), Sold: s.count(quantity), Assigned: s.count(assigned), PartnerID: s.text(partnerID),
	}
	at := s.at()
	if err := s.Problem(); err != nil {
		return err
	}
	return out.Deployed(at, d)
}
