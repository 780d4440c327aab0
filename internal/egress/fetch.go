package egress

import (
	"context"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Fetch gets a document, following up to three redirects; each address on the
// way is checked as the first is. All of it takes no longer than one Do. The
// errors are those of Do, and Unavailable for redirects without an end.
func (c *Client) Fetch(ctx context.Context, rawURL string) (status int, header http.Header, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	for range 1 + maxRedirects {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, rawURL, http.NoBody)
		if err != nil {
			return 0, nil, nil, refused("this is no address", unquoted(err))
		}
		status, header, body, err := c.call(ctx, req)
		location := header.Get("Location")
		if err != nil || !redirects(status) || location == "" {
			return status, header, body, err
		}
		next, err := req.URL.Parse(location)
		if err != nil {
			return status, header, body, refused("the answer redirects to what is no address", unquoted(err))
		}
		rawURL = next.String()
	}
	return 0, nil, nil, fault.New(fault.Unavailable, "", "the address redirects more than %d times", maxRedirects)
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
