package partnercenter

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// ledgerColumns says where a format of the ledger writes what; each is a list
// of spellings, the best first. A list of several columns (sku, meter) is
// joined.
type ledgerColumns struct {
	kind          string // of file, the first part of the book
	invoice       []string
	customer      []string
	subscription  []string
	product       []string
	sku           [2]string
	charge        []string
	day           []string
	term, billing []string
	quantity      []string
	price         []string
	amount        []string
	currency      []string
	meter         []string
	unit          string
	rated         bool // lines of consumption, added up by day and meter
	undated       bool // no line has a day: the running period
	looseEnd      bool // a period ends on its last day or on the day after
}

// ledger adapts the lines of one format. Lines tell terms and prices, several
// a subscription and period, and never how many licenses somebody has.
type ledger struct {
	cells.Reader
	format    ledgerColumns
	info      ingest.Info
	asOf      portfolio.Day
	money     string // currency of lines that name none
	scope     string
	one       portfolio.AccountRef // where no line names a customer
	row       ingest.Row
	at        ledgerIndex
	identical map[uint64]int // lines so far that are equal in everything
	lines     []portfolio.Charge
	rates     map[rate]*rateSum
}

// ledgerIndex are the columns found.
type ledgerIndex struct {
	invoice, customer, name, country, domain, subscription, product int
	sku, meter                                                      []int
	charge, day, start, end, term, billing                          int
	quantity, price, amount, currency, unit, partner                int
}

func openLedger(f ledgerColumns) func(ingest.Info, ingest.Header, ingest.Context) (ingest.Adapter, error) {
	return func(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
		a := &ledger{
			format: f, info: info, asOf: c.AsOf, money: c.Currency, scope: c.Partner,
			identical: map[uint64]int{}, rates: map[rate]*rateSum{}, Reader: ledgerReader(h, c),
		}
		if err := a.bind(h, c); err != nil {
			return nil, err
		}
		return a, nil
	}
}

// ledgerReader reads as Microsoft writes, or, where a file has semicolons, as a
// European spreadsheet saves it again.
func ledgerReader(h ingest.Header, c ingest.Context) cells.Reader {
	if h.Comma == ';' {
		return cells.For(h, c, value.DMY, ',')
	}
	return cells.For(h, c, value.MDY, '.')
}

func (a *ledger) bind(h ingest.Header, c ingest.Context) error {
	columns := cells.Of(h)
	find := func(names ...string) int {
		if len(names) == 0 || names[0] == "" {
			return cells.None
		}
		return columns.Find(names...)
	}
	a.at = ledgerIndex{
		invoice: find(a.format.invoice...), customer: find(a.format.customer...), name: find("CustomerName", "CustomerCompanyName"),
		country: find("CustomerCountry"), domain: find("CustomerDomainName", "DomainName"), subscription: find(a.format.subscription...),
		product: find(a.format.product...), charge: find(a.format.charge...), day: find(a.format.day...), start: find("ChargeStartDate"), end: find("ChargeEndDate"),
		term: find(a.format.term...), billing: find(a.format.billing...), quantity: find(a.format.quantity...), price: find(a.format.price...),
		currency: find(a.format.currency...), unit: find(a.format.unit), partner: find("MPNID", "PartnerMpnId"),
	}
	for _, name := range a.format.sku {
		a.at.sku = append(a.at.sku, find(name))
	}
	for _, name := range a.format.meter {
		a.at.meter = append(a.at.meter, find(name))
	}
	if a.at.customer == cells.None && a.at.name == cells.None {
		var err error
		if a.one, err = oneCustomer(h, c); err != nil {
			return err
		}
	}
	if !a.format.undated && a.at.day == cells.None {
		return columns.Missing(a.format.day[0], "Download the file again with this column.")
	}
	return needs(columns, need{&a.at.amount, a.format.amount})
}

// Info describes the format.
func (a *ledger) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *ledger) Monthly() bool { return false }

