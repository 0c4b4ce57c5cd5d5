package desktop

import "strings"

// hostileNames are names of accounts as files may bring them.
var hostileNames = []string{
	"", " ", "Contoso", "--help", "-i /etc/passwd", "-u critical", "--", "a\x00b", "\x00", "a\xffb", "\xc3\x28", "\xed\xa0\x80",
	"<b>bold</b>", `<a href="https://example.com">x</a>`, "<img src=x onerror=alert(1)>", "R&D", "&amp;", "&#x0;", "]]>", "<![CDATA[x]]>",
	"</text></binding></visual></toast>", "$(Start-Process calc)", "$(calc)", "`calc`", "$env:PATH", "${env:PATH}", "\"@\n calc \n@\"", "'; calc; '",
	"\u2018a\u2019", "\u201a\u201b", "%s%n%x", "a\r\nb", "\tx\t", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "\u2066x\u2069", "\ufeffx", "\u200b",
	strings.Repeat("x", 10_000), strings.Repeat("é", 10_000), "a" + strings.Repeat("\u0301", 500), "../../etc/passwd", "|sh", "; rm -rf ~",
	"\U0001F469\u200d\U0001F4BB", "株式会社", "שלום", "\ufdd0\uffff", "\u2028\u2029",
}
