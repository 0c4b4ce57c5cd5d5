package watch

import (
	"headroom/backend/actby"
	"headroom/backend/portfolio"
)

// About is what is known of an entitlement that something can still be done about.
type About struct {
	End, ActBy portfolio.Day // NoDay where there is none
	IfNothing  string        // loss, lock-in, or "" where nobody says
	Licenses   *float64
	Unassigned *float64
	Today      portfolio.Day
}

// Advice is one sentence of what can still be done. Tone is loss, lock_in or note.
type Advice struct {
	Tone string `json:"tone"`
	Text string `json:"text"`
}

// Advise says what can still be done about an entitlement, and what happens when
// nothing is done.
func (w Words) Advise(a About) []Advice {
	parts := []string{"day", w.acting(a.ActBy, a.Today), "end", w.near(a.End, a.Today)}
	tone := map[string]string{actby.Loss: "loss", actby.LockIn: "lock_in"}[a.IfNothing]
	if tone == "" {
		tone = "note"
	}
	switch {
	case a.ActBy.IsZero() && a.End.IsZero():
		return []Advice{{"note", w.say("advice.perpetual")}}
	case !a.End.IsZero() && a.End < a.Today:
		return []Advice{{"note", w.say("advice.ended", "day", w.near(a.End, a.Today))}}
	}
	key := map[string]string{"loss": "loss", "lock_in": "lock_in", "note": "unknown"}[tone]
	if a.ActBy < a.Today {
		key = "late." + key
	}
	out := []Advice{{tone, w.say("advice."+key, parts...)}}
	if a.Unassigned != nil && a.Licenses != nil && *a.Unassigned > 0 && a.ActBy >= a.Today {
		out = append(out, Advice{"note", w.counted("advice.unassigned", int(*a.Unassigned), "of", w.number(*a.Licenses))})
	}
	return out
}
