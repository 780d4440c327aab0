package party

import (
	"strings"
	"unicode"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/party"
	"github.com/xiezhi/xiezhi/internal/wire"
)

// The most that a user's fields may hold, in bytes.
const (
	maxID    = 128
	maxName  = 256
	maxToken = 4 << 10
	maxURL   = 2 << 10
)

// userBody is a user as the app's server tells of him; what is absent is not
// said.
type userBody struct {
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

func (b userBody) profile(creates bool) (p party.Profile, err error) {
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
		if err := plain(field.name, field.value, field.limit, field.required); err != nil {
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

// plain refuses what no field may hold.
func plain(field string, value *wire.Text, limit int, required bool) error {
	switch {
	case value == nil || *value == "":
		if required {
			return fault.Field(field, "is missing")
		}
	case len(*value) > limit:
		return fault.Field(field, "is longer than %d bytes", limit)
	case strings.ContainsFunc(string(*value), unicode.IsControl):
		return fault.Field(field, "holds control characters")
	}
	return nil
}

// userShown is a user as his app's server sees him.
type userShown struct {
	UserUUID string `json:"userUuid"`
	DeviceID string `json:"deviceId"`
	UserName string `json:"userName"`
	Mobile   string `json:"mobile"`
	Icon     string `json:"icon"`
	Sex      int    `json:"sex"`
	Age      int    `json:"age"`
	RTCUid   int64  `json:"rtcUid"`
}

func userOf(a party.Account) userShown {
	return userShown{a.UserUUID, a.DeviceID, a.Name, a.Mobile, a.Icon, a.Sex, a.Age, a.RTCUid}
}
