package cells

import "strings"

// publicDomains are where anybody can have an address: they name no account.
var publicDomains = map[string]bool{
	"163.com": true, "aol.com": true, "docomo.ne.jp": true, "free.fr": true, "gmail.com": true, "gmx.at": true, "gmx.ch": true, "gmx.com": true,
	"gmx.de": true, "gmx.net": true, "googlemail.com": true, "hotmail.com": true, "hotmail.co.uk": true, "hotmail.de": true, "hotmail.es": true,
	"hotmail.fr": true, "hotmail.it": true, "icloud.com": true, "laposte.net": true, "libero.it": true, "live.com": true, "live.it": true,
	"mac.com": true, "me.com": true, "msn.com": true, "orange.fr": true, "outlook.com": true, "outlook.de": true, "outlook.es": true,
	"outlook.fr": true, "outlook.it": true, "outlook.jp": true, "proton.me": true, "protonmail.com": true, "qq.com": true, "t-online.de": true,
	"tiscali.it": true, "virgilio.it": true, "web.de": true, "yahoo.co.jp": true, "yahoo.com": true, "yahoo.co.uk": true, "yahoo.de": true,
	"yahoo.es": true, "yahoo.fr": true, "yahoo.it": true,
}

// Domain returns the domain of an e-mail address, or a domain written as
// such, in lower case. What is neither, and a domain where anybody can have an
// address, gives "".
func Domain(address string) string {
	domain := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(address[strings.LastIndexByte(address, '@')+1:]), ">"))
	dot := strings.LastIndexByte(domain, '.')
	if dot <= 0 || dot == len(domain)-1 || strings.ContainsAny(domain, " ,;/\\()<>\"") || publicDomains[domain] {
		return ""
	}
	return domain
}
