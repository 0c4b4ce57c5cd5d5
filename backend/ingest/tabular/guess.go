package tabular

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
)

// containerGuesses says that a file was unpacked.
func containerGuesses(packed bool) []ingest.Guess {
	if !packed {
		return nil
	}
	return []ingest.Guess{{
		Name: "container", Value: "gzip", Confidence: ingest.Certain,
		Reason: "It begins as gzip files do; what it holds is read.",
	}}
}

// encodingGuess says how the bytes of a text spell characters, with words that
// show whether that is right.
func (h textHead) encodingGuess() ingest.Guess {
	g := ingest.Guess{Name: "encoding", Value: h.was.enc.name(), Confidence: ingest.Certain, Choices: encodingNames()}
	odd := oddWords(h.text)
	shown := strings.Join(odd, ", ")
	switch enc := h.was.enc; {
	case h.was.said:
		g.Reason = "You said so."
		if shown != "" {
			g.Reason = "You said so; it gives " + shown + "."
		}
	case h.marked:
		g.Reason = "It begins with the mark of this encoding."
	case enc == undecided:
		g.Reason = "So far it holds only letters that read the same in nearly every encoding."
	case enc == utf8Text:
		g.Reason = "All its characters are valid UTF-8: " + shown + "."
	case enc == utf16le || enc == utf16be:
		g.Reason, g.Confidence = "Every other byte is empty, as UTF-16 has it.", ingest.Likely
	case enc == windows1252:
		g.Reason, g.Confidence = "It is not UTF-8; read as Windows-1252 it gives "+shown+".", ingest.Likely
		if strings.ContainsFunc(shown, unlikely1252) {
			g.Reason = "It is not UTF-8, and read as Windows-1252 it gives odd characters: " + shown + "."
			g.Confidence = ingest.Unknown
		}
	default:
		g.Reason, g.Confidence = "It is neither UTF-8 nor Windows-1252; read so it gives "+shown+".", ingest.Likely
	}
	return g
}

// unlikely1252 reports characters that hardly occur in names and headers: where
// they do, the text is in another encoding.
func unlikely1252(r rune) bool {
	return strings.ContainsRune("‚ƒ„†‡ˆ‰‹›˜¤¦§¨¬¯±¶¸¹¼½¾×÷¡¢£¥\u0081\u008d\u008f\u0090\u009d", r)
}

// oddWords returns the first few different words of a text that are not ASCII.
func oddWords(text []byte) []string {
	const most, longest = 5, 30
	var words []string
	seen := map[string]bool{}
	for len(text) > 0 && len(words) < most {
		i := asciiPrefix(text)
		if i == len(text) {
			break
		}
		from, to := i, i
		for from > 0 && wordByte(text[from-1]) && i-from < longest {
			from--
		}
		for to < len(text) && (wordByte(text[to]) || text[to] >= utf8.RuneSelf) && to-i < 2*longest {
			to++
		}
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to++
		}
		word := string(text[from:to])
		if !seen[word] {
			seen[word] = true
			words = append(words, strconv.Quote(shownName(word)))
		}
		text = text[to:]
	}
	return words
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// commaNames are the delimiters in words.
var commaNames = map[byte]string{',': "a comma", ';': "a semicolon", '\t': "a tab", '|': "a bar"}

// delimiterGuess says what separates cells: the sign that gives the most rows
// of one width.
func (d *dialect) delimiterGuess(said byte) ingest.Guess {
	g := ingest.Guess{Name: "delimiter", Value: string(rune(d.comma)), Confidence: ingest.Certain}
	for _, c := range commas {
		g.Choices = append(g.Choices, string(rune(c)))
	}
	best, second := run{}, 0.0
	for _, r := range d.runs {
		if r.comma == d.comma {
			best = r
		} else {
			second = max(second, r.score)
		}
	}
	name := commaNames[d.comma]
	if name == "" {
		name = strconv.Quote(string(rune(d.comma)))
	}
	fits := fmt.Sprintf("%d of %d rows have %d cells", best.fits, best.rows, best.wide)
	switch {
	case said != 0:
		g.Reason = "You said so: " + fits + "."
	case len(d.runs) == 1:
		g.Reason = "The first line declares it: " + fits + "."
	case best.wide < 2:
		g.Reason, g.Confidence = "No sign separates the rows into cells of the same number.", ingest.Unknown
	case second > best.score*0.9:
		g.Reason, g.Confidence = fmt.Sprintf("With %s %s, but another sign fits nearly as well.", name, fits), ingest.Unknown
	default:
		g.Reason = fmt.Sprintf("With %s %s; no other sign fits as well.", name, fits)
		if best.fits < best.rows || best.rows < 3 {
			g.Confidence = ingest.Likely
		}
	}
	return g
}

