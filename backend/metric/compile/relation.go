package compile

import "headroom/backend/metric"

// relation says what the rows of a relation, f, are and how other tables are
// found from them.
type relation struct {
	from  func(*builder) string   // what the rows are read from
	with  func(*builder) []string // the common table expressions that are made for it; nil: none
	where func(*builder) []string // what limits the rows whatever is asked; nil: nothing
	// joins are how tables are joined where it is not as of a resolved row, and
	// numbers is what stands for a row of a joined table.
	joins, numbers map[string]string
}

// read reads the rows of a table or a common table expression.
func read(name string) func(*builder) string {
	return func(*builder) string { return name + " f" }
}

// joinOrder is the order of joins, with how a table is joined to a resolved row.
var joinOrder = []struct{ table, sql string }{
	{"account", "JOIN account a ON a.id = f.account_id"},
	{"stream", "JOIN stream t ON t.id = f.stream_id"},
	{"product", "LEFT JOIN product p ON p.id = f.product_id"},
	{"entitlement_key", "JOIN entitlement_key k ON k.id = f.id"},
	{"charged", "LEFT JOIN charged c ON c.key_id = f.id"},
	{"first_told", "LEFT JOIN first_told o ON o.key_id = f.id"},
	{"import", `JOIN "import" i ON i.id = f.import_id`},
}

// resolvedNumbers are the numbers of a row that was resolved.
var resolvedNumbers = map[string]string{"account": "+f.account_id", "product": "+f.product_id", "entitlement_key": "f.id"}

// relationOf returns what the rows of r are.
func relationOf(r metric.Relation) relation {
	switch r {
	case metric.Accounts:
		return relation{
			from:    func(*builder) string { return "account a" },
			where:   func(*builder) []string { return []string{"a.live = 1"} },
			joins:   map[string]string{"account": ""},
			numbers: map[string]string{"account": "a.id"},
		}
	case metric.Entitlements:
		return relation{
			from: func(b *builder) string {
				if b.everyState {
					return "state f"
				}
				return "fact f"
			},
			with: func(b *builder) []string {
				ctes := append(b.entitlementState(), b.besideEntitlements()...)
				if !b.everyState {
					ctes = append(ctes, b.facts()...)
				}
				return ctes
			},
			numbers: resolvedNumbers,
		}
	case metric.EveryEntitlement:
		return relation{
			from: read("state"), numbers: resolvedNumbers,
			with:  func(b *builder) []string { return append(b.entitlementState(), b.besideEntitlements()...) },
			where: func(*builder) []string { return []string{"f.kind = 'entitlement'"} },
		}
	case metric.Health:
		return relation{from: read("scored"), with: (*builder).health, numbers: resolvedNumbers}
	case metric.EntitlementHistory:
		return relation{from: read("history"), with: (*builder).history, numbers: resolvedNumbers}
	case metric.EntitlementChanges:
		return relation{from: read("change"), with: (*builder).changes, numbers: resolvedNumbers}
	case metric.Deployment:
		return relation{
			from: func(b *builder) string {
				if b.question.Shares {
					return "stated f"
				}
				return "state f"
			},
			with: (*builder).entitlementState, numbers: resolvedNumbers,
			where: func(*builder) []string { return []string{"f.kind = 'deployment'"} },
		}
	case metric.Imports:
		return relation{from: read("file"), with: (*builder).files}
	case metric.Inbox:
		return relation{
			from: read("item"), with: (*builder).notified,
			joins:   map[string]string{"account": "LEFT JOIN account a ON a.key = f.account_key"},
			numbers: map[string]string{"account": "a.id"},
		}
	case metric.Renewals:
		// A term keeps every column of its row, and so its product beside what
		// that product is.
		return relation{
			from: read("term"), with: (*builder).terms,
			joins:   map[string]string{"product": "LEFT JOIN product p ON p.id = f.canonical_id"},
			numbers: map[string]string{"account": "+f.account_id", "product": "+f.canonical_id", "entitlement_key": "f.id"},
		}
	case metric.Usage, metric.FeatureUsage:
		return relation{
			from: read("series"),
			joins: map[string]string{
				"account": "JOIN ref_account r ON r.ref_id = f.ref_id\nJOIN account a ON a.id = r.account_id",
				"product": canonical("f") + "\nLEFT JOIN product p ON p.id = " + canonicalID("f"),
			},
			numbers: resolvedNumbers,
		}
	case metric.Support:
		return relation{
			from: read("state"), with: (*builder).supportState, numbers: resolvedNumbers,
			where: func(b *builder) []string { return []string{"f.opened_day <= " + b.day(b.question.Day)} },
		}
	case metric.Charges:
		return relation{
			from: read("state"), with: (*builder).ledgerState, numbers: resolvedNumbers,
			where: func(b *builder) []string {
				return []string{"(f.charge_day IS NULL OR f.charge_day <= " + b.day(b.question.Day) + ")"}
			},
		}
	default:
		return relation{}
	}
}
