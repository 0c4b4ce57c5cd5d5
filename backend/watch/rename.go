package watch

import (
	"slices"
	"strings"
)

// AccountOf returns the key of the account that tells an instance from others,
// "" where it is not told apart by accounts.
func AccountOf(instance string) string {
	n, ok := readName(instance)
	if !ok || n.account < 0 || n.keys[n.account] == nil {
		return ""
	}
	return *n.keys[n.account]
}

// OfAccount returns the name that an instance has once its account has another
// key.
func OfAccount(instance, key string) string {
	n, ok := readName(instance)
	if !ok || n.account < 0 {
		return instance
	}
	n.keys[n.account] = &key
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
	keys    []*string // nil for a missing one
	account int       // which of keys is that of the account, -1 for none
	end     string    // "@" and the end of the line it is about, "" for none
	plain   bool      // the keys are written as they are
}

// readName reads the name of an instance, of whichever form (see naming).
func readName(instance string) (n instanceName, ok bool) {
	prefix, keys, ok := strings.Cut(instance, ":")
	n = instanceName{prefix: prefix, account: -1, plain: true}
	switch prefix {
	case "account":
		n.keys, n.account = []*string{&keys}, 0
		return n, ok
	case "usage":
		// The key of an account may have a "|" in it, a product seldom: the last divides.
		i := strings.LastIndex(keys, "|")
		if i < 0 {
			return n, false
		}
		account, product := keys[:i], keys[i+1:]
		n.keys, n.account = []*string{&account, &product}, 0
		return n, ok
	case "entitlement":
		n.keys = []*string{&keys}
		return n, ok
	}
	per := strings.Split(prefix, "+")
	n.plain, n.account = false, slices.Index(per, perAccount)
	if slices.Contains(per, perEntitlement) {
		if i := strings.LastIndex(keys, "@"); i >= 0 {
			keys, n.end = keys[:i], keys[i:]
		}
	}
	n.keys = unescaped(keys)
	return n, ok && len(n.keys) == len(per)
}

// String writes the name as it was read.
func (n instanceName) String() string {
	written := make([]string, len(n.keys))
	for i, k := range n.keys {
		switch {
		case k == nil:
			written[i] = absent
		case n.plain:
			written[i] = *k
		default:
			written[i] = escape.Replace(*k)
		}
	}
	return n.prefix + ":" + strings.Join(written, "|") + n.end
}
