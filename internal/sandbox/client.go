package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Of one request to Xiezhi.
const (
	answerLimit = 64 << 10 // bytes of an answer that are read
	tokenLife   = time.Hour
)

// answer is the contract's envelope (seed 002, 数据约定).
type answer struct {
	Ret  int             `json:"ret"`
	Code string          `json:"code"`
	Info string          `json:"info"`
	Data json.RawMessage `json:"data"`
}

// greet asks for the report types, as the app's report page does.
func (c *courier) greet(ctx context.Context) error {
	got, err := c.ask(ctx, http.MethodGet, "/report/report_type", RiskUser, false, nil)
	if err != nil {
		return err
	}
	var types []struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(got.Data, &types); err != nil {
		return fmt.Errorf("report_type: %w", err)
	}
	c.narrator.say(fmt.Sprintf("已连上獬豸，用户可以举报 %d 种问题", len(types)))
	return nil
}

// post files a report (举报接口 消息类型).
func (c *courier) post(ctx context.Context, f filing) error {
	body, err := json.Marshal(f.report)
	if err != nil {
		return err
	}
	got, err := c.ask(ctx, http.MethodPost, "/report/reportmsg", f.reporter, f.admin, body)
	if err != nil {
		return err
	}
	c.filed.Add(1)
	c.narrator.say(f.story + recordOf(got.Data))
	return nil
}

// recordOf is the record's number, where the answer tells it: the contract
// leaves that open.
func recordOf(data json.RawMessage) string {
	var named struct {
		ID        json.Number `json:"id"`
		Duplicate bool        `json:"duplicate"`
	}
	if json.Unmarshal(data, &named) != nil || named.ID == "" {
		return ""
	}
	if named.Duplicate {
		return " → 已并入记录 #" + named.ID.String()
	}
	return " → 记录 #" + named.ID.String()
}

// ask makes one request as a user. An error that is not errAway is a refusal.
func (c *courier) ask(ctx context.Context, method, path, uid string, admin bool, body []byte) (answer, error) {
	token, err := c.token(uid, admin)
	if err != nil {
		return answer{}, err
	}
	query := url.Values{"token": {token}, "uid": {uid}}
	request, err := http.NewRequestWithContext(ctx, method, c.root+"/v/3.2.1/t/2"+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return c.do(request)
}

func (c *courier) do(request *http.Request) (answer, error) {
	response, err := c.client.Do(request)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", errAway, hideURL(err))
	}
	defer func() { _ = response.Body.Close() }() // read as far as we want it
	raw, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil || response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests {
		return answer{}, fmt.Errorf("%w: HTTP %d", errAway, response.StatusCode)
	}
	var got answer
	if err := json.Unmarshal(raw, &got); err != nil {
		return answer{}, fmt.Errorf("HTTP %d 的回答不是约定的格式", response.StatusCode)
	}
	if got.Ret != 0 || response.StatusCode != http.StatusOK {
		return answer{}, fmt.Errorf("HTTP %d %s:%s", response.StatusCode, got.Code, got.Info)
	}
	return got, nil
}

// hideURL drops the address from a client's error: it carries the token.
func hideURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// token is what the app's log-in would have given the user (PROTOCOLS §1).
func (c *courier) token(uid string, admin bool) (string, error) {
	claims := jwt.MapClaims{"sub": uid, "exp": c.now().Add(tokenLife).Unix()}
	if admin {
		claims["admin"] = true
	}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(c.tokenKey)
}

// remaining asks what still waits for a reviewer (seed 004, get_remain_report);
// empty where the server does not say.
func (c *courier) remaining(ctx context.Context) string {
	if c.serverToken == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.root+"/uplus-report/api/get_remain_report?risk=0", nil)
	if err != nil {
		return ""
	}
	request.Header.Set("Authorization", "Bearer "+c.serverToken)
	got, err := c.do(request)
	if err != nil {
		return ""
	}
	var remain struct {
		Messages int `json:"msg_remain"`
		Album    int `json:"album_remain"`
	}
	if json.Unmarshal(got.Data, &remain) != nil {
		return ""
	}
	return fmt.Sprintf(" | 待审 消息 %d 图片 %d", remain.Messages, remain.Album)
}
