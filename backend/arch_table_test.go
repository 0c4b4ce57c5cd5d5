package backend_test

// allowed is the architecture: each package and the packages of this module that
// its code imports. Everyone may use the words (fault, change, portfolio, chunk);
// a stage imports what feeds it and never what it feeds; the edges (store, chart,
// the formats, the channels) own a technology each; app alone sees all. The test
// fails both for an import that is not here and for one that is no longer used.
var allowed = map[string][]string{
	"app":                          {"app/bridge", "app/command", "app/profile", "app/program", "backend/change", "backend/fault", "backend/notify", "backend/notify/desktop", "backend/portfolio", "backend/report", "backend/store", "backend/texts"},
	"app/bench":                    {"app/program", "backend/fault", "backend/ingest", "backend/ingest/tabular", "backend/metric", "backend/metric/builtin", "backend/metric/engine", "backend/portfolio", "backend/report"},
	"app/bridge":                   {"backend/export", "backend/fault", "backend/identity", "backend/ingest", "backend/ingest/folder", "backend/metric", "backend/metric/builtin", "backend/metric/expr", "backend/portfolio", "backend/report", "backend/watch"},
	"app/command":                  {"app/profile", "app/program", "backend/demo", "backend/export", "backend/fault", "backend/identity", "backend/ingest", "backend/metric", "backend/metric/builtin", "backend/metric/expr", "backend/metric/token", "backend/notify", "backend/notify/desktop", "backend/portfolio", "backend/report", "backend/store", "backend/watch"},
	"app/desktest/probe":           {"app", "backend/fault", "backend/notify"},
	"app/profile":                  {},
	"app/program":                  {"app/bridge", "backend/change", "backend/chart", "backend/demo", "backend/export", "backend/fault", "backend/identity", "backend/ingest", "backend/ingest/flexlm", "backend/ingest/flexnet", "backend/ingest/folder", "backend/ingest/generic", "backend/ingest/mapping", "backend/ingest/microsoft365", "backend/ingest/partnercenter", "backend/ingest/support", "backend/ingest/tabular", "backend/ingest/userlist", "backend/metric", "backend/metric/builtin", "backend/metric/compile", "backend/metric/engine", "backend/metric/expr", "backend/metric/token", "backend/notify", "backend/portfolio", "backend/report", "backend/store", "backend/watch"},
	"backend/change":               {},
	"backend/chart":                {"backend/fault", "backend/metric", "backend/portfolio", "backend/report"},
	"backend/chunk":                {},
	"backend/csvfile":              {},
	"backend/demo":                 {"backend/ingest", "backend/portfolio"},
	"backend/export":               {"backend/csvfile", "backend/fault", "backend/metric", "backend/report", "backend/texts"},
	"backend/fault":                {},
	"backend/identity":             {},
	"backend/ingest":               {"backend/csvfile", "backend/fault", "backend/ingest/shape", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/cells":         {"backend/fault", "backend/identity", "backend/ingest", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/flexlm":        {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/flexnet":       {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/folder":        {},
	"backend/ingest/generic":       {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/ingesttest":    {"backend/ingest", "backend/portfolio"},
	"backend/ingest/jsontable":     {"backend/fault", "backend/ingest"},
	"backend/ingest/microsoft365":  {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/mapping":       {"backend/ingest", "backend/ingest/shape", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/partnercenter": {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/tabular":       {"backend/fault", "backend/ingest", "backend/ingest/jsontable", "backend/ingest/value"},
	"backend/ingest/shape":         {"backend/ingest/value"},
	"backend/ingest/support":       {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/userlist":      {"backend/fault", "backend/ingest", "backend/ingest/cells", "backend/ingest/value", "backend/portfolio"},
	"backend/ingest/value":         {"backend/portfolio"},
	"backend/metric":               {"backend/fault", "backend/metric/expr", "backend/portfolio"},
	"backend/metric/expr":          {},
	"backend/metric/builtin":       {"backend/metric", "backend/metric/expr", "backend/metric/token", "backend/portfolio"},
	"backend/metric/compile":       {"backend/fault", "backend/metric", "backend/metric/expr", "backend/portfolio"},
	"backend/metric/token":         {"backend/fault", "backend/metric", "backend/metric/compile", "backend/portfolio"},
	"backend/metric/engine":        {"backend/chunk", "backend/fault", "backend/metric", "backend/metric/compile", "backend/metric/expr", "backend/metric/token", "backend/portfolio"},
	"backend/notify":               {"backend/watch"},
	"backend/notify/desktop":       {"backend/notify"},
	"backend/portfolio":            {},
	"backend/report":               {"backend/fault", "backend/metric", "backend/portfolio"},
	"backend/store":                {"backend/change", "backend/chunk", "backend/fault", "backend/identity", "backend/ingest", "backend/ingest/folder", "backend/metric", "backend/metric/engine", "backend/metric/expr", "backend/notify", "backend/portfolio", "backend/watch"},
	"backend/texts":                {},
	"backend/testkit/fakenotify":   {},
	"backend/watch":                {"backend/fault", "backend/metric", "backend/metric/token", "backend/portfolio", "backend/watch/schedule"},
	"backend/watch/schedule":       {"backend/fault", "backend/portfolio"},
}

// owners are the packages that may know an outside library; each technology is
// behind one package of ours, so that it can be exchanged there.
var owners = map[string][]string{
	"git.sr.ht/~jackmordaunt/go-toast/": {"backend/notify/desktop"},
	"github.com/adrg/xdg":               {"app/profile"},
	"github.com/gen2brain/beeep":        {"backend/notify/desktop"},
	"github.com/go-echarts/go-echarts/": {"backend/chart"},
	"github.com/godbus/dbus/":           {"backend/notify/desktop", "backend/testkit/fakenotify"},
	"github.com/gofrs/flock":            {"app", "app/command"},
	"github.com/klauspost/compress/":    {"backend/store"},
	"github.com/mattn/go-sqlite3":       {"backend/store"},
	"github.com/spf13/cobra":            {"app/command"},
	"github.com/wailsapp/wails/":        {"app"},
	"github.com/xuri/excelize/":         {"app/bench", "backend/export"}, // a peer in the bench, and the tests' second opinion on workbooks
	"golang.org/x/sys/":                 {"app"},
	"golang.org/x/text/":                {"app/program", "backend/ingest/flexlm", "backend/ingest/tabular", "backend/ingest/value"},
}
