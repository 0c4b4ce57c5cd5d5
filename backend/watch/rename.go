package watch

import (
	"slices"
	"strings"
)

// AccountOf returns the key of the account that tells an instance from others,
// "" where it is not told apart by accounts.
func AccountOf(instance string) string {
	n, ok := readName(instance)
	if !ok || n.account < 0 {
		return ""
	}
	return n.keys[n.account]
}

// OfAccount returns the name that an instance has once its account has another
// key.
func OfAccount(instance, key string) string {
	n, ok := readName(instance)
	if !ok || n.account < 0 {
		return instance
	}
	n.keys[n.account] = key
	return n.String()
}

// Knowing returns s with what was told by t, of which it takes the place. Stages
// are among it.
func (s Status) Knowing(t Status) Status {
	s.Memory = union(s.Memory, t.Memory)
	return s
}

// instanceName is the name of an instance, read.
type instanceName struct {
	prefix  string
	keys    []string
	account int    // which of keys is that of the account, -1 for none
	end     string // "@" and the end of the line it is about, "" for none
	plain   bool   // the keys are written as they are
}

// readName reads the name of an instance, of whichever form (see naming).
func readName(instance string) (n instanceName, ok bool) {
	prefix, keys, ok := strings.Cut(instance, ":")
	n = instanceName{prefix: prefix, account: -1, plain: true}
	switch prefix {
	case "account":
		n.keys, n.account = []string{keys}, 0
		return n, ok
	case "usage":
		// The key of an account may have a "|" in it, a product seldom: the last divides.
		i := strings.LastIndex(keys, "|")
		if i < 0 {
			return n, false
		}
		n.keys, n.account = []string{keys[:i], keys[i+1:]}, 0
		return n, ok
	case "entitlement":
		n.keys = []string{keys}
		return n, ok
	}
	per := strings.Split(prefix, "+")
	n.plain, n.account = false, slices.Index(per, perAccount)
	if slices.Contains(per, perEntitlement) {
		if i := strings.LastIndex(keys, "@"); i >= 0 {
			keys, n.end = keys[:i], keys[i:]
		}
	}
	n.keys = splitKeys(keys)
	return n, ok && len(n.keys) == len(per)
}

// splitKeys is the inverse of joining keys with "|", escaped. An absent key
// stays as it is written.
func splitKeys(s string) []string {
	keys := []string{""}
	for i := 0; i < len(s); i++ {
		last := len(keys) - 1
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '-':
			keys[last] += absent
			i++
		case s[i] == '\\' && i+1 < len(s):
			i++
			keys[last] += s[i : i+1]
		case s[i] == '|':
			keys = append(keys, "")
		default:
			keys[last] += s[i : i+1]
		}
	}
	return keys
}

// String writes the name as it was read.
func (n instanceName) String() string {
	written := make([]string, len(n.keys))
	for i, k := range n.keys {
		written[i] = k
		if !n.plain && k != absent {
			written[i] = escape.Replace(k)
		}
	}
	return n.prefix + ":" + strings.Join(written, "|") + n.end
}
