package staff

import (
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xiezhi/xiezhi/internal/fault"
)

type office struct {
	t      *testing.T
	store  *memory
	clock  *clock
	tokens *Tokens
	admin  Account
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, store: &memory{}, clock: newClock()}
	o.admin = mustCreate(t, newTestService(o.store, o.clock), "admin1", Admin)
	o.tokens = NewTokens(TokenOptions{
		Store: o.store, Accounts: o.store, Apps: appSet{"live": true}, Now: o.clock.now, Log: slog.New(slog.DiscardHandler),
	})
	return o
}

func (o *office) create(spec TokenSpec) (string, Token) {
	o.t.Helper()
	plaintext, token, err := o.tokens.Create(o.t.Context(), spec)
	if err != nil {
		o.t.Fatal(err)
	}
	return plaintext, token
}

func (o *office) persons() TokenSpec {
	return TokenSpec{Owner: Owner{StaffID: o.admin.ID}, Scopes: []Scope{CasesRead, AuditRead}, Label: "报表", By: "admin1"}
}

func (o *office) good(plaintext string) bool {
	o.t.Helper()
	_, err := o.tokens.Verify(o.t.Context(), plaintext)
	if err != nil && (!fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, CodeBadToken)) {
		o.t.Errorf("got %v", err)
	}
	return err == nil
}

