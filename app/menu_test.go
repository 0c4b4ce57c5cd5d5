package app

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
)

// entriesOf lists the entries of a menu and its submenus by their labels.
func entriesOf(m *menu.Menu) []*menu.MenuItem {
	var out []*menu.MenuItem
	for _, item := range m.Items {
		if item.SubMenu != nil {
			out = append(out, entriesOf(item.SubMenu)...)
		} else if !item.IsSeparator() {
			out = append(out, item)
		}
	}
	return out
}

// built is the menu of a system; chosen receives what its entries do.
func built(system string, keys map[string]string, chosen *[]string) []*menu.MenuItem {
	hear := func(entry string) { *chosen = append(*chosen, entry) }
	return entriesOf(menus{
		words: wordsIn("en"), keys: keys, system: system, dashboards: []Page{{Title: "Ends &\n renews", Route: "#/dashboard/renewals"}}, choose: hear, do: hear,
	}.build())
}

func TestEveryEntryOfTheMenuIsSaidAndDoesSomething(t *testing.T) {
	for _, system := range []string{"linux", "windows", "darwin"} {
		var chosen []string
		for _, item := range built(system, nil, &chosen) {
			if item.Role != 0 {
				continue
			}
			before := len(chosen)
			if item.Click(&menu.CallbackData{MenuItem: item}); len(chosen) != before+1 {
				t.Errorf("%s: %q does nothing", system, item.Label)
			}
			if strings.HasPrefix(item.Label, "menu.") {
				t.Errorf("%s: %q has no words", system, item.Label)
			}
		}
		for _, want := range []string{"import", "export", "settings", "palette", "#/portfolio", "#/dashboard/renewals", "keys", "about"} {
			if !slices.Contains(chosen, want) {
				t.Errorf("%s: the menu lacks %s, it has %q", system, want, chosen)
			}
		}
	}
}

func TestKeysOfTheMenuAreOnceAndThoseOfThePerson(t *testing.T) {
	for _, system := range []string{"windows", "darwin"} {
		var chosen []string
		seen := map[string]string{}
		for _, item := range built(system, map[string]string{"import": "mod+i", "find": "g f", "palette": ""}, &chosen) {
			if item.Accelerator == nil {
				continue
			}
			key := keys.Stringify(item.Accelerator, system)
			if other, twice := seen[key]; twice {
				t.Errorf("%s: %q and %q have %s", system, other, item.Label, key)
			}
			seen[key] = item.Label
		}
		if system == "windows" && (seen["Ctrl+I"] != "Import…" || seen["Ctrl+O"] != "" || seen["Ctrl+F"] != "") {
			t.Errorf("keys %q", seen)
		}
	}
	// Where the menu cannot follow the person's choice only Quit has a key.
	var chosen []string
	for _, item := range built("linux", nil, &chosen) {
		if item.Accelerator != nil && item.Label != "Quit" {
			t.Errorf("%q has a key", item.Label)
		}
	}
}

func TestTheMenuShowsTheKeysOfTheWindow(t *testing.T) {
	text, err := os.ReadFile("../frontend/src/lib/shortcuts.ts")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range menuKeys {
		found := regexp.MustCompile(`\n  ` + name + `: shortcut\('\w+', '([^']+)'`).FindSubmatch(text)
		if found == nil || string(found[1]) != want {
			t.Errorf("the window has %s at %q, the menu at %s", name, found, want)
		}
		if parseKeys(want) == nil {
			t.Errorf("the menu cannot show %s", want)
		}
	}
	list := regexp.MustCompile(`sections = \[([^\]]*)\]`).FindSubmatch(text)
	if list == nil || strings.NewReplacer("'", "", " ", "").Replace(string(list[1])) != strings.Join(sections, ",") {
		t.Errorf("the sections of the window are %s", list)
	}
}

func TestKeysThatAMenuCannotHave(t *testing.T) {
	for _, stroke := range []string{"", "e", "g r", "?", "mod+", "enter", "mod+nonsense"} {
		if parseKeys(stroke) != nil {
			t.Errorf("%q has an accelerator", stroke)
		}
	}
}
