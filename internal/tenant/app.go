// Package tenant holds the apps that Xiezhi serves: their protocol-independent
// id, one set of credentials per protocol, and the registry that finds the app
// a request means.
package tenant

import "log/slog"

// App is one live or social app. A nil protocol section means that the app
// does not speak that protocol. The yaml names are those of the declared file,
// and of the native API.
type App struct {
	ID           string    `yaml:"id" json:"id"`
	Name         string    `yaml:"name" json:"name"`
	Hosts        []string  `yaml:"hosts,omitempty" json:"hosts,omitempty"` // Host headers that mean this app
	MediaBaseURL string    `yaml:"media_base_url,omitempty" json:"media_base_url,omitempty"`
	Uplus        *Uplus    `yaml:"uplus,omitempty" json:"uplus,omitempty"`
	Immomo       *Immomo   `yaml:"immomo,omitempty" json:"immomo,omitempty"`
	Yunjing      []Yunjing `yaml:"yunjing,omitempty" json:"yunjing,omitempty"`
	Netease      *Netease  `yaml:"netease,omitempty" json:"netease,omitempty"`
	Party        *Party    `yaml:"party,omitempty" json:"party,omitempty"`
	Audit        *Audit    `yaml:"audit,omitempty" json:"audit,omitempty"`
	Retention    Retention `yaml:"retention,omitempty" json:"retention,omitzero"`
}

// Carries reports whether the app has a business platform that carries
// punishments out; without one, sanctions are only kept here.
func (a App) Carries() bool { return a.Uplus != nil && a.Uplus.BaseURL != "" }

// HasIM reports whether the app has an IM of its own, which tells its users'
// devices.
func (a App) HasIM() bool { return a.Netease != nil && a.Netease.IMBaseURL != "" }

// LogValue keeps an app's credentials out of structured logs, whose handlers
// would write them as JSON.
func (a App) LogValue() slog.Value { return slog.StringValue(a.ID) }

// Uplus is an app's side of the uplus contract (seeds 002 and 004).
type Uplus struct {
	BaseURL     string     `yaml:"base_url" json:"base_url"`         // the business platform; empty means that nothing is carried out there
	Method      string     `yaml:"method,omitempty" json:"method"`   // of the calls we make: POST (default) or GET
	ServerToken Secret     `yaml:"server_token" json:"server_token"` // bearer token of the server interfaces; empty closes them
	Token       TokenRules `yaml:"token" json:"token"`

	AdminHours        int  `yaml:"admin_hours,omitempty" json:"admin_hours"` // length of what administrators order; 0 and -1 mean for ever
	LiftOnExpiry      bool `yaml:"lift_on_expiry,omitempty" json:"lift_on_expiry"`
	CheckBeforeReview bool `yaml:"check_before_review,omitempty" json:"check_before_review"`
}

// TokenRules says how an app's users prove who they are: exactly one of JWT
// and Introspect is set.
type TokenRules struct {
	JWT        *JWT        `yaml:"jwt,omitempty" json:"jwt,omitempty"`
	Introspect *Introspect `yaml:"introspect,omitempty" json:"introspect,omitempty"`
}

// JWT verifies signed tokens by Key or by the keys at JWKSURL.
type JWT struct {
	Alg        string `yaml:"alg" json:"alg"`                     // HS256, RS256 or ES256; the only one accepted
	Key        Secret `yaml:"key,omitempty" json:"key,omitempty"` // HS256: the secret; otherwise a PEM public key
	JWKSURL    string `yaml:"jwks_url,omitempty" json:"jwks_url,omitempty"`
	UserClaim  string `yaml:"user_claim,omitempty" json:"user_claim,omitempty"`   // default sub
	AdminClaim string `yaml:"admin_claim,omitempty" json:"admin_claim,omitempty"` // default admin
	Issuer     string `yaml:"issuer,omitempty" json:"issuer,omitempty"`           // checked where set
	Audience   string `yaml:"audience,omitempty" json:"audience,omitempty"`       // checked where set
}

