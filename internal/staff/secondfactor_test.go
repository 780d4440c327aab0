package staff

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// phone is somebody with an authenticator.
type phone struct {
	t        *testing.T
	clock    *clock
	service  *Service
	store    *memory
	account  Account
	secret   string
	recovery []string
}

// newPhone has the second factor switched on, and time moved on by a step.
func newPhone(t *testing.T) *phone {
	t.Helper()
	p := &phone{t: t, clock: newClock(), store: &memory{}}
	p.service = newTestService(p.store, p.clock)
	p.account = mustCreate(t, p.service, "reviewer1", Reviewer)
	enrolment, err := p.service.EnrolFactor(t.Context(), p.account)
	if err != nil || !strings.Contains(enrolment.URL, enrolment.Secret) || !strings.HasPrefix(enrolment.URL, "otpauth://totp/Xiezhi:reviewer1?") {
		t.Fatalf("enrolled %+v, %v", enrolment, err)
	}
	p.secret = enrolment.Secret
	if _, err := p.logIn(""); err != nil {
		t.Fatalf("what is not confirmed is asked for: %v", err)
	}
	if p.recovery, err = p.service.ConfirmFactor(t.Context(), p.account.ID, p.code(0)); err != nil {
		t.Fatal(err)
	}
	p.clock.move(stepSeconds * time.Second)
	return p
}

// code is what the authenticator shows, so many steps from now.
func (p *phone) code(steps int) string {
	p.t.Helper()
	code, err := totp.GenerateCode(p.secret, p.clock.now().Add(time.Duration(steps)*stepSeconds*time.Second))
	if err != nil {
		p.t.Fatal(err)
	}
	return code
}

func (p *phone) logIn(code string) (Account, error) {
	return p.service.LogIn(p.t.Context(), Credentials{Username: "reviewer1", Password: "right-password", Code: code, Address: "10.0.0.1"})
}

func (p *phone) want(code, refusal string) {
	p.t.Helper()
	account, err := p.logIn(code)
	switch {
	case refusal == "" && (err != nil || account.ID != p.account.ID):
		p.t.Errorf("code %q: %v", code, err)
	case refusal != "" && (!fault.Is(err, fault.Unauthenticated) || !fault.HasCode(err, refusal) || account.ID != 0):
		p.t.Errorf("code %q: %v, want %s", code, err, refusal)
	}
}

func TestLogInWithASecondFactor(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	p.want("", CodeOTPRequired)
	p.want(" ", CodeOTPRequired)
	p.want("000000", CodeBadOTP)
	p.want(p.code(-1), CodeBadOTP) // confirmed with it: used
	p.want(p.code(2), CodeBadOTP)
	p.want(p.code(0), "")
	p.want(p.code(0), CodeBadOTP)
	p.want(p.code(1), "") // a telephone whose clock is early
	p.want(p.code(0), CodeBadOTP)
	p.clock.move(5 * stepSeconds * time.Second)
	late := p.code(-1)
	p.want(late[:3]+" "+late[3:], "")
	if _, err := p.service.LogIn(t.Context(), Credentials{Username: "reviewer1", Password: "wrong", Code: p.code(0)}); !fault.HasCode(err, CodeBadLogin) {
		t.Errorf("a wrong password and a right code: %v", err)
	}
	p.want(p.code(0), "") // which the wrong password did not use up
}

func TestRecoveryCodesWorkOnce(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	if len(p.recovery) != recoveries {
		t.Fatalf("codes %v", p.recovery)
	}
	p.want(p.recovery[0], "")
	p.want(p.recovery[0], CodeBadOTP)
	p.want(strings.ToUpper(strings.ReplaceAll(p.recovery[1], "-", " ")), "")
	p.want(p.recovery[2][:10], CodeBadOTP)
	if state, err := p.service.FactorState(t.Context(), p.account.ID); err != nil || state != (FactorState{true, recoveries - 2}) {
		t.Errorf("state %+v, %v", state, err)
	}
	for hash := range p.store.recovery[p.account.ID] {
		if strings.Contains(strings.Join(p.recovery, " "), hash) || len(hash) != 64 {
			t.Errorf("kept %q", hash)
		}
	}
	fresh, err := p.service.RenewRecoveryCodes(t.Context(), p.account, "right-password", p.code(0), "10.0.0.1")
	if err != nil || len(fresh) != recoveries {
		t.Fatalf("renewed %v, %v", fresh, err)
	}
	p.want(p.recovery[5], CodeBadOTP)
	p.want(fresh[5], "")
}

