package enforce

import (
	"fmt"
	"strings"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// Binding reports whether an action binds somebody afterwards, until it ends
// or is lifted. The others are acts: done once they are carried out.
func Binding(action verdict.Action) bool {
	switch action {
	case verdict.Mute, verdict.CloseShow, verdict.LoginLimit, verdict.KickRoom:
		return true
	}
	return false
}

// Bond names what the sanction binds in the eyes of the business platform; it
// is empty where the action binds nobody. Sanctions of an app that have the
// same bond overlap: the platform knows one state for all of them, so that a
// lift ends them all and the longest stands.
func (s Sanction) Bond() string {
	switch {
	case !Binding(s.Action):
		return ""
	case s.Action == verdict.KickRoom:
		return KickBond(s.Seat)
	case s.Action == verdict.CloseShow:
		return "close_show/" + s.PlaceID
	case s.Action == verdict.Mute && s.Module == content.Show:
		return fmt.Sprintf("mute/%d/%s/%s", s.Module, apart.Replace(s.PlaceID), s.UserID)
	case s.Action == verdict.Mute:
		return fmt.Sprintf("mute/%d/%s", s.Module, s.UserID)
	}
	return "login_limit/" + s.UserID // wherever he was seen
}

// KickBond is the bond of who is kicked out of a call.
func KickBond(seat content.Seat) string {
	return "kick_room/" + apart.Replace(seat.ChannelID) + "/" + seat.UID
}

// apart keeps a place with a slash in its name from reading as another's user.
var apart = strings.NewReplacer("%", "%25", "/", "%2F")
