package staff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// How long a session lasts at most, how long without a request, and how exactly
// the latter is kept: so that not every request is a write.
const (
	sessionLifetime = 12 * time.Hour
	sessionIdle     = 2 * time.Hour
	seenEvery       = time.Minute
)

// CookieName is the session cookie.
const CookieName = "xiezhi_session"

// The keys of a session's data, which is written once, at the log-in.
const (
	keyAccount = "account" // int64
	keySeal    = "seal"    // of the account's password: another password ends the session
)

// Sessions are the log-ins of browsers.
type Sessions struct {
	manager *scs.SessionManager
	store   Store
	now     func() time.Time
	address func(*http.Request) string
}

// SessionOptions are the parts of Sessions. Store and Now are required.
type SessionOptions struct {
	Store  Store
	Now    func() time.Time
	Secure bool // the cookie travels over https only
	// ClientAddress is shown to the session's owner; nil means the connection's.
	ClientAddress func(*http.Request) string
	// Refuse answers a request whose session could not be read or kept; nil
	// for a plain 503.
	Refuse func(http.ResponseWriter, *http.Request, error)
}

// NewSessions makes Sessions. The cookie is SameSite=Strict: some addresses of
// the contracts change things by GET, and no other site's link may.
func NewSessions(o SessionOptions) *Sessions {
	manager := scs.New()
	manager.Lifetime = sessionLifetime
	manager.Store = sessionStore{o.Store, o.Now}
	manager.HashTokenInStore = true
	manager.Cookie.Name = CookieName
	manager.Cookie.HttpOnly = true
	manager.Cookie.Secure = o.Secure
	manager.Cookie.SameSite = http.SameSiteStrictMode
	manager.ErrorFunc = o.Refuse
	if o.Refuse == nil {
		manager.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		}
	}
	if o.ClientAddress == nil {
		o.ClientAddress = func(r *http.Request) string { return r.RemoteAddr }
	}
	return &Sessions{manager: manager, store: o.Store, now: o.Now, address: o.ClientAddress}
}

// Wrap gives each request of next its session. A request without the cookie
// that does not log in costs no look at the store.
func (s *Sessions) Wrap(next http.Handler) http.Handler {
	loaded := s.manager.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := origin{address: shown(s.address(r)), agent: shown(r.UserAgent())}
		loaded.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), originKey{}, from)))
	})
}

// Begin logs the account in, under a new token: what the browser had before the
// log-in is worth nothing after it. The context must come through Wrap.
func (s *Sessions) Begin(ctx context.Context, account Account) error {
	if err := s.tell(ctx, auditlog.StaffLogin, account); err != nil {
		return err
	}
	return s.begin(ctx, account)
}

func (s *Sessions) begin(ctx context.Context, account Account) error {
	if err := s.manager.Clear(ctx); err != nil {
		return unkept(err)
	}
	if err := s.manager.RenewToken(ctx); err != nil {
		return unkept(err)
	}
	s.manager.Put(ctx, keyAccount, account.ID)
	s.manager.Put(ctx, keySeal, seal(account))
	return nil
}

// End logs out. Without a session it does nothing.
func (s *Sessions) End(ctx context.Context) error {
	if !s.manager.Exists(ctx, keyAccount) {
		return nil
	}
	account := Account{ID: s.manager.GetInt64(ctx, keyAccount)}
	if current, err := s.Current(ctx); err == nil { // otherwise there is no name to tell
		account = current
	}
	if err := s.manager.Destroy(ctx); err != nil {
		return unkept(err)
	}
	return s.tell(ctx, auditlog.StaffLogout, account)
}

// Current returns who is logged in, as the account is now: disabling it, or
// changing its password, ends its sessions at once. Nobody is an
// Unauthenticated fault.
func (s *Sessions) Current(ctx context.Context) (Account, error) {
	id := s.manager.GetInt64(ctx, keyAccount)
	if id == 0 {
		return Account{}, notLoggedIn()
	}
	account, err := s.store.FindAccount(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return Account{}, notLoggedIn()
	}
	if err != nil {
		return Account{}, err
	}
	if account.Disabled || s.manager.GetString(ctx, keySeal) != seal(account) {
		return Account{}, notLoggedIn()
	}
	return account, nil
}

// DeleteExpired forgets sessions that are over.
func (s *Sessions) DeleteExpired(ctx context.Context) error {
	return s.store.DeleteExpiredSessions(ctx, s.now())
}

func seal(account Account) string {
	sum := sha256.Sum256([]byte(account.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

func notLoggedIn() error {
	return fault.New(fault.Unauthenticated, "not_logged_in", "log in first")
}

func unkept(err error) error {
	return fault.Wrap(fault.Unavailable, err, "the session could not be kept")
}
