package uplus

import (
	"context"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/review"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// Caller makes calls to foreign addresses.
type Caller interface {
	// Do makes one call without following redirects and reads its whole answer.
	Do(ctx context.Context, req *http.Request) (status int, header http.Header, body []byte, err error)
}

// ResourceCheck asks an app's business platform whether a user's picture is
// still there (seed 002, 检查资源): ret 0 means there, another ret gone, and
// everything else is an Unavailable fault, because nobody knows.
func ResourceCheck(caller Caller) review.ResourceCheck {
	return func(ctx context.Context, app tenant.App, userID, url string) (there bool, err error) {
		call, err := resourceCall.request(app, map[string]string{"uid": userID, "url": url})
		if err != nil {
			return false, err
		}
		req, err := http.NewRequestWithContext(ctx, call.Method, call.URL, http.NoBody)
		if err != nil {
			return false, fault.Wrap(fault.Invalid, err, "the call cannot be made")
		}
		req.Header.Set("User-Agent", "xiezhi")
		status, _, body, err := caller.Do(ctx, req)
		if err != nil {
			return false, err
		}
		if status < 200 || status > 299 {
			return false, fault.New(fault.Unavailable, "", "the business platform answers HTTP %d", status)
		}
		said, err := readAnswer(body)
		return err == nil && said.ret == 0, err
	}
}