// Introspect asks the business platform about a token, in the form of RFC
// 7662: POST token=…; the answer's active, sub and admin are read.
type Introspect struct {
	URL        string `yaml:"url" json:"url"`
	Token      Secret `yaml:"token,omitempty" json:"token,omitempty"` // our bearer token there
	UserClaim  string `yaml:"user_claim,omitempty" json:"user_claim,omitempty"`
	AdminClaim string `yaml:"admin_claim,omitempty" json:"admin_claim,omitempty"`
}

// Immomo is an app's credential for multi-party dialogue reports (seed 001).
type Immomo struct {
	AppID        string   `yaml:"appid" json:"appid"`
	Cipher       string   `yaml:"cipher,omitempty" json:"cipher"` // aes-128-ecb, aes-256-ecb, aes-128-cbc, aes-256-cbc (default), aes-256-gcm
	Key          Secret   `yaml:"key" json:"key"`
	IV           Secret   `yaml:"iv,omitempty" json:"iv,omitempty"`
	Scenes       []string `yaml:"scenes" json:"scenes"`
	Labels       []string `yaml:"labels,omitempty" json:"labels,omitempty"`
	AllowFrom    []string `yaml:"allow_from,omitempty" json:"allow_from,omitempty"` // networks; empty means any
	ClockWindow  string   `yaml:"clock_window,omitempty" json:"clock_window,omitempty"`
	RedirectHost []string `yaml:"redirect_hosts,omitempty" json:"redirect_hosts,omitempty"`
}

// Yunjing is one credential for live message audit (seed 003); an app may have
// several, one per kind of data.
type Yunjing struct {
	AppID       string `yaml:"app_id" json:"app_id"`
	Key         Secret `yaml:"key" json:"key"`
	CallbackURL string `yaml:"callback_url,omitempty" json:"callback_url,omitempty"`
	RequireSign *bool  `yaml:"require_sign,omitempty" json:"require_sign,omitempty"` // default true
	ClockWindow string `yaml:"clock_window,omitempty" json:"clock_window,omitempty"`
}

// Netease is an app's credential with the call cloud (seed 000, 安全通).
type Netease struct {
	AppKey           string `yaml:"app_key" json:"app_key"`
	AppSecret        Secret `yaml:"app_secret" json:"app_secret"`
	RTCBaseURL       string `yaml:"rtc_base_url,omitempty" json:"rtc_base_url,omitempty"`
	IMBaseURL        string `yaml:"im_base_url,omitempty" json:"im_base_url,omitempty"`
	AssistantAccount string `yaml:"assistant_account,omitempty" json:"assistant_account,omitempty"`
	SubmitAudit      bool   `yaml:"submit_audit,omitempty" json:"submit_audit,omitempty"`
	NotifyPath       string `yaml:"notify_path,omitempty" json:"notify_path,omitempty"` // where notices may come besides the contract's own path
	KeepDays         int    `yaml:"keep_days,omitempty" json:"keep_days,omitempty"`     // how long evidence is kept where Retention does not say; 0: unsaid

	Actions []EvidenceAction `yaml:"actions,omitempty" json:"actions,omitempty"` // what is done at once; otherwise a person is asked
}

// Party is an app's credential for the 1v1 party back end (seed 000, core).
type Party struct {
	AppKey     string `yaml:"app_key" json:"app_key"`
	AppSecret  Secret `yaml:"app_secret" json:"app_secret"`
	Heartbeat  string `yaml:"heartbeat,omitempty" json:"heartbeat,omitempty"`
	Offline    string `yaml:"offline,omitempty" json:"offline,omitempty"`
	Ring       string `yaml:"ring,omitempty" json:"ring,omitempty"` // how long an invitation rings; empty means 30s
	FullMobile bool   `yaml:"full_mobile,omitempty" json:"full_mobile,omitempty"`
}
