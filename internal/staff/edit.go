package staff

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// CodeLastAdmin is the stable code of a change after which nobody could
// administer any more.
const CodeLastAdmin = "last_admin"

// Edit is a change of an account. Zero fields leave what they are about as it
// is.
type Edit struct {
	Password string
	Role     Role
	Disabled *bool
}

// Edit changes an account, as an administrator does, and returns what that
// changed in words without the password. Its sessions end with the password,
// and when it is disabled. A Conflict fault with CodeLastAdmin protects the
// last administrator.
func (s *Service) Edit(ctx context.Context, accountID int64, edit Edit) (changes []string, err error) {
	account, err := s.store.FindAccount(ctx, accountID)
	if err != nil {
		return nil, err
	}
	d := Declared{Username: account.Username, Password: edit.Password, Role: account.Role, Disabled: account.Disabled}
	if edit.Role != "" {
		d.Role = edit.Role
	}
	if edit.Disabled != nil {
		d.Disabled = *edit.Disabled
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	if err := s.wantAnotherAdmin(ctx, account, d); err != nil {
		return nil, err
	}
	return s.revise(ctx, account, d)
}

func (s *Service) wantAnotherAdmin(ctx context.Context, account Account, d Declared) error {
	if account.Role != Admin || account.Disabled || d.Role == Admin && !d.Disabled {
		return nil
	}
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, other := range accounts {
		if other.ID != account.ID && other.Role == Admin && !other.Disabled {
			return nil
		}
	}
	return fault.New(fault.Conflict, CodeLastAdmin, "%s is the last administrator", account.Username)
}

// ChangePassword gives somebody who knows his password another one. It returns
// the account as it is then. All his sessions are over; Sessions.Renew begins
// the one that asks anew. A wrong password is refused, and throttled, as at the
// log-in.
func (s *Service) ChangePassword(ctx context.Context, account Account, old, fresh, address string) (Account, error) {
	if err := CheckPassword(fresh); err != nil {
		return Account{}, err
	}
	c := Credentials{Username: account.Username, Password: old, Address: address}
	noCode := func(context.Context, int64, string) error { return nil } // the session has proved it
	if _, err := s.verify(ctx, account, true, c, noCode); err != nil {
		s.refused(ctx, account, c, err)
		return Account{}, err
	}
	if _, err := s.Edit(ctx, account.ID, Edit{Password: fresh}); err != nil {
		return Account{}, err
	}
	return s.store.FindAccount(ctx, account.ID)
}

// NewPassword invents a password that nobody guesses: 26 letters and digits.
func NewPassword() string { return strings.ToLower(rand.Text()) }
