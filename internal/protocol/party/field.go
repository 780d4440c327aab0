package party

import (
	"strings"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The most that fields may hold, in bytes, and that pages and lists may count.
const (
	maxID      = 128
	maxName    = 256
	maxToken   = 4 << 10
	maxURL     = 2 << 10
	maxText    = 4 << 10 // of a message
	maxPage    = 1 << 20
	maxListed  = 100
	maxQuoted  = 10
	defaultRow = 20
)

// plain refuses what no field may hold. Nil is absent.
func plain(field string, value *string, limit int, required bool) error {
	switch {
	case value == nil || *value == "":
		if required {
			return fault.Field(field, "is missing")
		}
	case len(*value) > limit:
		return fault.Field(field, "is longer than %d bytes", limit)
	case strings.ContainsFunc(*value, unicode.IsControl):
		return fault.Field(field, "holds control characters")
	}
	return nil
}
