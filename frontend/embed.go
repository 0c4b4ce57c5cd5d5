// Package frontend carries the compiled window in the program.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Assets is what Vite has built. Its root is dist, in which Wails finds
// index.html; on a fresh clone it holds a placeholder only.
func Assets() fs.FS { return dist }
