package operator

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// Member is one of the staff. Password is set only where one was invented.
type Member struct {
	ID           int64     `json:"id"`
	Username     string    `json:"username"`
	Role         string    `json:"role"`
	Disabled     bool      `json:"disabled"`
	SecondFactor bool      `json:"second_factor"`
	Sessions     int       `json:"sessions"` // open ones
	CreatedAt    time.Time `json:"created_at"`
	Password     string    `json:"password,omitempty"`
	Changes      []string  `json:"changes,omitempty"`
}

// Members lists the staff by username.
func (o *Operator) Members(ctx context.Context) ([]Member, error) {
	accounts, err := o.Staff.All(ctx)
	if err != nil {
		return nil, err
	}
	members := make([]Member, len(accounts))
	for i, account := range accounts {
		if members[i], err = o.member(ctx, account); err != nil {
			return nil, err
		}
	}
	return members, nil
}

func (o *Operator) member(ctx context.Context, account staff.Account) (Member, error) {
	factor, err := o.Staff.FactorState(ctx, account.ID)
	if err != nil {
		return Member{}, err
	}
	sessions, err := o.Sessions.List(ctx, account.ID)
	return Member{
		ID: account.ID, Username: account.Username, Role: string(account.Role), Disabled: account.Disabled,
		SecondFactor: factor.Active, Sessions: len(sessions), CreatedAt: account.CreatedAt.UTC(),
	}, err
}

// AddMember makes an account. Without a password it gets an invented one.
func (o *Operator) AddMember(ctx context.Context, username, role, password string) (Member, error) {
	invented := ""
	if password == "" {
		invented = staff.NewPassword()
		password = invented
	}
	account, err := o.Staff.Create(ctx, staff.Declared{Username: username, Role: staff.Role(role), Password: password})
	if err != nil {
		return Member{}, err
	}
	member, err := o.member(ctx, account)
	member.Password = invented
	return member, err
}

// ResetMember gives somebody, by his username or id, a new password, which is
// invented where none is given, and takes his second factor away where factor
// is set. His sessions end. FactorOnly leaves password and sessions as they are.
func (o *Operator) ResetMember(ctx context.Context, who, password string, factor, factorOnly bool) (Member, error) {
	account, err := o.Staff.LookUp(ctx, who)
	if err != nil {
		return Member{}, err
	}
	var changes []string
	invented := ""
	if !factorOnly {
		if password == "" {
			invented = staff.NewPassword()
			password = invented
		}
		if changes, err = o.Staff.Edit(ctx, account.ID, staff.Edit{Password: password}); err != nil {
			return Member{}, err
		}
	}
	if factor || factorOnly {
		dropped, err := o.dropFactor(ctx, account.ID)
		if err != nil {
			return Member{}, err
		}
		if dropped {
			changes = append(changes, "second factor taken away")
		}
	}
	member, err := o.member(ctx, account)
	member.Password, member.Changes = invented, changes
	return member, err
}

func (o *Operator) dropFactor(ctx context.Context, accountID int64) (dropped bool, err error) {
	before, err := o.Staff.FactorState(ctx, accountID)
	if err != nil {
		return false, err
	}
	return before.Active, o.Staff.ResetFactor(ctx, accountID)
}

// SetDisabled keeps somebody out, at once, or lets him in again.
func (o *Operator) SetDisabled(ctx context.Context, who string, disabled bool) (Member, error) {
	account, err := o.Staff.LookUp(ctx, who)
	if err != nil {
		return Member{}, err
	}
	changes, err := o.Staff.Edit(ctx, account.ID, staff.Edit{Disabled: &disabled})
	if err != nil {
		return Member{}, err
	}
	account.Disabled = disabled
	member, err := o.member(ctx, account)
	member.Changes = changes
	return member, err
}
