package watch

import (
	"bytes"
	"encoding/json"
	"time"

	"headroom/backend/metric"
)

// Version of the JSON form of a rule.
const Version = 1

// shortDocument is the JSON form of the two templates that have one of their own.
type shortDocument struct {
	Name       string   `json:"name"`
	Template   Template `json:"template"`
	Days       *int     `json:"days,omitempty"`
	ListDays   int      `json:"list_days,omitempty"`
	RepeatDays int      `json:"repeat_days,omitempty"`
	Per        []string `json:"per,omitempty"`
	Threshold  float64  `json:"threshold,omitempty"`
	Clear      *float64 `json:"clear,omitempty"`
	Watch      Watch    `json:"watch"`
}

// longDocument is the JSON form of every other rule.
type longDocument struct {
	Name         string        `json:"name"`
	Template     Template      `json:"template,omitempty"`
	Note         string        `json:"note,omitempty"`
	Watch        Watch         `json:"watch"`
	Query        *metric.Query `json:"query,omitempty"`
	Per          []string      `json:"per,omitempty"`
	Condition    Condition     `json:"condition"`
	Trigger      *Trigger      `json:"trigger,omitempty"`
	ListDays     int           `json:"list_days,omitempty"`
	RepeatDays   int           `json:"repeat_days,omitempty"`
	Stages       []int         `json:"stages,omitempty"`
	StagesOf     []StagesOf    `json:"stages_of,omitempty"`
	Destinations []Destination `json:"destinations,omitzero"`
	Severity     Severity      `json:"severity,omitempty"`
	Message      *Message      `json:"message,omitempty"`
}

func (r Rule) document() any {
	if r.Short() {
		return r.shortDocument()
	}
	d := longDocument{
		Name: r.Name, Template: r.Template, Note: r.Note, Watch: r.Watch, Per: r.Per, Condition: r.Condition,
		ListDays: r.ListDays, RepeatDays: r.RepeatDays, Stages: r.Stages, StagesOf: r.StagesOf,
		Destinations: r.Destinations, Severity: r.Severity,
	}
	if asksSomething(r.Query) {
		d.Query = &r.Query
	}
	if !r.Trigger.IsZero() {
		d.Trigger = &r.Trigger
	}
	if r.Message != (Message{}) {
		d.Message = &r.Message
	}
	return d
}

// asksSomething reports whether a rule's question says anything of its own.
func asksSomething(q metric.Query) bool {
	text, err := json.Marshal(q)
	return err != nil || string(text) != "{}"
}

func (r Rule) shortDocument() shortDocument {
	d := shortDocument{Name: r.Name, Template: r.Template, Watch: r.Watch}
	if r.Template == UsageOver {
		d.Threshold, d.Clear = r.Threshold, &r.Clear
		return d
	}
	d.Days, d.ListDays, d.RepeatDays = &r.Days, r.ListDays, r.RepeatDays
	if r.PerAccount {
		d.Per = []string{"account"}
	}
	return d
}

// MarshalJSON writes the definition as a rule file.
func (r Rule) MarshalJSON() ([]byte, error) { return json.Marshal(r.document()) }

// UnmarshalJSON reads a definition. What it says must be written as a rule file
// is; what is still missing of it only ParseRule and Validate demand, because a
// draft is kept while it is being written.
func (r *Rule) UnmarshalJSON(data []byte) error {
	parsed, err := ReadRule(data)
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// Listed is a rule as the list of rules shows it. EvaluatedAt is zero for a rule
// that was never evaluated; Outcome is how its last evaluation went, Problem why
// it did not go well.
type Listed struct {
	Stored
	State       RuleState
	Version     int // of the definition
	Firing      int // instances whose episode goes on
	Told        int // notifications made in the last seven days
	EvaluatedAt time.Time
	Outcome     string
	Problem     string
	Unknown     []Unknown // accounts that it names and that nobody goes by; filled in where rules are listed
}

// MarshalJSON writes the definition and, beside it, what became of it.
func (l Listed) MarshalJSON() ([]byte, error) {
	became := struct {
		ID          int64      `json:"id"`
		State       RuleState  `json:"state"`
		Version     int        `json:"version,omitempty"`
		Firing      int        `json:"firing"`
		EvaluatedAt *time.Time `json:"evaluated_at,omitempty"`
		Outcome     string     `json:"outcome,omitempty"`
		Problem     string     `json:"problem,omitempty"`
		Unknown     []Unknown  `json:"unknown,omitempty"`
	}{ID: l.ID, State: l.State, Version: l.Version, Firing: l.Firing, Outcome: l.Outcome, Problem: l.Problem, Unknown: l.Unknown}
	if !l.EvaluatedAt.IsZero() {
		became.EvaluatedAt = &l.EvaluatedAt
	}
	beside, err := json.Marshal(became)
	if err != nil {
		return nil, err
	}
	definition, err := json.Marshal(l.Rule)
	if err != nil {
		return nil, err
	}
	return joined(beside, definition), nil
}

// joined returns one JSON object of the keys of two, neither of them empty.
func joined(a, b []byte) []byte {
	a, b = bytes.TrimSpace(a), bytes.TrimSpace(b)
	out := append([]byte{}, a[:len(a)-1]...)
	return append(append(out, ','), b[1:]...)
}

// UnmarshalJSON reads a message, or its body alone as a text.
func (m *Message) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.Body)
	}
	type plain Message
	return strict(data, (*plain)(m))
}
