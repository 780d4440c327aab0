package review

import (
	"testing"

	"github.com/xiezhi/xiezhi/internal/content"
	"github.com/xiezhi/xiezhi/internal/enforce"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/verdict"
)

// groupCase is a chat of two people in a group, which accuses nobody.
func groupCase() Case {
	return Case{ID: 5, App: "live", Entrance: content.GroupChat, First: Report{
		ID: 5, App: "live", Entrance: content.GroupChat, Reporter: "1002",
		Profile: &content.Profile{PlaceID: "g-9", OwnerID: "7000", Name: "户外群"},
		Messages: []content.Message{
			{Type: content.Text, ID: "a", SenderID: "1", Text: "x"},
			{Type: content.Picture, ID: "b", SenderID: "2", URL: "p/b.png", ThumbURL: "p/b_s.png"},
			{Type: content.Text, ID: "c", SenderID: "2", Text: "z"},
		},
	}}
}

// hallCase is one message of one person.
func hallCase() Case {
	return Case{ID: 6, App: "live", Entrance: content.HallMessage, First: Report{
		ID: 6, App: "live", Entrance: content.HallMessage, Reporter: "1002", Accused: "1",
		Messages: []content.Message{{Type: content.Text, ID: "a", SenderID: "1", Text: "x"}},
	}}
}

func albumCase() Case {
	return Case{ID: 7, App: "live", Entrance: content.AlbumPicture, First: Report{
		ID: 7, App: "live", Entrance: content.AlbumPicture, Reporter: "1002", Accused: "3",
		Profile:  &content.Profile{OwnerID: "3", Name: "小美"},
		Messages: []content.Message{{Type: content.Picture, URL: "album/1.png"}},
	}}
}

func nameless() Case {
	return Case{ID: 8, App: "live", Entrance: content.GroupProfile, First: Report{
		ID: 8, App: "live", Entrance: content.GroupProfile, Reporter: "1002", Profile: &content.Profile{PlaceID: "g-9"},
	}}
}

func TestACallMustAgreeWithItsCase(t *testing.T) {
	t.Parallel()
	facts := Reports{Reporters: []string{"1002", "1003"}}
	group, hall, album := groupCase(), hallCase(), albumCase()
	cases := []struct {
		name  string
		c     Case
		j     Judgement
		field string // empty where all is well
	}{
		{"the accused", hall, Judgement{UserID: "1", Reporter: "1002"}, ""},
		{"another reporter of it", hall, Judgement{UserID: "1", Reporter: "1003"}, ""},
		{"not a reporter", hall, Judgement{UserID: "1", Reporter: "1004"}, "reporter"},
		{"no reporter", hall, Judgement{UserID: "1"}, "reporter"},
		{"a stranger", hall, Judgement{UserID: "2", Reporter: "1002"}, "u_id"},
		{"the reporter himself", hall, Judgement{UserID: "1002", Reporter: "1002"}, "u_id"},
		{"nobody where somebody is accused", hall, Judgement{Reporter: "1002"}, "u_id"},
		{"a place where there is none", hall, Judgement{UserID: "1", Reporter: "1002", PlaceID: "g-9"}, "module_id"},
		{"an owner where there is none", hall, Judgement{UserID: "1", Reporter: "1002", OwnerID: "7000"}, "owner"},

		{"a sender", group, Judgement{UserID: "2", Reporter: "1002"}, ""},
		{"the owner", group, Judgement{UserID: "7000", Reporter: "1002"}, ""},
		{"nobody where nobody is accused", group, Judgement{Reporter: "1002"}, ""},
		{"everything said", group, Judgement{UserID: "2", Reporter: "1002", PlaceID: "g-9", OwnerID: "7000", MessageID: "b", URL: "p/b.png", ThumbURL: "p/b_s.png"}, ""},
		{"a message of nobody in particular", group, Judgement{Reporter: "1002", MessageID: "b"}, ""},
		{"another place", group, Judgement{UserID: "2", Reporter: "1002", PlaceID: "g-8"}, "module_id"},
		{"another owner", group, Judgement{UserID: "2", Reporter: "1002", OwnerID: "1"}, "owner"},
		{"another person's message", group, Judgement{UserID: "1", Reporter: "1002", MessageID: "b"}, "msg_id"},
		{"unknown message", group, Judgement{UserID: "2", Reporter: "1002", MessageID: "z"}, "msg_id"},
		{"unknown url", group, Judgement{UserID: "2", Reporter: "1002", URL: "p/z.png"}, "msg_id"},
		{"another thumbnail", group, Judgement{UserID: "2", Reporter: "1002", URL: "p/b.png", ThumbURL: "p/z.png"}, "msg_id"},
		{"id and url of two messages", group, Judgement{UserID: "2", Reporter: "1002", MessageID: "c", URL: "p/b.png"}, "msg_id"},

		{"a picture without sender", album, Judgement{UserID: "3", Reporter: "1002", URL: "album/1.png"}, ""},
		{"another picture", album, Judgement{UserID: "3", Reporter: "1002", URL: "album/2.png"}, "msg_id"},
		{"a group without owner", nameless(), Judgement{Reporter: "1002", PlaceID: "g-9"}, ""},
	}
	for _, c := range cases {
		c.j.Entrance = c.c.Entrance
		err := c.j.check(c.c, facts)
		if c.field == "" && err != nil || c.field != "" && (!fault.Is(err, fault.Invalid) || fault.As(err).Field != c.field) {
			t.Errorf("%s: want %q, got %v", c.name, c.field, err)
		}
	}
	wrong := Judgement{Entrance: content.HallUnit, UserID: "1", Reporter: "1002"}
	if err := wrong.check(hall, facts); fault.As(err).Field != "mod" {
		t.Errorf("another mod: %v", err)
	}
}

