package bridge_test

import (
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"

	"headroom/app/bridge"
)

// TestTheContractNamesEveryMethod: docs/bridge.md lists what the window may call.
func TestTheContractNamesEveryMethod(t *testing.T) {
	data, err := os.ReadFile("../../docs/bridge.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, bound := range bridge.Bound(nil, slog.New(slog.DiscardHandler)) {
		kind := reflect.TypeOf(bound)
		for i := range kind.NumMethod() {
			call := kind.Elem().Name() + "." + kind.Method(i).Name
			if strings.Count(text, "`"+call+"(") != 1 {
				t.Errorf("%s is not in docs/bridge.md once", call)
			}
		}
	}
}
