package app

import (
	"encoding/json"
	"log/slog"

	"headroom/backend/fault"
	"headroom/backend/sentences"
)

// formatError turns an error of a bound method into the JSON text that the
// window parses, in the language of the window; Wails passes it to JavaScript's
// Error, which takes text only.
// What is not a fault is told in general words, and its cause is logged.
func formatError(log *slog.Logger, lang func() string) func(error) any {
	return func(err error) any {
		f := fault.Of(err)
		if f.Code == fault.Internal || f.Code == fault.Store {
			log.Error("a call from the window failed", "code", f.Code, "cause", err)
		}
		text, err := json.Marshal(sentences.In(lang()).Fault(f))
		if err != nil {
			log.Error("encode a fault", "cause", err)
			return `{"code":"internal","message":"Something went wrong. Details are in the log."}`
		}
		return string(text)
	}
}
