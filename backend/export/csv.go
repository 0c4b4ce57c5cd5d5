package export

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"headroom/backend/csvfile"
	"headroom/backend/metric"
)

// Region is how a spreadsheet of the person's region writes figures.
type Region struct {
	Separator rune
	Decimal   string
}

// pointed are the regions of languages with a decimal comma that write a point.
var pointed = []string{"de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-pr", "es-gt", "es-hn", "es-ni", "es-pa", "es-pe", "es-sv", "es-do"}

// commas are the languages whose regions write a decimal comma.
var commas = map[string]bool{
	"it": true, "de": true, "fr": true, "es": true, "pt": true, "nl": true, "da": true, "sv": true, "nb": true, "no": true, "fi": true, "pl": true,
	"cs": true, "sk": true, "hu": true, "ro": true, "bg": true, "el": true, "ru": true, "uk": true, "tr": true, "hr": true, "sl": true, "lt": true,
	"lv": true, "et": true, "id": true, "vi": true, "ca": true, "sr": true, "is": true,
}

// RegionOf returns how figures are written in the region of a tag such as de-AT.
func RegionOf(tag string) Region {
	tag = strings.ToLower(tag)
	language, _, _ := strings.Cut(tag, "-")
	comma := commas[language] || tag == "en-za"
	for _, p := range pointed {
		if tag == p {
			comma = false
		}
	}
	if comma {
		return Region{Separator: ';', Decimal: ","}
	}
	return Region{Separator: ',', Decimal: "."}
}

// csv writes the answer as CSV: no totals, because a row of them is one more row
// of data to whoever reads it.
func (l layout) csv(ctx context.Context, w io.Writer, f Format, a *answer) (int, error) {
	out := records{w: bufio.NewWriterSize(w, 1<<16), separator: ','}
	heads := l.heads()
	write := l.plain
	if f == CSVLocal {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return 0, fmt.Errorf("write CSV: %w", err)
		}
		out.separator = l.Region.Separator
		write = l.local
	} else {
		for i, c := range l.columns {
			heads[i] = c.Name
		}
	}
	for i, head := range heads {
		heads[i] = csvfile.Safe(head)
	}
	out.write(heads)
	n, record := 0, make([]string, len(l.columns))
	for row, err := range a.rows() {
		if err != nil {
			return n, err
		}
		if n&0xfff == 0 && ctx.Err() != nil {
			return n, ctx.Err()
		}
		n++
		for i, c := range l.columns {
			record[i] = write(c, row)
		}
		out.write(record)
	}
	if err := out.w.Flush(); err != nil {
		return n, fmt.Errorf("write CSV: %w", err)
	}
	return n, nil
}

// records writes records as RFC 4180 says. That of encoding/csv drops the ends of
// lines within a cell that are not its own.
type records struct {
	w         *bufio.Writer // keeps its first error until Flush
	separator rune
}

func (r records) write(record []string) {
	for i, field := range record {
		if i > 0 {
			_, _ = r.w.WriteRune(r.separator)
		}
		if quoted := strings.ContainsAny(field, "\"\r\n\x00\t"+string(r.separator)) || strings.TrimSpace(field) != field; !quoted {
			_, _ = r.w.WriteString(field)
			continue
		}
		_ = r.w.WriteByte('"')
		_, _ = r.w.WriteString(strings.ReplaceAll(field, `"`, `""`))
		_ = r.w.WriteByte('"')
	}
	_, _ = r.w.WriteString("\r\n")
}

// plain writes a cell as the answer has it.
func (l layout) plain(c column, row []any) string {
	if c.index >= len(row) {
		return ""
	}
	switch v := row[c.index].(type) {
	case nil:
		return ""
	case json.Number:
		return v.String()
	case string:
		if _, isTime := l.textual(c, v).(time.Time); isTime {
			return strings.Replace(v, " ", "T", 1)
		}
		return csvfile.Safe(v)
	default:
		return fmt.Sprint(v)
	}
}

// local writes a cell for a spreadsheet of the person's region. Days stay as
// they are: every region reads them.
func (l layout) local(c column, row []any) string {
	switch v := l.cell(c, row).value.(type) {
	case nil:
		return ""
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", l.Region.Decimal, 1)
	case time.Time:
		if c.Type == "date" {
			return v.Format(time.DateOnly)
		}
		return v.Format(strings.TrimSuffix(metric.TimeLayout, ".000"))
	case bool:
		return csvfile.Safe(l.flag(v))
	default:
		return csvfile.Safe(fmt.Sprint(v))
	}
}
