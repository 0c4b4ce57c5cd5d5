package flexlm

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

const (
	started = " 8:42:23 (lmgrd) FlexNet Licensing (v11.18) started on srv (IBM PC) (5/5/2022)\n"
	out     = " 9:00:00 (d) OUT: \"F\" ann@pc1  \n"
)

// TestClock holds what a falling clock means, with and without TIMESTAMPs.
func TestClock(t *testing.T) {
	const stamped = " 8:50:00 (lmgrd) TIMESTAMP 5/5/2022\n"
	at := func(clock string) string { return clock + " (d) OUT: \"F\" ann@pc1  \n" }
	cases := []struct {
		name, log string
		want      []string
	}{
		{"rising", started + at("9:00:00") + at("10:00:00"), []string{"2022-05-05", "2022-05-05"}},
		{"falling is the next day", started + at("9:00:00") + at(" 8:00:00"), []string{"2022-05-05", "2022-05-06"}},
		{"threads out of order", started + at("9:00:05") + at("9:00:03") + at("9:00:04"), []string{"2022-05-05", "2022-05-05", "2022-05-05"}},
		{"set back by an hour", started + stamped + at("9:59:00") + at("9:01:00"), []string{"2022-05-05", "2022-05-05"}},
		{"control: the same where no TIMESTAMP would tell", started + at("9:59:00") + at("9:01:00"), []string{"2022-05-05", "2022-05-06"}},
		{"a straggler from before midnight", started + at("23:59:58") + at("0:00:01") + at("23:59:59") + at("0:00:02"), []string{"2022-05-05", "2022-05-06", "2022-05-05", "2022-05-06"}},
		{"a TIMESTAMP is taken at its word", started + at("9:00:00") + "10:00:00 (lmgrd) TIMESTAMP 5/9/2022\n" + at("10:00:01"), []string{"2022-05-05", "2022-05-09"}},
		{"a TIMESTAMP that is none", started + at("9:00:00") + "10:00:00 (lmgrd) TIMESTAMP 13/9/2022\n" + at("10:00:01"), []string{"2022-05-05", "2022-05-05"}},
		{"the first day is found backwards", at("9:00:00") + at("8:00:00") + "10:00:00 (lmgrd) TIMESTAMP 3/1/2020\n" + at("11:00:00"), []string{"2020-02-29", "2020-03-01", "2020-03-01"}},
		{"a later Start-Date is not today", started + at("9:00:00") + "10:00:00 (d) (@d-SLOG@) Start-Date: Thu Mar 03 2022 08:42:23 Hora de verano romance\n" + at("11:00:00"), []string{"2022-05-05", "2022-05-05"}},
		{"a Start-Date is, where nothing else tells", "8:00:00 (lmgrd) (@lmgrd-SLOG@) Start-Date: Thu Mar 03 2022 08:00:00 Hora de verano romance\n" + at("11:00:00") + at("11:00:00"), []string{"2022-03-03", "2022-03-03"}},
	}
	for _, c := range cases {
		table, _ := read(t, "debug.log", []byte(c.log))
		var got []string
		for _, row := range table.Rows {
			got = append(got, string(row.Cell(dateColumn)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestARestartTakesEverythingBack has the same log without the restart as a
// control.
func TestARestartTakesEverythingBack(t *testing.T) {
	const restart = "10:00:00 (lmgrd) REStarted d (pid 7)\n"
	for log, want := range map[string]int64{started + out + out + restart + out: 2, started + out + out + out: 3} {
		got, _, _ := adapt(t, "debug.log", []byte(log))
		if got.peak["F"] != want {
			t.Errorf("peak %d, want %d", got.peak["F"], want)
		}
	}
}

// TestWhatIsOutStaysOut carries licenses over the days that say nothing, but
// not over a gap in the log.
func TestWhatIsOutStaysOut(t *testing.T) {
	for stamp, want := range map[string]int{"5/8/2022": 4, "12/31/2022": 2} {
		got, adapter, _ := adapt(t, "debug.log", []byte(started+out+"11:00:00 (lmgrd) TIMESTAMP "+stamp+"\n"+"11:00:01 (d) IN: \"F\" ann@pc1  \n"))
		if got.observed != want || got.peaks["F"][portfolio.DayOf(2022, 5, 5)] != 1 {
			t.Errorf("up to %s: %d peaks, want %d: %v", stamp, got.observed, want, got.peaks)
		}
		if adapter.features["d\x00F"].out != 0 {
			t.Error("it is still out")
		}
	}
}

func TestQ1ByteOrderMark(t *testing.T) {
	plain, _ := read(t, "debug.log", []byte(started+out))
	marked, _ := read(t, "debug.log", []byte("\ufeff"+started+out))
	if len(plain.Rows) != 1 || len(marked.Rows) != 1 || string(marked.Rows[0].Cell(dateColumn)) != "2022-05-05" {
		t.Errorf("%v and %v", plain.Rows, marked.Rows)
	}
}

func TestQ3UsersOfAnOlderWindows(t *testing.T) {
	table, _ := read(t, "debug.log", []byte(started+" 9:00:00 (d) OUT: \"F\" jos\xe9 mar\xeda@pc1  \n"))
	if got := string(table.Rows[0].Cell(userColumn)); got != "josé maría" {
		t.Errorf("got %q", got)
	}
}

// TestQ15FourSpellingsOfNever reads the real answers of lmstat -i.
func TestQ15FourSpellingsOfNever(t *testing.T) {
	for file, want := range map[string]struct{ lines, forever int }{"lmstat_i_app1.txt": {17, 2}, "lmstat_i_app2.txt": {9, 1}} {
		table, profile := read(t, file, sample(t, "lmstat", file))
		got := ingesttest.Run(t, profile, table, contoso)
		forever := 0
		for _, fact := range got.Facts {
			if !strings.Contains(fact, " End:") {
				forever++
			}
		}
		if len(got.Facts) != want.lines || forever != want.forever || len(got.Rejects) != 0 {
			t.Errorf("%s: %d lines, %d without an end; want %+v\n%s", file, len(got.Facts), forever, want, got.Lines())
		}
	}
}

// TestRealAnswersOfLmstat adds up: every feature is a level, or skipped by a
// rule. A feature that is listed twice is one level.
func TestRealAnswersOfLmstat(t *testing.T) {
	type sums struct{ rows, levels, inUse, down, notServed, noFigures int }
	cases := map[string]struct {
		want sums
		asOf string
	}{
		"lmstat_app1.txt":          {sums{rows: 54, levels: 53, inUse: 6559}, "2017-10-20"},
		"lmstat_app2.txt":          {sums{rows: 10, levels: 10, inUse: 38}, "2017-10-20"},
		"lmstat_app4.txt":          {sums{rows: 60, levels: 58, inUse: 5, notServed: 2}, "2025-04-22"},
		"lmstat_app5.txt":          {sums{rows: 122, levels: 118, inUse: 116, noFigures: 4}, "2025-02-10"},
		"lmstat_server_down.txt":   {sums{rows: 3, levels: 2, inUse: 39, down: 1}, "2017-11-23"},
		"lmstat_server_up_win.txt": {sums{}, ""},
		"lmstat_new.txt":           {sums{}, ""},
		"lmstat_old.txt":           {sums{}, ""},
	}
	for file, c := range cases {
		t.Run(file, func(t *testing.T) {
			table, profile := read(t, file, sample(t, "lmstat", file))
			got := ingesttest.Run(t, profile, table, contoso)
			is := sums{
				rows: len(table.Rows), down: got.Skipped[string(serverDown)], notServed: got.Skipped[string(notServed)], noFigures: got.Skipped["no_figures"],
			}
			for _, fact := range got.Facts {
				if strings.HasPrefix(fact, "observation") {
					_, active, _ := strings.Cut(fact, "{Active:{")
					n := 0
					_, _ = fmt.Sscanf(active, "N:%d", &n) // a level of 0 is not written
					is.levels, is.inUse = is.levels+1, is.inUse+n
				}
			}
			if is != c.want || len(got.Rejects) != 0 {
				t.Errorf("%+v, want %+v: %v", is, c.want, got.Rejects)
			}
			for _, row := range table.Rows {
				if string(row.Cell(11)) != c.asOf {
					t.Fatalf("as of %s, want %s", row.Cell(11), c.asOf)
				}
			}
		})
	}
}

// TestQ32NothingToSay imports an answer without features, and says so.
func TestQ32NothingToSay(t *testing.T) {
	for _, text := range []string{"Flexible License Manager status on Tue 5/15/2018 13:41\n\n", "lmutil - Copyright (c) 1989-2005\nlmstat\n"} {
		table, profile := read(t, "lmstat.txt", []byte(text))
		got := ingesttest.Run(t, profile, table, contoso)
		if got.Err != nil || len(got.Facts) != 0 || len(got.Notes) != 1 || got.Notes[0].Code != "no_features" {
			t.Errorf("%s", got.Lines())
		}
	}
}

// TestTwoServersOfAnAccountDoNotHideEachOther gives each server slices of its
// own, and each account.
func TestTwoServersOfAnAccountDoNotHideEachOther(t *testing.T) {
	text := func(server string) []byte {
		return []byte("Flexible License Manager status on Tue 5/15/2018 13:41\nLicense server status: " + server + "\n" +
			"Users of F:  (Total of 2 licenses issued;  Total of 1 license in use)\n")
	}
	reporters := map[string]bool{}
	for _, c := range []struct{ server, account string }{{"1@a", "Contoso"}, {"1@b", "Contoso"}, {"1@a", "Fabrikam"}} {
		table, profile := read(t, "lmstat.txt", text(c.server))
		context := contoso
		context.Account = c.account
		for _, fact := range ingesttest.Run(t, profile, table, context).Facts {
			_, reporter, _ := strings.Cut(fact, "eporter")
			reporters[strings.Split(reporter, "{")[0]] = true
		}
	}
	if len(reporters) < 3 {
		t.Errorf("reporters %v", reporters)
	}
}

// TestOthersFilesAreLeftAlone does not claim what only looks similar.
func TestOthersFilesAreLeftAlone(t *testing.T) {
	for name, text := range map[string]string{
		"another program's log": strings.Repeat("10:00:00 (main) INFO: started\n", 20),
		"few lines of a log":    "one\ntwo\nthree\n 9:00:00 (d) OUT: \"F\" ann@pc1\n",
		"csv":                   "Feature,Version,Licenses,Expires,Vendor\nF,1,2,3,4\n",
		"csv of events":         "Date,Time,Daemon\n2022-01-01,10:00:00,(lmgrd)\n",
		"empty":                 "",
		"json":                  `{"a": "Users of F: (Total of 2 licenses issued;  Total of 1 license in use)"}`,
	} {
		for _, f := range Formats() {
			if score := f.Detect([]byte(text)); score >= 0.8 {
				t.Errorf("%s scores %.2f as %T", name, score, f)
			}
		}
	}
	for _, columns := range []string{"Feature,Version,#licenses,Expires,Vendor", "Date,Time,User,Host"} {
		for _, p := range Profiles() {
			if score := p.Detect(ingest.Header{Columns: strings.Split(columns, ",")}); score >= 0.8 {
				t.Errorf("%s scores %.2f as %s", columns, score, p.Info().ID)
			}
		}
	}
}

// TestALongLineIsNoise reads on behind a line that is too long to be one.
func TestALongLineIsNoise(t *testing.T) {
	long := append([]byte(started+started+" 8:50:00 (d) "), bytes.Repeat([]byte("x"), 3*longestLine)...)
	table, _ := read(t, "debug.log", append(append(long, '\n'), out...))
	if len(table.Rows) != 1 || table.Rows[0].Line != 4 {
		t.Errorf("%+v", table.Rows)
	}
}

// Rows of a log are the rows of its file: reading allocates little for each.
func BenchmarkLog(b *testing.B) {
	data := sample(b, "flexlm", "autodesk.log")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		adapt(b, "autodesk.log", data)
	}
}

// TestReasonsOfDenials: equal refusals are told alike, whatever the system said.
func TestReasonsOfDenials(t *testing.T) {
	for _, c := range []struct{ action, reason, want string }{
		{"DENIED", `Licensed number of users already reached. (-4,342:10054 "")`, "Licensed number of users already reached (-4)"},
		{"DENIED", "Licensed number of users already reached (-4,342)", "Licensed number of users already reached (-4)"},
		{"UNSUPPORTED", "No such feature exists. (-5,346)", "No such feature exists (-5)"},
		{"DENIED", "USER/HOST on EXCLUDE list for feature.", "USER/HOST on EXCLUDE list for feature"},
		{"DENIED", "Checkout of (special) things", "Checkout of (special) things"},
		{"DENIED", "", ""},
		{"QUEUED", "", "QUEUED"},
	} {
		if got := reasonOf(c.action, c.reason); got != c.want {
			t.Errorf("%s %q is %q, want %q", c.action, c.reason, got, c.want)
		}
	}
}
