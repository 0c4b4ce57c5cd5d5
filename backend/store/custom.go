package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"headroom/backend/portfolio"
)

// customText writes custom fields as a JSON object with sorted keys, "" where
// none has a value. Of several of one name the greatest holds.
func customText(fields []portfolio.Custom) string {
	byName := make(map[string]string, len(fields))
	for _, f := range fields {
		if f.Value != "" {
			byName[f.Name] = max(byName[f.Name], f.Value)
		}
	}
	if len(byName) == 0 {
		return ""
	}
	text, err := json.Marshal(byName)
	if err != nil { // texts by text
		panic(err)
	}
	return string(text)
}

// customOfAccount selects the custom fields of the account at hand: like its
// other attributes each is the latest, and what is told with the external id
// goes before what is told with a name alone.
const customOfAccount = `(SELECT nullif(json_group_object(name, value ORDER BY name), '{}') FROM (
		SELECT j.key AS name, j.value, row_number() OVER (PARTITION BY j.key ORDER BY x.own DESC, q.external = '', r.as_of DESC, r.rank DESC, q.name) AS n
		FROM ref_account x CROSS JOIN account_row r ON r.ref_id = x.ref_id JOIN account_ref q ON q.id = r.ref_id JOIN json_each(r.custom) j
		WHERE x.account_id = account.id)
	WHERE n = 1)`

// CustomFields returns the names of the custom fields that current
// entitlements, accounts and support requests have, in order. Each is a
// dimension "custom." + name of the catalog.
func (s *Store) CustomFields(ctx context.Context) ([]string, error) {
	names := []string{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		}, `SELECT j.key FROM entitlement f, json_each(f.custom) j
			UNION SELECT j.key FROM account f, json_each(f.custom) j WHERE f.live = 1
			UNION SELECT j.key FROM support_request f, json_each(f.custom) j ORDER BY 1`)
	})
	return names, storeError(err, "list custom fields")
}
