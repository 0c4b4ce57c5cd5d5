// Package bridge is what the window may call: structs whose methods translate,
// call one service, and translate back (docs/bridge.md). The rule not to
// break: every method returns, even after a panic, because a call that panics
// would leave the window waiting for ever.
package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"time"

	"headroom/backend/export"
	"headroom/backend/fault"
	"headroom/backend/identity"
	"headroom/backend/ingest"
	"headroom/backend/ingest/folder"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

// askTimeout bounds every read, so that no page waits for ever.
const askTimeout = 30 * time.Second

// Desk is the backend as the window uses it.
type Desk interface {
	Path() string
	ReadOnly() string
	ClockWasWrong() bool
	Today() portfolio.Day
	Ask(ctx context.Context, q metric.Query) (metric.Result, error)

	CatalogIn(ctx context.Context, language string) (metric.Catalog, error)
	Answer(ctx context.Context, v report.View, asking report.Asking) (report.Answer, error)
	ExplainIn(ctx context.Context, language string, q metric.Query, at metric.Cell) (metric.Explanation, error)
	DrillIn(ctx context.Context, language string, q metric.Query, at metric.Cell) ([]metric.ExplainedPart, error)
	Rows(ctx context.Context, q metric.Query) (json.RawMessage, error)
	Values(ctx context.Context, l metric.ValueList) ([]metric.ListedValue, error)

	Export(ctx context.Context, w io.Writer, f export.Format, v report.View, asking report.Asking, region string) (int, error)

	Definitions(ctx context.Context) (metric.Definitions, error)
	Define(ctx context.Context, d metric.Definitions, dryRun bool) error
	Undefine(ctx context.Context, kind metric.DefinitionKind, name string) error
	Uses(ctx context.Context, kind metric.DefinitionKind, name string) ([]metric.Use, error)
	Expression(ctx context.Context, written string, dataset metric.Relation, decimalComma bool) (metric.ExpressionReading, string, error)

	Library(ctx context.Context, kind report.Kind, lang string) ([]report.Entry, error)
	Document(ctx context.Context, kind report.Kind, name, lang string) (json.RawMessage, error)
	SaveDocument(ctx context.Context, kind report.Kind, document []byte) (report.Kept, error)
	RemoveDocument(ctx context.Context, kind report.Kind, name string) error
	RestoreDocument(ctx context.Context, kind report.Kind, name string) error
	FavouriteDocument(ctx context.Context, kind report.Kind, name string, on bool) error

	Find(ctx context.Context, text, lang string, limit int) ([]report.Found, error)

	Import(ctx context.Context, q ingest.Request) ([]ingest.Result, error)
	ImportDemo(ctx context.Context, progress func(ingest.Progress)) ([]ingest.Result, error)
	Imports(ctx context.Context) ([]ingest.Result, error)
	Undo(ctx context.Context, id int64) error
	IsDemo(r ingest.Result) bool
	Title(profile string) string
	Files(path string) ([]ingest.File, error)
	Inspect(ctx context.Context, path, member string, said ingest.Request) (ingest.Inspection, error)
	Rejected(ctx context.Context, id int64, limit, offset int) (ingest.Quarantine, error)
	SaveRejected(ctx context.Context, id int64, file string) error
	Retry(ctx context.Context, id int64, mended []ingest.Rejected, q ingest.Request) (ingest.Result, error)
	Staleness(ctx context.Context) ([]ingest.Staleness, error)
	Moved(ctx context.Context, id int64) (ingest.Review, error)
	MovedBetween(ctx context.Context, from, to int64) (ingest.Review, error)
	Memories(ctx context.Context) ([]ingest.Memory, error)
	ForgetMemory(ctx context.Context, id int64) error
	TrustMemory(ctx context.Context, id int64, on bool) error

	Folders(ctx context.Context) ([]folder.Folder, error)
	AddFolder(ctx context.Context, dir string, auto bool) (int64, error)
	RemoveFolder(ctx context.Context, id int64) error
	FoundFiles(ctx context.Context) ([]folder.File, error)
	SetFound(ctx context.Context, id int64, path string, state folder.State) error

	Suggestions(ctx context.Context) ([]identity.Suggestion, error)
	Decisions(ctx context.Context) ([]identity.Decision, error)
	Merge(ctx context.Context, kind identity.Kind, from, into string) error
	KeepApart(ctx context.Context, kind identity.Kind, a, b string) error
	Unmerge(ctx context.Context, id int64) error

	Watch(ctx context.Context, kind, key string, on bool) error
	Watched(ctx context.Context) (watch.Watchlist, error)
	InboxOf(ctx context.Context, accountKey string) ([]watch.Item, error)
	OpenCount(ctx context.Context) (int, error)
	FindInbox(ctx context.Context, a watch.InboxAsking) (watch.InboxPage, error)
	ChooseInbox(ctx context.Context, a watch.InboxAsking) ([]int64, error)
	InboxItem(ctx context.Context, id int64, lang string) (watch.Item, ItemDetail, error)
	ItemHistory(ctx context.Context, id int64) ([]watch.Activity, error)
	DoneWith(ctx context.Context, ids []int64, reason string) error
	Reopen(ctx context.Context, ids ...int64) error
	SnoozeUntil(ctx context.Context, ids []int64, until watch.Return, reason string) error
	DraftName(ctx context.Context, id int64, extension string) (string, error)
	WriteDraft(ctx context.Context, id int64, lang string, w io.Writer) error
	WriteCalendar(ctx context.Context, ids []int64, lang string, w io.Writer) error

	Rules(ctx context.Context) ([]watch.Listed, error)
	ListRules(ctx context.Context, lang string) ([]ListedRule, error)
	RuleTemplates(lang string) []template.Template
	AddRule(ctx context.Context, r watch.Rule) (int64, error)
	SaveRule(ctx context.Context, id int64, r watch.Rule) (int64, error)
	SetRuleState(ctx context.Context, id int64, state watch.RuleState) error
	RemoveRule(ctx context.Context, id int64) error
	DuplicateRule(ctx context.Context, id int64) (int64, error)
	RuleVersions(ctx context.Context, id int64, lang string) ([]watch.RuleVersion, error)
	RestoreRule(ctx context.Context, id int64, number int) error
	Activity(ctx context.Context, q watch.ActivityAsking) (watch.ActivityPage, error)
	InspectRule(ctx context.Context, id int64, r watch.Rule, lang string) (watch.Inspection, error)
	RehearseRule(ctx context.Context, r watch.Rule, from, to portfolio.Day, lang string) (watch.Rehearsal, error)
	WhyRule(ctx context.Context, id int64, instance string) (watch.Explanation, error)
	TestRule(ctx context.Context, r *watch.Rule, to watch.Destination, lang string) (Tested, error)
	Segments(ctx context.Context) ([]watch.Segment, error)
	SaveSegment(ctx context.Context, segment []byte) (string, error)
	RemoveSegment(ctx context.Context, name string) error

	Settings(ctx context.Context) (map[string]string, error)
	SetSetting(ctx context.Context, name, value string) error
	Channels(ctx context.Context) ([]Channel, error)
	SetSecret(ctx context.Context, name, value string) error
	HasSecret(ctx context.Context, name string) (bool, error)
	Backup(ctx context.Context, file string) error
}

