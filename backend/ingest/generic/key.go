package generic

import (
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
)

// keyPart is one part of what tells the rows of a sheet apart: a field, or a
// column that means nothing else, such as a ticket number.
type keyPart struct {
	field  field
	column int // of a part that is no field
}

// keyOf reads the parts the mapping names. An entry is a field, or a header of
// the file.
func (s *sheet) keyOf(names []string) ([]keyPart, error) {
	parts := make([]keyPart, 0, len(names))
	for _, name := range names {
		if f, ok := fieldOf(name); ok {
			if !s.says(f) {
				return nil, fault.At("key", "The key has %q, but no column means that.", name)
			}
			parts = append(parts, keyPart{field: f, column: cells.None})
			continue
		}
		i, err := columnOf(s.header, name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, keyPart{field: fieldCount, column: i})
	}
	return parts, nil
}

// fieldsKey is the default key: those of the fields that the sheet has.
func (s *sheet) fieldsKey(fields ...field) []keyPart {
	var parts []keyPart
	for _, f := range fields {
		if s.says(f) {
			parts = append(parts, keyPart{field: f, column: cells.None})
		}
	}
	return parts
}

// keyText returns the key of the row: the source and the values of its parts.
// Names are folded as accounts and products are; ids keep their case, since
// some systems tell them apart by it. A key whose parts are all empty rejects
// the row.
func (s *sheet) keyText(parts []keyPart) string {
	var b strings.Builder
	b.WriteString("sheet:")
	b.WriteString(s.info.Source)
	empty := true
	for i, p := range parts {
		text := s.partText(p)
		empty = empty && text == ""
		b.WriteByte(":|"[min(i, 1)])
		b.WriteString(escaped.Replace(text))
	}
	if empty {
		s.Reject(s.partColumn(parts), cells.MissingKey, "The row cannot be told apart without this.")
	}
	return b.String()
}

// escaped keeps the parts of a key apart.
var escaped = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

func (s *sheet) partText(p keyPart) string {
	switch p.field {
	case fieldCount:
		return value.ID(s.Text(p.column))
	case accountID:
		id := s.text(accountID)
		if id == "" {
			return s.accountName()
		}
		return value.ID(id)
	case entitlement, request:
		return value.ID(s.text(p.field))
	case account:
		return s.accountName()
	case product, workload, feature, meter:
		return value.Name(s.text(p.field))
	case startDate, endDate, date, closedDate:
		return s.day(p.field).String()
	}
	return s.text(p.field)
}

func (s *sheet) accountName() string {
	if name := s.text(account); name != "" {
		return value.Name(name)
	}
	return value.Name(s.account)
}

func (s *sheet) partColumn(parts []keyPart) int {
	for _, p := range parts {
		if p.column != cells.None {
			return p.column
		}
		if p.field < fieldCount && s.columns[p.field] != cells.None {
			return s.columns[p.field]
		}
	}
	return cells.None
}

// accountKey is the account as part of a default key: its id, else its name.
func (s *sheet) accountKey() field {
	if s.says(accountID) {
		return accountID
	}
	return account
}
