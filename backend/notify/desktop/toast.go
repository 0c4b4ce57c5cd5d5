package desktop

import (
	"encoding/xml"
	"strings"

	"headroom/backend/notify"
)

// ToastXML returns the document Windows shows a message from. The texts are
// escaped as XML, never put into CDATA, which a text could end.
func ToastXML(m notify.Message) string {
	var b strings.Builder
	b.WriteString(`<toast><visual><binding template="ToastGeneric"><text>`)
	escape(&b, m.Title)
	b.WriteString(`</text><text>`)
	escape(&b, m.Body)
	b.WriteString(`</text></binding></visual><audio silent="true"/></toast>`)
	return b.String()
}

func escape(b *strings.Builder, s string) {
	_ = xml.EscapeText(b, []byte(s)) // a Builder takes everything
}
