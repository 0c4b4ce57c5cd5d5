package demo

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/portfolio"
)

// What the license server of a plant gives out, and how many of each.
var floating = []struct {
	feature string
	copies  int
}{{"NESTING", 3}, {"TOLERANCE", 2}, {"POSTPROC", 2}}

// refusals are the reasons a license server gives besides all copies being out.
var refusals = []string{
	`Licensed number of users already reached. (-4,342:10054 "")`, `License server system does not support this feature. (-18,327)`,
	`Feature has expired. (-10,32:2 "")`,
}

// logged reports whether an account runs a license server of its own, whose log
// it sends. However large the portfolio, four do.
func logged(a *account) bool { return a.flexnet && a.index%12 == 5 && a.index < 48 }

// entry is a line of the log: seconds of the day and text.
type entry struct {
	second int
	text   string
}

// serverLog is the debug log of the last working days, as the daemon writes it.
func (p *invented) serverLog(a *account) string {
	var b strings.Builder
	first := p.Today - usageDays
	y, m, d := first.Time().Date()
	fmt.Fprintf(&b, " 6:00:00 (lmgrd) FlexNet Licensing (v11.18.0.0 build 275847 x64_n6) started on plant%02d (linux) (%d/%d/%d)\n", a.index, m, d, y)
	fmt.Fprintf(&b, " 6:00:01 (plantd) Server started on plant%02d for: NESTING TOLERANCE POSTPROC\n", a.index)
	for day := first; day <= p.Today; day++ {
		if weekday := day.Time().Weekday(); weekday == 0 || weekday == 6 {
			continue
		}
		y, m, d := day.Time().Date()
		fmt.Fprintf(&b, " 6:30:00 (lmgrd) TIMESTAMP %d/%d/%d\n", m, d, y)
		for _, e := range p.logDay(a, day) {
			fmt.Fprintf(&b, "%2d:%02d:%02d (plantd) %s\n", e.second/3600, e.second/60%60, e.second%60, e.text)
		}
	}
	return b.String()
}

// logDay are the acts of one day: people take a copy for some hours, and are
// turned away while all are out.
func (p *invented) logDay(a *account, day portfolio.Day) []entry {
	rnd := p.dice("log"+day.String(), a.index)
	var out []entry
	for _, f := range floating {
		var until []int // when each copy comes back
		var asked []int
		for range 2 + rnd.IntN(3*f.copies) {
			asked = append(asked, 7*3600+rnd.IntN(9*3600))
		}
		slices.Sort(asked)
		for _, at := range asked {
			who := fmt.Sprintf("user%02d@ws%02d", rnd.IntN(9)+1, rnd.IntN(9)+1)
			until = slices.DeleteFunc(until, func(t int) bool { return t <= at })
			if len(until) == f.copies || rnd.IntN(40) == 0 {
				reason := refusals[0]
				if len(until) < f.copies {
					reason = refusals[1+rnd.IntN(2)]
				}
				out = append(out, entry{at, fmt.Sprintf("DENIED: %q %s  (%s)", f.feature, who, reason)})
				continue
			}
			back := min(at+3600+rnd.IntN(4*3600), 19*3600)
			until = append(until, back)
			out = append(out, entry{at, fmt.Sprintf("OUT: %q %s  ", f.feature, who)}, entry{back, fmt.Sprintf("IN: %q %s  ", f.feature, who)})
		}
	}
	slices.SortStableFunc(out, func(x, y entry) int { return x.second - y.second })
	return out
}

// log writes the log of an account's server.
func (w *writer) log(p *invented, a *account) {
	path := w.name(fmt.Sprintf("license-server-%02d", a.index), w.today, ".log")
	w.write(path, []byte(p.serverLog(a)))
	w.files = append(w.files, File{Path: path, Account: a.name, AsOf: w.today})
}
