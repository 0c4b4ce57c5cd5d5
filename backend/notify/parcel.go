package notify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/watch"
)

const (
	// gatherFrom is how many waiting notifications become one message: a person
	// reads two.
	gatherFrom = 3
	// atOnce is how many notifications a program is told at once.
	atOnce = 100
)

// parcel is one message with what waits for it. By is how it is delivered,
// which for a digest is not where it waits.
type parcel struct {
	to, by  watch.Destination
	message Message
	pending []Pending
}

// parcels makes messages of what is due, those for the screen first.
func (r *rounds) parcels(due []Pending) []parcel {
	byPlace := map[watch.Destination][]Pending{}
	places := []watch.Destination{watch.ToDesktop, watch.ToDigest, watch.ToMail, watch.ToDraft, watch.ToCalendar}
	for _, w := range due {
		byPlace[w.Destination] = append(byPlace[w.Destination], w)
		if !slices.Contains(places, w.Destination) {
			places = append(places, w.Destination)
		}
	}
	var out []parcel
	for _, to := range places {
		if waiting := byPlace[to]; len(waiting) > 0 {
			out = append(out, r.packed(to, waiting)...)
		}
	}
	return out
}

// packed makes the messages for one destination.
func (r *rounds) packed(to watch.Destination, waiting []Pending) []parcel {
	switch to {
	case watch.ToDesktop:
		return r.forScreen(waiting)
	case watch.ToDigest:
		return []parcel{r.gathered(to, r.policy.DigestBy, waiting)}
	case watch.ToMail, watch.ToDraft:
		if len(waiting) >= gatherFrom {
			return []parcel{r.gathered(to, to, waiting)}
		}
		return r.singles(to, waiting)
	default:
		var out []parcel
		for some := range slices.Chunk(waiting, atOnce) {
			out = append(out, r.gathered(to, to, some))
		}
		return out
	}
}

// forScreen makes one message of all that come at once, of what catching up
// found, and of more than may be shown this week. Without names all say the same.
func (r *rounds) forScreen(waiting []Pending) []parcel {
	room := r.policy.Budget - r.shown
	crowded := r.policy.Budget > 0 && len(waiting) > room
	caughtUp := len(waiting) > 1 && slices.ContainsFunc(waiting, func(w Pending) bool { return w.Summary })
	if len(waiting) >= gatherFrom || crowded && len(waiting) > 1 || caughtUp || !r.policy.Names {
		return []parcel{r.gathered(watch.ToDesktop, watch.ToDesktop, waiting)}
	}
	return r.singles(watch.ToDesktop, waiting)
}

func (r *rounds) singles(to watch.Destination, waiting []Pending) []parcel {
	out := make([]parcel, len(waiting))
	for i, w := range waiting {
		m := Message{Title: w.Title, Body: w.Body, Route: itemRoute(w.Item), Tag: w.tag(), Replaces: w.Replaces, ID: idOf(to, w), At: r.now, Lang: r.lang, Notes: []Note{w.Note}}
		out[i] = parcel{to, to, m, []Pending{w}}
	}
	return out
}

// gathered is one message of several notifications; of a single one it is that
// one, unless it goes to a screen that shows no names.
func (r *rounds) gathered(to, by watch.Destination, waiting []Pending) parcel {
	unnamed := by == watch.ToDesktop && !r.policy.Names
	if len(waiting) == 1 && !unnamed {
		p := r.singles(to, waiting)[0]
		p.by = by
		return p
	}
	m := Message{Route: "#/inbox", Tag: "many/" + strconv.FormatInt(waiting[0].ID, 10), ID: idOf(to, waiting[0]), At: r.now, Lang: r.lang}
	for _, w := range waiting {
		m.Notes = append(m.Notes, w.Note)
	}
	if len(waiting) == 1 {
		m.Route, m.Tag, m.Replaces = itemRoute(waiting[0].Item), waiting[0].tag(), waiting[0].Replaces
	}
	switch {
	case unnamed:
		m.Title, m.Body = "Headroom", r.words.unnamed(len(waiting))
	case by == watch.ToDesktop:
		m.Title, m.Body = r.words.heading(waiting), r.words.many(waiting)
	default:
		m.Title, m.Body = r.words.heading(waiting), listed(m.Notes)
	}
	return parcel{to, by, m, waiting}
}

// listed writes every notification under the other, for who reads at leisure.
func listed(notes []Note) string {
	var b strings.Builder
	for i, n := range notes {
		if i > 0 {
			b.WriteString("\n\n")
		}
		fmt.Fprintf(&b, "%s\n%s", n.Title, n.Body)
	}
	return b.String()
}

func itemRoute(item int64) string { return "#/inbox/" + strconv.FormatInt(item, 10) }

// idOf is the same each time the same is tried for a destination.
func idOf(to watch.Destination, w Pending) string {
	return string(to) + "-" + strconv.FormatInt(w.ID, 10)
}
