package systest

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// chain is ten exports of an ordinary spring, each speaking of a day of its
// own: of one portfolio, by several sources that get in one another's way.
func chain(t *testing.T) []doing {
	seats := readTable(t, samples[0].path(t), '\t')
	office := readTable(t, samples[1].path(t), ',')
	accounts := readTable(t, samples[2].path(t), ',')
	events := readTable(t, samples[3].path(t), ',')
	lines := readTable(t, samples[4].path(t), ',')
	invoice := readTable(t, sample{file: "recon_nce_enus.csv"}.path(t), ',')
	file := func(name, asOf string, all table, more ...string) doing {
		return doing{name, append([]string{"--as-of", asOf, all.file(t, name)}, more...)}
	}
	return []doing{
		file("seats-march.tsv", "2024-03-20", seats),
		file("accounts.csv", "2024-03-21", accounts),
		file("usage-march.csv", "2024-03-22", office),
		file("lines.csv", "2024-03-23", lines),
		file("events.csv", "2024-03-24", events),
		file("invoice.csv", "2024-03-25", invoice),
		file("seats-april.tsv", "2024-04-20", seats.with("AvailableSeatsEOP", "7").where(func(row map[string]string) bool { return row["CustomerName"] != "Fabrikam GmbH" })),
		file("lines-april.csv", "2024-04-21", lines.with("Quantity", "12")),
		file("usage-april.csv", "2024-04-22", office.with("MonthlyActiveUsers", "5")),
		file("accounts-april.csv", "2024-04-23", accounts.with("AccountName", "Renamed")),
	}
}

func TestTheOrderOfImportsDoesNotMatter(t *testing.T) {
	ten := chain(t)
	rnd := rand.New(rand.NewPCG(10, 1))
	want := digests{}.of(t, ten)
	for range 12 {
		order := slices.Clone(ten)
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if got := (digests{}).of(t, order); got != want {
			t.Errorf("imported as %s: another digest", names(order))
		}
	}
	if (digests{}).of(t, ten[:9]) == want {
		t.Error("control: the last of the ten changes nothing")
	}
}

func TestAnOlderFileChangesNothingCurrent(t *testing.T) {
	ten := chain(t)
	h := newHeadroom(t)
	h.do(ten[7])
	now := func() answer {
		return h.ask(map[string]any{"as_of": "2024-04-30", "columns": []string{"entitlement", "quantity", "end_date", "status"}})
	}
	before := now()
	h.do(ten[3])
	if after := now(); len(before.Rows) == 0 || !slices.EqualFunc(before.Rows, after.Rows, slices.Equal[[]any]) {
		t.Errorf("an older extract changed %v into %v", before.Rows, after.Rows)
	}
}

func TestUndoOfAnyOfTenIsAStoreThatNeverSawIt(t *testing.T) {
	ten := chain(t)
	all := newHeadroom(t)
	var ids []int64
	for _, d := range ten {
		ids = append(ids, all.do(d))
	}
	known := digests{}
	for i, d := range ten {
		h := all.copied(t)
		if got, want := h.undo(ids[i]), known.of(t, slices.Delete(slices.Clone(ten), i, i+1)); got != want {
			t.Errorf("%s undone: another digest than without it", d.name)
		}
	}
	empty := emptyDigest(t)
	rnd := rand.New(rand.NewPCG(10, 2))
	for range 6 {
		h := all.copied(t)
		left := slices.Clone(ten)
		for _, i := range rnd.Perm(len(ten)) {
			at := slices.IndexFunc(left, func(d doing) bool { return d.name == ten[i].name })
			left = slices.Delete(left, at, at+1)
			got := h.undo(ids[i])
			if len(left) == 0 && got != empty || len(left) > 0 && got != known.of(t, left) {
				t.Fatalf("%s undone, %s left: another digest than a store that saw only these", ten[i].name, names(left))
			}
		}
	}
}

// historyDays are the days that files of a random history speak of by the day.
var historyDays = []string{"05/02/2024", "12/02/2024", "20/02/2024", "04/03/2024", "18/03/2024"}

