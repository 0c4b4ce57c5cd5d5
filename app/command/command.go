// Package command is the program without a window: one command per run, for
// scripts, tests and the system's scheduler (docs/cli.md).
package command

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/spf13/cobra"

	"headroom/app/profile"
	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric/builtin"
	"headroom/backend/notify"
	"headroom/backend/notify/desktop"
	"headroom/backend/notify/keyring"
)

// Version is the version of the program.
const Version = program.Version

// The exit statuses.
const (
	statusDone    = 0
	statusRefused = 1 // because of the input; nothing changed
	statusUsage   = 2
	statusStore   = 3
	statusPartly  = 4 // some files were refused
)

// valued are the global flags that take the next argument as their value.
var valued = map[string]bool{"--store": true, "--now": true, "--zone": true, "--lang": true, "--open": true}

// LinkScheme begins an address of a page of the window, as the system hands it over.
const LinkScheme = "headroom://"

// Known says whether the arguments ask for a command or its help rather than
// for the window: whether a word stands among them that is no flag's value.
func Known(args []string) bool {
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-h" || a == "--help" || a == "-v" || a == "--version":
			return true
		case valued[a]:
			i++
		case strings.HasPrefix(strings.ToLower(a), LinkScheme):
			// a page of the window
		case !strings.HasPrefix(a, "-"):
			return true
		}
	}
	return false
}

// face is one run of the command face.
type face struct {
	stdout, stderr io.Writer
	store          string
	now            string
	zone           string
	lang           string
	json           bool
	status         int
}

// errUsage marks an error of the command line itself.
type errUsage struct{ error }

// Run runs one command and returns its exit status.
func Run(args []string, stdout, stderr io.Writer) int {
	f := &face{stdout: stdout, stderr: stderr}
	root := f.root()
	// A word that is no command is refused before the flags are read.
	f.json = slices.Contains(args, "--json")
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	ctx, stop := interruptible()
	defer stop()
	if err := root.ExecuteContext(ctx); err != nil {
		return f.refuse(err)
	}
	return f.status
}

func (f *face) root() *cobra.Command {
	root := &cobra.Command{
		Use: "headroom", Short: "A 360° view of every account, from exported portfolio files",
		SilenceErrors: true, SilenceUsage: true, Version: Version,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&f.store, "store", "", "the SQLite `file`; default: your profile")
	flags.StringVar(&f.now, "now", "", "the clock for this run, RFC 3339 `time`")
	flags.StringVar(&f.zone, "zone", "", "IANA time zone `name`; default: the machine's")
	flags.StringVar(&f.lang, "lang", "en", "language `code`: en it de fr es ja; of the catalog's words and of explanations; refusals are English")
	flags.BoolVar(&f.json, "json", false, "one JSON document on standard output")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return errUsage{flagProblem(err)} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(f.importCommand(), f.inspectCommand(), f.importsCommand(), f.undoCommand(), f.movedCommand(), f.rejectedCommand(), f.mendCommand(), f.stalenessCommand(),
		f.identityCommand(), f.mergeCommand(), f.apartCommand(), f.unmergeCommand(), f.digestCommand(), f.catalogCommand(), f.definitionsCommand(), f.defineCommand(), f.undefineCommand(), f.valuesCommand(), f.expressionCommand(), f.textCommand(), f.askCommand(), f.explainCommand(), f.reportsCommand(), f.reportCommand(),
		f.rulesCommand(), f.ruleCommand(), f.checkCommand(), f.inboxCommand(), f.doneCommand(), f.reopenCommand(), f.snoozeCommand(), f.watchCommand(), f.segmentsCommand(),
		f.agentCommand(), f.settingsCommand(), f.setCommand(), f.secretCommand(), f.backupCommand(), f.restoreCommand(), f.verifyCommand(), f.demoCommand(), f.versionCommand())
	return root
}

// flagProblem says what is wrong with the value of a flag, where the words for
// it are those of the parser of numbers.
func flagProblem(err error) error {
	said, parser, ok := strings.Cut(err.Error(), ": strconv.")
	switch {
	case !ok:
		return err
	case strings.HasPrefix(parser, "ParseBool"):
		return fmt.Errorf("%s: it is true or false", said)
	}
	return fmt.Errorf("%s: it is a whole number", said)
}

