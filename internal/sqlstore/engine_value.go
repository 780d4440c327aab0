package sqlstore

import "time"

// millis is how a time is stored: unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is the time of stored milliseconds, in UTC.
func moment(stored int64) time.Time {
	if stored == 0 {
		return time.Time{}
	}
	return time.UnixMilli(stored).UTC()
}

// asInt is how a truth is stored.
func asInt(truth bool) int64 {
	if truth {
		return 1
	}
	return 0
}
