package native

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// me is who asks.
type me struct {
	Member        member   `json:"member"`
	Permissions   []string `json:"permissions"`
	RecoveryCodes int      `json:"recovery_codes" doc:"How many are unused."`
}

// sessions are somebody's log-ins.
type sessionItem struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
	Until     time.Time `json:"until"`
	Address   string    `json:"address"`
	UserAgent string    `json:"user_agent"`
	Current   bool      `json:"current" doc:"The one that asks."`
}

type sessionList struct {
	Items []sessionItem `json:"items" doc:"The latest seen first."`
}

type sessionInput struct {
	ID string `path:"id" maxLength:"64"`
}

type passwordInput struct {
	Body struct {
		Old string `json:"old" maxLength:"256" writeOnly:"true"`
		New string `json:"new" minLength:"8" maxLength:"256" writeOnly:"true"`
	}
}

type enrolment struct {
	Secret string `json:"secret" doc:"In base32, to be typed. It is shown once."`
	URL    string `json:"url" doc:"otpauth://…, to be drawn as a QR code."`
}

type codeInput struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"64" writeOnly:"true" doc:"From the authenticator."`
	}
}

type proofInput struct {
	Body struct {
		Password string `json:"password" maxLength:"256" writeOnly:"true"`
		Code     string `json:"code" maxLength:"64" writeOnly:"true" doc:"From the authenticator, or a recovery code."`
	}
}

type recoveryCodes struct {
	RecoveryCodes []string `json:"recovery_codes" doc:"Each works once in place of a code. They are shown once."`
}

func (h *Handler) ownOperations() {
	tags := []string{"me"}
	add(h, huma.Operation{OperationID: "get-me", Method: http.MethodGet, Path: "/staff/me", Tags: tags, Summary: "Who I am and what I may do"}, h.getMe)
	add(h, huma.Operation{OperationID: "change-password", Method: http.MethodPost, Path: "/staff/me/password", Tags: tags,
		Summary: "Change my password", Description: "My other sessions end."}, h.changePassword)
	add(h, huma.Operation{OperationID: "list-sessions", Method: http.MethodGet, Path: "/staff/me/sessions", Tags: tags, Summary: "Where I am logged in"}, h.listSessions)
	add(h, huma.Operation{OperationID: "revoke-sessions", Method: http.MethodDelete, Path: "/staff/me/sessions", Tags: tags,
		Summary: "Log me out everywhere else"}, h.revokeSessions)
	add(h, huma.Operation{OperationID: "revoke-session", Method: http.MethodDelete, Path: "/staff/me/sessions/{id}", Tags: tags,
		Summary: "End one of my sessions"}, h.revokeSession)
	add(h, huma.Operation{OperationID: "enrol-totp", Method: http.MethodPost, Path: "/staff/me/totp", Tags: tags,
		Summary: "Begin to use a second factor", Description: "It counts only when a code confirms it."}, h.enrolTOTP)
	add(h, huma.Operation{OperationID: "confirm-totp", Method: http.MethodPost, Path: "/staff/me/totp/confirm", Tags: tags,
		Summary: "Confirm the second factor by a code"}, h.confirmTOTP)
	add(h, huma.Operation{OperationID: "disable-totp", Method: http.MethodPost, Path: "/staff/me/totp/disable", Tags: tags,
		Summary: "Do without the second factor"}, h.disableTOTP)
	add(h, huma.Operation{OperationID: "renew-recovery-codes", Method: http.MethodPost, Path: "/staff/me/totp/recovery_codes", Tags: tags,
		Summary: "Void my recovery codes and get new ones"}, h.renewRecoveryCodes)
}

func (h *Handler) getMe(ctx context.Context, _ *none) (*answer[me], error) {
	account := callerOf(ctx).account
	one, err := h.memberOf(ctx, account)
	if err != nil {
		return nil, err
	}
	factor, err := h.deps.Staff.FactorState(ctx, account.ID)
	return answered(me{Member: one, Permissions: permissionsOf(account.Role), RecoveryCodes: factor.RecoveryCodes}, err)
}

// permissionsOf names what a role may, in the order of the permissions.
func permissionsOf(role staff.Role) []string {
	names := []string{}
	for bit := staff.Permission(1); bit != nobody; bit <<= 1 {
		if name, known := permissionNames[bit]; known && role.May(bit) {
			names = append(names, name)
		}
	}
	return names
}

func (h *Handler) changePassword(ctx context.Context, in *passwordInput) (*none, error) {
	account, err := h.deps.Staff.ChangePassword(ctx, callerOf(ctx).account, in.Body.Old, in.Body.New, addressOf(ctx))
	if err != nil {
		return nil, unproved(err)
	}
	return done(h.deps.Sessions.Renew(ctx, account))
}

func (h *Handler) listSessions(ctx context.Context, _ *none) (*answer[sessionList], error) {
	open, err := h.deps.Sessions.List(ctx, callerOf(ctx).account.ID)
	return answered(sessionList{Items: mapped(open, sessionOf)}, err)
}

func sessionOf(s staff.OpenSession) sessionItem {
	return sessionItem{
		ID: s.ID, CreatedAt: s.CreatedAt.UTC(), SeenAt: s.SeenAt.UTC(), Until: s.Until.UTC(),
		Address: s.Address, UserAgent: s.UserAgent, Current: s.Current,
	}
}

func (h *Handler) revokeSessions(ctx context.Context, _ *none) (*none, error) {
	_, err := h.deps.Sessions.RevokeOthers(ctx, callerOf(ctx).account.ID)
	return done(err)
}

func (h *Handler) revokeSession(ctx context.Context, in *sessionInput) (*none, error) {
	return done(h.deps.Sessions.Revoke(ctx, callerOf(ctx).account.ID, in.ID))
}

func (h *Handler) enrolTOTP(ctx context.Context, _ *none) (*answer[enrolment], error) {
	made, err := h.deps.Staff.EnrolFactor(ctx, callerOf(ctx).account)
	return answered(enrolment(made), err)
}

func (h *Handler) confirmTOTP(ctx context.Context, in *codeInput) (*answer[recoveryCodes], error) {
	codes, err := h.deps.Staff.ConfirmFactor(ctx, callerOf(ctx).account.ID, in.Body.Code)
	return answered(recoveryCodes{codes}, err)
}

func (h *Handler) disableTOTP(ctx context.Context, in *proofInput) (*none, error) {
	err := h.deps.Staff.DisableFactor(ctx, callerOf(ctx).account, in.Body.Password, in.Body.Code, addressOf(ctx))
	return done(unproved(err))
}

func (h *Handler) renewRecoveryCodes(ctx context.Context, in *proofInput) (*answer[recoveryCodes], error) {
	codes, err := h.deps.Staff.RenewRecoveryCodes(ctx, callerOf(ctx).account, in.Body.Password, in.Body.Code, addressOf(ctx))
	return answered(recoveryCodes{codes}, unproved(err))
}

// unproved tells somebody who is logged in that his proof is wrong. A 401 would
// tell his browser that he is not logged in.
func unproved(err error) error {
	if !fault.Is(err, fault.Unauthenticated) {
		return err
	}
	refused := *fault.As(err)
	refused.Kind = fault.Forbidden
	refused.Code = refused.StableCode()
	return &refused
}