// refuse prints why a run ended and returns its status.
func (f *face) refuse(err error) int {
	var usage errUsage
	status := statusRefused
	shown := fault.Of(err)
	switch {
	case errors.As(err, &usage) || isCobra(err):
		status, shown = statusUsage, fault.New(fault.Invalid, "%s", err)
	case shown.Code == fault.Store:
		status = statusStore
	}
	if f.json {
		_ = json.NewEncoder(f.stdout).Encode(map[string]any{"error": shown})
	} else {
		_, _ = f.stderr.Write(forTerminal(fmt.Appendln(nil, "headroom:", shown.Error())))
	}
	if shown.Code == fault.Internal {
		_, _ = f.stderr.Write(forTerminal(fmt.Appendln(nil, "cause:", err)))
	}
	return status
}

// isCobra reports whether err is about unknown commands or arguments, which
// cobra does not type.
func isCobra(err error) bool {
	var f *fault.Error
	if errors.As(err, &f) {
		return false
	}
	text := err.Error()
	for _, start := range []string{"unknown command", "accepts ", "requires ", "unknown flag", "invalid argument"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// print writes a value as one JSON document, or as text.
func (f *face) print(v any, text func(io.Writer)) error {
	if f.json {
		return json.NewEncoder(f.stdout).Encode(v)
	}
	var b bytes.Buffer
	text(&b)
	_, err := f.stdout.Write(forTerminal(b.Bytes()))
	return err
}

// clock returns the run's clock and zone.
func (f *face) clock() (func() time.Time, *time.Location, error) {
	if !slices.Contains(builtin.Languages, f.lang) {
		return nil, nil, errUsage{fmt.Errorf("--lang: %q is not one of %s", f.lang, strings.Join(builtin.Languages, " "))}
	}
	zone := time.Local
	if f.zone != "" {
		z, err := time.LoadLocation(f.zone)
		if err != nil {
			return nil, nil, errUsage{fmt.Errorf("--zone: %q is no time zone", f.zone)}
		}
		zone = z
	}
	if f.now == "" {
		return time.Now, zone, nil
	}
	t, err := time.Parse(time.RFC3339, f.now)
	if err != nil {
		return nil, nil, errUsage{fmt.Errorf("--now: %q is not RFC 3339, such as 2026-11-20T08:00:00Z", f.now)}
	}
	if f.zone == "" {
		zone = t.Location()
	}
	return func() time.Time { return t }, zone, nil
}

// with opens the program on the store and runs do.
func (f *face) with(ctx context.Context, create bool, do func(*program.Program) error) (err error) {
	now, zone, err := f.clock()
	if err != nil {
		return err
	}
	where, err := profile.At(f.store)
	if err != nil {
		return err
	}
	p, err := program.Open(ctx, program.Options{Path: where.Store, Create: create, Now: now, Zone: zone, Language: f.lang, Spoken: where.Language(), Channels: []notify.Channel{{Name: "desktop", Sender: desktop.New()}}, Secrets: keyring.Keyring{}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	return do(p)
}

// mostInput bounds a document, because not every input ends.
const mostInput = 64 << 20

// readInput reads a text file, or standard input for "-".
func readInput(name string) ([]byte, error) {
	from := os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "The file cannot be read.").InFile(name)
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, mostInput+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The file cannot be read.").InFile(name)
	}
	if len(data) > mostInput {
		return nil, fault.New(fault.Invalid, "The file is longer than 64 MiB.").InFile(name)
	}
	return plainText(data), nil
}

// plainText returns a text as UTF-8 without the mark that says how it is
// written: PowerShell writes files with one, the older in UTF-16.
func plainText(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(data, []byte("\uFEFF"))
	}
	var units []uint16
	for rest := data[2:]; len(rest) >= 2; rest = rest[2:] {
		units = append(units, order.Uint16(rest))
	}
	return []byte(string(utf16.Decode(units)))
}

// readJSON reads a JSON document from a file, or from standard input for "-",
// strictly, as fault.ReadJSON does.
func readJSON(name string, into any) error {
	data, err := readInput(name)
	if err != nil {
		return err
	}
	if err := fault.ReadJSON(data, into); err != nil {
		return fault.Of(err).InFile(name)
	}
	return nil
}
