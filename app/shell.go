package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	goruntime "runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/app/command"
	"headroom/app/profile"
	"headroom/backend/fault"
	"headroom/backend/sentences"
)

var (
	errNoWindow = errors.New("there is no window yet")
	errTaken    = errors.New("another window has this store")
)

// shell is one window and what it holds: the lock of its profile, the log, the
// services. Wails calls its methods from goroutines of its own.
type shell struct {
	options  Options
	profile  profile.Profile
	log      *slog.Logger
	logFile  io.Closer
	lock     *flock.Flock
	services Services
	cancel   context.CancelFunc // ends the services' context
	refused  error              // why the services do not run, nil when they do
	loaded   sync.Once          // the first page has come
	stands   sync.Once          // and is drawn

	mu       sync.Mutex
	ctx      context.Context // of Wails, nil until its startup
	geometry geometry
	quitting bool   // the person asked for the end, not for the window to close
	begunAt  string // the page last seen before this start
}

// newShell claims the profile and starts the services on it. A profile that
// another window has, or a store that cannot be opened, is no error here: Wails
// must run to wake the other window or to tell the person.
func newShell(o Options, build func(Host) Services) (*shell, error) {
	p, err := profile.At(o.Store)
	if err != nil {
		return nil, err
	}
	s := &shell{options: o, profile: p, log: slog.New(slog.DiscardHandler), geometry: loadGeometry(p.Window())}
	s.begunAt = s.geometry.Route
	if !generatingBindings {
		if err := s.claim(); err != nil {
			return nil, err
		}
	}
	s.services = build(Host{
		Profile:   p,
		Options:   o,
		Version:   command.Version,
		Language:  s.lang,
		Log:       s.log,
		Now:       time.Now,
		Emit:      s.emit,
		Dialogs:   nativeDialogs{s.window, s.words},
		Clipboard: nativeClipboard{s.window},
		Print:     s.print,
		Notifier:  newNotifier(s.window, s.open, s.log),
	})
	if !generatingBindings && s.refused == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.cancel = cancel
		if s.refused = s.services.Start(ctx); s.refused != nil {
			s.log.Error("start", "cause", s.refused)
		}
	}
	return s, nil
}

// claim takes the profile for this window. Wails has a lock of its own, but on
// Linux it needs a session bus and lets the second window start up first.
func (s *shell) claim() error {
	if err := s.profile.Create(); err != nil {
		return err
	}
	s.lock = flock.New(s.profile.Lock())
	taken, err := s.lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock the profile: %w", err)
	}
	if !taken {
		s.refused = errTaken
		return nil
	}
	s.log, s.logFile, err = openLog(s.profile.Log())
	return err
}

// release ends the services and gives the profile back.
func (s *shell) release() {
	if s.cancel != nil {
		s.cancel()
		s.services.Stop()
	}
	if s.logFile != nil {
		s.logFile.Close()
	}
	if s.lock != nil {
		_ = s.lock.Close() // the system frees it with the process
	}
}

// startup is Wails' first call.
func (s *shell) startup(ctx context.Context) {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	if s.refused == nil {
		s.endOnSignals(ctx)
		s.place(ctx)
		runtime.OnFileDrop(ctx, func(_, _ int, paths []string) { s.emit("files:dropped", paths) })
		runtime.EventsOn(ctx, "theme", s.rememberTheme)
		runtime.EventsOn(ctx, "route", s.rememberRoute)
		runtime.EventsOn(ctx, "keys", s.rememberKeys)
		runtime.EventsOn(ctx, "language", s.rememberLanguage)
		runtime.EventsOn(ctx, "zoom", s.zoom)
		runtime.EventsOn(ctx, "drawn", s.drawn)
	}
}

// domReady follows every load of the page.
func (s *shell) domReady(ctx context.Context) {
	if s.refused != nil {
		s.refuse(ctx)
		return
	}
	s.zoomBy(1)
	runtime.WindowExecJS(ctx, tellTheme)
	s.loaded.Do(func() {
		s.log.Info("the window has loaded", "after", time.Since(begun).Round(time.Millisecond), "version", command.Version)
		if route := s.firstRoute(); route != "" {
			s.navigate(ctx, route)
		}
	})
}

// drawn follows the word of the page that it stands, and since how many milliseconds.
func (s *shell) drawn(data ...any) {
	if len(data) != 1 {
		return
	}
	since, _ := data[0].(float64)
	s.stands.Do(func() {
		after := time.Since(begun) - time.Duration(since)*time.Millisecond
		s.log.Info("the first page is drawn", "after", after.Round(time.Millisecond))
		s.services.Drawn()
	})
}

