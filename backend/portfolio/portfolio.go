// Package portfolio knows the facts of the trade: accounts, entitlements,
// deployment, usage and support requests, as they are after a source's words
// were translated and before they are stored. The rule not to break: absent
// is not zero, so every quantity that a source may leave out has an absence.
package portfolio

// Dataset is a fact relation that can be imported and asked.
type Dataset string

// The datasets.
const (
	Accounts        Dataset = "accounts"
	Entitlements    Dataset = "entitlements"
	Deployment      Dataset = "deployment"
	Usage           Dataset = "usage"
	FeatureUsage    Dataset = "feature_usage" // events: who used what, when
	SupportRequests Dataset = "support_requests"
	Charges         Dataset = "charges"  // the ledger: terms and prices, never seats
	Products        Dataset = "products" // a catalogue: names and aliases of products
)

// Class decides what a re-import does (docs/metrics.md, Slices).
type Class string

// The import classes.
const (
	EntityList  Class = "E" // upsert by key; absence means nothing
	PeriodTable Class = "P" // replaces the slice (source, partner, period)
	Snapshot    Class = "S" // replaces the slice (source, partner, as-of)
	Events      Class = "X" // append-only; equal lines may be two true events
	Ledger      Class = "L" // replaced by invoice
	Incremental Class = "N" // upsert; absence means nothing
)

// Slices reports whether an import of class c speaks of the whole of its
// slice, so that a key missing from it is gone.
func (c Class) Slices() bool { return c == PeriodTable || c == Snapshot }

// Status is the normalised state of an entitlement. The source's word is kept
// beside it.
type Status string

// The statuses (docs/metrics.md, Entitlements). Only Active ones count.
const (
	Active        Status = "active"
	TrialStatus   Status = "trial"
	Grace         Status = "grace"
	Suspended     Status = "suspended"
	Disabled      Status = "disabled"
	Deprovisioned Status = "deprovisioned"
	Cancelled     Status = "cancelled"
	Upgraded      Status = "upgraded"
	Pending       Status = "pending"
	Ended         Status = "ended"
	Unknown       Status = "unknown"
)

// Int is a whole number that may be absent.
type Int struct {
	N  int64
	OK bool
}

// SomeInt returns a present Int.
func SomeInt(n int64) Int { return Int{n, true} }

// Decimal is an exact decimal number that may be absent: Mantissa × 10^-Scale.
// Scale is 0 to 9.
type Decimal struct {
	Mantissa int64
	Scale    uint8
	OK       bool
}

// Bool is a yes or no that may be absent.
type Bool int8

// The values of Bool; the zero value is absent.
const (
	NoBool Bool = 0
	Yes    Bool = 1
	No     Bool = -1
)

// AccountRef is how a row names its account. Kind is the namespace of
// ExternalID: "tenant" (a GUID, lower-cased), "fno" (FlexNet Operations),
// "sheet" (a hand-made list). Name may be empty when ExternalID is not. Two
// refs with the same Kind and ExternalID are one account. A ref without
// ExternalID means the one account that has exactly its name (case and blanks
// folded), of its Kind where it names one and there is one, or an account of
// its own.
type AccountRef struct {
	Kind       string
	ExternalID string
	Name       string
}

// Product is what is licensed. Its identity is the folded Name; the rest are
// attributes, the latest that is not empty holds.
type Product struct {
	Name   string
	SKU    string
	Family string
	Vendor string
}

// Account is what a row tells about an account. Empty fields say nothing.
type Account struct {
	Ref     AccountRef
	Country string
	Region  string
	Segment string
	Owner   string
	Domain  string
	Parent  string // external id of the parent in the same namespace
	Status  string
	Custom  []Custom
}

// Entitlement is the right of an account to a quantity of a product between
// two days, both included.
type Entitlement struct {
	Key       string // stable within the source, e.g. the subscription GUID
	Account   Account
	Product   Product
	Quantity  Int
	Assigned  Int
	Start     Day // NoDay: always
	End       Day // NoDay: perpetual; inclusive
	Status    Status
	StatusRaw string // the source's word
	Trial     bool
	AutoRenew Bool
	Value     Int    // annualised price in minor units of Currency
	Currency  string // ISO 4217
	PartnerID string // partner of record; decides the partner scope

	Term        string // ISO 8601 duration, e.g. "P1Y"; "" unknown
	Billing     string // "monthly", "annual", "triennial", "one-time"; "" unknown
	CancelUntil Day    // last day on which the term can be cancelled; see Known
	Parent      string // key of the entitlement it is an add-on of
	Custom      []Custom
}

