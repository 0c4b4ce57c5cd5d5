package expr_test

import (
	"errors"
	"strings"
	"testing"

	"headroom/backend/metric/expr"
)

// sold is the columns that typical mistakes are made with.
var sold = scope{
	"quantity":       {Name: "quantity", Type: expr.Number, Unit: "licenses", Whole: true},
	"assigned":       {Name: "assigned", Type: expr.Number, Unit: "licenses", Whole: true},
	"days_to_end":    {Name: "days_to_end", Type: expr.Number, Unit: "days", Whole: true},
	"value":          {Name: "value", Type: expr.Number, Unit: "minor", UnitColumn: "currency", Whole: true},
	"charged_value":  {Name: "charged_value", Type: expr.Number, Unit: "minor", UnitColumn: "charged_currency", Whole: true},
	"currency":       {Name: "currency", Type: expr.Text},
	"account":        {Name: "account", Type: expr.Text},
	"product":        {Name: "product", Type: expr.Text},
	"end_date":       {Name: "end_date", Type: expr.Date},
	"trial":          {Name: "trial", Type: expr.Boolean},
	"custom.Go live": {Name: "custom.Go live", Type: expr.Text},
	"headroom":       {Name: "headroom", Type: expr.Number, Expression: "[quantity] - [assigned]"},
	"broken":         {Name: "broken", Type: expr.Number, Expression: "[quantity] - "},
	"a":              {Name: "a", Type: expr.Number, Expression: "[b] + 1"},
	"b":              {Name: "b", Type: expr.Number, Expression: "[c] * 2"},
	"c":              {Name: "c", Type: expr.Number, Expression: "[a]"},
	"total":          {Name: "total", Type: expr.Number, Expression: "AGG_SUM([quantity])"},
}

