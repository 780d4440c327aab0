package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/xiezhi/xiezhi/internal/operator"
)

type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make an API token for a member of the staff or an app; it is printed once."`
	List   tokenList   `cmd:"" help:"List API tokens, the newest first."`
	Revoke tokenRevoke `cmd:"" help:"Revoke an API token; servers notice within two seconds."`
}

// ownerFlags name whose tokens are meant.
type ownerFlags struct {
	Staff string `placeholder:"WHO" help:"Username or id."`
	App   string `placeholder:"ID" help:"Id of an app."`
}

type tokenCreate struct {
	toolFlags  `embed:""`
	ownerFlags `embed:""`

	Scopes []string `required:"" placeholder:"SCOPE,…" help:"What it is for: cases:read, cases:decide, reports:write, sanctions:write, lists:write, words:write, deliveries:read, deliveries:resend, apps:read, apps:write, staff:read, staff:write, audit:read, stats:read, coins:write. A person's count as far as the role goes; an app's reach that app only."`
	Label  string   `placeholder:"TEXT" help:"What it is for, in your words."`
	Days   int      `placeholder:"N" help:"How many days it is good; without it, until it is revoked."`
}

// Run makes a token.
func (c tokenCreate) Run(out io.Writer) error {
	return c.operate("token create", func(ctx context.Context, o *operator.Operator) error {
		token, err := o.CreateToken(ctx, operator.TokenOrder{
			Staff: c.Staff, App: c.App, Label: c.Label, Scopes: c.Scopes, For: time.Duration(c.Days) * 24 * time.Hour,
		})
		if err != nil {
			return err
		}
		return c.show(out, token, func(t *table) {
			t.line("token %d of %s: created", token.ID, ownerOf(token))
			t.line("token (shown this once): %s", token.Plaintext)
		})
	})
}

func ownerOf(token operator.Token) string {
	if token.App != "" {
		return "app " + token.App
	}
	return token.Username
}

type tokenList struct {
	toolFlags  `embed:""`
	ownerFlags `embed:""`

	All bool `help:"Also those that are revoked or over."`
}

// Run lists tokens.
func (c tokenList) Run(out io.Writer) error {
	return c.operate("token list", func(ctx context.Context, o *operator.Operator) error {
		tokens, err := o.ListTokens(ctx, c.Staff, c.App)
		if err != nil {
			return err
		}
		shown := []operator.Token{}
		for _, token := range tokens {
			if c.All || token.Good(o.Now()) {
				shown = append(shown, token)
			}
		}
		return c.show(out, shown, func(t *table) {
			t.row("ID", "PREFIX", "OWNER", "LABEL", "SCOPES", "CREATED", "UNTIL", "LAST USED", "REVOKED")
			for _, k := range shown {
				t.row(k.ID, k.Prefix, ownerOf(k), k.Label, scopesOf(k), k.CreatedAt, k.Until, k.LastUsedAt, k.RevokedAt)
			}
		})
	})
}

func scopesOf(token operator.Token) string {
	var names []string
	for _, scope := range token.Scopes {
		names = append(names, string(scope))
	}
	return strings.Join(names, ",")
}

type tokenRevoke struct {
	toolFlags `embed:""`

	ID int64 `arg:"" help:"As the list has it."`
}

// Run revokes a token.
func (c tokenRevoke) Run(out io.Writer) error {
	return c.operate("token revoke", func(ctx context.Context, o *operator.Operator) error {
		token, err := o.RevokeToken(ctx, c.ID)
		if err != nil {
			return err
		}
		return c.show(out, token, func(t *table) { t.line("token %d of %s: revoked", token.ID, ownerOf(token)) })
	})
}
