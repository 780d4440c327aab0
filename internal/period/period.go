// Package period is how long something is kept, as people write it: 30d.
package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day is a day of 24 hours.
const Day = 24 * time.Hour

// The shortest and the longest that anything may be kept.
const (
	Shortest = 1
	Longest  = 3650
)

// Period is a number of days; 0 says nothing. Its text is 30d, and empty for 0.
type Period int

// Allowed says what Parse takes.
const Allowed = "a number of days from 1d to 3650d, such as 30d"

// Parse reads 30d, or a length of time of whole days such as 720h; empty is 0.
func Parse(text string) (Period, error) {
	if text == "" {
		return 0, nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || !strings.HasSuffix(text, "d") {
		length, wrong := time.ParseDuration(text)
		if wrong != nil || length%Day != 0 {
			return 0, fmt.Errorf("must be %s", Allowed)
		}
		days = int(length / Day)
	}
	if days < Shortest || days > Longest {
		return 0, fmt.Errorf("must be %s", Allowed)
	}
	return Period(days), nil
}

// Length is how long it lasts.
func (p Period) Length() time.Duration { return time.Duration(p) * Day }

// String implements fmt.Stringer.
func (p Period) String() string {
	if p == 0 {
		return ""
	}
	return strconv.Itoa(int(p)) + "d"
}

// MarshalText implements encoding.TextMarshaler.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = Parse(string(text))
	return err
}
