package store

import (
	"fmt"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/metric/expr"
)

// registerFunctions gives a connection the functions that SQL of expressions
// calls. They follow from their arguments alone, so SQLite may call them once
// for constants.
func registerFunctions(c *sqlite3.SQLiteConn) error {
	for _, f := range expr.SQLFunctions() {
		if err := c.RegisterFunc(f.Name, f.Func, true); err != nil {
			return fmt.Errorf("register %s: %w", f.Name, err)
		}
	}
	return nil
}
