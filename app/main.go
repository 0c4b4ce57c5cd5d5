// Package app is the desktop shell: the process, the window and what joins
// them to the backend. It alone knows Wails.
package app

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"headroom/app/command"
	"headroom/backend/fault"
)

// begun is when the program started, to tell how long the window took.
var begun = time.Now()

// Main runs the program and returns its exit status: a command when the
// arguments name one, else the window.
func Main(args []string, assets fs.FS) int {
	if command.Known(args) {
		attachConsole()
		return command.Run(args, os.Stdout, os.Stderr)
	}
	o, err := ParseOptions(args, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	return Window(o, assets, newServices)
}

// Options are what the command line says about the window.
type Options struct {
	Store  string // the SQLite file, "" for the person's own
	Now    string // RFC 3339, "" for the real clock
	Zone   string // IANA name, "" for the machine's
	Lang   string // en it de fr es ja, "" for what the person has set
	Hidden bool   // start without showing the window
	Route  string // hash route to open, such as "#/inbox"
}

// ParseOptions reads the arguments of the window and tells stderr what is wrong with them.
func ParseOptions(args []string, stderr io.Writer) (Options, error) {
	var o Options
	set := flag.NewFlagSet("headroom", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&o.Store, "store", "", "the SQLite `file`; default: your profile")
	set.StringVar(&o.Now, "now", "", "the clock for this run, RFC 3339 `time`")
	set.StringVar(&o.Zone, "zone", "", "IANA time zone `name`")
	set.StringVar(&o.Lang, "lang", "", "language `code`: en it de fr es ja")
	set.BoolVar(&o.Hidden, "hidden", false, "start without showing the window")
	set.StringVar(&o.Route, "open", "", "page to open, a `route` such as #/inbox or headroom://inbox")
	// Windows starts the program of a clicked notification with this argument.
	set.Bool("Embedding", false, "")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	for _, link := range set.Args() { // a link that was clicked
		o.Route = link
	}
	if o.Route == "" {
		return o, nil
	}
	route := routeOf(o.Route)
	if route == "" {
		fmt.Fprintf(stderr, "--open takes a route such as #/inbox or headroom://inbox, not %q\n", o.Route)
		return o, errUsage
	}
	o.Route = route
	return o, nil
}

var errUsage = errors.New("wrong usage")

// clock returns the clock and zone of this run: those of the command line, else
// the machine's.
func (o Options) clock(real func() time.Time) (func() time.Time, *time.Location, error) {
	zone := time.Local
	if o.Zone != "" {
		z, err := time.LoadLocation(o.Zone)
		if err != nil {
			return nil, nil, fault.New(fault.Invalid, "%q is no time zone.", o.Zone)
		}
		zone = z
	}
	if o.Now == "" {
		return real, zone, nil
	}
	t, err := time.Parse(time.RFC3339, o.Now)
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "%q is not RFC 3339, such as 2026-11-20T08:00:00Z.", o.Now)
	}
	if o.Zone == "" {
		zone = t.Location()
	}
	return func() time.Time { return t }, zone, nil
}
