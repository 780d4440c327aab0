package tenant

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
)

func fullApp() App {
	app := uplusApp("live")
	app.Hosts = []string{"live.example.com"}
	app.MediaBaseURL = "https://cdn.example.com/live/"
	app.Immomo = &Immomo{AppID: "1001", Key: Secret(strings.Repeat("k", 32)), Scenes: []string{"chat"},
		AllowFrom: []string{"10.0.0.0/8", "::1"}, RedirectHost: []string{"cb.example.com"}}
	app.Yunjing = []Yunjing{{AppID: "201601010001", Key: "k", CallbackURL: "http://127.0.0.1:9100/callback"}}
	app.Netease = &Netease{AppKey: "k", AppSecret: "s", RTCBaseURL: "https://rtc.example.com"}
	app.Party = &Party{AppKey: "k", AppSecret: "s", Heartbeat: "5s"}
	return app
}

func TestFullAppIsAllowed(t *testing.T) {
	t.Parallel()
	if problems := fullApp().Problems(); len(problems) > 0 {
		t.Error(problems)
	}
	if warnings := fullApp().Warnings(); len(warnings) > 0 {
		t.Error(warnings)
	}
}

func TestCheckNamesTheFieldAndWhatIsAllowed(t *testing.T) {
	t.Parallel()
	cases := []struct {
		field, says string
		spoil       func(*App)
	}{
		{"id", "a-z, 0-9", func(a *App) { a.ID = "Live!" }},
		{"id", "a-z, 0-9", func(a *App) { a.ID = "" }},
		{"name", "256", func(a *App) { a.Name = strings.Repeat("x", 257) }},
		{"hosts[0]", "host name", func(a *App) { a.Hosts = []string{"http://x"} }},
		{"media_base_url", "http://", func(a *App) { a.MediaBaseURL = "javascript:alert(1)" }},
		{"uplus.base_url", "https://", func(a *App) { a.Uplus.BaseURL = "127.0.0.1:9100" }},
		{"uplus.base_url", "password", func(a *App) { a.Uplus.BaseURL = "http://u:p@x/" }},
		{"uplus.base_url", "parameters", func(a *App) { a.Uplus.BaseURL = "http://x/?a=b" }},
		{"uplus.method", "POST, GET", func(a *App) { a.Uplus.Method = "post" }},
		{"uplus.server_token", "blanks", func(a *App) { a.Uplus.ServerToken = "a b" }},
		{"uplus.admin_hours", "-1", func(a *App) { a.Uplus.AdminHours = -2 }},
		{"uplus.token", "one of jwt and introspect", func(a *App) { a.Uplus.Token.JWT = nil }},
		{"uplus.token", "one of jwt and introspect", func(a *App) { a.Uplus.Token.Introspect = &Introspect{URL: "http://x"} }},
		{"uplus.token.introspect.url", "empty", func(a *App) { a.Uplus.Token = TokenRules{Introspect: &Introspect{}} }},
		{"uplus.token.jwt.alg", "HS256, RS256, ES256", func(a *App) { a.Uplus.Token.JWT.Alg = "none" }},
		{"uplus.token.jwt.key", "empty", func(a *App) { a.Uplus.Token.JWT.Key = "" }},
		{"uplus.token.jwt.key", "hex digits", func(a *App) { a.Uplus.Token.JWT.Key = "hex:0" }},
		{"uplus.token.jwt.jwks_url", "HS256", func(a *App) { a.Uplus.Token.JWT.JWKSURL = "http://x" }},
		{"uplus.token.jwt.key", "PEM", func(a *App) { a.Uplus.Token.JWT.Alg = "RS256" }},
		{"uplus.token.jwt.key", "jwks_url", func(a *App) { a.Uplus.Token.JWT = &JWT{Alg: "ES256"} }},
		{"immomo.appid", "empty", func(a *App) { a.Immomo.AppID = "" }},
		{"immomo.cipher", "aes-256-gcm", func(a *App) { a.Immomo.Cipher = "des" }},
		{"immomo.key", "32 bytes", func(a *App) { a.Immomo.Key = "short" }},
		{"immomo.key", "16 bytes", func(a *App) { a.Immomo.Cipher = "aes-128-cbc" }},
		{"immomo.iv", "cbc", func(a *App) { a.Immomo.Cipher, a.Immomo.IV = "aes-256-gcm", "0123456789abcdef" }},
		{"immomo.iv", "16 bytes", func(a *App) { a.Immomo.IV = "short" }},
		{"immomo.scenes", "at least one", func(a *App) { a.Immomo.Scenes = nil }},
		{"immomo.allow_from[0]", "10.0.0.0/8", func(a *App) { a.Immomo.AllowFrom = []string{"everywhere"} }},
		{"immomo.clock_window", "30s", func(a *App) { a.Immomo.ClockWindow = "10" }},
		{"immomo.redirect_hosts[0]", "host name", func(a *App) { a.Immomo.RedirectHost = []string{"a/b"} }},
		{"yunjing[0].app_id", "empty", func(a *App) { a.Yunjing[0].AppID = "" }},
		{"yunjing[0].key", "empty", func(a *App) { a.Yunjing[0].Key = "" }},
		{"yunjing[0].callback_url", "http", func(a *App) { a.Yunjing[0].CallbackURL = "file:///etc/passwd" }},
		{"netease.app_secret", "empty", func(a *App) { a.Netease.AppSecret = "" }},
		{"party.app_key", "empty", func(a *App) { a.Party.AppKey = "" }},
		{"party.offline", "30s", func(a *App) { a.Party.Offline = "-1s" }},
		{"party.ring", "2m0s", func(a *App) { a.Party.Ring = "121s" }},
		{"party.ring", "1s", func(a *App) { a.Party.Ring = "999ms" }},
		{"party.ring", "1s", func(a *App) { a.Party.Ring = "soon" }},
	}
	for _, c := range cases {
		t.Run(c.field+" "+c.says, func(t *testing.T) {
			t.Parallel()
			app := fullApp()
			c.spoil(&app)
			problems := app.Problems()
			if len(problems) == 0 || problems[0].Field != c.field || !strings.Contains(problems[0].Message, c.says) {
				t.Errorf("got %v", problems)
			}
			if err := app.Check(); err == nil || strings.Contains(err.Error(), "top-secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestPublicKeysFitTheirAlgorithm(t *testing.T) {
	t.Parallel()
	pair, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&pair.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key := Secret(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	app := uplusApp("live")
	app.Uplus.Token.JWT = &JWT{Alg: "ES256", Key: key}
	if err := app.Check(); err != nil {
		t.Error(err)
	}
	app.Uplus.Token.JWT.Alg = "RS256"
	if err := app.Check(); err == nil {
		t.Error("an elliptic key passes for RSA")
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	app := fullApp()
	app.Uplus.Token.JWT.Key = "short"
	app.Immomo.Cipher = "aes-256-ecb"
	if warnings := app.Warnings(); len(warnings) != 2 || strings.Contains(strings.Join(warnings, ""), "short") {
		t.Errorf("got %v", warnings)
	}
}
