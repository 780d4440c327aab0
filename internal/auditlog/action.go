package auditlog

// Action is what was done, in a stable dotted name; what stands before the dot
// names the family.
type Action string

// The actions.
const (
	CaseView     Action = "case.view"
	CaseClaim    Action = "case.claim" // the reviewer sees the case from here on
	CaseRenew    Action = "case.renew"
	CaseDecide   Action = "case.decide"
	CaseUndo     Action = "case.undo"
	CaseSkip     Action = "case.skip"
	CaseEscalate Action = "case.escalate"
	CaseRelease  Action = "case.release"
	EvidenceView Action = "evidence.view"
	UserView     Action = "user.view" // what is known of an app's user
	LineView     Action = "line.view" // a live message, as it is kept
	LineSearch   Action = "line.search"

	ReportOrder  Action = "report.order" // an app's administrator ordered by a report
	SanctionLift Action = "sanction.lift"
	ListAdd      Action = "list.add"
	ListRemove   Action = "list.remove"

	StaffLogin       Action = "staff.login"
	StaffLoginFailed Action = "staff.login_failed"
	StaffLogout      Action = "staff.logout"
	StaffCreate      Action = "staff.create"
	StaffUpdate      Action = "staff.update"
	StaffPreferences Action = "staff.preferences" // he set something for himself
	SessionRevoke    Action = "session.revoke"
	TokenCreate      Action = "token.create"
	TokenRevoke      Action = "token.revoke"

	AppChange      Action = "app.change"
	SettingChange  Action = "setting.change"
	DeliveryResend Action = "delivery.resend"
	AuditExport    Action = "audit.export"

	WordsPut    Action = "words.put" // a word list was made or changed
	WordsDelete Action = "words.delete"
	WordsAdd    Action = "words.add"
	WordsImport Action = "words.import"
	WordsRemove Action = "words.remove"
	WordsCurate Action = "words.curate" // messages were read for terms that hit harmless ones

	ReversalBegin Action = "reversal.begin" // what a cause did to live messages is undone
	ReversalEnd   Action = "reversal.end"

	RulePut    Action = "rule.put" // a rule was made or changed
	RuleDelete Action = "rule.delete"

	LinesReplay   Action = "lines.replay" // a change was tried on kept messages
	ModelTrain    Action = "model.train"
	ModelInstall  Action = "model.install"
	ModelRollBack Action = "model.roll_back"

	BankAdd    Action = "bank.add" // a bank of pictures was made
	BankDelete Action = "bank.delete"
	BankPut    Action = "bank.put"  // a picture was put into it
	BankTake   Action = "bank.take" // and taken out

	GiftsPut    Action = "gifts.put"    // what users may give each other, and what it costs
	CoinsCredit Action = "coins.credit" // a user got coins
	CoinsRefund Action = "coins.refund" // a user got back what he had given

	AuditRedact Action = "audit.redact" // entries lost what they told of an erased user; see Redacted
	UserErase   Action = "user.erase"   // an app's user was erased

	RetentionPrune Action = "retention.prune" // how much of an app was forgotten on a day because its time was over
)

// The kinds of object that the program's own entries name.
const (
	ACase     = "case"
	AReport   = "report"
	AUser     = "user"  // of an app
	APlace    = "place" // a show or group
	ASanction = "sanction"
	AStaff    = "staff"
	ASession  = "session"
	AToken    = "token"
	AnApp     = "app"
	ASetting  = "setting"
	ADelivery = "delivery"
	AnAudit   = "audit" // this log itself
	AWordList = "word_list"
	ALine     = "line"
	AReversal = "reversal"
	ARule     = "rule"
	ABank     = "bank"   // of pictures
	AModel    = "model"  // 0: none
	AWallet   = "wallet" // the coins of a user
	AnErasure = "erasure"
)

// Object is what it was done to. Its ID is empty where it has none.
type Object struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}
