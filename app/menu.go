package app

import (
	"embed"
	goruntime "runtime"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/backend/texts"
)

//go:embed words/*.json
var wordFiles embed.FS

// wordsIn returns the texts of menus and dialogs in a language.
var wordsIn = texts.From(wordFiles, "words")

// Page is a page that the menu opens.
type Page struct{ Title, Route string }

// menuKeys are the keys of entries until the window has told those the person
// has: the same as in frontend/src/lib/shortcuts.ts.
var menuKeys = map[string]string{
	"import": "mod+o", "export": "mod+e", "print": "mod+p", "settings": "mod+,", "palette": "mod+k", "find": "mod+f",
	"zoomIn": "mod++", "zoomOut": "mod+-", "zoomReset": "mod+0", "help": "f1",
	"section1": "mod+1", "section2": "mod+2", "section3": "mod+3", "section4": "mod+4", "section5": "mod+5", "section6": "mod+6", "section7": "mod+7",
}

// sections are the pages of the rail, in the order of their number keys.
var sections = []string{"portfolio", "accounts", "dashboards", "reports", "inbox", "rules", "imports"}

// menus builds the native menu. Its entries are shortcuts of the window, which
// alone knows what they do on the page it shows.
type menus struct {
	words      texts.Texts
	keys       map[string]string // of the window, nil before it told any
	system     string
	dashboards []Page
	choose     func(entry string) // a shortcut's name or a route
	do         func(name string)  // quit, about, minimise, maximise, fullscreen
}

// build returns the menu. Cut, copy and paste need one on macOS only; elsewhere
// the web view knows their keys itself.
func (b menus) build() *menu.Menu {
	m := menu.NewMenu()
	mac := b.system == "darwin"
	if mac {
		m.Append(menu.AppMenu())
	}
	b.file(m, mac)
	if mac {
		m.Append(menu.EditMenu())
	} else {
		edit := m.AddSubmenu(b.words.Say("menu.edit"))
		b.entries(edit, "undo", "redo", "", "find")
	}
	b.view(m)
	b.entries(m.AddSubmenu(b.words.Say("menu.go")), "back", "forward", "", "palette")
	window := m.AddSubmenu(b.words.Say("menu.window"))
	for _, name := range []string{"minimise", "maximise", "fullscreen"} {
		b.own(window, name, nil)
	}
	help := m.AddSubmenu(b.words.Say("menu.help"))
	b.entries(help, "help", "keys", "")
	b.own(help, "about", nil)
	return m
}

func (b menus) file(m *menu.Menu, mac bool) {
	file := m.AddSubmenu(b.words.Say("menu.file"))
	b.entries(file, "import", "export", "", "print", "", "settings")
	if !mac { // there the application menu has it
		file.AddSeparator()
		b.own(file, "quit", keys.CmdOrCtrl("q"))
	}
}

func (b menus) view(m *menu.Menu) {
	view := m.AddSubmenu(b.words.Say("menu.view"))
	for i, name := range sections {
		if name == "dashboards" {
			b.dashboardsOf(view)
			continue
		}
		view.AddText(b.words.Say("menu."+name), b.accelerator("section"+string(rune('1'+i))), b.chooses("#/"+name))
	}
	view.AddSeparator()
	b.entries(view, "zoomIn", "zoomOut", "zoomReset")
}

func (b menus) dashboardsOf(view *menu.Menu) {
	list := view.AddSubmenu(b.words.Say("menu.dashboards"))
	list.AddText(b.words.Say("menu.all_dashboards"), b.accelerator("section3"), b.chooses("#/dashboards"))
	if len(b.dashboards) > 0 {
		list.AddSeparator()
	}
	for _, d := range b.dashboards {
		list.AddText(label(d.Title), nil, b.chooses(d.Route))
	}
}

// entries adds shortcuts by name; "" is a line between them.
func (b menus) entries(m *menu.Menu, names ...string) {
	for _, name := range names {
		if name == "" {
			m.AddSeparator()
			continue
		}
		m.AddText(b.words.Say("menu."+name), b.accelerator(name), b.chooses(name))
	}
}

