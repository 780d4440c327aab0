package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"github.com/xiezhi/xiezhi/internal/operator"
)

type appCommand struct {
	List   appList   `cmd:"" help:"List the apps."`
	Show   appShow   `cmd:"" help:"Show an app without its secrets."`
	Rotate appRotate `cmd:"" help:"Make one of an app's secrets anew and print it once. The old one stops working within a second."`
}

type appList struct {
	toolFlags `embed:""`
}

// Run lists the apps.
func (c appList) Run(out io.Writer) error {
	return c.operate("app list", func(_ context.Context, o *operator.Operator) error {
		apps := o.ListApps()
		return c.show(out, apps, func(t *table) {
			t.row("ID", "NAME", "PROTOCOLS", "HOSTS")
			for _, app := range apps {
				t.row(app.ID, app.Name, strings.Join(app.Protocols, ","), strings.Join(app.Hosts, ","))
			}
		})
	})
}

type appShow struct {
	toolFlags `embed:""`

	ID string `arg:"" help:"As the list has it."`
}

// Run shows an app.
func (c appShow) Run(out io.Writer) error {
	return c.operate("app show", func(_ context.Context, o *operator.Operator) error {
		story, err := o.ShowApp(c.ID)
		if err != nil {
			return err
		}
		text, err := json.MarshalIndent(story.App, "", "  ")
		if err != nil {
			return err
		}
		return c.show(out, story, func(t *table) {
			t.line("%s", text)
			t.line("secrets that are set: %s", strings.Join(story.Secrets, ", "))
		})
	})
}

type appRotate struct {
	toolFlags `embed:""`

	ID     string `arg:"" help:"As the list has it."`
	Secret string `arg:"" help:"server-token, jwt-key, immomo-key, yunjing-key or party-secret; or its name in the declared file."`
}

// Run makes a secret anew.
func (c appRotate) Run(out io.Writer) error {
	return c.operate("app rotate", func(ctx context.Context, o *operator.Operator) error {
		rotated, err := o.Rotate(ctx, c.ID, c.Secret)
		if err != nil {
			return err
		}
		return c.show(out, rotated, func(t *table) {
			t.line("app %s: %s changed", rotated.App, rotated.Secret)
			t.line("secret (shown this once): %s", rotated.Value)
		})
	})
}
