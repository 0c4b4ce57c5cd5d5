package engine

import (
	"context"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Source is what the engine needs of the store. All reads of one Ask go
// through one Snapshot, so that an import in between cannot mix two states.
type Source interface {
	// Read calls fn with a consistent snapshot of the store.
	Read(ctx context.Context, fn func(Snapshot) error) error
	// Generation changes with every import, undo or edit; answers are kept by it.
	Generation() int64
}

// Snapshot is one consistent state of the store.
type Snapshot interface {
	// Query runs one SELECT on the read-only pool and calls row for each row.
	// The values handed over are nil, int64, float64 or string.
	Query(ctx context.Context, sql string, args []any, row func(values []any) error) error
	// State describes what is stored.
	State() State
	// Usage returns the observations of a stream on a day as known at import
	// known (0: now); it is empty where nobody speaks of it.
	Usage(ctx context.Context, stream int64, day portfolio.Day, known int64) (*chunk.Packed, error)
	// Events is Usage for streams of events.
	Events(ctx context.Context, stream int64, day portfolio.Day, known int64) (*chunk.EventDay, error)
	// UsageBy hands over what each import tells of a day, the lowest rank first:
	// of each series the last one that tells of it holds, unless a later one
	// tells the whole.
	UsageBy(ctx context.Context, stream int64, day portfolio.Day, known int64, take func(importID int64, d *chunk.Day, whole bool)) error
	// EventsBy is UsageBy for streams of events: an event is told by all that
	// have its hash, and the last one holds.
	EventsBy(ctx context.Context, stream int64, day portfolio.Day, known int64, take func(importID int64, d *chunk.EventDay)) error
}

// State describes what is stored, for resolving questions.
type State struct {
	// Generation is that of this state. What is read of it is kept by this number:
	// that of the Source may have moved on meanwhile.
	Generation    int64
	OwnPartners   []string       // setting own_partner_ids; empty: everything is own
	WeekStart     int            // 1 Monday (default) to 7 Sunday
	FiscalStart   int            // month 1 to 12 in which the fiscal year starts
	GraceDays     int            // setting renewal_grace_days
	NoticeTerms   string         // setting notice_terms, as actby.ParseAgreed reads it
	Scoring       metric.Scoring // the settings health_…; the zero value is metric.DefaultScoring
	LastUpdated   string         // RFC 3339 UTC, "" when nothing was ever imported
	Streams       []Stream       // of live imports
	AsOf          map[portfolio.Dataset]portfolio.Day
	HasDeployment bool // there are rows of kind 'deployment'
	HasShares     bool // some of them name the entitlement they are of
	// MaxAsOf is the latest day that any slice of entitlements or deployment
	// speaks of, be it empty, NoDay without any: a question about that day or a
	// later one and no KnownAt may read the table entitlement instead of
	// resolving entitlement_row.
	MaxAsOf portfolio.Day
	// Definitions are the calculated columns, groups, metrics and tokens a
	// person keeps.
	Definitions metric.Definitions
	// LastImport is the highest committed import id.
	LastImport int64
}

// Stream is one line of slices. Days lists, ascending, the days its usage or
// event chunks speak of (of live imports); Imports[i] is the lowest import id
// that speaks of Days[i], Whole[i] the lowest that speaks of the whole of it (0:
// none does, as for partial files and classes without slices).
type Stream struct {
	ID       int64
	Source   string
	Dataset  portfolio.Dataset
	Class    portfolio.Class
	Reporter string
	Monthly  bool
	Days     []portfolio.Day
	Imports  []int64
	Whole    []int64
}
