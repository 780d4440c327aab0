package native

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xiezhi/xiezhi/internal/staff"
)

// The operations by who may call them, as PROTOCOLS §3 ("who may") has it, and
// as it is meant for what that page does not know.
const (
	readers = "search-cases get-case similar-cases get-user list-user-reports list-user-filed list-user-decisions list-sanctions list-risk-users get-risk-user list-special-users " +
		"get-special-user list-deliveries get-delivery queue-stats events list-apps get-app get-app-audit get-app-evidence pace delivery-stats search-lines get-line get-gifts get-wallet"
	watchers = "my-stats list-models get-model list-banks list-bank-entries try-picture list-word-lists get-word-list list-terms export-terms try-words list-rules get-rule rule-results rule-versions rule-vocabulary check-rule"
	workers  = "add-bank-entry claim-cases renew-case release-case skip-case escalate-case decide-case undo-decision case-evidence lift-sanction " +
		"add-risk-user remove-risk-user add-special-user remove-special-user"
	supervisors = "resend-delivery resend-deliveries credit-wallet refund-reward"
	leaders     = "put-gifts team-stats preview-reversal reverse curate-words replay train-model install-model roll-back-model add-bank delete-bank delete-bank-entry put-word-list change-word-list delete-word-list add-terms remove-terms import-terms import-starter create-rule change-rule delete-rule set-rule-state"
	overseers   = "list-calls list-staff get-staff list-audit export-audit verify-audit"
	admins      = "create-staff patch-staff put-app patch-app put-app-audit put-app-evidence erase-user rotate-secret get-settings patch-settings"
	personal    = "get-me change-password list-sessions revoke-session revoke-sessions enrol-totp confirm-totp disable-totp " +
		"renew-recovery-codes list-staff-names get-preferences put-preferences list-tokens create-token revoke-token"
	appsOnly = "submit-report"
	appsToo  = readers + " list-calls lift-sanction add-risk-user remove-risk-user add-special-user remove-special-user " + supervisors + " " + appsOnly
)

var byRole = map[staff.Role]string{
	staff.Auditor:    readers + " " + watchers + " " + overseers + " " + personal,
	staff.Reviewer:   readers + " " + watchers + " " + workers + " " + personal,
	staff.Supervisor: readers + " " + watchers + " " + workers + " " + leaders + " " + supervisors + " " + overseers + " " + personal,
	staff.Admin:      readers + " " + watchers + " " + workers + " " + leaders + " " + supervisors + " " + overseers + " " + admins + " " + personal,
}

// refusals are the codes of who may not, as against what cannot be.
var refusals = []string{"not_logged_in", staff.CodeBadToken, "forbidden", "missing_scope", "session_only", "people_only", "apps_only"}

// refused reports whether a reply says that the caller may not.
func (w *world) refused(r reply) bool {
	if r.status != http.StatusUnauthorized && r.status != http.StatusForbidden {
		return false
	}
	return slices.ContainsFunc(refusals, func(code string) bool { return strings.Contains(r.body, `"code":"`+code+`"`) })
}

// nowhere names what is not there, so that whoever may call changes nothing.
var nowhere = given{"id": 999999, "user_id": "nobody-999"}

// TestEveryRouteAsEveryone tries every operation of the document as every role,
// by session and by token, as apps, and as nobody.
func TestEveryRouteAsEveryone(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	var appScopes []staff.Scope
	for _, scope := range staff.Scopes() {
		if scope != staff.AppsWrite && scope != staff.WordsWrite && scope != staff.StaffRead && scope != staff.StaffWrite && scope != staff.AuditRead {
			appScopes = append(appScopes, scope)
		}
	}
	app := w.token("app live", appScopes...)
	tokens := map[staff.Role]string{}
	for role := range byRole {
		tokens[role] = w.token(string(role), staff.Scopes()...)
	}
	want := func(who, operation string, may bool, as string) {
		t.Helper()
		r := c.try(who, operation, nowhere)
		if w.refused(r) == may {
			t.Errorf("%s as %s: %d %s", operation, as, r.status, r.body)
		}
	}
	for operation := range c.operations {
		if accesses[operation].open() { // TestWhoeverComes
			continue
		}
		in := func(list string) bool { return slices.Contains(strings.Fields(list), operation) }
		for role, list := range byRole {
			want(string(role), operation, in(list), string(role))
			want(tokens[role], operation, in(list) && !in(personal), string(role)+"'s token")
		}
		want(app, operation, in(appsToo), "an app")
		for _, nobody := range []string{"", "xz_" + strings.Repeat("x", 43), "xz_short"} {
			r := c.try(nobody, operation, nowhere)
			if r.status != http.StatusUnauthorized || r.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s as nobody (%q): %d", operation, nobody, r.status)
			}
		}
	}
}

// TestATokenNeedsTheScope tries every operation by tokens that have every scope
// but the operation's.
func TestATokenNeedsTheScope(t *testing.T) {
	t.Parallel()
	w := small(t)
	c := newClient(w)
	for operation, access := range accesses {
		if access.scope == "" {
			continue
		}
		var others, forApps []staff.Scope
		for _, scope := range staff.Scopes() {
			if scope == access.scope {
				continue
			}
			others = append(others, scope)
			if scope != staff.AppsWrite && scope != staff.WordsWrite && scope != staff.StaffRead && scope != staff.StaffWrite && scope != staff.AuditRead {
				forApps = append(forApps, scope)
			}
		}
		for _, token := range []string{w.token("admin", others...), w.token("app live", forApps...)} {
			p := w.wantProblem(c.try(token, operation, nowhere), http.StatusForbidden, "missing_scope")
			if !strings.Contains(p.Detail, string(access.scope)) {
				t.Errorf("%s: %s", operation, p.Detail)
			}
		}
	}
}

func TestWhoIsGoneMayNothing(t *testing.T) {
	t.Parallel()
	w := small(t)
	token := w.token("reviewer2", staff.CasesRead)
	w.want(w.get(token, "/cases"), http.StatusOK, nil)
	w.want(w.get("reviewer2", "/cases"), http.StatusOK, nil)
	disabled := true
	_, err := w.deps.Staff.Edit(t.Context(), w.ids["reviewer2"], staff.Edit{Disabled: &disabled})
	w.must(err)
	w.wantProblem(w.get("reviewer2", "/cases"), http.StatusUnauthorized, "not_logged_in")
	w.clock.move(tokensBelieved)
	w.wantProblem(w.get(token, "/cases"), http.StatusUnauthorized, staff.CodeBadToken)
}
