package tenant

import (
	"regexp"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// The most that an app's names may be long, in bytes.
const maxName = 256

// weakKey is the length, in bytes, under which RFC 7518 calls an HS256 key weak.
const weakKey = 32

// shortName is what an app's id and its own labels look like.
var shortName = regexp.MustCompile(`^[a-z0-9_-]{1,64}$`)

// Check holds the app against what is allowed. The Invalid fault names the
// field as the declared file does (uplus.method) and says what is allowed.
func (a App) Check() error {
	if problems := a.Problems(); len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// Problems lists everything that Check refuses, in the order of the fields.
func (a App) Problems() []*fault.Error {
	c := checker{found: new([]*fault.Error)}
	c.that("id", shortName.MatchString(a.ID), "must be 1 to 64 of a-z, 0-9, - and _")
	c.that("name", len(a.Name) <= maxName, "is longer than 256 bytes")
	for i, host := range a.Hosts {
		c.host(item("hosts", i), host)
	}
	c.url("media_base_url", a.MediaBaseURL)
	if a.Uplus != nil {
		a.Uplus.check(c.section("uplus"))
	}
	if a.Immomo != nil {
		a.Immomo.check(c.section("immomo"))
	}
	for i, credential := range a.Yunjing {
		credential.check(c.section(item("yunjing", i)))
	}
	if a.Netease != nil {
		a.Netease.check(c.section("netease"))
	}
	if a.Party != nil {
		a.Party.check(c.section("party"))
	}
	if a.Audit != nil {
		a.Audit.check(c.section("audit"))
	}
	a.Retention.check(c.section("retention"))
	return *c.found
}

// Warnings lists what is allowed but unwise, as "field: what".
func (a App) Warnings() []string {
	var found []string
	if a.Uplus != nil && a.Uplus.Token.JWT != nil {
		jwt := a.Uplus.Token.JWT
		if key, err := jwt.Key.Bytes(); err == nil && jwt.Alg == "HS256" && len(key) < weakKey {
			found = append(found, "uplus.token.jwt.key: a key of fewer than 32 bytes can be guessed from a token")
		}
	}
	if a.Immomo != nil && strings.HasSuffix(a.Immomo.Cipher, "-ecb") {
		found = append(found, "immomo.cipher: ECB shows patterns and can be altered; aes-256-gcm cannot")
	}
	return append(found, a.saidTwice()...)
}

func (u *Uplus) check(c checker) {
	c.url("base_url", u.BaseURL)
	c.that("base_url", !strings.Contains(u.BaseURL, "?"), "must not have parameters of its own")
	c.oneOf("method", u.Method, "", "POST", "GET")
	c.secret("server_token", u.ServerToken)
	c.that("admin_hours", u.AdminHours >= -1 && u.AdminHours <= 100*366*24,
		"must be -1 (for ever) or a whole number of hours")
	c.that("token", (u.Token.JWT == nil) != (u.Token.Introspect == nil), "must hold one of jwt and introspect")
	if u.Token.JWT != nil {
		u.Token.JWT.check(c.section("token.jwt"))
	}
	if u.Token.Introspect != nil {
		c.required("token.introspect.url", u.Token.Introspect.URL)
		c.url("token.introspect.url", u.Token.Introspect.URL)
		c.secret("token.introspect.token", u.Token.Introspect.Token)
	}
}

func (j *JWT) check(c checker) {
	c.oneOf("alg", j.Alg, "HS256", "RS256", "ES256")
	c.url("jwks_url", j.JWKSURL)
	if j.Alg == "HS256" {
		c.that("jwks_url", j.JWKSURL == "", "does not go with HS256, whose key is a secret; give key")
		c.key("key", j.Key, 0)
		return
	}
	c.that("key", (j.Key == "") != (j.JWKSURL == ""), "give one of key (a PEM public key) and jwks_url")
	if j.Key != "" {
		c.publicKey("key", j.Alg, j.Key)
	}
}

// cipherKeys are the ciphers of the immomo contract and the length of their
// keys, in bytes (PROTOCOLS §4). The empty name is the default.
var cipherKeys = map[string]int{
	"": 32, "aes-128-ecb": 16, "aes-256-ecb": 32, "aes-128-cbc": 16, "aes-256-cbc": 32, "aes-256-gcm": 32,
}

func (m *Immomo) check(c checker) {
	c.required("appid", m.AppID)
	c.oneOf("cipher", m.Cipher, "", "aes-128-ecb", "aes-256-ecb", "aes-128-cbc", "aes-256-cbc", "aes-256-gcm")
	c.key("key", m.Key, cipherKeys[m.Cipher])
	if m.IV != "" {
		c.that("iv", m.Cipher == "" || strings.HasSuffix(m.Cipher, "-cbc"), "goes with a cbc cipher only")
		c.key("iv", m.IV, 16)
	}
	c.that("scenes", len(m.Scenes) > 0, "must name at least one scene; a report's category is one of them")
	for i, label := range m.Labels {
		c.that(item("labels", i), shortName.MatchString(label), "must be 1 to 64 of a-z, 0-9, - and _")
	}
	for i, network := range m.AllowFrom {
		c.network(item("allow_from", i), network)
	}
	c.window("clock_window", m.ClockWindow)
	for i, host := range m.RedirectHost {
		c.host(item("redirect_hosts", i), host)
	}
}

func (y Yunjing) check(c checker) {
	c.required("app_id", y.AppID)
	if y.RequireSign == nil || *y.RequireSign {
		c.required("key", string(y.Key))
	}
	c.url("callback_url", y.CallbackURL)
	c.window("clock_window", y.ClockWindow)
}

func (n *Netease) check(c checker) {
	c.required("app_key", n.AppKey)
	c.required("app_secret", string(n.AppSecret))
	c.url("rtc_base_url", n.RTCBaseURL)
	c.url("im_base_url", n.IMBaseURL)
	n.checkMore(c)
}

func (p *Party) check(c checker) {
	c.required("app_key", p.AppKey)
	c.required("app_secret", string(p.AppSecret))
	c.window("heartbeat", p.Heartbeat)
	c.window("offline", p.Offline)
	c.that("ring", p.Ring == "" || p.RingFor() > 0, "must be a length of time from 1s to %s", maxRing)
}

// window is a length of time given as text; empty means the default.
func (c checker) window(field, text string) {
	if text == "" {
		return
	}
	length, err := time.ParseDuration(text)
	c.that(field, err == nil && length > 0 && length <= 24*time.Hour, "must be a length of time such as 30s or 10m, at most 24h")
}