// Adapt hands over a line, adds it up, or keeps it until the book is known.
func (a *ledger) Adapt(row ingest.Row, out ingest.Sink) error {
	a.row = row
	a.Start(row)
	c := portfolio.Charge{
		Account:      a.account(),
		Product:      a.productOf(),
		Subscription: strings.ToLower(a.id(a.at.subscription, out)),
		Kind:         a.Text(a.at.charge),
		Day:          a.dayOf(),
		Start:        a.Day(a.at.start),
		Quantity:     a.number(a.at.quantity),
		UnitPrice:    a.number(a.at.price),
		Meter:        a.meterOf(),
		PartnerID:    cmp.Or(a.Text(a.at.partner), a.scope),
	}
	c.End = a.Day(a.at.end)
	if a.format.looseEnd {
		c.End = lastDay(c.Start, c.End)
	}
	c.Term, c.Billing = termAndBilling(a.Text(a.at.term))
	if billing := billingOf(a.Text(a.at.billing)); billing != "" {
		c.Billing = billing
	}
	var amount portfolio.Decimal
	amount, c.Currency = a.price(out)
	if err := a.Problem(); err != nil {
		return err
	}
	c.Book = a.book(c)
	if a.format.rated {
		a.addRate(c, amount)
		return nil
	}
	var err error
	if c.Amount, err = minorOf(amount, c.Currency); err != nil {
		a.Reject(a.at.amount, cells.TooLarge, "The amount is too large.")
		return a.Problem()
	}
	a.key(&c)
	if c.Book == "" {
		a.lines = append(a.lines, c)
		return nil
	}
	return out.Charge(ingest.At{Day: c.Day}, c)
}

func (a *ledger) account() portfolio.Account {
	ref := a.one
	if a.at.customer != cells.None || a.at.name != cells.None {
		ref = portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Text(a.at.customer)), Name: a.Text(a.at.name)}
		if ref.ExternalID == "" && ref.Name == "" {
			a.Reject(max(a.at.customer, a.at.name), cells.MissingKey, "The line does not name a customer.")
		}
	}
	return portfolio.Account{Ref: ref, Country: a.Text(a.at.country), Domain: a.Text(a.at.domain)}
}

// id reads an id, "" where a spreadsheet has cut its end off.
func (a *ledger) id(i int, out ingest.Sink) string {
	if damagedID(&a.Reader, i, out) {
		return ""
	}
	return a.Text(i)
}

// productOf reads the product; consumption without one is Azure's.
func (a *ledger) productOf() portfolio.Product {
	var numbers []string
	for i, column := range a.at.sku {
		if number := a.Text(column); number != "" {
			if i == 1 {
				number = skuNumber(number)
			}
			numbers = append(numbers, number)
		}
	}
	p := portfolio.Product{Name: plainBlanks(a.Text(a.at.product)), SKU: strings.Join(numbers, ":"), Vendor: vendor}
	switch {
	case p.Name == "" && a.format.rated:
		p.Name, p.Family = azure.Name, azure.Family
	case p.Name == "" && p.SKU == "":
		a.Reject(a.at.product, cells.MissingKey, "The line does not name a product.")
	case p.Name == "":
		p.Name = p.SKU
	}
	return p
}

// skuNumber is the number of a SKU, which has four places: a spreadsheet drops
// the zeros before "0002".
func skuNumber(text string) string {
	if _, res := value.Whole([]byte(text), ingest.Text, '.'); res == value.OK && len(text) < 4 {
		return strings.Repeat("0", 4-len(text)) + text
	}
	return text
}

func (a *ledger) dayOf() portfolio.Day {
	if a.format.undated {
		return a.asOf
	}
	return a.NeedDay(a.at.day)
}

func (a *ledger) meterOf() string {
	parts := make([]string, len(a.at.meter))
	for i, column := range a.at.meter {
		parts[i] = a.Text(column)
	}
	return meterName(a.Text(a.at.unit), parts...)
}

// number reads an exact number that may have a currency's sign before or
// behind it, an apostrophe that keeps a spreadsheet from reading it, or
// brackets for less than nothing.
func (a *ledger) number(i int) portfolio.Decimal {
	if i == cells.None {
		return portfolio.Decimal{}
	}
	cell := value.Trim(a.row.Cell(i))
	if value.IsNull(cell) {
		return portfolio.Decimal{}
	}
	below := cell[0] == '(' && cell[len(cell)-1] == ')'
	d, res := value.Decimal(bytes.TrimFunc(cell, noNumber), a.row.Kind(i), a.SignOf(i))
	if res != value.OK {
		a.Reject(i, cells.NotANumber, "Not a number.")
	}
	if below {
		d.Mantissa = -d.Mantissa
	}
	return d
}

func noNumber(r rune) bool { return (r < '0' || r > '9') && !strings.ContainsRune("-−+.,", r) }

// price reads the amount before tax and its currency: the column's, else the
// sign's, else what was said. Without a currency it means nothing.
func (a *ledger) price(out ingest.Sink) (portfolio.Decimal, string) {
	amount := a.number(a.at.amount)
	currency := value.Currency([]byte(a.Text(a.at.currency)))
	if currency == "" {
		_, currency, _ = value.Money(a.row.Cell(a.at.amount), a.row.Kind(a.at.amount), a.SignOf(a.at.amount), "")
	}
	if currency = cmp.Or(currency, a.money); currency == "" && amount.OK {
		out.Note(a.Name(a.at.amount), "no_currency", "An amount without a currency is left out.")
		return portfolio.Decimal{}, ""
	}
	return amount, currency
}

