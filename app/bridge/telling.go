package bridge

import (
	"slices"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/sentences"
	"headroom/backend/texts"
	"headroom/backend/watch"
)

// words tells what Go says in the language of the window.
func (b base) words() sentences.Language { return sentences.In(b.host.Language()) }

// faultOf is a fault as the window takes it, in a language.
func faultOf(f *fault.Error, words sentences.Language) *Fault {
	if f == nil {
		return nil
	}
	f = words.Fault(f)
	return &Fault{Code: string(f.Code), Message: f.Message, File: f.File, Row: f.Row, Column: f.Column, Field: f.Field, Hint: f.Hint}
}

// toldProblems are the problems of rows in a language.
func toldProblems(all []ingest.Problem, words sentences.Language) []Problem {
	out := make([]Problem, 0, len(all))
	for _, p := range all {
		out = append(out, Problem{Row: p.Row, Column: p.Column, Code: p.Code, Message: words.Say(p.Message), Value: p.Value, Note: p.Note})
	}
	return out
}

// toldInspection puts what a file is, why its columns mean what they do, what an
// inspection asks, and why a column is another one now, into a language.
func toldInspection(in ingest.Inspection, words sentences.Language) ingest.Inspection {
	in.Title, in.Row = words.Say(in.Title), words.Say(in.Row)
	for i := range in.Profiles {
		in.Profiles[i].Title = words.Say(in.Profiles[i].Title)
	}
	for i := range in.Columns {
		in.Columns[i].Detail = words.Say(in.Columns[i].Detail)
	}
	for i := range in.Asks {
		in.Asks[i].Reason = words.Say(in.Asks[i].Reason)
	}
	for i := range in.Drift {
		in.Drift[i].Evidence = words.Say(in.Drift[i].Evidence)
	}
	return in
}

// toldQuarantine puts into a language why rows were rejected.
func toldQuarantine(q ingest.Quarantine, words sentences.Language) ingest.Quarantine {
	for i := range q.Rows {
		q.Rows[i].Message = words.Say(q.Rows[i].Message)
	}
	return q
}

// toldActivity puts into a language what went wrong by the log.
func toldActivity(all []watch.Activity, words sentences.Language) {
	for _, a := range all {
		toldDetail(a.Detail, words)
	}
}

// toldDetail puts the sentences of a line of the log or a step into a language.
func toldDetail(detail map[string]any, words sentences.Language) {
	for _, key := range []string{"error", "problem"} {
		if text, ok := detail[key].(string); ok {
			detail[key] = words.Say(text)
		}
	}
}

// wordedCatalog is the catalog with its names as they stand within a sentence, where
// the language writes some of them large there and others not.
type wordedCatalog struct {
	metric.Catalog
	Within map[string]string `json:"within,omitempty"`
}

// within finds the names that begin small within a sentence of a language that
// writes its nouns large; in others every name does, which needs no list.
func within(c metric.Catalog, lang string) map[string]string {
	if !texts.LargeNouns(lang) {
		return nil
	}
	out := map[string]string{}
	add := func(name string) {
		if small := texts.Within(lang, name); small != name {
			out[name] = small
		}
	}
	for _, m := range c.Metrics {
		add(m.Label)
	}
	for _, d := range c.Dimensions {
		add(d.Label)
	}
	for _, d := range c.Datasets {
		add(d.Label)
	}
	return out
}

// toldCatalog puts into a language what definitions of the person are in words,
// where they said nothing of them.
func toldCatalog(c metric.Catalog, words sentences.Language) metric.Catalog {
	c.Metrics, c.Dimensions = slices.Clone(c.Metrics), slices.Clone(c.Dimensions)
	for i, m := range c.Metrics {
		if m.Derived != nil && m.Derived.Words == "" {
			c.Metrics[i].Words = words.Say(m.Words)
		}
	}
	for i, d := range c.Dimensions {
		if d.Group != nil && d.Group.Words == "" {
			c.Dimensions[i].Words = words.Say(d.Words)
		}
	}
	return c
}
