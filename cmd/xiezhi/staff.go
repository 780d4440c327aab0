package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/xiezhi/xiezhi/internal/operator"
)

type staffCommand struct {
	Add     staffAdd     `cmd:"" help:"Make an account; a password is invented and printed once, unless one is given."`
	List    staffList    `cmd:"" help:"List the staff."`
	Reset   staffReset   `cmd:"" help:"Give somebody a new password, and take the second factor away. Open sessions end."`
	Disable staffDisable `cmd:"" help:"Keep somebody out, at once: sessions and tokens end."`
	Enable  staffEnable  `cmd:"" help:"Let somebody in again."`
}

// passwordFlag says where a password comes from.
type passwordFlag struct {
	PasswordStdin bool `help:"Read the password from standard input, its first line; a terminal is asked without echo."`
}

// read is the password, empty where one is to be invented.
func (f passwordFlag) read() (string, error) {
	if !f.PasswordStdin {
		return "", nil
	}
	if stdin := int(os.Stdin.Fd()); term.IsTerminal(stdin) {
		fmt.Fprint(os.Stderr, "Password: ")
		typed, err := term.ReadPassword(stdin)
		fmt.Fprintln(os.Stderr)
		return string(typed), err
	}
	line, err := bufio.NewReader(io.LimitReader(os.Stdin, 4<<10)).ReadString('\n')
	if password := strings.TrimRight(line, "\r\n"); password != "" {
		return password, nil
	}
	return "", fmt.Errorf("standard input has no password: %w", err)
}

type staffAdd struct {
	toolFlags    `embed:""`
	passwordFlag `embed:""`

	Username string `arg:"" help:"Letters, digits and . _ @ -"`
	Role     string `required:"" enum:"admin,supervisor,reviewer,auditor" placeholder:"ROLE" help:"admin, supervisor, reviewer or auditor."`
}

// Run makes an account.
func (c staffAdd) Run(out io.Writer) error {
	password, err := c.read()
	if err != nil {
		return err
	}
	return c.operate("staff add", func(ctx context.Context, o *operator.Operator) error {
		member, err := o.AddMember(ctx, c.Username, c.Role, password)
		if err != nil {
			return err
		}
		return c.show(out, member, func(t *table) {
			t.line("staff %s: created, id %d, role %s", member.Username, member.ID, member.Role)
			tellPassword(t, member)
		})
	})
}

func tellPassword(t *table, member operator.Member) {
	if member.Password != "" {
		t.line("password (shown this once): %s", member.Password)
	}
}

type staffList struct {
	toolFlags `embed:""`
}

// Run lists the staff.
func (c staffList) Run(out io.Writer) error {
	return c.operate("staff list", func(ctx context.Context, o *operator.Operator) error {
		members, err := o.Members(ctx)
		if err != nil {
			return err
		}
		return c.show(out, members, func(t *table) {
			t.row("ID", "USERNAME", "ROLE", "DISABLED", "SECOND FACTOR", "SESSIONS", "CREATED")
			for _, m := range members {
				t.row(m.ID, m.Username, m.Role, m.Disabled, m.SecondFactor, m.Sessions, m.CreatedAt)
			}
		})
	})
}

type staffReset struct {
	toolFlags    `embed:""`
	passwordFlag `embed:""`

	Who      string `arg:"" help:"Username or id."`
	TOTP     bool   `name:"totp" help:"Take the second factor away too, for one who lost it."`
	TOTPOnly bool   `name:"totp-only" help:"Take the second factor away, and leave the password."`
}

// Run resets an account.
func (c staffReset) Run(out io.Writer) error {
	password, err := c.read()
	if err != nil {
		return err
	}
	return c.operate("staff reset", func(ctx context.Context, o *operator.Operator) error {
		member, err := o.ResetMember(ctx, c.Who, password, c.TOTP, c.TOTPOnly)
		if err != nil {
			return err
		}
		return c.show(out, member, func(t *table) {
			tellChanges(t, member)
			tellPassword(t, member)
		})
	})
}

func tellChanges(t *table, member operator.Member) {
	for _, change := range member.Changes {
		t.line("staff %s: %s", member.Username, change)
	}
	if len(member.Changes) == 0 {
		t.line("nothing to change")
	}
}

type staffDisable struct {
	toolFlags `embed:""`

	Who string `arg:"" help:"Username or id."`
}

// Run keeps somebody out.
func (c staffDisable) Run(out io.Writer) error { return c.set(out, "staff disable", c.Who, true) }

type staffEnable struct {
	toolFlags `embed:""`

	Who string `arg:"" help:"Username or id."`
}

// Run lets somebody in.
func (c staffEnable) Run(out io.Writer) error { return c.set(out, "staff enable", c.Who, false) }

func (f toolFlags) set(out io.Writer, command, who string, disabled bool) error {
	return f.operate(command, func(ctx context.Context, o *operator.Operator) error {
		member, err := o.SetDisabled(ctx, who, disabled)
		if err != nil {
			return err
		}
		return f.show(out, member, func(t *table) { tellChanges(t, member) })
	})
}