// Deployed is a statement that some licenses of a product are assigned, not
// tied to an entitlement. Statements of one source about one account and
// product that have different Keys (one a device, say) add up.
type Deployed struct {
	Key       string // stable within the source; "" for the one statement there is
	Parent    string // key of the entitlement whose licenses they are; its product is theirs
	Account   Account
	Product   Product
	Sold      Int
	Assigned  Int
	PartnerID string
}

// Series says what a usage observation is about. WorkloadRaw is the source's
// word where Workload is our name for it ("OneDrive" under "SharePoint and
// OneDrive").
type Series struct {
	Account     Account
	Product     Product // Name may be empty
	Workload    string
	WorkloadRaw string
	Feature     string
	Meter       string
	PartnerID   string
	Clock       Clock
	Reason      string // why acts of use were denied, as the source says it
}

// Clock is what the metered quantities of a series are counted from. FlexNet
// Operations keeps two: a quantity is used since the statement began, and since
// the meter was last reset.
type Clock string

// The clocks. Of series with another clock than DefaultClock only Used and
// Entitled are observed, and they never count with those of DefaultClock.
const (
	DefaultClock     Clock = ""                  // what counts: since the statement, else what the source tells
	SinceReset       Clock = "reset"             // used and entitled since the reset
	OverageReset     Clock = "reset overage"     // Used is what was used beyond the entitlement since the reset
	OverageStatement Clock = "statement overage" // Used is what was used beyond the entitlement since the statement
)

// SeriesID is the handle that a Sink gives for a Series.
type SeriesID int32

// Observation is the level of a series on a day. Active and Total count users
// or licenses (active in the source's window, and the denominator it gives
// with it); Peak is the most that were checked out at one moment of the day;
// Used and Entitled are metered quantities.
type Observation struct {
	Active   Int
	Total    Int
	Peak     Int
	Used     Decimal
	Entitled Decimal
}

// Event is one recorded act of using. Hash identifies the raw row and its
// ordinal among equal rows of the file, so that the same event in two
// overlapping files is one. Person is whoever can be counted as one (a
// consumer, else a device); empty is nobody known.
type Event struct {
	Day    Day
	Person string
	Count  int64
	Denied bool
	Hash   uint64
}

// SupportRequest is a request an account opened.
type SupportRequest struct {
	Key           string
	Account       Account
	Product       Product
	Title         string
	Opened        Day
	Closed        Day    // open or unknown unless Known
	Category      string // "how-to" for how-to requests
	Status        string
	Severity      string
	FirstResponse Int     // minutes
	Resolution    Int     // minutes
	Satisfaction  Decimal // on the source's own scale
	Custom        []Custom
}

// Charge is a line of an invoice or of rated consumption: what a subscription
// was charged, never how many licenses it has. Book and Key say what a later
// file replaces: the whole book (an invoice of one kind of file).
type Charge struct {
	Key          string // stable within the book
	Book         string // e.g. "nce:G012345678"
	Account      Account
	Product      Product
	Subscription string // the source's subscription id; "" where there is none
	Kind         string // the source's word: "cycleCharge", "renew", ...
	Day          Day    // of the charge
	Start, End   Day    // of the period charged; the end is inclusive
	Term         string // ISO 8601 duration, e.g. "P1Y"; "" unknown
	Billing      string // "monthly", "annual", "triennial", "one-time"; "" unknown
	Quantity     Decimal
	UnitPrice    Decimal
	Amount       Int    // minor units of Currency, before tax
	Currency     string // ISO 4217
	Meter        string // of rated consumption
	PartnerID    string
}

// Custom is a column of a file that has no place of its own among the facts
// and is kept as it is.
type Custom struct{ Name, Value string }
