package store_test

import (
	"reflect"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

func TestMappingsAreRememberedBySignatureNameAndFolder(t *testing.T) {
	s := open(t)
	m := ingest.Memory{
		Signature: "abc", Name: "usage-####.csv", Folder: "/exports", Header: []string{"Kunde", "Menge"}, Shapes: []string{"text", "number"},
		Samples: map[string][]string{"Kunde": {"Contoso"}}, Profile: "generic", Mapping: &ingest.Mapping{Dataset: "usage", Columns: map[string]string{"Kunde": "account"}},
		Habits: map[string]ingest.Habit{"Menge": {Decimal: ","}}, Account: "Contoso", Currency: "EUR",
	}
	first, err := s.Remember(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Trust(t.Context(), first, true); err != nil {
		t.Fatal(err)
	}
	m.Currency = "USD"
	again, err := s.Remember(t.Context(), m)
	if err != nil || again != first {
		t.Fatalf("remembered as %d and %d, %v", first, again, err)
	}
	other := m
	other.Folder = "/elsewhere"
	if id, err := s.Remember(t.Context(), other); err != nil || id == first {
		t.Fatalf("another folder is %d, %v", id, err)
	}
	got, err := s.Recall(t.Context(), "abc")
	if err != nil || len(got) != 2 {
		t.Fatalf("recalled %v, %v", got, err)
	}
	want := m
	want.ID, want.Trusted, want.Uses, want.UsedAt = first, true, 2, "2026-11-20T08:00:00Z"
	if !reflect.DeepEqual(got[1], want) {
		t.Errorf("recalled %+v\nwant     %+v", got[1], want)
	}
	if got, err := s.Recall(t.Context(), "unknown"); err != nil || len(got) != 0 {
		t.Errorf("an unknown signature recalls %v, %v", got, err)
	}
	if err := s.Forget(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Memories(t.Context()); err != nil || len(all) != 1 || all[0].Folder != "/elsewhere" {
		t.Errorf("after forgetting: %+v, %v", all, err)
	}
	if err := s.Forget(t.Context(), first); fault.Of(err).Code != fault.NotFound {
		t.Errorf("forgetting twice: %v", err)
	}
}
