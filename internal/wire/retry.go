package wire

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// soon is when to try again what is away for a time that nobody knows.
const soon = time.Second

// RetryAfter is how long to wait before trying again after err; 0 means that
// nothing is said about it.
func RetryAfter(err error) time.Duration {
	problem := fault.As(err)
	if problem.RetryAfter == 0 && problem.Kind == fault.Unavailable {
		return soon
	}
	return problem.RetryAfter
}

// SayWhen sets the header Retry-After, in whole seconds, where there is
// something to say.
func SayWhen(w http.ResponseWriter, err error) {
	if wait := RetryAfter(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
}
