package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mix is the finaliser of splitmix64: a number that looks random, from one
// that does not, the same at every run.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// size is the generated portfolio.
type size struct {
	accounts, products, series, days int
	last                             time.Time
}

func (s size) rows() int { return s.series * s.days }

// millions is how many entitlements the large list has: a tenth of the rows.
func (s size) millions() int { return s.rows() / 10 }

// five is five times the rows: more series over twice the days.
func (s size) five() size {
	s.series, s.days = s.series*5/2, s.days*2
	return s
}

// The files, relative to the work folder.
func (s size) file(name string) string { return fmt.Sprintf("%d/%s.csv", s.rows(), name) }
func (s size) usageFile() string       { return s.file("usage") }
func (s size) againFile() string       { return s.file("usage-again") }
func (s size) dayFile() string         { return s.file("usage-day") }
func (s size) byAccountFile() string   { return s.file("usage-by-account") }
func (s size) entitlementFile() string { return s.file("entitlements") }
func (s size) millionFile() string     { return s.file("entitlements-many") }
func (s size) largeFolder() string     { return fmt.Sprintf("%d/large", s.rows()) }

// largeFiles are two, because one file of more than 2 GiB is refused.
func (s size) largeFiles() []string {
	return []string{s.largeFolder() + "/usage-1.csv", s.largeFolder() + "/usage-2.csv"}
}

// product of the j-th entitlement of an account.
func (s size) product(account, j int) int {
	return int(mix(uint64(account)*31+uint64(j)*1000003) % uint64(s.products))
}

// generate writes the files that are not there yet.
func (b bench) generate() error {
	s, five := b.size, b.size.five()
	files := []struct {
		path  string
		large bool
		write func(*bufio.Writer) error
	}{
		{s.usageFile(), false, func(w *bufio.Writer) error { return s.writeDays(w, 0, s.days) }},
		{s.againFile(), false, s.writeAgain},
		{s.dayFile(), false, func(w *bufio.Writer) error { return s.writeDays(w, s.days, s.days+1) }},
		{s.byAccountFile(), false, s.writeByAccount},
		{s.entitlementFile(), false, func(w *bufio.Writer) error { return s.writeEntitlements(w, 2) }},
		{s.millionFile(), false, func(w *bufio.Writer) error { return s.writeEntitlements(w, max(1, s.millions()/s.accounts)) }},
		{s.largeFiles()[0], true, func(w *bufio.Writer) error { return five.writeDays(w, 0, s.days) }},
		{s.largeFiles()[1], true, func(w *bufio.Writer) error { return five.writeDays(w, s.days, five.days) }},
	}
	for _, f := range files {
		if f.large && !b.large {
			continue
		}
		if err := writeOnce(filepath.Join(b.dir, f.path), f.write); err != nil {
			return err
		}
	}
	return nil
}

// writeOnce writes a file unless an earlier run did.
func writeOnce(path string, write func(*bufio.Writer) error) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

const usageColumns = "date,account_id,product_id,feature,active_users,quantity"

// writeDays writes the usage of some days, sorted by date, about 53 bytes a
// row. Day 0 is the first, s.days the one after the last.
func (s size) writeDays(w *bufio.Writer, from, to int) error {
	fmt.Fprintln(w, usageColumns)
	series := s.usageSeries()
	var row []byte
	for d := from; d < to; d++ {
		day := s.day(d)
		for i := range series {
			row = series[i].appendRow(row[:0], i, day)
			if _, err := w.Write(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeAgain writes the usage with a blank line at its end: other bytes, the
// same rows.
func (s size) writeAgain(w *bufio.Writer) error {
	if err := s.writeDays(w, 0, s.days); err != nil {
		return err
	}
	return w.WriteByte('\n')
}

// writeByAccount writes the usage sorted by account, product and feature.
func (s size) writeByAccount(w *bufio.Writer) error {
	fmt.Fprintln(w, usageColumns)
	series := s.usageSeries()
	order := make([]int, len(series))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(series[i].text, series[j].text) })
	days := make([]usageDay, s.days)
	for d := range days {
		days[d] = s.day(d)
	}
	var row []byte
	for _, i := range order {
		for _, day := range days {
			row = series[i].appendRow(row[:0], i, day)
			if _, err := w.Write(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// usageDay is a day, its text, and how much is used on it.
type usageDay struct {
	text  string
	unix  uint64
	level float64
}

func (s size) day(d int) usageDay {
	at := s.last.AddDate(0, 0, d-s.days+1)
	level := 1.0
	if w := at.Weekday(); w == time.Saturday || w == time.Sunday {
		level = 0.35
	}
	return usageDay{at.Format(time.DateOnly), uint64(at.Unix() / 86400), level}
}

// usageSeries are the middle columns of a row and the level of its series.
type usageSeries struct {
	text string
	base float64
}

// appendRow appends what series i had on a day.
func (u usageSeries) appendRow(row []byte, i int, day usageDay) []byte {
	h := mix(uint64(i)<<20 ^ day.unix)
	v := int(u.base * day.level * (0.85 + 0.3*float64(h%1000)/1000))
	q := v*37 + int((h>>12)%1000)
	row = append(append(row, day.text...), u.text...)
	row = strconv.AppendInt(row, int64(v), 10)
	row = strconv.AppendInt(append(row, ','), int64(q/10), 10)
	return append(row, '.', byte('0'+q%10), byte('0'+(h>>30)%10), '\n')
}

// usageSeries returns all series. A few accounts have many, most have few.
func (s size) usageSeries() []usageSeries {
	list := make([]usageSeries, 0, s.series)
	seen := map[[3]int]bool{}
	for i := 0; len(list) < s.series; i++ {
		h := mix(uint64(i) * 2654435761)
		u := float64(h%1000003) / 1000003
		a := int(math.Pow(u, 1.4) * float64(s.accounts))
		k := [3]int{a, s.product(a, int((h>>24)%20)), int((h >> 34) % 20)}
		if seen[k] {
			continue
		}
		seen[k] = true
		list = append(list, usageSeries{fmt.Sprintf(",ACC-%06d,PRD-%04d,feature_%02d,", k[0], k[1], k[2]), 5 + float64((h>>40)%400)})
	}
	return list
}

const entitlementColumns = "entitlement,account_id,account,country,product,quantity,assigned,start,end,status,auto"

// writeEntitlements writes some entitlements for each account.
func (s size) writeEntitlements(w *bufio.Writer, each int) error {
	fmt.Fprintln(w, entitlementColumns)
	for a := range s.accounts {
		country := []string{"DE", "FR", "IT", "JP", "ES", "GB"}[mix(uint64(a))%6]
		for j := range each {
			h := mix(uint64(a*each+j) * 7919)
			q := 10 + int(h%2000)
			start := s.last.AddDate(0, 0, -int((h>>20)%365))
			end := s.last.AddDate(0, 0, int((h>>32)%1095))
			status := []string{"active", "active", "active", "active", "active", "active", "active", "suspended", "trial", "cancelled"}[(h>>44)%10]
			_, err := fmt.Fprintf(w, "ENT-%07d,ACC-%06d,Account %d,%s,PRD-%04d,%d,%d,%s,%s,%s,%s\n", a*each+j, a, a, country,
				s.product(a, j), q, int(float64(q)*float64((h>>12)%110)/100), start.Format(time.DateOnly), end.Format(time.DateOnly), status, []string{"yes", "no", ""}[(h>>50)%3])
			if err != nil {
				return err
			}
		}
	}
	return nil
}
