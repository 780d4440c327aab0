package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/xiezhi/xiezhi/internal/id"
)

// appServer is an app's own server as it speaks to the party (PROTOCOLS §7): it
// makes the accounts and sells the coins.
type appServer struct {
	client      *http.Client
	root        string
	key, secret string
	now         func() time.Time
}

// ask does one operation of servers. An error that is not errAway is a refusal.
func (s appServer) ask(ctx context.Context, operation string, body map[string]any, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	nonce, curTime := id.NewKey(), strconv.FormatInt(s.now().Unix(), 10)
	data, err := postJSON(ctx, s.client, s.root+"/nemo/socialChat/server/"+operation, raw, map[string]string{
		"AppKey": s.key, "Nonce": nonce, "CurTime": curTime, "CheckSum": sha1Hex(s.secret + nonce + curTime),
	})
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// postJSON makes one request and returns the data of its answer. An error that is
// not errAway is a refusal.
func postJSON(ctx context.Context, client *http.Client, address string, body []byte, header map[string]string) (json.RawMessage, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAway, hideURL(err))
	}
	defer func() { _ = response.Body.Close() }() // read as far as we want it
	raw, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil || response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests {
		return nil, fmt.Errorf("%w: HTTP %d", errAway, response.StatusCode)
	}
	var got struct {
		Code int             `json:"code"`
		Msg  string          `json:"msg"`
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(raw, &got) != nil || got.Code != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d %d %s", response.StatusCode, got.Code, got.Msg)
	}
	return got.Data, nil
}