// randomHistory is some files of the same sources, each with a Data As Of of
// its own: months, days, keys and books that several of them tell, in whole
// or in part, before they are over and long after.
func randomHistory(t *testing.T, rnd *rand.Rand) []doing {
	seats, office := readTable(t, samples[0].path(t), '\t'), readTable(t, samples[1].path(t), ',')
	lines, invoice := readTable(t, samples[4].path(t), ','), readTable(t, sample{file: "recon_nce_enus.csv"}.path(t), ',')
	accounts, events := readTable(t, samples[2].path(t), ','), readTable(t, samples[3].path(t), ',')
	number := func() string { return itoa(int64(1 + rnd.IntN(40))) }
	some := func(all table) table { return all.where(func(map[string]string) bool { return rnd.IntN(4) > 0 }) }
	months := func(all table) table {
		from, n := 1+rnd.IntN(3), 1+rnd.IntN(3)
		return all.where(func(row map[string]string) bool {
			month := int(row["Month"][6] - '0')
			return month >= from && month < from+n
		})
	}
	kinds := []func() (string, table, map[string]any){
		func() (string, table, map[string]any) {
			return "seats", some(months(seats.with("AvailableSeatsEOP", number()))), nil
		},
		func() (string, table, map[string]any) {
			return "office", some(months(office.with("MonthlyActiveUsers", number()))), nil
		},
		func() (string, table, map[string]any) { return "days", usageByDay(rnd), byDay("P") },
		func() (string, table, map[string]any) { return "snapshots", usageByDay(rnd), byDay("S") },
		func() (string, table, map[string]any) { return "deployed", deployedAt(rnd), deployedMapping },
		func() (string, table, map[string]any) { return "lines", some(lines.with("Quantity", number())), nil },
		func() (string, table, map[string]any) {
			return "invoice", some(invoice.with("Subtotal", number())), nil
		},
		func() (string, table, map[string]any) {
			return "accounts", some(accounts.with("AccountName", "Named "+number())), nil
		},
		func() (string, table, map[string]any) { return "events", some(events), nil },
	}
	favourites := [2]int{rnd.IntN(len(kinds)), rnd.IntN(len(kinds))}
	var history []doing
	for _, asOf := range rnd.Perm(100)[:6] {
		kind := rnd.IntN(len(kinds))
		if rnd.IntN(3) > 0 {
			kind = favourites[rnd.IntN(2)]
		}
		name, rows, mapping := kinds[kind]()
		if len(rows) == 1 {
			continue
		}
		day := dayOf(2024, 1, 15) + day(asOf)
		args := []string{"--as-of", day.String(), rows.file(t, name+".csv")}
		if mapping != nil {
			args = append(args, "--mapping", jsonFile(t, "mapping.json", mapping))
		}
		if kind < 5 && rnd.IntN(3) == 0 {
			args, name = append(args, "--partial"), name+" in part"
		}
		history = append(history, doing{name + " " + day.String(), args})
	}
	return history
}

// byDay is the mapping of use of features by the day.
func byDay(class string) map[string]any {
	return map[string]any{
		"dataset": "usage", "class": class, "source": "Tool " + class, "date_order": "dmy", "constants": map[string]string{"period": "day"},
		"columns": map[string]string{"Day": "date", "Customer": "account", "Feature": "feature", "Active": "active", "Users": "total"},
	}
}

func usageByDay(rnd *rand.Rand) table {
	rows := table{{"Day", "Customer", "Feature", "Active", "Users"}}
	for _, at := range historyDays {
		for _, account := range []string{"Solo Srl", "Contoso Italia SRL"} {
			for _, feature := range []string{"render", "solve"} {
				if rnd.IntN(3) > 0 {
					rows = append(rows, []string{at, account, feature, itoa(int64(rnd.IntN(30))), itoa(int64(rnd.IntN(30)))})
				}
			}
		}
	}
	return rows
}

var deployedMapping = map[string]any{
	"dataset": "deployment", "class": "S", "source": "Device tool", "columns": map[string]string{"Customer": "account", "Product": "product", "Assigned": "assigned"},
}

func deployedAt(rnd *rand.Rand) table {
	rows := table{{"Customer", "Product", "Assigned"}}
	for _, account := range []string{"Solo Srl", "Contoso Italia SRL", "Fabrikam GmbH"} {
		if rnd.IntN(3) > 0 {
			rows = append(rows, []string{account, pickOne(rnd, products), itoa(int64(rnd.IntN(50)))})
		}
	}
	return rows
}

func pickOne[T any](rnd *rand.Rand, all []T) T { return all[rnd.IntN(len(all))] }

// TestTheOrderOfRandomHistoriesDoesNotMatter imports each history in its own
// order and in others, takes one import back that is told again, and verifies.
func TestTheOrderOfRandomHistoriesDoesNotMatter(t *testing.T) {
	n := 24
	if testing.Short() {
		n = 6
	}
	for seed := range n {
		t.Run(itoa(int64(seed)), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(seed), 11))
			history := randomHistory(t, rnd)
			want := digests{}.of(t, history)
			for range 3 {
				order := slices.Clone(history)
				rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				h := newHeadroom(t)
				var ids []int64
				for _, d := range order {
					ids = append(ids, h.do(d))
				}
				if h.digest() != want {
					t.Fatalf("imported as %s: another digest than as %s", names(order), names(history))
				}
				i := rnd.IntN(len(order))
				h.undo(ids[i])
				if h.do(order[i]); h.digest() != want {
					t.Fatalf("%s taken back and imported again after %s: another digest", order[i].name, names(order))
				}
				h.must(nil, "verify")
			}
		})
	}
}

// TestTheOrderOfTheFilesOfAPortfolioDoesNotMatter imports the files of invented
// portfolios in two orders.
func TestTheOrderOfTheFilesOfAPortfolioDoesNotMatter(t *testing.T) {
	for seed := range 6 {
		t.Run(itoa(int64(seed)), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, uint64(seed))
			order := slices.Clone(w.files)
			w.rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			if (digests{}).of(t, order) != (digests{}).of(t, w.files) {
				t.Errorf("imported as %s: another digest", names(order))
			}
		})
	}
}
