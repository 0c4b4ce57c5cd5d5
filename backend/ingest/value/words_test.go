package value

import (
	"testing"

	"headroom/backend/portfolio"
)

func TestQ20Nulls(t *testing.T) {
	for _, s := range []string{"", " ", "\u00a0", "-", "--", "–", "N/A", "n/a", "N/D", "null", "None", "-NA-", "Not Offered", "Never logged in", "なし"} {
		if !IsNull([]byte(s)) {
			t.Errorf("%q should be nothing", s)
		}
	}
	for _, s := range []string{"NA", "0", "no", "Nora", "-5", "Information", "N", "日本"} {
		if IsNull([]byte(s)) {
			t.Errorf("%q should be something", s)
		}
	}
}

func TestQ21Booleans(t *testing.T) {
	for _, s := range []string{"True", "TRUE", "Yes", "YES", "1", "Y", "Sì", "si", "Ja", "Oui", "VERO", "WAHR", "vrai", "sí", "はい", "x", "X", "有"} {
		if b, res := Bool([]byte(s)); b != portfolio.Yes || res != OK {
			t.Errorf("Bool(%q) = %v, %v; want yes", s, b, res)
		}
	}
	for _, s := range []string{"False", "FALSE", "No", "NO", "0", "N", "Nein", "Non", "FALSO", "FALSCH", "faux", "いいえ", "なし"} {
		if b, res := Bool([]byte(s)); b != portfolio.No || res != OK {
			t.Errorf("Bool(%q) = %v, %v; want no", s, b, res)
		}
	}
	for s, want := range map[string]Result{"": Absent, "N/A": Absent, "maybe": Bad, "2": Bad} {
		if b, res := Bool([]byte(s)); b != portfolio.NoBool || res != want {
			t.Errorf("Bool(%q) = %v, %v; want %v", s, b, res, want)
		}
	}
}

func TestStatusInSixLanguages(t *testing.T) {
	words := map[portfolio.Status][]string{
		portfolio.Active:        {"Active", "DEPLOYED", "Attivo", "Aktiv", "Actif", "Activo", "有効"},
		portfolio.TrialStatus:   {"Trial", "in prova", "Testversion", "essai", "prueba", "試用"},
		portfolio.Grace:         {"In Grace Period", "In periodo di tolleranza", "Nachfrist", "Période de grâce", "En período de gracia", "猶予期間"},
		portfolio.Suspended:     {"Suspended", "sospeso", "Gesperrt", "suspendu", "suspendido", "停止中", "ON_HOLD"},
		portfolio.Disabled:      {"Disabled", "Inactive", "disabilitato", "deaktiviert", "désactivé", "deshabilitado", "無効"},
		portfolio.Deprovisioned: {"Deprovisioned", "eliminato", "gelöscht", "supprimé", "eliminado", "削除済み"},
		portfolio.Cancelled:     {"Churned", "canceled", "disdetto", "gekündigt", "résilié", "cancelado", "解約"},
		portfolio.Upgraded:      {"Upgraded", "sostituito", "ersetzt", "remplacé", "reemplazado", "アップグレード済み"},
		portfolio.Pending:       {"Pending", "in attesa", "ausstehend", "en attente", "pendiente", "保留中"},
		portfolio.Ended:         {"Expired", "scaduto", "abgelaufen", "expiré", "caducado", "期限切れ"},
	}
	for want, list := range words {
		for _, w := range list {
			if got, res := Status([]byte(w)); got != want || res != OK {
				t.Errorf("Status(%q) = %q, %v; want %q", w, got, res, want)
			}
		}
	}
	if got, res := Status([]byte("purple")); got != portfolio.Unknown || res != Bad {
		t.Errorf("an unknown word gives %q, %v", got, res)
	}
	if got, res := Status([]byte("")); got != portfolio.Unknown || res != Absent {
		t.Errorf("no word gives %q, %v", got, res)
	}
}

func TestStatusWordsHaveOneMeaning(t *testing.T) {
	if statuses[""] != "" {
		t.Error("a word folds to nothing")
	}
	for _, set := range []wordSet{nulls, totals, never, yes, no, weekdays} {
		if set[""] {
			t.Error("a word folds to nothing")
		}
	}
	for w := range yes {
		if no[w] {
			t.Errorf("%q is yes and no", w)
		}
	}
}

func TestQ7Totals(t *testing.T) {
	for _, s := range []string{"Total", "TOTALE", "Totale:", "Gesamt", "Summe", "Suma", "合計", "Grand Total", "Total général", "Gesamtergebnis"} {
		if !IsTotals([]byte(s)) {
			t.Errorf("%q should label totals", s)
		}
	}
	for _, s := range []string{"", "Total Glas Nord", "2024-01-01", "Contoso", "Summerhill"} {
		if IsTotals([]byte(s)) {
			t.Errorf("%q should not label totals", s)
		}
	}
}

func TestKey(t *testing.T) {
	cases := map[string]string{
		"PGA_MPNID":                "pgampnid",
		"Meeting count":            "meetingcount",
		"Status [READ ONLY]":       "status",
		"CA[ACCT|Segment]":         "caacctsegment",
		"End Customer|AccountName": "endcustomeraccountname",
		"Quantità":                 "quantita",
		"Primärer Domänenname":     "primarerdomanenname",
		"Id. de suscripción":       "iddesuscripcion",
		"ID d’abonnement":          "iddabonnement",
		"Ｓｔａｔｕｓ":                   "status",
		"\u00a0Month ":             "month",
		"Straße":                   "strasse",
		"数量":                       "数量",
		"":                         "",
	}
	for in, want := range cases {
		if got := Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
	if Key("が") == Key("か") {
		t.Error("voiced kana must stay apart")
	}
}

func TestQ35NameFoldsBlanksAndCase(t *testing.T) {
	if got := Name("\u00a0Söhne   Maschinenbau\u00a0GMBH "); got != "söhne maschinenbau gmbh" {
		t.Errorf("Name = %q", got)
	}
	if string(Trim([]byte("\ufeff\u00a0 x y\u200b\t"))) != "x y" {
		t.Error("Trim leaves blanks")
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Sì [READ ONLY]")
	f.Add("\xff\xfe[")
	f.Fuzz(func(t *testing.T, s string) {
		b := []byte(s)
		Bool(b)
		Status(b)
		IsTotals(b)
		if k := Key(s); Key(k) != k {
			t.Errorf("Key(Key(%q)) = %q, want %q", s, Key(k), k)
		}
		if n := Name(s); Name(n) != n {
			t.Errorf("Name(Name(%q)) = %q, want %q", s, Name(n), n)
		}
	})
}
