package flexlm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// The rules for rows of a debug log that are no event of their own.
const (
	checkIn     = ingest.Skip("check_in")     // ends a checkout: part of the peak
	daemonStart = ingest.Skip("daemon_start") // nothing is out any more
	suiteLine   = ingest.Skip("suite")        // says what a package consists of
	otherAction = ingest.Skip("other_action") // left the queue, changed the version
)

// quietDays is the longest silence of a log over which what is out is taken to
// stay out: servers write their log daily, so a longer one is a gap.
const quietDays = 62

// logEvents is the profile of a debug log.
type logEvents struct{}

// Info describes the profile.
func (logEvents) Info() ingest.Info {
	return ingest.Info{
		ID: "flexlm.log", Version: 1, Title: "FlexNet license server debug log",
		Source: "FlexNet license log", Dataset: portfolio.FeatureUsage, Class: portfolio.Events,
		Row:   "One row is one act of the license server: licenses handed out, returned or refused.",
		Needs: []string{"account"},
	}
}

// Detect recognises the table of the format.
func (logEvents) Detect(h ingest.Header) float64 { return score(isTable(h, logColumns)) }

// Open needs an account, which the log does not name.
func (p logEvents) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	account, err := accountOf(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &events{
		Reader: reader(h), info: p.Info(), account: account, partner: c.Partner, last: portfolio.NoDay,
		people: map[string]string{}, features: map[string]*concurrency{}, suites: map[string]bool{},
	}
	for i, name := range logColumns {
		at, err := columns.Need(name)
		if err != nil {
			return nil, err
		}
		a.column[i] = at
	}
	a.told = [4]int{a.column[daemonColumn], a.column[featureColumn], a.column[actionColumn], a.column[reasonColumn]}
	return a, nil
}

// The places of the columns in events.column.
const (
	dateColumn = iota
	timeColumn
	daemonColumn
	actionColumn
	featureColumn
	userColumn
	hostColumn
	countColumn
	reasonColumn
)

type events struct {
	cells.Reader
	info     ingest.Info
	account  portfolio.Account
	partner  string
	column   [10]int
	told     [4]int // what tells series apart, the reason last
	series   cells.SeriesCache
	ordinals cells.Ordinals
	people   map[string]string
	features map[string]*concurrency // by daemon and feature
	suites   map[string]bool
	last     portfolio.Day // the latest day of the log
	key      []byte
}

// concurrency is how many licenses of a feature are out.
type concurrency struct {
	series portfolio.SeriesID
	daemon string
	out    int64
	day    portfolio.Day // the peaks up to it are known
	peaks  map[portfolio.Day]int64
}

// to moves on to a day: on every day since the last one as much was out as then.
func (c *concurrency) to(day portfolio.Day) {
	if day <= c.day {
		return
	}
	if day-c.day > quietDays {
		c.day, c.out = day-1, 0
	}
	for c.day < day {
		c.day++
		c.peaks[c.day] = c.out
	}
}

// add hands out n licenses, or takes back -n; more cannot come back than is out.
func (c *concurrency) add(day portfolio.Day, n int64) (enough bool) {
	c.to(day)
	enough = c.out+n >= 0
	c.out = max(0, c.out+n)
	c.peaks[c.day] = max(c.peaks[c.day], c.out)
	return enough
}

// Info describes the log.
func (a *events) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *events) Monthly() bool { return false }

// Adapt hands over a checkout or a refusal as an event, and keeps account of
// what is out.
func (a *events) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	action := a.Text(a.column[actionColumn])
	switch action {
	case serverStarted:
		a.restart()
		return daemonStart
	case suiteListed:
		a.noteSuite(out)
		return suiteLine
	case "OUT", "DENIED", "QUEUED", "UNSUPPORTED":
		return a.event(row, action, out)
	case "IN", "LOST", "SHUTDOWN":
		return a.giveBack(row, out)
	}
	return otherAction
}

// Conclude hands over the peak of every feature on every day.
func (a *events) Conclude(out ingest.Sink) error {
	names := make([]string, 0, len(a.features))
	for name := range a.features {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		c := a.features[name]
		c.to(a.last)
		days := make([]portfolio.Day, 0, len(c.peaks))
		for day := range c.peaks {
			days = append(days, day)
		}
		slices.Sort(days)
		for _, day := range days {
			if err := out.Observe(c.series, day, portfolio.Observation{Peak: portfolio.SomeInt(c.peaks[day])}); err != nil {
				return err
			}
		}
	}
	return nil
}

// noteSuite warns, once for a package, that its checkouts are there twice.
func (a *events) noteSuite(out ingest.Sink) {
	name := a.Text(a.column[featureColumn])
	if a.suites[name] {
		return
	}
	a.suites[name] = true
	out.Note(a.Name(a.column[featureColumn]), "suite_counts_twice",
		fmt.Sprintf("A checkout of %s is one of a feature it consists of, too (%s): a sum over features counts it twice.", name, a.Text(a.column[reasonColumn])))
}

