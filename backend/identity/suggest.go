package identity

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// State of a decision.
type State string

// The states. Merged: from is into. Apart: the two are not one, although they
// look alike. Withdrawn decisions hold no more.
const (
	Merged    State = "merged"
	Apart     State = "apart"
	Withdrawn State = "withdrawn"
)

// Kind is what a decision is about.
type Kind string

// The kinds.
const (
	OfAccounts Kind = "account"
	OfProducts Kind = "product"
)

// Decision is what the person decided about two keys. The names are the
// present ones, "" where nothing has the key any more.
type Decision struct {
	ID        int64  `json:"id"`
	Kind      Kind   `json:"kind"`
	From      string `json:"from"`
	FromName  string `json:"from_name"`
	Into      string `json:"into"`
	IntoName  string `json:"into_name"`
	State     State  `json:"state"`
	DecidedAt string `json:"decided_at"` // RFC 3339 UTC
}

// Suggestion is a pair that is likely one. Reason is name (the names are equal
// but for the legal form, case and signs), domain (they have the same domain)
// or domain_name (the one's name is in the other's domain).
type Suggestion struct {
	Kind     Kind   `json:"kind"`
	From     string `json:"from"`
	FromName string `json:"from_name"`
	Into     string `json:"into"`
	IntoName string `json:"into_name"`
	Reason   string `json:"reason"`
}

// Named is an account or product to compare; Domain is "" for a product.
type Named struct{ Key, Name, Domain string }

// Suggest returns the pairs that are likely one, each once, ordered by name.
// apart tells which pairs the person keeps apart. Of a pair the one with an
// external id stands; of several alike each is paired with that one.
func Suggest(kind Kind, all []Named, apart func(a, b string) bool) []Suggestion {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Named) int {
		return cmp.Or(compareBool(strings.HasPrefix(a.Key, "name:"), strings.HasPrefix(b.Key, "name:")), cmp.Compare(a.Key, b.Key))
	})
	var out []Suggestion
	seen := map[[2]string]bool{}
	pair := func(into, from Named, reason string) {
		if into.Key == from.Key || seen[[2]string{into.Key, from.Key}] || seen[[2]string{from.Key, into.Key}] || apart(into.Key, from.Key) {
			return
		}
		seen[[2]string{into.Key, from.Key}] = true
		out = append(out, Suggestion{Kind: kind, From: from.Key, FromName: from.Name, Into: into.Key, IntoName: into.Name, Reason: reason})
	}
	alike := func(reason string, word func(Named) string) {
		first := map[string]Named{}
		for _, n := range all {
			w := word(n)
			if w == "" {
				continue
			}
			if f, ok := first[w]; ok {
				pair(f, n, reason)
			} else {
				first[w] = n
			}
		}
	}
	alike("name", func(n Named) string { return Stem(n.Name) })
	if kind == OfAccounts {
		alike("domain", func(n Named) string {
			if everybodys[n.Domain] {
				return ""
			}
			return n.Domain
		})
		byDomain := map[string]Named{}
		for _, n := range all {
			if s := DomainStem(n.Domain); s != "" {
				if _, taken := byDomain[s]; !taken {
					byDomain[s] = n
				}
			}
		}
		for _, n := range all {
			if f, ok := byDomain[Stem(n.Name)]; ok {
				pair(f, n, "domain_name")
			}
		}
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.IntoName, b.IntoName), cmp.Compare(a.Into, b.Into), cmp.Compare(a.From, b.From))
	})
	return out
}

// legalForms are words that say what kind of company a name is of, without
// dots and slashes.
var legalForms = words(`ab ag aps as asa bhd bv bvba co company corp corporation cv doo eg eireli ek ev gbr gesmbh gmbh group holding inc incorporated kft kg kgaa
	kk llc llp lp ltd limited ltda mbh nv oao ohg oo ooo oy oyj pao plc pt pte pty pvt sa sab sapa sarl sas sasu scs se sl slu snc sp spa spol sprl spzoo srl srls sro
	ug und ulc vof zao zrt z ао ао оао ооо пао`)

// attached are legal forms that are written without a blank.
var attached = []string{"株式会社", "有限会社", "合同会社", "(株)", "（株）", "㈱", "有限公司", "주식회사"}

func words(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// Stem is a name without case, signs, blanks and legal form: "Contoso S.p.A."
// and "contoso" have the same. A name that is nothing else stays as it is.
func Stem(name string) string {
	name = strings.ToLower(name)
	for _, form := range attached {
		name = strings.ReplaceAll(name, form, " ")
	}
	name = strings.NewReplacer(".", "", "/", "", "'", "", "’", "").Replace(name)
	parts := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	for len(parts) > 1 && legalForms[parts[len(parts)-1]] {
		parts = parts[:len(parts)-1]
	}
	for len(parts) > 1 && legalForms[parts[0]] {
		parts = parts[1:]
	}
	return strings.Join(parts, "")
}

// DomainStem is the part of a domain that an organisation chose: "contoso" of
// contoso.com, contoso.co.uk and contoso.onmicrosoft.com; "" where it is
// nobody's own.
func DomainStem(domain string) string {
	if everybodys[domain] {
		return ""
	}
	domain = strings.TrimSuffix(domain, ".onmicrosoft.com")
	labels := strings.Split(domain, ".")
	if len(labels) > 1 {
		labels = labels[:len(labels)-1]
	}
	if last := len(labels) - 1; last > 0 && secondLevel[labels[last]] {
		labels = labels[:last]
	}
	return strings.ReplaceAll(labels[len(labels)-1], "-", "")
}

// secondLevel are labels below a country's domain that nobody owns.
var secondLevel = words(`ac co com edu gob gov gv go ne net or org`)