// TestMistakesAreExplained holds that every mistake is answered at its place,
// with what is wrong and what to write.
func TestMistakesAreExplained(t *testing.T) {
	for _, c := range []struct{ text, at, message, hint string }{
		{`[quantty] * 2`, "[quantty]", "There is no column [quantty].", "Did you mean [quantity]?"},
		{`[Quantity] * 2`, "[Quantity]", "There is no column [Quantity].", "Did you mean [quantity]?"},
		{`quantty * 2`, "quantty", "There is no column quantty.", "Did you mean [quantity]? Texts stand in double quotes."},
		{`IF([account] = Contoso, 1, 0)`, "Contoso", "The word Contoso is neither a column nor a function.", `Write a text in double quotes, "Contoso", and a column in brackets.`},
		{`SUMM([quantity])`, "SUMM", "There is no function SUMM.", ""},
		{`LEN([account])`, "LEN", "There is no function LEN.", "Did you mean LENGTH(text)?"},
		{`ROUNDD([quantity], 2)`, "ROUNDD", "There is no function ROUNDD.", "Did you mean ROUND(number, places)?"},
		{`SUM([quantity])`, "SUM", "There is no function SUM.", "Did you mean AGG_SUM(value, group, …)?"},
		{`IF([quantity] > 1, 2`, "IF(", "The brackets of IF are not closed.", "Put ) behind its last argument."},
		{`([quantity] + 1`, "(", "The ( here is never closed.", "Put ) where the part ends."},
		{`[quantity] + 1)`, ")", "There is a ) without a (.", "Leave it out, or put ( where the part begins."},
		{`IF([quantity] > 1, 2)`, "IF([quantity] > 1, 2)", "IF takes 3 arguments, and here are 2.", "Write IF(condition, then, else)."},
		{`LEFT([account])`, "LEFT([account])", "LEFT takes 2 arguments, and here are 1.", "Write LEFT(text, count)."},
		{`IFS([trial], 1, [trial])`, "IFS([trial], 1, [trial])", "IFS takes pairs of a condition and a value, and here are 3.", "Write IFS(condition, value, condition, value, …)."},
		{`[account] * 2`, "[account]", "What stands left of * must be a number, but this is text.", "Use VALUE(text) to read a number from a text."},
		{`[account] + [product]`, "[account]", "What stands left of + must be a number, but this is text.", "Use CONCATENATE(first, second) to join texts."},
		{`ROUND([account], 2)`, "[account]", "The first argument of ROUND must be a number, but this is text.", "Use VALUE(text) to read a number from a text."},
		{`UPPER([quantity])`, "[quantity]", "The first argument of UPPER must be text, but this is a number.", "Use TEXT(value) to make a text of it."},
		{`IF([quantity], 1, 2)`, "[quantity]", "The first argument of IF must be true or false, but this is a number.", "Compare it with something, such as [quantity] > 0."},
		{`[quantity] == 3`, "==", "Equality is tested with one =.", "Write = instead of ==."},
		{`[quantity] != 3`, "!=", "There is no sign !=.", "Write <> for not equal."},
		{`[quantity] > 1 && [trial]`, "&&", "There is no sign &&.", "Write AND(first, second)."},
		{`[quantity] > 1 AND [trial]`, "AND", "AND is a function and stands before its conditions.", "Write AND(first, second)."},
		{`IF([quantity] > 1; 2; 3)`, ";", "Arguments are separated by , here.", "Write , instead of ;."},
		{`[account] = 'Contoso'`, "'", "Texts stand in double quotes.", `Write " instead of '.`},
		{`[account] = “Contoso”`, "“", "This is a typographic quote.", `Write ".`},
		{`[account] = "Contoso`, `"Contoso`, "The text that starts here has no end.", `Put " behind its last character; a " within it is written "".`},
		{`[quantity * 2`, `[quantity * 2`, "The name of the column that starts here has no end.", "Put ] behind it."},
		{`[quantity] * 10%`, "10%", "There is no percent sign.", "Write 0.1."},
		{`[quantity] * 1,5`, ",", "Decimals are written with a point here.", "Write 1.5."},
		{`ABS(1,5)`, "1,5", "ABS takes 1 argument, and here are 2.", "If this is a decimal, write 1.5. Write ABS(number)."},
		{`[quantity] + [days_to_end]`, `[quantity] + [days_to_end]`, "Licenses and days do not go together.", "Use columns of the same unit, or divide one by the other to compare them as a rate."},
		{`[value] - [charged_value]`, `[value] - [charged_value]`, "Minor by [currency] and minor by [charged_currency] do not go together.", "Use columns of the same unit, or divide one by the other to compare them as a rate."},
		{`AGG_SUM([value], [account])`, `AGG_SUM([value], [account])`, "Amounts of different currency are not put together.", "Group by it: AGG_SUM(…, [currency])."},
		{`AGG_SUM([value] * [quantity])`, `AGG_SUM([value] * [quantity])`, "Amounts of different currency are not put together.", "Group by it: AGG_SUM(…, [currency])."},
		{`AGG_SUM(AGG_MAX([quantity], [account]))`, "AGG_MAX([quantity], [account])", "An aggregate cannot be inside another one.", "Compute the inner one in a calculated column and use it beside, not inside."},
		{`AGG_MAX([total])`, "[total]", "An aggregate cannot be inside another one.", "Compute the inner one in a calculated column and use it beside, not inside."},
		{`[end_date] - TODAY()`, "[end_date]", "What stands left of - must be a number, but this is a date.", `Use DATESUBTRACT(date, number, "D") to go back days, or DAYSBETWEEN(from, to) for the days between two dates.`},
		{`[end_date] > "31.12.2026"`, `"31.12.2026"`, `"31.12.2026" is no date.`, `Write the year first: "2026-12-31".`},
		{`[end_date] > "2026-02-30"`, `"2026-02-30"`, `"2026-02-30" is no date.`, `Write "YYYY-MM-DD", such as "2026-06-30", or "MM/DD/YYYY".`},
		{`DATEADD([end_date], 3, "months")`, `"months"`, `DATEADD has no unit "months".`, `Write "M".`},
		{`DATEADD([end_date], 3, M)`, `M`, "The word M is neither a column nor a function.", `Write a text in double quotes, "M", and a column in brackets.`},
		{`[quantity] = "100"`, `[quantity] = "100"`, "A number cannot be compared with text.", "Write the number without quotes, or use TEXT(value) to make a text of the other side."},
		{`IF([trial], 1, "none")`, `"none"`, "The third argument of IF is text, but the second argument of IF is a number; they must be alike.", "Use VALUE(text) to read a number from a text."},
		{`[quantity] [assigned]`, "[assigned]", "There is no operator between [quantity] and [assigned].", "Put one of + - * / = <> < > <= >= between them, or , between arguments."},
		{`[quantity] * `, "*", "A value is missing behind *.", "Write a number, a text, a column or a function."},
		{`[quantity] * / 2`, "* /", "A value is missing between * and /.", "Write a number, a text, a column or a function there."},
		{`IF([trial], , 1)`, ", ,", "An argument of IF is missing.", "Write IF(condition, then, else); NULL stands for nothing."},
		{`TODAY`, "TODAY", "TODAY needs brackets.", "Write TODAY()."},
		{`{{TARGET}} * 2`, "{{TARGET}}", "The token {{TARGET}} has no value.", "Define it, or write the value itself."},
		{`TEXT([quantity], "abc")`, `"abc"`, `There is no format "abc" of numbers.`, `Use "0", "0.00", "#,##0", "#,##0.00", "0%" or the like.`},
		{`[a] + 1`, "[a]", "The calculated columns go in a circle: a uses b uses c uses a.", "Change one of them so that it does not use the next."},
		{`[broken]`, "[broken]", "The calculated column [broken] cannot be used: A value is missing behind -.", "Write a number, a text, a column or a function."},
		{``, "", "The expression is empty.", "Write a calculation, such as [quantity] * 2."},
		{`NULL`, "NULL", "The value would always be missing.", "Use NULL as one of several values, as in IF(condition, value, NULL)."},
		{`[custom.Go alive]`, "[custom.Go alive]", "There is no column [custom.Go alive].", "Did you mean [custom.Go live]?"},
		{`[account] IN ("a", "b")`, "IN", "There is no operator IN.", `Write OR([column] = "a", [column] = "b").`},
		{`2 * 3px`, "3px", "A number cannot be followed by px.", "Put an operator between them, or write the name of a column in [ ]."},
		{`/* note */ 1`, "/*", "A comment starts with //.", "Write // before each line of the comment."},
	} {
		t.Run(c.text, func(t *testing.T) { explained(t, c.text, false, c.at, c.message, c.hint) })
	}
	for _, c := range []struct{ text, at, message, hint string }{
		{`[quantity] * 1.5`, "1.", "Decimals are written with a comma here.", "Write 1,5 and ; between arguments."},
		{`ROUND([quantity], 2)`, ",", "Arguments are separated by ; here.", "Write ; instead of ,."},
	} {
		t.Run(c.text+" with decimal comma", func(t *testing.T) { explained(t, c.text, true, c.at, c.message, c.hint) })
	}
}

