package expr

// Function describes a function of the language, for the editor and the
// documentation.
type Function struct {
	Name      string `json:"name"`
	Class     string `json:"class"`     // logic, number, text, date or aggregate
	Signature string `json:"signature"` // IF(condition, then, else)
	Words     string `json:"words"`
	Example   string `json:"example"`
}

// Functions lists the functions by class and name.
func Functions() []Function { return nil }

// SQLFunction is a pure function of Go that SQL of expressions may call. Every
// connection that runs such SQL has to have it registered as deterministic.
type SQLFunction struct {
	Name string
	Func any
}

// SQLFunctions lists the functions of Go that SQL of expressions calls, where
// SQLite has none that means the same.
func SQLFunctions() []SQLFunction { return nil }
