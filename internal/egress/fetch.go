package egress

import (
	"context"
	"io"
	"net/http"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Answer is an answer whose Body is yet to be read, and to be closed, by whom
// it is given.
type Answer struct {
	Status int
	Header http.Header
	Length int64 // of the body in bytes, as the other side says; -1 where it does not
	Body   io.ReadCloser
}

// Fetch gets a document, following up to three redirects; each address on the
// way is checked as the first is. All of it takes no longer than one Do. The
// errors are those of Do, and Unavailable for redirects without an end.
func (c *Client) Fetch(ctx context.Context, rawURL string) (status int, header http.Header, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	answer, err := c.Open(ctx, rawURL)
	if err != nil {
		return 0, nil, nil, err
	}
	defer func() { _ = answer.Body.Close() }() // a failed close of what was read changes nothing
	body, err = read(ctx, answer.Body)
	return answer.Status, answer.Header, body, err
}

// Open begins to get a document as Fetch does and leaves the reading to the
// caller: how much of it and, by ctx, how long. The client's own bounds do not
// hold for it. The errors are those of Fetch; reading past the end of ctx fails.
func (c *Client) Open(ctx context.Context, rawURL string) (*Answer, error) {
	for range 1 + maxRedirects {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, rawURL, http.NoBody)
		if err != nil {
			return nil, refused("this is no address", unquoted(err))
		}
		answer, err := c.send(ctx, req)
		if answer == nil {
			return nil, err
		}
		location := answer.Header.Get("Location")
		if err == nil && (!redirects(answer.StatusCode) || location == "") {
			return &Answer{Status: answer.StatusCode, Header: answer.Header, Length: answer.ContentLength, Body: answer.Body}, nil
		}
		_ = answer.Body.Close() // nobody wants what stands beside a redirect
		if err != nil {
			return nil, err
		}
		next, err := req.URL.Parse(location)
		if err != nil {
			return nil, refused("the answer redirects to what is no address", unquoted(err))
		}
		rawURL = next.String()
	}
	return nil, fault.New(fault.Unavailable, "", "the address redirects more than %d times", maxRedirects)
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