func TestACodeIsTakenOnceAmongMany(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	var taken atomic.Int64
	var all sync.WaitGroup
	code := p.code(0)
	for range 8 {
		all.Go(func() {
			if _, err := p.logIn(code); err == nil {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("taken %d times", taken.Load())
	}
}

func TestWrongCodesAreThrottled(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	for range 20 {
		p.want("", CodeOTPRequired) // asks for the code, and is no guess
	}
	for range 10 {
		p.want("000000", CodeBadOTP)
	}
	if _, err := p.logIn(p.code(0)); !fault.Is(err, fault.TooMany) {
		t.Errorf("after ten wrong codes: %v", err)
	}
}

func TestConfirmingAFactor(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := newTestService(&memory{}, c)
	account := mustCreate(t, s, "reviewer1", Reviewer)
	if _, err := s.ConfirmFactor(t.Context(), account.ID, "123456"); !fault.HasCode(err, CodeFactorChanged) {
		t.Errorf("nothing enrolled: %v", err)
	}
	enrolment, err := s.EnrolFactor(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "12345", "abcdef", "１２３４５６"} {
		if _, err := s.ConfirmFactor(t.Context(), account.ID, wrong); !fault.Is(err, fault.Invalid) || fault.As(err).Field != "code" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	code, _ := totp.GenerateCode(enrolment.Secret, c.now())
	if _, err := s.ConfirmFactor(t.Context(), account.ID, code); err != nil {
		t.Fatal(err)
	}
	_, again := s.EnrolFactor(t.Context(), account)
	_, twice := s.ConfirmFactor(t.Context(), account.ID, code)
	for _, err := range []error{again, twice} {
		if !fault.HasCode(err, CodeFactorActive) {
			t.Errorf("over an active one: %v", err)
		}
	}
}

func TestDisablingNeedsPasswordAndCode(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	for _, try := range []struct{ password, code, refusal string }{
		{"wrong", p.code(0), CodeBadLogin}, {"right-password", "", CodeOTPRequired}, {"right-password", "000000", CodeBadOTP},
	} {
		if err := p.service.DisableFactor(t.Context(), p.account, try.password, try.code, "10.0.0.1"); !fault.HasCode(err, try.refusal) {
			t.Errorf("%+v: %v", try, err)
		}
	}
	if err := p.service.DisableFactor(t.Context(), p.account, "right-password", p.code(0), "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	p.want("", "")
	if _, err := p.service.RenewRecoveryCodes(t.Context(), p.account, "right-password", "", "10.0.0.1"); !fault.Is(err, fault.Conflict) {
		t.Errorf("codes without a factor: %v", err)
	}
}

func TestAdministratorsResetAFactor(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	for range 2 {
		if err := p.service.ResetFactor(t.Context(), p.account.ID); err != nil {
			t.Fatal(err)
		}
	}
	p.want("", "")
	if len(p.store.recovery) != 0 {
		t.Error("recovery codes are left")
	}
}

func TestSecretsAreSealedForTheirAccount(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	other := mustCreate(t, p.service, "reviewer2", Reviewer)
	stolen := p.store.factors[p.account.ID]
	stolen.AccountID, stolen.LastStep = other.ID, 0
	p.store.factors[other.ID] = stolen
	_, err := p.service.LogIn(t.Context(), Credentials{Username: "reviewer2", Password: "right-password", Code: p.code(0)})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("a factor in another's place: %v", err)
	}
}

func TestResealMovesWhatIsUnderOldKeys(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	for _, want := range []int{1, 0} {
		moved, err := p.service.Reseal(t.Context(), func([]byte) bool { return want == 0 })
		if moved != want || err != nil {
			t.Errorf("moved %d, %v", moved, err)
		}
	}
	p.want(p.code(0), "")
}