func explained(t *testing.T, text string, decimalComma bool, at, message, hint string) {
	t.Helper()
	_, err := expr.ParseLocal(text, sold, decimalComma)
	var p *expr.Problem
	if !errors.As(err, &p) {
		t.Fatalf("accepted, or no Problem: %v", err)
	}
	if got := string([]rune(text)[p.Start:p.End]); got != at {
		t.Errorf("points at %q (%d to %d), want %q", got, p.Start, p.End, at)
	}
	if p.Message != message {
		t.Errorf("says  %s\nwant  %s", p.Message, message)
	}
	if p.Hint != hint && hint != "" {
		t.Errorf("hints %s\nwant  %s", p.Hint, hint)
	}
}

// TestBounds holds that no text makes the parser, the SQL or a result grow
// without end, and what is said then.
func TestBounds(t *testing.T) {
	chain := scope{"c0": {Name: "c0", Type: expr.Number}}
	for i := range 30 {
		name, before := "c"+string(rune('A'+i)), "c"+string(rune('A'+i-1))
		if i == 0 {
			before = "c0"
		}
		chain[name] = expr.Column{Name: name, Type: expr.Number, Expression: "[" + before + "] + [" + before + "]"}
	}
	deep := func(open, close string, n int) string {
		return strings.Repeat(open, n) + "1" + strings.Repeat(close, n)
	}
	for name, c := range map[string]struct {
		text, message string
		scope         scope
	}{
		"characters":          {strings.Repeat(" ", 2000) + "1", "at most 2000 characters", sold},
		"brackets":            {deep("(", ")", 51), "nested deeper than 50", sold},
		"calls":               {deep("ABS(", ")", 51), "nested deeper than 50", sold},
		"signs":               {strings.Repeat("-", 60) + "1", "nested deeper than 50", sold},
		"parts":               {"1" + strings.Repeat("+1", 400), "too many parts", sold},
		"chain":               {"[c0]" + strings.Repeat("+[c0]", 180), "nested 184 deep where it is computed", chain},
		"columns in columns":  {"[cN]", "more than 2000 parts", chain},
		"longer when changed": {strings.Repeat("assigned+", 219) + "assigned", "at most 2000 characters", sold},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := expr.Parse(c.text, c.scope)
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("got %v, want %s", err, c.message)
			}
		})
	}
	if _, err := expr.Parse(deep("(", ")", 50), sold); err != nil {
		t.Errorf("50 brackets: %v", err)
	}
	if _, err := expr.Parse("[cE]", chain); err != nil {
		t.Errorf("32 parts of one column: %v", err)
	}
	made := "OR([account] = \"a\"" + strings.Repeat(", [account] = \"b\"", 2000) + ")"
	if _, err := expr.ParseMade(made, sold); err != nil {
		t.Errorf("a list of 2,000 texts: %v", err)
	}
}