// restart forgets what was out at a daemon that starts again.
func (a *events) restart() {
	daemon := a.Text(a.column[daemonColumn])
	a.last = max(a.last, a.Day(a.column[dateColumn]))
	for _, c := range a.features {
		if c.daemon == daemon {
			c.to(a.last)
			c.out = 0
		}
	}
}

func (a *events) event(row ingest.Row, action string, out ingest.Sink) error {
	e := portfolio.Event{
		Day: a.NeedDay(a.column[dateColumn]), Person: a.person(row),
		Count: a.licenses(), Denied: action != "OUT",
	}
	feature := a.Need(a.column[featureColumn])
	if err := a.Problem(); err != nil {
		return err
	}
	id, err := a.seriesOf(row, feature, action, out)
	if err != nil {
		return err
	}
	if e.Hash, err = a.ordinals.Identify(e.Day, a.hash(row)); err != nil {
		return err
	}
	if err := out.Event(id, e); err != nil {
		return err
	}
	a.last = max(a.last, e.Day)
	switch action {
	case "OUT":
		a.concurrency(row, id, e.Day).add(a.last, e.Count)
	case "UNSUPPORTED":
		out.Note(a.Name(a.column[actionColumn]), "unsupported", "The server has no such feature; the request is counted as denied.")
	}
	return nil
}

func (a *events) giveBack(row ingest.Row, out ingest.Sink) error {
	day, n := a.NeedDay(a.column[dateColumn]), a.licenses()
	a.Need(a.column[featureColumn])
	if err := a.Problem(); err != nil {
		return err
	}
	a.last = max(a.last, day)
	c := a.features[string(a.concurrencyKey(row))]
	if c == nil || !c.add(a.last, -n) {
		out.Note(a.Name(a.column[actionColumn]), "returned_too_much", "More came back than the log says was taken; it begins while licenses are out.")
	}
	return checkIn
}

func (a *events) licenses() int64 {
	if n := a.Count(a.column[countColumn]); n.OK {
		return n.N
	}
	return 1
}

// concurrency returns the account kept of the row's feature at its daemon.
func (a *events) concurrency(row ingest.Row, id portfolio.SeriesID, day portfolio.Day) *concurrency {
	key := a.concurrencyKey(row)
	c, ok := a.features[string(key)]
	if !ok {
		c = &concurrency{series: id, daemon: a.Text(a.column[daemonColumn]), day: day - 1, peaks: map[portfolio.Day]int64{}}
		a.features[string(key)] = c
	}
	return c
}

func (a *events) concurrencyKey(row ingest.Row) []byte {
	a.key = append(a.key[:0], row.Cell(a.column[daemonColumn])...)
	return append(append(a.key, 0), row.Cell(a.column[featureColumn])...)
}

func (a *events) seriesOf(row ingest.Row, feature, action string, out ingest.Sink) (portfolio.SeriesID, error) {
	columns, reason := a.told[:3], ""
	if action != "OUT" {
		columns = a.told[:]
	}
	id, known := a.series.Find(row, columns)
	if known {
		return id, nil
	}
	if action != "OUT" {
		reason = reasonOf(action, a.Text(a.column[reasonColumn]))
	}
	id, err := out.Series("", portfolio.Series{
		Account: a.account, Product: product(feature, a.Text(a.column[daemonColumn])), Feature: feature, PartnerID: a.partner, Reason: reason,
	})
	if err == nil {
		a.series.Add(id)
	}
	return id, err
}

// codes are what stands behind the reason of a refusal: the error of FlexNet,
// then where in its code it arose and what the system said.
var codes = regexp.MustCompile(`[. ]*\((-\d+)[,:][^()]*\)$`)

// reasonOf returns why use was denied: the reason of the log with the error of
// FlexNet alone, so that equal refusals are told alike. Where the log has none,
// the action is the reason, if it says more than that use was denied.
func reasonOf(action, reason string) string {
	if reason != "" {
		return strings.TrimRight(codes.ReplaceAllString(reason, " ($1)"), ".")
	}
	if action == "DENIED" {
		return ""
	}
	return action
}

// hash identifies a line: what stands behind its host may be cut off in one
// log and wrapped in another, so it takes no part. The order of the columns is
// stored with every event and must never change.
func (a *events) hash(row ingest.Row) uint64 {
	hash := cells.NewHash().Cell([]byte(value.Name(a.account.Ref.Name)))
	for _, i := range a.column[:countColumn+1] {
		hash = hash.Cell(value.Trim(row.Cell(i)))
	}
	return hash.Sum()
}

// person is the user at a host, without regard to case: one person is written
// both ways, and an account that a whole room shares is told apart by hosts.
func (a *events) person(row ingest.Row) string {
	user, host := value.Trim(row.Cell(a.column[userColumn])), value.Trim(row.Cell(a.column[hostColumn]))
	if len(user) == 0 || len(host) == 0 {
		a.Reject(a.column[userColumn], cells.MissingKey, "The line does not say who asked (user@host).")
		return ""
	}
	a.key = append(append(append(a.key[:0], user...), '@'), host...)
	p, ok := a.people[string(a.key)]
	if !ok {
		p = value.Name(string(a.key))
		a.people[string(a.key)] = p
	}
	return p
}
