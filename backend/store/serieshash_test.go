package store

import "testing"

// TestSeriesOfOlderStoresKeepTheirHash: stores that knew no clock and no reason
// hashed five texts, and nothing is written again when they are migrated.
func TestSeriesOfOlderStoresKeepTheirHash(t *testing.T) {
	plain := seriesText{workload: "Exchange", workloadRaw: "EXO", feature: "f", meter: "m", partner: "1"}
	if plain.hash() != textHash("Exchange", "EXO", "f", "m", "1") {
		t.Error("a series without a clock and a reason has another hash")
	}
	clocked, denied := plain, plain
	clocked.clock, denied.reason = "reset", "reset"
	if clocked.hash() == plain.hash() || denied.hash() == plain.hash() || clocked.hash() == denied.hash() {
		t.Error("a clock or a reason makes no difference")
	}
}
