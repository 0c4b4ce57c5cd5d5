// Command headroom is the program. It stands at the root because Wails builds
// the root package; everything else lives in app, backend and frontend.
package main

import (
	"os"

	"headroom/app"
	"headroom/frontend"
)

func main() { os.Exit(app.Main(os.Args[1:], frontend.Assets())) }
