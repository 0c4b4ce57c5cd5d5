package store

import (
	"context"
	"database/sql"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// dictionary interns what facts refer to. It is loaded when an import begins
// and grows in memory without SQL; what is new is written before the first
// facts that refer to it, because SQLite would otherwise look through all of
// them for each new entry.
type dictionary struct {
	meta     ingest.Meta
	importID int64
	rank     int64 // of the import

	streams   map[streamKey]int64
	refs      map[portfolio.AccountRef]int64
	products  map[string]int64 // by folded name
	seriesIDs map[seriesKey]int32
	handles   []seriesHandle // by portfolio.SeriesID
	byName    map[seriesName]portfolio.SeriesID
	next      struct{ stream, ref, product, series int64 }
	fresh     entries
	mentions  map[int64]*mention
	told      map[int64]*productMention

	accountsListed, productsListed bool // some row is about an account, a product itself
}

// entries are new dictionary entries on their way to the writer.
type entries struct {
	meta     ingest.Meta
	streams  []streamEntry
	refs     []refEntry
	products []productEntry
	series   []seriesEntry
}

type (
	streamEntry struct {
		id  int64
		key streamKey
	}
	refEntry struct {
		id  int64
		ref portfolio.AccountRef
	}
	productEntry struct {
		id        int64
		key, name string
	}
	seriesEntry struct {
		id  int32
		key seriesKey
	}
)

// streamKey tells the streams of a file apart: it has one source, class and
// period, and as many datasets as its rows give kinds of facts.
type streamKey struct {
	dataset  portfolio.Dataset
	reporter string
}

type seriesKey struct {
	stream int64
	seriesText
}

type seriesName struct {
	reporter string
	seriesText
}

// seriesHandle is where the levels and the events of a series go, once there
// are any.
type seriesHandle struct {
	name           seriesName
	levels, events seriesPlace
}

// seriesPlace is a series of a stream; series 0 is none yet.
type seriesPlace struct {
	series int32
	stream int64
}

// mention gathers what the rows of one import say about an account. Each field
// keeps the value of the latest day; of two on one day the greater text, so
// that the order of rows does not matter.
type mention struct {
	name   string
	day    portfolio.Day
	line   int
	listed bool
	fields [7]datedText // country region segment owner domain parent status
	custom map[string]datedText
}

type productMention struct {
	day     portfolio.Day
	line    int
	listed  bool
	fields  [4]datedText    // name sku family vendor
	aliases map[string]bool // other names, of a listed one
}

type datedText struct {
	day  portfolio.Day
	text string
}

func (d *datedText) set(day portfolio.Day, text string) {
	if text == "" || (d.text != "" && (day < d.day || (day == d.day && text <= d.text))) {
		return
	}
	d.day, d.text = day, text
}

// foldName is how names are compared: case and blanks do not matter.
func foldName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func loadDictionary(ctx context.Context, tx *sql.Tx, m ingest.Meta, importID int64) (*dictionary, error) {
	d := &dictionary{
		meta: m, importID: importID, rank: rankOf(m.AsOf, importID),
		streams: map[streamKey]int64{}, refs: map[portfolio.AccountRef]int64{}, products: map[string]int64{},
		seriesIDs: map[seriesKey]int32{}, byName: map[seriesName]portfolio.SeriesID{}, fresh: entries{meta: m},
		mentions: map[int64]*mention{}, told: map[int64]*productMention{},
	}
	err := tx.QueryRowContext(ctx, `SELECT
		(SELECT coalesce(max(id), 0) FROM stream), (SELECT coalesce(max(id), 0) FROM account_ref),
		(SELECT coalesce(max(id), 0) FROM product), (SELECT coalesce(max(id), 0) FROM series)`).
		Scan(&d.next.stream, &d.next.ref, &d.next.product, &d.next.series)
	if err != nil {
		return nil, storeError(err, "load dictionaries")
	}
	for _, load := range []func(context.Context, *sql.Tx) error{d.loadStreams, d.loadRefs, d.loadProducts, d.loadSeries} {
		if err := load(ctx, tx); err != nil {
			return nil, storeError(err, "load dictionaries")
		}
	}
	return d, nil
}

func (d *dictionary) loadStreams(ctx context.Context, tx *sql.Tx) error {
	i := d.meta.Info
	return each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var k streamKey
		if err := rows.Scan(&id, &k.dataset, &k.reporter); err != nil {
			return err
		}
		d.streams[k] = id
		return nil
	}, `SELECT id, dataset, reporter FROM stream WHERE source = ? AND class = ? AND monthly = ?`, i.Source, i.Class, d.meta.Monthly)
}

func (d *dictionary) loadRefs(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var r portfolio.AccountRef
		if err := rows.Scan(&id, &r.Kind, &r.ExternalID, &r.Name); err != nil {
			return err
		}
		d.refs[r] = id
		return nil
	}, `SELECT id, kind, external, name FROM account_ref`)
}

func (d *dictionary) loadProducts(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(rows *sql.Rows) error {
		var id int64
		var key string
		if err := rows.Scan(&id, &key); err != nil {
			return err
		}
		d.products[key] = id
		return nil
	}, `SELECT id, key FROM product`)
}