func TestATokenIsKeptAsItsHash(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	plaintext, token := o.create(o.persons())
	if !regexp.MustCompile(`^xz_[A-Za-z0-9_-]{43}$`).MatchString(plaintext) || !strings.HasPrefix(plaintext, token.Prefix) || len(token.Prefix) > 12 {
		t.Errorf("%s begins %s", plaintext, token.Prefix)
	}
	for hash := range o.store.hashes {
		if strings.Contains(hash, plaintext[3:]) || len(hash) != 64 {
			t.Errorf("kept as %s", hash)
		}
	}
	principal, err := o.tokens.Verify(t.Context(), plaintext)
	want := Principal{TokenID: token.ID, Account: o.admin, Scopes: []Scope{CasesRead, AuditRead}}
	if diff := cmp.Diff(want, principal); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, wrong := range []string{"", "xz_", plaintext + "A", plaintext[:45] + "!", "xz_" + strings.Repeat("A", 43), strings.ToUpper(plaintext)} {
		if o.good(wrong) {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestBadTokenSpecsNameTheField(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for field, spoil := range map[string]func(*TokenSpec){
		"owner":  func(s *TokenSpec) { s.App = "live" },
		"label":  func(s *TokenSpec) { s.Label = strings.Repeat("长", maxLabel+1) },
		"until":  func(s *TokenSpec) { s.Until = o.clock.now() },
		"scopes": func(s *TokenSpec) { s.Scopes = []Scope{"cases:burn"} },
	} {
		spec := o.persons()
		spoil(&spec)
		if _, _, err := o.tokens.Create(t.Context(), spec); !fault.Is(err, fault.Invalid) || fault.As(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, spec := range map[string]TokenSpec{
		"no scopes":          {Owner: Owner{StaffID: o.admin.ID}},
		"no owner":           {Scopes: []Scope{CasesRead}},
		"an app, too far":    {Owner: Owner{App: "live"}, Scopes: []Scope{CasesRead, StaffRead}},
		"an app, apps:write": {Owner: Owner{App: "live"}, Scopes: []Scope{AppsWrite}},
	} {
		if _, _, err := o.tokens.Create(t.Context(), spec); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, owner := range []Owner{{App: "gone"}, {StaffID: 77}} {
		if _, _, err := o.tokens.Create(t.Context(), TokenSpec{Owner: owner, Scopes: []Scope{CasesRead}}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v: %v", owner, err)
		}
	}
}

func TestRightsAreThoseOfRoleAndScope(t *testing.T) {
	t.Parallel()
	for role, want := range map[Role][]Scope{
		Auditor:    {CasesRead, DeliveriesRead, AppsRead, StaffRead, AuditRead, StatsRead},
		Reviewer:   {CasesRead, CasesDecide, ReportsWrite, SanctionsWrite, ListsWrite, DeliveriesRead, AppsRead, StatsRead},
		Supervisor: {CasesRead, CasesDecide, ReportsWrite, SanctionsWrite, ListsWrite, WordsWrite, DeliveriesRead, DeliveriesResend, AppsRead, StaffRead, AuditRead, StatsRead, CoinsWrite},
		Admin:      Scopes(),
	} {
		all := Principal{Account: Account{ID: 1, Role: role}, Scopes: Scopes()}
		none := Principal{Account: Account{ID: 1, Role: role}}
		var got []Scope
		for _, scope := range Scopes() {
			if all.May(scope) {
				got = append(got, scope)
			}
			if none.May(scope) {
				t.Errorf("%s may %s without the scope", role, scope)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", role, got)
		}
	}
	if (Principal{Account: Account{Role: Admin}, Scopes: []Scope{"x"}}).May("x") {
		t.Error("an unknown scope counts")
	}
	app := Principal{App: "live", Scopes: []Scope{ReportsWrite}}
	if !app.May(ReportsWrite) || app.May(CasesRead) || !app.MayTouch("live") || app.MayTouch("other") {
		t.Error("an app's token reaches too far, or not far enough")
	}
}

func TestTokensDie(t *testing.T) {
	t.Parallel()
	for name, kill := range map[string]func(*office, Token){
		"revoked elsewhere": func(o *office, token Token) { _, _ = o.store.RevokeToken(t.Context(), token.ID, o.clock.now()) },
		"owner disabled":    func(o *office, _ Token) { o.store.accounts[0].Disabled = true },
		"over":              func(o *office, _ Token) { o.clock.move(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			spec := o.persons()
			spec.Until = o.clock.now().Add(time.Hour)
			plaintext, token := o.create(spec)
			if !o.good(plaintext) {
				t.Fatal("not good to begin with")
			}
			kill(o, token)
			o.clock.move(cachedFor)
			if o.good(plaintext) {
				t.Error("it lives")
			}
		})
	}
}

func TestARevocationCountsAtOnceHere(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	plaintext, token := o.create(TokenSpec{Owner: Owner{App: "live"}, Scopes: []Scope{ReportsWrite}})
	o.good(plaintext)
	revoked, err := o.tokens.Revoke(t.Context(), token.ID)
	if err != nil || revoked.RevokedAt.IsZero() || o.good(plaintext) {
		t.Errorf("revoked %+v, %v", revoked, err)
	}
	if _, err := o.tokens.Revoke(t.Context(), 77); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func TestVerifiedTokensAreRemembered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	plaintext, _ := o.create(o.persons())
	for range 100 {
		o.good(plaintext)
	}
	if o.store.finds != 1 || o.store.saves != 1 {
		t.Errorf("100 calls were %d reads and %d writes", o.store.finds, o.store.saves)
	}
	for range 60 { // a minute of use, a call each second
		o.clock.move(time.Second)
		o.good(plaintext)
	}
	if o.store.finds > 31 || o.store.saves != 2 {
		t.Errorf("a minute was %d reads and %d writes", o.store.finds, o.store.saves)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	t.Parallel()
	cache, now := tokenCache{kept: map[string]cached{}}, time.Now()
	for i := range maxCached + 10 {
		cache.keep(hashOf(string(rune(i))), cached{}, now, 0)
	}
	if len(cache.kept) > maxCached {
		t.Errorf("%d are kept", len(cache.kept))
	}
	_, _, purge := cache.find("late", now)
	cache.forget(1)
	cache.keep("late", cached{}, now, purge)
	if _, found, _ := cache.find("late", now); found {
		t.Error("what was read before a revocation is remembered after it")
	}
}

func TestAStoreThatDoesNotAnswerIsNoBadToken(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	plaintext, _ := o.create(o.persons())
	o.store.fail = fault.New(fault.Unavailable, "", "disk gone")
	if _, err := o.tokens.Verify(t.Context(), plaintext); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

// TestARevocationElsewhereCountsOnceItIsTold.
func TestARevocationElsewhereCountsOnceItIsTold(t *testing.T) {
	t.Parallel()
	o, told := newOffice(t), 0
	o.tokens.Revoked = func() { told++ }
	elsewhere := NewTokens(o.tokens.TokenOptions)
	plaintext, token := o.create(TokenSpec{Owner: Owner{App: "live"}, Scopes: []Scope{ReportsWrite}})
	if _, err := elsewhere.Verify(t.Context(), plaintext); err != nil {
		t.Fatal(err)
	}
	if _, err := o.tokens.Revoke(t.Context(), token.ID); err != nil || told != 1 {
		t.Fatal(told, err)
	}
	if _, err := elsewhere.Verify(t.Context(), plaintext); err != nil {
		t.Errorf("it is not remembered: %v", err)
	}
	elsewhere.Forget()
	if _, err := elsewhere.Verify(t.Context(), plaintext); err == nil {
		t.Error("it is good after it was told")
	}
}
