package ingest

import "headroom/backend/portfolio"

// Reading says how a file is to be read; every empty field is guessed.
type Reading struct {
	Encoding  string `json:"encoding,omitempty"`  // utf-8 utf-16le utf-16be windows-1252 shift_jis gb18030
	Delimiter string `json:"delimiter,omitempty"` // one byte
	Sheet     string `json:"sheet,omitempty"`
	Header    int    `json:"header,omitempty"`   // 1-based line or row of the header
	KeepEnd   bool   `json:"keep_end,omitempty"` // read what looks like a footer as rows
}

// Confidence says how surely something was recognised.
type Confidence string

// The confidences. Unknown means that the person must say.
const (
	Certain Confidence = "certain"
	Likely  Confidence = "likely"
	Unknown Confidence = "unknown"
)

// Guess is one thing recognised about a file: what, why, and what it could be
// instead. Name is container, encoding, delimiter, separator_line, type_line,
// preamble, header, footer, sheet, merged_headers, as_of, decimal, date_order,
// profile, account, currency, partner, product or end. Column is set for those of a column.
type Guess struct {
	Name       string     `json:"name"`
	Column     string     `json:"column,omitempty"`
	Value      string     `json:"value"`
	Reason     string     `json:"reason"`
	Confidence Confidence `json:"confidence"`
	Choices    []string   `json:"choices"`
}

// Inspection is what is known of a file before it is imported. It is made from
// at most the first megabyte, and from all values of a column whose dates or
// numbers the first rows leave open.
type Inspection struct {
	Path     string      `json:"path"`
	File     string      `json:"file"`
	Size     int64       `json:"size"`
	Guesses  []Guess     `json:"guesses"`
	Header   []string    `json:"header"`
	Columns  []Column    `json:"columns"`
	Lines    []int       `json:"lines"` // of the preview rows
	Preview  [][]string  `json:"preview"`
	Profiles []Candidate `json:"profiles"` // best first
	Profile  string      `json:"profile"`  // chosen; "generic" with a mapping; "" when nothing fits
	Title    string      `json:"title"`
	Dataset  string      `json:"dataset"`
	Class    string      `json:"class"`
	Row      string      `json:"row"` // what a row is, in one sentence
	AsOf     string      `json:"as_of"`
	Mapping  *Mapping    `json:"mapping,omitempty"` // of the generic profile: the guess or the memory
	Memory   *Memory     `json:"memory,omitempty"`  // the mapping it was taken from
	Drift    []Drift     `json:"drift"`
	Keys     []KeyTest   `json:"keys"`
	Asks     []Ask       `json:"asks"`            // to be answered before it can be imported
	Known    *Result     `json:"known,omitempty"` // the same content was imported before
	Advice   []string    `json:"advice"`          // codes: "resaved", "concealed_users", ...
}

// Column is one column of the file and what becomes of it.
type Column struct {
	Name       string     `json:"name"`
	Samples    []string   `json:"samples"`
	Shape      string     `json:"shape"`   // guid email date number percent money yes_no hex32 id text empty
	Becomes    string     `json:"becomes"` // a field, or what the profile reads it as; "" unused, "custom"
	Reason     string     `json:"reason"`  // remembered, profile, header, shape, drift, said, none
	Detail     string     `json:"detail"`
	Confidence Confidence `json:"confidence"`
}

// Candidate is a profile that the file may be of.
type Candidate struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Score   float64  `json:"score"`
	Unknown []string `json:"unknown"` // columns the profile does not read
	Missing string   `json:"missing"` // why it cannot be read so, "" if it can
}

// Ask is a question that must be answered before the import: date_order or
// decimal of a column (answered by habits), account, currency, dataset, a
// required field (answered by a mapping), drift (answered by the inspection's
// profile and mapping, sent back), refused (why the profile cannot read it).
type Ask struct {
	Name    string   `json:"name"`
	Column  string   `json:"column,omitempty"`
	Reason  string   `json:"reason"`
	Choices []string `json:"choices"`
	Samples []string `json:"samples"`
}

