// Package identity decides which accounts and products are one. It is pure:
// the answer is a function of what the imports mention and of what the person
// decided, never of the order in which either came. The rule not to break:
// nothing is ever one because it looks alike; that is only suggested.
package identity

import (
	"cmp"
	"slices"
	"strings"
)

// Ref is how facts name an account, as the live imports mention it.
type Ref struct {
	ID       int64
	Kind     string // namespace of External
	External string // "" where only a name is known
	Name     string
	NameKey  string   // folded
	Domains  []string // folded, that rows say of it
	Holds    []string // ids of entitlements that rows say it has
}

// ByEntitlement is the namespace of refs that name an account by the id of an
// entitlement it has, as lists of usage do that know nothing else of it.
const ByEntitlement = "entitlement"

// Meaning is the account a ref means. Own is true for refs that mean it by
// rule, false for those that a decision brought to it.
type Meaning struct {
	Key string
	Own bool
}

// Accounts returns what each ref means. Refs with the same external id are one
// account; a ref without one means the only account with an external id that
// has exactly its name, looked for first in the ref's own namespace, where its
// name may also be the id; else the only one that has its domain; else one of
// its own. A ref by entitlement means the only account that has the entitlement.
// Then merged (from key, into key) holds.
func Accounts(refs []Ref, merged map[string]string) map[int64]Meaning {
	base := accountKeys(refs)
	var live []string
	absorbed := map[string]string{} // name key -> the only account all refs of that name mean, "" if several
	for _, r := range refs {
		key := base[r.ID]
		live = append(live, key)
		if own := "name:" + r.NameKey; r.External == "" {
			if known, ok := absorbed[own]; ok && known != key {
				key = ""
			}
			absorbed[own] = key
		}
	}
	heads := Heads(live, absorbed, merged)
	out := make(map[int64]Meaning, len(refs))
	for _, r := range refs {
		head := heads[base[r.ID]]
		out[r.ID] = Meaning{Key: head, Own: head == base[r.ID]}
	}
	return out
}

// known finds the only account of a name or domain.
type known map[[2]string]string

func (k known) add(kind, word, key string) {
	if word == "" {
		return
	}
	at := [2]string{kind, word}
	if other, ok := k[at]; ok && other != key {
		key = ""
	}
	k[at] = key
}

func accountKeys(refs []Ref) map[int64]string {
	named, domains, ids := known{}, known{}, map[string]bool{}
	for _, r := range refs {
		if r.External == "" || r.Kind == ByEntitlement {
			continue
		}
		key := r.Kind + ":" + r.External
		ids[key] = true
		named.add(r.Kind, r.NameKey, key)
		named.add("", r.NameKey, key)
		for _, d := range r.Domains {
			domains.add("", d, key)
		}
	}
	keys := make(map[int64]string, len(refs))
	held := known{}
	for _, r := range refs {
		keys[r.ID] = keyOf(r, named, domains, ids)
		for _, id := range r.Holds {
			held.add("", id, keys[r.ID])
		}
	}
	for _, r := range refs {
		if key := held[[2]string{"", r.External}]; r.Kind == ByEntitlement && key != "" {
			keys[r.ID] = key
		}
	}
	return keys
}

func keyOf(r Ref, named, domains known, ids map[string]bool) string {
	if r.External != "" {
		return r.Kind + ":" + r.External
	}
	if id := r.Kind + ":" + r.Name; r.Kind != "" && ids[id] {
		return id
	}
	if key := cmp.Or(named[[2]string{r.Kind, r.NameKey}], named[[2]string{"", r.NameKey}]); key != "" {
		return key
	}
	found := ""
	for _, d := range r.Domains {
		key := domains[[2]string{"", d}]
		if key == "" || everybodys[d] {
			continue
		}
		if found != "" && found != key {
			found = ""
			break
		}
		found = key
	}
	return cmp.Or(found, "name:"+r.NameKey)
}

// Everybodys reports whether anybody can have an address in the domain, which
// is in lower case: it belongs to no one organisation.
func Everybodys(domain string) bool { return everybodys[domain] }

