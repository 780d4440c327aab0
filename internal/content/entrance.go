package content

// Entrance is the place in an app where a report was begun: the uplus
// contract's "mod" (seed 002, 举报入口).
type Entrance int

// The entrances: 1x reports one piece of content, 2x a whole unit.
const (
	HallMessage    Entrance = 11
	PrivateMessage Entrance = 12
	GroupMessage   Entrance = 13
	ShowMessage    Entrance = 14
	AlbumPicture   Entrance = 15
	ShowPicture    Entrance = 16
	HallUnit       Entrance = 21
	GroupProfile   Entrance = 22
	UserProfile    Entrance = 23
	ShowUnit       Entrance = 24
	PrivateChat    Entrance = 25
	GroupChat      Entrance = 26
)

// EntranceRule is what the contract asks of a report through one entrance.
type EntranceRule struct {
	Entrance    Entrance
	Name        string // as the contract writes it
	Module      Module
	Profile     bool // a profile is required; otherwise it must be absent
	MinMessages int
	MaxMessages int
	Accused     AccusedRule
}

// AccusedRule says where the accused user (buid) of a report comes from.
type AccusedRule uint8

// The rules for buid.
const (
	AccusedIsSender     AccusedRule = iota // required, the sender of the only message
	AccusedIsOwner                         // required, the profile's user
	AccusedIfSingle                        // one message: its sender; several: must be absent
	AccusedMustBeAbsent                    // nobody is named
)

// entranceRules is the table of seed 002 ("mod int (举报入口)" and the remarks
// on buid), in the order in which it is shown.
var entranceRules = []EntranceRule{
	{HallMessage, "大厅消息", Hall, false, 1, 1, AccusedIsSender},
	{PrivateMessage, "私聊消息", User, true, 1, 1, AccusedIsSender},
	{GroupMessage, "群消息", Group, true, 1, 1, AccusedIsSender},
	{ShowMessage, "秀场消息", Show, true, 1, 1, AccusedIsSender},
	{AlbumPicture, "相册图", User, true, 1, 1, AccusedIsOwner},
	{ShowPicture, "秀册资源", Show, true, 1, 1, AccusedIsSender},
	{HallUnit, "大厅", Hall, false, 1, 10, AccusedIfSingle},
	{GroupProfile, "群 profile", Group, true, 0, 0, AccusedMustBeAbsent},
	{UserProfile, "个人 profile", User, true, 0, 0, AccusedIsOwner},
	{ShowUnit, "秀场", Show, true, 1, 20, AccusedIfSingle},
	{PrivateChat, "私聊", User, true, 1, 10, AccusedIsOwner},
	{GroupChat, "群聊", Group, true, 1, 10, AccusedIfSingle},
}

// Entrances lists every entrance's rule in the contract's order. The caller
// must not change it.
func Entrances() []EntranceRule { return entranceRules }

// Rule returns the entrance's rule; ok is false for an unknown entrance.
func (e Entrance) Rule() (rule EntranceRule, ok bool) {
	for _, rule := range entranceRules {
		if rule.Entrance == e {
			return rule, true
		}
	}
	return EntranceRule{}, false
}

// Module is the module the entrance belongs to, 0 for an unknown entrance.
func (e Entrance) Module() Module {
	rule, _ := e.Rule()
	return rule.Module
}

// IsPicture reports whether cases of this entrance go to the album queue.
func (e Entrance) IsPicture() bool { return e == AlbumPicture || e == ShowPicture }

// IsProfile reports whether the report is about a profile and has no messages.
func (e Entrance) IsProfile() bool { return e == GroupProfile || e == UserProfile }

// InGroup reports whether the content stood in a group chat: only its
// punishments carry the group's owner (seed 002, 踢人).
func (e Entrance) InGroup() bool { return e == GroupMessage || e == GroupChat }