// firstRoute is the page to begin with: the one asked for, else the one last seen.
func (s *shell) firstRoute() string {
	if s.options.Route != "" {
		return s.options.Route
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begunAt
}

// navigate moves the page by its address, which works before the page listens to events.
func (s *shell) navigate(ctx context.Context, route string) {
	text, err := json.Marshal(route)
	if err != nil {
		s.log.Error("open a page", "cause", err)
		return
	}
	runtime.WindowExecJS(ctx, "window.location.hash = "+string(text))
}

// refuse says why there is nothing to show, and ends the program.
func (s *shell) refuse(ctx context.Context) {
	if !errors.Is(s.refused, errTaken) {
		f := sentences.In(s.lang()).Fault(fault.Of(s.refused))
		_, err := runtime.MessageDialog(ctx, runtime.MessageDialogOptions{
			Type: runtime.ErrorDialog, Title: "Headroom", Message: strings.TrimSpace(f.Message + "\n\n" + f.Hint),
		})
		if err != nil {
			s.log.Error("show why the program cannot start", "cause", err)
		}
	}
	s.quit(ctx)
}

// beforeClose remembers the window while it still has a size, and reports
// whether it is only hidden instead of being closed.
func (s *shell) beforeClose(ctx context.Context) bool {
	if s.refused != nil {
		return false
	}
	s.remember(ctx)
	s.mu.Lock()
	quitting := s.quitting
	s.mu.Unlock()
	if quitting || !hidesItself || !s.services.Stays() {
		return false
	}
	runtime.WindowHide(ctx)
	return true
}

// remember keeps where the window is for the next start.
func (s *shell) remember(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.geometry.Maximised = runtime.WindowIsMaximised(ctx)
	if !s.geometry.Maximised && !runtime.WindowIsMinimised(ctx) && !runtime.WindowIsFullscreen(ctx) {
		s.geometry.X, s.geometry.Y = runtime.WindowGetPosition(ctx)
		s.geometry.Width, s.geometry.Height = runtime.WindowGetSize(ctx)
	}
	if err := s.geometry.save(s.profile.Window()); err != nil {
		s.log.Warn("close", "cause", err)
	}
}

// hidesItself says that we hide the window that is closed. On a Mac the window
// itself does, because there its close and the end of the program come the same way.
const hidesItself = goruntime.GOOS != "darwin"

// endOnSignals ends the program when the session does, even where closing the
// window would only hide it: Wails takes a signal for a close.
func (s *shell) endOnSignals(ctx context.Context) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		s.quit(ctx)
	}()
}

// quit ends the program, whatever closing its window does.
func (s *shell) quit(ctx context.Context) {
	s.mu.Lock()
	s.quitting = true
	s.mu.Unlock()
	runtime.Quit(ctx)
}

// secondLaunch is called in the first window when the program is started again.
func (s *shell) secondLaunch(data options.SecondInstanceData) {
	ctx, err := s.window()
	if err != nil {
		return
	}
	runtime.WindowUnminimise(ctx)
	runtime.WindowShow(ctx)
	o, err := ParseOptions(data.Args, io.Discard)
	if err == nil && o.Route != "" {
		s.emit("open", o.Route)
	}
}

// open shows a page of the window, as a click on a notification or on a link
// does. One that comes before the window is the page it begins with.
func (s *shell) open(route string) {
	if route = routeOf(route); route == "" {
		return
	}
	ctx, err := s.window()
	if err != nil {
		s.mu.Lock()
		s.begunAt = route
		s.mu.Unlock()
		return
	}
	runtime.WindowUnminimise(ctx)
	runtime.WindowShow(ctx)
	s.emit("open", route)
}

// window is Wails' context, without which its functions end the process.
func (s *shell) window() (context.Context, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx == nil {
		return nil, errNoWindow
	}
	return s.ctx, nil
}

// emit sends an event to the page. Before there is a window nobody listens.
func (s *shell) emit(name string, data ...any) {
	if ctx, err := s.window(); err == nil {
		runtime.EventsEmit(ctx, name, data...)
	}
}

// print opens the system's dialog for printing the page.
func (s *shell) print() error {
	ctx, err := s.window()
	if err != nil {
		return err
	}
	runtime.WindowPrint(ctx)
	return nil
}
