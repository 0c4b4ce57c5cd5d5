package engine_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"headroom/backend/portfolio"
)

// length is a number of days, weeks, months, years or working days.
type length struct {
	n    int
	unit string
}

func (l length) String() string {
	if l.n == 1 {
		return "1 " + l.unit
	}
	return fmt.Sprintf("%d %ss", l.n, l.unit)
}

// agreement is one entry of the setting notice_terms.
type agreement struct {
	product, vendor, source string
	field                   bool // lines say their notice in the custom field
	notice, order, window   length
	told                    bool
	calendar                string
}

func (a agreement) terms() string {
	var parts []string
	for _, x := range []struct {
		word string
		l    length
	}{{"notice", a.notice}, {"order", a.order}, {"window", a.window}} {
		if x.l.n > 0 {
			parts = append(parts, x.word+" "+x.l.String())
		}
	}
	if a.told {
		parts = append(parts, "told window")
	}
	if a.calendar != "" {
		parts = append(parts, "calendar "+a.calendar)
	}
	return strings.Join(parts, ", ")
}

// noticeTerms writes the setting.
func (w *world) noticeTerms() string {
	var list []map[string]string
	for _, a := range w.agreed {
		entry := map[string]string{"terms": a.terms()}
		for key, s := range map[string]string{"product": a.product, "vendor": a.vendor, "source": a.source} {
			if s != "" {
				entry[key] = s
			}
		}
		if a.field {
			entry["field"] = customField
		}
		list = append(list, entry)
	}
	if list == nil {
		return ""
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// agreements are what the person of a world says about ends.
func (r roller) agreements() {
	of := func(units ...string) length {
		if r.IntN(3) == 0 {
			return length{}
		}
		return length{1 + r.IntN(40), pick(r, units...)}
	}
	for range pick(r, 0, 0, 1, 2, 4) {
		a := agreement{
			product: pick(r, "", "", "P1", "P2"), vendor: pick(r, "", "", "Soft Co"), source: pick(r, "", "", "alpha"), field: r.IntN(6) == 0,
			notice: of("day", "working day", "week"), order: of("day", "working day"), window: of("day", "working day"), told: r.IntN(4) == 0,
			calendar: pick(r, "", "", "weekdays", "DE", "account"),
		}
		if r.IntN(2) == 0 {
			a.notice = length{1 + r.IntN(6), pick(r, "month", "month", "year")}
		}
		if a.terms() != "" {
			r.w.agreed = append(r.w.agreed, a)
		}
	}
}

// agreementOf is what was agreed about a row: by product before vendor before source.
func (w *world) agreementOf(f fact) (agreement, bool) {
	var best agreement
	found, most := false, -1
	for _, a := range w.agreed {
		says := 0
		fits := true
		for _, x := range []struct {
			name, value string
			weight      int
		}{{"product", a.product, 4}, {"vendor", a.vendor, 2}, {"source", a.source, 1}} {
			if x.value != "" {
				fits, says = fits && f[x.name] == x.value, says+x.weight
			}
		}
		if fits && says > most {
			best, found, most = a, true, says
		}
	}
	return best, found
}

// lastDay works out by hand what is to be done about the end of a row, and when.
func (w *world) lastDay(f fact) {
	a, agreed := w.agreementOf(f)
	if agreed {
		f["notice_terms"] = a.terms()
		if own := f["custom."+customField]; a.field {
			text := own
			if own == "" && a.notice.n > 0 {
				text = a.notice.String()
			} else if own != "" {
				a.notice = length{} // gold and tin are no times
			}
			rest := a
			rest.notice = length{}
			f["notice_terms"] = strings.TrimSuffix("notice "+text+", "+rest.terms(), ", ")
		}
	}
	end, start, told, today := dayOrNone(f["end_date"]), dayOrNone(f["start_date"]), dayOrNone(f["cancel_until"]), day(f[asked])
	country := a.calendar
	if country == "account" {
		country = f["country"]
	}
	window := portfolio.NoDay
	if a.told && told != portfolio.NoDay {
		window = told
	} else if a.window.n > 0 && start != portfolio.NoDay {
		window = later(start, a.window, country)
	}
	if end != portfolio.NoDay && window > end {
		window = end
	}
	var by portfolio.Day
	nothing := map[string]string{"yes": "lock-in", "no": "loss"}[f["auto_renew"]]
	lead := a.notice
	if f["auto_renew"] == "no" {
		lead = a.order
	}
	switch {
	case window != portfolio.NoDay && today <= window && start <= today:
		by, nothing = window, "lock-in"
	case end == portfolio.NoDay:
		return
	case told != portfolio.NoDay && !a.told:
		by = told
	case lead.n > 0:
		by = leading(end, lead, country)
	default:
		by = end
	}
	if a.calendar != "" {
		for !worked(by, country) {
			by--
		}
	}
	f["act_by"] = by.String()
	f["days_to_act"] = strconv.Itoa(int(by - today))
	f.put("if_nothing_is_done", nothing)
}

func dayOrNone(s string) portfolio.Day {
	if s == "" {
		return portfolio.NoDay
	}
	return day(s)
}

// leading goes back until the whole length lies between the day and the end.
func leading(end portfolio.Day, l length, country string) portfolio.Day {
	switch l.unit {
	case "month", "year":
		months := l.n
		if l.unit == "year" {
			months *= 12
		}
		after := (end + 1).Time() // the first day without it
		first := time.Date(after.Year(), after.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -months, 0)
		last := first.AddDate(0, 1, -1).Day()
		return portfolio.DayIn(first.AddDate(0, 0, min(after.Day(), last)-1)) - 1
	case "week":
		return end - portfolio.Day(7*l.n)
	case "day":
		return end - portfolio.Day(l.n)
	}
	d := end + 1
	for left := l.n; left > 0; {
		d--
		if worked(d, country) {
			left--
		}
	}
	for d--; !worked(d, country); d-- {
		continue
	}
	return d
}

func later(start portfolio.Day, l length, country string) portfolio.Day {
	if l.unit == "day" {
		return start + portfolio.Day(l.n)
	}
	for left := l.n; left > 0; {
		start++
		if worked(start, country) {
			left--
		}
	}
	return start
}

// worked knows the holidays of two countries by heart.
func worked(d portfolio.Day, country string) bool {
	t := d.Time()
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return false
	}
	year := t.Year()
	a, b, c := year%19, year/100, year%100 // Meeus, Jones, Butcher
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	easter := portfolio.DayOf(year, time.Month((h+l-7*m+114)/31), (h+l-7*m+114)%31+1)
	moving := map[string][]portfolio.Day{"DE": {-2, 1, 39, 50}, "IT": {1}}[country]
	for _, offset := range moving {
		if d == easter+offset {
			return false
		}
	}
	fixed := map[string]string{"DE": "01-01 05-01 10-03 12-25 12-26", "IT": "01-01 01-06 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26"}[country]
	return !strings.Contains(fixed, t.Format("01-02"))
}
