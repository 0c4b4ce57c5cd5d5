package partnercenter

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// levels adds up the figures of a series on a day over the parts that share it:
// two subscriptions to one product are one series with the users of both. A
// part that is told twice, for a further partner, counts once, at its larger
// figures. The zero levels is ready.
type levels struct {
	parts map[levelPart]portfolio.Observation
}

type levelPart struct {
	id   portfolio.SeriesID
	day  portfolio.Day
	part string
}

// add takes the figures of one part of a series.
func (l *levels) add(id portfolio.SeriesID, day portfolio.Day, part string, o portfolio.Observation) {
	if l.parts == nil {
		l.parts = map[levelPart]portfolio.Observation{}
	}
	at := levelPart{id, day, part}
	was := l.parts[at]
	l.parts[at] = portfolio.Observation{Active: larger(was.Active, o.Active), Total: larger(was.Total, o.Total)}
}

// conclude hands the sums over.
func (l *levels) conclude(out ingest.Sink) error {
	sums := map[levelPart]portfolio.Observation{}
	for at, o := range l.parts {
		at.part = ""
		was := sums[at]
		sums[at] = portfolio.Observation{Active: plus(was.Active, o.Active), Total: plus(was.Total, o.Total)}
	}
	for _, at := range slices.SortedFunc(maps.Keys(sums), levelPart.compare) {
		if err := out.Observe(at.id, at.day, sums[at]); err != nil {
			return err
		}
	}
	return nil
}

func (p levelPart) compare(q levelPart) int {
	return cmp.Or(cmp.Compare(p.day, q.day), cmp.Compare(p.id, q.id))
}

// plus adds what is known.
func plus(a, b portfolio.Int) portfolio.Int {
	return portfolio.Int{N: a.N + b.N, OK: a.OK || b.OK}
}

// larger returns the larger of what is known.
func larger(a, b portfolio.Int) portfolio.Int {
	if !a.OK || b.OK && b.N > a.N {
		return b
	}
	return a
}

// meters adds up metered quantities exactly. The zero meters is ready.
type meters struct {
	used map[levelPart]*exact
}

// add takes a quantity of one row.
func (m *meters) add(id portfolio.SeriesID, day portfolio.Day, used portfolio.Decimal) {
	if m.used == nil {
		m.used = map[levelPart]*exact{}
	}
	at := levelPart{id: id, day: day}
	if m.used[at] == nil {
		m.used[at] = &exact{}
	}
	m.used[at].add(used)
}

// conclude hands the sums over.
func (m *meters) conclude(out ingest.Sink) error {
	for _, at := range slices.SortedFunc(maps.Keys(m.used), levelPart.compare) {
		if err := out.Observe(at.id, at.day, portfolio.Observation{Used: m.used[at].decimal()}); err != nil {
			return err
		}
	}
	return nil
}

// deployments adds up statements of what is sold and assigned by account and
// product. A part that is told twice counts once, as in levels; the part ""
// always counts. The zero deployments is ready.
type deployments struct {
	parts map[deployedPart]portfolio.Deployed
}

type deployedPart struct {
	at      ingest.At
	account portfolio.AccountRef
	product string
	part    string
}

// add takes one statement.
func (d *deployments) add(at ingest.At, part string, x portfolio.Deployed) {
	if d.parts == nil {
		d.parts = map[deployedPart]portfolio.Deployed{}
	}
	join := larger
	if part == "" {
		join = plus
	}
	merge(d.parts, deployedPart{at, x.Account.Ref, value.Name(x.Product.Name), part}, x, join)
}

// conclude hands the sums over.
func (d *deployments) conclude(out ingest.Sink) error {
	sums := map[deployedPart]portfolio.Deployed{}
	for key, x := range d.parts {
		key.part = ""
		merge(sums, key, x, plus)
	}
	for _, key := range slices.SortedFunc(maps.Keys(sums), deployedPart.compare) {
		if err := out.Deployed(key.at, sums[key]); err != nil {
			return err
		}
	}
	return nil
}