// leadGuesses speaks of the lines programs put above a header.
func (d *dialect) leadGuesses() []ingest.Guess {
	var list []ingest.Guess
	for _, line := range d.lead {
		g := ingest.Guess{Name: "type_line", Value: line, Reason: "PowerShell writes this line above the header; it is left out.", Confidence: ingest.Certain}
		if isSepLine(line) {
			g.Name, g.Reason = "separator_line", "This line tells Excel the delimiter; it is obeyed and left out."
		}
		list = append(list, g)
	}
	return list
}

// headerGuess says which row names the columns.
func headerGuess(rows []ingest.Row, head, found int, said bool) ingest.Guess {
	g := ingest.Guess{Name: "header", Value: strconv.Itoa(rows[head].Line), Confidence: ingest.Certain}
	for _, r := range rows {
		if !blank(r.Cells) && len(g.Choices) < 10 {
			g.Choices = append(g.Choices, strconv.Itoa(r.Line))
		}
	}
	filled, named := filledCells(rows[head]), labels(rows[head])
	switch {
	case said && head != found:
		g.Reason = fmt.Sprintf("You said so; row %d would have been taken.", rows[found].Line)
	case said:
		g.Reason = "You said so."
	case named*4 < filled*3:
		g.Reason = fmt.Sprintf("Only %d of its %d cells read like names, but no other row fits better.", named, filled)
		g.Confidence = ingest.Unknown
	default:
		g.Reason = fmt.Sprintf("It is the first row as wide as those below, and %d of its %d cells read like names.", named, filled)
		if head > 0 || named < filled {
			g.Confidence = ingest.Likely
		}
	}
	return g
}

// preambleGuesses speaks of the lines above a header. Its choices are the days
// one of them may speak of, which may be those the data is of.
func preambleGuesses(lines []string) []ingest.Guess {
	if len(lines) == 0 {
		return nil
	}
	g := ingest.Guess{
		Name: "preamble", Value: strings.Join(lines, "\n"), Confidence: ingest.Likely,
		Reason: plural(len(lines), "line stands", "lines stand") + " above the header and " + either(len(lines), "is", "are") + " not read as rows.",
	}
	for _, line := range lines {
		if g.Choices = daysIn(line); len(g.Choices) > 0 {
			g.Reason += " The data may be of " + strings.Join(g.Choices, " or ") + "."
			break
		}
	}
	return []ingest.Guess{g}
}

// dayShapes find what may be a day in a line of text.
var dayShapes = regexp.MustCompile(`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}[- .]{1,2}\pL{3,9}[- .,]{1,2}\d{4}|\pL{3,9}\.? \d{1,2},? \d{4}`)

// daysIn finds the day a line speaks of: two where day and month may be either.
func daysIn(line string) []string {
	for _, text := range dayShapes.FindAllString(line, 4) {
		var days []string
		for _, order := range []value.Order{value.AnyOrder, value.DMY, value.MDY} {
			day, when := value.Date([]byte(text), ingest.Text, order)
			if when == value.OnDay && !slices.Contains(days, day.String()) {
				days = append(days, day.String())
			}
		}
		if len(days) > 0 {
			return days
		}
	}
	return nil
}

// footerGuesses speaks of the rows below a table.
func footerGuesses(dropped []string, kept bool) []ingest.Guess {
	if len(dropped) == 0 {
		return nil
	}
	g := ingest.Guess{
		Name: "footer", Value: strings.Join(dropped, "\n"), Confidence: ingest.Likely,
		Reason: plural(len(dropped), "row", "rows") + " at the end " + either(len(dropped), "is", "are") + " far narrower than the others and left out.",
	}
	if kept {
		g.Reason = "You said that the end is read as rows, though it is far narrower than the others."
	}
	return []ingest.Guess{g}
}

// sheetGuesses speaks of the sheet and of a header of two rows.
func sheetGuesses(name string, all []string, h sheetHeader, said bool) []ingest.Guess {
	g := ingest.Guess{Name: "sheet", Value: name, Confidence: ingest.Certain, Choices: all, Reason: "It is the only sheet that can be seen."}
	switch {
	case said:
		g.Reason = "You said so."
	case len(all) > 1:
		g.Reason = fmt.Sprintf("The workbook has %d sheets; the one whose header fits best is read.", len(all))
		g.Confidence = ingest.Likely
	}
	list := []ingest.Guess{
		{Name: "container", Value: "workbook", Confidence: ingest.Certain, Reason: "It is an archive that holds the parts of an Excel workbook."}, g,
	}
	if h.bottom > h.top {
		list = append(list, ingest.Guess{
			Name: "merged_headers", Value: strings.Join(h.names, "\n"), Confidence: ingest.Likely,
			Reason: "Cells of the upper row span those below, so both rows name the columns.",
		})
	}
	return list
}

func plural(n int, one, many string) string {
	return strconv.Itoa(n) + " " + either(n, one, many)
}

func either(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
