package app

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	goruntime "runtime"
	"runtime/debug"
	"strings"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/app/command"
)

// instance names the program to the system, so that a second start finds the first.
const instance = "app.headroom.desktop"

//go:embed icon.png
var icon []byte

// garbage is how much the heap of the window's process may grow over what is in
// use, in percent, before it is collected, and heap the bytes from which on it is
// collected sooner, and given back to the system.
const (
	garbage = 40
	heap    = 256 << 20
)

// spareMemory collects garbage sooner than Go does by itself: the window stays
// open all day, and what its questions took for a moment would stay with it.
func spareMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heap)
	}
}

// Window opens the window on the services that build makes, and returns the exit
// status of the program when it is closed.
func Window(o Options, assets fs.FS, build func(Host) Services) int {
	if goruntime.GOOS == "linux" && !generatingBindings && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(os.Stderr, "There is no display for the window. Commands work without one: headroom --help")
		return 1
	}
	spareTheGPU()
	spareMemory()
	s, err := newShell(o, build)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	defer s.release()
	if err := onDeepStack(func() error { return wails.Run(s.wailsOptions(assets)) }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if errors.Is(s.refused, errTaken) {
		fmt.Fprintln(os.Stderr, "Headroom is already open on this store.")
		return 1
	}
	if s.refused != nil {
		return 3
	}
	return 0
}

// spareTheGPU keeps WebKitGTK from drawing blank windows with some graphics
// drivers; who has set the variable knows better.
func spareTheGPU() {
	const variable = "WEBKIT_DISABLE_DMABUF_RENDERER"
	if _, set := os.LookupEnv(variable); goruntime.GOOS == "linux" && !set {
		_ = os.Setenv(variable, "1") // fails for malformed names only
	}
}

// wailsOptions is the window as Wails wants to hear it.
func (s *shell) wailsOptions(assets fs.FS) *options.App {
	return &options.App{
		Title:              "Headroom",
		Width:              s.geometry.Width,
		Height:             s.geometry.Height,
		MinWidth:           minWidth,
		MinHeight:          minHeight,
		WindowStartState:   s.startState(),
		StartHidden:        s.options.Hidden || s.refused != nil,
		HideWindowOnClose:  !hidesItself && s.refused == nil && !generatingBindings && s.services.Stays(),
		BackgroundColour:   s.background(),
		Menu:               s.menu(),
		AssetServer:        &assetserver.Options{Assets: assets, Middleware: secure},
		Bind:               s.services.Bind(),
		ErrorFormatter:     formatError(s.log, s.lang),
		Logger:             wailsLog{s.log},
		LogLevel:           logger.WARNING,
		LogLevelProduction: logger.WARNING,
		OnStartup:          s.startup,
		OnDomReady:         s.domReady,
		OnBeforeClose:      s.beforeClose,
		SingleInstanceLock: &options.SingleInstanceLock{UniqueId: s.instance(), OnSecondInstanceLaunch: s.secondLaunch},
		// Disabling the web view's own drop would keep every drop away on Linux;
		// the page prevents its default instead.
		DragAndDrop: &options.DragAndDrop{EnableFileDrop: true},
		Linux:       &linux.Options{ProgramName: "headroom", Icon: icon, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Mac:         &mac.Options{OnUrlOpen: s.open},
		Windows:     &windows.Options{Theme: windows.SystemDefault, DisablePinchZoom: true},
	}
}

// instance is one per profile: a demo may be open beside the person's own window.
func (s *shell) instance() string {
	if id := s.profile.ID(); id != "" {
		return instance + "." + id
	}
	return instance
}

func (s *shell) startState() options.WindowStartState {
	if s.geometry.Maximised {
		return options.Maximised
	}
	return options.Normal
}

// background is the canvas of the theme last seen, so that the first frame does not flash.
func (s *shell) background() *options.RGBA {
	if s.geometry.Dark {
		return options.NewRGB(0x15, 0x17, 0x1b)
	}
	return options.NewRGB(0xff, 0xff, 0xff)
}

// place puts the window where it was, as far as the screen still reaches there.
func (s *shell) place(ctx context.Context) {
	screens, err := runtime.ScreenGetAll(ctx)
	if err != nil {
		s.log.Warn("read the screens", "cause", err)
		return
	}
	s.mu.Lock()
	before := s.geometry
	for _, screen := range screens {
		if screen.IsCurrent {
			s.geometry = s.geometry.fit(screen.Size.Width, screen.Size.Height)
		}
	}
	g := s.geometry
	s.mu.Unlock()
	if g.Maximised {
		return
	}
	if g.Width != before.Width || g.Height != before.Height {
		runtime.WindowSetSize(ctx, g.Width, g.Height)
	}
	if g.placed() {
		runtime.WindowSetPosition(ctx, g.X, g.Y)
	}
}

// tellTheme makes the page report its colour scheme, now and when it changes.
const tellTheme = `(scheme => {
	const tell = () => window.runtime.EventsEmit('theme', scheme.matches ? 'dark' : 'light')
	scheme.addEventListener('change', tell)
	tell()
})(matchMedia('(prefers-color-scheme: dark)'))`

// told changes what is remembered by what the page tells: one value of a type.
func told[T any](s *shell, data []any, change func(g *geometry, value T)) bool {
	if len(data) != 1 {
		return false
	}
	value, ok := data[0].(T)
	if !ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.geometry, value)
	return true
}