// merge joins x to what the key has. What the rows say in different words is
// told in the greatest, whatever their order.
func merge(into map[deployedPart]portfolio.Deployed, key deployedPart, x portfolio.Deployed, join func(a, b portfolio.Int) portfolio.Int) {
	was, again := into[key]
	if !again {
		into[key] = x
		return
	}
	x.Sold, x.Assigned = join(was.Sold, x.Sold), join(was.Assigned, x.Assigned)
	x.PartnerID = max(was.PartnerID, x.PartnerID)
	if words(was) > words(x) {
		x.Account, x.Product = was.Account, was.Product
	}
	into[key] = x
}

func words(d portfolio.Deployed) string {
	a, p := d.Account, d.Product
	return strings.Join([]string{a.Country, a.Segment, a.Domain, p.Name, p.SKU, p.Family}, "\x00")
}

func (p deployedPart) compare(q deployedPart) int {
	return cmp.Or(cmp.Compare(p.at.Day, q.at.Day), cmp.Compare(p.at.Reporter, q.at.Reporter), cmp.Compare(p.account.ExternalID, q.account.ExternalID),
		cmp.Compare(p.account.Name, q.account.Name), cmp.Compare(p.product, q.product))
}

// mentions hands an account over once for all rows that say the same of it. The
// zero mentions is ready.
type mentions struct{ told map[string]bool }

// account hands a over unless it was.
func (m *mentions) account(at ingest.At, a portfolio.Account, out ingest.Sink) error {
	key := fmt.Sprint(at.Day, at.Reporter, a)
	if m.told[key] {
		return nil
	}
	if m.told == nil {
		m.told = map[string]bool{}
	}
	m.told[key] = true
	return out.Account(at, a)
}

// errTooLarge is why a sum cannot be kept.
var errTooLarge = errors.New("the sum is too large")

// sumScale is the number of decimals sums are kept with, the most a Decimal has.
const sumScale = 9

// exact is a sum without rounding. The zero exact is nothing known.
type exact struct {
	n     big.Int // × 10^-sumScale
	known bool
}

// add adds d where it is known.
func (e *exact) add(d portfolio.Decimal) {
	if !d.OK {
		return
	}
	e.known = true
	n := big.NewInt(d.Mantissa)
	n.Mul(n, tenTo(sumScale-int64(d.Scale)))
	e.n.Add(&e.n, n)
}

// decimal returns the sum with as many decimals as fit, half away from zero
// where they do not.
func (e *exact) decimal() portfolio.Decimal {
	if !e.known {
		return portfolio.Decimal{}
	}
	scale := uint8(sumScale)
	n := new(big.Int).Set(&e.n)
	for scale > 0 && (!n.IsInt64() || new(big.Int).Rem(n, big.NewInt(10)).Sign() == 0) {
		n = rounded(n, 1)
		scale--
	}
	if !n.IsInt64() {
		return portfolio.Decimal{}
	}
	return portfolio.Decimal{Mantissa: n.Int64(), Scale: scale, OK: true}
}

// minor returns the sum in minor units of a currency, half away from zero.
func (e *exact) minor(currency string) (portfolio.Int, error) {
	if !e.known {
		return portfolio.Int{}, nil
	}
	text := []byte(rounded(&e.n, 0).String())
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	for len(text) <= sumScale {
		text = append([]byte{'0'}, text...)
	}
	text = slices.Insert(text, len(text)-sumScale, '.')
	n, _, res := value.Money(text, ingest.Text, '.', currency)
	if res != value.OK {
		return portfolio.Int{}, errTooLarge
	}
	if negative {
		n = -n
	}
	return portfolio.SomeInt(n), nil
}

// rounded divides n by 10^digits, half away from zero.
func rounded(n *big.Int, digits int64) *big.Int {
	by := tenTo(digits)
	half := new(big.Int).Quo(by, big.NewInt(2))
	half.Mul(half, big.NewInt(int64(n.Sign())))
	return half.Add(half, n).Quo(half, by)
}

func tenTo(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// decimalText writes d in the one form that equal numbers share.
func decimalText(d portfolio.Decimal) string {
	if !d.OK {
		return ""
	}
	for d.Scale > 0 && d.Mantissa%10 == 0 {
		d.Mantissa /= 10
		d.Scale--
	}
	return strconv.FormatInt(d.Mantissa, 10) + "e-" + strconv.Itoa(int(d.Scale))
}
