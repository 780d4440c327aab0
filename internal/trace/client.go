package trace

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// The tries of one batch, the rest before the second, and the longest rest that
// a receiver may ask for.
const (
	tries     = 3
	firstRest = time.Second
	maxRest   = 5 * time.Second
)

// client brings spans to the receiver as OTLP over HTTP. The library's own takes
// gRPC along, which is more than all the rest of it.
type client struct {
	to   receiver
	http *http.Client
}

func newClient(to receiver) *client {
	return &client{to: to, http: &http.Client{
		Transport:     http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Start implements otlptrace.Client.
func (*client) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (c *client) Stop(context.Context) error {
	c.http.CloseIdleConnections()
	return nil
}

// UploadTraces implements otlptrace.Client. What may pass is tried again.
func (c *client) UploadTraces(ctx context.Context, all []*spans.ResourceSpans) error {
	body, err := c.encode(all)
	if err != nil {
		return err
	}
	rest := firstRest
	for nth := 1; ; nth++ {
		again, wait, err := c.post(ctx, body)
		if err == nil || !again || nth == tries {
			return err
		}
		if !pause(ctx, max(rest, min(wait, maxRest))) {
			return err
		}
		rest *= 2
	}
}

// encode is an ExportTraceServiceRequest, whose only field TracesData has too.
func (c *client) encode(all []*spans.ResourceSpans) ([]byte, error) {
	body, err := proto.Marshal(&spans.TracesData{ResourceSpans: all})
	if err != nil || !c.to.gzip {
		return body, err
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(body) // a buffer takes everything
	err = w.Close()
	return packed.Bytes(), err
}

// post makes one try. Again says that another one may help, after at least wait.
func (c *client) post(ctx context.Context, body []byte) (again bool, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.to.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.to.url, bytes.NewReader(body))
	if err != nil {
		return false, 0, err
	}
	req.Header = c.to.header.Clone()
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("User-Agent", "xiezhi")
	if c.to.gzip {
		req.Header.Set("Content-Encoding", "gzip")
	}
	answer, err := c.http.Do(req)
	if err != nil {
		return true, 0, err
	}
	defer func() { _ = answer.Body.Close() }() // nothing of it is needed
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10))
	if answer.StatusCode >= 200 && answer.StatusCode <= 299 {
		return false, 0, nil
	}
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	return mayPass(answer.StatusCode), time.Duration(seconds) * time.Second, fmt.Errorf("the receiver of traces answered HTTP %d", answer.StatusCode)
}

func mayPass(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause waits and is true, or false as soon as ctx is done.
func pause(ctx context.Context, length time.Duration) bool {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
