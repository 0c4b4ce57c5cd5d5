// Package fault knows the errors that are safe to show a person: a code for
// the program, a sentence for the person, the place in their input, and the
// cause for the log. An error without a fault in its chain is Internal.
package fault

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unicode/utf8"
)

// Code classifies a fault for programs; it decides exit statuses.
type Code string

// The codes. Invalid, Asks, NotFound and Conflict are refusals because of the
// input: nothing was changed. Asks means that the input is whole but leaves
// something open that the person must say; Field names it. TooSlow means that a
// question was given up because it took too long. Store means the store cannot
// be used.
const (
	Invalid   Code = "invalid"
	Asks      Code = "asks"
	NotFound  Code = "not_found"
	Conflict  Code = "conflict"
	Cancelled Code = "cancelled"
	TooSlow   Code = "too_slow"
	Store     Code = "store"
	Internal  Code = "internal"
)

// Error is an error that is safe to show. Message is one sentence saying what
// happened; Hint one sentence saying what to do. File, Row (1-based line of
// the file) and Column name the place in an imported file; Field the path in
// a query or rule. What does not apply is zero.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Column  string `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Hint    string `json:"hint,omitempty"`
	cause   error
}

// Error returns the message with its place, for logs and plain terminals.
func (e *Error) Error() string {
	s := e.Message
	switch {
	case e.File != "" && e.Row > 0 && e.Column != "":
		s = fmt.Sprintf("%s, row %d, column %s: %s", e.File, e.Row, e.Column, s)
	case e.File != "" && e.Row > 0:
		s = fmt.Sprintf("%s, row %d: %s", e.File, e.Row, s)
	case e.File != "":
		s = e.File + ": " + s
	case e.Field != "":
		s = e.Field + ": " + s
	}
	if e.Hint != "" {
		s += " " + e.Hint
	}
	return s
}

// Unwrap returns the cause, which is for the log and never shown.
func (e *Error) Unwrap() error { return e.cause }

// New returns a fault with a formatted sentence.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, brief(args)...)}
}

// At returns an Invalid fault that points at one field of a query, rule or
// setting, such as "filter.all[2].values".
func At(field, format string, args ...any) *Error {
	return &Error{Code: Invalid, Field: field, Message: fmt.Sprintf(format, brief(args)...)}
}

// maxQuoted is how many characters of a text a sentence quotes.
const maxQuoted = 500

// brief cuts the texts that are too long to be read in a sentence, such as the
// name in a question that a program made.
func brief(args []any) []any {
	short := slices.Clone(args)
	for i, arg := range args {
		if v := reflect.ValueOf(arg); v.Kind() == reflect.String {
			short[i] = cut(v.String())
		}
	}
	return short
}

func cut(text string) string {
	if utf8.RuneCountInString(text) <= maxQuoted {
		return text
	}
	return string([]rune(text)[:maxQuoted]) + "…"
}

// Wrap returns a fault that keeps err as its cause.
func Wrap(err error, code Code, format string, args ...any) *Error {
	e := New(code, format, args...)
	e.cause = err
	return e
}

// InFile returns e with the file it speaks of.
func (e *Error) InFile(file string) *Error { e.File = file; return e }

// WithHint returns e with a sentence that says what to do.
func (e *Error) WithHint(hint string) *Error { e.Hint = hint; return e }

// Of returns the fault in err's chain. An error that has none is Internal and
// keeps err as its cause; nil gives nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: Internal, Message: "Something went wrong. Details are in the log.", cause: err}
}
