package main

import (
	"strings"

	"github.com/xiezhi/xiezhi/internal/app"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/load"
)

// benchAccess is what the clients of an app know. What is not given is taken from
// the file, and without one it is the demo's.
type benchAccess struct {
	AppFile     string   `type:"path" placeholder:"FILE" env:"XIEZHI_BENCH_APP_FILE" help:"Take the credentials from a file as for apply; by default they are the demo's."`
	App         string   `placeholder:"ID" help:"The app; by default the first of the file that has what a kind needs."`
	TokenKey    string   `placeholder:"KEY" env:"XIEZHI_BENCH_TOKEN_KEY" help:"HS256 key of the app's user tokens, for reports."`
	AuditApp    string   `placeholder:"APP_ID" env:"XIEZHI_BENCH_AUDIT_APP" help:"app_id of live message audit."`
	AuditKey    string   `placeholder:"KEY" env:"XIEZHI_BENCH_AUDIT_KEY" help:"Its key."`
	PartyKey    string   `placeholder:"KEY" env:"XIEZHI_BENCH_PARTY_KEY" help:"AppKey of a party app, for heartbeats."`
	PartySecret string   `placeholder:"KEY" env:"XIEZHI_BENCH_PARTY_SECRET" help:"Its AppSecret."`
	Reviewer    []string `placeholder:"NAME:PASSWORD" sep:"none" env:"XIEZHI_BENCH_REVIEWERS" help:"An account that claims and decides; may be given several times. Each works on one case at a time."`
	Users       int      `placeholder:"N" default:"1000" help:"How many users are invented. Their ids begin with bench-; nobody else's cases are decided."`
	Mutes       bool     `help:"Every second decision is a mute, which calls the app's business platform."`
}

// target is what the file and the flags say, the flags first.
func (c benchAccess) target() (load.Target, error) {
	file, err := c.declared()
	if err != nil {
		return load.Target{}, err
	}
	t := load.Target{Users: c.Users, Mutes: c.Mutes, App: c.App}
	if err := c.fromFile(&t, file); err != nil {
		return t, err
	}
	if c.TokenKey != "" {
		t.Tokens = load.Tokens{Key: []byte(c.TokenKey)}
	}
	if c.AuditKey != "" {
		t.AuditApp, t.AuditKey = c.AuditApp, c.AuditKey
	}
	if c.PartySecret != "" {
		t.PartyKey, t.PartySecret = c.PartyKey, c.PartySecret
	}
	if len(c.Reviewer) > 0 {
		t.Reviewers = nil
	}
	for _, said := range c.Reviewer {
		name, password, ok := strings.Cut(said, ":")
		if !ok {
			return t, fault.Field("reviewer", "must be NAME:PASSWORD")
		}
		t.Reviewers = append(t.Reviewers, load.Reviewer{Username: name, Password: password})
	}
	return t, nil
}

// declared is the file, or the demo's.
func (c benchAccess) declared() (*app.File, error) {
	if c.AppFile != "" {
		return app.ReadFile(c.AppFile)
	}
	return app.ParseFile("demo", []byte(demoDeclaration("127.0.0.1:9100")))
}

// fromFile takes each credential from the first app that has it.
func (c benchAccess) fromFile(t *load.Target, file *app.File) error {
	for _, a := range file.Apps {
		if c.App != "" && c.App != a.ID {
			continue
		}
		if a.Uplus != nil && a.Uplus.Token.JWT != nil && t.Tokens.Key == nil {
			jwt := *a.Uplus.Token.JWT
			key, err := jwt.Key.Bytes()
			if err != nil {
				return err
			}
			if jwt.Alg == "HS256" {
				t.App = a.ID
				t.Tokens = load.Tokens{Key: key, UserClaim: jwt.UserClaim, Issuer: jwt.Issuer, Audience: jwt.Audience}
			}
		}
		if len(a.Yunjing) > 0 && t.AuditKey == "" {
			t.AuditApp, t.AuditKey = a.Yunjing[0].AppID, string(a.Yunjing[0].Key)
		}
		if a.Party != nil && t.PartyKey == "" {
			t.PartyKey, t.PartySecret = a.Party.AppKey, string(a.Party.AppSecret)
		}
	}
	t.Reviewers = reviewersOf(file)
	return nil
}

func reviewersOf(file *app.File) []load.Reviewer {
	var list []load.Reviewer
	for _, s := range file.Staff {
		if s.Role == "reviewer" && !s.Disabled && s.Password != "" {
			list = append(list, load.Reviewer{Username: s.Username, Password: s.Password})
		}
	}
	return list
}
