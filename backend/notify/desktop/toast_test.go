package desktop

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"headroom/backend/notify"
)

func TestToastXML(t *testing.T) {
	got := ToastXML(notify.Message{Title: "R&D <b>", Body: `say "hi"`})
	want := `<toast><visual><binding template="ToastGeneric"><text>R&amp;D &lt;b&gt;</text><text>say &#34;hi&#34;</text></binding></visual><audio silent="true"/></toast>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// Whatever a name holds, the document is well formed and has exactly the two
// texts, as the sanitizer left them.
func TestToastXMLHasTwoTexts(t *testing.T) {
	for _, name := range hostileNames {
		m := notify.Sanitize(notify.Message{Title: name, Body: name}, false)
		texts, err := readTexts(ToastXML(m))
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if len(texts) != 2 || texts[0] != m.Title || texts[1] != m.Body {
			t.Errorf("%q: texts %q", name, texts)
		}
	}
}

func readTexts(doc string) (texts []string, err error) {
	dec := xml.NewDecoder(strings.NewReader(doc))
	inside := false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			if inside = x.Name.Local == "text"; inside {
				texts = append(texts, "")
			}
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if !inside {
				return nil, errors.New("text outside: " + string(x))
			}
			texts[len(texts)-1] += string(x)
		}
	}
}
