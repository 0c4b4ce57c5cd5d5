package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// usageExtract is recorded acts of using. Equal lines may be two true events,
// so an event is its whole row and its number among equal rows.
type usageExtract struct{}

// usageColumns in this order make the identity of an event. The order is
// stored with every event and must never change.
var usageColumns = []string{
	"Account", "Product", "Feature", "Transaction Time", "Received Time", "Count", "Acquisition ID", "Consumer ID", "Device ID", "Server ID",
}

// Info describes the profile.
func (usageExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.usage", Version: 1, Title: "FlexNet Operations usage",
		Source: "FlexNet usage", Dataset: portfolio.FeatureUsage, Class: portfolio.Events,
		Row: "One row is one act of using a feature.", Cadence: daily,
	}
}

// Detect recognises the extract by its two times.
func (usageExtract) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"Account", "Feature", "Transaction Time", "Received Time"}, usageColumns)
}

// DateOrder is that of every extract.
func (usageExtract) DateOrder(ingest.Header, int) string { return americanDates }

type usage struct {
	cells.Reader
	info                                                     ingest.Info
	columns                                                  []int // of usageColumns
	account, product, feature, time, count, consumer, device int
	identity                                                 []int // the columns a series is made of
	series                                                   cells.SeriesCache
	ordinals                                                 cells.Ordinals
	people                                                   map[string]string
}

// Open needs Account, Feature and Transaction Time.
func (p usageExtract) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &usage{Reader: reader(h, c), info: p.Info(), people: map[string]string{}}
	for _, need := range []struct {
		name string
		at   *int
	}{{"Account", &a.account}, {"Feature", &a.feature}, {"Transaction Time", &a.time}} {
		i, err := columns.Need(need.name)
		if err != nil {
			return nil, err
		}
		*need.at = i
	}
	a.product = columns.Find("Product")
	a.count = columns.Find("Count")
	a.consumer = columns.Find("Consumer ID")
	a.device = columns.Find("Device ID")
	a.identity = []int{a.account, a.product, a.feature}
	for _, name := range usageColumns {
		a.columns = append(a.columns, columns.Find(name))
	}
	return a, nil
}

// Info describes the extract.
func (a *usage) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *usage) Monthly() bool { return false }

// Adapt hands over one event, on the calendar day its transaction time names,
// in the zone the file writes. A row without a count is one act.
func (a *usage) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	e := portfolio.Event{Day: a.NeedDay(a.time), Person: a.person(row), Count: 1}
	if n := a.Whole(a.count); n.OK {
		e.Count = n.N
	}
	if err := a.Problem(); err != nil {
		return err
	}
	id, known := a.series.Find(row, a.identity)
	if !known {
		s := a.seriesOf()
		if err := a.Problem(); err != nil {
			return err
		}
		var err error
		if id, err = out.Series("", s); err != nil {
			return err
		}
		a.series.Add(id)
	}
	hash := cells.NewHash()
	for _, i := range a.columns {
		hash = hash.Cell(value.Trim(row.Cell(i)))
	}
	var err error
	if e.Hash, err = a.ordinals.Identify(e.Day, hash.Sum()); err != nil {
		return err
	}
	return out.Event(id, e)
}

func (a *usage) seriesOf() portfolio.Series {
	s := portfolio.Series{
		Account: portfolio.Account{Ref: accountRef(a.Need(a.account))},
		Product: portfolio.Product{Name: a.Text(a.product)},
		Feature: a.Text(a.feature),
	}
	if value.Key(s.Product.Name) == "uncategorizedproducts" {
		s.Product.Name = ""
	}
	if s.Product.Name == "" && s.Feature == "" {
		a.Reject(a.feature, cells.MissingKey, "The row names neither product nor feature.")
	}
	return s
}

// person is whoever can be counted as one: the consumer, else the device. The
// text of people seen before is used again.
func (a *usage) person(row ingest.Row) string {
	for _, i := range [...]int{a.consumer, a.device} {
		cell := value.Trim(row.Cell(i))
		if value.IsNull(cell) {
			continue
		}
		if p, ok := a.people[string(cell)]; ok {
			return p
		}
		p := string(cell)
		a.people[p] = p
		return p
	}
	return ""
}
