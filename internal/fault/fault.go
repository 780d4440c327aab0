// Package fault is the one kind of error that Xiezhi's rooms hand to each
// other: what went wrong, in a form that every protocol can map to its own
// codes, and a message that is safe to show to a stranger.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of thing went wrong. Each protocol room has one table
// from Kind to its own codes, and a test that demands a row for every Kind.
type Kind uint8

// The kinds. Internal is the zero value on purpose: an error of which nothing
// is known must never look like the caller's mistake.
const (
	Internal        Kind = iota // our mistake; the message is not shown
	Invalid                     // the request is wrong and would be wrong again
	Unauthenticated             // who are you?
	Forbidden                   // we know who you are, and you may not
	NotFound                    // there is no such thing
	WrongMethod                 // the address exists, the method does not
	Conflict                    // somebody else was first
	TooLarge                    // the body is over its limit
	TooMany                     // slow down; see Error.RetryAfter
	Unavailable                 // a part that we need does not answer; try again
)

var kindNames = [...]string{
	"internal", "invalid", "unauthenticated", "forbidden", "not_found",
	"wrong_method", "conflict", "too_large", "too_many", "unavailable",
}

// Kinds lists every kind, for the tests that hold protocol tables complete.
func Kinds() []Kind {
	kinds := make([]Kind, len(kindNames))
	for i := range kinds {
		kinds[i] = Kind(i)
	}
	return kinds
}

// String returns the kind's stable name, which is also the default Code.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Error is an error with a Kind. Message is for people and safe to show;
// Code is stable and for programs; Field names the offending input, if one
// does; Cause is for the log only.
type Error struct {
	Kind       Kind
	Code       string // stable; empty means Kind.String()
	Field      string
	Message    string
	RetryAfter time.Duration // for TooMany and Unavailable; 0 means unsaid
	Detail     any           // what is there instead, safe to show, for a protocol that can say it as JSON; nil for nothing
	Cause      error
}

// Error implements error. It is the log's form and holds the Cause.
func (e *Error) Error() string {
	text := e.StableCode()
	if e.Field != "" {
		text += " " + e.Field
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives errors.Is and errors.As the Cause.
func (e *Error) Unwrap() error { return e.Cause }

// StableCode returns Code, or the kind's name where none was given.
func (e *Error) StableCode() string {
	if e.Code != "" {
		return e.Code
	}
	return e.Kind.String()
}

// New makes an error of a kind with a stable code and a message that is safe
// to show.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Field makes an Invalid error about one named input.
func Field(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error of a kind from a cause that only the log may see.
func Wrap(kind Kind, cause error, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// As returns the *Error inside err. An error of another type becomes an
// Internal one whose message says nothing. As of nil is nil.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return &Error{Kind: Internal, Message: "internal error", Cause: err}
}

// Is reports whether err is, or wraps, an Error of the kind.
func Is(err error, kind Kind) bool {
	return err != nil && As(err).Kind == kind
}

// HasCode reports whether err is, or wraps, an Error with the stable code.
func HasCode(err error, code string) bool {
	return err != nil && As(err).StableCode() == code
}
