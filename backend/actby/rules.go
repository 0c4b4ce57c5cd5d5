package actby

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
)

// Agreed are the terms of the lines of a product, a vendor, a source, several of
// these or all lines. Field is a custom field in which lines tell their own
// period of notice, "3 months"; where one does not, Terms has it.
type Agreed struct {
	Product string `json:"product,omitempty"`
	Vendor  string `json:"vendor,omitempty"`
	Source  string `json:"source,omitempty"`
	Field   string `json:"field,omitempty"`
	Terms   string `json:"terms,omitempty"`
}

// maxAgreed bounds a list of Agreed: an expression is made of it.
const maxAgreed = 50

// windowed is the source that tells until when a term that began can be
// cancelled, and not until when one that ends.
const windowed = "Partner Center subscriptions"

// ParseAgreed reads the JSON form of a list, "" for none.
func ParseAgreed(text string) ([]Agreed, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var list []Agreed
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The terms of notice cannot be read.").WithHint(`Write a list such as [{"vendor": "Nordvik", "terms": "notice 3 months, calendar DE"}].`)
	}
	if d.More() {
		return nil, fault.New(fault.Invalid, "Something follows the list of terms.").WithHint("Write one list.")
	}
	if len(list) > maxAgreed {
		return nil, fault.New(fault.Invalid, "There can be %d terms of notice.", maxAgreed)
	}
	for i, a := range list {
		t, err := Parse(a.Terms)
		if err != nil {
			return nil, placed(err, i)
		}
		if t == (Terms{}) && a.Field == "" {
			return nil, placed(fault.New(fault.Invalid, "Nothing is agreed in it.").WithHint("Write for example \"notice 3 months\"."), i)
		}
		list[i].Terms = t.String()
	}
	return list, nil
}

func placed(err error, i int) error {
	f := fault.Of(err)
	f.Message = fmt.Sprintf("Terms %d: %s", i+1, f.Message)
	return f
}

// Expression returns the expression whose value is the text of the terms of a
// row: those that say most about it hold, of equals the first. A row that nothing
// is agreed about has none. What the day means that a source tells is known of
// the source, whatever was agreed.
func Expression(list []Agreed) string {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y Agreed) int { return y.says() - x.says() })
	var cases, window []string
	for _, a := range list {
		t := Read(a.Terms)
		cases = append(cases, a.condition(), a.value(t))
		t.ToldWindow = true
		window = append(window, a.condition(), a.value(t))
	}
	if len(list) == 0 {
		return "IFS([source] = " + quoted(windowed) + ", " + quoted(Terms{ToldWindow: true}.String()) + ")"
	}
	window = append(window, "TRUE", quoted(Terms{ToldWindow: true}.String()))
	return "IF([source] = " + quoted(windowed) + ", IFS(" + strings.Join(window, ", ") + "), IFS(" + strings.Join(cases, ", ") + "))"
}

// Arguments returns the arguments by which ACTBY and IFNOTHING are asked about a
// row. What no terms need is left out, because reading it is what such a column
// costs: the start where there is no window, the country where no calendar is that
// of the account.
func Arguments(list []Agreed) string {
	start, country := "NULL", "NULL"
	for _, a := range list {
		t := Read(a.Terms)
		if t.Window.N > 0 {
			start = "[start_date]"
		}
		if t.Calendar == OfAccount {
			country = "[country]"
		}
	}
	return "[end_date], [notice_terms], " + start + ", [cancel_until], [auto_renew], " + country + ", TODAY()"
}

// says is how much a says about the lines it is of.
func (a Agreed) says() int {
	n := 0
	for weight, s := range map[int]string{4: a.Product, 2: a.Vendor, 1: a.Source} {
		if s != "" {
			n += weight
		}
	}
	return n
}

func (a Agreed) condition() string {
	var terms []string
	for _, x := range [][2]string{{"product", a.Product}, {"vendor", a.Vendor}, {"source", a.Source}} {
		if x[1] != "" {
			terms = append(terms, "["+x[0]+"] = "+quoted(x[1]))
		}
	}
	switch len(terms) {
	case 0:
		return "TRUE"
	case 1:
		return terms[0]
	default:
		return "AND(" + strings.Join(terms, ", ") + ")"
	}
}

func (a Agreed) value(t Terms) string {
	if a.Field == "" {
		return quoted(t.String())
	}
	notice, rest := t.Notice.String(), ""
	if t.Notice = (Period{}); t != (Terms{}) {
		rest = ", " + t.String()
	}
	return "CONCATENATE(\"notice \", ISNULL([custom." + strings.ReplaceAll(a.Field, "]", "]]") + "], " + quoted(notice) + "), " + quoted(rest) + ")"
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