func (d *dictionary) loadSeries(ctx context.Context, tx *sql.Tx) error {
	i := d.meta.Info
	return each(ctx, tx, func(rows *sql.Rows) error {
		var id int32
		var k seriesKey
		if err := rows.Scan(&id, &k.stream, &k.ref, &k.product, &k.workload, &k.workloadRaw, &k.feature, &k.meter, &k.partner, &k.clock, &k.reason); err != nil {
			return err
		}
		d.seriesIDs[k] = id
		return nil
	}, `SELECT e.id, stream_id, ref_id, product_id, workload, workload_raw, feature, meter, partner_id, clock, reason
		FROM series e JOIN stream s ON s.id = e.stream_id WHERE s.source = ? AND s.class = ? AND s.monthly = ?`,
		i.Source, i.Class, d.meta.Monthly)
}

// each runs a query and calls scan for every row.
func each(ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (d *dictionary) stream(dataset portfolio.Dataset, reporter string) int64 {
	k := streamKey{dataset, reporter}
	id, ok := d.streams[k]
	if !ok {
		d.next.stream++
		id = d.next.stream
		d.streams[k] = id
		d.fresh.streams = append(d.fresh.streams, streamEntry{id, k})
	}
	return id
}

// mention interns an account and remembers what the row says about it.
func (d *dictionary) mention(a portfolio.Account, day portfolio.Day, line int, listed bool) int64 {
	id, ok := d.refs[a.Ref]
	if !ok {
		d.next.ref++
		id = d.next.ref
		d.refs[a.Ref] = id
		d.fresh.refs = append(d.fresh.refs, refEntry{id, a.Ref})
	}
	m, ok := d.mentions[id]
	if !ok {
		m = &mention{name: a.Ref.Name, day: day, line: line}
		d.mentions[id] = m
	}
	m.day = max(m.day, day)
	if listed && !m.listed {
		m.listed, m.line, d.accountsListed = true, line, true
	}
	for i, text := range [7]string{a.Country, a.Region, a.Segment, a.Owner, a.Domain, a.Parent, a.Status} {
		m.fields[i].set(day, text)
	}
	for _, c := range a.Custom {
		if m.custom == nil {
			m.custom = map[string]datedText{}
		}
		text := m.custom[c.Name]
		text.set(day, c.Value)
		m.custom[c.Name] = text
	}
	return id
}

// product interns a product; 0 is none.
func (d *dictionary) product(p portfolio.Product, day portfolio.Day) int64 {
	key := foldName(p.Name)
	if key == "" {
		return 0
	}
	id, ok := d.products[key]
	if !ok {
		d.next.product++
		id = d.next.product
		d.products[key] = id
		d.fresh.products = append(d.fresh.products, productEntry{id, key, p.Name})
	}
	m, ok := d.told[id]
	if !ok {
		m = &productMention{day: day, aliases: map[string]bool{}}
		d.told[id] = m
	}
	m.day = max(m.day, day)
	for i, text := range [4]string{p.Name, p.SKU, p.Family, p.Vendor} {
		m.fields[i].set(day, text)
	}
	return id
}

// list interns a product that a row is about, with its other names.
func (d *dictionary) list(p portfolio.Product, aliases []string, day portfolio.Day, line int) {
	m := d.told[d.product(p, day)]
	if !m.listed {
		m.listed, m.line, d.productsListed = true, line, true
	}
	for _, a := range aliases {
		if key := foldName(a); key != "" {
			m.aliases[key] = true
		}
	}
}

func (d *dictionary) series(reporter string, s portfolio.Series, day portfolio.Day, line int) portfolio.SeriesID {
	n := seriesName{reporter, seriesText{
		ref: d.mention(s.Account, day, line, false), product: d.product(s.Product, day),
		workload: s.Workload, workloadRaw: s.WorkloadRaw, feature: s.Feature, meter: s.Meter, partner: s.PartnerID,
		clock: string(s.Clock), reason: s.Reason,
	}}
	if h, ok := d.byName[n]; ok {
		return h
	}
	h := portfolio.SeriesID(len(d.handles))
	d.handles = append(d.handles, seriesHandle{name: n})
	d.byName[n] = h
	return h
}

// levels returns where the levels of a series go.
func (d *dictionary) levels(id portfolio.SeriesID) seriesPlace {
	h := &d.handles[id]
	if h.levels.series == 0 {
		h.levels = d.place(portfolio.Usage, h.name)
	}
	return h.levels
}

// events returns where the events of a series go.
func (d *dictionary) events(id portfolio.SeriesID) seriesPlace {
	h := &d.handles[id]
	if h.events.series == 0 {
		h.events = d.place(portfolio.FeatureUsage, h.name)
	}
	return h.events
}

func (d *dictionary) place(dataset portfolio.Dataset, n seriesName) seriesPlace {
	k := seriesKey{d.stream(dataset, n.reporter), n.seriesText}
	id, ok := d.seriesIDs[k]
	if !ok {
		d.next.series++
		id = int32(d.next.series)
		d.seriesIDs[k] = id
		d.fresh.series = append(d.fresh.series, seriesEntry{id, k})
	}
	return seriesPlace{id, k.stream}
}

// take returns what is new since the last time.
func (d *dictionary) take() entries {
	e := d.fresh
	d.fresh = entries{meta: d.meta}
	return e
}

// put writes new entries, those first that others refer to.
func (e entries) put(ctx context.Context, tx *sql.Tx) error {
	for _, put := range []func(context.Context, *sql.Tx) error{e.putStreams, e.putRefs, e.putProducts, e.putSeries} {
		if err := put(ctx, tx); err != nil {
			return storeError(err, "store dictionaries")
		}
	}
	return nil
}

func (e entries) putStreams(ctx context.Context, tx *sql.Tx) error {
	i := e.meta.Info
	for _, s := range e.streams {
		if _, err := tx.ExecContext(ctx, `INSERT INTO stream (id, source, dataset, class, reporter, monthly) VALUES (?, ?, ?, ?, ?, ?)`,
			s.id, i.Source, s.key.dataset, i.Class, s.key.reporter, e.meta.Monthly); err != nil {
			return err
		}
	}
	return nil
}

func (e entries) putRefs(ctx context.Context, tx *sql.Tx) error {
	return repeat(ctx, tx, `INSERT INTO account_ref (id, kind, external, name, name_key) VALUES (?, ?, ?, ?, ?)`, e.refs, func(r refEntry) []any {
		return []any{r.id, r.ref.Kind, r.ref.ExternalID, r.ref.Name, foldName(r.ref.Name)}
	})
}

func (e entries) putProducts(ctx context.Context, tx *sql.Tx) error {
	return repeat(ctx, tx, `INSERT INTO product (id, key, name, live) VALUES (?, ?, ?, 0)`, e.products, func(p productEntry) []any {
		return []any{p.id, p.key, p.name}
	})
}

func (e entries) putSeries(ctx context.Context, tx *sql.Tx) error {
	return repeat(ctx, tx, `INSERT INTO series (id, stream_id, ref_id, product_id, workload, workload_raw, feature, meter, partner_id, clock, reason, vhash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.series, func(s seriesEntry) []any {
		k := s.key
		return []any{s.id, k.stream, k.ref, k.product, k.workload, k.workloadRaw, k.feature, k.meter, k.partner, k.clock, k.reason, k.hash()}
	})
}

// flush writes what is left of the new entries, and what this import mentions.
func (d *dictionary) flush(ctx context.Context, tx *sql.Tx) error {
	if err := d.take().put(ctx, tx); err != nil {
		return err
	}
	return storeError(d.putMentions(ctx, tx), "store dictionaries")
}

func (d *dictionary) putMentions(ctx context.Context, tx *sql.Tx) error {
	err := repeat(ctx, tx, `INSERT INTO account_row (import_id, ref_id, as_of, rank, line, listed, country, region, segment, owner, domain, parent, status, custom, vhash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, slices.Sorted(maps.Keys(d.mentions)), d.accountRow)
	if err != nil {
		return err
	}
	for id, m := range d.told {
		f := m.fields
		if _, err := tx.ExecContext(ctx, `INSERT INTO product_row (import_id, product_id, as_of, rank, line, listed, name, sku, family, vendor, vhash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			d.importID, id, m.day.String(), d.rank, m.line, m.listed, f[0].text, f[1].text, f[2].text, f[3].text,
			textHash(append([]string{f[0].text, f[1].text, f[2].text, f[3].text}, slices.Sorted(maps.Keys(m.aliases))...)...)); err != nil {
			return err
		}
		err := repeat(ctx, tx, `INSERT INTO product_alias (import_id, product_id, as_of, rank, alias) VALUES (?, ?, ?, ?, ?)`, slices.Sorted(maps.Keys(m.aliases)),
			func(alias string) []any { return []any{d.importID, id, m.day.String(), d.rank, alias} })
		if err != nil {
			return err
		}
	}
	return nil
}

// accountRow is what this import says about the account of a ref.
func (d *dictionary) accountRow(id int64) []any {
	m := d.mentions[id]
	f := m.fields
	custom := make([]portfolio.Custom, 0, len(m.custom))
	for name, text := range m.custom {
		custom = append(custom, portfolio.Custom{Name: name, Value: text.text})
	}
	fields := customText(custom)
	return []any{
		d.importID, id, m.day.String(), d.rank, m.line, m.listed, f[0].text, f[1].text, f[2].text, f[3].text, f[4].text, f[5].text, f[6].text,
		orNull(fields), textHash(m.name, f[0].text, f[1].text, f[2].text, f[3].text, f[4].text, f[5].text, f[6].text, fields),
	}
}

// textHash tells lists of texts apart.
func textHash(texts ...string) int64 {
	h := fnv.New64a()
	for _, t := range texts {
		h.Write([]byte(t))
		h.Write([]byte{0xff}) // never part of UTF-8
	}
	return int64(h.Sum64())
}
