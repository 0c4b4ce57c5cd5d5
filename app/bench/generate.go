package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
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

// product of the j-th entitlement of an account.
func (s size) product(account, j int) int {
	return int(mix(uint64(account)*31+uint64(j)*1000003) % uint64(s.products))
}

// write writes both files into dir, unless a run of the same size did.
func (s size) write(dir string) error {
	done := filepath.Join(dir, fmt.Sprintf("generated-%d", s.rows()))
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	if err := s.writeUsage(filepath.Join(dir, "usage.csv")); err != nil {
		return err
	}
	if err := s.writeEntitlements(filepath.Join(dir, "entitlements.csv")); err != nil {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}

// writeUsage writes the usage file: date,account_id,product_id,feature,
// active_users,quantity, sorted by date, about 60 bytes a row.
func (s size) writeUsage(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "date,account_id,product_id,feature,active_users,quantity")
	texts, bases := s.usageSeries()
	buf := make([]byte, 0, 128)
	for d := range s.days {
		day := s.last.AddDate(0, 0, d-s.days+1)
		date := day.Format(time.DateOnly)
		level := 1.0
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			level = 0.35
		}
		for i, text := range texts {
			h := mix(uint64(i)<<20 ^ uint64(day.Unix()/86400))
			v := int(bases[i] * level * (0.85 + 0.3*float64(h%1000)/1000))
			q := v*37 + int((h>>12)%1000)
			buf = append(append(buf[:0], date...), text...)
			buf = strconv.AppendInt(buf, int64(v), 10)
			buf = strconv.AppendInt(append(buf, ','), int64(q/10), 10)
			buf = append(buf, '.', byte('0'+q%10), byte('0'+(h>>30)%10), '\n')
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
	}
	return w.Flush()
}

// usageSeries returns the middle columns and the level of each series. A few
// accounts have many series, most have few.
func (s size) usageSeries() (texts []string, bases []float64) {
	seen := map[[3]int]bool{}
	for i := 0; len(texts) < s.series; i++ {
		h := mix(uint64(i) * 2654435761)
		u := float64(h%1000003) / 1000003
		a := int(math.Pow(u, 1.4) * float64(s.accounts))
		k := [3]int{a, s.product(a, int((h>>24)%20)), int((h >> 34) % 20)}
		if seen[k] {
			continue
		}
		seen[k] = true
		texts = append(texts, fmt.Sprintf(",ACC-%06d,PRD-%04d,feature_%02d,", k[0], k[1], k[2]))
		bases = append(bases, 5+float64((h>>40)%400))
	}
	return texts, bases
}

// writeEntitlements writes two entitlements for each account.
func (s size) writeEntitlements(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "entitlement,account_id,account,country,product,quantity,assigned,start,end,status,auto")
	for a := range s.accounts {
		for j := range 2 {
			h := mix(uint64(a*2+j) * 7919)
			q := 10 + int(h%2000)
			start := s.last.AddDate(0, 0, -int((h>>20)%365))
			end := s.last.AddDate(0, 0, int((h>>32)%1095))
			status := []string{"active", "active", "active", "active", "active", "active", "active", "suspended", "trial", "cancelled"}[(h>>44)%10]
			fmt.Fprintf(w, "ENT-%07d,ACC-%06d,Account %d,%s,PRD-%04d,%d,%d,%s,%s,%s,%s\n", a*2+j, a, a, []string{"DE", "FR", "IT", "JP", "ES", "GB"}[h%6],
				s.product(a, j), q, int(float64(q)*float64((h>>12)%110)/100), start.Format(time.DateOnly), end.Format(time.DateOnly), status, []string{"yes", "no", ""}[(h>>50)%3])
		}
	}
	return w.Flush()
}
