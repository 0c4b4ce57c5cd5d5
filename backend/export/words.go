package export

import (
	"embed"

	"headroom/backend/texts"
)

//go:embed words/*.json
var files embed.FS

// wordsIn returns the texts of a file in a language, in English for any other.
var wordsIn = texts.From(files, "words")

// DialogTitle heads the dialog that asks where to save a table, or a picture.
func DialogTitle(lang string, picture bool) string {
	if picture {
		return wordsIn(lang).Say("dialog.picture")
	}
	return wordsIn(lang).Say("dialog.table")
}