func (b menus) own(m *menu.Menu, name string, accelerator *keys.Accelerator) {
	m.AddText(b.words.Say("menu."+name), accelerator, func(*menu.CallbackData) { b.do(name) })
}

func (b menus) chooses(entry string) menu.Callback {
	return func(*menu.CallbackData) { b.choose(entry) }
}

// accelerator is the key shown beside an entry. Undo and redo have none: in a
// field their keys are the field's. On Linux a menu cannot be built again when
// the person chooses other keys, so there the window alone listens to keys.
func (b menus) accelerator(name string) *keys.Accelerator {
	stroke, listed := menuKeys[name]
	if !listed || b.system == "linux" {
		return nil
	}
	if b.keys != nil {
		stroke = b.keys[name]
	}
	return parseKeys(stroke)
}

// parseKeys reads keys as the window writes them; nil where a menu cannot have
// them: sequences, and keys without Ctrl or Alt.
func parseKeys(stroke string) *keys.Accelerator {
	if strings.HasSuffix(stroke, "++") {
		stroke = strings.TrimSuffix(stroke, "++") + "+plus"
	}
	held, key := "", stroke
	if i := strings.LastIndexByte(stroke, '+'); i >= 0 {
		held, key = stroke[:i+1], stroke[i+1:]
	}
	isFunction := len(key) > 1 && key[0] == 'f' && key[1] >= '1' && key[1] <= '9'
	if !isFunction && !strings.Contains(held, "mod+") && !strings.Contains(held, "alt+") {
		return nil
	}
	named := strings.NewReplacer("mod+", "cmdorctrl+", "alt+", "optionoralt+").Replace(held) + strings.TrimPrefix(key, "arrow")
	accelerator, err := keys.Parse(named)
	if err != nil {
		return nil
	}
	return accelerator
}

// label keeps a name that a person or a file gave from being cut or read as a
// mnemonic.
func label(title string) string {
	plain := strings.Join(strings.Fields(title), " ")
	if runes := []rune(plain); len(runes) > 60 {
		plain = string(runes[:59]) + "…"
	}
	return plain
}

// menu is the native menu as it is at the moment.
func (s *shell) menu() *menu.Menu {
	s.mu.Lock()
	told := s.geometry.Keys
	s.mu.Unlock()
	lang := s.lang()
	return menus{
		words: s.words(), keys: told, system: goruntime.GOOS, dashboards: s.dashboards(lang),
		choose: func(entry string) { s.emit("menu", entry) }, do: s.chosen,
	}.build()
}

// lang is the language of the program, as far as it is known.
func (s *shell) lang() string {
	if s.options.Lang != "" {
		return s.options.Lang
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.geometry.Lang
}

func (s *shell) words() texts.Texts { return wordsIn(s.lang()) }

// dashboards are those the menu lists.
func (s *shell) dashboards(lang string) []Page {
	if s.refused != nil || generatingBindings {
		return nil
	}
	return s.services.Pages(lang)
}

// chosen does what an entry is for that the page has no part in.
func (s *shell) chosen(name string) {
	ctx, err := s.window()
	if err != nil {
		return
	}
	switch name {
	case "quit":
		s.quit(ctx)
	case "about":
		s.about()
	case "minimise":
		runtime.WindowMinimise(ctx)
	case "maximise":
		runtime.WindowToggleMaximise(ctx)
	case "fullscreen":
		if runtime.WindowIsFullscreen(ctx) {
			runtime.WindowUnfullscreen(ctx)
		} else {
			runtime.WindowFullscreen(ctx)
		}
	}
}

// rebuildMenu follows what the window told of keys and language. On Linux that
// shows at the next start.
func (s *shell) rebuildMenu() {
	ctx, err := s.window()
	if err != nil || goruntime.GOOS == "linux" {
		return
	}
	runtime.MenuSetApplicationMenu(ctx, s.menu())
	runtime.MenuUpdateApplicationMenu(ctx)
}
