package party

import (
	"context"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/intake"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/tenant"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// profileBody is a user as the app's server tells of him; what is absent is not
// said.
type profileBody struct {
	UserUUID  wire.Text  `json:"userUuid"`
	DeviceID  wire.Text  `json:"deviceId"`
	Name      *wire.Text `json:"userName"`
	Mobile    *wire.Text `json:"mobile"`
	UserToken *wire.Text `json:"userToken"`
	IMToken   *wire.Text `json:"imToken"`
	Icon      *wire.Text `json:"icon"`
	Sex       *wire.Int  `json:"sex"`
	Age       *wire.Int  `json:"age"`
}

func (b profileBody) profile(creates bool) (p party.Profile, err error) {
	for _, field := range []struct {
		name     string
		value    *wire.Text
		limit    int
		required bool
	}{
		{"userUuid", &b.UserUUID, maxID, true}, {"deviceId", &b.DeviceID, maxID, creates}, {"userName", b.Name, maxName, creates},
		{"mobile", b.Mobile, maxID, false}, {"userToken", b.UserToken, maxToken, creates}, {"imToken", b.IMToken, maxToken, false},
		{"icon", b.Icon, maxURL, false},
	} {
		if err := plain(field.name, (*string)(field.value), field.limit, field.required); err != nil {
			return p, err
		}
	}
	if b.UserToken != nil && *b.UserToken == "" {
		return p, fault.Field("userToken", "must not be empty")
	}
	if b.Icon != nil {
		if err := intake.CheckAddress("icon", string(*b.Icon)); err != nil {
			return p, err
		}
	}
	if b.Sex != nil && (*b.Sex < 0 || *b.Sex > 9) {
		return p, fault.Field("sex", "must be a number from 0 to 9")
	}
	if b.Age != nil && (*b.Age < 0 || *b.Age > 200) {
		return p, fault.Field("age", "must be a number of years")
	}
	return party.Profile{
		UserUUID: string(b.UserUUID), DeviceID: string(b.DeviceID), Name: (*string)(b.Name), Mobile: (*string)(b.Mobile),
		UserToken: (*string)(b.UserToken), IMToken: (*string)(b.IMToken), Icon: (*string)(b.Icon), Sex: whole(b.Sex), Age: whole(b.Age),
	}, nil
}

func whole(n *wire.Int) *int {
	if n == nil {
		return nil
	}
	number := int(*n)
	return &number
}

// userShown is a user, without his device.
type userShown struct {
	UserUUID string `json:"userUuid"`
	UserName string `json:"userName"`
	Mobile   string `json:"mobile"`
	Icon     string `json:"icon"`
	Sex      int    `json:"sex"`
	Age      int    `json:"age"`
}

// deviceShown is a user and his device.
type deviceShown struct {
	userShown
	DeviceID string `json:"deviceId"`
	RTCUid   int64  `json:"rtcUid"`
}

// toServer shows a user to his app's server, to whom nothing is masked.
func toServer(a party.Account) userShown {
	return userShown{a.UserUUID, a.Name, a.Mobile, a.Icon, a.Sex, a.Age}
}

// toClient shows a user to users.
func toClient(app tenant.App, a party.Account) userShown {
	shown := toServer(a)
	if !app.Party.FullMobile {
		shown.Mobile = party.Masked(a.Mobile)
	}
	return shown
}

func (h *handler) create(ctx context.Context, a asked) (any, error) {
	return h.change(ctx, a, true, h.Accounts.Create)
}

func (h *handler) update(ctx context.Context, a asked) (any, error) {
	return h.change(ctx, a, false, h.Accounts.Update)
}

func (h *handler) change(ctx context.Context, a asked, creates bool,
	change func(context.Context, string, party.Profile) (party.Account, error)) (any, error) {
	var body profileBody
	if err := a.into(&body); err != nil {
		return nil, err
	}
	profile, err := body.profile(creates)
	if err != nil {
		return nil, err
	}
	made, err := change(ctx, a.app.ID, profile)
	if err != nil {
		return nil, err
	}
	return deviceShown{toServer(made), made.DeviceID, made.RTCUid}, nil
}

// whoBody names a user by one of two.
type whoBody struct {
	UserUUID wire.Text `json:"userUuid"`
	Mobile   wire.Text `json:"mobile"`
}

// who finds the user whom the body names. Nobody named is the client himself.
func (h *handler) who(ctx context.Context, a asked) (party.Account, error) {
	var body whoBody
	if err := a.into(&body); err != nil {
		return party.Account{}, err
	}
	user, mobile := string(body.UserUUID), string(body.Mobile)
	if err := plain("userUuid", &user, maxID, false); err != nil {
		return party.Account{}, err
	}
	if err := plain("mobile", &mobile, maxID, false); err != nil {
		return party.Account{}, err
	}
	switch {
	case user != "":
		return h.Accounts.Find(ctx, a.app.ID, user)
	case mobile != "":
		return h.Accounts.ByMobile(ctx, a.app.ID, mobile)
	case a.user.UserUUID != "":
		return a.user, nil
	}
	return party.Account{}, fault.Field("userUuid", "is missing, and so is mobile")
}

func (h *handler) info(ctx context.Context, a asked) (any, error) {
	found, err := h.who(ctx, a)
	if err != nil {
		return nil, err
	}
	return toClient(a.app, found), nil
}

func (h *handler) infoForServer(ctx context.Context, a asked) (any, error) {
	found, err := h.who(ctx, a)
	if err != nil {
		return nil, err
	}
	return toServer(found), nil
}
