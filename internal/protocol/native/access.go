package native

import (
	"fmt"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// access says who may call an operation: people whose role has the permission,
// by session, or by a token that has the scope too; and apps by a token with
// the scope, where apps is set.
type access struct {
	permission staff.Permission // nobody: no person may
	scope      staff.Scope      // empty: no token will do
	apps       bool
}

const (
	// anybody is the permission of every role.
	anybody staff.Permission = 0
	// nobody is a permission that no role has.
	nobody staff.Permission = 1 << 31
	// visitors is no permission: who has not proved who he is may, too.
	visitors staff.Permission = 1 << 30
)

// open reports whether the operation asks nobody who he is.
func (a access) open() bool { return a.permission == visitors }

// check tells why the caller may not, nil where he may.
func (a access) check(who caller) error {
	switch {
	case who.byToken && a.scope == "":
		return sessionOnly()
	case who.byToken && !who.has(a.scope):
		return fault.New(fault.Forbidden, "missing_scope", "the token lacks the scope %s", a.scope)
	case who.isApp() && !a.apps:
		return fault.New(fault.Forbidden, "people_only", "this needs a person; an app's token will not do")
	case who.isApp():
		return nil
	case a.permission == nobody:
		return fault.New(fault.Forbidden, "apps_only", "this needs an app's token")
	case !who.account.Role.Known(), !who.may(a.permission):
		return fault.New(fault.Forbidden, "", "the role %q may not do this", who.account.Role)
	}
	return nil
}

func sessionOnly() error {
	return fault.New(fault.Forbidden, "session_only", "this needs a log-in; no token will do")
}

// security is the access in the document's terms.
func (a access) security() []map[string][]string {
	var ways []map[string][]string
	if a.open() {
		return []map[string][]string{{}}
	}
	if a.permission != nobody {
		ways = append(ways, map[string][]string{bySession: {}})
	}
	if a.scope != "" {
		ways = append(ways, map[string][]string{byToken: {string(a.scope)}})
	}
	return ways
}

// words tells the access to people.
func (a access) words() string {
	if a.open() {
		return "For everybody, from a page of this server; no token will do."
	}
	text := "Permission: " + permissionNames[a.permission] + "."
	if a.permission == nobody {
		text = "For apps."
	}
	switch {
	case a.scope == "":
		return text + " By session only."
	case a.apps:
		return fmt.Sprintf("%s Token scope: %s; apps' tokens too.", text, a.scope)
	}
	return fmt.Sprintf("%s Token scope: %s.", text, a.scope)
}

// permissionNames are the permissions in words for programs.
var permissionNames = map[staff.Permission]string{
	anybody: "any member of the staff", staff.Read: "read", staff.Decide: "decide", staff.Lift: "lift",
	staff.KeepLists: "keep_lists", staff.Senior: "senior", staff.Resend: "resend", staff.EditWords: "edit_words",
	staff.Administer: "administer", staff.Oversee: "oversee", staff.KeepCoins: "keep_coins",
}

// accesses is who may call which operation.
var accesses = map[string]access{
	// How one comes to be somebody.
	"log-in":  {visitors, "", false},
	"log-out": {visitors, "", false},
	"set-up":  {visitors, "", false},

	"claim-cases":   {staff.Decide, staff.CasesDecide, false},
	"renew-case":    {staff.Decide, staff.CasesDecide, false},
	"release-case":  {staff.Decide, staff.CasesDecide, false},
	"skip-case":     {staff.Decide, staff.CasesDecide, false},
	"escalate-case": {staff.Decide, staff.CasesDecide, false},
	"decide-case":   {staff.Decide, staff.CasesDecide, false},
	"undo-decision": {staff.Decide, staff.CasesDecide, false},
	"case-evidence": {staff.Decide, staff.CasesDecide, false},
	"search-cases":  {staff.Read, staff.CasesRead, true},
	"get-case":      {staff.Read, staff.CasesRead, true},
	"similar-cases": {staff.Read, staff.CasesRead, true},
	"get-user":      {staff.Read, staff.CasesRead, true},
	"submit-report": {nobody, staff.ReportsWrite, true},

	"list-user-reports":   {staff.Read, staff.CasesRead, true},
	"list-user-filed":     {staff.Read, staff.CasesRead, true},
	"list-user-decisions": {staff.Read, staff.CasesRead, true},

	"list-sanctions": {staff.Read, staff.CasesRead, true},
	"lift-sanction":  {staff.Lift, staff.SanctionsWrite, true},

	"list-risk-users":     {staff.Read, staff.CasesRead, true},
	"get-risk-user":       {staff.Read, staff.CasesRead, true},
	"add-risk-user":       {staff.KeepLists, staff.ListsWrite, true},
	"remove-risk-user":    {staff.KeepLists, staff.ListsWrite, true},
	"list-special-users":  {staff.Read, staff.CasesRead, true},
	"get-special-user":    {staff.Read, staff.CasesRead, true},
	"add-special-user":    {staff.KeepLists, staff.ListsWrite, true},
	"remove-special-user": {staff.KeepLists, staff.ListsWrite, true},

	"list-word-lists":  {staff.Read, staff.CasesRead, false},
	"get-word-list":    {staff.Read, staff.CasesRead, false},
	"list-terms":       {staff.Read, staff.CasesRead, false},
	"export-terms":     {staff.Read, staff.CasesRead, false},
	"try-words":        {staff.Read, staff.CasesRead, false},
	"put-word-list":    {staff.EditWords, staff.WordsWrite, false},
	"change-word-list": {staff.EditWords, staff.WordsWrite, false},
	"delete-word-list": {staff.EditWords, staff.WordsWrite, false},
	"add-terms":        {staff.EditWords, staff.WordsWrite, false},
	"remove-terms":     {staff.EditWords, staff.WordsWrite, false},
	"import-terms":     {staff.EditWords, staff.WordsWrite, false},
	"import-starter":   {staff.EditWords, staff.WordsWrite, false},

	"list-banks":        {staff.Read, staff.CasesRead, false},
	"list-bank-entries": {staff.Read, staff.CasesRead, false},
	"try-picture":       {staff.Read, staff.CasesRead, false},
	"add-bank-entry":    {staff.Decide, staff.WordsWrite, false}, // without EditWords from cases only
	"add-bank":          {staff.EditWords, staff.WordsWrite, false},
	"delete-bank":       {staff.EditWords, staff.WordsWrite, false},
	"delete-bank-entry": {staff.EditWords, staff.WordsWrite, false},

	"curate-words":    {staff.EditWords, staff.WordsWrite, false},
	"replay":          {staff.EditWords, staff.WordsWrite, false},
	"list-models":     {staff.Read, staff.CasesRead, false},
	"get-model":       {staff.Read, staff.CasesRead, false},
	"train-model":     {staff.EditWords, staff.WordsWrite, false},
	"install-model":   {staff.EditWords, staff.WordsWrite, false},
	"roll-back-model": {staff.EditWords, staff.WordsWrite, false},

	"list-rules":      {staff.Read, staff.CasesRead, false},
	"get-rule":        {staff.Read, staff.CasesRead, false},
	"rule-results":    {staff.Read, staff.CasesRead, false},
	"rule-versions":   {staff.Read, staff.CasesRead, false},
	"rule-vocabulary": {staff.Read, staff.CasesRead, false},
	"check-rule":      {staff.Read, staff.CasesRead, false},
	"create-rule":     {staff.EditWords, staff.WordsWrite, false},
	"change-rule":     {staff.EditWords, staff.WordsWrite, false},
	"delete-rule":     {staff.EditWords, staff.WordsWrite, false},
	"set-rule-state":  {staff.EditWords, staff.WordsWrite, false},

	"search-lines":     {staff.Read, staff.CasesRead, true},
	"get-line":         {staff.Read, staff.CasesRead, true},
	"preview-reversal": {staff.Senior, staff.CasesRead, false},
	"reverse":          {staff.Senior, staff.CasesDecide, false},

	"list-deliveries":   {staff.Read, staff.DeliveriesRead, true},
	"get-delivery":      {staff.Read, staff.DeliveriesRead, true},
	"resend-delivery":   {staff.Resend, staff.DeliveriesResend, true},
	"resend-deliveries": {staff.Resend, staff.DeliveriesResend, true},

	"queue-stats":    {staff.Read, staff.StatsRead, true},
	"pace":           {staff.Read, staff.StatsRead, true},
	"delivery-stats": {staff.Read, staff.StatsRead, true},
	"my-stats":       {staff.Read, staff.StatsRead, false},
	"team-stats":     {staff.Senior, staff.StatsRead, false},
	"events":         {staff.Read, staff.StatsRead, true},

	"get-settings":   {staff.Administer, staff.AppsRead, false},
	"patch-settings": {staff.Administer, staff.AppsWrite, false},

	"list-apps":        {staff.Read, staff.AppsRead, true},
	"get-app":          {staff.Read, staff.AppsRead, true},
	"put-app":          {staff.Administer, staff.AppsWrite, false},
	"patch-app":        {staff.Administer, staff.AppsWrite, false},
	"rotate-secret":    {staff.Administer, staff.AppsWrite, false},
	"get-app-audit":    {staff.Read, staff.AppsRead, true},
	"put-app-audit":    {staff.Administer, staff.AppsWrite, false},
	"get-app-evidence": {staff.Read, staff.AppsRead, true},
	"put-app-evidence": {staff.Administer, staff.AppsWrite, false},
	"erase-user":       {staff.Administer, staff.AppsWrite, false},

	"list-calls": {staff.Oversee, staff.CasesRead, true},

	"get-gifts":     {staff.Read, staff.AppsRead, true},
	"put-gifts":     {staff.KeepCoins, staff.CoinsWrite, false},
	"get-wallet":    {staff.Read, staff.CasesRead, true},
	"credit-wallet": {staff.KeepCoins, staff.CoinsWrite, true},
	"refund-reward": {staff.KeepCoins, staff.CoinsWrite, true},

	"list-staff":       {staff.Oversee, staff.StaffRead, false},
	"get-staff":        {staff.Oversee, staff.StaffRead, false},
	"list-staff-names": {anybody, "", false},
	"create-staff":     {staff.Administer, staff.StaffWrite, false},
	"patch-staff":      {staff.Administer, staff.StaffWrite, false},

	// What is one's own, and the keys to all this, need the person himself.
	"get-me":               {anybody, "", false},
	"change-password":      {anybody, "", false},
	"list-sessions":        {anybody, "", false},
	"revoke-session":       {anybody, "", false},
	"revoke-sessions":      {anybody, "", false},
	"enrol-totp":           {anybody, "", false},
	"confirm-totp":         {anybody, "", false},
	"disable-totp":         {anybody, "", false},
	"renew-recovery-codes": {anybody, "", false},
	"get-preferences":      {anybody, "", false},
	"put-preferences":      {anybody, "", false},
	"list-tokens":          {anybody, "", false},
	"create-token":         {anybody, "", false},
	"revoke-token":         {anybody, "", false},

	"list-audit":   {staff.Oversee, staff.AuditRead, false},
	"export-audit": {staff.Oversee, staff.AuditRead, false},
	"verify-audit": {staff.Oversee, staff.AuditRead, false},
}