var everybodys = map[string]bool{
	"163.com": true, "aol.com": true, "docomo.ne.jp": true, "free.fr": true, "gmail.com": true, "gmx.at": true, "gmx.ch": true,
	"gmx.com": true, "gmx.de": true, "gmx.net": true, "googlemail.com": true, "hotmail.co.uk": true, "hotmail.com": true, "hotmail.de": true,
	"hotmail.es": true, "hotmail.fr": true, "hotmail.it": true, "icloud.com": true, "laposte.net": true, "libero.it": true, "live.com": true,
	"live.it": true, "mac.com": true, "mail.ru": true, "me.com": true, "msn.com": true, "orange.fr": true, "outlook.com": true,
	"outlook.de": true, "outlook.es": true, "outlook.fr": true, "outlook.it": true, "outlook.jp": true, "proton.me": true,
	"protonmail.com": true, "qq.com": true, "t-online.de": true, "tiscali.it": true, "virgilio.it": true, "web.de": true,
	"yahoo.co.jp": true, "yahoo.co.uk": true, "yahoo.com": true, "yahoo.de": true, "yahoo.es": true, "yahoo.fr": true, "yahoo.it": true,
	"yandex.ru": true,
}

// Product is a product as facts name it.
type Product struct {
	ID     int64
	Key    string // folded name
	Listed bool   // a catalogue lists it by this name
}

// Products returns the key of the product that each one is: a listed name is
// itself, else the product that has it as an alias (by folded alias), else
// itself. Then merged holds.
func Products(products []Product, aliases, merged map[string]string) map[int64]string {
	base := make(map[int64]string, len(products))
	exists := make(map[string]bool, len(products))
	for _, p := range products {
		exists[p.Key] = true
	}
	var live []string
	absorbed := map[string]string{}
	for _, p := range products {
		key := p.Key
		if to := aliases[key]; !p.Listed && exists[to] {
			key = to
		}
		base[p.ID], absorbed[p.Key] = key, key
		live = append(live, key)
	}
	heads := Heads(live, absorbed, merged)
	for id, key := range base {
		base[id] = heads[key]
	}
	return base
}

// Heads returns for each live key the one that stands for it. Keys joined by
// decisions (merged: from -> into), directly or over others, are one; where a
// decision speaks of a key that a rule has absorbed into another, the two are
// one as well. The live key nearest to the end of its chain of decisions
// stands for all; of several the one a decision names, then one with an
// external id, then the least.
func Heads(live []string, absorbed, merged map[string]string) map[string]string {
	out := make(map[string]string, len(live))
	if len(merged) == 0 {
		for _, k := range live {
			out[k] = k
		}
		return out
	}
	g := groups{}
	named := map[string]bool{}
	for from, into := range merged {
		g.join(from, into)
		for _, k := range []string{from, into} {
			named[k] = true
			if to := absorbed[k]; to != "" {
				g.join(k, to)
			}
		}
	}
	rank := func(a, b string) int {
		return cmp.Or(
			cmp.Compare(depth(merged, a), depth(merged, b)), -compareBool(named[a], named[b]),
			compareBool(strings.HasPrefix(a, "name:"), strings.HasPrefix(b, "name:")), cmp.Compare(a, b))
	}
	best := map[string]string{}
	for _, k := range live {
		top := g.top(k)
		if old, ok := best[top]; !ok || rank(k, old) < 0 {
			best[top] = k
		}
	}
	for _, k := range live {
		out[k] = best[g.top(k)]
	}
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// depth is how many decisions lead on from k.
func depth(merged map[string]string, k string) int { return len(chain(merged, k)) - 1 }

// chain are the keys from k to the end of its decisions.
func chain(merged map[string]string, k string) []string {
	out := []string{k}
	for {
		next, ok := merged[k]
		if !ok || slices.Contains(out, next) {
			return out
		}
		out, k = append(out, next), next
	}
}

// Circular reports whether merging from into into would go in a circle.
func Circular(merged map[string]string, from, into string) bool {
	return slices.Contains(chain(merged, into), from)
}

// groups is a union of sets of keys.
type groups map[string]string

func (g groups) top(k string) string {
	for g[k] != "" && g[k] != k {
		k = g[k]
	}
	return k
}

func (g groups) join(a, b string) {
	if x, y := g.top(a), g.top(b); x != y {
		g[x] = y
	}
}
