// Package workday knows on which days people work: neither on Saturdays and
// Sundays nor on the public holidays of a country. It is the only package that
// knows the library of holidays. The rule not to break: a day is looked up, it is
// not computed twice, because columns of millions of rows ask.
package workday

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"headroom/backend/portfolio"
)

// Weekdays is the calendar that knows weekends and no holidays.
const Weekdays = "weekdays"

// holidays are those of whole countries, by ISO code.
var holidays = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays, "BR": br.Holidays, "CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays,
	"DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "FR": fr.Holidays, "GB": gb.Holidays, "GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays,
	"IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays, "LV": lv.Holidays, "NL": nl.Holidays, "NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays,
	"RO": ro.Holidays, "RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays, "SK": sk.Holidays, "UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
}

// Countries lists the ISO codes of the countries whose holidays are known.
func Countries() []string { return slices.Sorted(maps.Keys(holidays)) }

// Calendar is the working days of a country.
type Calendar struct{ *days }

// days are the holidays of a country by year, each made when it is first asked for.
type days struct {
	country string
	years   [lastYear - firstYear + 1]atomic.Pointer[year]
}

// year is one bit for every day of a year that is a holiday.
type year [6]uint64

// The years whose holidays are kept; in others there are none.
const (
	firstYear = 1970
	lastYear  = 2150
)

var calendars = sync.OnceValue(func() map[string]Calendar {
	out := map[string]Calendar{fold(Weekdays): NoHolidays}
	for code := range holidays {
		c := Calendar{&days{country: code}}
		out[fold(code)] = c
		for _, name := range names[code] {
			out[fold(name)] = c
		}
	}
	return out
})

// NoHolidays is the calendar of Weekdays.
var NoHolidays = Calendar{&days{}}

// Of returns the calendar of a country, by its ISO code or by its name in one of
// the languages of the program, or that of Weekdays. It is not ok where no
// holidays are known.
func Of(country string) (c Calendar, ok bool) {
	c, ok = calendars()[fold(country)]
	return c, ok
}

// Country returns the ISO code of the country of c, "" of Weekdays.
func (c Calendar) Country() string { return c.country }

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Holiday reports whether d is a public holiday.
func (c Calendar) Holiday(d portfolio.Day) bool {
	t := d.Time()
	i := t.Year() - firstYear
	if c.country == "" || i < 0 || i >= len(c.years) {
		return false
	}
	of := c.years[i].Load()
	if of == nil {
		of = c.of(t.Year())
		c.years[i].Store(of)
	}
	n := t.YearDay() - 1
	return of[n/64]&(1<<(n%64)) != 0
}

// Working reports whether people work on d.
func (c Calendar) Working(d portfolio.Day) bool {
	weekday := d.Time().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !c.Holiday(d)
}

// Back returns d, or the last working day before it.
func (c Calendar) Back(d portfolio.Day) portfolio.Day {
	for !c.Working(d) {
		d--
	}
	return d
}

// of makes the holidays of a year, those that are observed on another day on
// both. Days that the library marks as neither public nor of banks are worked on.
func (c Calendar) of(of int) *year {
	var out year
	for _, h := range holidays[c.country] {
		if h.Type != cal.ObservancePublic && h.Type != cal.ObservanceBank && h.Type != cal.ObservanceUnknown {
			continue
		}
		for y := of - 1; y <= of+1; y++ { // what is observed on another day can be so in another year
			actual, observed := h.Calc(y)
			for _, t := range []time.Time{actual, observed} {
				if !t.IsZero() && t.Year() == of {
					n := t.YearDay() - 1
					out[n/64] |= 1 << (n % 64)
				}
			}
		}
	}
	return &out
}