// KeyTest says whether columns tell the rows apart, over the whole file.
type KeyTest struct {
	Fields     []string   `json:"fields"`
	Rows       int        `json:"rows"`
	Collisions int        `json:"collisions"` // rows that share their key with another, different row
	Examples   [][]string `json:"examples"`   // pairs of colliding rows
	Wider      []string   `json:"wider"`      // fields that would tell them apart
}

// Memory is a mapping the person confirmed, found again by the signature of a
// file: its profile or mapping, and the context it lacked.
type Memory struct {
	ID        int64               `json:"id"`
	Signature string              `json:"signature"`
	Name      string              `json:"name"` // file-name pattern, digits as #
	Folder    string              `json:"folder"`
	Header    []string            `json:"header"`
	Shapes    []string            `json:"shapes"`
	Samples   map[string][]string `json:"samples"` // values by header, to recognise a renamed column
	Profile   string              `json:"profile"`
	Mapping   *Mapping            `json:"mapping,omitempty"`
	Reading   Reading             `json:"reading"`
	Habits    map[string]Habit    `json:"habits"`
	Account   string              `json:"account"`
	Currency  string              `json:"currency"`
	Partner   string              `json:"partner"`
	Trusted   bool                `json:"trusted"` // files of this shape may be imported without asking
	UsedAt    string              `json:"used_at"`
	Uses      int                 `json:"uses"`
}

// Drift is a proposed repair where a file differs from what is remembered.
type Drift struct {
	Was        string     `json:"was"`    // header as remembered
	Column     string     `json:"column"` // header now; "" when it is gone
	Field      string     `json:"field"`
	Evidence   string     `json:"evidence"`
	Confidence Confidence `json:"confidence"`
}

// Review is what an import would change, or has changed.
type Review struct {
	Totals  []Total        `json:"totals"`
	Warn    []string       `json:"warn"` // totals that move further than the person allows
	Moves   []Move         `json:"moves"`
	Counts  map[string]int `json:"counts"`  // of all moves by kind; Moves may hold fewer
	Missing int            `json:"missing"` // keys the last file of the stream had and this one has not
}

// Total is one figure before and after.
type Total struct {
	Metric string   `json:"metric"`
	Unit   string   `json:"unit"` // currency of an amount
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

// Move is one thing that an import changed. Kind is new, gone, missing, end,
// start, quantity, assigned, status, auto_renew, value, product, account,
// usage or other; Money is the change of annualised value in minor units.
type Move struct {
	Kind       string `json:"kind"`
	Key        string `json:"key"`
	AccountKey string `json:"account_key"`
	Account    string `json:"account"`
	Product    string `json:"product"`
	Field      string `json:"field"`
	Before     string `json:"before"`
	After      string `json:"after"`
	Money      *int64 `json:"money"`
	Currency   string `json:"currency"`
	End        string `json:"end"`
	Days       *int   `json:"days"` // to the end, from the import's day
	File       string `json:"file"`
	Line       int    `json:"line"`
}

// Rejected is a row that was left out, with its cells, to be mended.
type Rejected struct {
	Line    int      `json:"line"`
	Cells   []string `json:"cells"`
	Column  string   `json:"column"`
	Code    string   `json:"code"`
	Message string   `json:"message"`
	FixedBy int64    `json:"fixed_by"` // import that brought the mended row; 0: none
}

// Quarantine is every kept rejected row of an import.
type Quarantine struct {
	Import int64      `json:"import"`
	File   string     `json:"file"`
	Header []string   `json:"header"`
	Rows   []Rejected `json:"rows"`
	Total  int        `json:"total"`
}

// Staleness says how late a source is against its own normal rhythm.
type Staleness struct {
	Source  string        `json:"source"`
	Dataset string        `json:"dataset"`
	AsOf    portfolio.Day `json:"-"`
	Every   int           `json:"every"` // days between exports: its own median, else the profile's cadence
	Late    int           `json:"late"`  // days beyond it; 0: on time
	Gap     string        `json:"gap"`   // a hole in an incremental chain: "2026-10-02 to 2026-10-09", "" for none
	// ImportedAt is when its last file was imported, RFC 3339.
	ImportedAt string `json:"-"`
}
