package systest

import (
	"slices"
	"testing"
)

// doing is one import of a history.
type doing struct {
	name string
	args []string
}

func (h *headroom) do(d doing) int64 {
	h.t.Helper()
	return h.imports1(d.args...).ID
}

// digests remembers the digest of every history that was looked at.
type digests map[string]string

// of is the digest of a store that saw exactly these imports in this order.
func (d digests) of(t *testing.T, history []doing) string {
	t.Helper()
	known, ok := d[names(history)]
	if !ok {
		h := newHeadroom(t)
		for _, one := range history {
			h.do(one)
		}
		known = h.digest()
		d[names(history)] = known
	}
	return known
}

// emptyDigest is the digest of a store without facts.
func emptyDigest(t *testing.T) string {
	t.Helper()
	h := newHeadroom(t)
	h.ends(1, nil, "import", writeFile(t, "nothing.csv", nil))
	return h.digest()
}

// histories are three imports each that get in one another's way.
func histories(t *testing.T) map[string][]doing {
	seats := readTable(t, samples[0].path(t), '\t')
	office := readTable(t, samples[1].path(t), ',')
	events := readTable(t, samples[3].path(t), ',')
	lines := readTable(t, samples[4].path(t), ',')
	invoice := readTable(t, sample{file: "recon_nce_enus.csv"}.path(t), ',')
	month := func(all table, months ...string) table {
		return all.where(func(row map[string]string) bool { return slices.Contains(months, row["Month"][:7]) })
	}
	file := func(name, asOf string, all table, more ...string) doing {
		return doing{name, append([]string{"--as-of", asOf, all.file(t, name)}, more...)}
	}
	less := seats.with("AvailableSeatsEOP", "7").where(func(row map[string]string) bool { return row["CustomerName"] != "Fabrikam GmbH" })
	return map[string][]doing{
		"whole months that overlap": {
			file("january-march.tsv", "2024-03-20", seats),
			file("february-march.tsv", "2024-03-31", month(less, "2024-02", "2024-03")),
			file("january.tsv", "2024-04-01", month(seats.with("AvailableSeatsEOP", "99"), "2024-01")),
		},
		"a part of a month between whole ones": {
			file("all.tsv", "2024-03-31", seats),
			file("part.tsv", "2024-03-31", month(less, "2024-03"), "--partial"),
			file("again.tsv", "2024-03-31", month(seats, "2024-03")),
		},
		"incremental extracts of one line": {
			file("first.csv", "2024-03-01", lines),
			file("second.csv", "2024-03-05", lines.with("Quantity", "12")),
			file("third.csv", "2024-03-03", lines.with("ExpirationDate", "2025-05-31")),
		},
		"months of usage that overlap": {
			file("both.csv", "2024-03-05", office),
			file("february.csv", "2024-03-06", month(office.with("MonthlyActiveUsers", "5"), "2024-02")),
			file("january.csv", "2024-03-07", month(office.with("PaidAvailableUnits", "6"), "2024-01")),
		},
		"events told more than once": {
			file("events.csv", "2024-03-13", events),
			file("less.csv", "2024-03-14", append(slices.Clone(events[:2]), events[3])),
			file("more.csv", "2024-03-15", append(slices.Clone(events), events[1], events[1])),
		},
		"an invoice told more than once": {
			file("first.csv", "2024-03-10", invoice),
			file("corrected.csv", "2024-03-20", invoice.with("Subtotal", "7.00").where(func(row map[string]string) bool { return row["ChargeType"] == "cycleCharge" })),
			file("older.csv", "2024-03-05", invoice.with("TermAndBillingCycle", "Three-Year commitment for monthly/yearly billing")),
		},
		"an invoice beside its subscriptions": {
			file("seats.tsv", "2024-03-31", seats),
			file("invoice.csv", "2024-03-31", invoice),
			file("accounts.csv", "2024-03-31", readTable(t, samples[2].path(t), ',')),
		},
		"three kinds that share accounts": {
			file("seats.tsv", "2024-03-31", seats),
			file("accounts.csv", "2024-03-31", readTable(t, samples[2].path(t), ',')),
			file("lines.csv", "2024-03-31", lines),
		},
	}
}

// with returns the table with another value in a column of every row.
func (t table) with(column, value string) table {
	out := slices.Clone(t)
	at := slices.Index(t[0], column)
	for i := range out[1:] {
		out[i+1] = slices.Clone(out[i+1])
		out[i+1][at] = value
	}
	return out
}

func TestUndoOfAnyOfThreeIsAStoreThatNeverSawIt(t *testing.T) {
	for name, three := range histories(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known := digests{}
			for _, order := range orders(3) {
				history := []doing{three[order[0]], three[order[1]], three[order[2]]}
				all := newHeadroom(t)
				var ids []int64
				for _, d := range history {
					ids = append(ids, all.do(d))
				}
				whole := all.digest()
				for i, undone := range history {
					others := slices.Delete(slices.Clone(history), i, i+1)
					h := all.copied(t)
					if got, want := h.undo(ids[i]), known.of(t, others); got != want {
						t.Errorf("%s undone after %s: another digest than without it", undone.name, names(history))
					}
					// What is imported again is the latest import; in a history where
					// it was the latest anyway the store is the one from before.
					h.do(undone)
					again := append(others, undone)
					want := known.of(t, again)
					if got := h.digest(); got != want || i == 2 && got != whole {
						t.Errorf("%s undone and imported again after %s: another digest than %s", undone.name, names(history), names(again))
					}
				}
			}
		})
	}
}

func TestUndoOfAllInAnyOrderIsAnEmptyStore(t *testing.T) {
	empty := emptyDigest(t)
	for name, three := range histories(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := newHeadroom(t)
			var ids []int64
			for _, d := range three {
				ids = append(ids, all.do(d))
			}
			whole := all.digest()
			if whole == empty {
				t.Fatal("three imports have the digest of an empty store")
			}
			for _, order := range orders(3) {
				h := all.copied(t)
				last := ""
				for _, i := range order {
					last = h.undo(ids[i])
				}
				if last != empty {
					t.Errorf("undone in the order %v: not the digest of an empty store", order)
				}
				for _, d := range three {
					h.do(d)
				}
				if h.digest() != whole {
					t.Errorf("undone in the order %v and imported again: another digest", order)
				}
				h.must(nil, "verify")
			}
		})
	}
}

func TestUndoOfWhatIsNotThere(t *testing.T) {
	h := newHeadroom(t)
	id := h.do(doing{"accounts", importArgs(samples[2].path(t))})
	h.undo(id)
	for _, wrong := range []int64{id, 99, 0, -1} {
		var answer struct{ Error refusal }
		args := []string{"undo", "--", itoa(wrong)}
		if h.ends(1, &answer, args...); answer.Error.Message == "" {
			t.Errorf("undo %d says nothing", wrong)
		}
	}
}

func names(history []doing) string {
	text := ""
	for _, d := range history {
		text += d.name + " "
	}
	return text
}
