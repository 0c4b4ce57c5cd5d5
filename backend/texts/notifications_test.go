package texts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// inbox are the words for the place where notifications are that no language says:
// on the screen it is called as they are.
var inbox = regexp.MustCompile(`(?i)\b(inbox|posta in arrivo|posteingang|im eingang|boîte de réception|bandeja)\b|受信トレイ`)

// said are the texts of a tree of them, the English formats of sentences too.
func said(tree any, keys bool) []string {
	var out []string
	switch x := tree.(type) {
	case string:
		return []string{x}
	case map[string]any:
		for key, branch := range x {
			if keys {
				out = append(out, key)
			}
			out = append(out, said(branch, keys)...)
		}
	}
	return out
}

func TestNotificationsHaveOneWordWhereverTheyAre(t *testing.T) {
	for text, want := range map[string]bool{
		"It is in the inbox.": true, "Sie ist im Eingang.": true, "受信トレイにあります。": true, "La boîte de réception est vide.": true,
		"It is under Notifications.": false, "Dateien nach ihrem Eingang": false,
	} {
		if inbox.MatchString(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	files := []string{"../metric/builtin/testdata/words_en.json"}
	for _, pattern := range []string{"../*/words/*.json", "../*/*/words/*.json", "../../app/words/*.json", "../../app/*/words/*.json", "../../frontend/src/locales/*/*.json"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) < len(spoken)-1 {
			t.Fatalf("%s: %d files, %v", pattern, len(found), err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		all := said(tree, filepath.Dir(file) == filepath.Join("..", "sentences", "words"))
		for _, text := range slices.DeleteFunc(all, func(text string) bool { return !inbox.MatchString(text) }) {
			t.Errorf("%s: %s", file, text)
		}
	}
}
