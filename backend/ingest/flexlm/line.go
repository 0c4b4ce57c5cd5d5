package flexlm

import (
	"bytes"
	"strconv"
)

// stamp is the beginning of every line of a debug log: " 8:42:45 (adskflex) ".
type stamp struct {
	seconds int
	daemon  []byte
}

// cutStamp splits a line of a debug log; ok is false for any other line.
func cutStamp(line []byte) (s stamp, text []byte, ok bool) {
	b := bytes.TrimLeft(line, " ")
	hours, b, ok1 := cutNumber(b, ':', 2)
	minutes, b, ok2 := cutNumber(b, ':', 2)
	seconds, b, ok3 := cutNumber(b, ' ', 2)
	if !ok1 || !ok2 || !ok3 || hours > 23 || minutes > 59 || seconds > 60 || len(b) == 0 || b[0] != '(' {
		return s, nil, false
	}
	daemon, text, ok := bytes.Cut(b[1:], []byte(")"))
	if !ok || len(daemon) == 0 || bytes.ContainsAny(daemon, " \t") {
		return s, nil, false
	}
	return stamp{hours*3600 + minutes*60 + seconds, daemon}, bytes.TrimSpace(text), true
}

// cutNumber reads at most digits digits up to the byte end.
func cutNumber(b []byte, end byte, digits int) (n int, rest []byte, ok bool) {
	i := bytes.IndexByte(b, end)
	if i < 1 || i > digits {
		return 0, nil, false
	}
	for _, c := range b[:i] {
		if c < '0' || c > '9' {
			return 0, nil, false
		}
		n = 10*n + int(c-'0')
	}
	return n, b[i+1:], true
}

// actions are the words with which a daemon reports an act on a license.
var actions = []string{"OUT", "IN", "DENIED", "UNSUPPORTED", "QUEUED", "DEQUEUED", "LOST", "UPGRADE", "SHUTDOWN"}

// cutAction splits "OUT: ..." into the action and what follows.
func cutAction(text []byte) (action string, rest []byte) {
	for _, a := range actions {
		if len(text) > len(a) && text[len(a)] == ':' && string(text[:len(a)]) == a {
			return a, bytes.TrimSpace(text[len(a)+1:])
		}
	}
	return "", nil
}

// act is what a line says behind its action. Its texts are parts of the line.
type act struct {
	feature, user, host, reason, handle []byte
	count                               int64
}

// readAct reads `"feature" (signature) user@host  [handle] (n licenses)`; the
// quotes are missing in older logs, the signature, the handle and the brackets
// in most lines. It reports false where the line ends too early.
func readAct(b []byte) (a act, complete bool) {
	a.count = 1
	var ok bool
	if a.feature, b, ok = cutFeature(b); !ok {
		return a, false
	}
	if b, ok = skipSignature(b); !ok {
		return a, false
	}
	at := bytes.IndexByte(b, '@')
	if at < 1 || bytes.ContainsAny(b[:at], "([") {
		return a, false
	}
	end := bytes.IndexAny(b[at:], " \t")
	if end < 0 {
		end = len(b)
	} else {
		end += at
	}
	at = bytes.LastIndexByte(b[:end], '@') // a user may be an address
	a.user, a.host = bytes.TrimSpace(b[:at]), b[at+1:end]
	if len(a.host) == 0 {
		return a, false
	}
	return a, a.readTail(b[end:])
}

// cutFeature splits off the feature.
func cutFeature(b []byte) (feature, rest []byte, ok bool) {
	end := " "
	if len(b) > 0 && b[0] == '"' {
		b, end = b[1:], `"`
	}
	feature, rest, ok = bytes.Cut(b, []byte(end))
	return feature, bytes.TrimSpace(rest), ok && len(feature) > 0
}

// skipSignature passes over the signature of the feature's license.
func skipSignature(b []byte) ([]byte, bool) {
	if len(b) == 0 || b[0] != '(' && b[0] != '[' {
		return b, true
	}
	_, rest, ok := cutGroup(b)
	return bytes.TrimSpace(rest), ok
}

// readTail reads what follows user and host, in any order: a handle in square
// brackets, the number of licenses, the reason of a refusal.
func (a *act) readTail(b []byte) bool {
	for {
		i := bytes.IndexAny(b, "([")
		if i < 0 {
			return true
		}
		group, rest, ok := cutGroup(b[i:])
		if !ok {
			return false
		}
		if n, counted := licenses(group); counted {
			a.count = n
		} else if b[i] == '[' {
			a.handle = group
		} else {
			a.reason = group
		}
		b = rest
	}
}

// cutGroup splits "(a (b) c) rest" into "a (b) c" and " rest".
func cutGroup(b []byte) (group, rest []byte, ok bool) {
	opening, closing, depth := b[0], byte(')'), 0
	if opening == '[' {
		closing = ']'
	}
	for i, c := range b {
		switch c {
		case opening:
			depth++
		case closing:
			if depth--; depth == 0 {
				return b[1:i], b[i+1:], true
			}
		}
	}
	return nil, nil, false
}

// licenses reads "3 licenses".
func licenses(b []byte) (int64, bool) {
	number, word, ok := bytes.Cut(bytes.TrimSpace(b), []byte(" "))
	if !ok || !bytes.HasPrefix(word, []byte("licen")) || bytes.ContainsAny(word, " ") {
		return 0, false
	}
	n, err := strconv.ParseInt(string(number), 10, 32)
	return n, err == nil && n >= 0
}
