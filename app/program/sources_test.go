package program_test

import (
	"slices"
	"testing"

	"headroom/app/program"
	"headroom/backend/ingest/generic"
	"headroom/backend/metric/builtin"
)

// TestEverySourceHasAName: a source that Headroom itself names is among the words
// of the catalog, where each language says it. Proper names are the same in all.
func TestEverySourceHasAName(t *testing.T) {
	names, proper := builtin.In("en").Values["source"], []string{"Jira", "Zendesk"}
	for _, profile := range append(program.Profiles(), generic.Profile()) {
		info := profile.Info()
		if _, ok := names[info.Source]; !ok && !slices.Contains(proper, info.Source) {
			t.Errorf("%s: the source %q has no name in the catalog", info.ID, info.Source)
		}
	}
}
