package native

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/staff"
)

// member is one of the staff.
type member struct {
	ID        int64      `json:"id"`
	Username  string     `json:"username"`
	Role      staff.Role `json:"role"`
	Disabled  bool       `json:"disabled"`
	TOTP      bool       `json:"totp" doc:"Whether a second factor is needed to log in."`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// members is everybody.
type members struct {
	Items []member `json:"items" doc:"By username."`
}

// staffNames are ids in words.
type staffNames struct {
	Items []staffName `json:"items" doc:"By username."`
}

type staffName struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
}

type memberInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type createMemberInput struct {
	Body struct {
		Username string     `json:"username" minLength:"1" maxLength:"63" example:"reviewer7"`
		Password string     `json:"password" minLength:"8" maxLength:"256" writeOnly:"true" example:"at-least-8-characters"`
		Role     staff.Role `json:"role" enum:"admin,supervisor,reviewer,auditor"`
	}
}

type patchMemberInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Password  string     `json:"password,omitempty" minLength:"8" maxLength:"256" writeOnly:"true" doc:"A new one ends the person's sessions."`
		Role      staff.Role `json:"role,omitempty" enum:"admin,supervisor,reviewer,auditor"`
		Disabled  *bool      `json:"disabled,omitempty"`
		ResetTOTP bool       `json:"reset_totp,omitempty" doc:"Take the second factor away, for one who lost it."`
	}
}

func (h *Handler) staffOperations() {
	tags := []string{"staff"}
	add(h, huma.Operation{OperationID: "list-staff", Method: http.MethodGet, Path: "/staff", Tags: tags,
		Summary: "List the staff"}, h.listStaff)
	add(h, huma.Operation{OperationID: "list-staff-names", Method: http.MethodGet, Path: "/staff/names", Tags: tags,
		Summary: "What the staff are called", Description: "So that whoever meets an id, of a colleague who was first say, learns whose it is."}, h.listNames)
	add(h, huma.Operation{OperationID: "create-staff", Method: http.MethodPost, Path: "/staff", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Make an account"}, h.createMember)
	add(h, huma.Operation{OperationID: "get-staff", Method: http.MethodGet, Path: "/staff/{id}", Tags: tags,
		Summary: "A member of the staff"}, h.getMember)
	add(h, huma.Operation{OperationID: "patch-staff", Method: http.MethodPatch, Path: "/staff/{id}", Tags: tags,
		Summary: "Change an account", Description: "What is left out stays. The last administrator can be neither disabled nor given another role."}, h.patchMember)
}

func (h *Handler) listNames(ctx context.Context, _ *none) (*answer[staffNames], error) {
	accounts, err := h.deps.Staff.All(ctx)
	return answered(staffNames{Items: mapped(accounts, func(a staff.Account) staffName { return staffName{a.ID, a.Username} })}, err)
}

func (h *Handler) listStaff(ctx context.Context, _ *none) (*answer[members], error) {
	accounts, err := h.deps.Staff.All(ctx)
	if err != nil {
		return nil, err
	}
	list := members{Items: []member{}}
	for _, account := range accounts {
		one, err := h.memberOf(ctx, account)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, one)
	}
	return answered(list, nil)
}

func (h *Handler) memberOf(ctx context.Context, account staff.Account) (member, error) {
	factor, err := h.deps.Staff.FactorState(ctx, account.ID)
	return member{
		ID: account.ID, Username: account.Username, Role: account.Role, Disabled: account.Disabled, TOTP: factor.Active,
		CreatedAt: account.CreatedAt.UTC(), UpdatedAt: account.UpdatedAt.UTC(),
	}, err
}

func (h *Handler) getMember(ctx context.Context, in *memberInput) (*answer[member], error) {
	account, err := h.account(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return answered(h.memberOf(ctx, account))
}

// account is somebody, disabled or not.
func (h *Handler) account(ctx context.Context, id int64) (staff.Account, error) {
	return h.deps.Staff.LookUp(ctx, strconv.FormatInt(id, 10))
}

func (h *Handler) createMember(ctx context.Context, in *createMemberInput) (*answer[member], error) {
	account, err := h.deps.Staff.Create(ctx, staff.Declared{Username: in.Body.Username, Password: in.Body.Password, Role: in.Body.Role})
	if err != nil {
		return nil, err
	}
	return answered(h.memberOf(ctx, account))
}

func (h *Handler) patchMember(ctx context.Context, in *patchMemberInput) (*answer[member], error) {
	own := in.ID == callerOf(ctx).account.ID
	if own && (in.Body.Role != "" || in.Body.Disabled != nil) {
		return nil, fault.New(fault.Conflict, "own_account", "nobody changes his own role or disables himself")
	}
	edit := staff.Edit{Password: in.Body.Password, Role: in.Body.Role, Disabled: in.Body.Disabled}
	if _, err := h.deps.Staff.Edit(ctx, in.ID, edit); err != nil {
		return nil, err
	}
	if in.Body.ResetTOTP {
		if err := h.deps.Staff.ResetFactor(ctx, in.ID); err != nil {
			return nil, err
		}
	}
	return h.getMember(ctx, &memberInput{ID: in.ID})
}
