package app

import (
	goruntime "runtime"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
)

// zoomStep is what one press of zoom changes.
const zoomStep = 1.1

// menu is the native menu. Cut, copy and paste need a menu on macOS only;
// elsewhere the web view knows their keys itself.
func (s *shell) menu() *menu.Menu {
	m := menu.NewMenu()
	if goruntime.GOOS == "darwin" {
		m.Append(menu.AppMenu())
	}

	file := m.AddSubmenu("File")
	file.AddText("Import…", keys.CmdOrCtrl("o"), func(*menu.CallbackData) { s.emit("menu:import") })
	if goruntime.GOOS != "darwin" { // there the application menu has it
		file.AddSeparator()
		file.AddText("Quit", keys.CmdOrCtrl("q"), func(*menu.CallbackData) { s.quit() })
	}

	if goruntime.GOOS == "darwin" {
		m.Append(menu.EditMenu())
	}

	view := m.AddSubmenu("View")
	view.AddText("Zoom In", keys.CmdOrCtrl("="), func(*menu.CallbackData) { s.zoomBy(zoomStep) })
	view.AddText("Zoom Out", keys.CmdOrCtrl("-"), func(*menu.CallbackData) { s.zoomBy(1 / zoomStep) })
	view.AddText("Actual Size", keys.CmdOrCtrl("0"), func(*menu.CallbackData) { s.zoomTo(1) })

	help := m.AddSubmenu("Help")
	help.AddText("About Headroom", nil, func(*menu.CallbackData) { s.about() })
	return m
}
