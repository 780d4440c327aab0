package media

import (
	"context"
	"errors"

	"github.com/xiezhi/xiezhi/internal/egress"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// The stable codes of media that cannot be shown.
const (
	CodeGone     = "media_gone"      // the other side does not have it
	CodeTooLarge = "media_too_large" // in bytes, or in what it would take to draw
	CodeType     = "media_type"      // is nothing that we show
	CodeRefused  = "media_refused"   // the address may not be called
	CodeTimeout  = "media_timeout"   // no answer, or not in time
)

func gone(format string, args ...any) error {
	return fault.New(fault.NotFound, CodeGone, format, args...)
}

func tooLarge(format string, args ...any) error {
	return fault.New(fault.TooLarge, CodeTooLarge, format, args...)
}

func wrongType(format string, args ...any) error {
	return fault.New(fault.Invalid, CodeType, format, args...)
}

func refused(cause error, message string) error {
	return &fault.Error{Kind: fault.Forbidden, Code: CodeRefused, Message: message, Cause: cause}
}

func timeout(cause error, format string, args ...any) error {
	f := fault.Wrap(fault.Unavailable, cause, format, args...)
	f.Code = CodeTimeout
	return f
}

func errTooSmall() error {
	return fault.New(fault.Unavailable, "", "the medium was put away at once: the space for media is too small")
}

// unreachable tells why an address gave nothing.
func unreachable(err error) error {
	switch {
	case fault.HasCode(err, egress.CodeRefused):
		return refused(err, "the address leads to where media are not fetched from")
	case errors.Is(err, context.DeadlineExceeded):
		return timeout(err, "the medium did not come in time")
	}
	return timeout(err, "the address does not answer")
}

// outlives reports whether an older copy may stand in for a failure: the
// address has nothing any more, or nothing now.
func outlives(err error) bool {
	return fault.HasCode(err, CodeGone) || fault.HasCode(err, CodeTimeout)
}

// ours reports whether the error is one of a medium, and not our own trouble.
func ours(err error) bool {
	switch fault.As(err).Code {
	case CodeGone, CodeTooLarge, CodeType, CodeRefused, CodeTimeout:
		return true
	}
	return false
}
