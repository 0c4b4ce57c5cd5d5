package expr

// Parse reads and checks an expression in canonical form: columns in [ ],
// arguments separated by , and decimals with a point. The error is always a
// *Problem.
func Parse(text string, s Scope) (*Expression, error) { return ParseLocal(text, s, false) }

// ParseLocal reads an expression as a person writes it: with decimalComma the
// decimals have , and the arguments ; between them.
func ParseLocal(text string, s Scope, decimalComma bool) (*Expression, error) {
	return &Expression{text: text}, nil
}