func TestWhichMessageIsMeant(t *testing.T) {
	t.Parallel()
	group := groupCase()
	twice := hallCase()
	twice.First.Messages = append(twice.First.Messages, twice.First.Messages[0])
	cases := []struct {
		name string
		c    Case
		j    Judgement
		want string // its id
		ok   bool
	}{
		{"the only one", hallCase(), Judgement{UserID: "1"}, "a", true},
		{"the user's only one", group, Judgement{UserID: "1"}, "a", true},
		{"one of several, not said", group, Judgement{UserID: "2"}, "", true},
		{"one of several, by id", group, Judgement{UserID: "2", MessageID: "c"}, "c", true},
		{"one of several, by url", group, Judgement{UserID: "2", URL: "p/b.png"}, "b", true},
		{"the owner has none", group, Judgement{UserID: "7000"}, "", true},
		{"the owner's, by id", group, Judgement{UserID: "7000", MessageID: "a"}, "", false},
		{"nobody's, not said", group, Judgement{}, "", true},
		{"nobody's, by id", group, Judgement{MessageID: "a"}, "a", true},
		{"sent twice", twice, Judgement{UserID: "1", MessageID: "a"}, "a", true},
		{"a profile has none", nameless(), Judgement{}, "", true},
	}
	for _, c := range cases {
		if m, ok := c.j.message(c.c); m.ID != c.want || ok != c.ok {
			t.Errorf("%s: %q, %v", c.name, m.ID, ok)
		}
	}
}

func TestThePunishmentIsFilledFromTheCase(t *testing.T) {
	t.Parallel()
	j := Judgement{UserID: "2", Reporter: "1003", MessageID: "b", Who: Reviewer{ID: 42}}
	got, err := punishmentFor(j, groupCase(), Sentence{Action: verdict.Delete, Module: content.Group, Label: verdict.Porn, Hours: verdict.Forever})
	want := enforce.Punishment{
		App: "live", Action: verdict.Delete, Module: content.Group, Entrance: content.GroupChat, Label: verdict.Porn, Hours: verdict.Forever,
		UserID: "2", PlaceID: "g-9", OwnerID: "7000", URL: "p/b.png", ThumbURL: "p/b_s.png", MessageID: "b",
		RecordID: 5, CaseID: 5, AuthorID: "42", Reporter: "1002",
	}
	if err != nil || got != want {
		t.Errorf("%v\n%+v", err, got)
	}
}

// Only what stood in a group chat carries the owner.
func TestOwnerIsOfGroupsOnly(t *testing.T) {
	t.Parallel()
	got, err := punishmentFor(Judgement{UserID: "3"}, albumCase(), Sentence{Action: verdict.Delete, Module: content.User, Hours: verdict.Forever})
	if err != nil || got.OwnerID != "" {
		t.Errorf("%v %+v", err, got)
	}
}

func TestPunishmentsThatAreRefused(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		c        Case
		j        Judgement
		sentence Sentence
		field    string // empty where it is fine
	}{
		{"a mute in a hall", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Hall, verdict.Ad, 48}, ""},
		{"the person of a hall message", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.LoginLimit, content.User, verdict.Ad, 48}, ""},
		{"a group without owner is dismissed", nameless(), Judgement{}, Sentence{verdict.DismissGroup, content.Group, verdict.Ad, -1}, ""},
		{"another module", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Show, verdict.Ad, 48}, "module_type"},
		{"a mute in a group", groupCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Group, verdict.Ad, 48}, "punish_type"},
		{"a mute of the person", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.User, verdict.Ad, 48}, "punish_type"},
		{"no hours", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Hall, verdict.Ad, 0}, "timedelta"},
		{"negative hours", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Hall, verdict.Ad, -2}, "timedelta"},
		{"too many hours", hallCase(), Judgement{UserID: "1"}, Sentence{verdict.Mute, content.Hall, verdict.Ad, verdict.MaxHours + 1}, "timedelta"},
		{"nobody is kicked", groupCase(), Judgement{}, Sentence{verdict.KickOut, content.Group, verdict.Ad, -1}, "u_id"},
		{"nobody's profile is deleted", nameless(), Judgement{}, Sentence{verdict.Delete, content.Group, verdict.Ad, -1}, "u_id"},
	}
	for _, c := range cases {
		_, err := punishmentFor(c.j, c.c, c.sentence)
		if c.field == "" && err != nil || c.field != "" && (!fault.Is(err, fault.Invalid) || fault.As(err).Field != c.field) {
			t.Errorf("%s: want %q, got %v", c.name, c.field, err)
		}
	}
	placeless := groupCase()
	placeless.First.Profile.PlaceID = ""
	_, err := punishmentFor(Judgement{UserID: "1"}, placeless, Sentence{verdict.KickOut, content.Group, verdict.Ad, -1})
	if fault.As(err).Field != "module_id" {
		t.Errorf("a group without id: %v", err)
	}
}
