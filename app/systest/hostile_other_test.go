//go:build !unix

package systest

// hostilePaths are none where the system has no pipes in folders.
func hostilePaths() []hostile { return nil }
