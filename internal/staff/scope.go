package staff

import (
	"slices"
	"strings"

	"github.com/xiezhi/xiezhi/internal/fault"
)

// Scope is one thing that a token is for.
type Scope string

// The scopes.
const (
	CasesRead        Scope = "cases:read"
	CasesDecide      Scope = "cases:decide"
	ReportsWrite     Scope = "reports:write"
	SanctionsWrite   Scope = "sanctions:write"
	ListsWrite       Scope = "lists:write"
	WordsWrite       Scope = "words:write"
	DeliveriesRead   Scope = "deliveries:read"
	DeliveriesResend Scope = "deliveries:resend"
	AppsRead         Scope = "apps:read"
	AppsWrite        Scope = "apps:write"
	StaffRead        Scope = "staff:read"
	StaffWrite       Scope = "staff:write"
	AuditRead        Scope = "audit:read"
	StatsRead        Scope = "stats:read"
	CoinsWrite       Scope = "coins:write"
)

// scopeRules are all scopes in the order in which they are listed: what a
// person's role must allow for a scope to count, and whether an app may have
// it.
var scopeRules = []struct {
	scope  Scope
	needs  Permission
	forApp bool
}{
	{CasesRead, Read, true},
	{CasesDecide, Decide, true},
	{ReportsWrite, Decide, true},
	{SanctionsWrite, Lift, true},
	{ListsWrite, KeepLists, true},
	{WordsWrite, EditWords, false},
	{DeliveriesRead, Read, true},
	{DeliveriesResend, Resend, true},
	{AppsRead, Read, true},
	{AppsWrite, Administer, false},
	{StaffRead, Oversee, false},
	{StaffWrite, Administer, false},
	{AuditRead, Oversee, false},
	{StatsRead, Read, true},
	{CoinsWrite, KeepCoins, true},
}

// Scopes lists every scope.
func Scopes() []Scope {
	scopes := make([]Scope, len(scopeRules))
	for i, rule := range scopeRules {
		scopes[i] = rule.scope
	}
	return scopes
}

// Needs is what a role must allow for the scope to count. An unknown scope
// needs more than any role has.
func (s Scope) Needs() Permission {
	for _, rule := range scopeRules {
		if rule.scope == s {
			return rule.needs
		}
	}
	return ^Permission(0)
}

// checkScopes refuses what is no scope of such an owner, and puts the rest in
// order, each once.
func checkScopes(owner Owner, asked []Scope) (ordered []Scope, err error) {
	for _, rule := range scopeRules {
		if !slices.Contains(asked, rule.scope) {
			continue
		}
		if owner.App != "" && !rule.forApp {
			return nil, fault.Field("scopes", "%s is for people's tokens only, for it reaches beyond one app", rule.scope)
		}
		ordered = append(ordered, rule.scope)
	}
	for _, scope := range asked {
		if !slices.Contains(ordered, scope) {
			return nil, fault.Field("scopes", "%.40q is none; there are %s", scope, scopeNames())
		}
	}
	if len(ordered) == 0 {
		return nil, fault.Field("scopes", "must name at least one of %s", scopeNames())
	}
	return ordered, nil
}

func scopeNames() string {
	names := make([]string, len(scopeRules))
	for i, rule := range scopeRules {
		names[i] = string(rule.scope)
	}
	return strings.Join(names, ", ")
}
