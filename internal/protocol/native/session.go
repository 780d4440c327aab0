package native

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

type logInInput struct {
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"256" example:"reviewer1"`
		Password string `json:"password" minLength:"1" maxLength:"256" writeOnly:"true"`
		Code     string `json:"code,omitempty" maxLength:"64" writeOnly:"true" doc:"Of the second factor, or a recovery code; ask for it where the answer is otp_required."`
	}
}

type setUpInput struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"256" writeOnly:"true" doc:"From the link of the first start."`
		Username string `json:"username" maxLength:"256"`
		Password string `json:"password" maxLength:"256" writeOnly:"true"`
	}
}

// signedIn is who has just logged in.
type signedIn struct {
	Member      member   `json:"member"`
	Permissions []string `json:"permissions"`
}

func (h *Handler) sessionOperations() {
	tags := []string{"session"}
	add(h, huma.Operation{OperationID: "log-in", Method: http.MethodPost, Path: "/session", Tags: tags,
		Summary:     "Log in",
		Description: "Sets the session's cookie. Refused with bad_login, otp_required, bad_otp, throttled (Retry-After says for how long) or disabled.",
	}, h.logIn)
	add(h, huma.Operation{OperationID: "log-out", Method: http.MethodDelete, Path: "/session", Tags: tags,
		Summary: "Log out", Description: "Without a session it does nothing."}, h.logOut)
	add(h, huma.Operation{OperationID: "set-up", Method: http.MethodPost, Path: "/setup", Tags: tags,
		Summary: "Make the first administrator and log him in",
		Description: "Once, by the link that the first start prints; afterwards 403 set_up_over. " +
			"The problem's field names what cannot be taken: token, username or password."}, h.setUp)
}

func (h *Handler) logIn(ctx context.Context, in *logInInput) (*answer[signedIn], error) {
	account, err := h.deps.Staff.LogIn(ctx, staff.Credentials{
		Username: in.Body.Username, Password: in.Body.Password, Code: in.Body.Code, Address: addressOf(ctx),
	})
	if err != nil {
		return nil, logInRefused(err)
	}
	return answered(h.signIn(ctx, account))
}

// signIn begins the session.
func (h *Handler) signIn(ctx context.Context, account staff.Account) (signedIn, error) {
	one, err := h.memberOf(ctx, account)
	if err != nil {
		return signedIn{}, err
	}
	return signedIn{Member: one, Permissions: permissionsOf(account.Role)}, h.deps.Sessions.Begin(ctx, account)
}

// logInRefused gives a refusal the code that the log-in page has words for.
func logInRefused(err error) error {
	refused := *fault.As(err)
	switch refused.Kind {
	case fault.TooMany:
		refused.Code = "throttled"
	case fault.Forbidden:
		refused.Code = "disabled"
	}
	return &refused
}

func (h *Handler) logOut(ctx context.Context, _ *none) (*none, error) {
	return done(h.deps.Sessions.End(ctx))
}

func (h *Handler) setUp(ctx context.Context, in *setUpInput) (*answer[signedIn], error) {
	account, err := h.deps.Staff.SetUp(ctx, in.Body.Token, in.Body.Username, in.Body.Password)
	if fault.HasCode(err, staff.CodeSetUpOver) {
		over := *fault.As(err)
		over.Field = "token"
		return nil, &over
	}
	if err != nil {
		return nil, err
	}
	return answered(h.signIn(ctx, account))
}
