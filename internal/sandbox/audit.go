package sandbox

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the contract's digest
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// auditor asks Xiezhi about each line of the shows before anybody sees it (seed
// 003), one after the other.
type auditor struct {
	client   *http.Client
	root     string
	app, key string
	now      func() time.Time
	queue    chan held
}

// held is a line that nobody sees yet.
type held struct {
	venue *venue
	line  *line
}

// heldLength is how many lines may wait; what comes on top is shown unasked.
const heldLength = 128

func newAuditor(o Options, client *http.Client) *auditor {
	return &auditor{client: client, root: o.Target, app: o.AuditApp, key: o.AuditKey, now: o.Now, queue: make(chan held, heldLength)}
}

// hold takes a line, if it is one that the contract knows: a text or a picture.
func (a *auditor) hold(h held) bool {
	if h.line.kind != 1 && h.line.kind != 2 {
		return false
	}
	select {
	case a.queue <- h:
		return true
	default:
		return false
	}
}

// run asks about line after line until ctx ends. Heard is told each answer.
func (a *auditor) run(ctx context.Context, heard func(held, ruling, error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case h := <-a.queue:
			got, err := a.ask(ctx, h)
			if ctx.Err() != nil {
				return
			}
			heard(h, got, err)
		}
	}
}

// The codes of seed 003, 2.4.
const (
	codePassed     = 1001
	codeDenied     = 1002
	codeManual     = 1003
	codeProcessing = 1004
)

// ruling is the answer about a line.
type ruling struct {
	Code     int    `json:"code"`
	Msg      string `json:"msg"`
	DataID   string `json:"data_id"`
	Category int    `json:"category"`
	Content  string `json:"content"`
}

// china is where the invented app is.
var china = time.FixedZone("UTC+8", 8*60*60)

func (a *auditor) ask(ctx context.Context, h held) (ruling, error) {
	body := strings.NewReader(a.packet(h).Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.root+"/audit-live", body)
	if err != nil {
		return ruling{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := a.client.Do(request)
	if err != nil {
		return ruling{}, hideURL(err)
	}
	defer func() { _ = response.Body.Close() }() // read as far as we want it
	raw, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return ruling{}, err
	}
	var got struct {
		JSON ruling `json:"json"`
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		return ruling{}, fmt.Errorf("HTTP %d 的回答不是约定的格式", response.StatusCode)
	}
	if got.JSON.Code < codePassed || got.JSON.Code > codeProcessing {
		return ruling{}, fmt.Errorf("%d %s", got.JSON.Code, got.JSON.Msg)
	}
	return got.JSON, nil
}

// packet is the request's form, signed (seed 003, 2.3).
func (a *auditor) packet(h held) url.Values {
	now := a.now().In(china).Format(time.DateTime)
	kind, content := 0, h.line.text
	if h.line.kind == 2 {
		kind, content = 3, h.line.url
	}
	data, err := json.Marshal(map[string]any{
		"anchor_id": h.venue.owner.id, "live_id": h.venue.id, "msg_time": now, "ip_address": "127.0.0.1",
		"user_id": h.line.sender.id, "message_type": kind, "msg_content": content, "nick_name": h.line.sender.name,
	})
	if err != nil {
		panic("sandbox: plain fields do not marshal: " + err.Error())
	}
	mac := hmac.New(sha1.New, []byte(a.key))
	mac.Write([]byte(a.app + "," + now))
	return url.Values{
		"app_id": {a.app}, "version": {"1.1"}, "timestamp": {now},
		"sign": {base64.StdEncoding.EncodeToString(mac.Sum(nil))}, "json_data": {string(data)},
	}
}
