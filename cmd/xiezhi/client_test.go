package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What the clients below know comes from seeds 002 and 004 alone: no type of
// the server's own handlers is used.

const (
	tokenKey    = "an-hs256-key-of-the-app-under-test"
	serverToken = "the-server-token-of-the-app-under-test"
	password    = "correct horse battery"
)

// declaration is an app "live" with reviewers r1…rN, a supervisor, an auditor
// and an administrator.
func declaration(platform string, reviewers int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apps:\n  - id: live\n    name: 演示直播\n    uplus: {base_url: %q, method: POST, server_token: %q, token: {jwt: {alg: HS256, key: %q}}}\n",
		platform, serverToken, tokenKey)
	b.WriteString("egress: {allow: [\"127.0.0.0/8\"]}\nstaff:\n")
	for i := range reviewers {
		fmt.Fprintf(&b, "  - {username: r%d, password: %q, role: reviewer}\n", i+1, password)
	}
	for _, role := range []string{"supervisor", "auditor", "admin"} {
		fmt.Fprintf(&b, "  - {username: %s, password: %q, role: %s}\n", role, password, role)
	}
	return b.String()
}

// envelope is what every uplus answer looks like (seed 002, 数据约定).
type envelope struct {
	Ret    *int            `json:"ret"`
	Code   *string         `json:"code"`
	Info   *string         `json:"info"`
	Data   json.RawMessage `json:"data"`
	Status int             `json:"-"`
}

func (e envelope) ok() bool { return e.Status == http.StatusOK && e.Ret != nil && *e.Ret == 0 }

func (e envelope) String() string {
	text := func(s *string) string {
		if s == nil {
			return "(absent)"
		}
		return *s
	}
	return fmt.Sprintf("HTTP %d ret %v code %q info %q data %s", e.Status, e.Ret, text(e.Code), text(e.Info), e.Data)
}

func (e envelope) into(t *testing.T, target any) {
	t.Helper()
	if !e.ok() {
		t.Fatalf("not a success: %s", e)
	}
	if err := json.Unmarshal(e.Data, target); err != nil {
		t.Fatalf("data %s: %v", e.Data, err)
	}
}

// client is one HTTP client, with cookies of its own. It does not follow
// redirects: log-in answers with one.
type client struct {
	t    *testing.T
	base string
	http *http.Client
	auth string
}

func newClient(t *testing.T, base string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, base: base, http: &http.Client{Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// try sends a request and reads the envelope; err is what the network said.
func (c *client) try(method, path, contentType string, body []byte) (envelope, error) {
	request, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return envelope{}, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.auth != "" {
		request.Header.Set("Authorization", "Bearer "+c.auth)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return envelope{}, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return envelope{}, err
	}
	e := envelope{Status: answer.StatusCode}
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, fmt.Errorf("answer is no envelope: %q: %w", raw, err)
	}
	if e.Ret == nil {
		return e, fmt.Errorf("answer has no ret: %q", raw)
	}
	return e, nil
}

func (c *client) do(method, path, contentType string, body []byte) envelope {
	c.t.Helper()
	e, err := c.try(method, path, contentType, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return e
}

func (c *client) get(path string) envelope {
	c.t.Helper()
	return c.do(http.MethodGet, path, "", nil)
}

func (c *client) form(method, path string, values url.Values) envelope {
	c.t.Helper()
	return c.do(method, path, "application/x-www-form-urlencoded", []byte(values.Encode()))
}

// logIn follows seed 004 (登录) and returns the Location it was sent to.
func (c *client) logIn(username string) string {
	c.t.Helper()
	answer, err := c.http.PostForm(c.base+"/login", url.Values{"username": {username}, "password": {password}})
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusFound {
		c.t.Fatalf("log-in of %s: HTTP %d", username, answer.StatusCode)
	}
	return answer.Header.Get("Location")
}

// reporting sends a reportmsg as an app client does.
func (c *client) reporting(uid, token string, body any) envelope {
	c.t.Helper()
	e, err := c.tryReport(uid, token, body)
	if err != nil {
		c.t.Fatalf("report: %v", err)
	}
	return e
}

func (c *client) tryReport(uid, token string, body any) (envelope, error) {
	raw, isRaw := body.([]byte)
	if !isRaw {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return envelope{}, err
		}
	}
	return c.try(http.MethodPost, "/v/1.0/t/ios/report/reportmsg?token="+url.QueryEscape(token)+"&uid="+url.QueryEscape(uid),
		"application/json", raw)
}

// userToken signs a JWT by hand, HS256.
func userToken(key string, claims map[string]any) string {
	encode := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	signed := encode(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + encode(claims)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func tokenOf(uid string) string {
	return userToken(tokenKey, map[string]any{"sub": uid, "exp": time.Now().Add(time.Hour).Unix()})
}

func adminTokenOf(uid string) string {
	return userToken(tokenKey, map[string]any{"sub": uid, "exp": time.Now().Add(time.Hour).Unix(), "admin": true})
}

// object is JSON as the documents print it.
type object = map[string]any

// hallReport is a report of one hall message (mod 11).
func hallReport(reporter, sender, messageID string) object {
	return object{"mod": 11, "reporter": reporter, "type": []int{2}, "buid": sender, "memo": "",
		"msgs": []object{{"msg_type": 1, "msgid": messageID, "uucid": "", "senderid": sender, "url": "", "thumburl": "", "content": "加微信 yhxf0829 日结三百"}}}
}

// reported is what message/next shows (seed 004).
type reported struct {
	ID       int64    `json:"id"`
	Mod      int      `json:"mod"`
	Reporter string   `json:"reporter"`
	Type     []int    `json:"type"`
	Buid     string   `json:"buid"`
	Memo     string   `json:"memo"`
	Msgs     []object `json:"msgs"`
	Profile  object   `json:"profile"`
}

// parameters are those that every decision needs (seed 004, 处罚接口).
func (r reported) parameters() url.Values {
	return url.Values{"reporter": {r.Reporter}, "u_id": {r.Buid}, "id": {fmt.Sprint(r.ID)}, "mod": {fmt.Sprint(r.Mod)}}
}

func (r reported) punishment(moduleType, punishType, reason int, more ...string) url.Values {
	v := r.parameters()
	v.Set("module_type", fmt.Sprint(moduleType))
	v.Set("punish_type", fmt.Sprint(punishType))
	v.Set("reason", fmt.Sprint(reason))
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}
