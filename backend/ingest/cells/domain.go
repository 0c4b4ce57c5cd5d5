package cells

import (
	"strings"

	"headroom/backend/identity"
)

// Domain returns the domain of an e-mail address, or a domain written as
// such, in lower case. What is neither, and a domain where anybody can have an
// address, gives "".
func Domain(address string) string {
	domain := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(address[strings.LastIndexByte(address, '@')+1:]), ">"))
	dot := strings.LastIndexByte(domain, '.')
	if dot <= 0 || dot == len(domain)-1 || strings.ContainsAny(domain, " ,;/\\()<>\"") || identity.Everybodys(domain) {
		return ""
	}
	return domain
}
