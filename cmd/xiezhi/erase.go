package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/operator"
)

type eraseCommand struct {
	toolFlags `embed:""`

	App    string `placeholder:"ID" help:"The app."`
	User   string `placeholder:"ID" xor:"who" help:"The user's id there."`
	Users  string `placeholder:"FILE" xor:"who" help:"A file of users' ids, one a line: after a restore all who were erased since the back-up."`
	Reason string `placeholder:"TEXT" help:"Why, for your own records; do not name the user in it."`
	DryRun bool   `name:"dry-run" help:"Only count."`
	GoOn   bool   `name:"go-on" xor:"who" help:"Go on with erasures that were broken off, and with what had to stay and may go by now."`
}

// Run erases.
func (c eraseCommand) Run(out io.Writer) error {
	if c.GoOn {
		return c.operate("erase --go-on", func(ctx context.Context, o *operator.Operator) error { return o.GoOnErasing(ctx) })
	}
	users, err := c.who()
	if err != nil {
		return err
	}
	return c.operate("erase", func(ctx context.Context, o *operator.Operator) error { // without the id: this is written down
		done := []operator.Erased{}
		for _, user := range users {
			erased, err := o.Erase(ctx, c.App, user, c.Reason, c.DryRun)
			if err != nil {
				return err
			}
			done = append(done, erased)
		}
		return c.show(out, done, func(t *table) { tellErased(t, done) })
	})
}

func (c eraseCommand) who() (users []string, err error) {
	if c.App == "" || c.User == "" && c.Users == "" {
		return nil, &config.Problem{Origin: "erase", Message: "needs --app, and --user or --users"}
	}
	if c.User != "" {
		return []string{c.User}, nil
	}
	file, err := os.Open(c.Users)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if user := strings.TrimSpace(lines.Text()); user != "" {
			users = append(users, user)
		}
	}
	return users, lines.Err()
}

func tellErased(t *table, done []operator.Erased) {
	for _, e := range done {
		if e.ID > 0 {
			t.line("erasure %d is %s: he is %s", e.ID, e.State, e.Pseudonym)
		}
		t.row("TABLE", "ROWS", "HAVE TO STAY YET")
		names := maps.Clone(e.Counts)
		maps.Copy(names, e.Remains)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			t.row(name, e.Counts[name], e.Remains[name])
		}
	}
}