// Host is what the shell lends the bridge.
type Host interface {
	// Desk returns the open backend, or why there is none.
	Desk() (Desk, error)
	// Restore puts a backup in the place of the store and opens it.
	Restore(ctx context.Context, file string) error
	// Emit sends an event to the window.
	Emit(name string, data ...any)
	OpenFiles() ([]string, error)
	OpenFile(title, pattern string) (string, error)
	OpenFolder(title string) (string, error)
	SaveFile(title, name string) (string, error)
	// CopyText and CopyPicture fill the clipboard; the latter, with a PNG, says
	// false where this system cannot.
	CopyText(text string) error
	CopyPicture(png []byte) (bool, error)
	// Print opens the system's dialog for printing the page.
	Print() error
	// AskPermission asks the system whether notifications may be shown.
	AskPermission() (string, error)
	// AgentStatus says how the program stands with the system's scheduler, which
	// checks while no window is open; SetAgent registers it there or takes it back.
	AgentStatus() (string, error)
	SetAgent(on bool) (string, error)
	// StartAtLogin has the system start the program with the person's session.
	StartAtLogin(on bool) error
	// StartsAtLogin reports whether it does.
	StartsAtLogin() (bool, error)
	Version() string
	// Language is that of the window, "" before it is known.
	Language() string
}

// base is what every bound struct has.
type base struct {
	host Host
	log  *slog.Logger
}

// reading returns the backend and a context for one read.
func (b base) reading() (Desk, context.Context, context.CancelFunc, error) {
	desk, err := b.host.Desk()
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	return desk, ctx, cancel, err
}

// guard turns a panic of a bound method into its error and keeps the cause of
// an internal error in the log.
func (b base) guard(method string, err *error) {
	if r := recover(); r != nil {
		b.log.Error("panic", "method", method, "value", fmt.Sprint(r), "stack", string(debug.Stack()))
		*err = fault.New(fault.Internal, "Something went wrong. Details are in the log.")
		return
	}
	if *err != nil && fault.Of(*err).Code == fault.Internal {
		b.log.Error("failed", "method", method, "cause", (*err).Error())
	}
}

// change does something where the store can be changed.
func (b base) change(do func(context.Context, Desk) error) (bool, error) {
	if err := b.writable(); err != nil {
		return false, err
	}
	desk, ctx, cancel, err := b.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	err = do(ctx, desk)
	return err == nil, err
}

// Bound returns the structs whose methods the window may call.
func Bound(host Host, log *slog.Logger) []any {
	b := base{host, log}
	return []any{&System{b}, &Portfolio{base: b}, &Imports{base: b}, &Identity{b}, &Inbox{b}, &Rules{b}, &Settings{b}, &Reports{b}, &Library{b}, &Definitions{b}, &Search{b}, &Exports{b}}
}