// book is what a later file replaces as a whole: the invoice of a kind of file,
// or the month of what was not billed yet. It is "" where the format has no
// invoice numbers.
func (a *ledger) book(c portfolio.Charge) string {
	switch invoice := a.Text(a.at.invoice); {
	case invoice != "":
		return a.format.kind + ":" + invoice
	case a.format.undated:
		return a.format.kind + ":" + c.Account.Ref.ExternalID + value.Name(c.Account.Ref.Name) + "/" + c.Subscription + ":" + monthOf(c.Day)
	case len(a.format.invoice) > 0:
		return a.format.kind + ":unbilled:" + monthOf(c.Day)
	}
	return ""
}

func monthOf(day portfolio.Day) string { return day.String()[:len("2006-01")] }

// key tells a line from the others of its book: by what it says, not by how a
// file writes it, and by its number among lines that say the same.
func (a *ledger) key(c *portfolio.Charge) {
	h := cells.NewHash()
	for _, text := range [...]string{
		c.Book, c.Account.Ref.ExternalID, c.Account.Ref.Name, c.Product.Name, c.Product.SKU, c.Subscription, c.Kind, c.Day.String(), c.Start.String(),
		c.End.String(), c.Term, c.Billing, decimalText(c.Quantity), decimalText(c.UnitPrice), strconv.FormatInt(c.Amount.N, 10), c.Currency,
		c.Meter, c.PartnerID,
	} {
		h = h.Cell([]byte(text))
	}
	sum := h.Sum()
	c.Key = strconv.FormatUint(sum, 16) + "-" + strconv.Itoa(a.identical[sum])
	a.identical[sum]++
}

func minorOf(d portfolio.Decimal, currency string) (portfolio.Int, error) {
	var e exact
	e.add(d)
	return e.minor(currency)
}

// rate is what lines of consumption are added up by: one meter of one
// subscription on one day at one price. Their amounts are fractions of a cent,
// which would be lost line by line.
type rate struct {
	book, tenant, name, product, sku, subscription, kind, meter, currency, price, partner string
	day, start, end                                                                       portfolio.Day
}

type rateSum struct {
	charge           portfolio.Charge
	quantity, amount exact
}

func (a *ledger) addRate(c portfolio.Charge, amount portfolio.Decimal) {
	r := rate{
		c.Book, c.Account.Ref.ExternalID, c.Account.Ref.Name, c.Product.Name, c.Product.SKU, c.Subscription, c.Kind, c.Meter, c.Currency,
		decimalText(c.UnitPrice), c.PartnerID, c.Day, c.Start, c.End,
	}
	sum := a.rates[r]
	if sum == nil {
		sum = &rateSum{charge: c}
		a.rates[r] = sum
	}
	if c.Account.Country+c.Account.Domain > sum.charge.Account.Country+sum.charge.Account.Domain {
		sum.charge.Account = c.Account
	}
	sum.quantity.add(c.Quantity)
	sum.amount.add(amount)
}

// Conclude hands over what was added up, and the lines of a book that only the
// whole file names.
func (a *ledger) Conclude(out ingest.Sink) error {
	for _, r := range slices.SortedFunc(maps.Keys(a.rates), rate.compare) {
		sum := a.rates[r]
		c := sum.charge
		c.Quantity = sum.quantity.decimal()
		var err error
		if c.Amount, err = sum.amount.minor(c.Currency); err != nil {
			return err
		}
		a.key(&c)
		if err := out.Charge(ingest.At{Day: c.Day}, c); err != nil {
			return err
		}
	}
	return a.concludeLines(out)
}

func (r rate) compare(s rate) int {
	return cmp.Or(cmp.Compare(r.day, s.day), slices.Compare(r.words(), s.words()), cmp.Compare(r.start, s.start), cmp.Compare(r.end, s.end))
}

func (r rate) words() []string {
	return []string{r.book, r.tenant, r.name, r.product, r.sku, r.subscription, r.kind, r.meter, r.currency, r.price, r.partner}
}

// concludeLines names the book of a file without invoice numbers by the month
// in which its latest charge begins: each line by itself would not do, since a
// correction of the month before would then replace that month's file.
func (a *ledger) concludeLines(out ingest.Sink) error {
	latest := portfolio.NoDay
	for _, c := range a.lines {
		latest = max(latest, c.Day)
	}
	for _, c := range a.lines {
		c.Book = a.format.kind + ":" + monthOf(latest)
		if err := out.Charge(ingest.At{Day: c.Day}, c); err != nil {
			return err
		}
	}
	return nil
}