// rememberTheme keeps the colour scheme for the background of the next start.
func (s *shell) rememberTheme(data ...any) {
	told(s, data, func(g *geometry, scheme string) { g.Dark = scheme == "dark" })
}

// rememberRoute keeps the page that is shown for the next start.
func (s *shell) rememberRoute(data ...any) {
	told(s, data, func(g *geometry, route string) {
		if route = routeOf(route); route != "" {
			g.Route = route
		}
	})
}

// rememberLanguage keeps the language of the page for menus and dialogs.
func (s *shell) rememberLanguage(data ...any) {
	if told(s, data, func(g *geometry, lang string) {
		if len(lang) <= 2 {
			g.Lang = lang
		}
	}) {
		s.rebuildMenu()
	}
}

// rememberKeys keeps the keys of the page for the menu.
func (s *shell) rememberKeys(data ...any) {
	changed := false
	told(s, data, func(g *geometry, keys map[string]any) {
		fresh := map[string]string{}
		for name, value := range keys {
			if text, ok := value.(string); ok && len(fresh) < mostKeys && len(text) <= 40 {
				fresh[name] = text
			}
		}
		changed = !maps.Equal(fresh, g.Keys)
		g.Keys = fresh
	})
	if changed {
		s.rebuildMenu()
	}
}

// zoomStep is what one press of zoom changes.
const zoomStep = 1.1

// zoom magnifies the page by a step.
func (s *shell) zoom(data ...any) {
	factor := 1.0
	if !told(s, data, func(g *geometry, step string) {
		switch step {
		case "in":
			factor = zoomStep
		case "out":
			factor = 1 / zoomStep
		case "reset":
			factor = 1 / g.Zoom
		}
	}) {
		return
	}
	s.zoomBy(factor)
}

func (s *shell) zoomBy(factor float64) {
	s.mu.Lock()
	zoom := s.geometry.Zoom * factor
	s.mu.Unlock()
	s.zoomTo(zoom)
}

// zoomTo magnifies the page. What fills the window there is 100 % high and not 100
// vh, which would be magnified with the rest.
func (s *shell) zoomTo(zoom float64) {
	zoom = clampZoom(zoom)
	s.mu.Lock()
	s.geometry.Zoom = zoom
	s.mu.Unlock()
	if ctx, err := s.window(); err == nil {
		runtime.WindowExecJS(ctx, fmt.Sprintf("document.documentElement.style.zoom = %g", zoom))
	}
}

func (s *shell) about() {
	ctx, err := s.window()
	if err != nil {
		return
	}
	words := s.words()
	lines := []string{
		words.Say("about.version", "version", command.Version), words.Say("about.store", "path", s.profile.Store), words.Say("about.log", "path", s.profile.Log()),
	}
	_, err = runtime.MessageDialog(ctx, runtime.MessageDialogOptions{
		Type: runtime.InfoDialog, Title: words.Say("menu.about"), Message: strings.Join(lines, "\n"),
	})
	if err != nil {
		s.log.Error("show about", "cause", err)
	}
}
