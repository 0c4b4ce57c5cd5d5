package expr

import (
	"fmt"
	"slices"
	"strings"
)

// unknownColumn says that there is no column name, and which is meant.
func unknownColumn(name string, names []string, start, end int) *Problem {
	if strings.TrimSpace(name) == "" {
		return problem(start, end, "The brackets are empty.", "Write the name of a column between [ and ].")
	}
	hint := "Choose one of the columns of this dataset."
	if near := nearest(name, names); near != "" {
		hint = "Did you mean [" + near + "]?"
	}
	return problem(start, end, "There is no column ["+name+"].", hint)
}

// unknownWord explains a bare word that is neither a column nor a function.
func (c *checker) unknownWord(word string, start, end int) *Problem {
	if near := nearest(word, c.scope.Names()); near != "" {
		return problem(start, end, "There is no column "+word+".", "Did you mean ["+near+"]? Texts stand in double quotes.")
	}
	return problem(start, end, "The word "+word+" is neither a column nor a function.", `Write a text in double quotes, "`+word+`", and a column in brackets.`)
}

// elsewhere are functions of other languages, and ours that do the same.
var elsewhere = map[string]string{
	"ISEMPTY": "ISBLANK", "IFNULL": "ISNULL", "NVL": "ISNULL", "IFBLANK": "ISNULL", "DATEISNULL": "ISBLANK",
	"LEN": "LENGTH", "CONCAT": "CONCATENATE", "CONTAINS": "INCLUDE", "FIND": "INCLUDE", "SEARCH": "INCLUDE",
	"SUBSTITUTE": "REPLACE", "SUBSTR": "MID", "SUBSTRING": "MID", "LCASE": "LOWER", "UCASE": "UPPER",
	"POW": "POWER", "LN": "LOG", "LOG10": "LOG", "RAND": "RANDOM", "INT": "ROUNDDOWN", "FLOOR": "ROUNDDOWN",
	"CEILING": "ROUNDUP", "CEIL": "ROUNDUP", "TRUNC": "ROUNDDOWN", "SUM": "AGG_SUM", "AVERAGE": "AGG_AVERAGE", "AVG": "AGG_AVERAGE",
	"COUNT": "AGG_COUNT", "MEDIAN": "AGG_MEDIAN", "WEEKDAY": "DAYOFWEEK", "DATEDIFF": "DATEDIF", "DAYS": "DAYSBETWEEN",
	"EDATE": "DATEADD", "CURRENT_DATE": "TODAY", "SWITCH": "IFS", "CASE": "IFS", "TOSTRING": "TEXT", "TONUMBER": "VALUE", "NUMBER": "VALUE",
	"DATE": "DATEVALUE", "DATEPARSE": "DATEVALUE", "DATEFORMAT": "TEXT", "FORMAT": "TEXT", "DATESUB": "DATESUBTRACT",
}

// unknownFunction says that there is no function word, and which is meant.
func unknownFunction(word string, start, end int) *Problem {
	upper := strings.ToUpper(word)
	near := elsewhere[upper]
	if near == "" {
		near = nearest(upper, functionNames)
	}
	hint := "Choose one of the functions of the list."
	if near != "" {
		hint = "Did you mean " + functions[near].Signature + "?"
	}
	return problem(start, end, "There is no function "+upper+".", hint)
}

// count checks the number of arguments.
func (f *operation) count(n, start, end int) *Problem {
	if n >= f.least && (n <= f.most || f.most < 0) && (f.pairs == 0 || n%f.pairs == 0) {
		return nil
	}
	var wanted string
	switch {
	case f.pairs > 0:
		wanted = "pairs of a condition and a value"
	case f.most < 0:
		wanted = fmt.Sprintf("at least %s", arguments(f.least))
	case f.least == f.most:
		wanted = arguments(f.least)
	default:
		wanted = fmt.Sprintf("%d to %s", f.least, arguments(f.most))
	}
	return problem(start, end, fmt.Sprintf("%s takes %s, and here are %d.", f.Name, wanted, n), "Write "+f.Signature+".")
}

func arguments(n int) string {
	switch n {
	case 0:
		return "no arguments"
	case 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

// nearest returns the name most like word, "" where none is like it.
func nearest(word string, names []string) string {
	folded := foldName(word)
	best, least := "", max(1, len([]rune(folded))/3)+1
	if len([]rune(folded)) < 3 {
		least = 1 // everything is near to so short a word
	}
	for _, n := range names {
		candidate := foldName(n)
		if candidate == folded {
			return n
		}
		if d := distance(folded, candidate); d < least {
			best, least = n, d
		}
	}
	if best != "" || len(folded) < 3 {
		return best
	}
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	for _, n := range sorted {
		if strings.HasPrefix(foldName(n), folded) || strings.HasSuffix(foldName(n), folded) {
			return n
		}
	}
	return ""
}

// foldName leaves out what people write differently.
func foldName(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(strings.ToLower(s))
}

// distance is the number of characters to put in, leave out, change or swap
// with the next to make b of a (optimal string alignment).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > 100 || len(t) > 100 {
		return 100
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			cost := 1
			if s[i] == t[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
