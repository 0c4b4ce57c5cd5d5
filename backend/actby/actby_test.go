package actby_test

import (
	"strings"
	"testing"
	"time"

	"headroom/backend/actby"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/workday"
)

func on(t *testing.T, s string) portfolio.Day {
	t.Helper()
	if s == "" {
		return portfolio.NoDay
	}
	d, err := portfolio.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTheLastDayToAct holds the rules of docs/semantics.md, each with the days a
// person would name.
func TestTheLastDayToAct(t *testing.T) {
	const today = "2026-11-20"
	for _, x := range []struct {
		name, terms, start, end, told string
		renews                        actby.Renewal
		country                       string
		day, nothing                  string
		basis                         actby.Basis
	}{
		{name: "nothing agreed", end: "2026-12-31", renews: actby.ByHand, day: "2026-12-31", nothing: actby.Loss, basis: actby.ByEnd},
		{name: "nobody says whether it renews", end: "2026-12-31", day: "2026-12-31", basis: actby.ByEnd},
		{name: "a source tells the day", end: "2026-12-31", told: "2026-10-02", renews: actby.ByItself, day: "2026-10-02", nothing: actby.LockIn, basis: actby.ByTold},
		{name: "three months to the end of the year", terms: "notice 3 months", end: "2026-12-31", renews: actby.ByItself, day: "2026-09-30", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "a month before the end of February", terms: "notice 1 month", end: "2027-02-28", renews: actby.ByItself, day: "2027-01-31", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "a month before a leap day", terms: "notice 1 month", end: "2028-03-30", renews: actby.ByItself, day: "2028-02-28", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "thirty days", terms: "notice 30", end: "2026-12-31", renews: actby.ByItself, day: "2026-12-01", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "two weeks", terms: "notice 2 weeks", end: "2026-12-31", renews: actby.ByItself, day: "2026-12-17", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "a year", terms: "notice P1Y", end: "2027-12-31", renews: actby.ByItself, day: "2026-12-31", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "notice where nobody says", terms: "notice 30 days", end: "2026-12-31", day: "2026-12-01", basis: actby.ByNotice},
		{name: "what does not renew is ordered", terms: "notice 3 months, order 10 days", end: "2026-12-31", renews: actby.ByHand, day: "2026-12-21", nothing: actby.Loss, basis: actby.ByOrder},
		{name: "ten working days at Christmas", terms: "order 10 working days, calendar DE", end: "2026-12-31", renews: actby.ByHand, day: "2026-12-16", nothing: actby.Loss, basis: actby.ByOrder},
		{name: "working days without a calendar", terms: "order 2 working days", end: "2026-12-28", renews: actby.ByHand, day: "2026-12-24", nothing: actby.Loss, basis: actby.ByOrder},
		{name: "a weekend", terms: "calendar weekdays", end: "2027-01-31", renews: actby.ByHand, day: "2027-01-29", nothing: actby.Loss, basis: actby.ByEnd},
		{name: "a holiday of the account's country", terms: "calendar account", end: "2027-01-06", renews: actby.ByHand, country: "Italia", day: "2027-01-05", nothing: actby.Loss, basis: actby.ByEnd},
		{name: "a country whose holidays nobody knows", terms: "calendar account", end: "2027-01-06", renews: actby.ByHand, country: "Atlantis", day: "2027-01-06", nothing: actby.Loss, basis: actby.ByEnd},
		{name: "the window is open", terms: "window 7 days, notice 30 days", start: "2026-11-15", end: "2027-11-14", renews: actby.ByItself, day: "2026-11-22", nothing: actby.LockIn, basis: actby.ByWindow},
		{name: "the window is over", terms: "window 4 days, notice 30 days", start: "2026-11-15", end: "2027-11-14", renews: actby.ByItself, day: "2027-10-15", nothing: actby.LockIn, basis: actby.ByNotice},
		{name: "the window has its last day", terms: "window 5 days", start: "2026-11-15", end: "2027-11-14", renews: actby.ByHand, day: "2026-11-20", nothing: actby.LockIn, basis: actby.ByWindow},
		{name: "it has not begun", terms: "window 5 days", start: "2026-11-21", end: "2027-11-20", renews: actby.ByItself, day: "2027-11-20", nothing: actby.LockIn, basis: actby.ByEnd},
		{name: "a told window", terms: "told window", start: "2026-11-15", end: "2027-11-14", told: "2026-11-22", renews: actby.ByItself, day: "2026-11-22", nothing: actby.LockIn, basis: actby.ByWindow},
		{name: "a told window that is over", terms: "told window", start: "2026-01-15", end: "2027-01-14", told: "2026-01-22", renews: actby.ByItself, day: "2027-01-14", nothing: actby.LockIn, basis: actby.ByEnd},
		{name: "a window longer than the term", terms: "window 30 days", start: "2026-11-15", end: "2026-11-25", renews: actby.ByHand, day: "2026-11-25", nothing: actby.LockIn, basis: actby.ByWindow},
		{name: "perpetual", terms: "notice 30 days"},
		{name: "perpetual, just begun", terms: "window 14 days", start: "2026-11-15", day: "2026-11-29", nothing: actby.LockIn, basis: actby.ByWindow},
		{name: "it has passed", terms: "notice 3 months", end: "2026-12-15", renews: actby.ByItself, day: "2026-09-15", nothing: actby.LockIn, basis: actby.ByNotice},
	} {
		t.Run(x.name, func(t *testing.T) {
			terms, err := actby.Parse(x.terms)
			if err != nil {
				t.Fatal(err)
			}
			got := terms.Last(actby.Line{Start: on(t, x.start), End: on(t, x.end), Told: on(t, x.told), Renews: x.renews, Country: x.country, Today: on(t, today)})
			if got.Day != on(t, x.day) || got.Nothing != x.nothing || got.Basis != x.basis {
				t.Errorf("%s %q by %q, want %s %q by %q", got.Day, got.Nothing, got.Basis, x.day, x.nothing, x.basis)
			}
		})
	}
}

// TestTheWholeNoticeLiesBeforeTheEnd goes through years of ends: the day to act
// leaves the whole notice, and the day after it does not.
func TestTheWholeNoticeLiesBeforeTheEnd(t *testing.T) {
	c, _ := workday.Of("DE")
	for end := portfolio.DayOf(2026, time.January, 1); end < portfolio.DayOf(2029, time.January, 1); end++ {
		for _, months := range []int{1, 2, 3, 6, 12} {
			terms := actby.Terms{Notice: actby.Period{N: months, Unit: actby.Months}}
			day := terms.Last(actby.Line{End: end, Start: portfolio.NoDay, Told: portfolio.NoDay}).Day
			left := (end + 1).Time()
			if after := (day + 1).Time(); after.AddDate(0, months, 0).After(left) && after.Day() <= 28 {
				t.Fatalf("%s is too late for %d months before %s", day, months, end)
			}
			if day > end-portfolio.Day(28*months) || day < end-portfolio.Day(32*months) {
				t.Fatalf("%d months before %s are %s", months, end, day)
			}
		}
		terms := actby.Terms{Notice: actby.Period{N: 5, Unit: actby.WorkingDays}, Calendar: "DE"}
		day := terms.Last(actby.Line{End: end, Start: portfolio.NoDay, Told: portfolio.NoDay}).Day
		worked := 0
		for d := day + 1; d <= end; d++ {
			if c.Working(d) {
				worked++
			}
		}
		if worked != 5 || !c.Working(day) {
			t.Fatalf("%s leaves %d working days before %s", day, worked, end)
		}
	}
}

func TestPeriodsInSixLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"3 months": "3 months", "3 mesi": "3 months", "3 Monate": "3 months", "3 mois": "3 months", "3 meses": "3 months", "3か月": "3 months", "P3M": "3 months",
		"10 working days": "10 working days", "10 giorni lavorativi": "10 working days", "10 Werktage": "10 working days", "10 jours ouvrés": "10 working days",
		"10 días hábiles": "10 working days", "10営業日": "10 working days", "1 week": "1 week", "2 Wochen": "2 weeks", "1 an": "1 year", "90": "90 days", " 30 Tage ": "30 days", "0 days": "",
	} {
		p, ok := actby.ParsePeriod(text)
		if !ok || p.String() != want {
			t.Errorf("%q is %q, want %q", text, p.String(), want)
		}
	}
	for _, text := range []string{"", "soon", "three months", "3 moons", "-3 days", "99999", "4000 days", "1.5 months"} {
		if p, ok := actby.ParsePeriod(text); ok {
			t.Errorf("%q is %v", text, p)
		}
	}
}

func TestTermsAreReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		"notice 3": `notice 3 days`, "calendar Deutschland, notice 1 month": "notice 1 month, calendar DE", "told window, window 7 days": "window 7 days, told window", "": "",
	} {
		got, err := actby.Parse(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %q, %v, want %q", text, got.String(), err, want)
		}
	}
	for text, want := range map[string]string{
		"notice soon": "no length", "told later": "told as", "calendar Mars": "No holidays", "notify 3 days": "have no", "notice 3, notice 4": "twice",
	} {
		if _, err := actby.Parse(text); err == nil || !strings.Contains(strings.ReplaceAll(fault.Of(err).Message, "not a length", "no length"), want) || fault.Of(err).Code != fault.Invalid {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestWhatWasAgreed(t *testing.T) {
	for text, want := range map[string]string{
		``: `IFS([source] = "Partner Center subscriptions", "told window")`,
		`[{"terms":"notice 30 days"},{"vendor":"A \"B\"","terms":"notice 1 month"}]`: `IF([source] = "Partner Center subscriptions", ` +
			`IFS([vendor] = "A ""B""", "notice 1 month, told window", TRUE, "notice 30 days, told window", TRUE, "told window"), IFS([vendor] = "A ""B""", "notice 1 month", TRUE, "notice 30 days"))`,
		`[{"product":"P","source":"S","field":"Notice","terms":"notice 3 months, calendar DE"}]`: `IF([source] = "Partner Center subscriptions", ` +
			`IFS(AND([product] = "P", [source] = "S"), CONCATENATE("notice ", ISNULL([custom.Notice], "3 months"), ", told window, calendar DE"), TRUE, "told window"), ` +
			`IFS(AND([product] = "P", [source] = "S"), CONCATENATE("notice ", ISNULL([custom.Notice], "3 months"), ", calendar DE")))`,
	} {
		list, err := actby.ParseAgreed(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := actby.Expression(list); got != want {
			t.Errorf("%s\n is %s\nwant %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`[{"terms":"notice 30 days"}]`: "NULL, [cancel_until], [auto_renew], NULL", `[{"terms":"window 7 days"}]`: "[start_date], [cancel_until], [auto_renew], NULL",
		`[{"terms":"calendar account"}]`: "NULL, [cancel_until], [auto_renew], [country]", "": "NULL, [cancel_until], [auto_renew], NULL",
	} {
		list, err := actby.ParseAgreed(text)
		if got := actby.Arguments(list); err != nil || got != "[end_date], [notice_terms], "+want+", TODAY()" {
			t.Errorf("%s is asked by %s, %v", text, got, err)
		}
	}
	for _, text := range []string{`{}`, `[{"terms":""}]`, `[{"terms":"notice never"}]`, `[{"maker":"A","terms":"notice 3"}]`, `[] []`, `[` + strings.Repeat(`{"terms":"notice 3"},`, 50) + `{"terms":"notice 3"}]`} {
		if _, err := actby.ParseAgreed(text); err == nil || fault.Of(err).Code != fault.Invalid {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

func TestReadLeavesOutWhatCannotBeRead(t *testing.T) {
	if got := actby.Read("notice drei Monate, calendar DE").String(); got != "calendar DE" {
		t.Errorf("read %q", got)
	}
	if got := actby.Read("notice 3 Monate, calendar DE").String(); got != "notice 3 months, calendar DE" {
		t.Errorf("read %q", got)
	}
}
