package staff

import (
	"context"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Declared is an account as the operator wants it to be. The yaml names are
// those of the declared file.
type Declared struct {
	Username string `yaml:"username" json:"username"`
	Password string `yaml:"password" json:"password"` // empty leaves an existing account's as it is
	Role     Role   `yaml:"role" json:"role"`
	Disabled bool   `yaml:"disabled" json:"disabled"`
}

// Check refuses what no account can be. The Invalid fault names the field.
func (d Declared) Check() error {
	if err := CheckUsername(d.Username); err != nil {
		return err
	}
	if err := CheckRole(d.Role); err != nil || d.Password == "" {
		return err
	}
	return CheckPassword(d.Password)
}

// Apply creates an account or makes it as declared. It returns what that
// changed, in words without the password; nothing where all is so already.
func (s *Service) Apply(ctx context.Context, d Declared) (changes []string, err error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	account, err := s.store.FindUsername(ctx, d.Username)
	if fault.Is(err, fault.NotFound) {
		_, err := s.Create(ctx, d)
		return []string{"created"}, err
	}
	if err != nil {
		return nil, err
	}
	return s.revise(ctx, account, d)
}

// revise makes an account as declared and, where that ends its sessions,
// forgets them.
func (s *Service) revise(ctx context.Context, account Account, d Declared) (changes []string, err error) {
	before := account
	if account.Role != d.Role {
		changes = append(changes, "role "+string(account.Role)+" → "+string(d.Role))
		account.Role = d.Role
	}
	if account.Disabled != d.Disabled {
		changes = append(changes, map[bool]string{true: "disabled", false: "enabled"}[d.Disabled])
		account.Disabled = d.Disabled
	}
	renewed, err := s.renewPassword(ctx, &account, d.Password)
	if err != nil {
		return nil, err
	}
	if renewed {
		changes = append(changes, "password changed")
	}
	if len(changes) == 0 {
		return nil, nil
	}
	account.UpdatedAt = s.now()
	if err := s.store.UpdateAccount(changing(ctx, changes...), account); err != nil {
		return nil, err
	}
	if renewed || account.Disabled && !before.Disabled {
		_, err = s.store.DeleteSessionsOfAccount(ctx, account.ID, "")
	}
	return changes, err
}

// renewPassword hashes the password anew unless the account has it already.
func (s *Service) renewPassword(ctx context.Context, account *Account, password string) (renewed bool, err error) {
	if password == "" {
		return false, nil
	}
	var same bool
	err = s.hasher.run(ctx, func() error {
		same, _, err = s.hasher.verify(password, account.PasswordHash)
		return err
	})
	if err != nil || same {
		return false, err
	}
	account.PasswordHash, err = s.hasher.hash(ctx, password)
	return err == nil, err
}

// Create stores a new account. It returns a Conflict fault where the username
// is taken.
func (s *Service) Create(ctx context.Context, d Declared) (Account, error) {
	return s.create(ctx, d, s.store.CreateAccount)
}

func (s *Service) create(ctx context.Context, d Declared, store func(context.Context, Account) (int64, error)) (Account, error) {
	if err := d.Check(); err != nil {
		return Account{}, err
	}
	if d.Password == "" {
		return Account{}, fault.Field("password", "a new account needs a password")
	}
	hash, err := s.hasher.hash(ctx, d.Password)
	if err != nil {
		return Account{}, err
	}
	now := s.now()
	account := Account{Username: d.Username, Role: d.Role, PasswordHash: hash, Disabled: d.Disabled, CreatedAt: now, UpdatedAt: now}
	account.ID, err = store(ctx, account)
	return account, err
}

// Find returns the enabled account that a csid names: a staff id, or a
// username. Others are a NotFound fault.
func (s *Service) Find(ctx context.Context, csid string) (account Account, err error) {
	account, err = s.LookUp(ctx, csid)
	if err == nil && account.Disabled {
		return Account{}, nobody()
	}
	return account, err
}

// LookUp is Find for disabled accounts too.
func (s *Service) LookUp(ctx context.Context, csid string) (Account, error) {
	switch {
	case allDigits.MatchString(csid):
		return s.findID(ctx, csid)
	case isUsername(csid):
		return s.store.FindUsername(ctx, csid)
	}
	return Account{}, nobody()
}

// All returns every account, by username.
func (s *Service) All(ctx context.Context) ([]Account, error) { return s.store.Accounts(ctx) }

func (s *Service) findID(ctx context.Context, digits string) (Account, error) {
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Account{}, nobody()
	}
	return s.store.FindAccount(ctx, id)
}

func nobody() error { return fault.New(fault.NotFound, "", "there is no such staff member") }
