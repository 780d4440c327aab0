package sqlstore

import (
	"context"
	"strings"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/staff"
)

var _ staff.Store = (*Store)(nil)

// CreateAccount implements staff.Store.
func (s *Store) CreateAccount(ctx context.Context, account staff.Account) (int64, error) {
	return s.createAccount(ctx, account, false)
}

// CreateFirstAccount implements staff.Store.
func (s *Store) CreateFirstAccount(ctx context.Context, account staff.Account) (int64, error) {
	return s.createAccount(ctx, account, true)
}

// createAccount locks the revision's row, so that no second account is made
// beside the first.
func (s *Store) createAccount(ctx context.Context, account staff.Account, first bool) (id int64, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if _, err := q.LockRevision(ctx); err != nil {
			return err
		}
		if first {
			if err := wantNoAccount(ctx, q); err != nil {
				return err
			}
		}
		id, err = q.InsertAccount(ctx, query.InsertAccountParams{
			Username: account.Username, UsernameKey: foldCase(account.Username),
			Role: string(account.Role), PasswordHash: account.PasswordHash, Disabled: asInt(account.Disabled),
			CreatedAt: millis(account.CreatedAt), UpdatedAt: millis(account.UpdatedAt),
		})
		if notFound(err) {
			return fault.New(fault.Conflict, "username_taken", "the username %q is taken", account.Username)
		}
		if err != nil {
			return err
		}
		account.ID = id
		return s.auditAccount(ctx, q, auditlog.StaffCreate, account)
	})
	return id, err
}

func wantNoAccount(ctx context.Context, q *query.Queries) error {
	count, err := q.CountAccounts(ctx)
	if err == nil && count > 0 {
		return fault.New(fault.Conflict, "not_first", "there is an account already")
	}
	return err
}

// UpdateAccount implements staff.Store.
func (s *Store) UpdateAccount(ctx context.Context, account staff.Account) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.UpdateAccount(ctx, query.UpdateAccountParams{
			ID: account.ID, Role: string(account.Role), PasswordHash: account.PasswordHash,
			Disabled: asInt(account.Disabled), UpdatedAt: millis(account.UpdatedAt),
		})
		if err == nil && changed == 0 {
			return noAccount()
		}
		if err != nil {
			return err
		}
		return s.auditAccount(ctx, q, auditlog.StaffUpdate, account)
	})
}

// FindAccount implements staff.Store.
func (s *Store) FindAccount(ctx context.Context, id int64) (staff.Account, error) {
	return foundAccount(s.read().Account(ctx, id))
}

// FindUsername implements staff.Store.
func (s *Store) FindUsername(ctx context.Context, username string) (staff.Account, error) {
	return foundAccount(s.read().AccountByName(ctx, foldCase(username)))
}

// Accounts implements staff.Store.
func (s *Store) Accounts(ctx context.Context) ([]staff.Account, error) {
	rows, err := s.read().AllAccounts(ctx)
	if err != nil {
		return nil, failure(err)
	}
	accounts := make([]staff.Account, len(rows))
	for i, row := range rows {
		accounts[i] = accountOf(row)
	}
	return accounts, nil
}

func foundAccount(row query.Account, err error) (staff.Account, error) {
	if notFound(err) {
		return staff.Account{}, noAccount()
	}
	return accountOf(row), failure(err)
}

func noAccount() error { return fault.New(fault.NotFound, "", "there is no such account") }

func accountOf(row query.Account) staff.Account {
	return staff.Account{
		ID: row.ID, Username: row.Username, Role: staff.Role(row.Role), PasswordHash: row.PasswordHash,
		Disabled: row.Disabled != 0, CreatedAt: moment(row.CreatedAt), UpdatedAt: moment(row.UpdatedAt),
	}
}

// foldCase makes equal what strings.EqualFold calls equal: every letter
// becomes the least of its case orbit.
func foldCase(name string) string {
	return strings.Map(func(letter rune) rune {
		least := letter
		for next := unicode.SimpleFold(letter); next != letter; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, name)
}
